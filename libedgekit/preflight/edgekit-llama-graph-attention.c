/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-llama-graph-private.h"
#include "edgekit-llama-private.h"

/* Attention: build_qkv, build_attn and build_attn_mha of llama-graph.cpp, and
 * what llama-kv-cache.cpp adds to a graph. */

/* A layer without a cache of its own looks at one of the kind that it would have. */
static gboolean
is_window (const EdgeKitShapeLayer *layer)
{
  return layer->kind == EDGEKIT_ATTENTION_KIND_WINDOW ||
         (layer->kind == EDGEKIT_ATTENTION_KIND_NONE && layer->window > 0);
}

/* Without a cache, keys and values are padded to this many tokens. */
#define NO_CACHE_PADDING 256

static EdgeKitGraphCache *
cache_of (EdgeKitGraphBuilder *b)
{
  return &b->caches[is_window (b->layer) ? EDGEKIT_CACHE_WINDOW : EDGEKIT_CACHE_FULL];
}

/* A quantised cache is rotated by a Hadamard matrix when all heads have the
 * same length and that a multiple of 64; the largest power of two for keys. */
static Id
rotation (EdgeKitGraphBuilder *b, const EdgeKitCacheType *type, guint64 length, gboolean largest)
{
  guint64 n = 64;

  if (type->block == 1 || length == 0 || length % 64 != 0)
    return NONE;
  while (largest && length % (2 * n) == 0)
    n *= 2;
  return _edgekit_graph_input (b->graph, EDGEKIT_F32, n, n, 1, 1);
}

static void
find_cache (EdgeKitGraphBuilder *b, EdgeKitGraphCache *cache, gboolean window, guint64 *key, guint64 *value)
{
  *key = *value = 0;
  for (guint i = 0; i < b->shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (b->shape, i);

      if (layer->extra || layer->kind == EDGEKIT_ATTENTION_KIND_NONE ||
          layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT || is_window (layer) != window)
        continue;
      if (!cache->there)
        {
          cache->there = TRUE;
          cache->cells = _edgekit_llama_cells (b->settings, layer);
          cache->grows = cache->cells == b->settings->cells;
          *key = layer->key_length;
          *value = layer->value_length;
        }
      if (layer->key_length != *key)
        *key = 0;
      if (layer->value_length != *value)
        *value = 0;
    }
}

void
_edgekit_build_caches (EdgeKitGraphBuilder *b)
{
  const EdgeKitSettings *s = b->settings;
  const EdgeKitElement mask = s->flash_attention ? EDGEKIT_F16 : EDGEKIT_F32;

  for (guint i = 0; i < EDGEKIT_N_CACHES; i++)
    {
      EdgeKitGraphCache *cache = &b->caches[i];
      guint64 key, value;

      cache->mask = cache->key_rows = cache->value_rows = cache->key_rotation = cache->value_rotation = NONE;
      find_cache (b, cache, i == EDGEKIT_CACHE_WINDOW, &key, &value);
      if (!cache->there)
        continue;
      cache->key_rows = _edgekit_graph_input (b->graph, EDGEKIT_I64, b->tokens, 1, 1, 1);
      cache->value_rows = _edgekit_graph_input (
          b->graph, EDGEKIT_I64,
          s->flash_attention ? b->tokens : _edgekit_sat_mul (b->tokens, b->settings->widest_value), 1, 1, 1);
      cache->mask = _edgekit_graph_input (b->graph, mask, cache->cells, b->tokens / s->streams, 1, s->streams);
      if (cache->grows)
        _edgekit_graph_mark_cells (b->graph, cache->mask, 0);
      cache->key_rotation = rotation (b, s->row_k, key, TRUE);
      cache->value_rotation = rotation (b, s->row_v, value, FALSE);
    }
}

void
_edgekit_build_encoder_masks (EdgeKitGraphBuilder *b)
{
  const EdgeKitElement mask = b->settings->flash_attention ? EDGEKIT_F16 : EDGEKIT_F32;

  for (guint i = 0; i < EDGEKIT_N_CACHES; i++)
    b->caches[i].mask = _edgekit_graph_input (b->graph, mask, _edgekit_sat_pad (b->tokens, NO_CACHE_PADDING), b->tokens,
                                              1, 1);
}

