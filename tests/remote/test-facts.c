/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How little of a file is enough, and how near that is to all of it: for every
 * shape that memory was measured of, with a vocabulary of its real size. */

#include "world.h"

static Hub *hub;
static EdgeKitHardwareProfile *profile;

/* Verdicts are made of this. */
static gint64
total_of (EdgeKitModel *model)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();

  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  g_assert_true (edgekit_preflight_get_ready (preflight));
  return edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight));
}

static EdgeKitModel *
load (const char *location, EdgeKitModelDepth depth)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model;

  world_fresh (hub);
  model = world_load (location, depth, &error);
  g_assert_no_error (error);
  g_assert_true (hub_sent_once (hub));
  return model;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* A listing, where the file is, and the file. */
#define ONE_RANGE 3

static void
test_shape (const char *name, GArray *reached)
{
  const char *quantization = world_get_quantization (name);
  g_autofree char *repository = g_strconcat ("shapes/", name, NULL);
  g_autofree char *location = g_strconcat ("hf:shapes/", name, NULL);
  g_autofree char *path = g_strdup_printf ("%s-%s.gguf", name, quantization);
  g_autoptr(EdgeKitModel) facts = NULL, whole = NULL;
  guint64 size, reach;
  g_autoptr(GBytes) header = world_make_header (name, &size);
  gint64 near, exact;
  guint n_requests;

  hub_add_file (hub, repository, path, header, size);
  facts = load (location, EDGEKIT_MODEL_DEPTH_FACTS);
  n_requests = hub_count_requests (hub);
  reach = hub_get_reach (hub, path);
  whole = load (location, EDGEKIT_MODEL_DEPTH_TENSORS);
  exact = total_of (whole);
  near = total_of (facts);
  g_test_message ("%s: %" G_GUINT64_FORMAT " bytes, %+.2f %%; whole header of %" G_GSIZE_FORMAT ": %" G_GUINT64_FORMAT,
                  name, reach, 100.0 * (near - exact) / exact, g_bytes_get_size (header), hub_get_reach (hub, path));
  g_assert_cmpint (edgekit_model_get_file_size (facts), ==, (gint64) size);
  /* all of the list, within a tenth of what the header takes */
  g_assert_cmpuint (hub_get_reach (hub, path), <=, MAX (g_bytes_get_size (header) * 11 / 10, 65536));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_tensors (whole)), >, 0);
  if (edgekit_model_get_architecture_known (facts) != EDGEKIT_TRISTATE_YES)
    {
      /* only its tensors tell what it is like, so they are read at once */
      g_assert_cmpint (near, ==, exact);
      return;
    }
  g_assert_cmpuint (n_requests, ==, ONE_RANGE);
  g_assert_cmpuint (reach, <=, 128 * 1024);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_tensors (facts)), ==, 0);
  g_assert_cmpint (ABS (near - exact) * 100, <=, exact);
  g_array_append_val (reached, reach);
}

static void
test_shapes (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "specs", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GArray) reached = g_array_new (FALSE, FALSE, sizeof (guint64));
  const char *file;

  while ((file = g_dir_read_name (dir)))
    {
      g_autofree char *name = g_strndup (file, strlen (file) - strlen (".spec"));

      test_shape (name, reached);
    }
  g_array_sort (reached, compare_sizes);
  g_assert_cmpuint (reached->len, >=, 51);
  g_assert_cmpuint (g_array_index (reached, guint64, reached->len / 2), <=, 64 * 1024);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  path = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "remote", "computer.json", NULL);
  file = g_file_new_for_path (path);
  profile = edgekit_hardware_profile_load (file, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/facts/shapes", test_shapes);
  status = g_test_run ();
  g_object_unref (profile);
  return world_end (hub, status);
}
