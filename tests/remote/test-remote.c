/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Models elsewhere, read as a person would name them: what is asked for and
 * what is kept. */

#include "world.h"

static Hub *hub;

static EdgeKitModel *
load (const char *location)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = world_load (location, EDGEKIT_MODEL_DEPTH_FACTS, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_loads (const char *location, const char *quantization)
{
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  model = load (location);
  g_assert_cmpstr (edgekit_model_get_architecture (model), ==, "llama");
  g_assert_cmpstr (edgekit_model_get_quantization (model), ==, quantization);
}

/* --- Names ------------------------------------------------------------------ */

static void
test_hub_names (void)
{
  g_autofree char *page = g_strconcat (hub_get_endpoint (hub), "/owner/llama", NULL);
  g_autofree char *blob = g_strconcat (page, "/blob/main/llama-Q8_0.gguf", NULL);
  g_autofree char *resolve = g_strconcat (page, "/resolve/main/llama-Q8_0.gguf?download=true", NULL);
  g_autofree char *tree = g_strconcat (page, "/tree/main", NULL);

  check_loads ("hf:owner/llama", "Q4_K_M");
  check_loads ("owner/llama", "Q4_K_M");
  check_loads ("hf:owner/llama:Q8_0", "Q8_0");
  check_loads ("hf:owner/llama:q8_0", "Q8_0");
  check_loads ("hf:owner/llama:llama-Q8_0.gguf", "Q8_0");
  check_loads ("hf:owner/llama:Q8_0@main", "Q8_0");
  check_loads ("hf://owner/llama:Q8_0", "Q8_0");
  check_loads (page, "Q4_K_M");
  check_loads (tree, "Q4_K_M");
  check_loads (blob, "Q8_0");
  check_loads (resolve, "Q8_0");
  check_loads ("https://huggingface.co/owner/llama/blob/main/llama-Q8_0.gguf", "Q8_0");
  check_loads ("hf.co/owner/llama:Q8_0", "Q8_0");
}

static void
test_other_places (void)
{
  g_autofree char *link = g_strconcat (hub_get_second (hub), "/plain/owner/llama/llama-Q8_0.gguf", NULL);
  g_autofree char *ollama = g_strconcat ("ollama:", hub_get_endpoint (hub), "/library/gemma:2b", NULL);

  check_loads (link, "Q8_0");
  g_assert_cmpuint (hub_count_requests (hub), ==, 1);
  check_loads ("modelscope:owner/llama:Q8_0", "Q8_0");
  {
    g_autoptr(EdgeKitModel) model = NULL;

    world_fresh (hub);
    model = load (ollama);
    g_assert_cmpstr (edgekit_model_get_architecture (model), ==, "gemma2");
  }
}

static void
test_set (void)
{
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  model = load ("hf:owner/set:Q4_K_M");
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_files (model)), ==, 3);
  g_assert_cmpint (edgekit_model_get_file_size (model), >, 9000000000);
  g_assert_cmpuint (hub_count_requests (hub), ==, 3);
}

