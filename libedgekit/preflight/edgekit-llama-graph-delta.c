/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* Linear attention by the delta rule: models/delta-net-base.cpp with the fused
 * operation, as qwen3next.cpp, qwen35.cpp and kimi-linear.cpp use it. */

static Id
cache_of_states (EdgeKitGraphBuilder *b, guint64 size)
{
  return _edgekit_graph_cache (b->graph, EDGEKIT_F32, size, b->sequences, 1, b->device);
}

static void
save (EdgeKitGraphBuilder *b, Id cache, Id x)
{
  Id target = _edgekit_graph_view (b->graph, cache, ne (b, x, 0), ne (b, x, 1), ne (b, x, 2), ne (b, x, 3), 0, 0, 0);

  _edgekit_graph_expand (b->graph, _edgekit_graph_cpy (b->graph, x, target));
}

static Id
with_past (EdgeKitGraphBuilder *b, Id cache, Id past, Id x)
{
  Id all = _edgekit_graph_concat (b->graph, past, _edgekit_graph_transpose (b->graph, x), 0);
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (b->graph, all);

  save (b, cache, _edgekit_graph_view (b->graph, all, ne (b, past, 0), ne (b, past, 1), b->sequences, 1, t->nb[1],
                                       t->nb[2], 0));
  return all;
}

static Id
convolve (EdgeKitGraphBuilder *b, Id x, Id kernel, guint64 channels)
{
  const Id sources[] = { x, kernel };

  x = _edgekit_graph_result (b->graph, EDGEKIT_OP_SSM_CONV, EDGEKIT_F32, channels, b->sequence_tokens, b->sequences, 1,
                             sources, 2);
  return x;
}

typedef struct
{
  guint64 head;       /* values of one head, of keys and of values alike */
  guint64 key_heads;
  guint64 value_heads;
} Delta;

static Id
last_states (EdgeKitGraphBuilder *b, const Delta *d, Id *cache)
{
  const guint64 size = d->head * d->head * d->value_heads;
  Id states;

  *cache = cache_of_states (b, size);
  states = _edgekit_build_state_rows (b, *cache, size);
  return _edgekit_graph_reshape (b->graph, states, d->head, d->head, d->value_heads, b->sequences);
}

/* ggml_gated_delta_net: results and new states in one tensor. */
static Id
apply (EdgeKitGraphBuilder *b, const Delta *d, Id q, Id k, Id v, Id decay, Id beta, Id states, Id cache)
{
  EdgeKitGraph *g = b->graph;
  const Id sources[] = { q, k, v, decay, beta, states };
  Id all = _edgekit_graph_result (g, EDGEKIT_OP_GATED_DELTA_NET, EDGEKIT_F32, d->head * d->value_heads,
                                  b->tokens + d->head * b->sequences, 1, 1, sources, 6);
  Id y = _edgekit_graph_view (g, all, d->head, d->value_heads, b->sequence_tokens, b->sequences, 0, 0, 0);

  save (b, cache, _edgekit_graph_view (g, all, d->head, d->head, d->value_heads, b->sequences, 0, 0, 0));
  return y;
}

/* One of query, key and value after the convolution. */
static Id
slice (EdgeKitGraphBuilder *b, Id x, guint64 head, guint64 heads)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (b->graph, x);

  return _edgekit_graph_view (b->graph, x, head, heads, b->sequence_tokens, b->sequences, 4 * head, t->nb[1], t->nb[2]);
}

static Id
repeat_heads (EdgeKitGraphBuilder *b, const Delta *d, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 times = d->value_heads / d->key_heads;

  x = _edgekit_graph_reshape (g, x, d->head, 1, d->key_heads, b->tokens);
  x = _edgekit_graph_repeat (g, x, d->head, times, d->key_heads, b->tokens);
  return _edgekit_graph_reshape (g, x, d->head, d->key_heads * times, b->sequence_tokens, b->sequences);
}

