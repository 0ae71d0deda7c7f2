/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-progress-private.h"

#define INTERVAL_US (50 * G_TIME_SPAN_MILLISECOND)

struct _EdgeKitProgress
{
  gatomicrefcount ref_count;
  GWeakRef object;
  GMainContext *context; /* NULL: direct */
  EdgeKitProgressNotify notify;

  GMutex lock;
  EdgeKitProgressState latest; /* its activity is owned */
  gint64 told;                 /* monotonic time of the last notification */
  gboolean pending;            /* a source will tell the latest */
  gboolean over;               /* the last was told */
};

EdgeKitProgress *
_edgekit_progress_new (GObject *object, EdgeKitProgressNotify notify, gboolean direct)
{
  EdgeKitProgress *progress = g_new0 (EdgeKitProgress, 1);

  g_atomic_ref_count_init (&progress->ref_count);
  g_weak_ref_init (&progress->object, object);
  g_mutex_init (&progress->lock);
  progress->notify = notify;
  if (!direct)
    progress->context = g_main_context_ref_thread_default ();
  return progress;
}

void
_edgekit_progress_unref (EdgeKitProgress *progress)
{
  if (!g_atomic_ref_count_dec (&progress->ref_count))
    return;
  g_weak_ref_clear (&progress->object);
  g_clear_pointer (&progress->context, g_main_context_unref);
  g_mutex_clear (&progress->lock);
  g_free ((char *) progress->latest.activity);
  g_free (progress);
}

static gboolean
tell (gpointer data)
{
  EdgeKitProgress *progress = data;
  g_autoptr(GObject) object = g_weak_ref_get (&progress->object);
  g_autofree char *activity = NULL;
  EdgeKitProgressState state;
  gboolean over;

  g_mutex_lock (&progress->lock);
  state = progress->latest;
  state.activity = activity = g_strdup (progress->latest.activity);
  progress->told = g_get_monotonic_time ();
  progress->pending = FALSE;
  over = progress->over;
  progress->over |= state.done;
  g_mutex_unlock (&progress->lock);

  if (object && !over)
    progress->notify (object, &state);
  return G_SOURCE_REMOVE;
}

static void
schedule (EdgeKitProgress *progress, gint64 wait_us)
{
  g_autoptr(GSource) source = wait_us > 0 ? g_timeout_source_new (wait_us / 1000) : g_idle_source_new ();

  g_atomic_ref_count_inc (&progress->ref_count);
  /* sources of one priority run in their order: a task's own is of this one */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[edgekit] progress");
  g_source_set_callback (source, tell, progress, (GDestroyNotify) _edgekit_progress_unref);
  g_source_attach (source, progress->context);
}

void
_edgekit_progress_report (EdgeKitProgress *progress, double fraction, const char *activity, guint64 n_read)
{
  gint64 wait;
  gboolean now;

  if (!progress)
    return;
  g_mutex_lock (&progress->lock);
  progress->latest.fraction = fraction;
  progress->latest.n_read = n_read;
  if (activity && g_strcmp0 (progress->latest.activity, activity) != 0)
    {
      g_free ((char *) progress->latest.activity);
      progress->latest.activity = g_strdup (activity);
    }
  wait = progress->told + INTERVAL_US - g_get_monotonic_time ();
  now = !progress->context && wait <= 0;
  if (progress->context && !progress->pending)
    {
      progress->pending = TRUE;
      schedule (progress, wait);
    }
  g_mutex_unlock (&progress->lock);
  if (now)
    tell (progress);
}

void
_edgekit_progress_done (EdgeKitProgress *progress)
{
  if (!progress)
    return;
  g_mutex_lock (&progress->lock);
  progress->latest.done = TRUE;
  g_mutex_unlock (&progress->lock);
  if (progress->context)
    schedule (progress, 0);
  else
    tell (progress);
}
