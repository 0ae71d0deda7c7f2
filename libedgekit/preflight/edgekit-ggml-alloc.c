/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-ggml-alloc-private.h"

/* ggml-alloc.c of ggml 0.27, replayed with numbers that are linear in the cells
 * of the cache: ggml_gallocr_alloc_graph_impl walks the graph, and
 * ggml_dyn_tallocr_* keep the free blocks. Whenever a decision depends on the
 * cells, the range in which it would be the same is narrowed, so that one
 * replay answers for every context in that range. */

#define MAX_BLOCKS 256
#define MAX_PIECES 16

typedef struct
{
  gint64 at;       /* for the cells of the replay */
  gint64 per_cell;
} Size;

typedef struct
{
  Size offset;
  Size size;
} Block;

typedef struct
{
  Block blocks[MAX_BLOCKS]; /* free, by offset */
  guint n_blocks;
  Size top;                 /* the most that was used */
} Piece;

typedef struct
{
  Piece *pieces[MAX_PIECES];
  guint n_pieces;
  gint64 alignment;
  gint64 max_piece;
  gboolean widens;
} Buffer;

/* What is looked at again and again of a tensor, close together. */
typedef struct
{
  Size offset;
  Size size; /* as it is given back */
  gint16 n_children;
  gint16 n_views;
  EdgeKitTensorId viewed;
  guint8 piece;
  gint8 buffer;
  guint8 flags;
  gboolean placed_elsewhere : 1; /* it is a view, or lies in a buffer of weights or of the cache */
  gboolean allocated : 1;
} Place;

typedef struct
{
  const EdgeKitGraph *graph;
  Buffer buffers[EDGEKIT_ALLOC_MAX_BUFFERS];
  guint n_buffers;
  Place *places; /* one for each tensor */
  guint64 cells;
  guint64 first;
  guint64 last;
} Replay;

static Size
plus (Size a, Size b)
{
  return (Size) { a.at + b.at, a.per_cell + b.per_cell };
}

static Size
minus (Size a, Size b)
{
  return (Size) { a.at - b.at, a.per_cell - b.per_cell };
}

/* Whether the zero that lies @distance away, at @slope for each cell, may lie
 * within @room cells: a division is dear, and hardly ever needed. */
static gboolean
may_be_within (gint64 distance, gint64 slope, guint64 room)
{
  return (double) distance <= (double) room * (double) slope;
}

/* Narrows the range to where @difference, which is not the same for all cells, keeps to its side of zero. */
static void
narrow (Replay *self, Size difference)
{
  const gint64 at = difference.at, slope = ABS (difference.per_cell), distance = at >= 0 ? at : -at - 1;

  if ((at >= 0) == (difference.per_cell > 0)) /* the zero lies at fewer cells */
    {
      if (may_be_within (distance, slope, self->cells - self->first))
        self->first = MAX (self->first, self->cells - MIN ((guint64) (distance / slope), self->cells));
    }
  else if (may_be_within (distance, slope, self->last - self->cells))
    self->last = MIN (self->last, self->cells + (guint64) (distance / slope));
}

/* Zero belongs to the upper side. Most differences are the same for all cells. */
static inline gboolean
not_negative (Replay *self, Size difference)
{
  if (difference.per_cell != 0)
    narrow (self, difference);
  return difference.at >= 0;
}

static inline gboolean
at_least (Replay *self, Size a, Size b)
{
  return not_negative (self, minus (a, b));
}

static gboolean
meet (Replay *self, Size difference)
{
  return not_negative (self, difference) && !not_negative (self, minus (difference, (Size) { 1, 0 }));
}

static inline gboolean
equal (Replay *self, Size a, Size b)
{
  const Size difference = minus (a, b);

  return difference.per_cell == 0 ? difference.at == 0 : meet (self, difference);
}

static void
remove_block (Piece *piece, guint i)
{
  memmove (&piece->blocks[i], &piece->blocks[i + 1], (piece->n_blocks - i - 1) * sizeof (Block));
  piece->n_blocks--;
}