/* Where query, key, value and gate come in one product, they are sorted first. */
static Id
sort_mixed (EdgeKitGraphBuilder *b, const Delta *d, Id x, Id *z)
{
  EdgeKitGraph *g = b->graph;
  const guint64 value = d->head * d->value_heads / d->key_heads, t = b->sequence_tokens, n = b->sequences;
  const guint64 row = 2 * d->head + 2 * value, keys = d->head * d->key_heads, values = d->head * d->value_heads;
  Id mixed = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_IN, x), q, k, v;
  Id shaped = _edgekit_graph_reshape (g, mixed, row, d->key_heads, t, n);
  const guint64 nb1 = 4 * row, nb2 = nb1 * d->key_heads, nb3 = nb2 * t;

  q = _edgekit_graph_view (g, shaped, d->head, d->key_heads, t, n, nb1, nb2, nb3);
  k = _edgekit_graph_view (g, shaped, d->head, d->key_heads, t, n, nb1, nb2, nb3);
  v = _edgekit_graph_view (g, shaped, value, d->key_heads, t, n, nb1, nb2, nb3);
  *z = _edgekit_graph_cont (g, _edgekit_graph_view (g, shaped, value, d->key_heads, t, n, nb1, nb2, nb3));
  q = _edgekit_graph_cont_4d (g, q, keys, t, n, 1);
  k = _edgekit_graph_cont_4d (g, k, keys, t, n, 1);
  v = _edgekit_graph_cont_4d (g, v, values, t, n, 1);
  return _edgekit_graph_concat (g, _edgekit_graph_concat (g, q, k, 0), v, 0);
}

/* How much to forget and how much to write, for each head of values. */
static void
rates (EdgeKitGraphBuilder *b, const Delta *d, Id x, Id *decay, Id *beta)
{
  EdgeKitGraph *g = b->graph;
  const guint64 h = d->value_heads, t = b->sequence_tokens, n = b->sequences;
  Id alpha;

  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_BA))
    {
      const guint64 each = h / d->key_heads;
      Id both = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_BA, x);

      both = _edgekit_graph_reshape (g, both, 2 * each, d->key_heads, t, n);
      *beta = _edgekit_graph_view (g, both, each, d->key_heads, t, n, 8 * each, 8 * h, 8 * h * t);
      alpha = _edgekit_graph_view (g, both, each, d->key_heads, t, n, 8 * each, 8 * h, 8 * h * t);
      alpha = _edgekit_graph_cont_4d (g, alpha, h, t, n, 1);
    }
  else
    {
      *beta = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_BETA, x);
      *beta = _edgekit_graph_reshape (g, *beta, 1, h, t, n);
      alpha = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_ALPHA, x), h, t, n, 1);
    }
  *beta = op1 (b, EDGEKIT_OP_UNARY, *beta);
  alpha = op2 (b, EDGEKIT_OP_ADD, alpha, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_DT, TRUE));
  alpha = op1 (b, EDGEKIT_OP_UNARY, alpha);
  *decay = op2 (b, EDGEKIT_OP_MUL, alpha, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_A, FALSE));
  *beta = _edgekit_graph_reshape (g, *beta, 1, h, t, n);
  *decay = _edgekit_graph_reshape (g, *decay, 1, h, t, n);
}

/* build_layer_attn_linear */
Id
_edgekit_build_delta (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 inner = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_OUT, 0), 1);
  const guint64 channels = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D, 1), inner);
  const guint64 before = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D, 0), 1) - 1;
  Delta d = { .head = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_NORM, 0), 1) };
  Id mixed, z, decay, beta, cache, past, states, state_cache, q, k, v, y;

  d.value_heads = MAX (inner / d.head, 1);
  d.key_heads = CLAMP ((channels - inner) / 2 / d.head, 1, d.value_heads);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_QKV))
    {
      mixed = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_QKV, x);
      mixed = _edgekit_graph_reshape (g, mixed, ne (b, mixed, 0), b->sequence_tokens, b->sequences, 1);
      z = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_GATE, x);
    }
  else
    mixed = sort_mixed (b, &d, x, &z);
  rates (b, &d, x, &decay, &beta);
  cache = cache_of_states (b, before * channels);
  past = _edgekit_build_state_rows (b, cache, before * channels);
  past = _edgekit_graph_reshape (g, past, before, channels, b->sequences, 1);
  mixed = with_past (b, cache, past, mixed);
  states = last_states (b, &d, &state_cache);
  mixed = convolve (b, mixed, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_CONV1D, FALSE), channels);
  mixed = op1 (b, EDGEKIT_OP_UNARY, mixed);
  q = op1 (b, EDGEKIT_OP_L2_NORM, slice (b, mixed, d.head, d.key_heads));
  k = op1 (b, EDGEKIT_OP_L2_NORM, slice (b, mixed, d.head, d.key_heads));
  v = slice (b, mixed, d.head, d.value_heads);
  if (d.key_heads != d.value_heads && b->shape->hints.repeat_heads)
    {
      q = repeat_heads (b, &d, q);
      k = repeat_heads (b, &d, k);
    }
  y = apply (b, &d, q, k, v, decay, beta, states, state_cache);
  z = _edgekit_graph_reshape (g, z, d.head, d.value_heads, b->sequence_tokens, b->sequences);
  y = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_NORM, y);
  y = op2 (b, EDGEKIT_OP_MUL, y, op1 (b, EDGEKIT_OP_UNARY, z));
  y = _edgekit_graph_reshape (g, y, inner, b->sequence_tokens, b->sequences, 1);
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_OUT, y);
  return _edgekit_graph_reshape (g, y, ne (b, y, 0), b->tokens, 1, 1);
}

