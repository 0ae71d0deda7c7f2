/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several computers that hold a model together: what lies where by the engines' own
 * rules, what each has to run, and what is refused. */
#include "config.h"

#include <string.h>

#include <edgekit.h>

#include "../remove-tree.h"
#include "edgekit-network-private.h"
#include "hf-spec.h"
#include "inputs.h"

/* Cards are separated by "+", in GB. */
/* One whose bandwidths are known; see make_computer(). */
static EdgeKitHardwareProfile *
computer (const char *ram, const char *cards, const char *runtime)
{
  g_autofree char *main_memory = g_strconcat (ram, "@50", NULL);
  g_auto(GStrv) sizes = g_strsplit (cards, "+", -1);
  g_autofree char *joined = g_strjoinv ("@900+", sizes);
  g_autofree char *with_bandwidths = g_strconcat (joined, *cards ? "@900" : NULL, NULL);

  return make_computer (main_memory, with_bandwidths, runtime, NULL);
}

static EdgeKitModel *
load_network (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "models", "hf", file, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HfSpec) spec = hf_spec_load (path, &error);
  g_autofree char *folder = g_dir_make_tmp ("edgekit-machines-XXXXXX", NULL);
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (folder);
  EdgeKitModel *model;

  g_assert_no_error (error);
  g_assert_true (hf_spec_write (spec, folder, &error));
  model = edgekit_model_source_load (source, NULL, &error);
  g_assert_no_error (error);
  remove_tree (folder);
  return model;
}

/* Takes the model and the computers, which end with NULL. */
static EdgeKitPreflight *
ask (EdgeKitModel *model, const char *workload, EdgeKitHardwareProfile *first, ...)
{
  EdgeKitPreflight *preflight = edgekit_preflight_new ();
  g_autoptr(GListStore) profiles = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  g_autoptr(GError) error = NULL;
  va_list more;

  va_start (more, first);
  for (EdgeKitHardwareProfile *p = first; p; p = va_arg (more, EdgeKitHardwareProfile *))
    {
      g_list_store_append (profiles, p);
      g_object_unref (p);
    }
  va_end (more);
  edgekit_preflight_set_profiles (preflight, G_LIST_MODEL (profiles));
  edgekit_preflight_set_model (preflight, model);
  g_object_unref (model);
  g_assert_true (edgekit_workload_apply (edgekit_preflight_get_workload (preflight), workload, &error));
  g_assert_no_error (error);
  return preflight;
}

static EdgeKitOutcome
outcome_of (EdgeKitPreflight *preflight)
{
  return edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));
}

/* "machine2.gpu0.vram 20, gpu0.vram 13": pools with layers, in the engine's order. */
static char *
describe_split (EdgeKitPreflight *preflight)
{
  GListModel *pools = edgekit_placement_get_pools (edgekit_preflight_get_placement (preflight));
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, i);

      if (edgekit_pool_use_get_layers (use) > 0)
        g_string_append_printf (text, "%s%s %d", text->len ? ", " : "", edgekit_pool_use_get_id (use),
                                (int) edgekit_pool_use_get_layers (use));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "2: ggml-rpc-server …" */
static void
assert_command (EdgeKitPreflight *preflight, guint i, const char *expected)
{
  g_autoptr(EdgeKitCommand) command = g_list_model_get_item (edgekit_preflight_get_commands (preflight), i);
  g_autofree char *text = NULL;

  g_assert_nonnull (command);
  text = g_strdup_printf ("%d: %s", (int) edgekit_command_get_machine (command), edgekit_command_get_command (command));
  g_assert_cmpstr (text, ==, expected);
}

/* --- llama.cpp ----------------------------------------------------------------- */

/* An RTX 4080 of 17,179,869,184 bytes starts it, an RTX 4090 of 25,329,401,856 serves and
 * so comes first: it has 0.5958 of both. Layer 19 of 33 is at 0.5758, layer 20 at 0.6061:
 * 20 layers go there. */
