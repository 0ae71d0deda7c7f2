/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-layer-private.h"
#include "edgekit-metadata-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-model.h"
#include "edgekit-record-private.h"
#include "edgekit-tensor-private.h"

G_BEGIN_DECLS

#define EDGEKIT_TENSOR_N_ROLES (EDGEKIT_TENSOR_ROLE_DRAFT + 1)

struct _EdgeKitModel
{
  GObject parent_instance;
  guint64 absent;
  char *format;
  int kind; /* EdgeKitModelKind */
  char *architecture;
  int architecture_known;
  char *name;
  char *title;
  gint64 parameters;
  gint64 active_parameters;
  char *quantization;
  double bits_per_weight;
  gint64 file_size;
  gint64 weights_size;
  gint64 n_layers;
  gint64 embedding_length;
  gint64 feed_forward_length;
  gint64 window;
  gint64 kv_lora_rank;
  gint64 rope_dimension;
  gint64 experts;
  gint64 experts_used;
  gint64 experts_shared;
  gint64 vocabulary_size;
  gint64 context_length;
  char *rope_scaling;
  double rope_factor;
  gint64 original_context_length;
  char *state_kind;
  GListStore *files; /* EdgeKitModelFile */
  gint64 bytes_read;
  GListStore *notes; /* EdgeKitNote */
  GListStore *layers; /* EdgeKitLayer */
  GListStore *tensors; /* EdgeKitTensor */

  char *hub_name;      /* "owner/name:Q4_K_M", where it is on a hub that engines load from; or NULL */
  GPtrArray *expected; /* EdgeKitTensor: those that such a model has, where only the facts were read; or NULL */
  gboolean stopped;     /* before all facts were read, as no more might be */
  gboolean tied;        /* the file says that the input embeddings are the output, too */
  gint64 position_rows; /* of the tables of sines and cosines that engines keep beside the weights; 0 for none known */
  gint64 roles[EDGEKIT_TENSOR_N_ROLES]; /* parameters of each; all unknown where no tensor is known */
  EdgeKitMetadata *metadata; /* never NULL; empty in a model that was read from a document */
};

/* What the header says beyond the fields. A @key that begins with a dot is the
 * architecture's own: ".block_count" is "llama.block_count" in a llama. */
const EdgeKitMetaValue *_edgekit_model_lookup     (EdgeKitModel *self, const char *key);
gint64                  _edgekit_model_get_int    (EdgeKitModel *self, const char *key, gint64 fallback);
double                  _edgekit_model_get_double (EdgeKitModel *self, const char *key, double fallback);
const char             *_edgekit_model_get_string (EdgeKitModel *self, const char *key);
EdgeKitTristate         _edgekit_model_get_bool   (EdgeKitModel *self, const char *key);
/* An array of integers or of yes and no; NULL when there is none. */
const gint64           *_edgekit_model_get_ints   (EdgeKitModel *self, const char *key, guint *n);
/* The number for layer @i, of a key that may be one number or one for each layer. */
gint64                  _edgekit_model_get_nth    (EdgeKitModel *self, const char *key, guint i, gint64 fallback);

void _edgekit_model_add_note (EdgeKitModel *self, const char *code, EdgeKitSeverity severity, const char *message,
                              const char *hint);

/* Borrowed, without a reference of one's own: the lists do not change. */
static inline EdgeKitTensor *
_edgekit_model_tensor (EdgeKitModel *self, guint i)
{
  g_autoptr(EdgeKitTensor) tensor = g_list_model_get_item (G_LIST_MODEL (self->tensors), i);

  return tensor;
}

/* The tensors that estimates are made from: those of the files, or where only the
 * facts were read those that such a model has. */
static inline guint
_edgekit_model_count_weights (EdgeKitModel *self)
{
  return self->expected ? self->expected->len : g_list_model_get_n_items (G_LIST_MODEL (self->tensors));
}

static inline EdgeKitTensor *
_edgekit_model_weight (EdgeKitModel *self, guint i)
{
  return self->expected ? (EdgeKitTensor *) g_ptr_array_index (self->expected, i) : _edgekit_model_tensor (self, i);
}

static inline EdgeKitLayer *
_edgekit_model_layer (EdgeKitModel *self, guint i)
{
  g_autoptr(EdgeKitLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

  return layer;
}

G_END_DECLS
