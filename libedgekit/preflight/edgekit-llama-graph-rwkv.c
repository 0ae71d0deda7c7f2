/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* Layers of RWKV: models/rwkv6-base.cpp, rwkv7-base.cpp, rwkv6.cpp, rwkv7.cpp
 * and those that put its time mixing in another model (rwkv6qwen2, arwkv7). */

typedef struct
{
  guint64 width;
  guint64 head;
  guint64 heads;
  Id shift_cache;
  Id shift; /* the last token of each sequence, before attention and before the feed-forward part */
} Mix;

static Id
w (EdgeKitGraphBuilder *b, EdgeKitRole role)
{
  return _edgekit_build_weight (b, role, FALSE);
}

static Id
flat (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  return _edgekit_graph_reshape (b->graph, x, m->width, b->tokens, 1, 1);
}

static Id
by_heads (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  return _edgekit_graph_reshape (b->graph, x, m->head, m->heads, b->tokens, 1);
}

/* One of several tensors of the same size that lie behind one another. */
static Id
plane (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  return _edgekit_graph_view (b->graph, x, m->width, b->tokens, 1, 1, 0, 0, 0);
}

static Id
product (EdgeKitGraphBuilder *b, EdgeKitRole second, EdgeKitRole first, Id x)
{
  return _edgekit_graph_mul_mat (b->graph, w (b, second), _edgekit_graph_mul_mat (b->graph, w (b, first), x));
}

static Id
product_of_tanh (EdgeKitGraphBuilder *b, EdgeKitRole second, EdgeKitRole first, Id x)
{
  x = op1 (b, EDGEKIT_OP_UNARY, _edgekit_graph_mul_mat (b->graph, w (b, first), x));
  return _edgekit_graph_mul_mat (b->graph, w (b, second), x);
}

static Id
states_of (EdgeKitGraphBuilder *b, const Mix *m, Id *cache)
{
  const guint64 size = m->width * m->head;

  *cache = _edgekit_graph_cache (b->graph, EDGEKIT_F32, size, b->sequences, 1, b->device);
  return _edgekit_build_state_rows (b, *cache, size);
}

/* What ggml_rwkv_wkv6, _wkv7 and ggml_gated_linear_attn return, and its new states kept. */
static Id
mix_and_save (EdgeKitGraphBuilder *b, const Mix *m, const Id *sources, guint n, Id cache)
{
  EdgeKitGraph *g = b->graph;
  Id all = _edgekit_graph_result (g, EDGEKIT_OP_WKV, EDGEKIT_F32, m->width, b->tokens + m->head * b->sequences, 1, 1,
                                  sources, n);
  Id y = _edgekit_graph_view (g, all, m->width * b->tokens, 1, 1, 1, 0, 0, 0);
  Id states = _edgekit_graph_view (g, all, m->width * m->head * b->sequences, 1, 1, 1, 0, 0, 0);
  Id target = _edgekit_graph_view (g, cache, m->width * m->head * b->sequences, 1, 1, 1, 0, 0, 0);

  _edgekit_graph_expand (g, _edgekit_graph_cpy (g, states, target));
  return y;
}

static Id
norm_groups (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  if (!_edgekit_build_has (b, EDGEKIT_ROLE_TIME_MIX_LN))
    return flat (b, m, x);
  x = op1 (b, EDGEKIT_OP_NORM, by_heads (b, m, x));
  x = op2 (b, EDGEKIT_OP_MUL, flat (b, m, x), w (b, EDGEKIT_ROLE_TIME_MIX_LN));
  return op2 (b, EDGEKIT_OP_ADD, x, _edgekit_build_weight (b, EDGEKIT_ROLE_TIME_MIX_LN, TRUE));
}

/* Keys and values of fewer heads are repeated. */
static Id
all_heads (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  const guint64 heads = ne (b, x, 0) / m->head;

  if (heads == 0 || heads == m->heads)
    return by_heads (b, m, x);
  x = _edgekit_graph_reshape (b->graph, x, m->head, 1, heads, b->tokens);
  return by_heads (b, m, _edgekit_graph_repeat (b->graph, x, m->head, m->heads / heads, heads, b->tokens));
}

