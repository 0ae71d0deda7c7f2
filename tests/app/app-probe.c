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
#include "ek-window-private.h"
#include "slow-disk.h"

/* Looks at the window from inside: how soon it is there, how long the main thread
 * is busy at a stretch, and (probe-texts.c, probe-growth.c) whether a text is cut
 * and whether memory grows.  Driven by the tests and by “./dev bench app”; prints
 * one fact a line. */

#define DEADLINE_S 60

static EkApplication *application;
static GFile *machine;

/* --- the main loop ------------------------------------------------------- */

static gint64 woken, longest, woken_cpu, longest_cpu;

static gint64
cpu_time (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

/* What lies between two polls is one stretch of work. */
static int
watched_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (woken)
    {
      longest = MAX (longest, g_get_monotonic_time () - woken);
      longest_cpu = MAX (longest_cpu, cpu_time () - woken_cpu);
    }
  result = g_poll (fds, n_fds, timeout);
  woken = g_get_monotonic_time ();
  woken_cpu = cpu_time ();
  return result;
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
  return _ek_window_get_loading (window) || ek_session_get_busy (window->session) || ek_adaptive_bin_get_narrow (window->adaptive) != narrow;
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
  EkWindow *window = EK_WINDOW (ek_window_new (GTK_APPLICATION (application)));

  if (machine)
    ek_window_show_machine (window, machine, EK_MACHINE_ANY);
  else
    ek_window_look (window);
  if (model)
    ek_window_check (window, model);
  ek_present (GTK_WINDOW (window));
  return window;
}

void
close_window (EkWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWidget *
open_empty (void)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

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

/* start BEGAN: from there, a monotonic time, to the first frame that shows a computer. */
static int
start (gint64 began)
{
  EkWindow *window = open_window (NULL);
  guint frames = 0, before;

  count_frames (GTK_WIDGET (window), &frames);
  while (ek_session_get_profile (window->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  before = frames;
  while (frames == before)
    g_main_context_iteration (NULL, TRUE);
  g_print ("start_ms %.1f\ncpu_ms %.1f\n", (double) (g_get_monotonic_time () - began) / 1000, (double) cpu_time () / 1000);
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

static void
forget_longest (void)
{
  longest = longest_cpu = 0;
  for (int i = 0; i < SLOW_DISK_N_REASONS; i++)
    slow_disk_tell (i);
}

static void
tell_longest (const char *name)
{
  g_print ("%s_longest_ms %.1f\n%s_cpu_ms %.1f\n", name, (double) longest / 1000, name, (double) longest_cpu / 1000);
  g_print ("%s_own_disk_ms %.0f\n%s_draw_disk_ms %.0f\n%s_other_disk_ms %.0f\n", name, slow_disk_tell (SLOW_DISK_OWN),
           name, slow_disk_tell (SLOW_DISK_TO_DRAW), name, slow_disk_tell (SLOW_DISK_OTHER));
  forget_longest ();
}

static void
begin_slow_disk (void)
{
  const char *slow = g_getenv ("EDGEKIT_APP_SLOW_DISK");

  slow_disk_begin (slow ? (guint) atoi (slow) : 0);
}

/* All other windows of the program, one after the other. */
static void
tour (EkWindow *window)
{
  static const struct
  {
    const char *name;
    const char *action;
  } places[] = {
    { "install", "win.page" },
    { "report", "win.report" },
    { "preferences", "app.preferences" },
    { "help", "app.help" },
    { "shortcuts", "win.show-help-overlay" },
    { "about", "app.about" },
    { "chooser", "win.open-model" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GtkWindow *front;

      if (g_str_equal (places[i].action, "win.page"))
        gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", places[i].name);
      else if (g_str_has_prefix (places[i].action, "app."))
        g_action_group_activate_action (G_ACTION_GROUP (application), places[i].action + strlen ("app."), NULL);
      else
        gtk_widget_activate_action (GTK_WIDGET (window), places[i].action, NULL);
      run_for (700);
      tell_longest (places[i].name);
      front = gtk_application_get_active_window (GTK_APPLICATION (application));
      if (front && front != GTK_WINDOW (window))
        gtk_window_close (front);
      run_for (100);
      forget_longest ();
    }
}

/* blocked MODEL: the longest stretch of work of the main thread, by what is done, and how long it waited for a disk
 * that is slow (EDGEKIT_APP_SLOW_DISK: milliseconds for each access). */
static int
blocked (const char *model)
{
  EdgeKitPreflight *preflight;
  EkWindow *window;

  begin_slow_disk ();
  woken = g_get_monotonic_time ();
  woken_cpu = cpu_time ();
  window = open_window (NULL);
  preflight = ek_session_get_preflight (window->session);
  run_for (200);
  tell_longest ("opening");
  run_until_idle (window);
  tell_longest ("detection");
  ek_window_check (window, model);
  run_until_idle (window);
  run_for (300);
  tell_longest ("check");
  for (int i = 0; i < 60; i++)
    {
      if (edgekit_preflight_get_model (preflight))
        edgekit_workload_set_context (edgekit_preflight_get_workload (preflight), 512 * (1 + i));
      run_for (16);
    }
  tell_longest ("slider");
  if (g_getenv ("EDGEKIT_APP_TOUR"))
    tour (window);
  close_window (window);
  return 0;
}

/* A window with a bar and nothing else, as the windows over the first one are. */
static GtkWindow *
open_empty_dialog (GtkWidget *parent)
{
  GtkWidget *dialog = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (dialog), adw_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (dialog), 560, 600);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (parent));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

/* bare: the first stretch of an empty window, and of an empty one over it, for comparison. */
static int
bare (void)
{
  GtkWidget *window;
  GtkWindow *dialog;

  begin_slow_disk ();
  woken = g_get_monotonic_time ();
  woken_cpu = cpu_time ();
  window = open_empty ();
  run_for (200);
  tell_longest ("opening");
  dialog = open_empty_dialog (window);
  run_for (700);
  tell_longest ("dialog");
  gtk_window_destroy (dialog);
  gtk_window_destroy (GTK_WINDOW (window));
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
  g_main_context_set_poll_func (NULL, watched_poll);

  application = ek_application_new ();
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
  else if (g_str_equal (mode, "start"))
    result = start (g_ascii_strtoll (argument, NULL, 10));
  else if (g_str_equal (mode, "empty"))
    result = empty (g_ascii_strtoll (argument, NULL, 10));
  else if (g_str_equal (mode, "stops"))
    result = stops (argument);
  else if (g_str_equal (mode, "blocked"))
    result = blocked (argument);
  else if (g_str_equal (mode, "bare"))
    result = bare ();
  g_clear_object (&machine);
  g_object_unref (application);
  return result;
}
