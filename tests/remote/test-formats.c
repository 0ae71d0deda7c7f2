/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Models of several files, of every kind and from every place: what comes out is what the
 * files say, and what does not depend on each other is asked for together. */

#include "world.h"

static Hub *hub;

static EdgeKitModel *
load (const char *location, EdgeKitModelDepth depth)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = world_load (location, depth, &error);

  g_assert_no_error (error);
  return model;
}

typedef struct
{
  const char *name;
  const char *location;
  const char *format;
  gint64 parameters, weights; /* as tests/models/hf/… has them */
  guint n_files;
} Case;

static const Case cases[] = {
  { "one-file", "hf:weights/qwen3-0.6b", "safetensors", 596049920, 1192099840, 1 },
  { "shards", "hf:weights/llama-3.1-8b", "safetensors", 8030261248, 16060522496, 4 },
  { "many-shards", "hf:weights/qwen2.5-72b", "safetensors", 72706203648, 145412407296, 37 },
  { "mlx", "hf:weights/llama-3.1-8b-mlx-4bit", "mlx", 8030261248, 4517404672, 1 },
  { "modelscope", "modelscope:weights/llama-3.1-8b", "safetensors", 8030261248, 16060522496, 4 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  model = load (c->location, EDGEKIT_MODEL_DEPTH_FACTS);
  g_assert_cmpstr (edgekit_model_get_format (model), ==, c->format);
  g_assert_cmpint (edgekit_model_get_parameters (model), ==, c->parameters);
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, c->weights);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_files (model)), ==, c->n_files);
  g_assert_true (hub_sent_once (hub));
  g_assert_cmpint (edgekit_model_get_bytes_read (model), >, 0);
}

/* Its config.json lies beside the file that a link leads to. */
static void
test_link (void)
{
  g_autofree char *link = g_strconcat (hub_get_second (hub), "/plain/weights/qwen3-0.6b/model.safetensors", NULL);
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  model = load (link, EDGEKIT_MODEL_DEPTH_FACTS);
  g_assert_cmpint (edgekit_model_get_parameters (model), ==, 596049920);
  g_assert_true (hub_sent_once (hub));
}

/* A version of each kind, in folders of one repository, can be named. */
static void
test_folders (void)
{
  g_autoptr(EdgeKitVariantList) variants = edgekit_variant_list_new ("hf:weights/both");
  g_autoptr(GError) error = NULL;
  guint n;

  world_fresh (hub);
  edgekit_variant_list_load (variants, NULL, &error);
  g_assert_no_error (error);
  n = g_list_model_get_n_items (G_LIST_MODEL (variants));
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitVariant) variant = g_list_model_get_item (G_LIST_MODEL (variants), i);
      g_autoptr(EdgeKitModel) model = NULL;

      g_assert_cmpstr (edgekit_variant_get_problem (variant), ==, NULL);
      model = load (edgekit_variant_get_location (variant), EDGEKIT_MODEL_DEPTH_FACTS);
      g_assert_cmpint (edgekit_model_get_file_size (model), ==, edgekit_variant_get_size (variant));
    }
}

/* --- Together --------------------------------------------------------------- */

/* A listing, where things are, and things. */
static void
check_first_verdict (const char *location)
{
  g_autoptr(EdgeKitModel) model = load (location, EDGEKIT_MODEL_DEPTH_FACTS);

  g_test_message ("%u requests, %u round trips, %u at once", hub_count_requests (hub), hub_count_round_trips (hub),
                  hub_count_at_once (hub));
  g_assert_cmpuint (hub_count_round_trips (hub), <=, 4);
  g_assert_cmpuint (hub_count_at_once (hub), <=, 6);
}

static void
test_first_verdict (void)
{
  world_fresh (hub);
  hub_set_latency (hub, 150);
  check_first_verdict ("hf:owner/llama:Q4_K_M");
  hub_set_latency (hub, 0);
  /* a config.json and four files */
  world_fresh (hub);
  hub_set_gathering (hub, 5);
  check_first_verdict ("hf:weights/llama-3.1-8b");
  g_assert_cmpuint (hub_count_at_once (hub), ==, 5);
  hub_set_gathering (hub, 0);
}

