/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-shape-private.h"
#include "edgekit-table-private.h"
#include "edgekit-tensor-private.h"

/* ggml places every tensor of a buffer at a multiple of this. */
#define TENSOR_ALIGNMENT 32

static EdgeKitShapeTensors *
tensors_new (void)
{
  EdgeKitShapeTensors *self = g_new0 (EdgeKitShapeTensors, 1);

  self->list = g_array_new (FALSE, FALSE, sizeof (EdgeKitShapeTensor));
  return self;
}

static void
tensors_free (gpointer data)
{
  EdgeKitShapeTensors *self = data;

  if (!self)
    return;
  g_array_unref (self->list);
  g_free (self);
}

static gboolean
table_says (const char *row, const char *key, gboolean fallback)
{
  GKeyFile *table = _edgekit_table_get ("graphs");

  return g_key_file_has_key (table, row, key, NULL) ? g_key_file_get_boolean (table, row, key, NULL) : fallback;
}

static void
look_up_hints (EdgeKitShape *self)
{
  const gboolean there = g_key_file_has_group (_edgekit_table_get ("graphs"), self->architecture);
  const char *row = there ? self->architecture : "default";
  EdgeKitGraphHints *hints = &self->hints;

  hints->layer_norm = table_says (row, "layer_norm", FALSE);
  hints->bare_norms = table_says (row, "bare_norms", FALSE);
  hints->rope = table_says (row, "rope", TRUE);
  hints->rope_first = table_says (row, "rope_first", FALSE);
  hints->rope_windows_only = table_says (row, "rope_windows_only", FALSE);
  hints->rope_step = _edgekit_table_int_or ("graphs", row, "rope_step", 0);
  hints->norm_heads_late = table_says (row, "norm_heads_late", FALSE);
  hints->scale_positions = table_says (row, "scale_positions", FALSE);
  hints->position_parts = _edgekit_table_int_or ("graphs", row, "position_parts", 1);
  hints->parallel_sum = _edgekit_table_int_or ("graphs", row, "parallel_sum", EDGEKIT_SUM_ATTENTION_BEFORE_REST);
  hints->gate_apart = table_says (row, "gate_apart", FALSE);
  hints->squared = table_says (row, "squared", FALSE);
  hints->gating = _edgekit_table_int_or ("graphs", row, "gating", EDGEKIT_GATING_SOFT_MAX);
  hints->normalise_weights = table_says (row, "normalise_weights", TRUE);
  hints->repeat_heads = table_says (row, "repeat_heads", FALSE);
  hints->norm_states = table_says (row, "norm_states", FALSE);
  hints->sparse_layers = _edgekit_table_int_or ("graphs", row, "sparse_layers", 0);
  hints->residual_first = _edgekit_table_int_or ("graphs", row, "residual_first", 0);
  hints->scale_rows = table_says (row, "scale_rows", FALSE);
  hints->last_norm_first = table_says (row, "last_norm_first", FALSE);
  hints->keeps_output = table_says (row, "keeps_output", FALSE);
  hints->input_twice = table_says (row, "input_twice", FALSE);
  hints->checked = table_says (row, "checked", FALSE);
  hints->low = _edgekit_table_double_or ("graphs", row, "low", self->known ? 1 : 0.5);
  hints->high = _edgekit_table_double_or ("graphs", row, "high", self->known ? 1 : 2);
}

EdgeKitShape *
_edgekit_shape_new (const char *architecture, gboolean known, guint n_layers)
{
  EdgeKitShape *self = g_new0 (EdgeKitShape, 1);

  self->architecture = g_strdup (architecture ? architecture : "");
  self->known = known;
  self->globals = tensors_new ();
  self->kinds = g_ptr_array_new_with_free_func (tensors_free);
  self->layers = g_array_sized_new (FALSE, TRUE, sizeof (EdgeKitShapeLayer), n_layers);
  g_array_set_size (self->layers, n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      EdgeKitShapeTensors *tensors = tensors_new ();

      _edgekit_shape_layer (self, i)->tensors = tensors;
      g_ptr_array_add (self->kinds, tensors);
    }
  look_up_hints (self);
  return self;
}

