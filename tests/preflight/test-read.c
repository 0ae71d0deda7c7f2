/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a file to the price: a real header, read by the library, must give the
 * estimates that were checked against llama.cpp for the same model. */
#include "config.h"

#include <glib/gstdio.h>

#include "edgekit-model-source.h"
#include "edgekit-model.h"
#include "measured.h"
#include "spec.h"

static GPtrArray *rows;
static GHashTable *shapes;
static char *scratch;

static EdgeKitShape *
read_shape (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *spec_path = g_test_build_filename (G_TEST_DIST, "models", "specs", file, NULL);
  g_autofree char *path = g_build_filename (scratch, "model.gguf", NULL);
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(Spec) spec = spec_load (spec_path, &error);

  g_assert_no_error (error);
  g_assert_true (spec_write (spec, NULL, path, &error));
  g_assert_no_error (error);
  model = edgekit_model_source_load (source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return _edgekit_shape_new_for_model (model);
}

static void
compare_row (const MeasuredRow *row, const EdgeKitShape *read)
{
  EdgeKitBill wanted, found;

  measured_price (row, g_hash_table_lookup (shapes, row->model), &wanted);
  measured_price (row, read, &found);
  g_assert_cmpuint (found.n_charges, ==, wanted.n_charges);
  for (guint i = 0; i < MIN (found.n_charges, wanted.n_charges); i++)
    {
      if (found.charges[i].likely != wanted.charges[i].likely)
        g_test_message ("%s, context %" G_GUINT64_FORMAT ": %s", row->model, row->context, found.charges[i].what);
      g_assert_cmpuint (found.charges[i].likely, ==, wanted.charges[i].likely);
      g_assert_cmpuint (found.charges[i].low, ==, wanted.charges[i].low);
      g_assert_cmpuint (found.charges[i].high, ==, wanted.charges[i].high);
    }
}

static void
test_model (gconstpointer data)
{
  const char *name = data;
  g_autoptr(EdgeKitShape) shape = read_shape (name);
  guint n = 0;

  g_assert_true (shape->known);
  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->model, name))
        continue;
      compare_row (row, shape);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr(GList) names = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  folder = g_test_build_filename (G_TEST_DIST, "preflight", NULL);
  scratch = g_dir_make_tmp ("edgekit-test-XXXXXX", NULL);
  rows = measured_load_rows (folder);
  shapes = measured_load_shapes (folder);
  names = g_list_sort (g_hash_table_get_keys (shapes), (GCompareFunc) g_strcmp0);
  for (GList *l = names; l; l = l->next)
    {
      g_autofree char *path = g_strconcat ("/preflight/read/", l->data, NULL);

      g_test_add_data_func (path, l->data, test_model);
    }
  result = g_test_run ();
  g_rmdir (scratch);
  g_free (scratch);
  g_ptr_array_unref (rows);
  g_hash_table_unref (shapes);
  return result;
}
