/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "service-bus.h"

/* What one caller can ask at the same time. */
#define MAX_RUNNING 4
#define MAX_OPEN 1024
/* What all can; GTask has ten threads. */
#define MAX_RUNNING_OF_ALL 8
/* An argument is a name and some numbers. */
#define MAX_ARGUMENTS (64 * 1024)

/* org.freedesktop.DBus.RequestName */
#define DO_NOT_QUEUE 4
#define PRIMARY_OWNER 1

#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

struct _ServiceBus
{
  GDBusConnection *connection;
  GMainLoop *loop;
  const char *name;
  guint idle_milliseconds;
  guint idle_id;
  gboolean leaving; /* the name is given back: the next call starts another process */
  GHashTable *callers; /* unique name → Caller */
  guint n_open;
  guint n_running;
  GQueue waiting; /* of ServiceCall, that have work */
};

typedef struct
{
  char *name;
  guint watch_id;
  gboolean gone;
  guint n_running;
  GQueue open; /* of ServiceCall */
} Caller;

struct _ServiceCall
{
  ServiceBus *bus;
  Caller *caller;
  GDBusMethodInvocation *invocation;
  GCancellable *cancellable;
  ServiceWork work;
  gpointer data;
  GDestroyNotify free_data;
};

/* --- Being there ------------------------------------------------------------- */

static GVariant *
call_bus (ServiceBus *self, const char *method, GVariant *arguments, GError **error)
{
  return g_dbus_connection_call_sync (self->connection, BUS_NAME, BUS_PATH, BUS_NAME, method, arguments,
                                      G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, error);
}

static void
released (GObject *connection, GAsyncResult *result, gpointer user_data)
{
  ServiceBus *self = user_data;
  g_autoptr(GVariant) ignored = g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, NULL);

  /* what was sent to the name before has come before this answer, and has begun */
  self->leaving = TRUE;
  if (self->n_open == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
idle_elapsed (gpointer user_data)
{
  ServiceBus *self = user_data;

  self->idle_id = 0;
  g_dbus_connection_call (self->connection, BUS_NAME, BUS_PATH, BUS_NAME, "ReleaseName",
                          g_variant_new ("(s)", self->name), G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          released, self);
  self->name = NULL;
  return G_SOURCE_REMOVE;
}

/* After each call, and at the start. */
static void
wait_idle (ServiceBus *self)
{
  if (self->leaving && self->n_open == 0)
    g_main_loop_quit (self->loop);
  else if (self->name && self->n_open == 0)
    self->idle_id = g_timeout_add (self->idle_milliseconds, idle_elapsed, self);
}

static void
caller_free (Caller *caller)
{
  g_bus_unwatch_name (caller->watch_id);
  g_free (caller->name);
  g_free (caller);
}

ServiceBus *
service_bus_new (GDBusConnection *connection, double idle_seconds)
{
  ServiceBus *self = g_new0 (ServiceBus, 1);

  self->connection = g_object_ref (connection);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->idle_milliseconds = idle_seconds * 1000;
  self->callers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) caller_free);
  return self;
}

void
service_bus_free (ServiceBus *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_hash_table_unref (self->callers);
  g_main_loop_unref (self->loop);
  g_object_unref (self->connection);
  g_free (self);
}

int
service_bus_run (ServiceBus *self, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = call_bus (self, "RequestName", g_variant_new ("(su)", name, DO_NOT_QUEUE), &error);
  guint32 owner;

  if (!answer)
    {
      g_printerr ("edgekit-service: %s: %s\n", name, error->message);
      return 1;
    }
  g_variant_get (answer, "(u)", &owner);
  if (owner != PRIMARY_OWNER)
    return 0; /* it is there already, and serves whoever wanted this one */
  self->name = name;
  wait_idle (self);
  g_main_loop_run (self->loop);
  g_dbus_connection_flush_sync (self->connection, NULL, NULL);
  return 0;
}

/* --- Calls ------------------------------------------------------------------- */

static void
call_free (ServiceCall *self)
{
  ServiceBus *bus = self->bus;
  Caller *caller = self->caller;

  g_queue_remove (&caller->open, self);
  if (caller->gone && caller->open.length == 0)
    g_hash_table_remove (bus->callers, caller->name);
  bus->n_open--;
  if (self->free_data)
    self->free_data (self->data);
  g_object_unref (self->cancellable);
  g_free (self);
  wait_idle (bus);
}

GCancellable *
service_call_get_cancellable (ServiceCall *self)
{
  return self->cancellable;
}

