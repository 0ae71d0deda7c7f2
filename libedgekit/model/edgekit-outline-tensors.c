/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-outline-private.h"
#include "edgekit-tensor-type-private.h"

/* The tensors of a model of this shape, by the names that llama.cpp gives them
 * (src/llama-arch.cpp, LLM_TENSOR_NAMES). */

typedef struct
{
  const EdgeKitOutline *outline;
  EdgeKitMixState mix;
  GPtrArray *tensors;
  gint64 layer; /* -1: of the whole model */
} Writer;

static void
add (Writer *writer, const char *name, guint64 a, guint64 b, guint64 c)
{
  const guint64 dims[] = { a, b, c };
  const guint n_dims = c > 0 ? 3 : b > 0 ? 2 : 1;
  g_autofree char *full = writer->layer >= 0 ? g_strdup_printf ("blk.%" G_GINT64_FORMAT ".%s", writer->layer, name)
                                             : g_strdup (name);
  EdgeKitTensor *tensor;
  const EdgeKitTensorType *type;
  guint64 size;

  if (a == 0)
    return;
  tensor = _edgekit_tensor_new (full, dims, n_dims, EDGEKIT_TENSOR_INNERMOST_FIRST);
  type = _edgekit_tensor_type_find (_edgekit_mix_get_type (&writer->mix, full, dims, n_dims, writer->layer));
  /* a file can claim any width */
  if (!tensor || !_edgekit_tensor_type_get_size (type, dims, n_dims, &size))
    {
      g_clear_object (&tensor);
      return;
    }
  tensor->tensor_type = g_strdup (type->name);
  tensor->size = (gint64) size;
  g_ptr_array_add (writer->tensors, tensor);
}

static void
add_vector (Writer *writer, const char *name, guint64 length)
{
  add (writer, name, length, 0, 0);
}

static void
add_bias (Writer *writer, const char *letter, const char *name, guint64 length)
{
  const char *biases = _edgekit_outline_string (writer->outline, "attn_bias");

  if (biases && strstr (biases, letter))
    add_vector (writer, name, length);
}

static void
add_query_and_output (Writer *writer, guint64 heads, guint64 key, guint64 value)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 width = o->width;
  guint64 low = _edgekit_outline_get_in (o, "low_rank", "q_lora");

  if (low > 0)
    {
      guint64 groups = MAX (_edgekit_outline_get_in (o, "low_rank", "o_groups"), 1);
      guint64 output = _edgekit_outline_get_in (o, "low_rank", "o_lora");

      add (writer, "attn_q_a.weight", width, low, 0);
      add_vector (writer, "attn_q_a_norm.weight", low);
      add (writer, "attn_q_b.weight", low, heads * key, 0);
      add (writer, "attn_output_a.weight", heads * value / groups, groups * output, 0);
      add (writer, "attn_output_b.weight", groups * output, width, 0);
      return;
    }
  add (writer, "attn_q.weight", width, heads * key * (_edgekit_outline_flag (o, "attn-gate") ? 2 : 1), 0);
  add (writer, "attn_output.weight", heads * value, width, 0);
}

static void
add_attention (Writer *writer, char mixer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 heads = _edgekit_outline_by_mixer (o, "heads", mixer);
  guint64 kv_heads = _edgekit_outline_by_mixer (o, "kv_heads", mixer);
  guint64 key = _edgekit_outline_by_mixer (o, "head_dim_k", mixer);
  guint64 value = _edgekit_outline_by_mixer (o, "head_dim_v", mixer);
  const char *norm = _edgekit_outline_string (o, "qk_norm");
  gboolean borrows = (mixer == EDGEKIT_OUTLINE_SHARED_FULL || mixer == EDGEKIT_OUTLINE_SHARED_WINDOW) &&
                     _edgekit_outline_flag (o, "shared-kv-no-weights");
  gboolean value_is_key = mixer == EDGEKIT_OUTLINE_COMPRESSED ||
                          ((mixer == EDGEKIT_OUTLINE_FULL || mixer == EDGEKIT_OUTLINE_SHARED_FULL) &&
                           _edgekit_outline_flag (o, "v-is-k-full"));

  if (_edgekit_outline_is_fused (o, "qkv"))
    {
      add (writer, "attn_qkv.weight", o->width, heads * key + kv_heads * (key + value), 0);
      add (writer, "attn_output.weight", heads * value, o->width, 0);
      add_bias (writer, "q", "attn_qkv.bias", heads * key + kv_heads * (key + value));
      add_bias (writer, "o", "attn_output.bias", o->width);
      return;
    }
  add_query_and_output (writer, heads, key, value);
  if (!borrows)
    {
      add (writer, "attn_k.weight", o->width, kv_heads * key, 0);
      if (!value_is_key)
        add (writer, "attn_v.weight", o->width, kv_heads * value, 0);
    }
  add_bias (writer, "q", "attn_q.bias", heads * key);
  add_bias (writer, "k", "attn_k.bias", kv_heads * key);
  add_bias (writer, "v", "attn_v.bias", kv_heads * value);
  add_bias (writer, "o", "attn_output.bias", o->width);
  if (_edgekit_outline_flag (o, "sinks"))
    add_vector (writer, "attn_sinks.weight", heads);
  if (norm)
    {
      gboolean full = g_str_equal (norm, "full");

      add_vector (writer, "attn_q_norm.weight", full ? heads * key : key);
      if (!borrows)
        add_vector (writer, "attn_k_norm.weight", full ? kv_heads * key : key);
    }
}

