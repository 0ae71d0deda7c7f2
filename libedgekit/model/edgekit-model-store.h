/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MODEL_STORE (edgekit_model_store_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitModelStore, edgekit_model_store, EDGEKIT, MODEL_STORE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_store_get_store (EdgeKitModelStore *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_store_get_title (EdgeKitModelStore *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_store_get_found (EdgeKitModelStore *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_store_get_path (EdgeKitModelStore *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_store_get_notes (EdgeKitModelStore *self);

G_END_DECLS
