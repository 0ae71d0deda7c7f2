/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-graph-private.h"

/* From the tokens to the logits: build_inp_embd, and what the graphs of the
 * files in llama.cpp's src/models have in common. */

/* build_inp_embd: the tokens' embeddings, and beside them what a batch of
 * embeddings, or of both, would need. It is never freed where nothing reads it. */
static Id
build_embeddings (EdgeKitGraphBuilder *b)
{
  EdgeKitGraph *g = b->graph;
  Id table = _edgekit_build_global (b, EDGEKIT_ROLE_TOKEN_EMBD, FALSE, 0);
  const guint64 width = b->shape->embedding;
  Id x = _edgekit_graph_get_rows (g, table, _edgekit_graph_input (g, EDGEKIT_I32, b->tokens, 1, 1, 1));
  Id mixed, slots;

  _edgekit_graph_expand (g, x);
  mixed = _edgekit_graph_get_rows (g, table, _edgekit_graph_input (g, EDGEKIT_I32, b->tokens, 1, 1, 1));
  _edgekit_graph_expand (g, mixed);
  _edgekit_graph_expand (g, _edgekit_graph_input (g, EDGEKIT_F32, width, b->tokens, 1, 1));
  slots = _edgekit_graph_input (g, EDGEKIT_I64, b->tokens, 1, 1, 1);
  _edgekit_graph_expand (g, _edgekit_graph_set_rows (
                                g, op1 (b, EDGEKIT_OP_DUP, _edgekit_graph_input (g, EDGEKIT_F32, width, b->tokens, 1, 1)),
                                mixed, slots));
  return x;
}

/* An encoder looks its positions up before it looks its tokens up. */
static Id
build_positions (EdgeKitGraphBuilder *b)
{
  Id table = _edgekit_build_global (b, EDGEKIT_ROLE_POSITION_EMBD, FALSE, 0), x;

  if (table == NONE)
    return NONE;
  x = _edgekit_graph_get_rows (b->graph, table, b->positions);
  if (b->shape->encoder)
    _edgekit_graph_expand (b->graph, x);
  return x;
}

static Id
add_positions (EdgeKitGraphBuilder *b, Id x, Id positions)
{
  EdgeKitGraph *g = b->graph;
  Id types = _edgekit_build_global (b, EDGEKIT_ROLE_TOKEN_TYPES, FALSE, 0);

  if (types != NONE)
    x = op2 (b, EDGEKIT_OP_ADD, x, _edgekit_graph_view (g, types, ne (b, types, 0), 1, 1, 1, 0, 0, 0));
  if (positions == NONE)
    return x;
  return b->shape->encoder ? op2 (b, EDGEKIT_OP_ADD, positions, x) : op2 (b, EDGEKIT_OP_ADD, x, positions);
}

static Id
norm_global (EdgeKitGraphBuilder *b, EdgeKitRole role, EdgeKitOp op, Id x, int device)
{
  Id w = _edgekit_build_global (b, role, FALSE, device), bias = _edgekit_build_global (b, role, TRUE, device);

  x = op1 (b, op, x);
  if (w != NONE)
    x = op2 (b, EDGEKIT_OP_MUL, x, w);
  return bias == NONE ? x : op2 (b, EDGEKIT_OP_ADD, x, bias);
}

static gboolean
has_global (const EdgeKitGraphBuilder *b, EdgeKitRole role)
{
  return _edgekit_shape_tensors_get (b->shape->globals, role, FALSE) != NULL;
}

static Id
rows_of (EdgeKitGraphBuilder *b, Id x)
{
  return _edgekit_graph_get_rows (b->graph, x, b->output_rows);
}

static gboolean
keeps_state (const EdgeKitGraphBuilder *b)
{
  return b->layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT || b->layer->kind == EDGEKIT_ATTENTION_KIND_HYBRID;
}

static gboolean
attends (const EdgeKitGraphBuilder *b)
{
  return _edgekit_build_has (b, EDGEKIT_ROLE_ATTN_Q) || _edgekit_build_has (b, EDGEKIT_ROLE_ATTN_QKV);
}

