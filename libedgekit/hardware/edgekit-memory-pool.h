/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MEMORY_POOL (edgekit_memory_pool_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitMemoryPool, edgekit_memory_pool, EDGEKIT, MEMORY_POOL, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_memory_pool_get_id (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPoolKind edgekit_memory_pool_get_kind (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_total (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_available (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_limit (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_memory_pool_get_limit_source (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_memory_pool_get_backing (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_bandwidth (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_soft_limit (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_swap_total (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_swap_free (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_zram_total (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_huge_pages (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_memory_pool_get_memory_type (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_transfer_rate (EdgeKitMemoryPool *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_memory_pool_get_capacity (EdgeKitMemoryPool *self);

G_END_DECLS
