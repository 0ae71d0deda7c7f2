/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-ggml-sched-private.h"

/* ggml_backend_sched_split_graph of ggml-backend.cpp, ggml 0.27. Its back ends
 * are in the order of preference, the processor last; here they go by the
 * numbers of their memory, the processor's being 0. */

#define HOST 0
#define NOBODY -1

typedef struct
{
  EdgeKitGraph *graph;
  const EdgeKitSplitDevice *devices;
  guint n_devices;
  guint copies;
  EdgeKitTensorList nodes; /* the new order */
  EdgeKitTensorList leaves;
  EdgeKitTensorId *twins; /* of each tensor on each device, or EDGEKIT_NO_TENSOR */
  guint n_twins;          /* tensors that there were before the copies */
  EdgeKitTensorList inputs; /* of the present part */
} Sched;

static EdgeKitGraphTensor *
tensor (const Sched *self, EdgeKitTensorId id)
{
  return _edgekit_graph_tensor (self->graph, id);
}

static EdgeKitTensorId
node (const Sched *self, guint i)
{
  return self->graph->nodes.ids[i];
}

static gboolean
is_view (const EdgeKitGraphTensor *t)
{
  return t->op == EDGEKIT_OP_VIEW || t->op == EDGEKIT_OP_RESHAPE || t->op == EDGEKIT_OP_PERMUTE;
}

static const EdgeKitBackend *
backend_of (const Sched *self, int device)
{
  return self->devices[device - 1].rules;
}

static gboolean
supports (const Sched *self, int device, EdgeKitTensorId id)
{
  return device == HOST || _edgekit_backend_supports (backend_of (self, device), self->graph, id);
}

/* The first device that would rather compute @id with weights from main memory, or the processor. */
static int
borrower (const Sched *self, EdgeKitTensorId id)
{
  for (guint d = 1; d <= self->n_devices; d++)
    if (supports (self, d, id) && _edgekit_backend_borrows (backend_of (self, d), self->graph, id))
      return d;
  return HOST;
}

/* The processor reads no device's memory, and a device only its own. */
static gboolean
reaches (const Sched *self, int device, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = tensor (self, id);
  int lies = t->device;

  if (t->viewed != EDGEKIT_NO_TENSOR && (lies == NOBODY || tensor (self, t->viewed)->flags & EDGEKIT_TENSOR_EXTERNAL))
    lies = tensor (self, t->viewed)->device;
  return lies == device;
}

/* Pass 1: where what is computed is stored, or where the weights are. */
static int
first_choice (const Sched *self, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = tensor (self, id);

  if (t->viewed != EDGEKIT_NO_TENSOR && tensor (self, t->viewed)->flags & EDGEKIT_TENSOR_EXTERNAL)
    return tensor (self, t->viewed)->device;
  if (t->flags & EDGEKIT_TENSOR_INPUT)
    return HOST;
  if (t->op == EDGEKIT_OP_ROPE || t->op == EDGEKIT_OP_FLASH_ATTN)
    return NOBODY;
  for (guint i = 0; i < t->n_sources; i++)
    {
      const EdgeKitGraphTensor *source = tensor (self, t->sources[i]);

      if (!(source->flags & EDGEKIT_TENSOR_WEIGHT))
        continue;
      if (source->device != HOST)
        return supports (self, source->device, id) ? source->device : NOBODY;
      return borrower (self, id);
    }
  return NOBODY;
}

static void
choose_first (Sched *self)
{
  for (guint i = 0; i < self->graph->leaves.n; i++)
    {
      EdgeKitGraphTensor *t = tensor (self, self->graph->leaves.ids[i]);

      if (t->device == NOBODY)
        t->device = t->flags & EDGEKIT_TENSOR_INPUT ? HOST : NOBODY;
    }
  for (guint i = 0; i < self->graph->nodes.n; i++)
    if (tensor (self, node (self, i))->device == NOBODY)
      tensor (self, node (self, i))->device = first_choice (self, node (self, i));
}

/* A node that computes something: what the passes below look at, without the rest of it. */
typedef struct
{
  EdgeKitTensorId id;
  gint8 device;
} Turn;

static void
take_turn (const Sched *self, Turn *turn, gboolean devices_only, int *present)
{
  if (turn->device != NOBODY)
    *present = devices_only && turn->device == HOST ? NOBODY : turn->device;
  else if (*present != NOBODY && supports (self, *present, turn->id))
    turn->device = *present;
}

static void
expand (const Sched *self, Turn *turns, guint n, gboolean devices_only)
{
  int present = NOBODY;

  for (guint i = 0; i < n; i++)
    take_turn (self, &turns[i], devices_only, &present);
  present = NOBODY;
  for (guint i = n; i > 0; i--)
    take_turn (self, &turns[i - 1], devices_only, &present);
}