static guint
new_piece (Buffer *buffer, Size size)
{
  Piece *piece = g_new (Piece, 1);

  piece->n_blocks = 1;
  piece->top = (Size) { 0, 0 };
  piece->blocks[0] = (Block) { { 0, 0 }, { buffer->max_piece, 0 } };
  if (size.at > buffer->max_piece)
    piece->blocks[0].size = size;
  if (buffer->n_pieces == MAX_PIECES - 1)
    piece->blocks[0].size = (Size) { G_MAXINT64 / 2, 0 };
  buffer->pieces[buffer->n_pieces++] = piece;
  return buffer->n_pieces - 1;
}

/* The smallest hole, or FALSE: the last block of a piece is none. */
static gboolean
find_hole (Replay *self, Buffer *buffer, Size size, guint *piece, guint *block)
{
  gboolean found = FALSE;

  for (guint p = 0; p < buffer->n_pieces; p++)
    {
      Piece *candidate = buffer->pieces[p];
      Size best = { G_MAXINT64 / 2, 0 };

      for (guint i = 0; i + 1 < candidate->n_blocks; i++)
        {
          Size hole = candidate->blocks[i].size;

          if (!at_least (self, hole, size) || !at_least (self, best, hole))
            continue;
          best = hole;
          *piece = p;
          *block = i;
          found = TRUE;
        }
    }
  return found;
}

/* The end of the piece that has to grow least, or whose rest is used best. */
static gboolean
find_end (Replay *self, Buffer *buffer, Size size, guint *piece, guint *block)
{
  Size best = { G_MININT64 / 2, 0 };
  gboolean found = FALSE;

  for (guint p = 0; p < buffer->n_pieces; p++)
    {
      Piece *candidate = buffer->pieces[p];
      const Block *end;
      Size rest;
      gboolean better;

      if (candidate->n_blocks == 0)
        continue;
      end = &candidate->blocks[candidate->n_blocks - 1];
      if (!at_least (self, end->size, size))
        continue;
      if (buffer->n_pieces > 1)
        {
          rest = minus (minus (candidate->top, end->offset), size);
          better = (!found || !not_negative (self, best)) && !at_least (self, best, rest);
          better |= not_negative (self, rest) && found && !at_least (self, rest, best);
          if (!better)
            continue;
          best = rest;
        }
      *piece = p;
      *block = candidate->n_blocks - 1;
      found = TRUE;
    }
  return found;
}

static const EdgeKitGraphTensor *
tensor (const Replay *self, EdgeKitTensorId id)
{
  return _edgekit_graph_tensor (self->graph, id);
}

/* The room beside its result in which flash attention makes f16 of quantised keys
 * and values; of both at once where the values are a part of the keys. */
static Size
widened (const Replay *self, const EdgeKitGraphTensor *t)
{
  Size sum = { 0, 0 };

  for (guint s = 1; s < 3; s++)
    {
      const EdgeKitGraphTensor *cache = tensor (self, t->sources[s]);
      guint64 bytes = 2;

      if (cache->element < EDGEKIT_Q8_0 || (s == 2 && cache->viewed == tensor (self, t->sources[1])->viewed))
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (cache->ne); i++)
        bytes = MIN (_edgekit_sat_mul (bytes, cache->ne[i]), EDGEKIT_GRAPH_MAX_SIZE);
      sum = plus (sum, (Size) { bytes, cache->cells >= 0 && cache->ne[cache->cells]
                                           ? bytes / cache->ne[cache->cells] : 0 });
    }
  return sum;
}

static Size
padded (const Replay *self, const Buffer *buffer, const EdgeKitGraphTensor *t)
{
  gint64 bytes = MIN (t->bytes, EDGEKIT_GRAPH_MAX_SIZE);
  /* an alignment is a power of two; cells come in steps of 256, and so the rest is always the same */
  Size size = { (bytes + buffer->alignment - 1) & ~(buffer->alignment - 1),
                t->cells >= 0 && t->ne[t->cells] ? bytes / (gint64) t->ne[t->cells] : 0 };

  return t->op == EDGEKIT_OP_FLASH_ATTN && buffer->widens ? plus (size, widened (self, t)) : size;
}