static void
mix_inputs_6 (EdgeKitGraphBuilder *b, const Mix *m, Id x, Id before, Id out[5])
{
  EdgeKitGraph *g = b->graph;
  const guint64 rank = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_TIME_MIX_W1, 1) / 5, 1);
  Id difference = flat (b, m, op2 (b, EDGEKIT_OP_SUB, before, x)), all, second = w (b, EDGEKIT_ROLE_TIME_MIX_W2);

  x = flat (b, m, x);
  all = op2 (b, EDGEKIT_OP_MUL, difference, w (b, EDGEKIT_ROLE_TIME_MIX_LERP_X));
  all = op2 (b, EDGEKIT_OP_ADD, all, x);
  all = op1 (b, EDGEKIT_OP_UNARY, _edgekit_graph_mul_mat (g, w (b, EDGEKIT_ROLE_TIME_MIX_W1), all));
  all = _edgekit_graph_reshape (g, all, rank, 1, 5, b->tokens);
  all = _edgekit_graph_cont (g, _edgekit_graph_permute (g, all, 0, 1, 3, 2));
  all = _edgekit_graph_mul_mat (g, _edgekit_graph_reshape (g, second, ne (b, second, 0), ne (b, second, 1), 1, 5), all);
  difference = _edgekit_graph_reshape (g, difference, m->width, 1, b->tokens, 1);
  x = _edgekit_graph_reshape (g, x, m->width, 1, b->tokens, 1);
  all = op2 (b, EDGEKIT_OP_ADD, all, w (b, EDGEKIT_ROLE_TIME_MIX_LERP_FUSED));
  all = op2 (b, EDGEKIT_OP_ADD, op2 (b, EDGEKIT_OP_MUL, all, difference), x);
  for (guint i = 0; i < 5; i++)
    out[i] = plane (b, m, all);
}

static Id
time_mix_6 (EdgeKitGraphBuilder *b, const Mix *m, Id x, Id before)
{
  EdgeKitGraph *g = b->graph;
  const gboolean first = _edgekit_build_has (b, EDGEKIT_ROLE_TIME_MIX_FIRST);
  Id in[5], r, k, v, gate, decay, states, cache, y;

  mix_inputs_6 (b, m, x, before, in);
  r = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_RECEPTANCE, in[3]);
  k = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_KEY, in[1]);
  v = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_VALUE, in[2]);
  gate = op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_GATE, in[4]));
  k = all_heads (b, m, k);
  v = all_heads (b, m, v);
  r = by_heads (b, m, r);
  decay = product_of_tanh (b, EDGEKIT_ROLE_TIME_MIX_DECAY_W2, EDGEKIT_ROLE_TIME_MIX_DECAY_W1, in[0]);
  decay = op2 (b, EDGEKIT_OP_ADD, decay, w (b, EDGEKIT_ROLE_TIME_MIX_DECAY));
  decay = by_heads (b, m, op1 (b, EDGEKIT_OP_UNARY, decay));
  if (!first)
    k = op2 (b, EDGEKIT_OP_SUB, k, op2 (b, EDGEKIT_OP_MUL, k, decay));
  states = states_of (b, m, &cache);
  {
    const Id sources[] = { k, v, r, first ? w (b, EDGEKIT_ROLE_TIME_MIX_FIRST) : NONE, decay, states };

    y = mix_and_save (b, m, sources, 6, cache);
  }
  y = norm_groups (b, m, y);
  y = op2 (b, EDGEKIT_OP_MUL, y, gate);
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_OUTPUT, y);
  return _edgekit_graph_reshape (g, y, m->width, b->sequence_tokens, b->sequences, 1);
}

/* The values of the first layer come back in every other one. */
static Id
values_7 (EdgeKitGraphBuilder *b, Id x)
{
  Id v = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_VALUE, x), rate, difference;

  if (b->carried == NONE)
    {
      b->carried = v;
      return v;
    }
  difference = op2 (b, EDGEKIT_OP_SUB, b->carried, v);
  rate = product (b, EDGEKIT_ROLE_TIME_MIX_V2, EDGEKIT_ROLE_TIME_MIX_V1, x);
  rate = op1 (b, EDGEKIT_OP_UNARY, op2 (b, EDGEKIT_OP_ADD, rate, w (b, EDGEKIT_ROLE_TIME_MIX_V0)));
  return op2 (b, EDGEKIT_OP_ADD, v, op2 (b, EDGEKIT_OP_MUL, difference, rate));
}

