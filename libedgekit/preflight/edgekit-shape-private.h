/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The shape of a model: what an engine's allocations depend on, as plain
 * numbers. It is made once for a model, and then priced many times (a slider
 * asks for twenty contexts, a solver for every split). */

#include "edgekit-shape-tensor-private.h"
#include "edgekit-types.h"

G_BEGIN_DECLS

/* Tensors by what they are for; layers that are alike share them. */
typedef struct
{
  GArray *list; /* EdgeKitShapeTensor */
  guint8 weight[EDGEKIT_N_ROLES]; /* the place in the list plus one */
  guint8 bias[EDGEKIT_N_ROLES];
} EdgeKitShapeTensors;

typedef struct
{
  EdgeKitAttentionKind kind;
  guint64 heads;
  guint64 kv_heads;
  guint64 key_length;
  guint64 value_length;
  guint64 window;          /* 0 when the layer has none */
  guint64 extra_length;    /* values of the type of the keys, for each token of the context */
  guint64 state_size;      /* bytes for each sequence */
  gboolean extra;          /* a layer for drafting (nextn) that llama.cpp does not load */
  gboolean decodes;        /* of a model with an encoder beside a decoder, this has both */

  guint64 weights;         /* bytes, each tensor padded as llama.cpp does */
  guint64 expert_weights;  /* the part of them that --cpu-moe keeps in main memory */
  guint64 largest;         /* the largest tensor */
  EdgeKitShapeTensors *tensors; /* owned by the shape */
  guint64 weights_before;  /* of all layers before this one that are loaded */
  guint64 experts_before;
  guint16 run;             /* how many layers from this one on have its form */
  guint16 form;            /* layers of the same form make the same graph */
  guint16 weighted_form;   /* and these have the same weights, byte for byte, too */
} EdgeKitShapeLayer;

/* When the experts of a token are chosen, and how they are weighed. */
typedef enum
{
  EDGEKIT_GATING_SOFT_MAX,
  EDGEKIT_GATING_SIGMOID,
  EDGEKIT_GATING_SOFT_MAX_LATE,   /* of the chosen ones only */
  EDGEKIT_GATING_SIGMOID_BEFORE,  /* weighed before the feed-forward part, chosen by the plain scores */
  EDGEKIT_GATING_SIGMOID_LATE,
} EdgeKitGating;

/* In which order the results of a parallel layer are added up. */
typedef enum
{
  EDGEKIT_SUM_ATTENTION_BEFORE_REST,
  EDGEKIT_SUM_REST_BEFORE_ATTENTION,
  EDGEKIT_SUM_ATTENTION_FIRST,
  EDGEKIT_SUM_ATTENTION_AND_REST,
} EdgeKitParallelSum;

enum { EDGEKIT_RESIDUAL_ATTENTION = 1, EDGEKIT_RESIDUAL_FEED_FORWARD = 2 };

/* What the names and sizes of tensors do not tell about llama.cpp's graph: keys
 * of the file, and a row of data/tables/graphs.ini. */
typedef struct
{
  gboolean layer_norm;        /* the mean is taken away, too */
  gboolean bare_norms;        /* norms without weights */
  gboolean rope;
  gboolean rope_first;        /* queries and keys are turned before they are normalised */
  gboolean rope_windows_only; /* layers without a window know no positions */
  guint64 rope_step;          /* nor does every so-manieth layer */
  gboolean norm_heads_late;   /* queries and keys are normalised without weights, after turning */
  gboolean scale_positions;   /* queries are scaled by their position */
  guint64 position_parts;     /* numbers for each position */
  gboolean clamp;             /* of queries, keys and values */
  gboolean parallel;          /* attention and feed-forward part see the same input */
  EdgeKitParallelSum parallel_sum;
  gboolean gate_apart;        /* the gate is multiplied by an operation of its own */
  gboolean squared;           /* the activation */
  EdgeKitGating gating;
  gboolean normalise_weights; /* of the chosen experts */
  gboolean scale_weights;
  guint64 expert_groups;
  guint64 expert_groups_used;
  gboolean norm_states;       /* of a state-space layer, without weights */
  gboolean repeat_heads;      /* of keys to those of values, before the delta rule */
  guint64 sparse_layers;      /* the first ones, whose feed-forward part keeps the largest only */
  guint residual_first;       /* EDGEKIT_RESIDUAL_*: sums that take the place of what came before */
  gboolean scale_rows;        /* embeddings are scaled row by row */
  gboolean norm_early;        /* a layer's first norm is computed before all else of it */
  gboolean last_norm_first;   /* the last norm goes by the name of that of the embeddings */
  guint64 stacked_inputs;     /* embeddings that come with images, one for each of the first layers */
  guint64 encoded_tokens;     /* an encoder's result, as long as it can be */
  guint pooling;              /* 0 none, 1 mean, 2 the first token, 3 the last, 4 rank */
  gboolean keeps_output;      /* an encoder whose output is loaded all the same */
  gboolean input_twice;       /* the tied output is a second copy beside the first */
  gboolean checked;           /* the graph was compared with llama.cpp's, node by node */
  double low;                 /* of the estimate, 1 is exact */
  double high;
} EdgeKitGraphHints;

typedef struct
{
  char *architecture;
  gboolean known;
  double doubt;            /* of the weights: what they may be more or less by, where no header was read to its end */
  gboolean encoder;        /* has no cache; every token is an output */
  gboolean decodes;        /* an encoder lies beside a decoder */
  EdgeKitGraphHints hints;
  guint64 embedding;
  guint64 vocabulary;
  guint64 experts_used;
  guint64 input_weights;   /* stay on the host in every split */
  guint64 first_weights;   /* go with the first layer */
  guint64 output_weights;  /* go to the device with the output layer */
  gboolean has_experts;
  guint64 largest;         /* the largest tensor of a layer */
  gboolean scans;          /* a layer scans over states of more than one number */
  guint64 tied_weights;    /* copied to the device as output, where there is no output tensor */
  guint64 total_weights;   /* all of them, without extra layers */
  EdgeKitShapeTensors *globals;
  GPtrArray *kinds;        /* EdgeKitShapeTensors of layers, each once */
  GArray *layers;          /* EdgeKitShapeLayer */
  guint8 digest[32];       /* of all that graphs depend on */
  guint8 weighted_digest[32]; /* and of the bytes of the weights */
  gpointer replays;        /* what an engine has found out about this shape, behind its own lock */
  GDestroyNotify free_replays;
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

static inline const EdgeKitShapeTensor *
_edgekit_shape_tensors_get (const EdgeKitShapeTensors *tensors, EdgeKitRole role, gboolean bias)
{
  guint i = bias ? tensors->bias[role] : tensors->weight[role];

  return i ? &g_array_index (tensors->list, EdgeKitShapeTensor, i - 1) : NULL;
}

gboolean      _edgekit_shape_has_experts (const EdgeKitShape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitShape, _edgekit_shape_free)

G_END_DECLS
