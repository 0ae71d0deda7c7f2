/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* Alternating updates, learned augmented residuals and inputs of each layer:
 * models/gemma3n.cpp. Several versions of the hidden state go side by side. */

static guint64
n_versions (const EdgeKitGraphBuilder *b)
{
  const EdgeKitShapeTensor *t = _edgekit_shape_tensors_get (b->shape->globals, EDGEKIT_ROLE_ALTUP_PROJ, FALSE);

  return t ? t->ne[2] + 1 : 1;
}

/* One of the versions. */
static Id
version (EdgeKitGraphBuilder *b, Id x)
{
  return _edgekit_graph_view (b->graph, x, ne (b, x, 0), ne (b, x, 1), 1, 1, 0, 0, 0);
}

static Id
magnitude (EdgeKitGraphBuilder *b, Id x)
{
  return op1 (b, EDGEKIT_OP_SQRT, _edgekit_graph_sum_rows (b->graph, op1 (b, EDGEKIT_OP_SQR, x)));
}

static Id
scale_to (EdgeKitGraphBuilder *b, Id x, Id target)
{
  Id own = magnitude (b, x);

  return op2 (b, EDGEKIT_OP_DIV, op2 (b, EDGEKIT_OP_MUL, x, target), own);
}

static Id
layer_inputs (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeTensor *norm = _edgekit_shape_tensors_get (b->shape->globals, EDGEKIT_ROLE_PER_LAYER_PROJ_NORM, FALSE);
  const guint64 width = norm ? norm->ne[0] : 1, layers = b->shape->layers->len;
  Id tokens = _edgekit_graph_input (g, EDGEKIT_I32, b->tokens, 1, 1, 1);
  Id own = _edgekit_graph_get_rows (g, _edgekit_build_global (b, EDGEKIT_ROLE_PER_LAYER_TOKEN_EMBD, FALSE, 0), tokens);
  Id projected;

  own = _edgekit_graph_reshape (g, own, width, layers, b->tokens, 1);
  own = op1 (b, EDGEKIT_OP_SCALE, own);
  _edgekit_graph_expand (g, own);
  projected = _edgekit_graph_mul_mat (
      g, _edgekit_build_global (b, EDGEKIT_ROLE_PER_LAYER_MODEL_PROJ, FALSE, b->first_device), x);
  projected = op1 (b, EDGEKIT_OP_SCALE, projected);
  projected = _edgekit_graph_reshape (g, projected, width, layers, b->tokens, 1);
  projected = op1 (b, EDGEKIT_OP_RMS_NORM, projected);
  projected = op2 (b, EDGEKIT_OP_MUL, projected,
                   _edgekit_build_global (b, EDGEKIT_ROLE_PER_LAYER_PROJ_NORM, FALSE, b->first_device));
  own = op2 (b, EDGEKIT_OP_ADD, projected, own);
  own = op1 (b, EDGEKIT_OP_SCALE, own);
  return _edgekit_graph_cont (g, _edgekit_graph_permute (g, own, 0, 2, 1, 3));
}

Id
_edgekit_build_altup_start (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 more = n_versions (b) - 1;
  Id target, added;

  b->per_layer = layer_inputs (b, x);
  target = magnitude (b, x);
  added = _edgekit_graph_repeat (g, x, ne (b, x, 0), b->tokens, more, 1);
  added = _edgekit_graph_mul_mat (g, _edgekit_build_global (b, EDGEKIT_ROLE_ALTUP_PROJ, FALSE, b->output_device), added);
  return _edgekit_graph_concat (g, x, scale_to (b, added, target), 2);
}

static Id
modalities (EdgeKitGraphBuilder *b, Id x)
{
  x = op1 (b, EDGEKIT_OP_SCALE, _edgekit_build_norm (b, EDGEKIT_ROLE_ALTUP_ROUTER_NORM, x));
  return op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_ALTUP_ROUTER, x));
}

static Id
predict (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 n = n_versions (b);
  Id factors = _edgekit_build_linear (b, EDGEKIT_ROLE_ALTUP_PREDICT_COEF, modalities (b, version (b, x))), y;

  factors = _edgekit_graph_reshape (g, factors, n, n, b->tokens, 1);
  y = _edgekit_graph_cont (g, _edgekit_graph_permute (g, x, 1, 2, 0, 3));
  y = _edgekit_graph_mul_mat (g, y, factors);
  y = _edgekit_graph_cont (g, _edgekit_graph_permute (g, y, 0, 2, 1, 3));
  return op2 (b, EDGEKIT_OP_ADD, y, x);
}

static Id
correct (EdgeKitGraphBuilder *b, Id predictions, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 n = n_versions (b);
  Id m = modalities (b, x);
  Id news = op2 (b, EDGEKIT_OP_SUB, x, version (b, predictions));
  Id factors = op1 (b, EDGEKIT_OP_SCALE, _edgekit_build_linear (b, EDGEKIT_ROLE_ALTUP_CORRECT_COEF, m));

  factors = _edgekit_graph_cont_4d (g, _edgekit_graph_transpose (g, factors), 1, b->tokens, n, 1);
  news = _edgekit_graph_repeat (g, news, ne (b, news, 0), b->tokens, n, 1);
  news = op2 (b, EDGEKIT_OP_MUL, news, factors);
  return op2 (b, EDGEKIT_OP_ADD, news, predictions);
}

