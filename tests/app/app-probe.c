/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app-probe.h"
#include "ek-application.h"
#include "ek-present.h"
#include "ek-settings.h"
#include "ek-verdict-card.h"
#include "ek-window-private.h"

/* Looks at the window from inside: how soon it is there, and (probe-blocked.c,
 * probe-texts.c, probe-growth.c) how long the main thread is busy at a stretch,
 * whether a text is cut and whether memory grows.  Driven by the tests and by
 * “./dev bench app”; prints one fact a line. */

#define DEADLINE_S 60

GtkApplication *application;
static GFile *machine;

gint64
cpu_time (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static gboolean
wake (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, wake, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_busy (EkWindow *window)
{
  const gboolean narrow = g_getenv ("EDGEKIT_APP_NARROW") != NULL;

  /* the first frames of a narrow window are wide */
  return !gtk_widget_get_mapped (GTK_WIDGET (window)) || _ek_window_get_loading (window)
         || ek_session_get_busy (window->session) || ek_adaptive_bin_get_narrow (window->adaptive) != narrow;
}

void
run_until_idle (EkWindow *window)
{
  /* of what never ends a while is looked at */
  const char *patience = g_getenv ("EDGEKIT_APP_PATIENCE");
  const int seconds = patience ? atoi (patience) : DEADLINE_S;
  const gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  do
    {
      run_for (20);
      if (g_get_monotonic_time () > end && patience)
        return;
      if (g_get_monotonic_time () > end)
        g_error ("the window was busy for %d seconds", seconds);
    }
  while (is_busy (window));
}

EkWindow *
open_window (const char *model)
{
  EkWindow *window = EK_WINDOW (ek_window_new (application));

  if (machine)
    ek_window_show_machine (window, machine, EK_MACHINE_ANY);
  else
    ek_window_look (window);
  if (model)
    ek_window_check (window, model);
  ek_window_come_up (window);
  return window;
}

/* The first of its kind in the tree, and with that title if one is given; NULL if there is none. */
GtkWidget *
find_widget (GtkWidget *root, GType type, const char *title)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (title == NULL || g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, title);

      if (found)
        return found;
    }
  return NULL;
}

/* “app.” or “win.”, and the name of an action. */
void
activate (EkWindow *window, const char *action)
{
  if (g_str_has_prefix (action, "app."))
    g_action_group_activate_action (G_ACTION_GROUP (application), action + strlen ("app."), NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

/* What came up over the window; on a display without a window manager none of them is the active one. */
GtkWindow *
find_front (EkWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) front = g_list_model_get_item (all, i);

      if (front != GTK_WINDOW (window) && !EK_IS_WINDOW (front) && gtk_widget_get_visible (GTK_WIDGET (front)))
        return front;
    }
  return NULL;
}

