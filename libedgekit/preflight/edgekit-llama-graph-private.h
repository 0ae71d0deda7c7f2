/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* llama.cpp's graph of a model, by mechanism: which tensors a kind of layer
 * computes, and in which order (llama-graph.cpp and models/ of b11669). What a
 * layer has is told by its tensors; what they cannot tell is in the hints of
 * the shape: keys of the file and a row of data/tables/graphs.ini. */

#include "edgekit-estimator-private.h"
#include "edgekit-ggml-graph-private.h"

G_BEGIN_DECLS

#define NONE EDGEKIT_NO_TENSOR

typedef EdgeKitTensorId Id;

/* What attention to one kind of cache needs. */
typedef struct
{
  gboolean there;
  guint64 cells;
  gboolean grows;    /* with the context */
  Id mask;
  Id key_rows;       /* where keys are written to */
  Id value_rows;
  Id key_rotation;   /* of a quantised cache */
  Id value_rotation;
} EdgeKitGraphCache;

enum { EDGEKIT_CACHE_FULL, EDGEKIT_CACHE_WINDOW, EDGEKIT_N_CACHES };

typedef struct
{
  EdgeKitGraph *graph;
  const EdgeKitShape *shape;
  const EdgeKitSettings *settings;
  gboolean in_full;        /* nodes that take no memory count, too: their order matters */
  guint64 tokens;
  guint64 sequences;
  guint64 sequence_tokens; /* of each sequence */
  Id positions;
  Id output_rows;
  Id scale;                /* of queries by position */
  Id state_rows;           /* where the states of the sequences lie */
  Id state_main;           /* looks at it */
  Id state_extra;
  Id relative;             /* biases by relative position */
  Id per_layer;            /* what each layer gets of the tokens themselves */
  Id position_buckets;     /* relative positions */
  Id encoded;              /* what an encoder has left */
  Id cross_mask;
  Id carried;              /* what one layer hands to the next beside its result */
  EdgeKitGraphCache caches[EDGEKIT_N_CACHES];

  /* the part of the model that is being built */
  const EdgeKitShapeTensors *tensors;
  const EdgeKitShapeLayer *layer;
  guint64 index;
  int device;
  int expert_device;
  int first_device;  /* of the first layer and what goes with it */
  int output_device;

  /* the global weight that was asked for last */
  const EdgeKitShapeTensor *last_global;
  int last_device;
  Id last_id;
} EdgeKitGraphBuilder;

/* Where the weights of each layer lie. */
typedef struct
{
  const guint8 *devices;        /* one for each layer, and one for the output */
  const guint8 *expert_devices;
  gboolean in_full;
} EdgeKitGraphLayout;

/* @chosen: the layers to build, of which those that repeat an earlier one need not be there. */
void _edgekit_llama_graph_build (EdgeKitGraph *graph, const EdgeKitShape *shape, const EdgeKitSettings *settings,
                                 const EdgeKitGraphLayout *layout, const guint16 *chosen, guint n_chosen);

gboolean _edgekit_build_has   (const EdgeKitGraphBuilder *b, EdgeKitRole role);
guint64  _edgekit_build_dim   (const EdgeKitGraphBuilder *b, EdgeKitRole role, guint i);
/* A weight of the present part, or NONE. */
Id   _edgekit_build_weight    (EdgeKitGraphBuilder *b, EdgeKitRole role, gboolean bias);
/* A weight of the model itself, wherever it lies. */
Id   _edgekit_build_global    (EdgeKitGraphBuilder *b, EdgeKitRole role, gboolean bias, int device);
/* @x multiplied with a weight, and the bias added where there is one. */
Id   _edgekit_build_linear    (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x);
/* Normalised by the weight; by none at all where there is none. */
Id   _edgekit_build_norm      (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x);
Id   _edgekit_build_norm_as   (EdgeKitGraphBuilder *b, EdgeKitOp op, EdgeKitRole role, Id x);
/* The same if there is such a weight, else @x. */
Id   _edgekit_build_norm_if   (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x);

void _edgekit_build_caches        (EdgeKitGraphBuilder *b);
void _edgekit_build_encoder_masks (EdgeKitGraphBuilder *b);
/* Self-attention of the present layer, with its projections. */
Id   _edgekit_build_attention     (EdgeKitGraphBuilder *b, Id x);
/* The same with queries, keys and values that are there; @k and @v may be NONE where another layer's are used. */
Id   _edgekit_build_self          (EdgeKitGraphBuilder *b, Id q, Id k, Id v, Id bias);
/* To keys and values that are not cached. */
Id   _edgekit_build_attend        (EdgeKitGraphBuilder *b, Id q, Id k, Id v, Id bias, Id mask, Id decompress,
                                   gboolean transposed);
Id   _edgekit_build_latent        (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_rope          (EdgeKitGraphBuilder *b, Id x);

Id   _edgekit_build_feed_forward  (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_dense         (EdgeKitGraphBuilder *b, EdgeKitRole gate, EdgeKitRole up, EdgeKitRole down, Id x);

void _edgekit_build_state_inputs  (EdgeKitGraphBuilder *b);
Id   _edgekit_build_state_rows    (EdgeKitGraphBuilder *b, Id states, guint64 size);
/* The part of the present layer that keeps a state instead of a cache. */
Id   _edgekit_build_state         (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_delta         (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_kda           (EdgeKitGraphBuilder *b, Id x);
/* Whole layers of their own kinds. */
Id   _edgekit_build_rwkv_layer    (EdgeKitGraphBuilder *b, Id x, gboolean last);
Id   _edgekit_build_altup_start   (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_altup_layer   (EdgeKitGraphBuilder *b, Id x);
Id   _edgekit_build_altup_end     (EdgeKitGraphBuilder *b, Id x);

/* Short names of the operations, as they are used most. */
static inline guint64
ne (const EdgeKitGraphBuilder *b, Id id, guint i)
{
  return _edgekit_graph_ne (b->graph, id, i);
}

static inline Id
op1 (EdgeKitGraphBuilder *b, EdgeKitOp op, Id x)
{
  return _edgekit_graph_unary (b->graph, op, x);
}

static inline Id
op2 (EdgeKitGraphBuilder *b, EdgeKitOp op, Id x, Id y)
{
  return _edgekit_graph_binary (b->graph, op, x, y);
}

G_END_DECLS
