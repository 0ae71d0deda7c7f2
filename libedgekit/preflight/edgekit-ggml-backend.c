/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-ggml-backend-private.h"
#include "edgekit-table-private.h"

/* “128” for keys and values of that length, “192/128/8” for groups that are a
 * multiple of 8 queries, “576/512/2+” for those of two and more. */
static void
read_heads (EdgeKitBackend *self, const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] && self->n_heads < EDGEKIT_MAX_HEADS; i++)
    {
      EdgeKitHeads *heads = &self->heads[self->n_heads++];
      g_auto(GStrv) parts = g_strsplit (words[i], "/", 3);
      const guint n = g_strv_length (parts);

      heads->key = heads->value = g_ascii_strtoull (parts[0], NULL, 10);
      heads->group = 1;
      if (n > 1)
        heads->value = g_ascii_strtoull (parts[1], NULL, 10);
      if (n > 2)
        heads->group = MAX (g_ascii_strtoull (parts[2], NULL, 10), 1);
      heads->any_more = n > 2 && g_str_has_suffix (parts[2], "+");
    }
}

static void
read_row (EdgeKitBackend *self, const char *row)
{
  g_autofree char *heads = g_key_file_get_string (_edgekit_table_get ("overhead"), row, "heads", NULL);
  g_auto(GStrv) parts = g_strsplit (row, "-", 2);

  self->name = g_intern_string (parts[0]);
  self->capability = parts[1] ? (guint) g_ascii_strtoull (parts[1], NULL, 10) : 0;
  self->low = _edgekit_table_int ("overhead", row, "low");
  self->likely = _edgekit_table_int ("overhead", row, "likely");
  self->high = _edgekit_table_int ("overhead", row, "high");
  self->alignment = _edgekit_table_int_or ("overhead", row, "alignment", 32);
  self->host_alignment = _edgekit_table_int_or ("overhead", row, "host_alignment", 32);
  self->max_piece = _edgekit_table_int_or ("overhead", row, "max_piece", G_MAXINT64);
  self->max_tensor = _edgekit_table_int_or ("overhead", row, "max_tensor", G_MAXINT64);
  self->row_padding = _edgekit_table_int_or ("overhead", row, "row_padding", 1);
  self->lends = _edgekit_table_int_or ("overhead", row, "lends", 0);
  self->reorders = _edgekit_table_int_or ("overhead", row, "reorders", 0);
  if (heads)
    read_heads (self, heads);
  self->widens = _edgekit_table_int_or ("overhead", row, "widens", 0);
  self->sums_experts = _edgekit_table_int_or ("overhead", row, "sums_experts", 0);
  self->scans = _edgekit_table_int_or ("overhead", row, "scans", 1);
  self->scans_first = _edgekit_table_int_or ("overhead", row, "scans_first", 1);
}

/* ggml-rpc.cpp: the client takes alignment, largest piece and the size of a tensor from
 * the server (get_alignment, get_max_size, get_alloc_size), and so from its back end. It
 * believes that the device can compute everything (device_supports_op), lends it no
 * weights (offload_op is NULL), has no memory of its own that the device reaches
 * (get_host_buffer_type is NULL) and does not change a graph for it (graph_optimize is
 * NULL). */
static void
make_remote (EdgeKitBackend *self)
{
  self->remote = TRUE;
  self->max_tensor = G_MAXINT64;
  self->lends = self->reorders = self->sums_experts = FALSE;
  self->scans = self->scans_first = TRUE;
  self->n_heads = 0;
}

/* All rows, the processor's first. @remote: as a client sees them. */
static GArray *
read_table (gboolean remote)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("overhead"), NULL);
  GArray *table = g_array_new (FALSE, TRUE, sizeof (EdgeKitBackend));

  g_array_set_size (table, g_strv_length (rows));
  for (guint i = 0; rows[i]; i++)
    {
      read_row (&g_array_index (table, EdgeKitBackend, i), rows[i]);
      if (remote)
        make_remote (&g_array_index (table, EdgeKitBackend, i));
    }
  return table;
}

static gpointer
read_local (gpointer data)
{
  return read_table (FALSE);
}

static gpointer
read_remote (gpointer data)
{
  return read_table (TRUE);
}

static const GArray *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_local, NULL);
}