/* Pass 2: neighbours go where their neighbours are, down and up, to devices first. */
static void
follow_neighbours (Sched *self)
{
  g_autofree Turn *turns = g_new (Turn, self->graph->nodes.n);
  guint n = 0;

  for (guint i = 0; i < self->graph->nodes.n; i++)
    if (!is_view (tensor (self, node (self, i))))
      turns[n++] = (Turn) { node (self, i), tensor (self, node (self, i))->device };
  expand (self, turns, n, TRUE);
  expand (self, turns, n, FALSE);
  for (guint i = 0; i < n; i++)
    tensor (self, turns[i].id)->device = turns[i].device;
}

static int
best_for (const Sched *self, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = tensor (self, id);
  int best = HOST, most = -1;

  for (guint d = 1; d <= self->n_devices + 1; d++)
    {
      const int device = d <= self->n_devices ? (int) d : HOST;
      int reached = 0;

      if (!supports (self, device, id))
        continue;
      for (guint i = 0; i < t->n_sources; i++)
        reached += reaches (self, device, t->sources[i]);
      if (reached > most)
        {
          most = reached;
          best = device;
        }
    }
  return best;
}

/* Passes 3 and 4: those that no neighbour could take, and the sources. */
static void
choose_rest (Sched *self)
{
  for (guint i = 0; i < self->graph->nodes.n; i++)
    {
      EdgeKitGraphTensor *t = tensor (self, node (self, i));

      if (!is_view (t) && t->device == NOBODY)
        t->device = best_for (self, node (self, i));
    }
  for (guint i = 0; i < self->graph->nodes.n; i++)
    {
      EdgeKitGraphTensor *t = tensor (self, node (self, i));

      if (t->viewed != EDGEKIT_NO_TENSOR && t->device == NOBODY)
        t->device = tensor (self, t->viewed)->device;
      for (guint s = 0; s < t->n_sources; s++)
        {
          EdgeKitGraphTensor *source = tensor (self, t->sources[s]);

          if (source->device == NOBODY)
            source->device = source->viewed != EDGEKIT_NO_TENSOR ? tensor (self, source->viewed)->device : t->device;
        }
      if (t->device == NOBODY)
        t->device = self->n_devices > 0 && supports (self, 1, node (self, i)) ? 1 : HOST;
    }
}

static EdgeKitTensorId *
twin (Sched *self, EdgeKitTensorId id, int device)
{
  return &self->twins[(guint) id * (self->n_devices + 1) + device];
}

/* Rows of quantised weights are padded on some devices, as those in their own buffers are
 * (ggml_backend_cuda_buffer_type_get_alloc_size). Other weights take two bytes or more for
 * each element. */
static guint64
padding_of (const Sched *self, const EdgeKitGraphTensor *t, int device)
{
  guint64 to, row;

  if (device == HOST || !(t->flags & EDGEKIT_TENSOR_WEIGHT))
    return 0;
  to = MAX (backend_of (self, device)->row_padding, 1);
  row = t->bytes / MAX (t->ne[1] * t->ne[2] * t->ne[3], 1);
  return row >= 2 * t->ne[0] || t->ne[0] % to == 0 ? 0 : row * (to - t->ne[0] % to) / t->ne[0];
}

static EdgeKitTensorId
duplicate (Sched *self, EdgeKitTensorId id, int device)
{
  EdgeKitGraphTensor copy = *tensor (self, id);

  copy.op = EDGEKIT_OP_NONE;
  copy.n_sources = 0;
  copy.viewed = EDGEKIT_NO_TENSOR;
  copy.bytes += padding_of (self, tensor (self, id), device);
  copy.device = device;
  copy.flags = self->copies > 1 ? EDGEKIT_TENSOR_INPUT | EDGEKIT_TENSOR_OUTPUT : 0;
  if (self->graph->n_tensors >= EDGEKIT_GRAPH_MAX_TENSORS)
    return id;
  return _edgekit_graph_add (self->graph, &copy);
}

/* With several devices that work at the same time, inputs exist as often as
 * batches are in flight, from beginning to end. */
static void
keep_in_flight (Sched *self, EdgeKitTensorId id)
{
  tensor (self, id)->flags |= EDGEKIT_TENSOR_INPUT | EDGEKIT_TENSOR_OUTPUT;
  _edgekit_tensor_list_add (&self->leaves, id);
  for (guint i = 1; i < self->copies; i++)
    {
      EdgeKitTensorId copy = duplicate (self, id, tensor (self, id)->device);

      _edgekit_tensor_list_add (&self->leaves, copy);
    }
}

static void
copy_input (Sched *self, EdgeKitTensorId id, int device)
{
  EdgeKitTensorId *copy = twin (self, id, device);

  if (*copy != EDGEKIT_NO_TENSOR)
    return;
  *copy = duplicate (self, id, device);
  for (guint i = 0; self->copies > 1 && i < self->copies; i++)
    {
      EdgeKitTensorId other = i == 0 ? *copy : duplicate (self, id, device);

      _edgekit_tensor_list_add (&self->leaves, other);
    }
  _edgekit_tensor_list_add (&self->inputs, id);
}

