/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "service-machine.h"

/* A card can be plugged in, a driver installed. */
#define DETECTION_SECONDS (5 * 60)

struct _ServiceMachine
{
  EdgeKitDetector *detector;
  EdgeKitHardwareProfile *profile;
  gint64 memory_age;    /* microseconds */
  gint64 detected;      /* monotonic time */
  gint64 refreshed;
  GPtrArray *waiting;   /* of GTask: those who get what is being looked at */
  GPtrArray *again;     /* and those who want another look */
};

ServiceMachine *
service_machine_new (EdgeKitDetector *detector, double memory_seconds)
{
  ServiceMachine *self = g_new0 (ServiceMachine, 1);

  self->detector = g_object_ref (detector);
  self->memory_age = memory_seconds * G_USEC_PER_SEC;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->again = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
service_machine_free (ServiceMachine *self)
{
  g_object_unref (self->detector);
  g_clear_object (&self->profile);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->again);
  g_free (self);
}

static void detected (GObject *detector, GAsyncResult *result, gpointer user_data);

static void
answer (ServiceMachine *self, EdgeKitHardwareProfile *profile, GError *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_steal_pointer (&self->again);
  self->again = g_ptr_array_new_with_free_func (g_object_unref);
  if (profile)
    g_set_object (&self->profile, profile);
  for (guint i = 0; i < waiting->len; i++)
    if (profile)
      g_task_return_pointer (waiting->pdata[i], g_object_ref (profile), g_object_unref);
    else
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
  if (self->waiting->len > 0)
    edgekit_detector_detect_async (self->detector, NULL, detected, self);
}

static void
detected (GObject *detector, GAsyncResult *result, gpointer user_data)
{
  ServiceMachine *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile =
    edgekit_detector_detect_finish (EDGEKIT_DETECTOR (detector), result, &error);

  if (profile)
    self->detected = self->refreshed = g_get_monotonic_time ();
  answer (self, profile, error);
}

static void
refreshed (GObject *detector, GAsyncResult *result, gpointer user_data)
{
  ServiceMachine *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile =
    edgekit_detector_refresh_memory_finish (EDGEKIT_DETECTOR (detector), result, &error);

  if (profile)
    self->refreshed = g_get_monotonic_time ();
  answer (self, profile, error);
}

/* A look is not cancelled when one who waits for it leaves: it takes some seconds at
 * most, and the next one wants the same. */
void
service_machine_get_async (ServiceMachine *self, gboolean again, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const gint64 now = g_get_monotonic_time ();
  const gboolean known = self->profile && now - self->detected < DETECTION_SECONDS * G_USEC_PER_SEC && !again;

  g_task_set_source_tag (task, service_machine_get_async);
  if (self->waiting->len > 0)
    {
      g_ptr_array_add (again ? self->again : self->waiting, g_steal_pointer (&task));
      return;
    }
  if (known && now - self->refreshed < self->memory_age)
    {
      g_task_return_pointer (task, g_object_ref (self->profile), g_object_unref);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (known)
    edgekit_detector_refresh_memory_async (self->detector, NULL, refreshed, self);
  else
    edgekit_detector_detect_async (self->detector, NULL, detected, self);
}

EdgeKitHardwareProfile *
service_machine_get_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, service_machine_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
