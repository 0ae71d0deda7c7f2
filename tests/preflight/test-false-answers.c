/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers that other tools give, or that an earlier EdgeKit gave, and that are
 * wrong: each mistake has a test with its name. Models are written from the specs
 * of tests/models, which know nothing of the library. */
#include "config.h"

#include <edgekit.h>
#include <string.h>

#include "../remove-tree.h"
#include "hf-spec.h"
#include "spec.h"

#define GB G_GINT64_CONSTANT (1000000000)

static char *
spec_path (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);

  return g_test_build_filename (G_TEST_DIST, "models", folder, file, NULL);
}

static EdgeKitModel *
load (const char *location)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = edgekit_model_source_load (source, NULL, &error);

  g_assert_no_error (error);
  return model;
}

static EdgeKitModel *
load_gguf (const char *name)
{
  g_autofree char *path = spec_path ("specs", name), *folder = g_dir_make_tmp ("edgekit-test-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "model.gguf", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(Spec) spec = spec_load (path, &error);
  EdgeKitModel *model;

  g_assert_no_error (error);
  g_assert_true (spec_write (spec, NULL, file, &error));
  g_assert_no_error (error);
  model = load (file);
  /* every tensor of the file was read, whatever came before it */
  g_assert_cmpint (edgekit_model_get_weights_size (model), ==, (gint64) spec->weights_size);
  remove_tree (folder);
  return model;
}

static EdgeKitModel *
load_hf (const char *name)
{
  g_autofree char *path = spec_path ("hf", name), *folder = g_dir_make_tmp ("edgekit-test-XXXXXX", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HfSpec) spec = hf_spec_load (path, &error);
  EdgeKitModel *model;

  g_assert_no_error (error);
  g_assert_true (hf_spec_write (spec, folder, &error));
  g_assert_no_error (error);
  model = load (folder);
  remove_tree (folder);
  return model;
}

static EdgeKitLayer *
get_layer (EdgeKitModel *model, guint i)
{
  return g_list_model_get_item (edgekit_model_get_layers (model), i);
}

static guint
count_layers (EdgeKitModel *model, EdgeKitAttentionKind kind)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (edgekit_model_get_layers (model)); i++)
    {
      g_autoptr(EdgeKitLayer) layer = get_layer (model, i);

      n += edgekit_layer_get_attention (layer) == kind;
    }
  return n;
}

/* @pools and @accelerators: the elements of the two lists. */
static EdgeKitPreflight *
ask (EdgeKitModel *model, const char *pools, const char *accelerators, const char *workload)
{
  EdgeKitPreflight *preflight = edgekit_preflight_new ();
  g_autofree char *json = g_strdup_printf ("{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":[%s],\"accelerators\":[%s]}",
                                           pools, accelerators);
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  profile = edgekit_hardware_profile_new_from_json (json, -1, &error);
  g_assert_no_error (error);
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  g_assert_true (edgekit_workload_apply (edgekit_preflight_get_workload (preflight), workload, &error));
  g_assert_no_error (error);
  return preflight;
}

static EdgeKitOutcome
outcome (EdgeKitPreflight *preflight)
{
  return edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));
}

