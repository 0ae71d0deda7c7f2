/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MODEL_FILE (edgekit_model_file_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitModelFile, edgekit_model_file, EDGEKIT, MODEL_FILE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_file_get_name (EdgeKitModelFile *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_file_get_size (EdgeKitModelFile *self);

G_END_DECLS
