/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The shape of a model: what an engine's allocations depend on, as plain
 * numbers. It is made once for a model, and then priced many times (a slider
 * asks for twenty contexts, a solver for every split). */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitAttentionKind kind;
  guint64 heads;
  guint64 kv_heads;
  guint64 key_length;
  guint64 value_length;
  guint64 window;          /* 0 when the layer has none */
  guint64 state_size;      /* bytes for each sequence */
  gboolean extra;          /* a layer for drafting (nextn) that llama.cpp does not load */

  guint64 weights;         /* bytes, each tensor padded as llama.cpp does */
  guint64 expert_weights;  /* the part of them that --cpu-moe keeps in main memory */
  guint64 largest;         /* the largest tensor */
  guint64 largest_dense;   /* the largest one that is not of the experts */

  /* widths of the tensors that the working space is made of, 0 when absent */
  guint64 feed_forward;
  guint64 feed_forward_up; /* twice as wide where gate and up are one tensor */
  gboolean gated;
  guint64 expert_feed_forward;
  guint64 query;           /* all heads together */
  guint64 state_input;     /* ssm_in */
  guint64 state_conv;      /* channels of ssm_conv1d */
  guint64 state_inner;     /* ssm_out */
} EdgeKitShapeLayer;

/* How llama.cpp's graph of an architecture differs from that of a plain
 * transformer: a row of data/tables/graphs.ini. */
typedef struct
{
  const char *state;       /* mamba1, mamba2, rwkv, shortconv, linear */
  double state_factor;
  double inputs;           /* tensors of the width of an embedding that live all the time */
  double feed_forward_extra;
  double low;              /* of the closed form, 1 is exact */
  double high;
} EdgeKitGraphForm;

typedef struct
{
  char *architecture;
  gboolean known;
  gboolean encoder;        /* has no cache; every token is an output */
  EdgeKitGraphForm form;
  guint64 embedding;
  guint64 vocabulary;
  guint64 experts_used;
  guint64 kv_lora_rank;
  guint64 rope_dimension;
  guint64 input_weights;   /* stay on the host in every split */
  guint64 output_weights;  /* go to the device with the output layer */
  guint64 tied_weights;    /* copied to the device as output, where there is no output tensor */
  guint64 output_largest;
  guint64 total_weights;   /* all of them, without extra layers */
  guint64 total_largest;
  GArray *layers;          /* EdgeKitShapeLayer */
} EdgeKitShape;

EdgeKitShape *_edgekit_shape_new        (const char *architecture, gboolean known, guint n_layers);
/* @n_dims numbers in @dims, the innermost first, as in GGUF. */
void          _edgekit_shape_add_tensor (EdgeKitShape *self, const char *name, const guint64 *dims, guint n_dims,
                                         guint64 size);
/* When all layers and tensors are there: adds up, finds ties, corrects. */
void          _edgekit_shape_finish     (EdgeKitShape *self);
void          _edgekit_shape_free       (EdgeKitShape *self);

EdgeKitShape *_edgekit_shape_new_for_model (EdgeKitModel *model);

static inline EdgeKitShapeLayer *
_edgekit_shape_layer (const EdgeKitShape *self, guint i)
{
  return &g_array_index (self->layers, EdgeKitShapeLayer, i);
}

gboolean      _edgekit_shape_has_experts (const EdgeKitShape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitShape, _edgekit_shape_free)

G_END_DECLS
