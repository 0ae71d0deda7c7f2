/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model as the engines see it that load it whole, one layer after the other:
 * what each layer remembers, and how many bytes of weights there are of which
 * kind. From a header of any format, and made once for a model. */

#include "edgekit-model.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitAttentionKind kind;
  guint64 kv_heads;
  guint64 key_length;   /* of a latent: all that is kept for a token */
  guint64 value_length;
  guint64 window;
  guint64 conv_values;  /* of a recurrent layer, for each sequence */
  guint64 scan_values;
  guint64 scan_bytes;   /* of one of them; 0 is as wide as the model's numbers */
} EdgeKitNetworkLayer;

typedef struct
{
  gboolean known;       /* the architecture */
  gboolean encoder;     /* caches nothing */
  gboolean sees;        /* or hears: has a tower */
  gboolean tied;        /* an output that is stored all the same is not loaded */
  gboolean block_floats; /* experts are stored as MXFP4 */
  GArray *layers;       /* EdgeKitNetworkLayer, those for drafting left out */
  guint64 embedding;
  guint64 vocabulary;
  guint64 feed_forward;        /* the widest dense one */
  guint64 expert_feed_forward; /* of one expert */
  guint64 experts;
  guint64 experts_used;
  guint64 heads;               /* the most of a layer */
  guint64 kv_heads;            /* the fewest of a layer that has any, 0 where none has */
  guint64 positions;           /* rows of the tables of sines and cosines */
  guint64 rope_length;         /* numbers of a head that the position turns */

  /* bytes, and each byte of the language model in one of these */
  guint64 input_weights;
  guint64 output_weights;      /* 0 where the input is used */
  guint64 expert_weights;
  guint64 other_weights;
  /* beside it */
  guint64 tower_weights;
  guint64 draft_weights;
  /* a part of those above */
  guint64 whole_weights;       /* which every device has */
  guint64 wide_weights;        /* matrices of 32-bit floats */
  guint64 latent_parameters;   /* by which latents are unfolded, a number and not bytes */
  guint n_weights;             /* tensors that an allocator rounds up */
} EdgeKitNetwork;

EdgeKitNetwork *_edgekit_network_new           (EdgeKitModel *model);
/* The part that the computer @stage of @n holds, where they work one after the other. */
EdgeKitNetwork *_edgekit_network_new_stage     (const EdgeKitNetwork *self, guint stage, guint n);
/* How many layers that are. */
guint           _edgekit_network_count_stage   (const EdgeKitNetwork *self, guint stage, guint n);
void            _edgekit_network_free          (EdgeKitNetwork *self);
/* The language model's weights. */
guint64         _edgekit_network_sum           (const EdgeKitNetwork *self);
/* What a token reads of them. */
guint64         _edgekit_network_read_of_token (const EdgeKitNetwork *self);
gboolean        _edgekit_network_has_cache     (const EdgeKitNetworkLayer *layer);
gboolean        _edgekit_network_has_state     (const EdgeKitNetworkLayer *layer);

static inline const EdgeKitNetworkLayer *
_edgekit_network_layer (const EdgeKitNetwork *self, guint i)
{
  return &g_array_index (self->layers, EdgeKitNetworkLayer, i);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitNetwork, _edgekit_network_free)

G_END_DECLS