static void
test_order_and_split (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}",
                                               load_machine ("nvidia-rtx4080-nvidia-drm"),
                                               load_machine ("windows-rtx4090"), NULL);
  g_autofree char *split = describe_split (preflight);

  g_assert_cmpstr (split, ==, "machine2.gpu0.vram 20, gpu0.vram 13");
  g_assert_cmpint (outcome_of (preflight), ==, EDGEKIT_OUTCOME_FITS);
  g_assert_cmpint (edgekit_verdict_get_reason (edgekit_preflight_get_verdict (preflight)), ==,
                   EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES);
  assert_command (preflight, 0, "2: ggml-rpc-server --host 0.0.0.0 --port 50052 --device CUDA0");
  assert_command (preflight, 1, "1: llama-server --rpc IP-OF-COMPUTER-2:50052 --model llama-3.1-8b.gguf --ctx-size 8192 "
                                "--n-gpu-layers 33 --tensor-split 20,13");
}

/* 18.6 GB of weights: neither 8.3 GB of graphics memory and 12 GB of main memory hold
 * them, nor the 12 GB of a computer without a card. With both, the layers that the card
 * and the other computer do not take stay in the main memory of the first one. */
static void
test_each_too_small (void)
{
  g_autoptr(EdgeKitPreflight) one = ask (load_model ("qwen3-30b-a3b"), "{}",
                                         load_machine ("windows-ryzen7-9700x-rtx4060"), NULL);
  g_autoptr(EdgeKitPreflight) other = ask (load_model ("qwen3-30b-a3b"), "{}", computer ("12", "", NULL), NULL);
  g_autoptr(EdgeKitPreflight) both = ask (load_model ("qwen3-30b-a3b"), "{}",
                                          load_machine ("windows-ryzen7-9700x-rtx4060"),
                                          computer ("12", "", NULL), NULL);

  g_assert_cmpint (outcome_of (one), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome_of (other), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome_of (both), !=, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (outcome_of (both), !=, EDGEKIT_OUTCOME_UNKNOWN);
}

/* The server without a card gives its processor and main memory. Two that are alike may
 * be one profile twice, and no layer must be in a slower place: 33 layers of 5 GB fit in
 * the served 12 GB. */
static void
test_processors (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = computer ("12", "", NULL);
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}", g_object_ref (profile),
                                               g_object_ref (profile), NULL);
  g_autofree char *split = describe_split (preflight);

  g_assert_cmpstr (split, ==, "machine2.ram 33");
  assert_command (preflight, 0, "2: ggml-rpc-server --host 0.0.0.0 --port 50052 --device CPU");
  assert_command (preflight, 1, "1: llama-server --rpc IP-OF-COMPUTER-2:50052 --model llama-3.1-8b.gguf --ctx-size 8192 "
                                "--n-gpu-layers 33");
}

/* Layers that stay in the main memory of the first computer are no worse off than those
 * in that of the second: it is not a split between fast and slow memory. */
static void
test_halves (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("qwen3-30b-a3b"), "{}", computer ("16", "", NULL),
                                               computer ("16", "", NULL), NULL);
  EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);

  g_assert_cmpint (edgekit_placement_get_gpu_layers (placement), >, 0);
  g_assert_cmpint (edgekit_placement_get_gpu_layers (placement), <, edgekit_placement_get_n_layers (placement));
  g_assert_cmpint (edgekit_placement_get_cpu_expert_layers (placement), ==, 0);
  g_assert_cmpint (outcome_of (preflight), ==, EDGEKIT_OUTCOME_TIGHT);
}

/* Half of 33 layers, from below: layers 0 to 16 are before 0.5, since 16/33 is 0.4848. A third
 * computer comes after the second and before the first one: of 33 layers those below 1/3
 * are 11 (10/33 is 0.3030 and 11/33 not below), those below 2/3 22. */
