/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What ggml's scheduler and allocator ask a back end: a row of data/tables/overhead.ini. */

#include "edgekit-ggml-graph-private.h"

G_BEGIN_DECLS

/* Below this batch no back end borrows a weight from main memory. */
#define EDGEKIT_BORROW_BATCH 32

/* Heads that flash attention can work on. */
typedef struct
{
  guint64 key, value; /* their lengths */
  guint64 group;      /* of query heads for one key head: the least, or what it must be a multiple of */
  gboolean any_more;  /* than the least */
} EdgeKitHeads;

#define EDGEKIT_MAX_HEADS 16

typedef struct _EdgeKitGgmlBackend
{
  const char *name;    /* interned; of a row like “cuda-90” its first part */
  guint capability;    /* of such a row its second part, else 0 */
  guint64 low, likely, high; /* what its library takes on each device */
  guint64 alignment;   /* of a tensor in a buffer of the device */
  guint64 host_alignment; /* in main memory that the device can reach */
  guint64 max_piece;   /* of one allocation */
  guint64 max_tensor;  /* that an operation can work on */
  guint64 row_padding; /* rows of quantised weights are padded to this many elements */
  gboolean remote;     /* of another computer: it reaches no memory of this one */
  gboolean lends;      /* takes over operations whose weights lie in main memory, for batches */
  gboolean reorders;   /* sorts the nodes of a part of a graph */
  EdgeKitHeads heads[EDGEKIT_MAX_HEADS]; /* none: all */
  guint n_heads;
  gboolean widens;     /* makes f16 of a quantised cache in the compute buffer, for flash attention */
  gboolean sums_experts; /* weighs and adds up what experts computed in one operation */
  gboolean scans;      /* can run state-space scans: of Mamba-2 */
  gboolean scans_first; /* and of the first Mamba */
} EdgeKitBackend;

/* @name: cuda, vulkan …; a back end without a row is as plain as can be. */
const EdgeKitBackend *_edgekit_backend_get      (const char *name);
/* The same on a device that a server of llama.cpp's RPC back end offers: what the client may ask of it, and
 * how large it makes buffers there. */
const EdgeKitBackend *_edgekit_backend_get_remote (const char *name);
/* What takes the place of its figures low, likely and high on devices of a compute
 * capability that was measured by itself: the row “cuda-90”. */
const EdgeKitBackend *_edgekit_backend_measured (const EdgeKitBackend *self, guint capability);
/* Whether the device can compute @id of @graph. */
gboolean              _edgekit_backend_supports (const EdgeKitBackend *self, const EdgeKitGraph *graph,
                                                 EdgeKitTensorId id);
/* Whether flash attention over heads of these lengths runs on the device. */
gboolean              _edgekit_backend_attends  (const EdgeKitBackend *self, guint64 key, guint64 value, guint64 group);
/* Whether a scan over states of this shape runs on the device. */
gboolean              _edgekit_backend_scans    (const EdgeKitBackend *self, guint64 state, guint64 head_length,
                                                 guint64 heads);
/* Whether it would rather compute @id with weights copied from main memory than leave it there. */
gboolean              _edgekit_backend_borrows  (const EdgeKitBackend *self, const EdgeKitGraph *graph,
                                                 EdgeKitTensorId id);
/* Puts the nodes from @start on into the order in which the device computes them. */
void                  _edgekit_backend_reorder  (EdgeKitGraph *graph, EdgeKitTensorList *nodes, guint start);
/* Adds to the nodes from @start on what keeps the results of experts until they are added up. */
void                  _edgekit_backend_keep     (EdgeKitGraph *graph, EdgeKitTensorList *nodes, guint start);

G_END_DECLS