static void
take (Replay *self, guint buffer_id, Place *place)
{
  Buffer *buffer = &self->buffers[buffer_id];
  const Size size = place->size;
  guint piece = 0, block = 0;
  Size end;

  if (!find_hole (self, buffer, size, &piece, &block) && !find_end (self, buffer, size, &piece, &block))
    {
      piece = buffer->n_pieces < MAX_PIECES ? new_piece (buffer, size) : MAX_PIECES - 1;
      block = MAX (buffer->pieces[piece]->n_blocks, 1) - 1;
    }
  place->buffer = buffer_id;
  place->piece = piece;
  place->offset = buffer->pieces[piece]->blocks[block].offset;
  end = plus (place->offset, size);
  buffer->pieces[piece]->blocks[block].offset = end;
  buffer->pieces[piece]->blocks[block].size = minus (buffer->pieces[piece]->blocks[block].size, size);
  if (equal (self, buffer->pieces[piece]->blocks[block].size, (Size) { 0, 0 }))
    remove_block (buffer->pieces[piece], block);
  if (!at_least (self, buffer->pieces[piece]->top, end))
    buffer->pieces[piece]->top = end;
}

static void
give_back (Replay *self, const Place *place)
{
  const Size size = place->size;
  Piece *piece = self->buffers[place->buffer].pieces[place->piece];
  const Size end = plus (place->offset, size);
  guint i = 0;

  for (i = 0; i < piece->n_blocks; i++)
    {
      Block *block = &piece->blocks[i];

      if (equal (self, plus (block->offset, block->size), place->offset))
        {
          block->size = plus (block->size, size);
          if (i + 1 < piece->n_blocks && equal (self, plus (block->offset, block->size), piece->blocks[i + 1].offset))
            {
              block->size = plus (block->size, piece->blocks[i + 1].size);
              remove_block (piece, i + 1);
            }
          return;
        }
      if (equal (self, end, block->offset))
        {
          block->offset = place->offset;
          block->size = plus (block->size, size);
          if (i > 0 && equal (self, plus (piece->blocks[i - 1].offset, piece->blocks[i - 1].size), block->offset))
            {
              piece->blocks[i - 1].size = plus (piece->blocks[i - 1].size, block->size);
              remove_block (piece, i);
            }
          return;
        }
    }
  if (piece->n_blocks == MAX_BLOCKS)
    return; /* ggml would stop here */
  for (i = 0; i < piece->n_blocks && !at_least (self, piece->blocks[i].offset, place->offset); i++)
    ;
  memmove (&piece->blocks[i + 1], &piece->blocks[i], (piece->n_blocks - i) * sizeof (Block));
  piece->blocks[i] = (Block) { place->offset, size };
  piece->n_blocks++;
}

static gboolean
same_layout (const EdgeKitGraphTensor *a, const EdgeKitGraphTensor *b)
{
  return a->element == b->element && memcmp (a->ne, b->ne, sizeof a->ne) == 0 && memcmp (a->nb, b->nb, sizeof a->nb) == 0;
}

/* Whether @t can be written over @parent, which nothing else needs any more.
 * Never over a view: ggml does not count a view as allocated by itself. */
static gboolean
write_over (Replay *self, const EdgeKitGraphTensor *t, Place *place, EdgeKitTensorId parent)
{
  Place *old = &self->places[parent];

  if (!old->allocated || old->flags & EDGEKIT_TENSOR_OUTPUT || old->n_children != 1 || old->n_views != 0 ||
      !same_layout (t, tensor (self, parent)))
    return FALSE;
  place->buffer = old->buffer;
  place->piece = old->piece;
  place->offset = old->offset;
  old->allocated = FALSE;
  return TRUE;
}

static void
find_place (Replay *self, EdgeKitTensorId id, guint buffer)
{
  const EdgeKitGraphTensor *t = tensor (self, id);
  Place *place = &self->places[id];

  place->allocated = TRUE;
  place->size = padded (self, &self->buffers[buffer], t);
  if (t->op != EDGEKIT_OP_NONE && t->op >= EDGEKIT_OP_ADD && t->op <= EDGEKIT_OP_LAST_IN_PLACE)
    for (guint i = 0; i < t->n_sources; i++)
      if (write_over (self, t, place, t->sources[i]))
        return;
  take (self, buffer, place);
}