static Id
attend (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeLayer *layer = b->layer;
  Id q = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q, x), k = NONE, v = NONE;

  /* a layer that reads the cache of an earlier one has weights for it all the same */
  if (layer->kind != EDGEKIT_ATTENTION_KIND_NONE)
    {
      k = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_K, x);
      v = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_V, x);
    }
  q = _edgekit_graph_reshape (g, q, layer->key_length, layer->heads, b->tokens, 1);
  if (k != NONE)
    {
      k = _edgekit_graph_reshape (g, k, layer->key_length, layer->kv_heads, b->tokens, 1);
      v = _edgekit_graph_reshape (g, v, layer->value_length, layer->kv_heads, b->tokens, 1);
    }
  q = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_Q_NORM, q);
  if (k != NONE)
    {
      k = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_K_NORM, k);
      v = op1 (b, EDGEKIT_OP_RMS_NORM, v);
      q = _edgekit_build_rope (b, q);
      k = _edgekit_build_rope (b, k);
    }
  else
    q = _edgekit_build_rope (b, q);
  return _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_OUTPUT, _edgekit_build_self (b, q, k, v, NONE));
}

/* Only the largest of a row, by its mean and deviation. */
static Id
sparse (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (g, x);
  Id mean = _edgekit_graph_result (g, EDGEKIT_OP_MEAN, EDGEKIT_F32, 1, t->ne[1], t->ne[2], t->ne[3], &x, 1);
  Id deviation = _edgekit_graph_sum_rows (g, op1 (b, EDGEKIT_OP_SQR, op2 (b, EDGEKIT_OP_SUB, x, mean)));
  Id cutoff;

  deviation = op1 (b, EDGEKIT_OP_SQRT, op1 (b, EDGEKIT_OP_SCALE, deviation));
  cutoff = op2 (b, EDGEKIT_OP_ADD, mean, op1 (b, EDGEKIT_OP_SCALE, deviation));
  return op1 (b, EDGEKIT_OP_UNARY, op2 (b, EDGEKIT_OP_SUB, x, cutoff));
}

static Id
feed_forward (EdgeKitGraphBuilder *b, Id x)
{
  Id up = _edgekit_build_linear (b, EDGEKIT_ROLE_FFN_UP, x);
  Id gate = _edgekit_build_linear (b, EDGEKIT_ROLE_FFN_GATE, x);

  if (b->index < b->shape->hints.sparse_layers)
    gate = sparse (b, gate);
  gate = op1 (b, EDGEKIT_OP_UNARY, gate);
  return _edgekit_build_linear (b, EDGEKIT_ROLE_FFN_DOWN, op2 (b, EDGEKIT_OP_MUL, up, gate));
}

Id
_edgekit_build_altup_layer (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 width = ne (b, x, 0), more = n_versions (b) - 1;
  Id predictions = predict (b, x), active = version (b, predictions);
  Id y = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM, active), side, gate, rest;

  side = _edgekit_build_linear (b, EDGEKIT_ROLE_LAUREL_L, y);
  side = _edgekit_build_linear (b, EDGEKIT_ROLE_LAUREL_R, side);
  side = op2 (b, EDGEKIT_OP_ADD, _edgekit_build_norm (b, EDGEKIT_ROLE_LAUREL_POST_NORM, side), y);
  y = _edgekit_build_norm (b, EDGEKIT_ROLE_POST_ATTENTION_NORM, attend (b, y));
  y = op2 (b, EDGEKIT_OP_ADD, y, active);
  side = op1 (b, EDGEKIT_OP_SCALE, op2 (b, EDGEKIT_OP_ADD, y, side));
  y = feed_forward (b, _edgekit_build_norm (b, EDGEKIT_ROLE_FFN_NORM, side));
  y = op2 (b, EDGEKIT_OP_ADD, _edgekit_build_norm (b, EDGEKIT_ROLE_POST_FFW_NORM, y), side);
  x = correct (b, predictions, y);
  y = op2 (b, EDGEKIT_OP_MUL, version (b, x), _edgekit_build_weight (b, EDGEKIT_ROLE_ALTUP_CORRECT_SCALE, FALSE));
  y = op1 (b, EDGEKIT_OP_UNARY, _edgekit_build_linear (b, EDGEKIT_ROLE_INP_GATE, y));
  gate = _edgekit_graph_view (g, b->per_layer, ne (b, b->per_layer, 0), b->tokens, 1, 1, 0, 0, 0);
  y = op2 (b, EDGEKIT_OP_MUL, y, gate);
  y = _edgekit_build_norm (b, EDGEKIT_ROLE_POST_NORM, _edgekit_build_linear (b, EDGEKIT_ROLE_PROJ, y));
  rest = _edgekit_graph_view (g, x, width, b->tokens, more, 1, 0, 0, 0);
  rest = op2 (b, EDGEKIT_OP_ADD, rest, y);
  return _edgekit_graph_concat (g, version (b, x), rest, 2);
}

Id
_edgekit_build_altup_end (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const guint64 more = n_versions (b) - 1;
  Id target = magnitude (b, version (b, x));
  Id others = _edgekit_graph_view (g, x, ne (b, x, 0), b->tokens, more, 1, 0, 0, 0), y;

  others = _edgekit_graph_mul_mat (g, _edgekit_build_global (b, EDGEKIT_ROLE_ALTUP_UNEMBD_PROJ, FALSE, b->output_device), others);
  others = scale_to (b, others, target);
  y = version (b, x);
  for (guint64 i = 0; i < MIN (more, 8); i++)
    y = op2 (b, EDGEKIT_OP_ADD, y, version (b, others));
  y = op1 (b, EDGEKIT_OP_SCALE, y);
  return _edgekit_graph_get_rows (g, y, b->output_rows);
}
