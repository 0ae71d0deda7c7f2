/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-shape-private.h"
#include "edgekit-table-private.h"
#include "edgekit-tensor-private.h"

/* ggml places every tensor of a buffer at a multiple of this. */
#define TENSOR_ALIGNMENT 32

static void
look_up_form (EdgeKitShape *self)
{
  GKeyFile *table = _edgekit_table_get ("graphs");
  const char *row = g_key_file_has_group (table, self->architecture) ? self->architecture : "default";
  g_autofree char *state = g_key_file_get_string (table, row, "state", NULL);

  /* interned: a handful of words that live as long as the table */
  self->form.state = g_intern_string (state ? state : "");
  self->form.state_factor = _edgekit_table_double_or ("graphs", row, "state_factor", 1);
  self->form.inputs = _edgekit_table_double_or ("graphs", row, "inputs", 5);
  self->form.feed_forward_extra = _edgekit_table_double_or ("graphs", row, "feed_forward_extra", 0);
  self->form.low = _edgekit_table_double_or ("graphs", row, "low", self->known ? 1 : 0.5);
  self->form.high = _edgekit_table_double_or ("graphs", row, "high", self->known ? 1 : 2);
}

EdgeKitShape *
_edgekit_shape_new (const char *architecture, gboolean known, guint n_layers)
{
  EdgeKitShape *self = g_new0 (EdgeKitShape, 1);

  self->architecture = g_strdup (architecture ? architecture : "");
  self->known = known;
  self->layers = g_array_sized_new (FALSE, TRUE, sizeof (EdgeKitShapeLayer), n_layers);
  g_array_set_size (self->layers, n_layers);
  look_up_form (self);
  return self;
}

void
_edgekit_shape_free (EdgeKitShape *self)
{
  g_free (self->architecture);
  g_array_unref (self->layers);
  g_free (self);
}

static guint64
dim (const guint64 *dims, guint n_dims, guint i)
{
  return i < n_dims ? dims[i] : 1;
}

static void
keep_largest (guint64 *value, guint64 candidate)
{
  *value = MAX (*value, candidate);
}

static void
add_layer_tensor (EdgeKitShapeLayer *layer, const char *rest, const guint64 *dims, guint n_dims, guint64 size)
{
  gboolean experts = strstr (rest, "_exps.") != NULL;

  layer->weights = _edgekit_sat_add (layer->weights, size);
  keep_largest (&layer->largest, size);
  if (experts)
    layer->expert_weights = _edgekit_sat_add (layer->expert_weights, size);
  else
    keep_largest (&layer->largest_dense, size);

  if (g_str_has_prefix (rest, "nextn."))
    layer->extra = TRUE;
  else if (g_str_equal (rest, "ffn_down.weight"))
    keep_largest (&layer->feed_forward, dim (dims, n_dims, 0));
  else if (g_str_equal (rest, "ffn_gate.weight"))
    layer->gated = TRUE;
  else if (g_str_equal (rest, "ffn_up.weight"))
    keep_largest (&layer->feed_forward_up, dim (dims, n_dims, 1));
  else if (g_str_equal (rest, "ffn_down_exps.weight"))
    keep_largest (&layer->expert_feed_forward, dim (dims, n_dims, 0));
  else if (g_str_equal (rest, "attn_q.weight") || g_str_equal (rest, "attn_q_b.weight"))
    keep_largest (&layer->query, dim (dims, n_dims, 1));
  else if (g_str_equal (rest, "ssm_in.weight"))
    layer->state_input = dim (dims, n_dims, 1);
  else if (g_str_equal (rest, "ssm_conv1d.weight"))
    layer->state_conv = dim (dims, n_dims, 1);
  else if (g_str_equal (rest, "ssm_out.weight"))
    layer->state_inner = dim (dims, n_dims, 0);
}

void
_edgekit_shape_add_tensor (EdgeKitShape *self, const char *name, const guint64 *dims, guint n_dims, guint64 size)
{
  const char *rest;
  gint64 il = _edgekit_tensor_parse_layer (name, &rest);

  size = _edgekit_sat_pad (size, TENSOR_ALIGNMENT);
  if (il != EDGEKIT_UNKNOWN)
    {
      if (il < self->layers->len)
        add_layer_tensor (_edgekit_shape_layer (self, il), rest, dims, n_dims, size);
      return;
    }
  if (g_str_has_prefix (name, "token_embd") || g_str_has_prefix (name, "token_types") ||
      g_str_has_prefix (name, "position_embd") || g_str_has_prefix (name, "per_layer_token_embd"))
    {
      self->input_weights = _edgekit_sat_add (self->input_weights, size);
      if (g_str_equal (name, "token_embd.weight"))
        self->tied_weights = size;
    }
  else
    self->output_weights = _edgekit_sat_add (self->output_weights, size);
  if (g_str_equal (name, "output.weight"))
    self->output_largest = size;
}

void
_edgekit_shape_finish (EdgeKitShape *self)
{
  gboolean cache = FALSE;

  if (self->output_largest)
    self->tied_weights = 0;
  else
    self->output_largest = self->tied_weights;
  self->total_weights = _edgekit_sat_add (self->input_weights, self->output_weights);
  self->total_largest = self->output_largest;
  for (guint i = 0; i < self->layers->len; i++)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (self, i);

      layer->gated |= layer->feed_forward && layer->feed_forward_up == _edgekit_sat_mul (2, layer->feed_forward);
      if (layer->extra)
        continue;
      cache |= layer->kind != EDGEKIT_ATTENTION_KIND_NONE;
      self->total_weights = _edgekit_sat_add (self->total_weights, layer->weights);
      keep_largest (&self->total_largest, layer->largest);
    }
  self->encoder = !cache && self->layers->len > 0;
}

gboolean
_edgekit_shape_has_experts (const EdgeKitShape *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (_edgekit_shape_layer (self, i)->expert_weights > 0)
      return TRUE;
  return FALSE;
}
