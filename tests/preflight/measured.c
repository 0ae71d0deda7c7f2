/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "edgekit-model-source.h"
#include "edgekit-model.h"
#include "measured.h"
#include "spec.h"

/* and the layers whose experts stay in main memory, where anything was tried with them */
#define COLUMNS 22

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

static void
add_rows (GPtrArray *rows, const char *path)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) c = NULL;
      MeasuredRow *row;

      if (!*lines[i] || *lines[i] == '#')
        continue;
      c = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (c), >=, COLUMNS);
      row = g_new0 (MeasuredRow, 1);
      row->model = g_strdup (c[0]);
      row->backend = g_str_equal (c[1], "cpu") ? NULL : g_intern_string (c[1]);
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
      row->cpu_moe = c[COLUMNS] ? number (c[COLUMNS]) : 0;
      g_ptr_array_add (rows, row);
    }
}

GPtrArray *
measured_load_rows (const char *folder)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  g_autofree char *first = g_build_filename (folder, "rows.tsv", NULL);
  g_autofree char *cuda = g_build_filename (folder, "rows-cuda.tsv", NULL);

  add_rows (rows, first);
  if (g_file_test (cuda, G_FILE_TEST_EXISTS))
    add_rows (rows, cuda);
  return rows;
}

static EdgeKitShape *
load_shape (const char *spec_path, const char *scratch)
{
  g_autofree char *path = g_build_filename (scratch, "model.gguf", NULL);
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(Spec) spec = spec_load (spec_path, &error);

  if (spec && spec_write (spec, NULL, path, &error))
    model = edgekit_model_source_load (source, NULL, &error);
  if (!model)
    g_error ("%s: %s", spec_path, error->message);
  g_unlink (path);
  return _edgekit_shape_new_for_model (model);
}

GHashTable *
measured_load_shapes (const char *folder)
{
  GHashTable *shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _edgekit_shape_free);
  g_autofree char *scratch = g_dir_make_tmp ("edgekit-test-XXXXXX", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".spec"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_hash_table_insert (shapes, g_strndup (name, strlen (name) - strlen (".spec")), load_shape (path, scratch));
      }
  g_rmdir (scratch);
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

  if (row->backend)
    {
      _edgekit_split_add_device (&split, row->backend, 0, FALSE);
      split.gpu_layers = MIN ((guint64) row->gpu_layers, shape->layers->len + 1);
      split.layers_on[0] = split.gpu_layers;
      split.cpu_expert_layers = row->cpu_moe;
    }
  estimator->price (shape, &settings, &split, bill);
  return good;
}
