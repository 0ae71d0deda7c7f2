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
  double fraction;
  char *activity;
  gint64 told;      /* monotonic time of the last notification */
  GSource *pending; /* will tell the latest values */
  gboolean ended;
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

EdgeKitProgress *
_edgekit_progress_ref (EdgeKitProgress *progress)
{
  g_atomic_ref_count_inc (&progress->ref_count);
  return progress;
}

void
_edgekit_progress_unref (EdgeKitProgress *progress)
{
  if (!g_atomic_ref_count_dec (&progress->ref_count))
    return;
  g_weak_ref_clear (&progress->object);
  g_clear_pointer (&progress->context, g_main_context_unref);
  g_clear_pointer (&progress->pending, g_source_unref);
  g_mutex_clear (&progress->lock);
  g_free (progress->activity);
  g_free (progress);
}

static gboolean
tell (gpointer data)
{
  EdgeKitProgress *progress = data;
  g_autoptr(GObject) object = g_weak_ref_get (&progress->object);
  g_autofree char *activity = NULL;
  double fraction;
  gboolean ended;

  g_mutex_lock (&progress->lock);
  g_clear_pointer (&progress->pending, g_source_unref);
  fraction = progress->fraction;
  activity = g_strdup (progress->activity);
  progress->told = g_get_monotonic_time ();
  ended = progress->ended;
  g_mutex_unlock (&progress->lock);

  if (object && !ended)
    progress->notify (object, fraction, activity);
  return G_SOURCE_REMOVE;
}

static void
schedule (EdgeKitProgress *progress)
{
  gint64 wait = progress->told + INTERVAL_US - g_get_monotonic_time ();

  progress->pending = g_timeout_source_new (wait > 0 ? wait / 1000 : 0);
  g_source_set_static_name (progress->pending, "[edgekit] progress");
  g_source_set_callback (progress->pending, tell, _edgekit_progress_ref (progress),
                         (GDestroyNotify) _edgekit_progress_unref);
  g_source_attach (progress->pending, progress->context);
}

void
_edgekit_progress_report (double fraction, const char *activity, gpointer data)
{
  EdgeKitProgress *progress = data;
  gboolean now;

  g_mutex_lock (&progress->lock);
  progress->fraction = fraction;
  if (g_strcmp0 (progress->activity, activity) != 0)
    {
      g_free (progress->activity);
      progress->activity = g_strdup (activity);
    }
  now = !progress->context && g_get_monotonic_time () >= progress->told + INTERVAL_US;
  if (progress->context && !progress->pending && !progress->ended)
    schedule (progress);
  g_mutex_unlock (&progress->lock);
  if (now)
    tell (progress);
}

void
_edgekit_progress_end (EdgeKitProgress *progress)
{
  GSource *pending;

  g_mutex_lock (&progress->lock);
  progress->ended = TRUE;
  pending = g_steal_pointer (&progress->pending);
  g_mutex_unlock (&progress->lock);
  /* destroying drops the source's reference on the progress: not under its lock */
  if (pending)
    {
      g_source_destroy (pending);
      g_source_unref (pending);
    }
}
