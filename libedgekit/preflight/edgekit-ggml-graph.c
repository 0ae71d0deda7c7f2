/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-ggml-graph-private.h"

/* The shapes are those that ggml.c gives to the results of the functions of
 * the same name; ggml 0.27. */

static const struct
{
  const char *name;
  guint8 block; /* elements that are stored together */
  guint8 bytes; /* of a block */
} elements[] = {
  [EDGEKIT_F32] = { "f32", 1, 4 },    [EDGEKIT_F16] = { "f16", 1, 2 },    [EDGEKIT_I32] = { "i32", 1, 4 },
  [EDGEKIT_I64] = { "i64", 1, 8 },    [EDGEKIT_BF16] = { "bf16", 1, 2 },  [EDGEKIT_Q8_0] = { "q8_0", 32, 34 },
  [EDGEKIT_Q5_1] = { "q5_1", 32, 24 }, [EDGEKIT_Q5_0] = { "q5_0", 32, 22 }, [EDGEKIT_Q4_1] = { "q4_1", 32, 20 },
  [EDGEKIT_Q4_0] = { "q4_0", 32, 18 }, [EDGEKIT_IQ4_NL] = { "iq4_nl", 32, 18 },
};

EdgeKitElement
_edgekit_graph_parse_element (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (g_str_equal (elements[i].name, type))
      return i;
  return EDGEKIT_F16;
}

/* What a weight that a file lacks is like: there is something to look at, and nothing to compute. */
static void
start (EdgeKitGraph *self)
{
  const EdgeKitGraphTensor none = {
    .ne = { 1, 1, 1, 1 }, .flags = EDGEKIT_TENSOR_EXTERNAL, .device = -1, .cells = -1, .viewed = EDGEKIT_NO_TENSOR
  };

  self->n_tensors = 0;
  _edgekit_graph_add (self, &none);
}

void
_edgekit_tensor_list_reserve (EdgeKitTensorList *self, guint n)
{
  if (self->room - self->n >= n)
    return;
  self->room = MAX (MAX (self->n + n, 2 * self->room), 512);
  self->ids = g_renew (EdgeKitTensorId, self->ids, self->room);
}

/* Room for one more; the last one again where the graph is full. */
static inline EdgeKitTensorId
take_room (EdgeKitGraph *self)
{
  if (G_UNLIKELY (self->n_tensors == self->room))
    {
      self->room = MAX (2 * self->room, 1024);
      self->tensors = g_renew (EdgeKitGraphTensor, self->tensors, self->room);
    }
  if (G_LIKELY (self->n_tensors < EDGEKIT_GRAPH_MAX_TENSORS))
    self->n_tensors++;
  return self->n_tensors - 2;
}

EdgeKitTensorId
_edgekit_graph_add (EdgeKitGraph *self, const EdgeKitGraphTensor *tensor)
{
  EdgeKitTensorId id = take_room (self);

  *_edgekit_graph_tensor (self, id) = *tensor;
  return id;
}

EdgeKitGraph *
_edgekit_graph_new (void)
{
  EdgeKitGraph *self = g_new0 (EdgeKitGraph, 1);

  start (self);
  return self;
}

void
_edgekit_graph_free (EdgeKitGraph *self)
{
  g_free (self->tensors);
  g_free (self->nodes.ids);
  g_free (self->leaves.ids);
  g_free (self);
}

void
_edgekit_graph_clear (EdgeKitGraph *self)
{
  start (self);
  self->nodes.n = self->leaves.n = 0;
}

