/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_LAYER (edgekit_layer_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitLayer, edgekit_layer, EDGEKIT, LAYER, GObject)

EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_index (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitAttentionKind edgekit_layer_get_attention (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_heads (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_kv_heads (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_key_length (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_value_length (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_window (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_extra_length (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_state_size (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_feed_forward_length (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_experts (EdgeKitLayer *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_layer_get_weights_size (EdgeKitLayer *self);

G_END_DECLS
