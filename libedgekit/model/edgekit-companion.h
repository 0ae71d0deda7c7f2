/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_COMPANION (edgekit_companion_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCompanion, edgekit_companion, EDGEKIT, COMPANION, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCompanionKind edgekit_companion_get_kind (EdgeKitCompanion *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_companion_get_name (EdgeKitCompanion *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_companion_get_size (EdgeKitCompanion *self);

G_END_DECLS