Id
_edgekit_build_rope (EdgeKitGraphBuilder *b, Id x)
{
  Id factors = _edgekit_build_global (b, EDGEKIT_ROLE_ROPE_FREQS, FALSE, b->device);

  if (factors == NONE)
    factors = _edgekit_build_global (b, EDGEKIT_ROLE_ROPE_FACTORS_SHORT, FALSE, b->device);
  return _edgekit_graph_ternary (b->graph, EDGEKIT_OP_ROPE, x, b->positions, factors);
}

/* llama_mul_mat_hadamard */
static Id
rotate (EdgeKitGraphBuilder *b, Id x, Id by)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphTensor *t;
  guint64 shape[4], n, rows;
  gboolean contiguous;
  Id y;

  if (x == NONE || by == NONE)
    return x;
  t = _edgekit_graph_tensor (g, x);
  n = ne (b, by, 0);
  for (guint i = 0; i < 4; i++)
    shape[i] = t->ne[i];
  rows = _edgekit_sat_mul (_edgekit_sat_mul (shape[0], shape[1]), _edgekit_sat_mul (shape[2], shape[3])) / MAX (n, 1);
  contiguous = t->nb[1] == t->nb[0] * shape[0] && t->nb[2] == t->nb[1] * shape[1];
  y = contiguous ? _edgekit_graph_reshape (g, x, n, rows, 1, 1) : _edgekit_graph_cont_4d (g, x, n, rows, 1, 1);
  y = _edgekit_graph_mul_mat (g, by, y);
  return _edgekit_graph_reshape (g, y, shape[0], shape[1], shape[2], shape[3]);
}

/* build_attn_mha. @transposed: the values lie with their cells side by side. */
Id
_edgekit_build_attend (EdgeKitGraphBuilder *b, Id q, Id k, Id v, Id bias, Id mask, Id decompress, gboolean transposed)
{
  EdgeKitGraph *g = b->graph;
  const guint64 streams = MAX (ne (b, k, 3), 1);
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, q);
  const Id sinks = _edgekit_build_weight (b, EDGEKIT_ROLE_ATTN_SINKS, FALSE);
  Id y;

  q = _edgekit_graph_view (g, q, t->ne[0], t->ne[1], t->ne[2] / streams, streams, t->nb[1], t->nb[2],
                           t->nb[3] / streams);
  q = _edgekit_graph_permute (g, q, 0, 2, 1, 3);
  k = _edgekit_graph_permute (g, k, 0, 2, 1, 3);
  v = _edgekit_graph_permute (g, v, 0, 2, 1, 3);
  if (b->settings->flash_attention && bias == NONE)
    {
      const Id sources[] = { q, 0, 0, mask, sinks };
      Id all[5];

      if (transposed)
        v = _edgekit_graph_transpose (g, v);
      if (_edgekit_graph_tensor (g, k)->element == EDGEKIT_F32)
        k = _edgekit_graph_cast (g, k, EDGEKIT_F16);
      if (_edgekit_graph_tensor (g, v)->element == EDGEKIT_F32)
        v = _edgekit_graph_cast (g, v, EDGEKIT_F16);
      for (guint i = 0; i < 5; i++)
        all[i] = i == 1 ? k : i == 2 ? v : sources[i];
      y = _edgekit_graph_result (g, EDGEKIT_OP_FLASH_ATTN, EDGEKIT_F32, ne (b, v, 0), ne (b, q, 2), ne (b, q, 1),
                                 ne (b, q, 3), all, 5);
      _edgekit_graph_tensor (g, y)->wanted = b->device;
      if (decompress != NONE)
        {
          y = _edgekit_graph_mul_mat (g, decompress, _edgekit_graph_permute (g, y, 0, 2, 1, 3));
          y = _edgekit_graph_cont (g, _edgekit_graph_permute (g, y, 0, 2, 1, 3));
        }
      y = _edgekit_graph_reshape (g, y, ne (b, y, 0) * ne (b, y, 1), ne (b, y, 2) * ne (b, y, 3), 1, 1);
    }
  else
    {
      Id scores = _edgekit_graph_mul_mat (g, k, q);

      if (bias != NONE)
        scores = op2 (b, EDGEKIT_OP_ADD, scores, bias);
      scores = _edgekit_graph_ternary (g, EDGEKIT_OP_SOFT_MAX, scores, mask, sinks);
      if (!transposed)
        v = _edgekit_graph_cont (g, _edgekit_graph_transpose (g, v));
      y = _edgekit_graph_mul_mat (g, v, scores);
      if (decompress != NONE)
        y = _edgekit_graph_mul_mat (g, decompress, y);
      y = _edgekit_graph_permute (g, y, 0, 2, 1, 3);
      y = _edgekit_graph_cont_4d (g, y, ne (b, y, 0) * ne (b, y, 1), ne (b, y, 2) * ne (b, y, 3), 1, 1);
    }
  _edgekit_graph_expand (g, y);
  return y;
}