/* As ggml_visit_parents_graph: sources first, from left to right. */
void
_edgekit_graph_expand (EdgeKitGraph *self, EdgeKitTensorId id)
{
  EdgeKitGraphTensor *t;

  if (id == EDGEKIT_NO_TENSOR)
    return;
  t = _edgekit_graph_tensor (self, id);
  if (t->flags & EDGEKIT_TENSOR_VISITED)
    return;
  t->flags |= EDGEKIT_TENSOR_VISITED;
  for (guint i = 0; i < t->n_sources; i++)
    _edgekit_graph_expand (self, t->sources[i]);
  if (t->op == EDGEKIT_OP_NONE)
    {
      t->flags |= EDGEKIT_TENSOR_LEAF;
      _edgekit_tensor_list_add (&self->leaves, id);
    }
  else
    _edgekit_tensor_list_add (&self->nodes, id);
}

static guint64
bounded (guint64 a, guint64 b)
{
  return MIN (_edgekit_sat_mul (a, b), EDGEKIT_GRAPH_MAX_SIZE);
}

/* Most are stored one by one, and a division is dear. */
static guint64
in_blocks (guint8 element, guint64 n)
{
  return elements[element].block == 1 ? n : n / elements[element].block;
}

static void
set_shape (EdgeKitGraphTensor *t, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  t->ne[0] = MIN (n0, EDGEKIT_GRAPH_MAX_SIZE);
  t->ne[1] = MIN (n1, EDGEKIT_GRAPH_MAX_SIZE);
  t->ne[2] = MIN (n2, EDGEKIT_GRAPH_MAX_SIZE);
  t->ne[3] = MIN (n3, EDGEKIT_GRAPH_MAX_SIZE);
  t->nb[0] = elements[t->element].bytes;
  t->nb[1] = bounded (t->nb[0], in_blocks (t->element, t->ne[0]));
  t->nb[2] = bounded (t->nb[1], t->ne[1]);
  t->nb[3] = bounded (t->nb[2], t->ne[2]);
  t->bytes = bounded (t->nb[3], t->ne[3]);
}

/* A graph has thousands: sources that it has not, and a shape that every caller gives, are left as they are. */
static EdgeKitTensorId
add (EdgeKitGraph *self, EdgeKitOp op, EdgeKitElement element)
{
  EdgeKitTensorId id = take_room (self);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  t->op = op;
  t->element = element;
  t->flags = 0;
  t->device = -1;
  t->wanted = 0;
  t->n_sources = 0;
  t->cells = -1;
  t->viewed = EDGEKIT_NO_TENSOR;
  return id;
}

static inline void
add_source (EdgeKitGraph *self, EdgeKitTensorId id, EdgeKitTensorId source)
{
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  if (source != EDGEKIT_NO_TENSOR && source < id)
    t->sources[t->n_sources++] = source;
}

void
_edgekit_graph_mark_cells (EdgeKitGraph *self, EdgeKitTensorId id, int i)
{
  _edgekit_graph_tensor (self, id)->cells = i;
}

EdgeKitTensorId
_edgekit_graph_input (EdgeKitGraph *self, EdgeKitElement element, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  EdgeKitTensorId id = add (self, EDGEKIT_OP_NONE, element);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  t->flags = EDGEKIT_TENSOR_INPUT;
  set_shape (t, n0, n1, n2, n3);
  return id;
}

EdgeKitTensorId
_edgekit_graph_weight (EdgeKitGraph *self, const guint64 ne[4], guint64 bytes, int device)
{
  EdgeKitTensorId id = add (self, EDGEKIT_OP_NONE, EDGEKIT_F32);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  t->flags = EDGEKIT_TENSOR_EXTERNAL | EDGEKIT_TENSOR_WEIGHT;
  t->device = device;
  set_shape (t, ne[0], ne[1], ne[2], ne[3]);
  t->bytes = MIN (bytes, EDGEKIT_GRAPH_MAX_SIZE);
  return id;
}

EdgeKitTensorId
_edgekit_graph_cache (EdgeKitGraph *self, EdgeKitElement element, guint64 n0, guint64 n1, guint64 n2, int device)
{
  EdgeKitTensorId id = add (self, EDGEKIT_OP_NONE, element);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  t->flags = EDGEKIT_TENSOR_EXTERNAL;
  t->device = device;
  set_shape (t, n0, n1, n2, 1);
  return id;
}

