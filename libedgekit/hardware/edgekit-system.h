/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_SYSTEM (edgekit_system_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitSystem, edgekit_system, EDGEKIT, SYSTEM, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_family (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_id (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_name (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_version (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_kernel (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_architecture (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_libc (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_system_get_libc_version (EdgeKitSystem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_system_get_environment (EdgeKitSystem *self);

G_END_DECLS