static Id
cached (EdgeKitGraphBuilder *b, const EdgeKitGraphCache *cache, const char *type, guint64 width)
{
  return _edgekit_graph_cache (b->graph, _edgekit_graph_parse_element (type), width, cache->cells,
                               b->settings->streams, b->device);
}

static void
store (EdgeKitGraphBuilder *b, Id cache, Id x, Id rows)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, x);

  x = _edgekit_graph_view (g, x, t->ne[0] * t->ne[1], t->ne[2], 1, 1, t->nb[2], 0, 0);
  if (b->settings->streams > 1)
    cache = _edgekit_graph_reshape (g, cache, ne (b, cache, 0), ne (b, cache, 1) * ne (b, cache, 2), 1, 1);
  _edgekit_graph_expand (g, _edgekit_graph_set_rows (g, cache, x, rows));
}

/* Without flash attention every element of a value is a row of its own. */
static void
store_transposed (EdgeKitGraphBuilder *b, Id cache, Id x, Id rows)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, x);
  const guint64 width = t->ne[0] * t->ne[1], tokens = t->ne[2], widest = ne (b, cache, 0);

  x = t->nb[2] == width * t->nb[0] ? _edgekit_graph_reshape (g, x, width, tokens, 1, 1)
                                   : _edgekit_graph_cont_4d (g, x, width, tokens, 1, 1);
  if (width < widest)
    x = _edgekit_graph_pad (g, x, 0, widest);
  x = _edgekit_graph_reshape (g, x, 1, MAX (width, widest) * tokens, 1, 1);
  cache = _edgekit_graph_reshape (g, cache, 1, widest * ne (b, cache, 1) * ne (b, cache, 2), 1, 1);
  _edgekit_graph_expand (g, _edgekit_graph_set_rows (g, cache, x, rows));
}

static Id
look_at_keys (EdgeKitGraphBuilder *b, const EdgeKitGraphCache *cache, Id keys, guint64 length, guint64 heads)
{
  Id view = _edgekit_graph_view (b->graph, keys, length, heads, cache->cells, b->settings->streams, 0, 0, 0);

  if (cache->grows)
    _edgekit_graph_mark_cells (b->graph, view, 2);
  return view;
}