/* What mixes the tokens: attention, a state, or both side by side. */
static Id
mix (EdgeKitGraphBuilder *b, Id normed, Id x)
{
  Id y;

  if (b->layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT)
    return _edgekit_build_state (b, normed);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_KV_A_MQA))
    return _edgekit_build_latent (b, normed);
  if (!attends (b))
    return NONE;
  y = _edgekit_build_attention (b, normed);
  if (!keeps_state (b))
    return y;
  return op2 (b, EDGEKIT_OP_ADD, y, _edgekit_build_state (b, _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM, x)));
}

static Id
norm_input (EdgeKitGraphBuilder *b, EdgeKitRole role, Id x)
{
  return b->shape->hints.bare_norms ? _edgekit_build_norm (b, role, x) : _edgekit_build_norm_if (b, role, x);
}

/* The norm before the feed-forward part goes by several names; where another
 * one takes its place after attention, it is not that. */
static EdgeKitRole
feed_forward_norm (const EdgeKitGraphBuilder *b)
{
  if (_edgekit_build_has (b, EDGEKIT_ROLE_FFN_NORM) || b->shape->encoder)
    return EDGEKIT_ROLE_FFN_NORM;
  if (_edgekit_build_has (b, EDGEKIT_ROLE_POST_ATTENTION_NORM) && !_edgekit_build_has (b, EDGEKIT_ROLE_POST_FFW_NORM))
    return EDGEKIT_ROLE_POST_ATTENTION_NORM;
  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_OUTPUT_NORM) && !_edgekit_build_has (b, EDGEKIT_ROLE_LAYER_OUTPUT_NORM))
    return EDGEKIT_ROLE_ATTN_OUTPUT_NORM;
  return EDGEKIT_ROLE_FFN_NORM;
}

static gboolean
has_feed_forward (const EdgeKitGraphBuilder *b)
{
  return _edgekit_build_has (b, EDGEKIT_ROLE_FFN_DOWN) || _edgekit_build_has (b, EDGEKIT_ROLE_FFN_DOWN_EXPS);
}

/* Which of two sources comes first says whose place the sum takes. */
static Id
add_residual (EdgeKitGraphBuilder *b, Id y, Id x, guint which)
{
  return b->shape->hints.residual_first & which ? op2 (b, EDGEKIT_OP_ADD, x, y) : op2 (b, EDGEKIT_OP_ADD, y, x);
}

/* Without a norm of its own the feed-forward part sees what attention sees. */
static Id
beside (EdgeKitGraphBuilder *b, Id y, Id normed, Id x)
{
  Id z = _edgekit_build_has (b, EDGEKIT_ROLE_FFN_NORM) ? _edgekit_build_norm (b, EDGEKIT_ROLE_FFN_NORM, x) : normed;

  z = _edgekit_build_feed_forward (b, z);
  switch (b->shape->hints.parallel_sum)
    {
    case EDGEKIT_SUM_REST_BEFORE_ATTENTION:
      return op2 (b, EDGEKIT_OP_ADD, op2 (b, EDGEKIT_OP_ADD, z, x), y);
    case EDGEKIT_SUM_ATTENTION_FIRST:
      return op2 (b, EDGEKIT_OP_ADD, op2 (b, EDGEKIT_OP_ADD, y, z), x);
    case EDGEKIT_SUM_ATTENTION_AND_REST:
      return op2 (b, EDGEKIT_OP_ADD, z, op2 (b, EDGEKIT_OP_ADD, y, x));
    default:
      return op2 (b, EDGEKIT_OP_ADD, op2 (b, EDGEKIT_OP_ADD, z, y), x);
    }
}

static Id
behind_attention (EdgeKitGraphBuilder *b, Id y, Id x)
{
  const EdgeKitRole before = feed_forward_norm (b);

  if (before != EDGEKIT_ROLE_POST_ATTENTION_NORM)
    y = _edgekit_build_norm_if (b, EDGEKIT_ROLE_POST_ATTENTION_NORM, y);
  if (before != EDGEKIT_ROLE_ATTN_OUTPUT_NORM && !b->shape->encoder)
    y = _edgekit_build_norm_if (b, EDGEKIT_ROLE_ATTN_OUTPUT_NORM, y);
  x = add_residual (b, y, x, EDGEKIT_RESIDUAL_ATTENTION);
  return b->shape->encoder ? _edgekit_build_norm_if (b, EDGEKIT_ROLE_ATTN_OUTPUT_NORM, x) : x;
}

