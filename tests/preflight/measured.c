/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "measured.h"

#define COLUMNS 22

static char **
load_lines (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  return g_strsplit (text, "\n", -1);
}

static guint64
number (const char *text)
{
  return g_ascii_strtoull (text, NULL, 10);
}

static void
free_row (MeasuredRow *row)
{
  g_free (row->model);
  g_object_unref (row->workload);
  g_free (row);
}

static EdgeKitWorkload *
make_workload (char **c)
{
  EdgeKitWorkload *workload = edgekit_workload_new ();

  edgekit_workload_set_preset (workload, EDGEKIT_PRESET_COMPLETION);
  edgekit_workload_set_ubatch (workload, number (c[3]));
  edgekit_workload_set_batch (workload, number (c[4]));
  edgekit_workload_set_parallel (workload, number (c[5]));
  edgekit_workload_set_kv_unified (workload, *c[6] == '1');
  edgekit_workload_set_cache_type_k (workload, c[7]);
  edgekit_workload_set_cache_type_v (workload, c[8]);
  edgekit_workload_set_flash_attention (workload, g_str_equal (c[9], "off")  ? EDGEKIT_TRISTATE_NO
                                                  : g_str_equal (c[9], "on") ? EDGEKIT_TRISTATE_YES
                                                                             : EDGEKIT_TRISTATE_UNKNOWN);
  edgekit_workload_set_swa_full (workload, *c[10] == '1');
  edgekit_workload_set_outputs (workload, number (c[11]));
  edgekit_workload_set_embeddings (workload, *c[13] == '1');
  return workload;
}

GPtrArray *
measured_load_rows (const char *folder)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  g_auto(GStrv) lines = load_lines (folder, "rows.tsv");

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) c = NULL;
      MeasuredRow *row;

      if (!*lines[i] || *lines[i] == '#')
        continue;
      c = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (c), ==, COLUMNS);
      row = g_new0 (MeasuredRow, 1);
      row->model = g_strdup (c[0]);
      row->vulkan = g_str_equal (c[1], "vulkan");
      row->context = number (c[2]);
      row->workload = make_workload (c);
      row->gpu_layers = number (c[12]);
      row->ok = *c[14] == '1';
      row->host_model = number (c[15]);
      row->host_context = number (c[16]);
      row->host_compute = number (c[17]);
      row->device_model = number (c[18]);
      row->device_context = number (c[19]);
      row->device_compute = number (c[20]);
      row->output = number (c[21]);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static gboolean
next_range (const char **text, guint64 *first, guint64 *last)
{
  char *end;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  *first = *last = g_ascii_strtoull (*text, &end, 10);
  if (*end == '-')
    *last = g_ascii_strtoull (end + 1, &end, 10);
  *text = *end == ',' ? end + 1 : end;
  return TRUE;
}

static void
set_layers (EdgeKitShape *shape, char **c)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  const char *range = c[1];
  guint64 first, last;

  while (next_range (&range, &first, &last))
    for (guint64 i = first; i <= last; i++)
      {
        EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);

        layer->kind = g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), c[2])->value;
        layer->heads = number (c[3]);
        layer->kv_heads = number (c[4]);
        layer->key_length = number (c[5]);
        layer->value_length = number (c[6]);
        layer->window = number (c[7]);
        layer->state_size = number (c[8]);
      }
}

static void
add_tensors (EdgeKitShape *shape, char **c)
{
  g_auto(GStrv) parts = g_strsplit (c[3], "x", -1);
  guint64 dims[8] = { 0 };
  guint n = 0;
  const char *range = c[1];
  guint64 first, last;

  for (; parts[n] && n < G_N_ELEMENTS (dims); n++)
    dims[n] = number (parts[n]);
  if (*range == '-')
    _edgekit_shape_add_tensor (shape, c[2], dims, n, number (c[4]));
  while (next_range (&range, &first, &last))
    for (guint64 i = first; i <= last; i++)
      {
        g_auto(GStrv) around = g_strsplit (c[2], "%d", 2);
        g_autofree char *name = g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s", around[0], i, around[1]);

        _edgekit_shape_add_tensor (shape, name, dims, n, number (c[4]));
      }
}

GHashTable *
measured_load_shapes (const char *folder)
{
  GHashTable *shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _edgekit_shape_free);
  g_auto(GStrv) lines = load_lines (folder, "shapes.tsv");
  GHashTableIter iter;
  EdgeKitShape *shape = NULL;

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) c = g_strsplit (lines[i], "\t", -1);

      if (!c[0] || *c[0] == '#')
        continue;
      if (g_str_equal (c[0], "model"))
        {
          shape = _edgekit_shape_new (c[2], TRUE, number (c[8]));
          shape->embedding = number (c[3]);
          shape->vocabulary = number (c[4]);
          shape->experts_used = number (c[5]);
          shape->kv_lora_rank = number (c[6]);
          shape->rope_dimension = number (c[7]);
          g_hash_table_insert (shapes, g_strdup (c[1]), shape);
        }
      else if (g_str_equal (c[0], "layers"))
        set_layers (shape, c);
      else if (g_str_equal (c[0], "tensors"))
        add_tensors (shape, c);
    }
  g_hash_table_iter_init (&iter, shapes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &shape))
    _edgekit_shape_finish (shape);
  return shapes;
}

gboolean
measured_price (const MeasuredRow *row, const EdgeKitShape *shape, EdgeKitBill *bill)
{
  const EdgeKitEstimator *estimator = _edgekit_estimator_get ("llama.cpp");
  EdgeKitSettings settings;
  EdgeKitSplit split = { 0 };
  const char *why;
  gboolean good = estimator->get_settings (shape, row->workload, row->context, &settings, &why);

  if (row->vulkan)
    {
      split.n_devices = 1;
      split.gpu_layers = MIN ((guint64) row->gpu_layers, shape->layers->len + 1);
      split.layers_on[0] = split.gpu_layers;
      split.backend = "vulkan";
    }
  estimator->price (shape, &settings, &split, bill);
  return good;
}