static void
add_mla (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 heads = _edgekit_outline_get (o, "heads", 0);
  guint64 query = _edgekit_outline_get_in (o, "mla", "q_lora");
  guint64 rank = _edgekit_outline_get_in (o, "mla", "kv_lora");
  guint64 rope = _edgekit_outline_get_in (o, "mla", "rope_dim");
  guint64 nope = _edgekit_outline_get_in (o, "mla", "nope_dim");
  guint64 value = _edgekit_outline_get_in (o, "mla", "v_dim");

  if (query > 0)
    {
      add (writer, "attn_q_a.weight", o->width, query, 0);
      add_vector (writer, "attn_q_a_norm.weight", query);
      add (writer, "attn_q_b.weight", query, heads * (nope + rope), 0);
    }
  else
    add (writer, "attn_q.weight", o->width, heads * (nope + rope), 0);
  add (writer, "attn_kv_a_mqa.weight", o->width, rank + rope, 0);
  add_vector (writer, "attn_kv_a_norm.weight", rank);
  add (writer, "attn_k_b.weight", nope, rank, heads);
  add (writer, "attn_v_b.weight", rank, value, heads);
  add (writer, "attn_output.weight", heads * value, o->width, 0);
  if (_edgekit_outline_has (o, "indexer"))
    {
      guint64 size = _edgekit_outline_get_in (o, "indexer", "dim");
      guint64 indexers = _edgekit_outline_get_in (o, "indexer", "heads");

      add (writer, "indexer.attn_q_b.weight", query, indexers * size, 0);
      add (writer, "indexer.attn_k.weight", o->width, size, 0);
      add (writer, "indexer.proj.weight", o->width, indexers, 0);
      add_vector (writer, "indexer.k_norm.weight", size);
      add_vector (writer, "indexer.k_norm.bias", size);
    }
}

static void
add_mamba2 (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 inner = _edgekit_outline_get_in (o, "recurrent", "inner");
  guint64 state = _edgekit_outline_get_in (o, "recurrent", "state");
  guint64 groups = MAX (_edgekit_outline_get_in (o, "recurrent", "groups"), 1);
  guint64 heads = _edgekit_outline_get_in (o, "recurrent", "heads");
  guint64 channels = inner + 2 * groups * state;
  JsonObject *recurrent = json_object_get_object_member (o->record, "recurrent");

  add (writer, "ssm_in.weight", o->width, inner + channels + heads, 0);
  add (writer, "ssm_conv1d.weight", _edgekit_outline_get_in (o, "recurrent", "conv"), channels, 0);
  add_vector (writer, "ssm_conv1d.bias", channels);
  add_vector (writer, "ssm_dt.bias", heads);
  add (writer, "ssm_a", 1, heads, 0);
  add (writer, "ssm_d", 1, heads, 0);
  if (json_object_get_boolean_member_with_default (recurrent, "norm", TRUE))
    add (writer, "ssm_norm.weight", inner / groups, groups, 0);
  add (writer, "ssm_out.weight", inner, o->width, 0);
}

static void
add_mamba (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 inner = _edgekit_outline_get_in (o, "recurrent", "inner");
  guint64 state = _edgekit_outline_get_in (o, "recurrent", "state");
  guint64 rank = _edgekit_outline_get_in (o, "recurrent", "rank");

  add (writer, "ssm_in.weight", o->width, 2 * inner, 0);
  add (writer, "ssm_conv1d.weight", _edgekit_outline_get_in (o, "recurrent", "conv"), inner, 0);
  add_vector (writer, "ssm_conv1d.bias", inner);
  add (writer, "ssm_x.weight", inner, rank + 2 * state, 0);
  add (writer, "ssm_dt.weight", rank, inner, 0);
  add_vector (writer, "ssm_dt.bias", inner);
  add (writer, "ssm_a", state, inner, 0);
  add_vector (writer, "ssm_d", inner);
  add (writer, "ssm_out.weight", inner, o->width, 0);
}