void
_edgekit_shape_free (EdgeKitShape *self)
{
  if (self->replays)
    self->free_replays (self->replays);
  g_free (self->architecture);
  tensors_free (self->globals);
  g_ptr_array_unref (self->kinds);
  g_array_unref (self->layers);
  g_free (self);
}

static void
keep (EdgeKitShapeTensors *tensors, const char *name, const guint64 *dims, guint n_dims, guint64 size)
{
  EdgeKitShapeTensor tensor = { .ne = { 1, 1, 1, 1 }, .bytes = size };
  EdgeKitRole role;
  guint8 *place;

  if (tensors->list->len >= G_MAXUINT8 || !_edgekit_role_parse (name, &role, &tensor.bias))
    return;
  for (guint i = 0; i < MIN (n_dims, 4); i++)
    tensor.ne[i] = dims[i];
  tensor.role = role;
  place = tensor.bias ? &tensors->bias[role] : &tensors->weight[role];
  if (*place)
    return;
  g_array_append_val (tensors->list, tensor);
  *place = tensors->list->len;
}

/* The decoder is what makes the larger graph of a model that has both. */
static void
forget_encoder (EdgeKitShapeTensors *tensors)
{
  g_array_set_size (tensors->list, 0);
  memset (tensors->weight, 0, sizeof tensors->weight);
  memset (tensors->bias, 0, sizeof tensors->bias);
}

static void
add_layer_tensor (EdgeKitShapeLayer *layer, const char *name, const char *rest, const guint64 *dims, guint n_dims,
                  guint64 size)
{
  const gboolean encoder = g_str_has_prefix (name, "enc."), decoder = g_str_has_prefix (name, "dec.");

  layer->weights = _edgekit_sat_add (layer->weights, size);
  layer->largest = MAX (layer->largest, size);
  if (strstr (rest, "_exps."))
    layer->expert_weights = _edgekit_sat_add (layer->expert_weights, size);
  if (g_str_has_prefix (rest, "nextn."))
    layer->extra = TRUE;
  if (decoder && !layer->decodes)
    {
      layer->decodes = TRUE;
      forget_encoder (layer->tensors);
    }
  if (!encoder || !layer->decodes)
    keep (layer->tensors, rest, dims, n_dims, size);
}

/* Which part of a split model a tensor of no layer belongs to: LLM_TENSOR_INFOS
 * of llama-arch.cpp. */
static guint64 *
part_of (EdgeKitShape *self, const char *name)
{
  static const char *const inputs[] = { "token_embd.", "token_types.", "position_embd.", "per_layer_token_embd." };
  static const char *const with_first_layer[] = { "token_embd_norm.", "per_layer_model_proj.", "per_layer_proj_norm." };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    if (g_str_has_prefix (name, inputs[i]))
      return &self->input_weights;
  for (guint i = 0; i < G_N_ELEMENTS (with_first_layer); i++)
    if (g_str_has_prefix (name, with_first_layer[i]))
      return &self->first_weights;
  return &self->output_weights;
}

void
_edgekit_shape_add_tensor (EdgeKitShape *self, const char *name, const guint64 *dims, guint n_dims, guint64 size)
{
  const char *rest;
  gint64 il = _edgekit_tensor_parse_layer (name, &rest);
  guint64 *part;

  size = _edgekit_sat_pad (size, TENSOR_ALIGNMENT);
  if (il != EDGEKIT_UNKNOWN)
    {
      if (il < self->layers->len)
        add_layer_tensor (_edgekit_shape_layer (self, il), name, rest, dims, n_dims, size);
      return;
    }
  part = part_of (self, name);
  *part = _edgekit_sat_add (*part, size);
  if (g_str_has_prefix (name, "dec."))
    name += strlen ("dec.");
  keep (self->globals, name, dims, n_dims, size);
}

