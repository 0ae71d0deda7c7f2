/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* Weights, norms and feed-forward parts: build_norm, build_ffn and
 * build_moe_ffn of llama-graph.cpp. */

static const EdgeKitShapeTensor *
find (const EdgeKitShapeTensors *tensors, EdgeKitRole role, gboolean bias)
{
  return _edgekit_shape_tensors_get (tensors, role, bias);
}

gboolean
_edgekit_build_has (const EdgeKitGraphBuilder *b, EdgeKitRole role)
{
  return find (b->tensors, role, FALSE) != NULL;
}

guint64
_edgekit_build_dim (const EdgeKitGraphBuilder *b, EdgeKitRole role, guint i)
{
  const EdgeKitShapeTensor *t = find (b->tensors, role, FALSE);

  return t ? t->ne[i] : 0;
}

static gboolean
is_expert (EdgeKitRole role)
{
  return role == EDGEKIT_ROLE_FFN_GATE_EXPS || role == EDGEKIT_ROLE_FFN_UP_EXPS || role == EDGEKIT_ROLE_FFN_DOWN_EXPS ||
         role == EDGEKIT_ROLE_FFN_GATE_UP_EXPS;
}

Id
_edgekit_build_weight (EdgeKitGraphBuilder *b, EdgeKitRole role, gboolean bias)
{
  const EdgeKitShapeTensor *t = find (b->tensors, role, bias);

  return t ? _edgekit_graph_weight (b->graph, t->ne, t->bytes, is_expert (role) ? b->expert_device : b->device) : NONE;
}

Id
_edgekit_build_global (EdgeKitGraphBuilder *b, EdgeKitRole role, gboolean bias, int device)
{
  const EdgeKitShapeTensor *t = find (b->shape->globals, role, bias);

  /* what several layers use is one tensor on each device, and copied once */
  if (!t || (b->last_global == t && b->last_device == device))
    return t ? b->last_id : NONE;
  b->last_global = t;
  b->last_device = device;
  b->last_id = _edgekit_graph_weight (b->graph, t->ne, t->bytes, device);
  return b->last_id;
}

Id
_edgekit_build_linear (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x)
{
  Id w = _edgekit_build_weight (b, role, FALSE);
  Id bias = _edgekit_build_weight (b, role, TRUE);

  if (w != NONE)
    x = _edgekit_graph_mul_mat (b->graph, w, x);
  return bias == NONE ? x : op2 (b, EDGEKIT_OP_ADD, x, bias);
}

Id
_edgekit_build_norm_as (EdgeKitGraphBuilder *b, EdgeKitOp op, EdgeKitRole role, Id x)
{
  Id w = _edgekit_build_weight (b, role, FALSE);
  Id bias = _edgekit_build_weight (b, role, TRUE);

  x = op1 (b, op, x);
  if (w != NONE)
    x = op2 (b, EDGEKIT_OP_MUL, x, w);
  return bias == NONE ? x : op2 (b, EDGEKIT_OP_ADD, x, bias);
}

Id
_edgekit_build_norm (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x)
{
  return _edgekit_build_norm_as (b, b->shape->hints.layer_norm ? EDGEKIT_OP_NORM : EDGEKIT_OP_RMS_NORM, role, x);
}

Id
_edgekit_build_norm_if (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x)
{
  return _edgekit_build_has (b, role) ? _edgekit_build_norm (b, role, x) : x;
}

/* build_ffn: gate and up side by side, or in one tensor, or no gate. */
Id
_edgekit_build_dense (EdgeKitGraphBuilder *b, EdgeKitRole gate, EdgeKitRole up, EdgeKitRole down, Id x)
{
  guint64 width = _edgekit_build_dim (b, down, 0);
  Id wide = _edgekit_build_linear (b, up, x);
  Id y;

  if (_edgekit_build_has (b, gate) && b->shape->hints.gate_apart)
    {
      y = op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, gate, x));
      y = op2 (b, EDGEKIT_OP_MUL, y, wide);
    }
  else if (_edgekit_build_has (b, gate))
    y = _edgekit_graph_glu (b->graph, _edgekit_build_linear (b, gate, x), wide);
  else if (width && ne (b, wide, 0) == 2 * width)
    y = _edgekit_graph_glu (b->graph, wide, NONE);
  else
    {
      y = op1 (b, EDGEKIT_OP_UNARY, wide);
      if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_ACT))
        y = op2 (b, EDGEKIT_OP_DIV, y, _edgekit_build_weight (b, EDGEKIT_ROLE_FFN_ACT, FALSE));
      else if (b->shape->hints.squared)
        y = op1 (b, EDGEKIT_OP_SQR, y);
    }
  if (up == EDGEKIT_ROLE_FFN_UP)
    y = _edgekit_build_norm_if (b, EDGEKIT_ROLE_FFN_SUB_NORM, y);
  return _edgekit_build_linear (b, down, y);
}

