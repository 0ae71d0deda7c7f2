/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_TENSOR (edgekit_tensor_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitTensor, edgekit_tensor, EDGEKIT, TENSOR, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_tensor_get_name (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_tensor_get_tensor_type (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_tensor_get_shape (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_tensor_get_elements (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_tensor_get_size (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_tensor_get_offset (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_tensor_get_layer (EdgeKitTensor *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_tensor_get_file (EdgeKitTensor *self);

G_END_DECLS
