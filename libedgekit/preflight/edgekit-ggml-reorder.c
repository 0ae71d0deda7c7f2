/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-ggml-backend-private.h"

/* ggml_vk_graph_optimize of ggml-vulkan.cpp: nodes that depend on nothing that
 * is still open are pulled forward, but what can be one operation stays
 * together. Other nodes are alive at the same time then, and so the order
 * counts for memory. */

#define LOOK_AHEAD 20
#define LOOK_FOR 15

typedef struct
{
  EdgeKitGraph *graph;
  const EdgeKitTensorId *nodes;
  guint n;
  gboolean *used;  /* by place */
  gboolean *done;  /* by tensor */
  guint first;     /* the first place that is open */
  guint set[64];   /* places that go next */
  guint n_set;
  EdgeKitTensorId kept; /* what must live until the present set is done, or EDGEKIT_NO_TENSOR */
  EdgeKitTensorList *order;
} Reorder;

static const guint8 soft_max_norm[] = {
  EDGEKIT_OP_SOFT_MAX, EDGEKIT_OP_RESHAPE, EDGEKIT_OP_ARGSORT, EDGEKIT_OP_VIEW, EDGEKIT_OP_GET_ROWS,
  EDGEKIT_OP_RESHAPE, EDGEKIT_OP_SUM_ROWS, EDGEKIT_OP_CLAMP, EDGEKIT_OP_DIV, EDGEKIT_OP_RESHAPE
};
static const guint8 sigmoid_norm[] = {
  EDGEKIT_OP_UNARY, EDGEKIT_OP_RESHAPE, EDGEKIT_OP_ADD, EDGEKIT_OP_ARGSORT, EDGEKIT_OP_VIEW, EDGEKIT_OP_GET_ROWS,
  EDGEKIT_OP_RESHAPE, EDGEKIT_OP_SUM_ROWS, EDGEKIT_OP_CLAMP, EDGEKIT_OP_DIV, EDGEKIT_OP_RESHAPE
};
static const guint8 soft_max[] = {
  EDGEKIT_OP_SOFT_MAX, EDGEKIT_OP_RESHAPE, EDGEKIT_OP_ARGSORT, EDGEKIT_OP_VIEW, EDGEKIT_OP_GET_ROWS
};
static const guint8 soft_max_late[] = {
  EDGEKIT_OP_ARGSORT, EDGEKIT_OP_VIEW, EDGEKIT_OP_GET_ROWS, EDGEKIT_OP_RESHAPE, EDGEKIT_OP_SOFT_MAX, EDGEKIT_OP_RESHAPE
};
/* A key on its way into the cache. */
static const guint8 norm_rope_store[] = {
  EDGEKIT_OP_RMS_NORM, EDGEKIT_OP_MUL, EDGEKIT_OP_ROPE, EDGEKIT_OP_VIEW, EDGEKIT_OP_SET_ROWS
};
static const guint8 rope_store[] = { EDGEKIT_OP_ROPE, EDGEKIT_OP_VIEW, EDGEKIT_OP_SET_ROWS };
static const struct
{
  const guint8 *ops;
  guint n;
  gboolean chooses; /* experts, from scores that must not be written over */
} patterns[] = {
  { norm_rope_store, G_N_ELEMENTS (norm_rope_store), FALSE },
  { rope_store, G_N_ELEMENTS (rope_store), FALSE },
  { soft_max_norm, G_N_ELEMENTS (soft_max_norm), TRUE },
  { sigmoid_norm, G_N_ELEMENTS (sigmoid_norm), TRUE },
  { soft_max, G_N_ELEMENTS (soft_max), TRUE },
  { soft_max_late, G_N_ELEMENTS (soft_max_late), FALSE },
};

static const EdgeKitGraphTensor *
at (const Reorder *self, guint place)
{
  return _edgekit_graph_tensor (self->graph, self->nodes[place]);
}

static guint8
op_at (const Reorder *self, guint place)
{
  return at (self, place)->op;
}

static gboolean
is_empty (guint8 op)
{
  return op == EDGEKIT_OP_NONE || op == EDGEKIT_OP_VIEW || op == EDGEKIT_OP_RESHAPE || op == EDGEKIT_OP_PERMUTE;
}

/* The pattern that begins at @start, or -1. */
static int
pattern_at (const Reorder *self, guint start)
{
  for (guint p = 0; p < G_N_ELEMENTS (patterns); p++)
    {
      guint i = 0;

      if (start + patterns[p].n > self->n)
        continue;
      while (i < patterns[p].n && op_at (self, start + i) == patterns[p].ops[i] && !self->used[start + i])
        i++;
      if (i == patterns[p].n)
        return p;
    }
  return -1;
}

