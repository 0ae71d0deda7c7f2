/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_STORAGE (edgekit_storage_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitStorage, edgekit_storage, EDGEKIT, STORAGE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_storage_get_path (EdgeKitStorage *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_storage_get_kind (EdgeKitStorage *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_storage_get_total (EdgeKitStorage *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_storage_get_free (EdgeKitStorage *self);

G_END_DECLS
