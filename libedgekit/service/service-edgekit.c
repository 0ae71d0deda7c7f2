/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gunixfdlist.h>

#include "service-caller.h"
#include "service-edgekit-generated.h"
#include "service-edgekit.h"
#include "service-request.h"

typedef struct
{
  ServiceBus *bus;
  ServiceMachine *machine;
} Service;

typedef struct
{
  Service *service;
  ServiceCall *call;
  ServiceRequest *request;
} Check;

/* --- Hardware ---------------------------------------------------------------- */

static void
hardware_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ServiceCall *call = user_data;
  GError *error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = service_machine_get_finish (result, &error);
  g_autofree char *document = NULL;

  if (!profile)
    {
      service_call_fail (call, error);
      return;
    }
  document = edgekit_hardware_profile_to_json (profile);
  service_call_return (call, g_variant_new ("(s)", document));
}

static gboolean
read_refresh (GVariant *options, gboolean *refresh, GError **error)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, options);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr(GVariant) owned = value;

      if (!g_str_equal (name, "refresh"))
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "%.64s: no such option", name);
      else if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "%s: expected a boolean (b)", name);
      else
        {
          *refresh = g_variant_get_boolean (value);
          continue;
        }
      return FALSE;
    }
  return TRUE;
}

static gboolean
handle_hardware (ServiceEdgeKit1 *object, GDBusMethodInvocation *invocation, GVariant *options, gpointer user_data)
{
  Service *self = user_data;
  ServiceCall *call = service_call_begin (self->bus, invocation);
  gboolean refresh = FALSE;
  GError *error = NULL;

  if (call && !read_refresh (options, &refresh, &error))
    service_call_fail (call, error);
  else if (call)
    service_machine_get_async (self->machine, refresh, service_call_get_cancellable (call), hardware_known, call);
  return TRUE;
}

/* --- Check ------------------------------------------------------------------- */

static void
check_fail (Check *check, GError *error)
{
  service_call_fail (check->call, error);
  service_request_free (check->request);
  g_free (check);
}

static void
check_machine_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = user_data;
  GError *error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = service_machine_get_finish (result, &error);

  if (!profile)
    {
      check_fail (check, error);
      return;
    }
  service_request_set_profile (check->request, profile);
  service_call_work (check->call, service_request_answer, check->request, (GDestroyNotify) service_request_free);
  g_free (check);
}

static void
check_begin (Check *check)
{
  service_machine_get_async (check->service->machine, FALSE, service_call_get_cancellable (check->call),
                             check_machine_known, check);
}

static void
check_files_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = user_data;
  GError *error = NULL;

  if (service_caller_shares_files_finish (result, &error))
    check_begin (check);
  else
    check_fail (check, error);
}

static Check *
check_new (Service *self, GDBusMethodInvocation *invocation, GVariant *options)
{
  ServiceCall *call = service_call_begin (self->bus, invocation);
  ServiceRequest *request;
  GError *error = NULL;
  Check *check;

  if (!call)
    return NULL;
  request = service_request_new (options, &error);
  if (!request)
    {
      service_call_fail (call, error);
      return NULL;
    }
  check = g_new0 (Check, 1);
  check->service = self;
  check->call = call;
  check->request = request;
  return check;
}

static gboolean
handle_check (ServiceEdgeKit1 *object, GDBusMethodInvocation *invocation, const char *model, GVariant *options,
              gpointer user_data)
{
  Check *check = check_new (user_data, invocation, options);
  GError *error = NULL;

  if (!check)
    return TRUE;
  if (!service_request_set_model (check->request, model, &error))
    check_fail (check, error);
  else if (service_request_is_path (check->request))
    service_caller_shares_files_async (check->call, check_files_known, check);
  else
    check_begin (check);
  return TRUE;
}

static int
get_file (GUnixFDList *files, GVariant *handle, GError **error)
{
  const gint32 index = g_variant_get_handle (handle);

  if (files && index >= 0 && index < g_unix_fd_list_get_length (files))
    return g_unix_fd_list_get (files, index, error);
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "no file came with the call");
  return -1;
}

static gboolean
handle_check_file (ServiceEdgeKit1 *object, GDBusMethodInvocation *invocation, GUnixFDList *files, GVariant *handle,
                   GVariant *options, gpointer user_data)
{
  Check *check = check_new (user_data, invocation, options);
  GError *error = NULL;
  int file;

  if (!check)
    return TRUE;
  file = get_file (files, handle, &error);
  if (file < 0 || !service_request_take_file (check->request, file, &error))
    check_fail (check, error);
  else
    check_begin (check);
  return TRUE;
}

GDBusInterfaceSkeleton *
service_edgekit_export (GDBusConnection *connection, ServiceBus *bus, ServiceMachine *machine, GError **error)
{
  g_autoptr(ServiceEdgeKit1) object = service_edge_kit1_skeleton_new ();
  Service *self = g_new0 (Service, 1);

  self->bus = bus;
  self->machine = machine;
  g_object_set_data_full (G_OBJECT (object), "service", self, g_free);
  service_edge_kit1_set_version (object, edgekit_get_version ());
  g_signal_connect (object, "handle-hardware", G_CALLBACK (handle_hardware), self);
  g_signal_connect (object, "handle-check", G_CALLBACK (handle_check), self);
  g_signal_connect (object, "handle-check-file", G_CALLBACK (handle_check_file), self);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (object), connection, SERVICE_EDGEKIT_PATH, error))
    return NULL;
  return G_DBUS_INTERFACE_SKELETON (g_steal_pointer (&object));
}