/* general.file_type is a mix of types, not a type: 15 is Q4_K_M and not Q8_K. */
static void
test_file_type (void)
{
  static const char *const models[][2] = {
    { "llama-3.1-8b", "Q4_K_M" }, { "llama-2-7b-q8_0", "Q8_0" }, { "llama-2-7b-f16", "F16" },
    { "llama-3.1-8b-q4_0", "Q4_0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr(EdgeKitModel) model = load_gguf (models[i][0]);

      g_assert_cmpstr (edgekit_model_get_quantization (model), ==, models[i][1]);
    }
}

/* K quants are not 16 bits, and blocks of 4 and 8 bits have scales. */
static void
test_bits (void)
{
  g_autoptr(EdgeKitModel) k = load_gguf ("llama-2-7b"), q8 = load_gguf ("llama-2-7b-q8_0");

  g_assert_cmpstr (edgekit_model_get_quantization (k), ==, "Q4_K_M");
  g_assert_cmpfloat (edgekit_model_get_bits_per_weight (k), >, 4.5);
  g_assert_cmpfloat (edgekit_model_get_bits_per_weight (k), <, 5);
  g_assert_cmpfloat_with_epsilon (edgekit_model_get_bits_per_weight (q8), 8.5, 0.01);
}

/* A value is what the file says, not how long its key is; and what comes after
 * 152,064 words of vocabulary is read, too. */
static void
test_values (void)
{
  g_autoptr(EdgeKitModel) model = load_gguf ("qwen2.5-7b");

  g_assert_cmpint (edgekit_model_get_context_length (model), ==, 32768);
  g_assert_cmpint (edgekit_model_get_n_layers (model), ==, 28);
  g_assert_cmpint (edgekit_model_get_embedding_length (model), ==, 3584);
  g_assert_cmpint (edgekit_model_get_vocabulary_size (model), ==, 152064);
}

/* The size is that of the tensors, not a number in the name: 8x7B is not 7. */
static void
test_size_of_the_name (void)
{
  g_autoptr(EdgeKitModel) mixtral = load_gguf ("mixtral-8x7b"), scout = load_gguf ("llama4-scout");
  g_autoptr(EdgeKitModel) phi = load_gguf ("phi-4");

  g_assert_cmpint (edgekit_model_get_parameters (mixtral) / GB, ==, 46);
  g_assert_cmpint (edgekit_model_get_parameters (scout) / GB, ==, 107);
  g_assert_cmpint (edgekit_model_get_parameters (phi) / GB, ==, 14);
}

/* 70 billion numbers of 8 bits are not 134 GB; 4 bits packed into 32 are not 32. */
static void
test_fp8 (void)
{
  g_autoptr(EdgeKitModel) fp8 = load_hf ("llama-3.3-70b-fp8"), gptq = load_hf ("llama-3.1-8b-gptq");
  g_autoptr(EdgeKitModel) awq = load_hf ("qwen2.5-7b-awq");

  g_assert_cmpint (edgekit_model_get_weights_size (fp8), >, 69 * GB);
  g_assert_cmpint (edgekit_model_get_weights_size (fp8), <, 75 * GB);
  g_assert_cmpint (edgekit_model_get_weights_size (gptq), <, 6 * GB);
  g_assert_cmpint (edgekit_model_get_weights_size (awq), <, 6 * GB);
}

/* A head is not always embeddings ÷ heads wide. */
static void
test_head_dimension (void)
{
  static const struct
  {
    const char *name;
    gint64 length;
  } models[] = { { "qwen3-4b", 128 }, { "gemma-3-27b", 128 }, { "gpt-oss-20b", 64 } };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr(EdgeKitModel) model = load_hf (models[i].name);
      g_autoptr(EdgeKitLayer) layer = get_layer (model, 0);

      g_assert_cmpint (edgekit_layer_get_key_length (layer), ==, models[i].length);
      g_assert_cmpint (edgekit_layer_get_value_length (layer), ==, models[i].length);
    }
}

/* Heads may be a list, one for each layer; where there are none, there is a state. */
static void
test_heads_of_each_layer (void)
{
  g_autoptr(EdgeKitModel) gguf = load_gguf ("lfm2-1.2b"), hf = load_hf ("lfm2-1.2b");

  g_assert_cmpint (edgekit_model_get_n_layers (gguf), ==, 16);
  g_assert_cmpuint (count_layers (gguf, EDGEKIT_ATTENTION_KIND_FULL), ==, 6);
  g_assert_cmpuint (count_layers (gguf, EDGEKIT_ATTENTION_KIND_RECURRENT), ==, 10);
  g_assert_cmpuint (count_layers (hf, EDGEKIT_ATTENTION_KIND_FULL), ==, 6);
  g_assert_cmpuint (count_layers (hf, EDGEKIT_ATTENTION_KIND_RECURRENT), ==, 10);
}