static Id
kda_part (EdgeKitGraphBuilder *b, const Delta *d, Id cache, Id past, Id x, EdgeKitRole projection, EdgeKitRole kernel)
{
  EdgeKitGraph *g = b->graph;
  const guint64 inner = d->head * d->value_heads, length = MAX (_edgekit_build_dim (b, kernel, 0), 1);
  Id w = _edgekit_build_weight (b, kernel, FALSE);
  Id own = _edgekit_graph_view (g, past, length - 1, inner, b->sequences, 1, 4 * (length - 1),
                                12 * (length - 1) * inner, 0);

  x = _edgekit_build_linear (b, projection, x);
  x = _edgekit_graph_reshape (g, x, inner, b->sequence_tokens, b->sequences, 1);
  x = with_past (b, cache, own, x);
  if (w != NONE)
    w = _edgekit_graph_reshape (g, w, length, inner, 1, 1);
  x = convolve (b, x, w, inner);
  x = _edgekit_graph_reshape (g, x, inner, b->tokens, 1, 1);
  x = op1 (b, EDGEKIT_OP_UNARY, x);
  return _edgekit_graph_reshape (g, x, d->head, d->value_heads, b->sequence_tokens, b->sequences);
}

/* Kimi's delta attention: a rate of forgetting for each channel. */
Id
_edgekit_build_kda (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 head = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_NORM, 0), 1);
  const guint64 inner = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_F_B, 1), head);
  const guint64 before = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D_Q, 0), 1) - 1;
  const Delta d = { .head = head, .key_heads = inner / head, .value_heads = inner / head };
  Id cache = cache_of_states (b, 3 * before * inner);
  Id past = _edgekit_build_state_rows (b, cache, 3 * before * inner);
  Id q = kda_part (b, &d, cache, past, x, EDGEKIT_ROLE_ATTN_Q, EDGEKIT_ROLE_SSM_CONV1D_Q);
  Id k = kda_part (b, &d, cache, past, x, EDGEKIT_ROLE_ATTN_K, EDGEKIT_ROLE_SSM_CONV1D_K);
  Id v = kda_part (b, &d, cache, past, x, EDGEKIT_ROLE_ATTN_V, EDGEKIT_ROLE_SSM_CONV1D_V);
  Id decay, beta, a, states, state_cache, y, gate;

  decay = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_F_B, _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_F_A, x));
  decay = op2 (b, EDGEKIT_OP_ADD, decay, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_DT, TRUE));
  decay = op1 (b, EDGEKIT_OP_UNARY, decay);
  decay = _edgekit_graph_reshape (g, decay, head, d.value_heads, b->tokens, 1);
  a = _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_A, FALSE);
  if (a != NONE)
    a = _edgekit_graph_reshape (g, a, 1, d.value_heads, 1, 1);
  decay = op2 (b, EDGEKIT_OP_MUL, decay, a);
  decay = _edgekit_graph_reshape (g, decay, head, d.value_heads, b->sequence_tokens, b->sequences);
  beta = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_BETA, x);
  beta = _edgekit_graph_reshape (g, beta, 1, d.value_heads, b->sequence_tokens, b->sequences);
  beta = op1 (b, EDGEKIT_OP_UNARY, beta);
  x = _edgekit_graph_reshape (g, x, ne (b, x, 0), b->sequence_tokens, b->sequences, 1);
  states = last_states (b, &d, &state_cache);
  q = op1 (b, EDGEKIT_OP_L2_NORM, q);
  k = op1 (b, EDGEKIT_OP_L2_NORM, k);
  y = _edgekit_graph_cont (g, apply (b, &d, q, k, v, decay, beta, states, state_cache));
  x = _edgekit_graph_reshape (g, x, ne (b, x, 0), b->tokens, 1, 1);
  gate = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_G_B, _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_G_A, x));
  gate = _edgekit_graph_reshape (g, gate, head, d.value_heads, b->tokens, 1);
  y = _edgekit_graph_reshape (g, y, head, d.value_heads, b->tokens, 1);
  y = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_NORM, y);
  y = op2 (b, EDGEKIT_OP_MUL, y, op1 (b, EDGEKIT_OP_UNARY, gate));
  y = _edgekit_graph_cont_4d (g, y, inner, b->tokens, 1, 1);
  return _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_OUTPUT, y);
}