Id
_edgekit_build_self (EdgeKitGraphBuilder *b, Id q, Id k, Id v, Id bias)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeLayer *layer = b->layer;
  const gboolean flash = b->settings->flash_attention;
  const EdgeKitGraphCache *cache = cache_of (b);
  const guint64 key = layer->key_length, value = layer->value_length, heads = MAX (layer->kv_heads, 1);
  Id keys, values, y;

  if (b->shape->encoder)
    {
      _edgekit_graph_expand (g, q);
      _edgekit_graph_expand (g, k);
      _edgekit_graph_expand (g, v);
      k = _edgekit_graph_pad (g, k, 2, _edgekit_sat_pad (b->tokens, NO_CACHE_PADDING));
      v = _edgekit_graph_pad (g, v, 2, _edgekit_sat_pad (b->tokens, NO_CACHE_PADDING));
      return _edgekit_build_attend (b, q, k, v, bias, b->caches[layer->window > 0].mask, NONE, FALSE);
    }
  keys = cached (b, cache, b->settings->type_k, key * heads);
  values = cached (b, cache, b->settings->type_v, flash ? value * heads : b->settings->widest_value);
  q = rotate (b, q, cache->key_rotation);
  k = rotate (b, k, cache->key_rotation);
  v = rotate (b, v, cache->value_rotation);
  _edgekit_graph_expand (g, q);
  _edgekit_graph_expand (g, b->caches[EDGEKIT_CACHE_WINDOW].there ? k : v);
  _edgekit_graph_expand (g, b->caches[EDGEKIT_CACHE_WINDOW].there ? v : k);
  if (k != NONE)
    store (b, keys, k, cache->key_rows);
  if (v != NONE && flash)
    store (b, values, v, cache->value_rows);
  else if (v != NONE)
    store_transposed (b, values, v, cache->value_rows);
  keys = look_at_keys (b, cache, keys, key, heads);
  if (flash)
    values = look_at_keys (b, cache, values, value, heads);
  else
    values = _edgekit_graph_view (g, values, cache->cells, heads, value, b->settings->streams, 0, 0, 0);
  y = _edgekit_build_attend (b, q, keys, values, bias, cache->mask, NONE, !flash);
  return rotate (b, y, cache->value_rotation);
}

/* The result of attention, projected back. */
static Id
project (EdgeKitGraphBuilder *b, Id y)
{
  y = _edgekit_build_norm_if (b, EDGEKIT_ROLE_ATTN_SUB_NORM, y);
  return _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_OUTPUT, y);
}

static Id
clamped (EdgeKitGraphBuilder *b, Id x)
{
  return b->shape->hints.clamp ? _edgekit_graph_set_in_place (b->graph, EDGEKIT_OP_CLAMP, x) : x;
}

/* Queries and keys may be normalised head by head or as a whole. */
static Id
heads_of (EdgeKitGraphBuilder *b, EdgeKitRole norm, Id x, guint64 length, guint64 heads)
{
  const guint64 width = _edgekit_build_dim (b, norm, 0), tokens = ne (b, x, 1);
  const gboolean whole = width > length && width == length * heads;

  if (whole)
    x = _edgekit_build_norm (b, norm, x);
  x = _edgekit_graph_reshape (b->graph, x, length, heads, tokens, 1);
  return x;
}

static Id
norm_heads (EdgeKitGraphBuilder *b, EdgeKitRole norm, Id x)
{
  const guint64 width = _edgekit_build_dim (b, norm, 0);

  return width > 0 && width == ne (b, x, 0) ? _edgekit_build_norm (b, norm, x) : x;
}

static void
split_fused (EdgeKitGraphBuilder *b, Id x, Id *q, Id *k, Id *v)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeLayer *layer = b->layer;
  Id fused = clamped (b, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_QKV, x));
  const guint64 row = _edgekit_graph_tensor (g, fused)->nb[1];

  *q = _edgekit_graph_view (g, fused, layer->key_length, layer->heads, b->tokens, 1, 4 * layer->key_length, row, 0);
  *k = _edgekit_graph_view (g, fused, layer->key_length, layer->kv_heads, b->tokens, 1, 4 * layer->key_length, row, 0);
  *v = _edgekit_graph_view (g, fused, layer->value_length, layer->kv_heads, b->tokens, 1, 4 * layer->value_length, row,
                            0);
}

static void
project_apart (EdgeKitGraphBuilder *b, Id x, Id *q, Id *k, Id *v)
{
  const EdgeKitShapeLayer *layer = b->layer;

  *q = clamped (b, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q, x));
  *k = clamped (b, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_K, x));
  *v = _edgekit_build_has (b, EDGEKIT_ROLE_ATTN_V) ? clamped (b, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_V, x))
                                                   : *k;
  *q = heads_of (b, EDGEKIT_ROLE_ATTN_Q_NORM, *q, layer->key_length, layer->heads);
  *k = heads_of (b, EDGEKIT_ROLE_ATTN_K_NORM, *k, layer->key_length, layer->kv_heads);
  *v = _edgekit_graph_reshape (b->graph, *v, layer->value_length, layer->kv_heads, b->tokens, 1);
}