static EdgeKitTensorId
base_of (const Reorder *self, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (self->graph, id);

  return t->viewed != EDGEKIT_NO_TENSOR ? t->viewed : id;
}

/* The tensor that @t is written into, where it has no memory of its own. */
static EdgeKitTensorId
written (const EdgeKitGraphTensor *t)
{
  return is_empty (t->op) ? EDGEKIT_NO_TENSOR : t->viewed;
}

static gboolean
reads (const Reorder *self, const EdgeKitGraphTensor *t, EdgeKitTensorId base)
{
  for (guint i = 0; base != EDGEKIT_NO_TENSOR && i < t->n_sources; i++)
    if (base_of (self, t->sources[i]) == base)
      return TRUE;
  return FALSE;
}

static gboolean
depends (const Reorder *self, guint place, guint on)
{
  const EdgeKitGraphTensor *t = at (self, place), *other = at (self, on);

  for (guint i = 0; i < t->n_sources; i++)
    if (t->sources[i] == self->nodes[on])
      return TRUE;
  return base_of (self, self->nodes[place]) == base_of (self, self->nodes[on]) || reads (self, t, written (other)) ||
         reads (self, other, written (t));
}

/* Two nodes that are computed as one. */
static gboolean
is_pair (guint8 a, guint8 b)
{
  static const guint8 pairs[][2] = {
    { EDGEKIT_OP_RMS_NORM, EDGEKIT_OP_MUL },      { EDGEKIT_OP_MUL_MAT, EDGEKIT_OP_ADD },
    { EDGEKIT_OP_MUL_MAT_ID, EDGEKIT_OP_ADD_ID }, { EDGEKIT_OP_MUL_MAT_ID, EDGEKIT_OP_MUL },
    { EDGEKIT_OP_ADD, EDGEKIT_OP_ADD },           { EDGEKIT_OP_SSM_CONV, EDGEKIT_OP_ADD },
    { EDGEKIT_OP_SSM_CONV, EDGEKIT_OP_UNARY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i][0] == a && pairs[i][1] == b)
      return TRUE;
  return FALSE;
}

static void
choose (Reorder *self, guint place)
{
  if (self->n_set < G_N_ELEMENTS (self->set))
    self->set[self->n_set++] = place;
}

static gboolean
is_open (const Reorder *self, guint place)
{
  for (guint c = self->first; c < place; c++)
    if (!self->used[c] && depends (self, place, c) &&
        !(place == c + 1 && c == self->set[self->n_set - 1] && is_pair (op_at (self, c), op_at (self, place))))
      return TRUE;
  return FALSE;
}

static gboolean
is_ready (const Reorder *self, EdgeKitTensorId id)
{
  return _edgekit_graph_tensor (self->graph, id)->op == EDGEKIT_OP_NONE || self->done[id];
}

static gboolean
is_leaf_source (const Reorder *self, const EdgeKitGraphTensor *t, guint i)
{
  return i >= t->n_sources || _edgekit_graph_tensor (self->graph, t->sources[i])->op == EDGEKIT_OP_NONE;
}

/* The next node of kind @op that takes the one at @place as its first source. */
static guint
find_user (const Reorder *self, guint place, guint8 op, guint within)
{
  for (guint k = place + 1; k < MIN (place + within, self->n); k++)
    if (op_at (self, k) == op && at (self, k)->n_sources > 0 && at (self, k)->sources[0] == self->nodes[place])
      return k;
  return G_MAXUINT;
}

static void
take_along (Reorder *self, guint place)
{
  choose (self, place);
  self->used[place] = TRUE;
}

/* A rope, the look at it, and its way into the cache. */
static void
take_store (Reorder *self, guint rope)
{
  guint view = find_user (self, rope, EDGEKIT_OP_VIEW, 10), store = G_MAXUINT;

  if (view == G_MAXUINT)
    return;
  for (guint k = view + 1; k < MIN (rope + 10, self->n) && store == G_MAXUINT; k++)
    if (op_at (self, k) == EDGEKIT_OP_SET_ROWS && at (self, k)->sources[0] == self->nodes[view])
      store = k;
  if (store == G_MAXUINT)
    return;
  take_along (self, view);
  take_along (self, store);
}

/* The third one of three that are computed as one, if its other source is there. */
static void
take_third (Reorder *self, guint place, guint8 first, guint8 second, guint8 third, gboolean needs_source)
{
  guint k;

  if (op_at (self, place) != second || op_at (self, place - 1) != first)
    return;
  for (k = place + 1; k < MIN (place + LOOK_FOR, self->n); k++)
    {
      const EdgeKitGraphTensor *t = at (self, k);

      if (t->op == third && t->n_sources > 0 && t->sources[0] == self->nodes[place] &&
          (!needs_source || t->n_sources < 2 || is_ready (self, t->sources[1])))
        {
          take_along (self, k);
          return;
        }
    }
}

