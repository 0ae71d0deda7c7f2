/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_CACHE (edgekit_cache_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCache, edgekit_cache, EDGEKIT, CACHE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cache_get_level (EdgeKitCache *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_cache_get_kind (EdgeKitCache *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cache_get_size (EdgeKitCache *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cache_get_count (EdgeKitCache *self);

G_END_DECLS