static const EdgeKitBackend *
find_row (const GArray *table, const char *name)
{
  for (guint i = 0; name && i < table->len; i++)
    {
      const EdgeKitBackend *row = &g_array_index (table, EdgeKitBackend, i);

      if (row->capability == 0 && strcmp (row->name, name) == 0)
        return row;
    }
  return &g_array_index (table, EdgeKitBackend, 0);
}

const EdgeKitBackend *
_edgekit_backend_get (const char *name)
{
  return find_row (get_table (), name);
}

const EdgeKitBackend *
_edgekit_backend_get_remote (const char *name)
{
  static GOnce once = G_ONCE_INIT;

  return find_row (g_once (&once, read_remote, NULL), name);
}

const EdgeKitBackend *
_edgekit_backend_measured (const EdgeKitBackend *self, guint capability)
{
  const GArray *table = get_table ();

  for (guint i = 0; capability > 0 && i < table->len; i++)
    {
      const EdgeKitBackend *row = &g_array_index (table, EdgeKitBackend, i);

      if (row->capability == capability && row->name == self->name)
        return row;
    }
  return self;
}

gboolean
_edgekit_backend_scans (const EdgeKitBackend *self, guint64 state, guint64 head_length, guint64 heads)
{
  if (head_length == 1)
    return self->scans_first && state == 16 && heads % 128 == 0;
  return self->scans && (state == 128 || state == 256) && head_length % 16 == 0;
}

gboolean
_edgekit_backend_attends (const EdgeKitBackend *self, guint64 key, guint64 value, guint64 group)
{
  for (guint i = 0; i < self->n_heads; i++)
    {
      const EdgeKitHeads *heads = &self->heads[i];

      if (heads->key == key && heads->value == value)
        return heads->any_more ? group >= heads->group : group % heads->group == 0;
    }
  return self->n_heads == 0;
}

static gboolean
attends (const EdgeKitBackend *self, const EdgeKitGraph *graph, const EdgeKitGraphTensor *t)
{
  const EdgeKitGraphTensor *q = _edgekit_graph_tensor (graph, t->sources[0]);
  const EdgeKitGraphTensor *k = _edgekit_graph_tensor (graph, t->sources[1]);
  const EdgeKitGraphTensor *v = _edgekit_graph_tensor (graph, t->sources[2]);

  /* one that makes f16 of both does so in one way */
  if (self->widens && k->element != v->element)
    return FALSE;
  return _edgekit_backend_attends (self, k->ne[0], v->ne[0], q->ne[2] / MAX (k->ne[2], 1));
}

gboolean
_edgekit_backend_supports (const EdgeKitBackend *self, const EdgeKitGraph *graph, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (graph, id);

  if (t->bytes > self->max_tensor)
    return FALSE;
  for (guint i = 0; self->max_tensor < EDGEKIT_GRAPH_MAX_SIZE && i < t->n_sources; i++)
    if (_edgekit_graph_tensor (graph, t->sources[i])->bytes > self->max_tensor)
      return FALSE;
  if (t->op == EDGEKIT_OP_FLASH_ATTN)
    return attends (self, graph, t);
  /* blocks of quantised numbers are copied as they lie, never turned round
   * (ggml_backend_vk_device_supports_op, GGML_OP_CONT) */
  if (t->op == EDGEKIT_OP_CONT && t->element >= EDGEKIT_Q8_0)
    return FALSE;
  if (t->op == EDGEKIT_OP_SSM_SCAN)
    {
      const EdgeKitGraphTensor *states = _edgekit_graph_tensor (graph, t->sources[0]);

      return _edgekit_backend_scans (self, states->ne[0], states->ne[1], states->ne[2]);
    }
  return TRUE;
}

gboolean
_edgekit_backend_borrows (const EdgeKitBackend *self, const EdgeKitGraph *graph, EdgeKitTensorId id)
{
  const EdgeKitGraphTensor *t = _edgekit_graph_tensor (graph, id);

  if (!self->lends)
    return FALSE;
  switch (t->op)
    {
    case EDGEKIT_OP_GET_ROWS:
      return FALSE;
    case EDGEKIT_OP_MUL_MAT:
      return t->ne[1] >= EDGEKIT_BORROW_BATCH;
    case EDGEKIT_OP_MUL_MAT_ID:
    case EDGEKIT_OP_ROPE:
      return t->ne[2] >= EDGEKIT_BORROW_BATCH;
    default:
      return _edgekit_sat_mul (_edgekit_sat_mul (t->ne[1], t->ne[2]), t->ne[3]) >= EDGEKIT_BORROW_BATCH;
    }
}