static gboolean
same_tensors (const EdgeKitShapeTensors *a, const EdgeKitShapeTensors *b, gboolean bytes)
{
  if (a == b)
    return TRUE;
  if (a->list->len != b->list->len || memcmp (a->weight, b->weight, sizeof a->weight) != 0 ||
      memcmp (a->bias, b->bias, sizeof a->bias) != 0)
    return FALSE;
  for (guint i = 0; i < a->list->len; i++)
    {
      const EdgeKitShapeTensor *x = &g_array_index (a->list, EdgeKitShapeTensor, i);
      const EdgeKitShapeTensor *y = &g_array_index (b->list, EdgeKitShapeTensor, i);

      if (memcmp (x->ne, y->ne, sizeof x->ne) != 0 || (bytes && x->bytes != y->bytes))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_form (const EdgeKitShape *self, guint i, guint k)
{
  const EdgeKitShapeLayer *a = _edgekit_shape_layer (self, i), *b = _edgekit_shape_layer (self, k);
  const EdgeKitGraphHints *hints = &self->hints;

  return a->kind == b->kind && a->heads == b->heads && a->kv_heads == b->kv_heads && a->key_length == b->key_length &&
         a->value_length == b->value_length && a->window == b->window && a->state_size == b->state_size &&
         a->extra == b->extra && (i < hints->sparse_layers) == (k < hints->sparse_layers) &&
         (!hints->rope_step || ((i + 1) % hints->rope_step == 0) == ((k + 1) % hints->rope_step == 0)) &&
         (i < hints->stacked_inputs) == (k < hints->stacked_inputs) && same_tensors (a->tensors, b->tensors, FALSE);
}

static void
number_forms (EdgeKitShape *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (self, i);

      layer->form = layer->weighted_form = i;
      for (guint k = 0; k < i; k++)
        {
          const EdgeKitShapeLayer *earlier = _edgekit_shape_layer (self, k);

          if (earlier->weighted_form != k || !same_form (self, i, k))
            continue;
          if (layer->form == i)
            layer->form = earlier->form;
          if (!same_tensors (layer->tensors, earlier->tensors, TRUE))
            continue;
          layer->weighted_form = k;
          g_ptr_array_remove_fast (self->kinds, layer->tensors);
          layer->tensors = earlier->tensors;
          break;
        }
    }
}

static void
number_runs (EdgeKitShape *self)
{
  guint64 weights = 0, experts = 0;

  for (guint i = 0; i < self->layers->len; i++)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (self, i);
      const EdgeKitShapeTensor *scan = _edgekit_shape_tensors_get (layer->tensors, EDGEKIT_ROLE_SSM_A, FALSE);

      self->scans |= scan && scan->ne[0] > 1;
      layer->weights_before = weights;
      layer->experts_before = experts;
      self->largest = MAX (self->largest, layer->largest);
      if (layer->extra)
        continue;
      weights = _edgekit_sat_add (weights, layer->weights);
      experts = _edgekit_sat_add (experts, layer->expert_weights);
    }
  for (guint i = self->layers->len; i > 0; i--)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (self, i - 1);
      const EdgeKitShapeLayer *next = i < self->layers->len ? _edgekit_shape_layer (self, i) : NULL;

      layer->run = next && next->form == layer->form && next->run < G_MAXUINT16 ? next->run + 1 : 1;
    }
}

static void
digest_tensors (GChecksum *digest, const EdgeKitShapeTensors *tensors, gboolean weighted)
{
  const guint64 n = tensors->list->len;

  g_checksum_update (digest, (const guint8 *) &n, sizeof n);
  for (guint i = 0; i < tensors->list->len; i++)
    {
      const EdgeKitShapeTensor *t = &g_array_index (tensors->list, EdgeKitShapeTensor, i);
      const guint64 facts[] = { t->role, t->bias, t->ne[0], t->ne[1], t->ne[2], t->ne[3], weighted ? t->bytes : 0 };

      g_checksum_update (digest, (const guint8 *) facts, sizeof facts);
    }
}