static Id
behind (EdgeKitGraphBuilder *b, Id x)
{
  const EdgeKitRole before = feed_forward_norm (b);
  Id z;

  if (!has_feed_forward (b))
    return x;
  z = _edgekit_build_feed_forward (b, norm_input (b, before, x));
  z = _edgekit_build_norm_if (b, EDGEKIT_ROLE_POST_FFW_NORM, z);
  if (!b->shape->encoder)
    z = _edgekit_build_norm_if (b, EDGEKIT_ROLE_LAYER_OUTPUT_NORM, z);
  x = add_residual (b, z, x, EDGEKIT_RESIDUAL_FEED_FORWARD);
  return b->shape->encoder ? _edgekit_build_norm_if (b, EDGEKIT_ROLE_LAYER_OUTPUT_NORM, x) : x;
}

static Id
build_layer (EdgeKitGraphBuilder *b, Id x, gboolean last)
{
  const EdgeKitRole before = feed_forward_norm (b);
  Id normed = norm_input (b, EDGEKIT_ROLE_ATTN_NORM, x), seen = normed, y;
  const gboolean parallel =
      b->shape->hints.parallel ||
      (has_feed_forward (b) && !b->shape->encoder && !b->shape->hints.bare_norms && !_edgekit_build_has (b, before) &&
       !_edgekit_build_has (b, EDGEKIT_ROLE_POST_FFW_NORM) && !_edgekit_build_has (b, EDGEKIT_ROLE_LAYER_OUTPUT_NORM));

  if (_edgekit_build_has (b, EDGEKIT_ROLE_ATTN_NORM_2))
    seen = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM_2, x);
  if (b->shape->hints.norm_early)
    _edgekit_graph_expand (b->graph, normed);
  y = mix (b, seen, x);
  if (y == NONE) /* only a feed-forward part */
    {
      y = _edgekit_build_feed_forward (b, normed);
      if (last)
        {
          y = rows_of (b, y);
          x = rows_of (b, x);
        }
      return op2 (b, EDGEKIT_OP_ADD, y, x);
    }
  if (b->layer->kind == EDGEKIT_ATTENTION_KIND_HYBRID)
    {
      x = behind_attention (b, y, x);
      return behind (b, last ? rows_of (b, x) : x);
    }
  if (last)
    {
      y = rows_of (b, y);
      x = rows_of (b, x);
      if (parallel)
        normed = rows_of (b, normed);
    }
  return parallel ? beside (b, y, normed, x) : behind (b, behind_attention (b, y, x));
}

/* A decoder of T5: biases by relative position, and attention to the encoder. */
static Id
build_decoder_layer (EdgeKitGraphBuilder *b, Id x, gboolean last)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitShapeLayer *layer = b->layer;
  Id relative = _edgekit_build_weight (b, EDGEKIT_ROLE_ATTN_REL_B, FALSE);
  const guint64 cells = ne (b, b->position_buckets, 0);
  Id normed = _edgekit_build_norm (b, EDGEKIT_ROLE_ATTN_NORM, x), q, k, v, bias = NONE, y, rest;

  q = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_Q, normed), layer->key_length,
                              layer->heads, b->tokens, 1);
  k = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_K, normed), layer->key_length,
                              layer->kv_heads, b->tokens, 1);
  v = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_V, normed), layer->value_length,
                              layer->kv_heads, b->tokens, 1);
  if (relative != NONE)
    b->relative = relative; /* the first layer's serves all that have none */
  if (b->relative != NONE)
    {
      Id buckets = _edgekit_graph_reshape (g, b->position_buckets, cells * b->tokens, 1, 1, 1);

      bias = _edgekit_graph_get_rows (g, b->relative, buckets);
      _edgekit_graph_mark_cells (g, bias, 1);
      bias = _edgekit_graph_reshape (g, bias, ne (b, b->relative, 0), cells, b->tokens, 1);
      bias = _edgekit_graph_permute (g, bias, 2, 0, 1, 3);
      _edgekit_graph_mark_cells (g, bias, 0);
      bias = _edgekit_graph_cont (g, bias);
    }
  y = _edgekit_build_linear (b, EDGEKIT_ROLE_ATTN_O, _edgekit_build_self (b, q, k, v, bias));
  rest = op2 (b, EDGEKIT_OP_ADD, y, x);
  if (_edgekit_build_has (b, EDGEKIT_ROLE_CROSS_ATTN_Q))
    {
      const guint64 encoded = ne (b, b->encoded, 1);

      x = rest;
      normed = _edgekit_build_norm (b, EDGEKIT_ROLE_CROSS_ATTN_NORM, x);
      q = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_CROSS_ATTN_Q, normed), layer->key_length,
                                  layer->heads, b->tokens, 1);
      k = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_CROSS_ATTN_K, b->encoded),
                                  layer->key_length, layer->kv_heads, encoded, 1);
      v = _edgekit_graph_reshape (g, _edgekit_build_linear (b, EDGEKIT_ROLE_CROSS_ATTN_V, b->encoded),
                                  layer->value_length, layer->kv_heads, encoded, 1);
      _edgekit_graph_expand (g, q);
      _edgekit_graph_expand (g, k);
      _edgekit_graph_expand (g, v);
      y = _edgekit_build_attend (b, q, k, v, NONE, b->cross_mask, NONE, FALSE);
      y = _edgekit_build_linear (b, EDGEKIT_ROLE_CROSS_ATTN_O, y);
      if (last)
        {
          y = rows_of (b, y);
          x = rows_of (b, x);
        }
      rest = op2 (b, EDGEKIT_OP_ADD, y, x);
    }
  else if (last)
    rest = rows_of (b, rest);
  y = _edgekit_build_feed_forward (b, _edgekit_build_norm (b, EDGEKIT_ROLE_FFN_NORM, rest));
  return op2 (b, EDGEKIT_OP_ADD, y, rest);
}

