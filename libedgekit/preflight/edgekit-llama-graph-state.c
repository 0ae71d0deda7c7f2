/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* Layers that keep a state instead of a cache: build_rs of llama-graph.cpp, and
 * models/mamba-base.cpp, lfm2.cpp, delta-net-base.cpp, qwen3next.cpp and
 * kimi-linear.cpp. All sizes come from the tensors of the layer. */

void
_edgekit_build_state_inputs (EdgeKitGraphBuilder *b)
{
  b->state_rows = _edgekit_graph_input (b->graph, EDGEKIT_I32, b->sequences, 1, 1, 1);
  b->state_main = _edgekit_graph_view (b->graph, b->state_rows, b->sequences, 1, 1, 1, 0, 0, 0);
  b->state_extra = _edgekit_graph_view (b->graph, b->state_rows, 0, 1, 1, 1, 0, 0, 0);
}

static Id
state_cache (EdgeKitGraphBuilder *b, guint64 size)
{
  return _edgekit_graph_cache (b->graph, EDGEKIT_F32, size, b->sequences, 1, b->device);
}

static void
clear_one (EdgeKitGraphBuilder *b, Id states)
{
  Id zero = _edgekit_graph_view (b->graph, states, ne (b, states, 0), 1, 1, 1, 0, 0, 0);

  _edgekit_graph_expand (b->graph, _edgekit_graph_set_in_place (b->graph, EDGEKIT_OP_SCALE, zero));
}

static void
keep_extra (EdgeKitGraphBuilder *b, Id states, Id extra, guint64 size)
{
  Id target = _edgekit_graph_view (b->graph, states, size, 0, 1, 1, 0, 0, 0);

  extra = _edgekit_graph_view (b->graph, extra, size, 0, 1, 1, 0, 0, 0);
  _edgekit_graph_expand (b->graph, _edgekit_graph_cpy (b->graph, extra, target));
}

Id
_edgekit_build_state_rows (EdgeKitGraphBuilder *b, Id cache, guint64 size)
{
  Id states = _edgekit_graph_reshape (b->graph, cache, size, b->sequences, 1, 1);
  Id rows, own;

  clear_one (b, states);
  rows = _edgekit_graph_get_rows (b->graph, states, b->state_rows);
  own = _edgekit_graph_view (b->graph, rows, size, b->sequences, 1, 1, 0, 0, 0);
  _edgekit_graph_expand (b->graph, own);
  keep_extra (b, states, rows, size);
  return own;
}

static void
save (EdgeKitGraphBuilder *b, Id cache, Id x)
{
  Id target = _edgekit_graph_view (b->graph, cache, ne (b, x, 0), ne (b, x, 1), ne (b, x, 2), 1, 0, 0, 0);

  _edgekit_graph_expand (b->graph, _edgekit_graph_cpy (b->graph, x, target));
}

/* The last tokens before @x in front of it; the newest are kept. @x has its
 * tokens in dimension 0. */
static Id
with_past (EdgeKitGraphBuilder *b, Id cache, Id past, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 before = ne (b, past, 0), channels = ne (b, past, 1);
  Id all = _edgekit_graph_concat (g, past, x, 0);
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, all);
  Id last = _edgekit_graph_view (g, all, before, channels, b->sequences, 1, t->nb[1], t->nb[2], 0);

  save (b, cache, last);
  return all;
}

static Id
convolve (EdgeKitGraphBuilder *b, Id x, Id kernel)
{
  const Id sources[] = { x, kernel };
  const guint64 length = ne (b, kernel, 0), tokens = ne (b, x, 0);

  return _edgekit_graph_result (b->graph, EDGEKIT_OP_SSM_CONV, EDGEKIT_F32, ne (b, kernel, 1),
                                tokens >= length ? tokens - length + 1 : 1, ne (b, x, 2), 1, sources, 2);
}

/* A part of each row of @x. */
static Id
part (EdgeKitGraphBuilder *b, Id x, guint64 n0, guint64 n1)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (b->graph, x);

  if (n1 == 0)
    return _edgekit_graph_view (b->graph, x, n0, t->ne[1], t->ne[2], 1, t->nb[1], t->nb[2], 0);
  return _edgekit_graph_view (b->graph, x, n0, n1, t->ne[1], t->ne[2], 4 * n0, t->nb[1], t->nb[2]);
}