static void
check_refused (const char *location, int code, const char *says)
{
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_assert_null (world_load (location, EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, EDGEKIT_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
}

/* What an Ollama registry has in pieces for MLX. */
static void
test_no_format (void)
{
  g_autofree char *location = g_strconcat ("ollama:", hub_get_endpoint (hub), "/library/pieces:1b", NULL);

  check_refused (location, EDGEKIT_ERROR_NOT_SUPPORTED, "no GGUF file");
}

static void
test_wrong_names (void)
{
  check_refused ("hf:owner/llama:Q5_K_M", EDGEKIT_ERROR_NOT_FOUND, "Q4_K_M");
  check_refused ("hf:owner/llama:mmproj.gguf", EDGEKIT_ERROR_NOT_FOUND, "for example");
  check_refused ("hf:owner/text", EDGEKIT_ERROR_NOT_A_MODEL, "GGUF");
  check_refused ("hf:owner/llamas", EDGEKIT_ERROR_PRIVATE, "owner/llama");
  check_refused ("hf:/owner/llama", EDGEKIT_ERROR_INVALID_ARGUMENT, "this is a path");
  check_refused ("hf:///home/llama.gguf", EDGEKIT_ERROR_INVALID_ARGUMENT, "this is a path");
  check_refused ("hf:../../etc/passwd", EDGEKIT_ERROR_INVALID_ARGUMENT, "owner/name");
  check_refused ("https://huggingface.co/datasets/owner/data", EDGEKIT_ERROR_INVALID_ARGUMENT, "page of the model");
  check_refused ("https://127.0.0.1/index.html", EDGEKIT_ERROR_INVALID_ARGUMENT, ".gguf");
  check_refused ("hf:owner/pickled", EDGEKIT_ERROR_NOT_A_MODEL, "safetensors");
  check_refused ("modelscope:owner/none", EDGEKIT_ERROR_NOT_FOUND, "check the name");
}

/* --- Pages ------------------------------------------------------------------ */

static void
test_pages (void)
{
  hub_set_page_size (hub, 1);
  check_loads ("hf:owner/llama:Q8_0", "Q8_0");
  hub_set_page_size (hub, 1000);
}

/* --- Versions --------------------------------------------------------------- */

static void
test_versions (void)
{
  g_autoptr(EdgeKitVariantList) variants = edgekit_variant_list_new ("hf:owner/many");
  g_autoptr(GError) error = NULL;
  guint n;

  world_fresh (hub);
  edgekit_variant_list_load (variants, NULL, &error);
  g_assert_no_error (error);
  n = g_list_model_get_n_items (G_LIST_MODEL (variants));
  g_test_message ("%u versions, %u requests, %" G_GUINT64_FORMAT " bytes", n, hub_count_requests (hub),
                  hub_count_sent (hub));
  g_assert_cmpuint (n, ==, 40);
  g_assert_cmpuint (hub_count_requests (hub), <=, 4);
  g_assert_cmpuint (hub_count_sent (hub), <=, 256 * 1024);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitVariant) variant = g_list_model_get_item (G_LIST_MODEL (variants), i);
      EdgeKitModel *model = edgekit_variant_get_model (variant);

      g_assert_cmpstr (edgekit_variant_get_problem (variant), ==, NULL);
      g_assert_nonnull (model);
      g_assert_cmpint (edgekit_model_get_file_size (model), ==, edgekit_variant_get_size (variant));
      g_assert_true (g_str_has_prefix (edgekit_variant_get_location (variant), "hf:owner/many:"));
    }
}

/* --- What is kept ----------------------------------------------------------- */

static void
check_again (gboolean offline, gboolean refresh, guint n_requests)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:owner/llama:Q8_0");
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  hub_reset (hub);
  edgekit_remote_options_set_offline (options, offline);
  edgekit_remote_options_set_refresh (options, refresh);
  edgekit_model_source_set_options (source, options);
  model = edgekit_model_source_load (source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hub_count_requests (hub), ==, n_requests);
}

static void
test_again (void)
{
  GPtrArray *requests;

  world_fresh (hub);
  check_again (FALSE, FALSE, 3);
  check_again (FALSE, FALSE, 1);
  requests = hub_list_requests (hub);
  g_assert_nonnull (((HubRequest *) g_ptr_array_index (requests, 0))->if_none_match);
  g_ptr_array_unref (requests);
  g_assert_cmpuint (hub_count_sent (hub), ==, 0);
  check_again (TRUE, FALSE, 0);
  check_again (FALSE, TRUE, 3);
  g_assert_cmpint (edgekit_remote_cache_get_size (), >, 65536);
  world_fresh (hub);
  g_assert_cmpint (edgekit_remote_cache_get_size (), ==, 0);
  check_again (FALSE, FALSE, 3);
}

static void
test_again_link (void)
{
  g_autofree char *link = g_strconcat (hub_get_second (hub), "/plain/owner/llama/llama-Q8_0.gguf", NULL);
  g_autoptr(EdgeKitModel) first = NULL, second = NULL, deeper = NULL;
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  first = load (link);
  second = load (link);
  g_assert_cmpuint (hub_count_requests (hub), ==, 2);
  g_assert_true (hub_sent_once (hub));
  /* more of the same file goes on where the first look ended */
  deeper = world_load (link, EDGEKIT_MODEL_DEPTH_TENSORS, &error);
  g_assert_no_error (error);
  g_assert_true (hub_sent_once (hub));
}

static char *
cache_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "edgekit", "headers", NULL);
}

/* As after a crash in the middle of writing, a full disk, or somebody's editor. */
static void
test_damaged_cache (void)
{
  g_autofree char *folder = cache_folder ();

  for (guint kind = 0; kind < 3; kind++)
    {
      g_autoptr(GDir) dir = NULL;
      const char *name;

      world_fresh (hub);
      check_again (FALSE, FALSE, 3);
      dir = g_dir_open (folder, 0, NULL);
      while ((name = g_dir_read_name (dir)))
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *text = NULL;
          gsize length;

          g_assert_true (g_file_get_contents (path, &text, &length, NULL));
          if (kind == 0)
            length /= 2;
          else if (kind == 1)
            text[length - 1] ^= 1;
          else
            length = 0;
          g_assert_true (g_file_set_contents (path, text, length, NULL));
        }
      check_again (FALSE, FALSE, 3);
      check_again (FALSE, FALSE, 1);
    }
}