/* The choice among groups of experts first. */
static Id
choose_groups (EdgeKitGraphBuilder *b, Id scores, guint64 n_experts)
{
  EdgeKitGraph *g = b->graph;
  const guint64 groups = b->shape->hints.expert_groups, used = b->shape->hints.expert_groups_used;
  const guint64 n = n_experts / groups, tokens = ne (b, scores, 1);
  Id grouped = _edgekit_graph_reshape (g, scores, n, groups, tokens, 1);
  Id best = _edgekit_graph_argsort_top (g, grouped, 2);
  Id chosen;

  best = _edgekit_graph_get_rows (g, _edgekit_graph_reshape (g, grouped, 1, n, groups, tokens), best);
  best = _edgekit_graph_sum_rows (g, _edgekit_graph_reshape (g, best, 2, groups, tokens, 1));
  best = _edgekit_graph_reshape (g, best, groups, tokens, 1, 1);
  chosen = _edgekit_graph_argsort_top (g, best, used);
  scores = _edgekit_graph_get_rows (g, grouped, chosen);
  scores = _edgekit_graph_set_rows (g, op1 (b, EDGEKIT_OP_FILL, grouped), scores, chosen);
  return _edgekit_graph_reshape (g, scores, n_experts, tokens, 1, 1);
}

static Id
expert_linear (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x, Id chosen)
{
  Id bias = _edgekit_build_weight (b, role, TRUE);

  x = _edgekit_graph_mul_mat_id (b->graph, _edgekit_build_weight (b, role, FALSE), x, chosen);
  return bias == NONE ? x : _edgekit_graph_ternary (b->graph, EDGEKIT_OP_ADD_ID, x, bias, chosen);
}

static Id
expert_gate (EdgeKitGraphBuilder *b, Id x, Id chosen)
{
  EdgeKitGraph *g = b->graph;
  Id up, both;

  if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_GATE_UP_EXPS))
    {
      const EdgeKitGraphTensor *t;
      Id gate;

      both = expert_linear (b, EDGEKIT_ROLE_FFN_GATE_UP_EXPS, x, chosen);
      t = _edgekit_graph_tensor (g, both);
      gate = _edgekit_graph_view (g, both, t->ne[0] / 2, t->ne[1], t->ne[2], 1, t->nb[1], t->nb[2], t->nb[3]);
      t = _edgekit_graph_tensor (g, both);
      up = _edgekit_graph_view (g, both, t->ne[0] / 2, t->ne[1], t->ne[2], 1, t->nb[1], t->nb[2], t->nb[3]);
      return _edgekit_graph_glu (g, gate, up);
    }
  up = expert_linear (b, EDGEKIT_ROLE_FFN_UP_EXPS, x, chosen);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_GATE_EXPS))
    return _edgekit_graph_glu (g, expert_linear (b, EDGEKIT_ROLE_FFN_GATE_EXPS, x, chosen), up);
  up = op1 (b, EDGEKIT_OP_UNARY, up);
  return b->shape->hints.squared ? op1 (b, EDGEKIT_OP_SQR, up) : up;
}

/* More than any model uses for one token. */
#define MAX_EXPERTS 64

/* The results of the experts, added up: one tensor more is all that it takes,
 * however many they are, and so three stand for all where only sizes count. */
static Id
add_experts (EdgeKitGraphBuilder *b, Id experts, guint64 used)
{
  EdgeKitGraph *g = b->graph;
  const guint64 width = ne (b, experts, 0), tokens = ne (b, experts, 2);
  const guint64 n = MIN (used, b->in_full ? MAX_EXPERTS : 3);
  const guint64 stride = _edgekit_graph_tensor (g, experts)->nb[2];
  Id views[MAX_EXPERTS], sum;

  _edgekit_graph_expand (g, experts);
  for (guint64 i = 0; i < n; i++)
    {
      views[i] = _edgekit_graph_view (g, experts, width, tokens, 1, 1, stride, 0, 0);
      _edgekit_graph_expand (g, views[i]);
    }
  if (n <= 1)
    return n ? _edgekit_graph_cont (g, views[0]) : experts;
  sum = views[0];
  for (guint64 i = 1; i < n; i++)
    {
      sum = op2 (b, EDGEKIT_OP_ADD, sum, views[i]);
      _edgekit_graph_expand (g, sum);
    }
  return sum;
}