typedef struct
{
  guint64 inner;
  guint64 channels; /* that are convolved */
  guint64 before;   /* tokens that the convolution looks back */
  guint64 state;    /* values for each of the inner ones */
  guint64 heads;
  guint64 groups;
} Scan;

/* ggml_ssm_scan: the results and the new states in one tensor. */
static Id
scan (EdgeKitGraphBuilder *b, const Scan *s, Id x, Id dt, Id first, Id second)
{
  EdgeKitGraph *g = b->graph;
  Id cache = state_cache (b, s->state * s->inner);
  Id states = _edgekit_graph_reshape (g, cache, s->state * s->inner, b->sequences, 1, 1);
  Id shaped, y;

  clear_one (b, states);
  shaped = _edgekit_graph_reshape (g, states, s->state, s->inner / s->heads, s->heads, b->sequences);
  {
    const Id sources[] = { shaped, x, dt, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_A, FALSE), first, second,
                           b->state_main };

    y = _edgekit_graph_result (g, EDGEKIT_OP_SSM_SCAN, EDGEKIT_F32,
                               s->inner * b->tokens + s->state * s->inner * b->sequences, 1, 1, 1, sources, 7);
  }
  _edgekit_graph_expand (g, y);
  keep_extra (b, states, _edgekit_graph_get_rows (g, states, b->state_extra), s->state * s->inner);
  save (b, cache, _edgekit_graph_view (g, y, s->state * s->inner * b->sequences, 1, 1, 1, 0, 0, 0));
  return y;
}

static Id
gate_and_leave (EdgeKitGraphBuilder *b, const Scan *s, Id y, Id x, Id z, guint64 n0, guint64 n1)
{
  EdgeKitGraph *g = b->graph;
  const guint64 t = b->sequence_tokens;

  y = n1 ? _edgekit_graph_view (g, y, n0, n1, t, b->sequences, 0, 0, 0)
         : _edgekit_graph_view (g, y, n0, t, b->sequences, 1, 0, 0, 0);
  y = op2 (b, EDGEKIT_OP_ADD, y, op2 (b, EDGEKIT_OP_MUL, x, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_D, FALSE)));
  y = _edgekit_graph_glu (g, _edgekit_graph_cont (g, z), y);
  if (n1 && _edgekit_build_has (b, EDGEKIT_ROLE_SSM_NORM))
    {
      y = _edgekit_graph_reshape (g, y, s->inner / s->groups, s->groups, t, b->sequences);
      y = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_NORM, y);
    }
  if (n1)
    return _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_OUT, _edgekit_graph_reshape (g, y, s->inner, b->tokens, 1, 1));
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_OUT, y);
  return _edgekit_graph_reshape (g, y, ne (b, y, 0), b->tokens, 1, 1);
}

static Id
past_of (EdgeKitGraphBuilder *b, const Scan *s, Id *cache)
{
  Id past;

  *cache = state_cache (b, s->before * s->channels);
  past = _edgekit_build_state_rows (b, *cache, s->before * s->channels);
  return _edgekit_graph_reshape (b->graph, past, s->before, s->channels, b->sequences, 1);
}

static Id
convolve_part (EdgeKitGraphBuilder *b, Id cache, Id past, Id x)
{
  Id bias = _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_CONV1D, TRUE);

  x = with_past (b, cache, past, _edgekit_graph_transpose (b->graph, x));
  x = convolve (b, x, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_CONV1D, FALSE));
  if (bias != NONE)
    x = op2 (b, EDGEKIT_OP_ADD, x, bias);
  return op1 (b, EDGEKIT_OP_UNARY, x);
}

/* build_mamba_layer */
static Id
build_mamba (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 rank = _edgekit_build_dim (b, EDGEKIT_ROLE_SSM_DT, 0);
  const guint64 joint = _edgekit_build_dim (b, EDGEKIT_ROLE_SSM_X, 1);
  Scan s = { .inner = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_OUT, 0), 1), .groups = 1 };
  Id cache, past, both, z, xz, dt, first, second, values;

  s.channels = s.heads = s.inner;
  s.before = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D, 0), 1) - 1;
  s.state = joint > rank ? (joint - rank) / 2 : 1;
  past = past_of (b, &s, &cache);
  x = _edgekit_graph_reshape (g, x, ne (b, x, 0), b->sequence_tokens, b->sequences, 1);
  xz = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_IN, x);
  x = part (b, xz, s.inner, 0);
  z = part (b, xz, s.inner, 0);
  x = convolve_part (b, cache, past, x);
  both = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_X, x);
  dt = part (b, both, rank, 0);
  first = part (b, both, s.state, 1);
  second = part (b, both, s.state, 1);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_DT_NORM) || b->shape->hints.norm_states)
    {
      dt = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_DT_NORM, dt);
      first = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_B_NORM, first);
      second = _edgekit_build_norm_as (b, EDGEKIT_OP_RMS_NORM, EDGEKIT_ROLE_SSM_C_NORM, second);
    }
  dt = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_DT, dt);
  values = _edgekit_graph_reshape (g, x, 1, s.inner, b->sequence_tokens, b->sequences);
  return gate_and_leave (b, &s, scan (b, &s, values, dt, first, second), x, z, s.inner, 0);
}