static void
digest_shape (const EdgeKitShape *self, gboolean weighted, guint8 *result)
{
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  const guint64 facts[] = { self->encoder, self->decodes, self->embedding, self->vocabulary, self->experts_used,
                            self->layers->len };
  gsize n = 32;

  g_checksum_update (digest, (const guint8 *) facts, sizeof facts);
  g_checksum_update (digest, (const guint8 *) &self->hints, sizeof self->hints);
  digest_tensors (digest, self->globals, weighted);
  for (guint i = 0; i < self->layers->len; i++)
    {
      const EdgeKitShapeLayer *l = _edgekit_shape_layer (self, i);
      const guint64 of_layer[] = { l->kind,  l->heads,      l->kv_heads, l->key_length, l->value_length,
                                   l->window, l->state_size, l->extra,    l->form,       weighted ? l->weighted_form : 0 };

      g_checksum_update (digest, (const guint8 *) of_layer, sizeof of_layer);
      if ((weighted ? l->weighted_form : l->form) == i)
        digest_tensors (digest, l->tensors, weighted);
    }
  g_checksum_get_digest (digest, result, &n);
}

static gboolean
has_bias_of_norm (const EdgeKitShapeTensors *tensors)
{
  static const EdgeKitRole norms[] = { EDGEKIT_ROLE_ATTN_NORM, EDGEKIT_ROLE_ATTN_OUTPUT_NORM, EDGEKIT_ROLE_OUTPUT_NORM };

  for (guint i = 0; i < G_N_ELEMENTS (norms); i++)
    if (tensors->bias[norms[i]])
      return TRUE;
  return FALSE;
}

/* Tensors tell these better than any table. */
static void
correct_hints (EdgeKitShape *self)
{
  self->hints.layer_norm |= has_bias_of_norm (self->globals);
  if (self->layers->len > 0)
    self->hints.layer_norm |= has_bias_of_norm (_edgekit_shape_layer (self, 0)->tensors);
  /* where the delta rule is used, llama.cpp puts a norm into the graph before what depends on it */
  for (guint i = 0; i < self->layers->len; i++)
    {
      const guint8 *weights = _edgekit_shape_layer (self, i)->tensors->weight;

      self->hints.norm_early |= weights[EDGEKIT_ROLE_SSM_BA] || weights[EDGEKIT_ROLE_SSM_BETA];
    }
  /* positions that are learned are not turned into the queries */
  self->hints.rope &= !self->globals->weight[EDGEKIT_ROLE_POSITION_EMBD];
}

void
_edgekit_shape_finish (EdgeKitShape *self)
{
  gboolean cache = FALSE;

  correct_hints (self);

  for (guint i = 0; i < self->layers->len; i++)
    cache |= !_edgekit_shape_layer (self, i)->extra && _edgekit_shape_layer (self, i)->kind != EDGEKIT_ATTENTION_KIND_NONE;
  self->encoder = !cache && self->layers->len > 0;
  self->tied_weights = 0;
  if (!_edgekit_shape_tensors_get (self->globals, EDGEKIT_ROLE_OUTPUT, FALSE))
    {
      const EdgeKitShapeTensor *input = _edgekit_shape_tensors_get (self->globals, EDGEKIT_ROLE_TOKEN_EMBD, FALSE);

      self->tied_weights = input ? input->bytes : 0;
    }
  if (self->encoder && !self->hints.keeps_output)
    self->tied_weights = 0;
  self->total_weights = _edgekit_sat_add (self->input_weights, _edgekit_sat_add (self->first_weights,
                                                                                 self->output_weights));
  for (guint i = 0; i < self->layers->len; i++)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (self, i);

      self->has_experts |= layer->expert_weights > 0;
      self->decodes |= layer->decodes;
      if (layer->extra)
        continue;
      self->total_weights = _edgekit_sat_add (self->total_weights, layer->weights);
    }
  number_forms (self);
  number_runs (self);
  digest_shape (self, FALSE, self->digest);
  digest_shape (self, TRUE, self->weighted_digest);
}

gboolean
_edgekit_shape_has_experts (const EdgeKitShape *self)
{
  return self->has_experts;
}