/* Weights of the chosen experts, from the scores of all of them. */
static Id
expert_weights (EdgeKitGraphBuilder *b, Id scores, Id chosen, guint64 n_experts, guint64 used, guint64 tokens)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphHints *hints = &b->shape->hints;
  Id weights = _edgekit_graph_get_rows (g, _edgekit_graph_reshape (g, scores, 1, n_experts, tokens, 1), chosen);

  if (hints->gating == EDGEKIT_GATING_SOFT_MAX_LATE)
    {
      weights = op1 (b, EDGEKIT_OP_SOFT_MAX, _edgekit_graph_reshape (g, weights, used, tokens, 1, 1));
      weights = _edgekit_graph_reshape (g, weights, 1, used, tokens, 1);
    }
  if (hints->gating == EDGEKIT_GATING_SIGMOID_LATE)
    weights = op1 (b, EDGEKIT_OP_UNARY, weights);
  if (hints->normalise_weights)
    {
      Id sum;

      weights = _edgekit_graph_reshape (g, weights, used, tokens, 1, 1);
      sum = _edgekit_graph_set_in_place (g, EDGEKIT_OP_CLAMP, _edgekit_graph_sum_rows (g, weights));
      weights = op2 (b, EDGEKIT_OP_DIV, weights, sum);
      weights = _edgekit_graph_reshape (g, weights, 1, used, tokens, 1);
    }
  if (hints->scale_weights)
    weights = op1 (b, EDGEKIT_OP_SCALE, weights);
  _edgekit_graph_expand (g, weights);
  return weights;
}

static Id
experts (EdgeKitGraphBuilder *b, Id x, Id scored)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphHints *hints = &b->shape->hints;
  const guint64 n_experts = _edgekit_build_dim (b, EDGEKIT_ROLE_FFN_GATE_INP, 1);
  const guint64 used = CLAMP (b->shape->experts_used, 1, MAX (n_experts, 1));
  const guint64 width = ne (b, x, 0), tokens = ne (b, x, 1);
  Id scores = _edgekit_build_linear (b, EDGEKIT_ROLE_FFN_GATE_INP, scored);
  Id probabilities = scores, selection, chosen, weights;

  if (hints->gating == EDGEKIT_GATING_SOFT_MAX)
    probabilities = op1 (b, EDGEKIT_OP_SOFT_MAX, scores);
  else if (hints->gating == EDGEKIT_GATING_SIGMOID || hints->gating == EDGEKIT_GATING_SIGMOID_BEFORE)
    probabilities = op1 (b, EDGEKIT_OP_UNARY, scores);
  selection = probabilities;
  if (find (b->tensors, EDGEKIT_ROLE_EXP_PROBS_B, TRUE) || _edgekit_build_has (b, EDGEKIT_ROLE_EXP_PROBS_B))
    {
      gboolean bias = !_edgekit_build_has (b, EDGEKIT_ROLE_EXP_PROBS_B);

      selection = op2 (b, EDGEKIT_OP_ADD, probabilities, _edgekit_build_weight (b, EDGEKIT_ROLE_EXP_PROBS_B, bias));
    }
  if (hints->gating == EDGEKIT_GATING_SIGMOID_BEFORE)
    selection = scores;
  if (hints->expert_groups > 1 && n_experts >= 2 * hints->expert_groups)
    selection = choose_groups (b, selection, n_experts);
  chosen = _edgekit_graph_argsort_top (g, selection, used);
  weights = expert_weights (b, probabilities, chosen, n_experts, used, tokens);
  x = _edgekit_graph_reshape (g, x, width, 1, tokens, 1);
  if (hints->gating == EDGEKIT_GATING_SIGMOID_BEFORE)
    x = op2 (b, EDGEKIT_OP_MUL, _edgekit_graph_repeat (g, x, width, used, tokens, 1), weights);
  x = expert_gate (b, x, chosen);
  x = expert_linear (b, EDGEKIT_ROLE_FFN_DOWN_EXPS, x, chosen);
  if (hints->gating != EDGEKIT_GATING_SIGMOID_BEFORE)
    x = op2 (b, EDGEKIT_OP_MUL, x, weights);
  return add_experts (b, x, used);
}

static Id
shared_expert (EdgeKitGraphBuilder *b, Id x)
{
  Id y = _edgekit_build_dense (b, EDGEKIT_ROLE_FFN_GATE_SHEXP, EDGEKIT_ROLE_FFN_UP_SHEXP, EDGEKIT_ROLE_FFN_DOWN_SHEXP,
                               x);

  if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_GATE_INP_SHEXP))
    y = op2 (b, EDGEKIT_OP_MUL, y,
             op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_FFN_GATE_INP_SHEXP, x)));
  return y;
}

Id
_edgekit_build_feed_forward (EdgeKitGraphBuilder *b, Id x)
{
  Id y;

  if (!_edgekit_build_has (b, EDGEKIT_ROLE_FFN_GATE_INP) || !_edgekit_build_has (b, EDGEKIT_ROLE_FFN_DOWN_EXPS))
    return _edgekit_build_has (b, EDGEKIT_ROLE_FFN_DOWN)
               ? _edgekit_build_dense (b, EDGEKIT_ROLE_FFN_GATE, EDGEKIT_ROLE_FFN_UP, EDGEKIT_ROLE_FFN_DOWN, x)
               : x;
  y = experts (b, x, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_UP_SHEXP))
    y = op2 (b, EDGEKIT_OP_ADD, y, shared_expert (b, x));
  return y;
}
