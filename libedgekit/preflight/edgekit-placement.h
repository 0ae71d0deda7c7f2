/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_POOL_USE (edgekit_pool_use_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitPoolUse, edgekit_pool_use, EDGEKIT, POOL_USE, GObject)

#define EDGEKIT_TYPE_PLACEMENT (edgekit_placement_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitPlacement, edgekit_placement, EDGEKIT, PLACEMENT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitMemoryPool *edgekit_pool_use_get_pool (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_pool_use_get_label (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_pool_use_get_device (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_total (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_available (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_capacity (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_others (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_weights (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_kv_cache (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_recurrent_state (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_compute (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_output (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_overhead (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_likely (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_high (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_maybe (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_free (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_margin (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_over (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_pool_use_get_used (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_layers (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_pool_use_get_machine (EdgeKitPoolUse *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_pool_use_get_id (EdgeKitPoolUse *self);

EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_gpu_layers (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_n_layers (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_cpu_expert_layers (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_placement_get_pools (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_budget (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_card_budget (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_placement_get_explanation (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_card_memory_needed (EdgeKitPlacement *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_placement_get_main_memory_needed (EdgeKitPlacement *self);

G_END_DECLS
