/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The computer, looked at once for all calls. */

#include <edgekit.h>

G_BEGIN_DECLS

typedef struct _ServiceMachine ServiceMachine;

/* @detector: how it is looked at; @memory_seconds: for how long what is free is taken as said. */
ServiceMachine         *service_machine_new        (EdgeKitDetector *detector, double memory_seconds);
void                    service_machine_free       (ServiceMachine *self);

/* @again: detect everything, whatever is known. */
void                    service_machine_get_async  (ServiceMachine *self, gboolean again, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
EdgeKitHardwareProfile *service_machine_get_finish (GAsyncResult *result, GError **error);

G_END_DECLS
