/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_INSTALLATION (edgekit_installation_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitInstallation, edgekit_installation, EDGEKIT, INSTALLATION, GObject)

EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_installation_list_to_json (GListModel *installations);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installation_get_engine (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installation_get_path (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_installation_get_backends (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_installation_get_cpu_features (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_installation_get_missing (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_installation_get_starts (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_installation_get_uses_graphics (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installation_get_device (EdgeKitInstallation *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_installation_get_summary (EdgeKitInstallation *self);

G_END_DECLS
