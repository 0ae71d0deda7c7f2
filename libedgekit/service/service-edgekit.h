/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* org.edgekit.EdgeKit1: Hardware() and Check() for programs that cannot link the library. */

#include "service-bus.h"
#include "service-machine.h"

G_BEGIN_DECLS

#define SERVICE_EDGEKIT_NAME "org.edgekit.EdgeKit1"
#define SERVICE_EDGEKIT_PATH "/org/edgekit/EdgeKit1"

/* The object, exported on the connection. */
GDBusInterfaceSkeleton *service_edgekit_export (GDBusConnection *connection, ServiceBus *bus, ServiceMachine *machine,
                                                GError **error);

G_END_DECLS
