/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-llama-private.h"

/* The compute buffer is what ggml's allocator needs for the largest graph:
 * inputs are placed first and stay, then the highest peak counts. Every
 * activation is a 4-byte float. Median error over the measured rows 0.01 %;
 * what is left is where the allocator finds a hole for a tensor and where not. */

#define FLOAT 4

static guint64
product (guint64 a, guint64 b, guint64 c)
{
  return _edgekit_sat_mul (_edgekit_sat_mul (a, b), c);
}

static guint64
scaled (double factor, guint64 value)
{
  double result = factor * (double) value;

  return result < (double) G_MAXINT64 ? (guint64) result : G_MAXINT64;
}

static gboolean
has_windows (const EdgeKitShape *shape)
{
  for (guint i = 0; i < shape->layers->len; i++)
    if (_edgekit_shape_layer (shape, i)->window > 0)
      return TRUE;
  return FALSE;
}

/* One mask for every kind of cache, and without flash attention the places to
 * which transposed values are written. */
static guint64
masks (const EdgeKitShape *shape, const EdgeKitSettings *s, guint64 *largest)
{
  const guint64 cell = s->flash_attention ? 2 : 4;
  gboolean seen[2] = { FALSE, FALSE };
  guint64 sum = 0;

  *largest = 0;
  if (shape->encoder)
    return product (s->tokens, s->tokens, has_windows (shape) ? 2 * cell : cell);
  for (guint i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      gboolean window = layer->kind == EDGEKIT_ATTENTION_KIND_WINDOW;
      guint64 mask;

      if (layer->extra || layer->kind == EDGEKIT_ATTENTION_KIND_NONE ||
          layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT || seen[window])
        continue;
      seen[window] = TRUE;
      mask = product (_edgekit_llama_cells (s, layer), s->tokens, cell);
      *largest = MAX (*largest, mask);
      sum = _edgekit_sat_add (sum, mask);
      if (!s->flash_attention && layer->kind != EDGEKIT_ATTENTION_KIND_MLA)
        sum = _edgekit_sat_add (sum, product (s->tokens, 8, _edgekit_llama_max_value (shape)));
    }
  return sum;
}

static guint64
feed_forward_peak (const EdgeKitShape *shape, const EdgeKitShapeLayer *layer, guint64 tokens, guint64 width)
{
  guint64 peak = 0;

  if (layer->feed_forward)
    {
      peak = product (layer->gated ? 3 : 1, _edgekit_sat_mul (layer->feed_forward, tokens), FLOAT);
      peak = _edgekit_sat_add (peak, scaled (shape->form.feed_forward_extra, width));
    }
  if (layer->expert_feed_forward)
    {
      guint64 used = _edgekit_sat_mul (shape->experts_used, tokens);
      guint64 gate = product (layer->expert_feed_forward, used, FLOAT);
      guint64 down = product (shape->embedding, used, FLOAT);
      guint64 experts = _edgekit_sat_mul (3, gate);

      if (down > _edgekit_sat_mul (2, gate))
        experts = _edgekit_sat_add (experts, down);
      peak = MAX (peak, experts);
    }
  return peak;
}

static guint64
attention_peak (const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitShapeLayer *layer)
{
  guint64 keys = _edgekit_sat_mul (layer->key_length, layer->heads);
  guint64 values = _edgekit_sat_mul (layer->value_length, layer->heads);
  guint64 cells = shape->encoder ? s->tokens : _edgekit_llama_cells (s, layer);
  guint64 width;

  if (s->flash_attention)
    return product (2 * FLOAT, keys, s->tokens);
  width = _edgekit_sat_add (_edgekit_sat_mul (cells, layer->heads), values);
  if (keys > shape->embedding)
    width = _edgekit_sat_add (width, keys);
  return product (FLOAT, width, s->tokens);
}

/* Latent attention: the query in full and absorbed, and the rows it meets. */
static guint64
mla_peak (const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitShapeLayer *layer)
{
  guint64 query = layer->heads ? layer->query / layer->heads : 0;
  guint64 width = _edgekit_sat_add (_edgekit_sat_add (query, shape->kv_lora_rank),
                                    _edgekit_sat_add (layer->key_length, shape->rope_dimension));

  if (!s->flash_attention)
    width = _edgekit_sat_add (width, _edgekit_llama_cells (s, layer));
  return product (FLOAT, _edgekit_sat_mul (width, layer->heads), s->tokens);
}

static guint64
state_peak (const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitShapeLayer *layer)
{
  const char *form = shape->form.state;
  guint64 state = _edgekit_llama_layer_state (s, layer);
  guint64 inner = _edgekit_sat_mul (layer->state_inner, s->tokens);
  guint64 floats;

  if (g_str_equal (form, "mamba1"))
    floats = _edgekit_sat_mul (5, inner);
  else if (g_str_equal (form, "mamba2"))
    {
      floats = _edgekit_sat_add (layer->state_input, _edgekit_sat_mul (2, layer->state_conv));
      floats = _edgekit_sat_add (_edgekit_sat_mul (floats, s->tokens), inner);
    }
  else if (g_str_equal (form, "rwkv"))
    floats = scaled (shape->form.state_factor, _edgekit_sat_mul (shape->embedding, s->tokens));
  else if (g_str_equal (form, "shortconv"))
    floats = product (3, shape->embedding, s->tokens);
  else
    floats = scaled (MAX (shape->form.state_factor, 8), inner);
  return _edgekit_sat_add (_edgekit_sat_mul (FLOAT, floats), state);
}

/* A layer without a cache of its own may still attend to another one's. */
static gboolean
attends (const EdgeKitShape *shape, const EdgeKitShapeLayer *layer)
{
  return layer->heads > 0 && (shape->encoder || layer->kind != EDGEKIT_ATTENTION_KIND_NONE || layer->kv_heads > 0);
}

static guint64
layer_peak (const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitShapeLayer *layer, guint64 width)
{
  guint64 peak = feed_forward_peak (shape, layer, s->tokens, width);

  if (layer->kind == EDGEKIT_ATTENTION_KIND_MLA)
    peak = MAX (peak, mla_peak (shape, s, layer));
  else if (layer->kind != EDGEKIT_ATTENTION_KIND_RECURRENT && attends (shape, layer))
    peak = MAX (peak, attention_peak (shape, s, layer));
  if (layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT || layer->kind == EDGEKIT_ATTENTION_KIND_HYBRID)
    peak = MAX (peak, state_peak (shape, s, layer));
  return peak;
}

void
_edgekit_llama_compute (const EdgeKitShape *shape, const EdgeKitSettings *s, EdgeKitLlamaCompute *compute)
{
  guint64 largest_mask;

  *compute = (EdgeKitLlamaCompute) { 0 };
  compute->width = product (FLOAT, shape->embedding, s->tokens);
  compute->inputs = _edgekit_sat_add (scaled (shape->form.inputs, compute->width), masks (shape, s, &largest_mask));
  if (!shape->encoder)
    compute->logits = product (FLOAT, shape->vocabulary, s->outputs);
  /* after the last layer the mask is free, and small logits take its place */
  if (compute->logits <= largest_mask)
    compute->logits = 0;
  for (guint i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);

      if (!layer->extra)
        compute->layers = MAX (compute->layers, layer_peak (shape, s, layer, compute->width));
    }
}

guint64
_edgekit_llama_output (const EdgeKitShape *shape, const EdgeKitSettings *s)
{
  guint64 width = shape->vocabulary;

  if (s->embeddings || g_str_equal (shape->architecture, "t5"))
    width = _edgekit_sat_add (width, shape->embedding);
  return product (FLOAT, s->parallel, width);
}
