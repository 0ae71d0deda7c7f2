/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <malloc.h>
#include <string.h>

#include "app-probe.h"
#include "ek-compat.h"
#include "ek-take-down.h"
#include "ek-window-private.h"

/* Whether memory grows with what is done again and again. */

static gint64
status_kib (const char *status, const char *name)
{
  const char *line = strstr (status, name);

  return line ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;
}

/* Of the program's own: which pages of files are in memory is the system's choice, and may change by megabytes. */
static gint64
own_kib (void)
{
  g_autofree char *status = NULL;
  gint64 kib;

  /* threads that were told to stop come to an end; what is free is no growth */
  run_for (1500);
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  g_assert (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  kib = status_kib (status, "\nRssAnon:") + status_kib (status, "\nVmSwap:");
  g_assert (kib > 0);
  return kib;
}

/* What was allocated and not freed: what a leak adds to, and a heap that has holes does not. */
static gint64
allocated_kib (void)
{
#ifdef __GLIBC__
  return (gint64) (mallinfo2 ().uordblks / 1024);
#else
  return 0;
#endif
}

/* Memory after each fifth; the first fifth is for caches of fonts, icons and styles. */
static gint64 fifths[5], allocated[5];

static void
note_memory (int done, int n)
{
  for (int i = 0; i < 5; i++)
    if (done == n * (i + 1) / 5)
      {
        fifths[i] = own_kib ();
        allocated[i] = allocated_kib ();
      }
}

static void
tell_memory (void)
{
  g_print ("growth_kib %" G_GINT64_FORMAT "\nlate_growth_kib %" G_GINT64_FORMAT "\n", fifths[4] - fifths[0],
           fifths[4] - fifths[2]);
  g_print ("allocated_kib %" G_GINT64_FORMAT "\nlate_allocated_kib %" G_GINT64_FORMAT "\n", allocated[4] - allocated[0],
           allocated[4] - allocated[2]);
}

/* windows N: opened, filled and closed. */
int
windows (int n, const char *model)
{
  /* a thread reads it once, whenever it gets to it */
  edgekit_catalogue_get_default ();
  for (int i = 0; i < n; i++)
    {
      EkWindow *window = open_window (model);

      run_until_idle (window);
      close_window (window);
      note_memory (i + 1, n);
    }
  g_print ("windows %d\n", n);
  tell_memory ();
  return 0;
}

/* empties N: the same of windows with nothing in them, for comparison. */
int
empties (int n)
{
  for (int i = 0; i < n; i++)
    {
      GtkWidget *window = open_empty ();

      run_for (100);
      gtk_window_destroy (GTK_WINDOW (window));
      while (g_main_context_iteration (NULL, FALSE))
        ;
      note_memory (i + 1, n);
    }
  g_print ("empties %d\n", n);
  tell_memory ();
  return 0;
}

/* verdicts N: the length of the conversation is changed, and drawn. */
int
verdicts (int n, const char *model)
{
  EkWindow *window = open_window (model);
  EdgeKitPreflight *preflight = ek_session_get_preflight (window->session);

  run_until_idle (window);
  for (int i = 0; i < n; i++)
    {
      edgekit_workload_set_context (edgekit_preflight_get_workload (preflight), 512 * (1 + i % 64));
      run_for (2);
      note_memory (i + 1, n);
    }
  g_print ("verdicts %d\n", n);
  tell_memory ();
  close_window (window);
  return 0;
}

static void
question_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  int *answers = user_data;

  *answers += ek_ask_finish (result) ? 100 : 1;
}

/* A question whose window goes: it is answered with no, once, and the window is let go. */
int
question (void)
{
  GtkWidget *window = g_object_ref_sink (adw_window_new ());
  GtkWidget *weak = window;
  const gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  int answers = 0;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  gtk_window_present (GTK_WINDOW (window));
  ek_ask_async (GTK_WINDOW (window), "Heading", "Body", "_Go", question_answered, &answers);
  run_for (200);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  while ((answers == 0 || weak != NULL) && g_get_monotonic_time () < end)
    run_for (20);
  g_print ("answers %d\nwindows_left %d\n", answers, weak != NULL);
  return 0;
}

/* A window is closed, and before it is gone the program is started a second time: that has a window of its own. */
int
start_while_closing (void)
{
  EkWindow *closed = open_window (NULL);
  GList *windows;

  run_until_idle (closed);
  gtk_window_close (GTK_WINDOW (closed));
  g_print ("closed %d\n", ek_is_taken_down (GTK_WINDOW (closed)));
  g_application_activate (G_APPLICATION (application));
  run_for (500);
  windows = gtk_application_get_windows (application);
  g_print ("windows %u\nother %d\nseen %d\n", g_list_length (windows), windows && windows->data != closed,
           windows && gtk_widget_get_mapped (windows->data));
  if (windows)
    close_window (windows->data);
  g_print ("windows_left %u\n", g_list_model_get_n_items (gtk_window_get_toplevels ()));
  return 0;
}