static inline void
allocate (Replay *self, EdgeKitTensorId id, guint buffer)
{
  if (!self->places[id].allocated && !self->places[id].placed_elsewhere)
    find_place (self, id, buffer);
}

static void
release (Replay *self, EdgeKitTensorId id)
{
  Place *place = &self->places[id];

  if (!place->allocated || place->flags & EDGEKIT_TENSOR_OUTPUT)
    return;
  give_back (self, place);
  place->allocated = FALSE;
}

static void
count_uses (Replay *self)
{
  for (guint i = 0; i < self->graph->nodes.n; i++)
    {
      const EdgeKitGraphTensor *t = tensor (self, self->graph->nodes.ids[i]);

      if (t->viewed != EDGEKIT_NO_TENSOR && t->op != EDGEKIT_OP_NONE)
        self->places[t->viewed].n_views++;
      for (guint s = 0; s < t->n_sources; s++)
        {
          self->places[t->sources[s]].n_children++;
          if (self->places[t->sources[s]].flags & EDGEKIT_TENSOR_INPUT)
            allocate (self, t->sources[s], t->device);
        }
    }
}

static void
let_go (Replay *self, EdgeKitTensorId id)
{
  Place *place = &self->places[id], *viewed;

  place->n_children--;
  if (place->n_children > 0 || place->n_views > 0)
    return;
  if (place->viewed == EDGEKIT_NO_TENSOR)
    {
      release (self, id);
      return;
    }
  viewed = &self->places[place->viewed];
  viewed->n_views--;
  if (viewed->n_views == 0 && viewed->n_children == 0)
    release (self, place->viewed);
}

static void
look_over (Replay *self)
{
  for (guint i = 0; i + 1 < self->graph->n_tensors; i++)
    {
      const EdgeKitGraphTensor *t = tensor (self, i);

      self->places[i].viewed = t->viewed;
      self->places[i].flags = t->flags;
      self->places[i].placed_elsewhere = t->flags & EDGEKIT_TENSOR_EXTERNAL || t->viewed != EDGEKIT_NO_TENSOR;
    }
}

static void
walk (Replay *self)
{
  look_over (self);
  for (guint i = 0; i < self->graph->leaves.n; i++)
    {
      EdgeKitTensorId id = self->graph->leaves.ids[i];

      allocate (self, id, tensor (self, id)->device);
    }
  count_uses (self);
  for (guint i = 0; i < self->graph->nodes.n; i++)
    {
      EdgeKitTensorId id = self->graph->nodes.ids[i];
      const EdgeKitGraphTensor *t = tensor (self, id);

      for (guint s = 0; s < t->n_sources; s++)
        allocate (self, t->sources[s], t->device);
      allocate (self, id, t->device);
      for (guint s = 0; s < t->n_sources; s++)
        let_go (self, t->sources[s]);
    }
}

void
_edgekit_alloc_replay (const EdgeKitGraph *graph, const EdgeKitAllocRules *rules, guint64 cells,
                       EdgeKitAllocSizes *sizes)
{
  Replay *self = g_new0 (Replay, 1);

  self->graph = graph;
  self->places = g_new0 (Place, graph->n_tensors);
  self->cells = cells;
  self->last = G_MAXINT64;
  self->n_buffers = rules->n_buffers;
  for (guint b = 0; b < self->n_buffers; b++)
    {
      self->buffers[b].alignment = rules->alignment[b];
      self->buffers[b].max_piece = MIN (rules->max_piece[b], G_MAXINT64 / 2);
      self->buffers[b].widens = rules->widens[b];
    }
  walk (self);
  for (guint b = 0; b < self->n_buffers; b++)
    {
      Size sum = { 0, 0 };

      for (guint p = 0; p < self->buffers[b].n_pieces; p++)
        {
          sum = plus (sum, self->buffers[b].pieces[p]->top);
          g_free (self->buffers[b].pieces[p]);
        }
      sizes->bytes[b] = sum.at;
      sizes->per_cell[b] = sum.per_cell;
    }
  sizes->first = self->first;
  sizes->last = self->last;
  g_free (self->places);
  g_free (self);
}