static Id
time_mix_7 (EdgeKitGraphBuilder *b, const Mix *m, Id x, Id before)
{
  EdgeKitGraph *g = b->graph;
  const gboolean gated = _edgekit_build_has (b, EDGEKIT_ROLE_TIME_MIX_G1);
  Id all = op2 (b, EDGEKIT_OP_SUB, before, x), in[6], r, decay, k, v, gate = NONE, a, kk, ka, states, cache, y, rk;

  all = _edgekit_graph_repeat (g, all, m->width, b->sequence_tokens, b->sequences, gated ? 6 : 5);
  all = op2 (b, EDGEKIT_OP_MUL, all, w (b, EDGEKIT_ROLE_TIME_MIX_LERP_FUSED));
  all = op2 (b, EDGEKIT_OP_ADD, all, x);
  for (guint i = 0; i < 6; i++)
    in[i] = plane (b, m, all);
  r = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_RECEPTANCE, in[0]);
  decay = product_of_tanh (b, EDGEKIT_ROLE_TIME_MIX_W2, EDGEKIT_ROLE_TIME_MIX_W1, in[1]);
  decay = op2 (b, EDGEKIT_OP_ADD, decay, w (b, EDGEKIT_ROLE_TIME_MIX_W0));
  decay = op1 (b, EDGEKIT_OP_UNARY, op1 (b, EDGEKIT_OP_SCALE, op1 (b, EDGEKIT_OP_UNARY, decay)));
  k = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_KEY, in[2]);
  v = values_7 (b, in[3]);
  if (gated)
    gate = product_of_tanh (b, EDGEKIT_ROLE_TIME_MIX_G2, EDGEKIT_ROLE_TIME_MIX_G1, in[5]);
  a = product (b, EDGEKIT_ROLE_TIME_MIX_A2, EDGEKIT_ROLE_TIME_MIX_A1, in[4]);
  a = op1 (b, EDGEKIT_OP_UNARY, op2 (b, EDGEKIT_OP_ADD, a, w (b, EDGEKIT_ROLE_TIME_MIX_A0)));
  kk = by_heads (b, m, op2 (b, EDGEKIT_OP_MUL, k, w (b, EDGEKIT_ROLE_TIME_MIX_K_K)));
  kk = op1 (b, EDGEKIT_OP_L2_NORM, kk);
  ka = op2 (b, EDGEKIT_OP_MUL, k, w (b, EDGEKIT_ROLE_TIME_MIX_K_A));
  k = op2 (b, EDGEKIT_OP_ADD, k, op2 (b, EDGEKIT_OP_SUB, op2 (b, EDGEKIT_OP_MUL, a, ka), ka));
  r = by_heads (b, m, r);
  decay = by_heads (b, m, decay);
  k = by_heads (b, m, k);
  v = by_heads (b, m, v);
  a = by_heads (b, m, a);
  states = states_of (b, m, &cache);
  {
    const Id sources[] = { r, decay, k, v, op1 (b, EDGEKIT_OP_UNARY, kk), op2 (b, EDGEKIT_OP_MUL, kk, a), states };

    y = mix_and_save (b, m, sources, 7, cache);
  }
  y = norm_groups (b, m, y);
  rk = w (b, EDGEKIT_ROLE_TIME_MIX_R_K);
  if (rk != NONE)
    rk = _edgekit_graph_reshape (g, rk, m->head, m->heads, 1, 1);
  rk = op2 (b, EDGEKIT_OP_MUL, op2 (b, EDGEKIT_OP_MUL, k, r), rk);
  rk = _edgekit_graph_sum_rows (g, rk);
  y = op2 (b, EDGEKIT_OP_ADD, y, flat (b, m, op2 (b, EDGEKIT_OP_MUL, v, rk)));
  if (gated)
    y = op2 (b, EDGEKIT_OP_MUL, y, gate);
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_TIME_MIX_OUTPUT, y);
  return _edgekit_graph_reshape (g, y, m->width, b->sequence_tokens, b->sequences, 1);
}

/* @x one token later: the last of before, and all but the last of @x. */
static Id
shifted (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, x);
  Id head = _edgekit_graph_view (g, x, m->width, b->sequence_tokens - MIN (b->sequence_tokens, 1), b->sequences, 1,
                                 t->nb[1], t->nb[2], 0);
  const EdgeKitGraphTensor *s = _edgekit_graph_tensor (g, m->shift);
  Id last = _edgekit_graph_view (g, m->shift, m->width, 1, b->sequences, 1, s->nb[1], s->nb[2], 0);

  return _edgekit_graph_concat (g, last, head, 1);
}

