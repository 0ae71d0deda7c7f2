/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* llama.cpp's allocations, in parts. The formulas were checked against 2417
 * measured rows of llama.cpp 0.7.0 (tests/preflight/rows.tsv). */

#include "edgekit-estimator-private.h"

G_BEGIN_DECLS

gboolean _edgekit_llama_get_settings (const EdgeKitShape *shape, EdgeKitWorkload *workload, guint64 context,
                                      EdgeKitSettings *settings, const char **why);

/* NULL when llama.cpp has no cache of such numbers. */
const EdgeKitCacheType *_edgekit_llama_cache_type (const char *name);
const char             *_edgekit_llama_cache_type_name (guint i);
/* Bytes of keys and values of one layer. */
guint64  _edgekit_llama_layer_cache (const EdgeKitShape *shape, const EdgeKitSettings *settings,
                                     const EdgeKitShapeLayer *layer);
guint64  _edgekit_llama_layer_state (const EdgeKitSettings *settings, const EdgeKitShapeLayer *layer);
/* Cells of a cache: with a window it is shorter than the context. */
guint64  _edgekit_llama_cells       (const EdgeKitSettings *settings, const EdgeKitShapeLayer *layer);
guint64  _edgekit_llama_max_value   (const EdgeKitShape *shape);

guint    _edgekit_llama_pool_of     (const EdgeKitSplit *split, guint64 il, guint64 n);
/* The compute buffer of each pool; what is left to the engine is decided in @settings. */
void     _edgekit_llama_compute     (const EdgeKitShape *shape, EdgeKitSettings *settings,
                                     const EdgeKitSplit *split, guint64 *bytes);
guint64  _edgekit_llama_output      (const EdgeKitShape *shape, const EdgeKitSettings *settings);

G_END_DECLS