static void
test_several_servers (void)
{
  g_autoptr(EdgeKitPreflight) two = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "12", "cuda"),
                                         computer ("16", "12", "hip"), NULL);
  g_autoptr(EdgeKitPreflight) three = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "12", "cuda"),
                                           computer ("16", "12", "hip"), computer ("12", "", NULL), NULL);
  g_autofree char *of_two = describe_split (two);
  g_autofree char *of_three = describe_split (three);

  g_assert_cmpstr (of_two, ==, "machine2.gpu0.vram 17, gpu0.vram 16");
  g_assert_cmpstr (of_three, ==, "machine2.gpu0.vram 11, machine3.ram 11, gpu0.vram 11");
  assert_command (three, 0, "2: ggml-rpc-server --host 0.0.0.0 --port 50052 --device ROCm0");
  assert_command (three, 1, "3: ggml-rpc-server --host 0.0.0.0 --port 50052 --device CPU");
  assert_command (three, 2, "1: llama-server --rpc IP-OF-COMPUTER-2:50052,IP-OF-COMPUTER-3:50052 --model "
                            "llama-3.1-8b.gguf --ctx-size 8192 --n-gpu-layers 33 --tensor-split 11,11,11");
}

/* Nothing of the model gets lost or comes twice: weights and cache of both computers are
 * those of one card that holds all. */
static void
test_sums (void)
{
  g_autoptr(EdgeKitPreflight) one = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "24", "cuda"), NULL);
  g_autoptr(EdgeKitPreflight) two = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "12", "cuda"),
                                         computer ("16", "12", "vulkan"), NULL);
  EdgeKitEstimate *of_one = edgekit_preflight_get_estimate (one), *of_two = edgekit_preflight_get_estimate (two);

  g_assert_cmpint (edgekit_estimate_get_weights (of_one), ==, edgekit_estimate_get_weights (of_two));
  g_assert_cmpint (edgekit_estimate_get_kv_cache (of_one), ==, edgekit_estimate_get_kv_cache (of_two));
  g_assert_cmpint (edgekit_estimate_get_output (of_one), ==, edgekit_estimate_get_output (of_two));
}

/* Of a network nothing is known, and so nothing is said but what bounds the speed. */
static void
test_speed (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "12", "cuda"),
                                               computer ("16", "12", "cuda"), NULL);
  EdgeKitFinding *finding;

  g_assert_null (edgekit_preflight_get_speed (preflight));
  finding = find_finding (preflight, "machines-speed-unknown");
  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (edgekit_finding_get_message (finding), "tokens/s"));
  finding = find_finding (preflight, "machines-trusted-network");
  g_assert_nonnull (finding);
  g_assert_cmpint (edgekit_finding_get_severity (finding), ==, EDGEKIT_SEVERITY_WARNING);
  finding = find_finding (preflight, "one-machine-is-enough");
  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (edgekit_finding_get_message (finding), "Computer 1"));
}

static void
test_json (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}", computer ("16", "12", "cuda"),
                                               computer ("16", "12", "cuda"), NULL);
  g_autofree char *json = edgekit_preflight_to_json (preflight, FALSE);
  GListModel *items = edgekit_estimate_get_items (edgekit_preflight_get_estimate (preflight));
  gint64 sum = 0;
  g_autofree char *member = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(EdgeKitEstimateItem) item = g_list_model_get_item (items, i);

      if (g_str_has_prefix (edgekit_estimate_item_get_pool (item), "machine2."))
        sum += edgekit_estimate_item_get_likely (item);
    }
  g_assert_cmpint (sum, >, 0);
  member = g_strdup_printf ("\"bytes\" : %" G_GINT64_FORMAT, sum);
  g_assert_nonnull (strstr (strstr (json, "\"serves\""), member));
}

