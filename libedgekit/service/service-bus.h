/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A name on the session bus that is there while it is needed: it counts the calls
 * that are open, lets go of those whose caller has left, lets no caller take all the
 * threads, and ends when nobody has called for a while. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ServiceBus ServiceBus;
typedef struct _ServiceCall ServiceCall;

/* Seconds without a call after which the service ends. */
#define SERVICE_IDLE_SECONDS 60

ServiceBus      *service_bus_new            (GDBusConnection *connection, double idle_seconds);
void             service_bus_free           (ServiceBus *self);
/* Takes the name and answers calls until it ends; the exit status. Objects are exported before. */
int              service_bus_run            (ServiceBus *self, const char *name);

/* A call has come, as @parameters. NULL: it was refused, and is answered. */
ServiceCall     *service_call_begin         (ServiceBus *bus, GDBusMethodInvocation *invocation);
/* Cancelled when the caller leaves the bus. */
GCancellable    *service_call_get_cancellable (ServiceCall *self);
const char      *service_call_get_sender    (ServiceCall *self);
GDBusConnection *service_call_get_connection (ServiceCall *self);

/* Each of these answers the call and frees it. */
void             service_call_return        (ServiceCall *self, GVariant *value);
void             service_call_fail          (ServiceCall *self, GError *error);

/* Does @work in a thread when it is the turn of this caller; what it returns is the
 * answer. @free_data is called in the main context, as the last. */
typedef GVariant *(*ServiceWork) (gpointer data, GCancellable *cancellable, GError **error);
void             service_call_work          (ServiceCall *self, ServiceWork work, gpointer data,
                                             GDestroyNotify free_data);

G_END_DECLS