/* A query that carries its own gate, twice as wide as the heads. */
static Id
gated_attention (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeLayer *layer = b->layer;
  const guint64 length = layer->key_length, row = 8 * length;
  Id full = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q, x);
  Id q, k, v, gate;

  full = _edgekit_graph_reshape (g, full, 2 * length, layer->heads, b->tokens, 1);
  q = _edgekit_graph_view (g, full, length, layer->heads, b->tokens, 1, row, row * layer->heads, 0);
  gate = _edgekit_graph_view (g, full, length, layer->heads, b->tokens, 1, row, row * layer->heads, 0);
  k = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_K, x), length, layer->kv_heads, b->tokens,
                              1);
  v = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_V, x), length, layer->kv_heads, b->tokens,
                              1);
  q = _edgekit_build_rope (b, norm_heads (b, EDGEKIT_ROLE_ATTN_Q_NORM, q));
  k = _edgekit_build_rope (b, norm_heads (b, EDGEKIT_ROLE_ATTN_K_NORM, k));
  x = _edgekit_build_self (b, q, k, v, NONE);
  gate = _edgekit_graph_cont_4d (g, gate, length * layer->heads, b->tokens, 1, 1);
  x = op2 (b, EDGEKIT_OP_MUL, x, op1 (b, EDGEKIT_OP_UNARY, gate));
  return project (b, x);
}

Id
_edgekit_build_attention (EdgeKitGraphBuilder *b, Id x)
{
  const EdgeKitGraphHints *hints = &b->shape->hints;
  const EdgeKitShapeLayer *layer = b->layer;
  const gboolean rope = hints->rope && !(hints->rope_windows_only && layer->kind != EDGEKIT_ATTENTION_KIND_WINDOW) &&
                        !(hints->rope_step && (b->index + 1) % hints->rope_step == 0);
  Id q, k, v, gate = NONE;

  if (_edgekit_build_dim (b, EDGEKIT_ROLE_ATTN_Q, 1) == 2 * layer->heads * layer->key_length)
    return gated_attention (b, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_QKV))
    split_fused (b, x, &q, &k, &v);
  else
    project_apart (b, x, &q, &k, &v);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_GATE))
    gate = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_GATE, x);
  if (!hints->rope_first)
    q = norm_heads (b, EDGEKIT_ROLE_ATTN_Q_NORM, q);
  q = rope ? _edgekit_build_rope (b, q) : q;
  if (!hints->rope_first)
    k = norm_heads (b, EDGEKIT_ROLE_ATTN_K_NORM, k);
  k = rope ? _edgekit_build_rope (b, k) : k;
  if (hints->rope_first)
    {
      q = norm_heads (b, EDGEKIT_ROLE_ATTN_Q_NORM, q);
      k = norm_heads (b, EDGEKIT_ROLE_ATTN_K_NORM, k);
    }
  if (hints->norm_heads_late && rope)
    {
      q = op1 (b, EDGEKIT_OP_RMS_NORM, q);
      k = op1 (b, EDGEKIT_OP_RMS_NORM, k);
    }
  if (b->scale != NONE && !rope)
    q = op2 (b, EDGEKIT_OP_MUL, q, b->scale);
  x = _edgekit_build_self (b, q, k, v, NONE);
  if (gate != NONE)
    x = op2 (b, EDGEKIT_OP_MUL, x, op1 (b, EDGEKIT_OP_UNARY, gate));
  return project (b, x);
}

/* Latent attention with its values decompressed after attention (absorbed), as
 * in build_attn with llm_graph_input_attn_k. */
static Id
attend_latent (EdgeKitGraphBuilder *b, Id q, Id k, guint64 rank)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphCache *cache = cache_of (b);
  Id keys = cached (b, cache, b->settings->type_k, b->layer->key_length), values;
  Id decompress = _edgekit_build_weight (b, EDGEKIT_ROLE_ATTN_V_B, FALSE);

  _edgekit_graph_expand (g, q);
  _edgekit_graph_expand (g, k);
  store (b, keys, k, cache->key_rows);
  keys = look_at_keys (b, cache, keys, b->layer->key_length, 1);
  values = _edgekit_graph_view (g, keys, rank, 1, cache->cells, b->settings->streams,
                                _edgekit_graph_tensor (g, keys)->nb[1], _edgekit_graph_tensor (g, keys)->nb[2],
                                _edgekit_graph_tensor (g, keys)->nb[3]);
  if (cache->grows)
    _edgekit_graph_mark_cells (g, values, 2);
  return _edgekit_build_attend (b, q, keys, values, NONE, cache->mask, decompress, FALSE);
}