/* build_mamba2_layer */
static Id
build_mamba2 (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 joint = _edgekit_build_dim (b, EDGEKIT_ROLE_SSM_IN, 1);
  Scan s = { .inner = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_OUT, 0), 1) };
  guint64 head, kept;
  Id cache, past, all, z, mixed, dt, values, first, second;

  s.channels = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D, 1), s.inner);
  s.before = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SSM_CONV1D, 0), 1) - 1;
  s.heads = joint > s.inner + s.channels ? joint - s.inner - s.channels : 1;
  kept = b->layer->state_size / 4;
  s.state = kept > s.before * s.channels ? MAX ((kept - s.before * s.channels) / s.inner, 1) : 1;
  s.groups = MAX ((s.channels - s.inner) / 2 / s.state, 1);
  head = MAX (s.inner / s.heads, 1);
  past = past_of (b, &s, &cache);
  all = _edgekit_build_linear (b, EDGEKIT_ROLE_SSM_IN, x);
  all = _edgekit_graph_reshape (g, all, ne (b, all, 0), b->sequence_tokens, b->sequences, 1);
  z = part (b, all, head, s.heads);
  mixed = part (b, all, s.channels, 0);
  dt = part (b, all, s.heads, 0);
  mixed = convolve_part (b, cache, past, mixed);
  values = part (b, mixed, head, s.heads);
  first = part (b, mixed, s.state, s.groups);
  second = part (b, mixed, s.state, s.groups);
  dt = _edgekit_graph_cont (g, dt);
  dt = op2 (b, EDGEKIT_OP_ADD, dt, _edgekit_build_weight (b, EDGEKIT_ROLE_SSM_DT, TRUE));
  return gate_and_leave (b, &s, scan (b, &s, values, dt, first, second), values, z, head, s.heads);
}

/* build_shortconv_block of lfm2.cpp */
static Id
build_short_convolution (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 width = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SHORTCONV_OUT_PROJ, 0), 1);
  const guint64 before = MAX (_edgekit_build_dim (b, EDGEKIT_ROLE_SHORTCONV_CONV, 0), 1) - 1;
  Id cache, past, all, first, second, third, y;

  x = _edgekit_graph_reshape (g, x, ne (b, x, 0), b->sequence_tokens, b->sequences, 1);
  all = _edgekit_build_linear (b, EDGEKIT_ROLE_SHORTCONV_IN_PROJ, x);
  first = part (b, all, width, 0);
  second = part (b, all, width, 0);
  third = part (b, all, width, 0);
  x = _edgekit_graph_transpose (g, op2 (b, EDGEKIT_OP_MUL, first, third));
  cache = state_cache (b, before * width);
  past = _edgekit_build_state_rows (b, cache, before * width);
  past = _edgekit_graph_reshape (g, past, before, width, b->sequences, 1);
  x = with_past (b, cache, past, x);
  x = convolve (b, x, _edgekit_build_weight (b, EDGEKIT_ROLE_SHORTCONV_CONV, FALSE));
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_SHORTCONV_OUT_PROJ, op2 (b, EDGEKIT_OP_MUL, second, x));
  return _edgekit_graph_reshape (g, y, ne (b, y, 0), b->tokens, 1, 1);
}

Id
_edgekit_build_state (EdgeKitGraphBuilder *b, Id x)
{
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SHORTCONV_CONV))
    return build_short_convolution (b, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_X))
    return build_mamba (b, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_CONV1D_Q))
    return _edgekit_build_kda (b, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_BA) || _edgekit_build_has (b, EDGEKIT_ROLE_SSM_BETA))
    return _edgekit_build_delta (b, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_SSM_IN))
    return build_mamba2 (b, x);
  return x;
}