static void
test_together (void)
{
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  hub_set_gathering (hub, 6);
  model = load ("hf:weights/qwen2.5-72b", EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_gathering (hub, 0);
  g_test_message ("%u requests, %u round trips, %u at once", hub_count_requests (hub), hub_count_round_trips (hub),
                  hub_count_at_once (hub));
  /* 38 files, where each is and what is in it, six at once and no more */
  g_assert_cmpuint (hub_count_requests (hub), ==, 1 + 2 * 38);
  g_assert_cmpuint (hub_count_at_once (hub), ==, 6);
  g_assert_cmpuint (hub_count_round_trips (hub), ==, 1 + 2 * 7);
  g_assert_true (hub_sent_once (hub));
}

/* A server that hands out whole files only is read no further than it must be, and what
 * was asked for together is not in each other’s way. */
static void
test_together_whole (void)
{
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  hub_set_fault (hub, "/bridge/", HUB_WHOLE, G_MAXUINT);
  model = load ("hf:weights/qwen2.5-72b", EDGEKIT_MODEL_DEPTH_FACTS);
  g_assert_cmpint (edgekit_model_get_parameters (model), ==, 72706203648);
}

static void
test_together_cancelled (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:weights/qwen2.5-72b");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_cancellable_cancel (cancellable);
  g_assert_null (edgekit_model_source_load (source, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- No more than may be read ------------------------------------------------- */

static EdgeKitModel *
load_within (const char *location, EdgeKitModelDepth depth, gint64 budget, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();

  edgekit_remote_options_set_depth (options, depth);
  edgekit_remote_options_set_byte_budget (options, budget);
  edgekit_model_source_set_options (source, options);
  return edgekit_model_source_load (source, NULL, error);
}

static gboolean
has_note (EdgeKitModel *model, const char *code)
{
  GListModel *notes = edgekit_model_get_notes (model);

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (g_str_equal (edgekit_note_get_code (note), code))
        return TRUE;
    }
  return FALSE;
}

static EdgeKitEstimate *
estimate (EdgeKitHardwareProfile *profile, EdgeKitModel *model)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();

  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  g_assert_true (edgekit_preflight_get_ready (preflight));
  return g_object_ref (edgekit_preflight_get_estimate (preflight));
}

static void
test_budget (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "remote", "computer.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_load (file, NULL, &error);
  g_autoptr(EdgeKitModel) part = NULL, whole = NULL, none = NULL;
  g_autoptr(EdgeKitEstimate) rough = NULL, exact = NULL;

  g_assert_no_error (error);
  world_fresh (hub);
  part = load_within ("hf:owner/llama:Q4_K_M", EDGEKIT_MODEL_DEPTH_TENSORS, 1000000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hub_get_reach (hub, ".gguf"), <=, 1000000);
  g_assert_cmpint (edgekit_model_get_bytes_read (part), <=, 1000000);
  g_assert_true (has_note (part, "budget-reached"));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_tensors (part)), ==, 0);
  whole = load ("hf:owner/llama:Q4_K_M", EDGEKIT_MODEL_DEPTH_TENSORS);
  g_assert_false (has_note (whole, "budget-reached"));
  g_assert_true (hub_sent_once (hub));
  rough = estimate (profile, part);
  exact = estimate (profile, whole);
  /* wider, and the truth is within */
  g_assert_cmpint (edgekit_estimate_get_total_low (rough), <, edgekit_estimate_get_total_low (exact));
  g_assert_cmpint (edgekit_estimate_get_total_high (rough), >, edgekit_estimate_get_total_high (exact));
  g_assert_cmpint (edgekit_estimate_get_total_low (rough), <=, edgekit_estimate_get_total (exact));
  g_assert_cmpint (edgekit_estimate_get_total_high (rough), >=, edgekit_estimate_get_total (exact));
  /* too little to say anything */
  world_fresh (hub);
  none = load_within ("hf:owner/llama:Q4_K_M", EDGEKIT_MODEL_DEPTH_FACTS, 100, &error);
  g_assert_null (none);
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "allow more"));
}

int
main (int argc, char **argv)
{
  static const char *const specs[] = { "qwen3-0.6b", "llama-3.1-8b", "qwen2.5-72b", "llama-3.1-8b-mlx-4bit" };
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autofree char *repository = g_strconcat ("weights/", specs[i], NULL);

      world_add_weights (hub, repository, "", specs[i]);
    }
  world_add_weights (hub, "weights/both", "", "llama-3.1-8b");
  world_add_weights (hub, "weights/both", "mlx-4bit", "llama-3.1-8b-mlx-4bit");
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.1-8b");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/formats/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/formats/link", test_link);
  g_test_add_func ("/formats/folders", test_folders);
  g_test_add_func ("/formats/first-verdict", test_first_verdict);
  g_test_add_func ("/formats/together", test_together);
  g_test_add_func ("/formats/together/whole", test_together_whole);
  g_test_add_func ("/formats/together/cancelled", test_together_cancelled);
  g_test_add_func ("/formats/budget", test_budget);
  status = g_test_run ();
  return world_end (hub, status);
}