const char *
service_call_get_sender (ServiceCall *self)
{
  return self->caller->name;
}

GDBusConnection *
service_call_get_connection (ServiceCall *self)
{
  return self->bus->connection;
}

void
service_call_return (ServiceCall *self, GVariant *value)
{
  g_dbus_method_invocation_return_value (self->invocation, value);
  call_free (self);
}

void
service_call_fail (ServiceCall *self, GError *error)
{
  g_dbus_method_invocation_take_error (self->invocation, error);
  call_free (self);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ServiceCall *call = task_data;
  GError *error = NULL;
  GVariant *value = call->work (call->data, cancellable, &error);

  if (value)
    g_task_return_pointer (task, g_variant_ref_sink (value), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

static void start_waiting (ServiceBus *self);

static void
work_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ServiceCall *call = user_data;
  ServiceBus *bus = call->bus;
  GError *error = NULL;
  g_autoptr(GVariant) value = g_task_propagate_pointer (G_TASK (result), &error);

  bus->n_running--;
  call->caller->n_running--;
  if (value)
    service_call_return (call, value);
  else
    service_call_fail (call, error);
  start_waiting (bus);
}

/* In the order in which they came, but nobody has more than a share of the threads. */
static void
start_waiting (ServiceBus *self)
{
  for (GList *l = self->waiting.head, *next; l; l = next)
    {
      ServiceCall *call = l->data;
      GError *error = NULL;
      g_autoptr(GTask) task = NULL;

      next = l->next;
      if (g_cancellable_set_error_if_cancelled (call->cancellable, &error))
        {
          g_queue_delete_link (&self->waiting, l);
          service_call_fail (call, error);
          continue;
        }
      if (self->n_running == MAX_RUNNING_OF_ALL || call->caller->n_running == MAX_RUNNING)
        continue;
      g_queue_delete_link (&self->waiting, l);
      self->n_running++;
      call->caller->n_running++;
      task = g_task_new (NULL, call->cancellable, work_done, call);
      g_task_set_source_tag (task, start_waiting);
      g_task_set_task_data (task, call, NULL);
      g_task_run_in_thread (task, run_in_thread);
    }
}

void
service_call_work (ServiceCall *self, ServiceWork work, gpointer data, GDestroyNotify free_data)
{
  self->work = work;
  self->data = data;
  self->free_data = free_data;
  g_queue_push_tail (&self->bus->waiting, self);
  start_waiting (self->bus);
}

/* --- Callers ----------------------------------------------------------------- */

static void
caller_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ServiceBus *self = user_data;
  Caller *caller = g_hash_table_lookup (self->callers, name);

  caller->gone = TRUE;
  for (GList *l = caller->open.head; l; l = l->next)
    g_cancellable_cancel (((ServiceCall *) l->data)->cancellable);
  if (caller->open.length == 0)
    g_hash_table_remove (self->callers, name);
  else
    start_waiting (self); /* it ends those that have not begun */
}

static Caller *
find_caller (ServiceBus *self, const char *name)
{
  Caller *caller = g_hash_table_lookup (self->callers, name);

  if (caller)
    return caller;
  caller = g_new0 (Caller, 1);
  caller->name = g_strdup (name);
  caller->watch_id = g_bus_watch_name_on_connection (self->connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                     caller_vanished, self, NULL);
  g_hash_table_insert (self->callers, caller->name, caller);
  return caller;
}

ServiceCall *
service_call_begin (ServiceBus *bus, GDBusMethodInvocation *invocation)
{
  ServiceCall *self;
  Caller *caller = find_caller (bus, g_dbus_method_invocation_get_sender (invocation));

  if (caller->open.length >= MAX_OPEN)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_LIMITS_EXCEEDED,
                                             "more than %d calls are open; wait for answers", MAX_OPEN);
      return NULL;
    }
  if (g_variant_get_size (g_dbus_method_invocation_get_parameters (invocation)) > MAX_ARGUMENTS)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_LIMITS_EXCEEDED,
                                             "the arguments are longer than %d bytes", MAX_ARGUMENTS);
      return NULL;
    }
  self = g_new0 (ServiceCall, 1);
  self->bus = bus;
  self->caller = caller;
  self->invocation = invocation;
  self->cancellable = g_cancellable_new ();
  g_queue_push_tail (&caller->open, self);
  bus->n_open++;
  g_clear_handle_id (&bus->idle_id, g_source_remove);
  return self;
}
