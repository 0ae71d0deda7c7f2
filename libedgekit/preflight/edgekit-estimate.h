/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_ESTIMATE_ITEM (edgekit_estimate_item_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitEstimateItem, edgekit_estimate_item, EDGEKIT, ESTIMATE_ITEM, GObject)

#define EDGEKIT_TYPE_ESTIMATE (edgekit_estimate_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitEstimate, edgekit_estimate, EDGEKIT, ESTIMATE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitMemoryKind edgekit_estimate_item_get_kind (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_estimate_item_get_what (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_estimate_item_get_pool (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_item_get_low (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_item_get_likely (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_item_get_high (EdgeKitEstimateItem *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_estimate_item_get_source (EdgeKitEstimateItem *self);

EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_estimate_get_items (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_weights (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_kv_cache (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_recurrent_state (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_compute (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_output (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_overhead (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_total (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_total_low (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_total_high (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_context (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_bytes (EdgeKitEstimate *self,
                                   const char *pool,
                                   EdgeKitMemoryKind kind);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_reserved (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_cache_bytes (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_estimate_get_cache_tokens (EdgeKitEstimate *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_estimate_get_conversations (EdgeKitEstimate *self);

G_END_DECLS
