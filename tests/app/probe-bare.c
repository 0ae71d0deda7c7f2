/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "app-probe.h"

/* A program with nothing of its own that opens what EdgeKit opens and the toolkit
 * alone draws: its first window, one over it, “About” and the file chooser.  What
 * these take there is the toolkit's. */

static GtkWindow *
open_dialog (GtkWindow *parent)
{
  GtkWidget *dialog = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (dialog), adw_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (dialog), 560, 600);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static GtkWindow *
open_about (GtkWindow *parent)
{
  const char *developers[] = { "The developers", NULL };
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about, "application-name", "Bare", "application-icon", "application-x-executable", "version", "1.0",
                "developer-name", "The developers", "developers", developers, "comments", "A sentence about a program.",
                "license-type", GTK_LICENSE_GPL_3_0, "translator-credits", "Somebody", "transient-for", parent, "modal",
                TRUE, NULL);
  gtk_window_present (GTK_WINDOW (about));
  return GTK_WINDOW (about);
}

static GtkWindow *
open_chooser (GtkWindow *parent)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new ("Open", parent, GTK_FILE_CHOOSER_ACTION_OPEN, "_Open", "_Cancel");

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
  return NULL; /* it goes with the program */
}

G_GNUC_END_IGNORE_DEPRECATIONS

/* bare [opening]: all of it, or the first window only. */
int
bare (gboolean brief)
{
  static const struct
  {
    const char *name;
    GtkWindow *(*open) (GtkWindow *parent);
  } places[] = {
    { "dialog", open_dialog },
    { "about", open_about },
    { "chooser", open_chooser },
  };
  GtkWindow *window;

  begin_stretch ();
  window = GTK_WINDOW (open_empty ());
  run_for (200);
  tell_longest ("opening");
  for (guint i = 0; i < G_N_ELEMENTS (places) && !brief; i++)
    {
      GtkWindow *front = places[i].open (window);

      run_for (700);
      tell_longest (places[i].name);
      if (front)
        gtk_window_destroy (front);
      run_for (100);
      forget_longest ();
    }
  gtk_window_destroy (window);
  return 0;
}
