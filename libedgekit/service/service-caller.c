/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <edgekit.h>
#include <sys/stat.h>

#include "service-caller.h"

/* A sandbox has another root folder. So has the proxy that stands between a program of
 * Flatpak and the bus, whose process the bus knows: flatpak puts it behind a root of its
 * own, so that a service can tell (add_bwrap_wrapper() in its common/flatpak-run-dbus.c).
 * Where nothing can be seen of the root, it is another one. */
static gboolean
has_same_root (guint32 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%u/root/", pid);
  struct stat theirs, ours;

  return stat (path, &theirs) == 0 && stat ("/", &ours) == 0 && theirs.st_dev == ours.st_dev &&
         theirs.st_ino == ours.st_ino;
}

static void
pid_known (GObject *connection, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, &error);
  guint32 pid;

  if (!answer)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(u)", &pid);
  if (has_same_root (pid))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                             "a path is another file to a program with another root folder, as in a sandbox; "
                             "open the file and pass it to CheckFile()");
}

void
service_caller_shares_files_async (ServiceCall *call, GAsyncReadyCallback callback, gpointer user_data)
{
  GCancellable *cancellable = service_call_get_cancellable (call);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, service_caller_shares_files_async);
  g_dbus_connection_call (service_call_get_connection (call), "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                          g_variant_new ("(s)", service_call_get_sender (call)), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, cancellable, pid_known, task);
}

gboolean
service_caller_shares_files_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, service_caller_shares_files_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