EdgeKitTensorId
_edgekit_graph_result (EdgeKitGraph *self, EdgeKitOp op, EdgeKitElement element, guint64 n0, guint64 n1, guint64 n2,
                       guint64 n3, const EdgeKitTensorId *sources, guint n_sources)
{
  EdgeKitTensorId id = add (self, op, element);

  set_shape (_edgekit_graph_tensor (self, id), n0, n1, n2, n3);
  for (guint i = 0; i < n_sources; i++)
    add_source (self, id, sources[i]);
  return id;
}

/* A new tensor of the shape of @a, contiguous. */
static EdgeKitTensorId
duplicate (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a)
{
  const EdgeKitGraphTensor *like = _edgekit_graph_tensor (self, a);
  guint64 ne[4] = { like->ne[0], like->ne[1], like->ne[2], like->ne[3] };
  gint8 cells = like->cells;
  EdgeKitTensorId id = _edgekit_graph_result (self, op, like->element, ne[0], ne[1], ne[2], ne[3], &a, 1);

  _edgekit_graph_mark_cells (self, id, cells);
  return id;
}

EdgeKitTensorId
_edgekit_graph_unary (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a)
{
  return duplicate (self, op, a);
}

EdgeKitTensorId
_edgekit_graph_binary (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a, EdgeKitTensorId b)
{
  EdgeKitTensorId id = duplicate (self, op, a);

  add_source (self, id, b);
  return id;
}

EdgeKitTensorId
_edgekit_graph_ternary (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a, EdgeKitTensorId b, EdgeKitTensorId c)
{
  EdgeKitTensorId id = _edgekit_graph_binary (self, op, a, b);

  add_source (self, id, c);
  return id;
}

EdgeKitTensorId
_edgekit_graph_mul_mat (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  const EdgeKitGraphTensor *y = _edgekit_graph_tensor (self, b);
  const EdgeKitTensorId sources[] = { a, b };
  gint8 cells = x->cells == 1 ? 0 : -1;
  EdgeKitTensorId id = _edgekit_graph_result (self, EDGEKIT_OP_MUL_MAT, EDGEKIT_F32, x->ne[1], y->ne[1], y->ne[2],
                                              y->ne[3], sources, 2);

  _edgekit_graph_mark_cells (self, id, cells);
  return id;
}

EdgeKitTensorId
_edgekit_graph_mul_mat_id (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b, EdgeKitTensorId ids)
{
  const EdgeKitTensorId sources[] = { a, b, ids };

  return _edgekit_graph_result (self, EDGEKIT_OP_MUL_MAT_ID, EDGEKIT_F32, _edgekit_graph_ne (self, a, 1),
                                _edgekit_graph_ne (self, ids, 0), _edgekit_graph_ne (self, b, 2), 1, sources, 3);
}

EdgeKitTensorId
_edgekit_graph_get_rows (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId rows)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  const EdgeKitGraphTensor *r = _edgekit_graph_tensor (self, rows);
  const EdgeKitTensorId sources[] = { a, rows };
  EdgeKitElement element = x->element == EDGEKIT_I32 ? EDGEKIT_I32 : EDGEKIT_F32;

  return _edgekit_graph_result (self, EDGEKIT_OP_GET_ROWS, element, x->ne[0], r->ne[0], r->ne[1], r->ne[2], sources, 2);
}

static void
copy_layout (EdgeKitGraph *self, EdgeKitTensorId id, EdgeKitTensorId from)
{
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);
  const EdgeKitGraphTensor *a = _edgekit_graph_tensor (self, from);

  t->viewed = a->viewed != EDGEKIT_NO_TENSOR ? a->viewed : from;
  t->cells = a->cells;
  t->bytes = a->bytes;
  for (guint i = 0; i < 4; i++)
    {
      t->ne[i] = a->ne[i];
      t->nb[i] = a->nb[i];
    }
}

