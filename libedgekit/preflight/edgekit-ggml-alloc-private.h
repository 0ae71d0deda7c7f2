/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A replay of ggml's graph allocator: how large its buffers grow for a graph. */

#include "edgekit-ggml-graph-private.h"

G_BEGIN_DECLS

#define EDGEKIT_ALLOC_MAX_BUFFERS 33

typedef struct
{
  guint n_buffers;
  guint64 alignment[EDGEKIT_ALLOC_MAX_BUFFERS];
  guint64 max_piece[EDGEKIT_ALLOC_MAX_BUFFERS]; /* of one allocation of the back end */
  gboolean widens[EDGEKIT_ALLOC_MAX_BUFFERS];   /* flash attention makes f16 of a quantised cache */
} EdgeKitAllocRules;

/* The result as a function of the cells of the longest cache, as far as the
 * allocator would take the same decisions: @bytes + @per_cell for each cell
 * more, from @first to @last cells. */
typedef struct
{
  guint64 bytes[EDGEKIT_ALLOC_MAX_BUFFERS];
  gint64 per_cell[EDGEKIT_ALLOC_MAX_BUFFERS];
  guint64 first;
  guint64 last;
} EdgeKitAllocSizes;

/* @cells are those that @graph was made with; the device of each tensor says its buffer. */
void _edgekit_alloc_replay (const EdgeKitGraph *graph, const EdgeKitAllocRules *rules, guint64 cells,
                            EdgeKitAllocSizes *sizes);

G_END_DECLS