static void
take_followers (Reorder *self, guint place)
{
  guint rope = place;

  if (op_at (self, place) == EDGEKIT_OP_MUL && op_at (self, place - 1) == EDGEKIT_OP_RMS_NORM)
    for (guint k = place + 1; k < MIN (place + LOOK_FOR, self->n); k++)
      {
        const EdgeKitGraphTensor *t = at (self, k);

        if (t->op == EDGEKIT_OP_ROPE && t->sources[0] == self->nodes[place] && is_leaf_source (self, t, 1) &&
            is_leaf_source (self, t, 2))
          {
            rope = k;
            take_along (self, k);
            break;
          }
      }
  if (op_at (self, rope) == EDGEKIT_OP_ROPE)
    take_store (self, rope);
  take_third (self, place, EDGEKIT_OP_MUL_MAT_ID, EDGEKIT_OP_ADD_ID, EDGEKIT_OP_MUL, TRUE);
  take_third (self, place, EDGEKIT_OP_MUL_MAT, EDGEKIT_OP_ADD, EDGEKIT_OP_ADD, TRUE);
  take_third (self, place, EDGEKIT_OP_SSM_CONV, EDGEKIT_OP_ADD, EDGEKIT_OP_UNARY, FALSE);
}

static gboolean
in_set (const Reorder *self, guint place)
{
  for (guint i = 0; i < self->n_set; i++)
    if (self->set[i] == place)
      return TRUE;
  return FALSE;
}

static void
choose_views (Reorder *self)
{
  for (guint j = self->first + 1; j < MIN (self->first + LOOK_AHEAD, self->n); j++)
    {
      gboolean open = FALSE;

      if (self->used[j] || !is_empty (op_at (self, j)))
        continue;
      for (guint c = self->first; c < j && !open; c++)
        open = !self->used[c] && depends (self, j, c) && !in_set (self, c);
      if (!open)
        choose (self, j);
    }
}

static void
flush (Reorder *self)
{
  for (guint i = 0; i < self->n_set; i++)
    {
      const guint place = self->set[i];

      _edgekit_tensor_list_add (self->order, self->nodes[place]);
      self->used[place] = TRUE;
      self->done[self->nodes[place]] = TRUE;
    }
  self->n_set = 0;
  if (self->kept != EDGEKIT_NO_TENSOR)
    {
      EdgeKitTensorId id = _edgekit_graph_depend (self->graph, self->kept);

      _edgekit_tensor_list_add (self->order, id);
      self->kept = EDGEKIT_NO_TENSOR;
    }
  while (self->first < self->n && self->used[self->first])
    self->first++;
}

static void
choose_pattern (Reorder *self, int pattern)
{
  const guint end = self->first + patterns[pattern].n;

  for (guint place = self->first; place < end; place++)
    choose (self, place);
  if (!patterns[pattern].chooses)
    return;
  self->kept = at (self, self->first)->sources[0];
  if (end < self->n && op_at (self, end) == EDGEKIT_OP_SCALE && at (self, end)->sources[0] == self->nodes[end - 1])
    choose (self, end);
}

static void
choose_next (Reorder *self)
{
  const int pattern = pattern_at (self, self->first);

  if (pattern >= 0)
    {
      choose_pattern (self, pattern);
      return;
    }
  choose (self, self->first);
  for (guint j = self->first + 1; j < MIN (self->first + LOOK_AHEAD, self->n); j++)
    {
      if (self->used[j] || is_empty (op_at (self, j)) || pattern_at (self, j) >= 0 || is_open (self, j))
        continue;
      choose (self, j);
      take_followers (self, j);
    }
  if (op_at (self, self->set[self->n_set - 1]) != EDGEKIT_OP_ADD)
    choose_views (self);
}

void
_edgekit_backend_reorder (EdgeKitGraph *graph, EdgeKitTensorList *nodes, guint start)
{
  const guint n = nodes->n - start;
  g_autofree EdgeKitTensorId *old = g_memdup2 (nodes->ids + start, n * sizeof *old);
  g_autofree gboolean *used = g_new0 (gboolean, n);
  g_autofree gboolean *done = g_new0 (gboolean, graph->n_tensors);
  Reorder self = {
    .graph = graph, .nodes = old, .n = n, .used = used, .done = done, .kept = EDGEKIT_NO_TENSOR, .order = nodes
  };

  nodes->n = start;
  while (self.first < n)
    {
      choose_next (&self);
      flush (&self);
    }
}