EdgeKitTensorId
_edgekit_graph_set_rows (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b, EdgeKitTensorId rows)
{
  EdgeKitTensorId id = add (self, EDGEKIT_OP_SET_ROWS, _edgekit_graph_tensor (self, a)->element);

  copy_layout (self, id, a);
  add_source (self, id, b);
  add_source (self, id, rows);
  add_source (self, id, a);
  return id;
}

EdgeKitTensorId
_edgekit_graph_cpy (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b)
{
  EdgeKitTensorId id = add (self, EDGEKIT_OP_CPY, _edgekit_graph_tensor (self, b)->element);

  copy_layout (self, id, b);
  add_source (self, id, a);
  add_source (self, id, b);
  return id;
}

EdgeKitTensorId
_edgekit_graph_set_in_place (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a)
{
  EdgeKitTensorId id = add (self, op, _edgekit_graph_tensor (self, a)->element);

  copy_layout (self, id, a);
  add_source (self, id, a);
  return id;
}

EdgeKitTensorId
_edgekit_graph_depend (EdgeKitGraph *self, EdgeKitTensorId a)
{
  EdgeKitTensorId id = _edgekit_graph_set_in_place (self, EDGEKIT_OP_NONE, a);

  _edgekit_graph_tensor (self, id)->device = _edgekit_graph_tensor (self, a)->device;
  return id;
}

EdgeKitTensorId
_edgekit_graph_cast (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitElement element)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  gint8 cells = x->cells;
  EdgeKitTensorId id = _edgekit_graph_result (self, EDGEKIT_OP_CPY, element, x->ne[0], x->ne[1], x->ne[2], x->ne[3],
                                              &a, 1);

  _edgekit_graph_mark_cells (self, id, cells);
  return id;
}

EdgeKitTensorId
_edgekit_graph_cont (EdgeKitGraph *self, EdgeKitTensorId a)
{
  return duplicate (self, EDGEKIT_OP_CONT, a);
}

EdgeKitTensorId
_edgekit_graph_cont_4d (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  return _edgekit_graph_result (self, EDGEKIT_OP_CONT, _edgekit_graph_tensor (self, a)->element, n0, n1, n2, n3, &a, 1);
}

EdgeKitTensorId
_edgekit_graph_concat (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b, guint dimension)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  const EdgeKitTensorId sources[] = { a, b };
  guint64 ne[4] = { x->ne[0], x->ne[1], x->ne[2], x->ne[3] };

  ne[dimension] += _edgekit_graph_ne (self, b, dimension);
  return _edgekit_graph_result (self, EDGEKIT_OP_CONCAT, x->element, ne[0], ne[1], ne[2], ne[3], sources, 2);
}

EdgeKitTensorId
_edgekit_graph_repeat (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  return _edgekit_graph_result (self, EDGEKIT_OP_REPEAT, _edgekit_graph_tensor (self, a)->element, n0, n1, n2, n3, &a,
                                1);
}

EdgeKitTensorId
_edgekit_graph_pad (EdgeKitGraph *self, EdgeKitTensorId a, guint dimension, guint64 to)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  guint64 ne[4] = { x->ne[0], x->ne[1], x->ne[2], x->ne[3] };

  ne[dimension] = MAX (ne[dimension], to);
  return _edgekit_graph_result (self, EDGEKIT_OP_PAD, x->element, ne[0], ne[1], ne[2], ne[3], &a, 1);
}

EdgeKitTensorId
_edgekit_graph_sum_rows (EdgeKitGraph *self, EdgeKitTensorId a)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);

  return _edgekit_graph_result (self, EDGEKIT_OP_SUM_ROWS, x->element, 1, x->ne[1], x->ne[2], x->ne[3], &a, 1);
}