/* use_sliding_window is false: every layer remembers the whole conversation, and
 * with 5 GB free there is no room for 32,768 tokens. */
static void
test_windows_that_are_not_used (void)
{
  const char *pool = "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":16000000000,\"available\":5000000000}";
  g_autoptr(EdgeKitModel) gguf = load_gguf ("qwen2.5-7b"), hf = load_hf ("qwen2.5-7b");
  g_autoptr(EdgeKitPreflight) preflight = ask (gguf, pool, "", "{\"context\":32768}");

  g_assert_cmpuint (count_layers (hf, EDGEKIT_ATTENTION_KIND_FULL), ==, 28);
  g_assert_cmpuint (count_layers (gguf, EDGEKIT_ATTENTION_KIND_FULL), ==, 28);
  g_assert_cmpint (outcome (preflight), ==, EDGEKIT_OUTCOME_NO);
  /* 28 layers × 4 heads × 128 × 2 × 2 bytes for each token */
  g_assert_cmpint (edgekit_estimate_get_kv_cache (edgekit_preflight_get_estimate (preflight)), ==,
                   G_GINT64_CONSTANT (28) * 4 * 128 * 2 * 2 * 32768);
}

static void
test_window (void)
{
  g_autoptr(EdgeKitModel) gguf = load_gguf ("gpt-oss-20b"), hf = load_hf ("gpt-oss-20b");
  EdgeKitModel *const models[] = { gguf, hf };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_assert_cmpint (edgekit_model_get_window (models[i]), ==, 128);
      g_assert_cmpuint (count_layers (models[i], EDGEKIT_ATTENTION_KIND_WINDOW), ==, 12);
      g_assert_cmpuint (count_layers (models[i], EDGEKIT_ATTENTION_KIND_FULL), ==, 12);
    }
}

/* Latents: 512 + 64 numbers for each token and layer; the context that the scaling
 * of positions reaches is in the file, not to be multiplied once more. */
static void
test_latents (void)
{
  g_autoptr(EdgeKitModel) model = load_hf ("deepseek-v3");

  g_assert_cmpint (edgekit_model_get_context_length (model), ==, 163840);
  g_assert_cmpint (edgekit_model_get_kv_lora_rank (model), ==, 512);
  g_assert_cmpint (edgekit_model_get_rope_dimension (model), ==, 64);
  g_assert_cmpint (edgekit_model_get_experts (model), ==, 256);
  g_assert_cmpint (edgekit_model_get_experts_used (model), ==, 8);
  g_assert_cmpuint (count_layers (model, EDGEKIT_ATTENTION_KIND_MLA), >=, 61);
}

/* However much memory there is, no conversation is longer than the model's longest. */
static void
test_longest_conversation (void)
{
  const char *pool = "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":4000000000000,\"available\":4000000000000}";
  static const char *const names[] = { "deepseek-v2-lite", "qwen2.5-7b", "gpt-oss-20b", "mamba2-2.7b" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(EdgeKitModel) model = load_gguf (names[i]);
      g_autoptr(EdgeKitPreflight) preflight = ask (model, pool, "", "{}");
      EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);

      g_assert_cmpint (edgekit_verdict_get_context_usable (verdict), ==, edgekit_model_get_context_length (model));
    }
}

#define RAM64 "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":64000000000,\"available\":60000000000}"
#define CARD(n, size) \
  "{\"id\":\"gpu" n ".m\",\"kind\":\"vram\",\"total\":" size ",\"available\":" size "}"
#define NVIDIA(n) \
  "{\"id\":\"gpu" n "\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"integrated\":false,\"compute_capability\":\"8.9\"," \
  "\"runtimes\":[\"cuda\"],\"pools\":[\"gpu" n ".m\"],\"usable\":true}"