static void
enter (EdgeKitGraphBuilder *b, const EdgeKitGraphLayout *layout, guint i)
{
  b->layer = _edgekit_shape_layer (b->shape, i);
  b->tensors = b->layer->tensors;
  b->index = i;
  b->device = layout->devices[i];
  b->expert_device = layout->expert_devices[i];
}

static gboolean
has_cross_attention (const EdgeKitShape *shape)
{
  return shape->layers->len > 0 &&
         _edgekit_shape_tensors_get (_edgekit_shape_layer (shape, 0)->tensors, EDGEKIT_ROLE_CROSS_ATTN_Q, FALSE);
}

static gboolean
has_state (const EdgeKitShape *shape)
{
  for (guint i = 0; i < shape->layers->len; i++)
    if (_edgekit_shape_layer (shape, i)->state_size > 0)
      return TRUE;
  return FALSE;
}

static void
build_inputs (EdgeKitGraphBuilder *b)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitGraphHints *hints = &b->shape->hints;

  b->positions = _edgekit_graph_input (g, EDGEKIT_I32, b->tokens * hints->position_parts, 1, 1, 1);
  b->output_rows = _edgekit_graph_input (g, EDGEKIT_I32, b->settings->outputs, 1, 1, 1);
  if (hints->scale_positions)
    b->scale = _edgekit_graph_input (g, EDGEKIT_F32, 1, 1, b->tokens, 1);
  if (b->shape->encoder)
    _edgekit_build_encoder_masks (b);
  else
    _edgekit_build_caches (b);
  if (has_state (b->shape))
    _edgekit_build_state_inputs (b);
  if (!has_cross_attention (b->shape))
    return;
  b->position_buckets = _edgekit_graph_input (g, EDGEKIT_I32, b->settings->cells, b->tokens, 1, 1);
  _edgekit_graph_mark_cells (g, b->position_buckets, 0);
  b->encoded = _edgekit_graph_input (g, EDGEKIT_F32, b->shape->embedding, MAX (hints->encoded_tokens, 1), 1, 1);
  b->cross_mask = _edgekit_graph_input (g, b->settings->flash_attention ? EDGEKIT_F16 : EDGEKIT_F32,
                                        MAX (hints->encoded_tokens, 1), b->tokens, 1, 1);
}

static void
build_pooling (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  Id y = x;

  switch (b->shape->hints.pooling)
    {
    case 0:
      return;
    case 1:
      y = _edgekit_graph_mul_mat (g, _edgekit_graph_cont (g, _edgekit_graph_transpose (g, x)),
                                  _edgekit_graph_input (g, EDGEKIT_F32, ne (b, x, 1), b->sequences, 1, 1));
      break;
    default:
      y = _edgekit_graph_get_rows (g, x, _edgekit_graph_input (g, EDGEKIT_I32, b->sequences, 1, 1, 1));
      break;
    }
  _edgekit_graph_tensor (g, y)->flags |= EDGEKIT_TENSOR_OUTPUT;
  _edgekit_graph_expand (g, y);
}

