/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-take-down.h"

#define TAKE_OUT "ek-take-out"
#define SOURCE "ek-take-down-source"

static void
remove_source (gpointer data)
{
  g_source_remove (GPOINTER_TO_UINT (data));
}

static gboolean
take_turn (gpointer user_data)
{
  GtkWindow *window = user_data;
  EkTakeOut take_out = (EkTakeOut) g_object_get_data (G_OBJECT (window), TAKE_OUT);

  if (take_out (window))
    return G_SOURCE_CONTINUE;
  gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

static void
destroyed (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), SOURCE, NULL);
}

/* Whether it was closed, and is about to go. */
gboolean
ek_is_taken_down (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), SOURCE) != NULL;
}

/* Closes a window that has a lot in it: to destroy all of it takes several frames, which another window would miss.  It
 * is out of sight at once, and then goes in turns of the main loop. */
void
ek_take_down (GtkWindow *window, EkTakeOut take_out)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (ek_is_taken_down (window))
    return;
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_signal_connect (window, "destroy", G_CALLBACK (destroyed), NULL);
  g_object_set_data (G_OBJECT (window), TAKE_OUT, (gpointer) take_out);
  g_object_set_data_full (G_OBJECT (window), SOURCE, GUINT_TO_POINTER (g_idle_add (take_turn, window)), remove_source);
}
