/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ek-machine-file.h"

/* A computer that lies in a file: a snapshot, a description, or a report, which
 * has a description in it. */

/* A file that is read in a thread, and what it came to. */
typedef struct
{
  GFile *file;
  EkMachineKind kind;
  EdgeKitSnapshot *snapshot;
  EdgeKitHardwareProfile *profile;
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_object (&reading->file);
  g_clear_object (&reading->snapshot);
  g_clear_object (&reading->profile);
  g_free (reading);
}

static void
read_file (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GError) snapshot_error = NULL;
  g_autoptr (GError) hardware_error = NULL;

  if (reading->kind != EK_MACHINE_HARDWARE)
    reading->snapshot = edgekit_snapshot_load (reading->file, cancellable, &snapshot_error);
  if (reading->snapshot == NULL && reading->kind != EK_MACHINE_SNAPSHOT)
    reading->profile = edgekit_hardware_profile_load (reading->file, cancellable, &hardware_error);
  if (reading->snapshot || reading->profile)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, hardware_error ? g_steal_pointer (&hardware_error) : g_steal_pointer (&snapshot_error));
}

void
ek_machine_file_read_async (GFile *file, EkMachineKind kind, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->file = g_object_ref (file);
  reading->kind = kind;
  g_task_set_source_tag (task, ek_machine_file_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_file);
}

/* Sets one of the two, or @error. */
gboolean
ek_machine_file_read_finish (GAsyncResult *result, EdgeKitSnapshot **snapshot, EdgeKitHardwareProfile **profile,
                             GError **error)
{
  Reading *reading;

  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  reading = g_task_get_task_data (G_TASK (result));
  *snapshot = g_steal_pointer (&reading->snapshot);
  *profile = g_steal_pointer (&reading->profile);
  return TRUE;
}

/* “…/framework13/snapshot.json” is better known by its folder. */
char *
ek_machine_file_get_name (GFile *file)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) folder = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_basename (file);
  folder = g_file_get_parent (file);
  if (folder && (g_str_equal (name, "snapshot.json") || g_str_equal (name, "hardware.json")))
    {
      g_free (name);
      name = g_file_get_basename (folder);
    }
  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  return g_filename_to_utf8 (name, -1, NULL, NULL, NULL);
}
