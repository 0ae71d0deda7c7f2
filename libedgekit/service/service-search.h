/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* org.gnome.Shell.SearchProvider2: “llama 8b” in the overview of GNOME, and whether it runs. */

#include "service-bus.h"
#include "service-machine.h"

G_BEGIN_DECLS

/* Below the name of the application, which is what a Flatpak may own. */
#define SERVICE_SEARCH_NAME "org.edgekit.EdgeKit.SearchProvider"
#define SERVICE_SEARCH_PATH "/org/edgekit/EdgeKit/SearchProvider"

/* The object, exported on the connection. */
GDBusInterfaceSkeleton *service_search_export (GDBusConnection *connection, ServiceBus *bus, ServiceMachine *machine,
                                               GError **error);

G_END_DECLS