/* The graphics card's memory counts, and not only the computer's. */
static void
test_memory_of_the_card (void)
{
  g_autoptr(EdgeKitModel) model = load_gguf ("llama-3.1-8b");
  g_autoptr(EdgeKitPreflight) small = ask (model, RAM64 "," CARD ("0", "6000000000"), NVIDIA ("0"), "{}");
  g_autoptr(EdgeKitPreflight) large = ask (model, RAM64 "," CARD ("0", "24000000000"), NVIDIA ("0"), "{}");

  g_assert_cmpint (outcome (small), ==, EDGEKIT_OUTCOME_PARTIAL);
  g_assert_cmpint (outcome (large), ==, EDGEKIT_OUTCOME_FITS);
}

/* Two cards hold what one does not; vLLM, too, looks at the second. */
static void
test_second_card (void)
{
  g_autoptr(EdgeKitModel) model = load_hf ("llama-3.1-8b");
  g_autoptr(EdgeKitPreflight) one = ask (model, RAM64 "," CARD ("0", "16000000000"), NVIDIA ("0"), "{}");
  g_autoptr(EdgeKitPreflight) two = ask (model, RAM64 "," CARD ("0", "16000000000") "," CARD ("1", "16000000000"),
                                         NVIDIA ("0") "," NVIDIA ("1"), "{}");

  g_assert_cmpint (outcome (one), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome (two), !=, EDGEKIT_OUTCOME_NO);
}

#define MAC(limit) \
  "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":16000000000,\"available\":14000000000}," \
  "{\"id\":\"gpu0.m\",\"kind\":\"shared\",\"total\":16000000000,\"available\":14000000000,\"limit\":" limit "," \
  "\"backing\":\"ram\"}"

/* A Mac's graphics takes no more than the limit that the system sets, and a
 * container no more than its group may. */
static void
test_limits (void)
{
  const char *apple = "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"apple\",\"integrated\":true,"
                      "\"runtimes\":[\"metal\"],\"pools\":[\"gpu0.m\"],\"usable\":true}";
  g_autoptr(EdgeKitModel) mlx = load_hf ("llama-3.1-8b-mlx-4bit"), gguf = load_gguf ("llama-3.1-8b");
  g_autoptr(EdgeKitPreflight) fits = ask (mlx, MAC ("12000000000"), apple, "{}");
  g_autoptr(EdgeKitPreflight) does_not = ask (mlx, MAC ("4000000000"), apple, "{}");
  g_autoptr(EdgeKitPreflight) container =
      ask (gguf, "{\"id\":\"ram\",\"kind\":\"ram\",\"total\":64000000000,\"available\":60000000000,\"limit\":4000000000}",
           "", "{}");

  g_assert_cmpint (outcome (fits), !=, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome (does_not), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome (container), ==, EDGEKIT_OUTCOME_NO);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/false-answers/file-type", test_file_type);
  g_test_add_func ("/preflight/false-answers/bits", test_bits);
  g_test_add_func ("/preflight/false-answers/values", test_values);
  g_test_add_func ("/preflight/false-answers/size-of-the-name", test_size_of_the_name);
  g_test_add_func ("/preflight/false-answers/fp8", test_fp8);
  g_test_add_func ("/preflight/false-answers/head-dimension", test_head_dimension);
  g_test_add_func ("/preflight/false-answers/heads-of-each-layer", test_heads_of_each_layer);
  g_test_add_func ("/preflight/false-answers/windows-that-are-not-used", test_windows_that_are_not_used);
  g_test_add_func ("/preflight/false-answers/window", test_window);
  g_test_add_func ("/preflight/false-answers/latents", test_latents);
  g_test_add_func ("/preflight/false-answers/longest-conversation", test_longest_conversation);
  g_test_add_func ("/preflight/false-answers/memory-of-the-card", test_memory_of_the_card);
  g_test_add_func ("/preflight/false-answers/second-card", test_second_card);
  g_test_add_func ("/preflight/false-answers/limits", test_limits);
  return g_test_run ();
}