static gpointer
load_often (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(EdgeKitModel) model = load ("hf:owner/llama:Q8_0");

      g_assert_cmpstr (edgekit_model_get_quantization (model), ==, "Q8_0");
      if (GPOINTER_TO_UINT (data) == 0)
        edgekit_remote_cache_clear (NULL);
    }
  return NULL;
}

static void
test_at_once (void)
{
  GThread *threads[4];

  world_fresh (hub);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", load_often, GUINT_TO_POINTER (i));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_offline (void)
{
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_setenv ("HF_HUB_OFFLINE", "True", TRUE);
  g_assert_null (world_load ("hf:owner/llama:Q8_0", EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_unsetenv ("HF_HUB_OFFLINE");
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE);
  g_assert_cmpuint (hub_count_requests (hub), ==, 0);
}

/* --- Files ------------------------------------------------------------------ */

static void
add_many (void)
{
  static const char *const quantizations[] = {
    "BF16",    "F16",     "Q8_0",    "Q6_K",   "Q6_K_L", "Q5_K_L", "Q5_K_M",  "Q5_K_S", "Q5_1",   "Q5_0",
    "Q4_K_L",  "Q4_K_M",  "Q4_K_S",  "Q4_1",   "Q4_0",   "IQ4_NL", "IQ4_XS",  "Q3_K_XL", "Q3_K_L", "Q3_K_M",
    "Q3_K_S",  "IQ3_M",   "IQ3_S",   "IQ3_XS", "IQ3_XXS", "Q2_K_L", "Q2_K",    "Q2_K_S", "IQ2_M",  "IQ2_S",
    "IQ2_XS",  "IQ2_XXS", "IQ1_M",   "IQ1_S",  "TQ1_0",  "UD-Q4_K_XL", "UD-Q2_K_XL", "MXFP4",
  };
  guint64 size;
  g_autoptr(GBytes) header = world_make_header ("llama-3.1-8b", &size);
  g_autoptr(GBytes) text = g_bytes_new_static ("{}", 2);

  for (guint i = 0; i < G_N_ELEMENTS (quantizations); i++)
    {
      g_autofree char *path = g_strdup_printf ("Llama-3.1-8B-%s.gguf", quantizations[i]);

      hub_add_file (hub, "owner/many", path, header, size + (G_N_ELEMENTS (quantizations) - i) * 100000000);
    }
  hub_add_file (hub, "owner/many", "config.json", text, 2);
  hub_add_file (hub, "owner/many", "model-00001-of-00002.safetensors", header, 8000000000);
  hub_add_file (hub, "owner/many", "model-00002-of-00002.safetensors", header, 8060000000);
  hub_add_file (hub, "owner/many", "mlx-4bit/config.json", text, 2);
  hub_add_file (hub, "owner/many", "mlx-4bit/model.safetensors", header, 4520000000);
  hub_add_file (hub, "owner/many", "README.md", text, 2);
}

static void
add_files (void)
{
  g_autoptr(GBytes) text = g_bytes_new_static ("# Text\n", 7);
  guint64 size;
  g_autoptr(GBytes) header = world_make_header ("llama-3.1-8b", &size);

  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.1-8b");
  world_add_model (hub, "owner/llama", "llama-Q8_0.gguf", "llama-2-7b-q8_0");
  world_add_model (hub, "library/gemma:2b", "model", "gemma2-9b");
  hub_add_file (hub, "owner/text", "README.md", text, 7);
  hub_add_file (hub, "owner/pickled", "pytorch_model.bin", text, 7);
  hub_add_file (hub, "library/pieces:1b", "tensor", text, 7);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("Q4_K_M/big-Q4_K_M-%05u-of-00003.gguf", i);

      hub_add_file (hub, "owner/set", path, header, size);
    }
  add_many ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  add_files ();
  g_test_add_func ("/remote/hub-names", test_hub_names);
  g_test_add_func ("/remote/other-places", test_other_places);
  g_test_add_func ("/remote/set", test_set);
  g_test_add_func ("/remote/wrong-names", test_wrong_names);
  g_test_add_func ("/remote/no-format", test_no_format);
  g_test_add_func ("/remote/pages", test_pages);
  g_test_add_func ("/remote/versions", test_versions);
  g_test_add_func ("/remote/again", test_again);
  g_test_add_func ("/remote/again-link", test_again_link);
  g_test_add_func ("/remote/damaged-cache", test_damaged_cache);
  g_test_add_func ("/remote/at-once", test_at_once);
  g_test_add_func ("/remote/offline", test_offline);
  status = g_test_run ();
  return world_end (hub, status);
}