/* Computers have numbers and no names: there is nothing to remove. */
static void
test_report (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}",
                                               load_machine ("nvidia-rtx4080-nvidia-drm"),
                                               load_machine ("windows-rtx4090"), NULL);
  g_autoptr(EdgeKitReport) report = edgekit_report_new (edgekit_preflight_get_profile (preflight), preflight, NULL);
  g_autofree char *text = edgekit_report_to_string (report, EDGEKIT_REPORT_FORMAT_TEXT);
  const char *server = strstr (text, "ggml-rpc-server"), *engine = strstr (text, "llama-server");

  g_assert_nonnull (strstr (text, "machine2.gpu0.vram"));
  g_assert_true (server && engine && server < engine);
  g_assert_nonnull (strstr (text, "On computer"));
}

/* --- vLLM ---------------------------------------------------------------------- */

/* vLLM's get_pp_indices: what is left over goes to those before the last, from behind. */
static void
test_stages (void)
{
  static const struct
  {
    guint layers, n, counts[4];
  } expected[] = { { 80, 2, { 40, 40 } }, { 61, 4, { 15, 15, 16, 15 } }, { 62, 4, { 15, 16, 16, 15 } },
                   { 63, 4, { 16, 16, 16, 15 } }, { 3, 2, { 2, 1 } } };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      EdgeKitNetwork network = { .layers = g_array_new (FALSE, TRUE, sizeof (EdgeKitNetworkLayer)) };

      g_array_set_size (network.layers, expected[i].layers);
      for (guint stage = 0; stage < expected[i].n; stage++)
        g_assert_cmpuint (_edgekit_network_count_stage (&network, stage, expected[i].n), ==, expected[i].counts[stage]);
      g_array_unref (network.layers);
    }
}

/* 72,669,806,592 bytes of weights, of which the embeddings and the output are equal: each of
 * two computers has half of them, and 40 of the 80 layers. */
static void
test_vllm (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_network ("llama-3.3-70b-fp8"), "{\"context\":8192}",
                                               load_machine ("nvidia-h100-vm"), load_machine ("nvidia-h200-vm"), NULL);
  GListModel *items = edgekit_estimate_get_items (edgekit_preflight_get_estimate (preflight));
  g_autofree char *split = describe_split (preflight);
  guint n = 0;

  g_assert_cmpint (outcome_of (preflight), !=, EDGEKIT_OUTCOME_NO);
  g_assert_cmpstr (split, ==, "gpu0.vram 40, machine2.gpu0.vram 41");
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(EdgeKitEstimateItem) item = g_list_model_get_item (items, i);

      if (edgekit_estimate_item_get_kind (item) != EDGEKIT_MEMORY_KIND_WEIGHTS)
        continue;
      g_assert_cmpint (edgekit_estimate_item_get_low (item), ==, G_GINT64_CONSTANT (72669806592) / 2);
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
  assert_command (preflight, 0, "1: ray start --head --port=6379");
  assert_command (preflight, 1, "2: ray start --address=IP-OF-COMPUTER-1:6379");
}

/* The cards of a computer work as one. */
static void
test_vllm_cards (void)
{
  g_autoptr(EdgeKitPreflight) preflight = ask (load_network ("llama-3.3-70b-fp8"), "{\"context\":8192}",
                                               computer ("64", "40+40", "cuda"),
                                               computer ("64", "40+40", "cuda"), NULL);
  g_autoptr(EdgeKitCommand) command = g_list_model_get_item (edgekit_preflight_get_commands (preflight), 2);

  g_assert_nonnull (command);
  g_assert_cmpint (edgekit_command_get_machine (command), ==, 1);
  g_assert_nonnull (strstr (edgekit_command_get_command (command),
                            " --tensor-parallel-size 2 --pipeline-parallel-size 2 --distributed-executor-backend ray"));
}

/* --- What is refused ------------------------------------------------------------- */

