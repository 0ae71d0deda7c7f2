/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-detection-private.h"
#include "edgekit-detector-private.h"
#include "edgekit-task-private.h"

/* Detecting, here or in a thread, and what it leaves in the detector. */

static void
show_progress (GObject *object, const EdgeKitProgressState *state)
{
  EdgeKitDetector *self = EDGEKIT_DETECTOR (object);

  g_object_freeze_notify (object);
  if (self->fraction != state->fraction)
    {
      self->fraction = state->fraction;
      g_object_notify (object, "fraction");
    }
  if (state->activity && g_strcmp0 (self->activity, state->activity) != 0)
    {
      g_free (self->activity);
      self->activity = g_strdup (state->activity);
      g_object_notify (object, "activity");
    }
  g_object_thaw_notify (object);
}

static EdgeKitDetection *
detection_new (EdgeKitDetector *self, EdgeKitHardwareProfile *known, gboolean direct)
{
  EdgeKitDetection *detection = g_new0 (EdgeKitDetection, 1);

  g_set_object (&detection->root, self->root);
  g_set_object (&detection->given, self->given);
  g_set_object (&detection->known, known);
  g_set_object (&detection->latest, self->latest);
  detection->wake = self->wake;
  detection->measure = self->measure && !self->root && !self->given && !known;
  detection->run_programs = self->run_programs;
  if (!known)
    {
      show_progress (G_OBJECT (self), &(EdgeKitProgressState) { .fraction = 0 });
      detection->progress = _edgekit_progress_new (G_OBJECT (self), show_progress, direct);
    }
  return detection;
}

static EdgeKitHardwareProfile *
detection_end (EdgeKitDetector *self, EdgeKitDetection *detection, gboolean ok)
{
  if (!ok)
    return NULL;
  if (!detection->given)
    g_set_object (&self->latest, detection->snapshot);
  if (!detection->known && g_set_object (&self->snapshot, detection->snapshot))
    g_object_notify (G_OBJECT (self), "snapshot");
  g_set_object (&self->profile, detection->profile);
  return g_steal_pointer (&detection->profile);
}

/**
 * edgekit_detector_detect:
 * @self: a detector
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Collects a snapshot and reads a profile from it. Blocks, typically for less
 * than half a second. What cannot be found out is unknown in the profile, with a
 * note; that is no error.
 *
 * Fails with %EDGEKIT_ERROR when the folder or the snapshot cannot be read, and
 * with %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the profile
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_detector_detect (EdgeKitDetector *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitDetection) detection = NULL;

  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  detection = detection_new (self, NULL, TRUE);
  return detection_end (self, detection, _edgekit_detection_run (detection, cancellable, error));
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean good = _edgekit_detection_run (data, cancellable, &error);

  _edgekit_task_return_boolean (task, good, error);
}

static void
start (EdgeKitDetector *self, gpointer tag, EdgeKitHardwareProfile *known, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, detection_new (self, known, FALSE), (GDestroyNotify) _edgekit_detection_free);
  g_task_run_in_thread (task, run_in_thread);
}

static EdgeKitHardwareProfile *
finish (EdgeKitDetector *self, GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);

  return detection_end (self, g_task_get_task_data (task), g_task_propagate_boolean (task, error));
}

/**
 * edgekit_detector_detect_async:
 * @self: a detector
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [method@EdgeKit.Detector.detect] does, in a thread. While it runs,
 * [property@EdgeKit.Detector:fraction] and [property@EdgeKit.Detector:activity]
 * change.
 *
 * Since: 0.1
 */
void
edgekit_detector_detect_async (EdgeKitDetector *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (EDGEKIT_IS_DETECTOR (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  start (self, edgekit_detector_detect_async, NULL, cancellable, callback, user_data);
}

/**
 * edgekit_detector_detect_finish:
 * @self: a detector
 * @result: the result
 * @error: return location for an error
 *
 * Ends [method@EdgeKit.Detector.detect_async].
 *
 * Returns: (transfer full): the profile
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_detector_detect_finish (EdgeKitDetector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_detector_detect_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return finish (self, result, error);
}

/**
 * edgekit_detector_refresh_memory_async:
 * @self: a detector
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Reads again how much memory is free, and nothing else; a few milliseconds. The
 * other facts are those of the last detection. Before the first it detects
 * everything; of a snapshot, nothing changes.
 *
 * Where a driver alone knows what is free on a graphics card, it is asked again,
 * which takes as long as it takes the driver; not so for a card that could fall
 * asleep, because being asked would keep it awake.
 *
 * Since: 0.1
 */
void
edgekit_detector_refresh_memory_async (EdgeKitDetector *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (EDGEKIT_IS_DETECTOR (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  start (self, edgekit_detector_refresh_memory_async, self->profile, cancellable, callback, user_data);
}

/**
 * edgekit_detector_refresh_memory_finish:
 * @self: a detector
 * @result: the result
 * @error: return location for an error
 *
 * Ends [method@EdgeKit.Detector.refresh_memory_async].
 *
 * Returns: (transfer full): a profile with fresh memory pools
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_detector_refresh_memory_finish (EdgeKitDetector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_DETECTOR (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_detector_refresh_memory_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return finish (self, result, error);
}