/* A weight that must be copied begins a new part, so that the memory of the one before can be reused. */
static gboolean
needs_new_part (Sched *self, EdgeKitTensorId id, int device)
{
  const EdgeKitGraphTensor *t = tensor (self, id);

  if (self->inputs.n == 0)
    return FALSE;
  for (guint s = 0; s < t->n_sources; s++)
    {
      const EdgeKitGraphTensor *source = tensor (self, t->sources[s]);

      if (source->flags & EDGEKIT_TENSOR_WEIGHT && source->device != device)
        return TRUE;
    }
  return FALSE;
}

static void
append (EdgeKitTensorList *self, const EdgeKitTensorId *ids, guint n)
{
  if (n == 0)
    return;
  _edgekit_tensor_list_reserve (self, n);
  memcpy (self->ids + self->n, ids, n * sizeof *ids);
  self->n += n;
}

/* Puts the part from @start to @end into the new order: the copies that it needs first. */
static void
finish_part (Sched *self, guint start, guint end, int device)
{
  guint first;

  for (guint i = 0; i < self->inputs.n; i++)
    {
      EdgeKitTensorId id = self->inputs.ids[i], copy = *twin (self, id, device);
      EdgeKitTensorId dependency = _edgekit_graph_depend (self->graph, id);

      _edgekit_tensor_list_add (&self->nodes, dependency);
      _edgekit_tensor_list_add (&self->nodes, copy);
    }
  first = self->nodes.n;
  append (&self->nodes, self->graph->nodes.ids + start, end - start);
  if (device != HOST && backend_of (self, device)->reorders)
    _edgekit_backend_reorder (self->graph, &self->nodes, first);
  if (device != HOST && backend_of (self, device)->sums_experts)
    _edgekit_backend_keep (self->graph, &self->nodes, first);
  self->inputs.n = 0;
}

static void
replace_sources (Sched *self, EdgeKitTensorId id, int device)
{
  for (guint s = 0; s < tensor (self, id)->n_sources; s++)
    {
      EdgeKitTensorId source = tensor (self, id)->sources[s];

      if (source >= (int) self->n_twins)
        continue;
      if (self->copies > 1 && tensor (self, source)->flags & EDGEKIT_TENSOR_INPUT &&
          !(tensor (self, source)->flags & EDGEKIT_TENSOR_OUTPUT))
        keep_in_flight (self, source);
      if (tensor (self, source)->device == device || reaches (self, device, source))
        continue;
      copy_input (self, source, device);
      tensor (self, id)->sources[s] = *twin (self, source, device);
    }
}

/* Pass 5. */
static void
cut (Sched *self)
{
  const guint n = self->graph->nodes.n;
  guint start = 0, i = 0;
  int present = HOST;

  while (i < n && is_view (tensor (self, node (self, i))))
    i++;
  if (i < n)
    present = tensor (self, node (self, i))->device;
  for (; i < n; i++)
    {
      EdgeKitTensorId id = node (self, i);
      const int device = tensor (self, id)->device;

      if (is_view (tensor (self, id)))
        continue;
      if (device != present || needs_new_part (self, id, device))
        {
          finish_part (self, start, i, present);
          start = i;
          present = device;
        }
      replace_sources (self, id, device);
    }
  finish_part (self, start, n, present);
}

static void
assign (Sched *self)
{
  choose_first (self);
  follow_neighbours (self);
  choose_rest (self);
}

gboolean
_edgekit_sched_keeps_attention (EdgeKitGraph *graph, const EdgeKitSplitDevice *devices, guint n_devices)
{
  Sched self = { .graph = graph, .devices = devices, .n_devices = n_devices, .copies = 1 };

  assign (&self);
  for (guint i = 0; i < graph->nodes.n; i++)
    {
      const EdgeKitGraphTensor *t = tensor (&self, node (&self, i));

      if (t->op == EDGEKIT_OP_FLASH_ATTN && t->device != t->wanted)
        return FALSE;
    }
  return TRUE;
}

void
_edgekit_sched_split (EdgeKitGraph *graph, const EdgeKitSplitDevice *devices, guint n_devices, guint copies)
{
  Sched self = { .graph = graph, .devices = devices, .n_devices = n_devices, .copies = copies };
  const guint n = graph->n_tensors * (n_devices + 1);

  self.n_twins = graph->n_tensors;
  self.twins = g_new (EdgeKitTensorId, n);
  memset (self.twins, 0xff, n * sizeof *self.twins); /* EDGEKIT_NO_TENSOR: all bits set */
  assign (&self);
  cut (&self);
  append (&self.leaves, graph->leaves.ids, graph->leaves.n);
  g_free (graph->nodes.ids);
  g_free (graph->leaves.ids);
  graph->nodes = self.nodes;
  graph->leaves = self.leaves;
  g_free (self.inputs.ids);
  g_free (self.twins);
}