static void
add_delta_net (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 heads = _edgekit_outline_get_in (o, "recurrent", "value_heads");
  guint64 keys = _edgekit_outline_get_in (o, "recurrent", "key_heads") * _edgekit_outline_get_in (o, "recurrent", "key_dim");
  guint64 size = _edgekit_outline_get_in (o, "recurrent", "value_dim");

  add (writer, "attn_qkv.weight", o->width, 2 * keys + heads * size, 0);
  add (writer, "attn_gate.weight", o->width, heads * size, 0);
  add (writer, "ssm_ba.weight", o->width, 2 * heads, 0);
  add (writer, "ssm_conv1d.weight", _edgekit_outline_get_in (o, "recurrent", "conv"), 2 * keys + heads * size, 0);
  add_vector (writer, "ssm_dt.bias", heads);
  add_vector (writer, "ssm_a", heads);
  add_vector (writer, "ssm_norm.weight", size);
  add (writer, "ssm_out.weight", heads * size, o->width, 0);
}

static void
add_recurrent (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  const char *kind = NULL;

  if (_edgekit_outline_has (o, "recurrent"))
    kind = json_object_get_string_member_with_default (json_object_get_object_member (o->record, "recurrent"), "kind", NULL);
  if (g_strcmp0 (kind, "mamba2") == 0)
    add_mamba2 (writer);
  else if (g_strcmp0 (kind, "mamba") == 0)
    add_mamba (writer);
  else if (g_strcmp0 (kind, "gated-delta-net") == 0)
    add_delta_net (writer);
  else if (g_strcmp0 (kind, "shortconv") == 0)
    {
      add (writer, "shortconv.in_proj.weight", o->width, 3 * o->width, 0);
      add (writer, "shortconv.conv.weight", _edgekit_outline_get_in (o, "recurrent", "conv"), o->width, 0);
      add (writer, "shortconv.out_proj.weight", o->width, o->width, 0);
    }
}

static void
add_dense (Writer *writer, guint64 inner, gboolean gated)
{
  const EdgeKitOutline *o = writer->outline;

  gboolean fused = gated && _edgekit_outline_is_fused (o, "up");

  if (gated && !fused)
    add (writer, "ffn_gate.weight", o->width, inner, 0);
  add (writer, "ffn_up.weight", o->width, fused ? 2 * inner : inner, 0);
  add (writer, "ffn_down.weight", inner, o->width, 0);
  if (_edgekit_outline_flag (o, "ff-bias"))
    {
      add_vector (writer, "ffn_up.bias", inner);
      add_vector (writer, "ffn_down.bias", o->width);
    }
}

static void
add_experts (Writer *writer, gboolean gated)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 n = _edgekit_outline_get (o, "experts", 0);
  guint64 inner = _edgekit_outline_get (o, "expert_ff_length", 0);
  guint64 shared = _edgekit_outline_get (o, "shared_ff_length", 0);
  guint64 latent = _edgekit_outline_get (o, "moe_latent", 0);
  guint64 width = latent ? latent : o->width;

  add (writer, "ffn_gate_inp.weight", o->width, n, 0);
  if (_edgekit_outline_flag (o, "router-bias"))
    add_vector (writer, "exp_probs_b.bias", n);
  if (latent)
    {
      add (writer, "ffn_latent_down.weight", o->width, latent, 0);
      add (writer, "ffn_latent_up.weight", latent, o->width, 0);
    }
  if (gated)
    add (writer, "ffn_gate_exps.weight", width, inner, n);
  add (writer, "ffn_up_exps.weight", width, inner, n);
  add (writer, "ffn_down_exps.weight", inner, width, n);
  if (_edgekit_outline_flag (o, "expert-bias"))
    {
      add (writer, "ffn_gate_exps.bias", inner, n, 0);
      add (writer, "ffn_up_exps.bias", inner, n, 0);
      add (writer, "ffn_down_exps.bias", o->width, n, 0);
    }
  if (shared == 0)
    return;
  if (gated)
    add (writer, "ffn_gate_shexp.weight", o->width, shared, 0);
  add (writer, "ffn_up_shexp.weight", o->width, shared, 0);
  add (writer, "ffn_down_shexp.weight", shared, o->width, 0);
  if (_edgekit_outline_flag (o, "shared-gate"))
    add_vector (writer, "ffn_gate_inp_shexp.weight", o->width);
}

/* Names that most architectures use; a vector is too small to matter more. */
static void
add_norms (Writer *writer)
{
  static const char *const names[] = { "attn_norm.weight", "ffn_norm.weight", "post_attention_norm.weight",
                                       "post_ffw_norm.weight", "post_ffw_norm_1.weight", "post_ffw_norm_2.weight",
                                       "pre_ffw_norm_2.weight" };
  guint64 n = _edgekit_outline_get (writer->outline, "norms", 2);

  for (guint64 i = 0; i < MIN (n, G_N_ELEMENTS (names)); i++)
    add_vector (writer, names[i], writer->outline->width);
}