/* build_graph of deepseek2.cpp. */
Id
_edgekit_build_latent (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShape *shape = b->shape;
  const guint64 rank = _edgekit_build_dim (b, EDGEKIT_ROLE_ATTN_KV_A_NORM, 0);
  const guint64 joint = _edgekit_build_dim (b, EDGEKIT_ROLE_ATTN_KV_A_MQA, 1);
  const guint64 rotated = joint > rank ? joint - rank : 0;
  const guint64 heads = MAX (b->layer->heads, 1);
  const gboolean absorbed = b->layer->kind == EDGEKIT_ATTENTION_KIND_MLA && _edgekit_build_has (b, EDGEKIT_ROLE_ATTN_K_B);
  guint64 length, plain;
  Id q, q_plain, q_rotated, latent, compressed, k_rotated, k;

  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_Q_A))
    {
      q = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q_A, x);
      q = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_Q_A_NORM, q);
      q = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q_B, q);
    }
  else
    q = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q, x);
  length = ne (b, q, 0) / heads;
  plain = length > rotated ? length - rotated : 0;
  q_plain = _edgekit_graph_view (g, q, plain, heads, b->tokens, 1, 4 * length, 4 * length * heads, 0);
  q_rotated = _edgekit_graph_view (g, q, rotated, heads, b->tokens, 1, 4 * length, 4 * length * heads, 0);
  latent = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_KV_A_MQA, x);
  compressed = _edgekit_graph_view (g, latent, rank, b->tokens, 1, 1, 4 * joint, 0, 0);
  k_rotated = _edgekit_graph_view (g, latent, rotated, 1, b->tokens, 1, 4 * joint, 4 * joint, 0);
  if (shape->hints.rope)
    {
      q_rotated = _edgekit_build_rope (b, q_rotated);
      k_rotated = _edgekit_build_rope (b, k_rotated);
    }
  compressed = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_KV_A_NORM, compressed);
  if (absorbed)
    {
      q_plain = _edgekit_graph_mul_mat (g, _edgekit_build_weight (b, EDGEKIT_ROLE_ATTN_K_B, FALSE),
                                        _edgekit_graph_permute (g, q_plain, 0, 2, 1, 3));
      q = _edgekit_graph_concat (g, _edgekit_graph_permute (g, q_plain, 0, 2, 1, 3), q_rotated, 0);
      compressed = _edgekit_graph_reshape (g, compressed, rank, 1, b->tokens, 1);
      k = _edgekit_graph_concat (g, compressed, k_rotated, 0);
      if (b->scale != NONE)
        q = op2 (b, EDGEKIT_OP_MUL, q, b->scale);
      x = attend_latent (b, q, k, rank);
    }
  else
    {
      Id both = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_KV_B, compressed);
      const guint64 pair = ne (b, both, 0) / heads, value = pair > plain ? pair - plain : 0;
      Id k_plain = _edgekit_graph_view (g, both, plain, heads, b->tokens, 1, 4 * pair, 4 * pair * heads, 0);
      Id v = _edgekit_graph_view (g, both, value, heads, b->tokens, 1, 4 * pair, 4 * pair * heads, 0);

      v = _edgekit_graph_cont (g, v);
      q = _edgekit_graph_concat (g, q_plain, q_rotated, 0);
      k = _edgekit_graph_concat (g, k_plain, _edgekit_graph_repeat (g, k_rotated, rotated, heads, b->tokens, 1), 0);
      if (b->scale != NONE)
        q = op2 (b, EDGEKIT_OP_MUL, q, b->scale);
      x = _edgekit_build_self (b, q, k, v, NONE);
    }
  return project (b, x);
}