static void
assert_refused (EdgeKitPreflight *preflight, const char *code)
{
  g_assert_cmpint (outcome_of (preflight), ==, EDGEKIT_OUTCOME_NO);
  g_assert_nonnull (find_finding (preflight, code));
  g_assert_true (g_str_has_suffix (edgekit_verdict_get_summary (edgekit_preflight_get_verdict (preflight)), "."));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_preflight_get_commands (preflight)), ==, 0);
}

static void
test_refusals (void)
{
  static const char *const engines[] = { "ollama", "llama-cpp-python", "ik_llama.cpp" };
  g_autoptr(EdgeKitPreflight) no_card = ask (load_network ("llama-3.3-70b-fp8"), "{}", computer ("64", "40", "cuda"),
                                             computer ("64", "", NULL), NULL);
  g_autoptr(EdgeKitPreflight) uneven = ask (load_network ("llama-3.3-70b-fp8"), "{}", computer ("64", "40", "cuda"),
                                            computer ("64", "40+40", "cuda"), NULL);
  g_autoptr(EdgeKitPreflight) mixed = ask (load_network ("llama-3.3-70b-fp8"), "{}", computer ("64", "40", "cuda"),
                                           computer ("64", "40", "hip"), NULL);
  g_autoptr(EdgeKitPreflight) many = ask (load_model ("llama-3.1-8b"), "{}", computer ("64", "4+4+4+4+4+4+4+4", "cuda"),
                                          computer ("64", "4+4+4+4+4+4+4+4+4", "cuda"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    {
      g_autofree char *workload = g_strdup_printf ("{\"engine\":\"%s\"}", engines[i]);
      g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), workload, computer ("16", "12", "cuda"),
                                                   computer ("16", "12", "cuda"), NULL);

      assert_refused (preflight, "machines-not-known");
    }
  assert_refused (no_card, "machines-need-cards");
  assert_refused (uneven, "machines-differ");
  assert_refused (mixed, "machines-differ");
  assert_refused (many, "machines-too-many");
}

static void
count (guint *n)
{
  ++*n;
}

/* One computer takes the place of several, and tells it. */
static void
test_property (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = computer ("16", "12", "cuda");
  g_autoptr(EdgeKitPreflight) preflight = ask (load_model ("llama-3.1-8b"), "{}", g_object_ref (profile),
                                               g_object_ref (profile), NULL);
  guint n = 0;

  g_signal_connect_swapped (preflight, "notify::profiles", G_CALLBACK (count), &n);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_preflight_get_profiles (preflight)), ==, 2);
  edgekit_preflight_set_profile (preflight, profile);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_preflight_get_profiles (preflight)), ==, 1);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (edgekit_verdict_get_reason (edgekit_preflight_get_verdict (preflight)), ==,
                   EDGEKIT_VERDICT_REASON_ONE_GPU);
  g_assert_nonnull (edgekit_preflight_get_speed (preflight));
  edgekit_preflight_set_profiles (preflight, NULL);
  g_assert_null (edgekit_preflight_get_profile (preflight));
  g_assert_false (edgekit_preflight_get_ready (preflight));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/machines/order-and-split", test_order_and_split);
  g_test_add_func ("/preflight/machines/each-too-small", test_each_too_small);
  g_test_add_func ("/preflight/machines/processors", test_processors);
  g_test_add_func ("/preflight/machines/halves", test_halves);
  g_test_add_func ("/preflight/machines/several-servers", test_several_servers);
  g_test_add_func ("/preflight/machines/sums", test_sums);
  g_test_add_func ("/preflight/machines/speed", test_speed);
  g_test_add_func ("/preflight/machines/json", test_json);
  g_test_add_func ("/preflight/machines/report", test_report);
  g_test_add_func ("/preflight/machines/stages", test_stages);
  g_test_add_func ("/preflight/machines/vllm", test_vllm);
  g_test_add_func ("/preflight/machines/vllm-cards", test_vllm_cards);
  g_test_add_func ("/preflight/machines/refusals", test_refusals);
  g_test_add_func ("/preflight/machines/property", test_property);
  return g_test_run ();
}