static void
add_layer (Writer *writer, guint64 i)
{
  const EdgeKitOutline *o = writer->outline;
  char mixer = o->mixers[i], feed = o->feeds[i];
  gboolean gated = json_object_get_boolean_member_with_default (o->record, "ff_gated", TRUE);
  guint64 per_layer = _edgekit_outline_get_in (o, "per_layer_embedding", "dim");

  writer->layer = (gint64) i;
  add_norms (writer);
  if (mixer == EDGEKIT_OUTLINE_MLA)
    add_mla (writer);
  else if (_edgekit_outline_attends (mixer))
    add_attention (writer, mixer);
  if (mixer == EDGEKIT_OUTLINE_RECURRENT || mixer == EDGEKIT_OUTLINE_BOTH || mixer == EDGEKIT_OUTLINE_CONVOLUTION)
    add_recurrent (writer);
  if (feed == 'D' || feed == 'B')
    add_dense (writer, g_array_index (o->feed_width, guint64, i), gated);
  if (feed == 'E' || feed == 'B')
    add_experts (writer, gated);
  if (per_layer > 0)
    {
      add (writer, "inp_gate.weight", o->width, per_layer, 0);
      add (writer, "proj.weight", per_layer, o->width, 0);
      add_vector (writer, "post_norm.weight", o->width);
    }
  if (_edgekit_outline_has (o, "altup"))
    {
      guint64 inputs = _edgekit_outline_get_in (o, "altup", "inputs");
      guint64 rank = _edgekit_outline_get_in (o, "altup", "laurel_rank");

      add (writer, "altup_predict_coef.weight", inputs, inputs * inputs, 0);
      add (writer, "altup_correct_coef.weight", inputs, inputs, 0);
      add (writer, "altup_router.weight", o->width, inputs, 0);
      add_vector (writer, "altup_router_norm.weight", o->width);
      add_vector (writer, "altup_correct_scale.weight", o->width);
      add (writer, "laurel_l.weight", o->width, rank, 0);
      add (writer, "laurel_r.weight", rank, o->width, 0);
      add_vector (writer, "laurel_post_norm.weight", o->width);
    }
}

static void
add_whole (Writer *writer)
{
  const EdgeKitOutline *o = writer->outline;
  guint64 positions = _edgekit_outline_get (o, "positions", 0), types = _edgekit_outline_get (o, "type_vocab", 0);
  guint64 per_layer = _edgekit_outline_get_in (o, "per_layer_embedding", "dim");

  writer->layer = -1;
  add (writer, "token_embd.weight", o->width, o->vocabulary, 0);
  if (positions > 0)
    add (writer, "position_embd.weight", o->width, positions, 0);
  if (types > 0)
    add (writer, "token_types.weight", o->width, types, 0);
  if (!writer->mix.tied)
    add (writer, "output.weight", o->width, o->vocabulary, 0);
  if (!_edgekit_outline_flag (o, "no-final-norm"))
    add_vector (writer, "output_norm.weight", o->width);
  if (per_layer > 0)
    {
      add (writer, "per_layer_token_embd.weight", per_layer * o->layers,
           _edgekit_outline_get_in (o, "per_layer_embedding", "vocab"), 0);
      add (writer, "per_layer_model_proj.weight", o->width, per_layer * o->layers, 0);
      add_vector (writer, "per_layer_proj_norm.weight", per_layer);
    }
  if (_edgekit_outline_has (o, "altup"))
    {
      guint64 inputs = _edgekit_outline_get_in (o, "altup", "inputs");

      add (writer, "altup_proj.weight", o->width, o->width, inputs - 1);
      add (writer, "altup_unembd_proj.weight", o->width, o->width, inputs - 1);
    }
}

void
_edgekit_outline_add_tensors (const EdgeKitOutline *self, const char *mix, GPtrArray *tensors)
{
  guint64 kv_heads = _edgekit_outline_by_mixer (self, "kv_heads", EDGEKIT_OUTLINE_FULL);
  Writer writer = {
    .outline = self,
    .tensors = tensors,
    .mix = {
      .mix = mix,
      .layers = self->layers,
      .experts = _edgekit_outline_get (self, "experts", 0),
      .groups = _edgekit_outline_by_mixer (self, "heads", EDGEKIT_OUTLINE_FULL) / MAX (kv_heads, 1),
      .tied = json_object_get_boolean_member_with_default (self->record, "tied", FALSE),
    },
  };

  for (guint64 i = 0; i < self->layers; i++)
    writer.mix.n_values += self->mixers[i] != EDGEKIT_OUTLINE_NONE && self->mixers[i] != EDGEKIT_OUTLINE_CONVOLUTION;
  add_whole (&writer);
  for (guint64 i = 0; i < self->layers; i++)
    add_layer (&writer, i);
}