static Id
last_token (EdgeKitGraphBuilder *b, const Mix *m, Id x)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (b->graph, x);

  return _edgekit_graph_view (b->graph, x, m->width, 1, b->sequences, 1, t->nb[1], t->nb[2], 0);
}

static void
save_shift (EdgeKitGraphBuilder *b, const Mix *m, Id x, guint64 count)
{
  const guint64 n = m->width * b->sequences * count;
  Id from = _edgekit_graph_view (b->graph, x, n, 1, 1, 1, 0, 0, 0);
  Id to = _edgekit_graph_view (b->graph, m->shift_cache, n, 1, 1, 1, 0, 0, 0);

  _edgekit_graph_expand (b->graph, _edgekit_graph_cpy (b->graph, from, to));
}

static Id
channel_mix (EdgeKitGraphBuilder *b, Id x, Id before)
{
  Id difference = op2 (b, EDGEKIT_OP_SUB, before, x);
  Id k = op2 (b, EDGEKIT_OP_MUL, difference, w (b, EDGEKIT_ROLE_CHANNEL_MIX_LERP_K)), r = NONE;

  k = op2 (b, EDGEKIT_OP_ADD, k, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_CHANNEL_MIX_RECEPTANCE))
    {
      r = op2 (b, EDGEKIT_OP_MUL, difference, w (b, EDGEKIT_ROLE_CHANNEL_MIX_LERP_R));
      r = op2 (b, EDGEKIT_OP_ADD, r, x);
      r = op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_CHANNEL_MIX_RECEPTANCE, r));
    }
  k = op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_CHANNEL_MIX_KEY, k));
  k = op1 (b, EDGEKIT_OP_SQR, k);
  k = _edgekit_build_linear (b, EDGEKIT_ROLE_CHANNEL_MIX_VALUE, k);
  return r == NONE ? k : op2 (b, EDGEKIT_OP_MUL, r, k);
}

static Id
rows_if_last (EdgeKitGraphBuilder *b, Id x, gboolean last)
{
  return last ? _edgekit_graph_get_rows (b->graph, x, b->output_rows) : x;
}

Id
_edgekit_build_rwkv_layer (EdgeKitGraphBuilder *b, Id x, gboolean last)
{
  EdgeKitGraph *g = b->graph;
  const gboolean channels = _edgekit_build_has (b, EDGEKIT_ROLE_CHANNEL_MIX_KEY);
  const guint64 count = channels ? 2 : 1, kept = b->layer->state_size / 4;
  Mix m = { .width = MAX (ne (b, x, 0), 1) };
  Id normed, before, y, rest, ffn;

  m.head = kept > count * m.width ? MAX ((kept - count * m.width) / m.width, 1) : 1;
  m.heads = MAX (m.width / m.head, 1);
  x = _edgekit_graph_reshape (g, x, m.width, b->sequence_tokens, b->sequences, 1);
  m.shift_cache = _edgekit_graph_cache (g, EDGEKIT_F32, count * m.width, b->sequences, 1, b->device);
  m.shift = _edgekit_build_state_rows (b, m.shift_cache, count * m.width);
  m.shift = _edgekit_graph_reshape (g, m.shift, m.width, count, b->sequences, 1);
  normed = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM, x);
  before = shifted (b, &m, normed);
  y = _edgekit_build_has (b, EDGEKIT_ROLE_TIME_MIX_DECAY_W1) ? time_mix_6 (b, &m, normed, before)
                                                             : time_mix_7 (b, &m, normed, before);
  rest = op2 (b, EDGEKIT_OP_ADD, y, x);
  if (!channels)
    {
      save_shift (b, &m, last_token (b, &m, normed), 1);
      rest = rows_if_last (b, flat (b, &m, rest), last);
      ffn = _edgekit_build_feed_forward (b, _edgekit_build_norm (b, EDGEKIT_ROLE_FFN_NORM, rest));
      return op2 (b, EDGEKIT_OP_ADD, ffn, rest);
    }
  ffn = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM_2, rest);
  before = shifted (b, &m, ffn);
  save_shift (b, &m, _edgekit_graph_concat (g, last_token (b, &m, normed), last_token (b, &m, ffn), 1), 2);
  rest = rows_if_last (b, flat (b, &m, rest), last);
  ffn = rows_if_last (b, flat (b, &m, ffn), last);
  before = rows_if_last (b, flat (b, &m, before), last);
  return op2 (b, EDGEKIT_OP_ADD, channel_mix (b, ffn, before), rest);
}