void
close_window (EkWindow *window)
{
  gtk_window_close (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWidget *
open_empty (void)
{
  GtkWidget *window = adw_application_window_new (application);

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* --- times --------------------------------------------------------------- */

static void
painted (GdkFrameClock *clock, gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
count_frames (GtkWidget *window, guint *frames)
{
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted), frames);
}

static gboolean
is_seen (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;
}

/* start BEGAN: from there, a monotonic time, to the first frame that says what this computer is good for. */
static int
start (gint64 began)
{
  EkWindow *window = open_window (NULL);
  guint frames = 0, before;
  GtkWidget *card;

  count_frames (GTK_WIDGET (window), &frames);
  do
    {
      before = frames;
      while (frames == before)
        g_main_context_iteration (NULL, TRUE);
      card = find_widget (GTK_WIDGET (window), EK_TYPE_VERDICT_CARD, NULL);
    }
  while (card == NULL || !is_seen (card));
  g_print ("start_ms %.1f\ncpu_ms %.1f\nframes %u\n", (double) (g_get_monotonic_time () - began) / 1000,
           (double) cpu_time () / 1000, frames);
  close_window (window);
  return 0;
}

/* empty BEGAN: the same of a window with nothing in it. */
static int
empty (gint64 began)
{
  GtkWidget *window = open_empty ();
  guint frames = 0;

  count_frames (window, &frames);
  while (frames == 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("empty_ms %.1f\ncpu_ms %.1f\n", (double) (g_get_monotonic_time () - began) / 1000, (double) cpu_time () / 1000);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}

/* stops MODEL: all lengths of the conversation that the slider has, priced anew. */
static int
stops (const char *model)
{
  EkWindow *window = open_window (model);
  EdgeKitPreflight *preflight = ek_session_get_preflight (window->session);
  g_autofree gint64 *lengths = NULL;
  gsize n = 0;
  gint64 began, worst = 0;

  run_until_idle (window);
  lengths = edgekit_preflight_list_context_stops (preflight, &n);
  for (guint round = 0; round < 50; round++)
    {
      began = g_get_monotonic_time ();
      for (gsize i = 0; i < n; i++)
        {
          g_autoptr (EdgeKitEstimate) estimate = edgekit_preflight_estimate_at (preflight, lengths[i]);

          g_assert (estimate != NULL);
        }
      worst = MAX (worst, g_get_monotonic_time () - began);
    }
  g_print ("stops %" G_GSIZE_FORMAT "\nstops_worst_ms %.2f\n", n, (double) worst / 1000);
  close_window (window);
  return 0;
}

int
main (int argc, char *argv[])
{
  const char *translations = g_getenv ("EDGEKIT_LOCALEDIR");
  const char *path = g_getenv ("EDGEKIT_APP_MACHINE");
  const char *mode = argc > 1 ? argv[1] : "";
  const char *argument = argc > 2 ? argv[2] : "0";
  const char *model = argc > 3 ? argv[3] : NULL;
  int result = 2;

  setlocale (LC_ALL, "");
  bindtextdomain (EDGEKIT_GETTEXT_PACKAGE, translations ? translations : EDGEKIT_LOCALEDIR);
  bind_textdomain_codeset (EDGEKIT_GETTEXT_PACKAGE, "UTF-8");
  textdomain (EDGEKIT_GETTEXT_PACKAGE);
  g_set_application_name ("EdgeKit");
  watch_main_loop ();

  /* what ours is compared with has nothing of ours */
  if (g_str_equal (mode, "empty") || g_str_equal (mode, "bare"))
    application = GTK_APPLICATION (adw_application_new ("org.edgekit.Bare", G_APPLICATION_DEFAULT_FLAGS));
  else
    application = GTK_APPLICATION (ek_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  machine = path ? g_file_new_for_path (path) : NULL;
  if (g_getenv ("EDGEKIT_APP_NARROW"))
    {
      g_settings_set_int (ek_settings_get (), "window-width", 360);
      g_settings_set_int (ek_settings_get (), "window-height", 640);
    }
  if (g_str_equal (mode, "texts"))
    result = texts (argc - 2, argv + 2);
  else if (g_str_equal (mode, "windows"))
    result = windows (atoi (argument), model);
  else if (g_str_equal (mode, "empties"))
    result = empties (atoi (argument));
  else if (g_str_equal (mode, "verdicts"))
    result = verdicts (atoi (argument), model);
  else if (g_str_equal (mode, "question"))
    result = question ();
  else if (g_str_equal (mode, "start-while-closing"))
    result = start_while_closing ();
  else if (g_str_equal (mode, "start"))
    result = start (g_ascii_strtoll (argument, NULL, 10));
  else if (g_str_equal (mode, "empty"))
    result = empty (g_ascii_strtoll (argument, NULL, 10));
  else if (g_str_equal (mode, "stops"))
    result = stops (argument);
  else if (g_str_equal (mode, "blocked"))
    result = blocked (argument);
  else if (g_str_equal (mode, "bare"))
    result = bare (argc > 2);
  g_clear_object (&machine);
  g_object_unref (application);
  return result;
}
