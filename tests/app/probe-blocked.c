/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <edgekit.h>
#include <string.h>

#include "app-probe.h"
#include "ek-present.h"
#include "ek-suggestion-list.h"
#include "ek-version-list.h"
#include "ek-window-private.h"
#include "slow-disk.h"

/* How long the main thread is busy at a stretch, by what is done. */

static gint64 woken, longest, woken_cpu, longest_cpu;

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

void
watch_main_loop (void)
{
  g_main_context_set_poll_func (NULL, watched_poll);
}

/* What a program does before its first wait counts, too; and from here on, the disk is slow if it is to be
 * (EDGEKIT_APP_SLOW_DISK: milliseconds for each access). */
void
begin_stretch (void)
{
  const char *slow = g_getenv ("EDGEKIT_APP_SLOW_DISK");

  slow_disk_begin (slow ? (guint) g_ascii_strtoull (slow, NULL, 10) : 0);
  woken = g_get_monotonic_time ();
  woken_cpu = cpu_time ();
}

void
forget_longest (void)
{
  longest = longest_cpu = 0;
  for (int i = 0; i < SLOW_DISK_N_REASONS; i++)
    slow_disk_tell (i);
}

void
tell_longest (const char *name)
{
  g_print ("%s_longest_ms %.1f\n%s_cpu_ms %.1f\n", name, (double) longest / 1000, name, (double) longest_cpu / 1000);
  g_print ("%s_own_disk_ms %.0f\n%s_draw_disk_ms %.0f\n%s_other_disk_ms %.0f\n", name, slow_disk_tell (SLOW_DISK_OWN),
           name, slow_disk_tell (SLOW_DISK_TO_DRAW), name, slow_disk_tell (SLOW_DISK_OTHER));
  forget_longest ();
}

/* --- ways to go ---------------------------------------------------------- */

static void
press (EkWindow *window, GType type, const char *title)
{
  GtkWidget *row = find_widget (GTK_WIDGET (window), type, title);

  g_assert (row != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX), "row-activated", row);
}

static void
go_to_details (EkWindow *window)
{
  press (window, ADW_TYPE_ACTION_ROW, "Details for Developers");
}

static void
open_settings (EkWindow *window)
{
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (find_widget (GTK_WIDGET (window), ADW_TYPE_EXPANDER_ROW, "More Settings")), TRUE);
}

/* Rows are made in the order of the tree; a list may have none. */
static GtkWidget *
last_row (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_last_child (root); child; child = gtk_widget_get_prev_sibling (child))
    {
      GtkWidget *row = GTK_IS_LIST_BOX_ROW (child) ? child : last_row (child);

      if (row)
        return row;
    }
  return NULL;
}

/* “Show All 20…” */
static void
show_all_of (EkWindow *window, GType type)
{
  GtkWidget *whole = find_widget (GTK_WIDGET (window), type, NULL);
  GtkWidget *row;

  /* it was asked for, and comes */
  for (guint i = 0; i < 600 && last_row (whole) == NULL; i++)
    run_for (50);
  run_for (500);
  forget_longest ();
  row = last_row (whole);
  g_assert (row != NULL);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
}

static void
show_all_versions (EkWindow *window)
{
  show_all_of (window, EK_TYPE_VERSION_LIST);
}

static void
go_to_catalogue (EkWindow *window)
{
  show_all_of (window, EK_TYPE_SUGGESTION_LIST);
}

static void
refresh_memory (EkWindow *window)
{
  ek_session_refresh_memory (window->session);
}

static void
check_again (EkWindow *window)
{
  ek_session_look (window->session);
}

typedef struct
{
  const char *name;
  const char *action; /* “page” goes to the one of that name */
  void (*go) (EkWindow *window);
  guint ms; /* how long it takes to be complete; 0: as most */
} Way;

/* Goes there, looks a while, and closes what came up over the window, which is part of it. */
static void
go (EkWindow *window, const Way *way)
{
  GtkWindow *front;

  if (way->go)
    way->go (window);
  else if (g_str_equal (way->action, "page"))
    ek_window_set_page (window, way->name);
  else
    activate (window, way->action);
  run_for (way->ms ? way->ms : 700);
  front = find_front (window);
  if (front)
    {
      gtk_window_close (front);
      run_for (200);
    }
  tell_longest (way->name);
}

/* All other places of the program, one after the other. */
static void
tour (EkWindow *window)
{
  static const Way ways[] = {
    { .name = "settings", .go = open_settings },
    { .name = "details", .go = go_to_details },
    /* the page “Install” is not there yet */
    { .name = "report", .action = "win.report" },
    { .name = "install", .action = "page" },
    { .name = "again", .go = check_again },
    { .name = "preferences", .action = "app.preferences" },
    { .name = "help", .action = "app.help" },
    { .name = "shortcuts", .action = "win.show-help-overlay" },
    { .name = "about", .action = "app.about" },
    { .name = "chooser", .action = "win.open-model" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    go (window, &ways[i]);
}

/* Where a window without a model goes. */
static void
second_tour (void)
{
  static const Way ways[] = {
    { .name = "model", .action = "page" },
    { .name = "catalogue", .go = go_to_catalogue, .ms = 3000 },
  };
  EkWindow *window = open_window (NULL);

  run_until_idle (window);
  run_for (300);
  tell_longest ("second");
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    go (window, &ways[i]);
  /* the first one is still there, and would miss frames */
  gtk_window_close (GTK_WINDOW (window));
  run_for (200);
  tell_longest ("closing");
}

/* blocked MODEL: the longest stretch of work of the main thread, by what is done, and how long it waited for a disk
 * that is slow. */
int
blocked (const char *model)
{
  EdgeKitPreflight *preflight;
  EkWindow *window;

  begin_stretch ();
  window = open_window (NULL);
  preflight = ek_session_get_preflight (window->session);
  /* with its first frame, however long the disk keeps it back */
  do
    run_for (200);
  while (!gtk_widget_get_mapped (GTK_WIDGET (window)));
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
  if (g_getenv ("EDGEKIT_APP_REFRESH"))
    {
      go (window, &(Way) { .name = "refresh", .go = refresh_memory });
      ek_window_set_page (window, "computer");
      run_for (300);
      forget_longest ();
      go (window, &(Way) { .name = "rows", .go = refresh_memory });
    }
  if (g_getenv ("EDGEKIT_APP_VERSIONS"))
    go (window, &(Way) { .name = "versions", .go = show_all_versions, .ms = 7000 });
  if (g_getenv ("EDGEKIT_APP_TOUR"))
    {
      tour (window);
      second_tour ();
    }
  close_window (window);
  return 0;
}
