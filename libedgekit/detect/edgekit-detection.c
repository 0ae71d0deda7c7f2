/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-collector-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-detection-private.h"
#include "edgekit-i18n-private.h"

void
_edgekit_detection_free (EdgeKitDetection *detection)
{
  g_clear_object (&detection->root);
  g_clear_object (&detection->given);
  g_clear_object (&detection->known);
  g_clear_object (&detection->latest);
  g_clear_pointer (&detection->progress, _edgekit_progress_unref);
  g_clear_object (&detection->snapshot);
  g_clear_object (&detection->profile);
  g_free (detection);
}

static char *
today (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%F");
}

/* A refresh collects too little to be read by itself: it is laid over what was
 * collected before. The guests that told what is free are asked again, those that
 * have failed since are not. */
static void
read_again (EdgeKitDetection *d, const char *date, GCancellable *cancellable)
{
  g_autoptr(EdgeKitSnapshot) fresh = g_steal_pointer (&d->snapshot);
  g_auto(GStrv) guests = _edgekit_decode_list_memory_guests (d->latest, d->known);

  if (!d->root && *guests)
    _edgekit_collect_guests (fresh, (const char *const *) guests, EDGEKIT_GUEST_AGAIN, cancellable);
  d->snapshot = _edgekit_snapshot_new (date, d->root == NULL);
  _edgekit_snapshot_merge (d->snapshot, d->latest);
  _edgekit_snapshot_merge (d->snapshot, fresh);
  d->profile = _edgekit_decode_memory_only (d->snapshot, d->known);
}

/* How much to read to miss every cache, and how much of memory may be used for
 * that, are facts of the profile: so it is decoded, measured, and decoded again. */
static void
measure (EdgeKitDetection *d, GCancellable *cancellable)
{
  EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (d->profile);
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (d->profile, "ram");
  gint64 threads = cpu ? edgekit_cpu_get_usable_threads (cpu) : EDGEKIT_UNKNOWN;
  gint64 capacity = ram ? edgekit_memory_pool_get_capacity (ram) : EDGEKIT_UNKNOWN;

  _edgekit_progress_report (d->progress, 0.9, _ ("Measuring the memory…"), 0);
  _edgekit_collect_bandwidth (d->snapshot, (guint) CLAMP (threads, 1, G_MAXINT32),
                              _edgekit_decode_last_level (d->profile), MAX (capacity, 0), cancellable);
  g_clear_object (&d->profile);
  d->profile = _edgekit_decode (d->snapshot);
}

static gboolean
find_out (EdgeKitDetection *d, GCancellable *cancellable, GError **error)
{
  g_autofree char *date = today ();

  if (d->given && d->known)
    d->profile = g_object_ref (d->known);
  else if (d->given)
    {
      d->snapshot = g_object_ref (d->given);
      d->profile = _edgekit_decode (d->snapshot);
      _edgekit_progress_report (d->progress, 1, NULL, 0);
    }
  else
    {
      EdgeKitCollectScope scope = d->known          ? EDGEKIT_COLLECT_MEMORY
                                  : d->run_programs ? EDGEKIT_COLLECT_ALL
                                                    : EDGEKIT_COLLECT_WITHOUT_PROGRAMS;

      d->snapshot = _edgekit_collect (d->root, scope, d->wake ? EDGEKIT_GUEST_WAKE : 0, date, d->progress, cancellable,
                                      error);
      if (!d->snapshot)
        return FALSE;
      if (d->known)
        read_again (d, date, cancellable);
      else
        d->profile = _edgekit_decode (d->snapshot);
      if (d->measure)
        measure (d, cancellable);
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
_edgekit_detection_run (EdgeKitDetection *d, GCancellable *cancellable, GError **error)
{
  gboolean ok = find_out (d, cancellable, error);

  _edgekit_progress_done (d->progress);
  return ok;
}