EdgeKitTensorId
_edgekit_graph_glu (EdgeKitGraph *self, EdgeKitTensorId gate, EdgeKitTensorId up)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, gate);
  const EdgeKitTensorId sources[] = { gate, up };
  guint64 n0 = up == EDGEKIT_NO_TENSOR ? x->ne[0] / 2 : x->ne[0];

  return _edgekit_graph_result (self, EDGEKIT_OP_GLU, x->element, n0, x->ne[1], x->ne[2], x->ne[3], sources, 2);
}

EdgeKitTensorId
_edgekit_graph_argsort_top (EdgeKitGraph *self, EdgeKitTensorId a, guint64 k)
{
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);
  EdgeKitTensorId sorted = _edgekit_graph_result (self, EDGEKIT_OP_ARGSORT, EDGEKIT_I32, x->ne[0], x->ne[1], x->ne[2],
                                                  x->ne[3], &a, 1);
  const EdgeKitGraphTensor *s = _edgekit_graph_tensor (self, sorted);

  return _edgekit_graph_view (self, sorted, k, s->ne[1], s->ne[2], s->ne[3], s->nb[1], s->nb[2], s->nb[3]);
}

static EdgeKitTensorId
look (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  EdgeKitTensorId id = add (self, op, _edgekit_graph_tensor (self, a)->element);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);

  t->viewed = x->viewed != EDGEKIT_NO_TENSOR ? x->viewed : a;
  set_shape (t, n0, n1, n2, n3);
  add_source (self, id, a);
  return id;
}

EdgeKitTensorId
_edgekit_graph_reshape (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2, guint64 n3)
{
  return look (self, EDGEKIT_OP_RESHAPE, a, n0, n1, n2, n3);
}

/* As ggml_nbytes: from the first byte to the last one that the view touches. */
static void
span (EdgeKitGraphTensor *t)
{
  t->bytes = bounded (t->nb[0], in_blocks (t->element, t->ne[0]));
  for (guint i = 1; i < 4; i++)
    t->bytes = MIN (t->bytes + (t->ne[i] ? bounded (t->ne[i] - 1, t->nb[i]) : 0), EDGEKIT_GRAPH_MAX_SIZE);
  for (guint i = 0; i < 4; i++)
    if (t->ne[i] == 0)
      t->bytes = 0;
}

EdgeKitTensorId
_edgekit_graph_view (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2, guint64 n3,
                     guint64 nb1, guint64 nb2, guint64 nb3)
{
  EdgeKitTensorId id = look (self, EDGEKIT_OP_VIEW, a, n0, n1, n2, n3);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);

  if (nb1)
    t->nb[1] = nb1;
  t->nb[2] = nb2 ? nb2 : bounded (t->nb[1], t->ne[1]);
  t->nb[3] = nb3 ? nb3 : bounded (t->nb[2], t->ne[2]);
  span (t);
  return id;
}

EdgeKitTensorId
_edgekit_graph_permute (EdgeKitGraph *self, EdgeKitTensorId a, guint p0, guint p1, guint p2, guint p3)
{
  const guint places[4] = { p0, p1, p2, p3 };
  EdgeKitTensorId id = add (self, EDGEKIT_OP_PERMUTE, _edgekit_graph_tensor (self, a)->element);
  EdgeKitGraphTensor *t = _edgekit_graph_tensor (self, id);
  const EdgeKitGraphTensor *x = _edgekit_graph_tensor (self, a);

  t->viewed = x->viewed != EDGEKIT_NO_TENSOR ? x->viewed : a;
  t->bytes = x->bytes;
  for (guint i = 0; i < 4; i++)
    {
      t->ne[places[i]] = x->ne[i];
      t->nb[places[i]] = x->nb[i];
      if (x->cells == (gint8) i)
        t->cells = places[i];
    }
  add_source (self, id, a);
  return id;
}

EdgeKitTensorId
_edgekit_graph_transpose (EdgeKitGraph *self, EdgeKitTensorId a)
{
  return _edgekit_graph_permute (self, a, 1, 0, 2, 3);
}