static void
build_output (EdgeKitGraphBuilder *b, Id x)
{
  EdgeKitGraph *g = b->graph;
  const EdgeKitOp norm = b->shape->hints.layer_norm ? EDGEKIT_OP_NORM : EDGEKIT_OP_RMS_NORM;
  const EdgeKitRole role = has_global (b, EDGEKIT_ROLE_OUTPUT) ? EDGEKIT_ROLE_OUTPUT : EDGEKIT_ROLE_TOKEN_EMBD;
  Id bias = _edgekit_build_global (b, EDGEKIT_ROLE_OUTPUT, TRUE, b->output_device), logits;

  /* some files call the last norm that of the embeddings */
  if (has_global (b, EDGEKIT_ROLE_OUTPUT_NORM) || b->shape->hints.bare_norms)
    x = norm_global (b, EDGEKIT_ROLE_OUTPUT_NORM, norm, x, b->output_device);
  else if (b->shape->hints.last_norm_first)
    x = norm_global (b, EDGEKIT_ROLE_TOKEN_EMBD_NORM, norm, x, b->output_device);
  _edgekit_graph_tensor (g, x)->flags |= EDGEKIT_TENSOR_OUTPUT;
  if (b->shape->encoder)
    {
      _edgekit_graph_expand (g, x);
      build_pooling (b, x);
      return;
    }
  logits = _edgekit_graph_mul_mat (g, _edgekit_build_global (b, role, FALSE, b->output_device), x);
  if (bias != NONE)
    logits = op2 (b, EDGEKIT_OP_ADD, logits, bias);
  _edgekit_graph_tensor (g, logits)->flags |= EDGEKIT_TENSOR_OUTPUT;
  _edgekit_graph_expand (g, logits);
}

void
_edgekit_llama_graph_build (EdgeKitGraph *graph, const EdgeKitShape *shape, const EdgeKitSettings *settings,
                            const EdgeKitGraphLayout *layout, const guint16 *chosen, guint n_chosen)
{
  EdgeKitGraphBuilder builder = {
    .graph = graph, .shape = shape, .settings = settings, .in_full = layout->in_full, .tokens = settings->tokens,
    .sequences = settings->parallel, .sequence_tokens = MAX (settings->tokens / settings->parallel, 1),
    .scale = NONE, .relative = NONE, .per_layer = NONE, .encoded = NONE, .carried = NONE, .position_buckets = NONE, .cross_mask = NONE,
  };
  EdgeKitGraphBuilder *b = &builder;
  const gboolean versions = has_global (b, EDGEKIT_ROLE_ALTUP_PROJ), crossed = has_cross_attention (shape);
  Id x, positions;

  _edgekit_graph_clear (graph);
  b->first_device = layout->devices[0];
  b->output_device = layout->devices[shape->layers->len];
  build_inputs (b);
  positions = build_positions (b);
  x = add_positions (b, build_embeddings (b), positions);
  if (has_global (b, EDGEKIT_ROLE_TOKEN_EMBD_NORM) && !shape->hints.last_norm_first)
    x = norm_global (b, EDGEKIT_ROLE_TOKEN_EMBD_NORM, EDGEKIT_OP_NORM, x, b->first_device);
  if (shape->hints.scale_rows) /* tokens and embeddings are scaled by different factors */
    {
      x = op2 (b, EDGEKIT_OP_MUL, x, _edgekit_graph_input (graph, EDGEKIT_F32, 1, b->tokens, 1, 1));
      _edgekit_graph_expand (graph, x);
    }
  if (versions)
    x = _edgekit_build_altup_start (b, x);
  for (guint i = 0; i < n_chosen; i++)
    {
      const gboolean last = i + 1 == n_chosen;

      enter (b, layout, chosen[i]);
      if (versions)
        x = _edgekit_build_altup_layer (b, x);
      else if (crossed)
        x = build_decoder_layer (b, x, last);
      else if (_edgekit_build_has (b, EDGEKIT_ROLE_TIME_MIX_KEY))
        x = _edgekit_build_rwkv_layer (b, x, last);
      else
        x = build_layer (b, x, last);
    }
  if (versions)
    x = _edgekit_build_altup_end (b, x);
  build_output (b, x);
}
