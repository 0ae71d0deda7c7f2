/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Verdicts for computers and models that people have. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "inputs.h"

#define GB G_GINT64_CONSTANT (1000000000)

/* See make_computer(). */
typedef struct
{
  const char *model;
  const char *ram;
  const char *cards;
  const char *workload;
  const char *outcome;
  const char *reason;
  const char *says; /* part of the summary */
} Case;

static const Case cases[] = {
  /* weights 4.9 GB, conversation 1.1 GB, working space 0.5 GB on a card */
  { "llama-3.1-8b", "32", "12", "{}", "fits", "one-gpu", "graphics card’s memory" },
  { "llama-3.1-8b", "32", "25+12", "{}", "fits", "several-gpus", "2 graphics cards" },
  { "llama-3.1-8b", "16", "s11", "{}", "fits", "shared-memory", "share" },
  { "llama-3.1-8b", "16", "", "{}", "fits", "main-memory", "main memory" },
  { "llama-3.1-8b", "16", "?", "{}", "fits", "main-memory", "main memory" },
  { "llama-3.1-8b", "32", "12", "{\"backend\":\"cpu\"}", "fits", "main-memory", "main memory" },
  { "llama-3.1-8b", "8", "", "{}", "tight", "little-left", "77" },
  { "llama-3.1-8b", "32", "6", "{}", "partial", "split-layers", "33 layers" },
  { "llama-3.1-8b", "32", "6", "{\"gpu_layers\":10}", "partial", "split-layers", "10 of its 33 layers" },
  { "qwen3-30b-a3b", "32", "12", "{}", "partial", "split-experts", "experts" },
  { "llama-3.1-8b", "7", "", "{}", "tight", "context-reduced", "fits with up to" },
  { "llama-3.1-8b", "8", "", "{\"context\":32768}", "no", "context-too-long", "You asked for 32,768" },
  { "llama-3.1-8b", "6", "", "{}", "no", "context-below-minimum", "4,096" },
  { "llama-3.1-8b", "4", "", "{}", "no", "weights", "This computer can offer 3.2" },
  { "llama-3.1-405b", "64", "25+25", "{}", "no", "weights", "GiB" },
  { "novel-1b", "64", "", "{}", "fits", "main-memory", "main memory" },
  { "llama-3.1-8b", "?", "", "{}", "unknown", "memory-unknown", "could not be read" },
  { "llama-3.1-8b", "32", "12", "{\"engine\":\"vllm\"}", "unknown", "engine", "vLLM" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer (c->ram, c->cards, NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight (c->model, profile, c->workload);
  EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
  g_autoptr(GEnumClass) outcomes = g_type_class_ref (EDGEKIT_TYPE_OUTCOME);
  g_autoptr(GEnumClass) reasons = g_type_class_ref (EDGEKIT_TYPE_VERDICT_REASON);

  g_assert_cmpstr (g_enum_get_value (outcomes, edgekit_verdict_get_outcome (verdict))->value_nick, ==, c->outcome);
  g_assert_cmpstr (g_enum_get_value (reasons, edgekit_verdict_get_reason (verdict))->value_nick, ==, c->reason);
  g_assert_nonnull (edgekit_verdict_get_headline (verdict));
  if (!strstr (edgekit_verdict_get_summary (verdict), c->says))
    g_test_message ("%s", edgekit_verdict_get_summary (verdict));
  g_assert_nonnull (strstr (edgekit_verdict_get_summary (verdict), c->says));
}

/* The picture of a pool adds up, and so does the estimate. */
static void
test_sums (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (cases[i].ram, cases[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (cases[i].model, profile, cases[i].workload);
      EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (preflight);
      GListModel *pools = edgekit_placement_get_pools (edgekit_preflight_get_placement (preflight));
      EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
      gint64 all = 0, least_free = G_MAXINT64;

      for (guint p = 0; p < g_list_model_get_n_items (pools); p++)
        {
          g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, p);
          gint64 likely = edgekit_pool_use_get_likely (use);

          all += likely;
          if (edgekit_pool_use_get_total (use) == EDGEKIT_UNKNOWN)
            continue;
          if (edgekit_pool_use_get_used (use))
            least_free = MIN (least_free, edgekit_pool_use_get_free (use));
          g_assert_cmpint (edgekit_pool_use_get_others (use) + likely + edgekit_pool_use_get_free (use) +
                               edgekit_pool_use_get_margin (use) - edgekit_pool_use_get_over (use),
                           ==, edgekit_pool_use_get_total (use));
          g_assert_cmpint (edgekit_pool_use_get_weights (use) + edgekit_pool_use_get_kv_cache (use) +
                               edgekit_pool_use_get_recurrent_state (use) + edgekit_pool_use_get_compute (use) +
                               edgekit_pool_use_get_output (use) + edgekit_pool_use_get_overhead (use),
                           ==, likely);
        }
      g_assert_cmpint (all, ==, edgekit_estimate_get_total (estimate));
      /* “to spare” is what the picture shows as free */
      if (edgekit_verdict_get_outcome (verdict) == EDGEKIT_OUTCOME_FITS)
        {
          g_autofree char *spare = edgekit_format_memory (least_free, EDGEKIT_MEMORY_UNITS_IEC);

          if (!strstr (edgekit_verdict_get_summary (verdict), spare))
            g_test_message ("case %u: %s, not %s", i, edgekit_verdict_get_summary (verdict), spare);
          g_assert_nonnull (strstr (edgekit_verdict_get_summary (verdict), spare));
        }
    }
}

/* What is said to be usable is: it fits, and one step more does not. */
static void
test_usable (void)
{
  static const char *const computers[][2] = { { "8", "" }, { "10", "4" }, { "7", "" }, { "16", "s11" } };

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (computers[i][0], computers[i][1], NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");
      EdgeKitWorkload *workload = edgekit_preflight_get_workload (preflight);
      gint64 usable = edgekit_verdict_get_context_usable (edgekit_preflight_get_verdict (preflight));

      g_assert_cmpint (usable, >, 0);
      g_assert_cmpint (usable, <, 131072);
      edgekit_workload_set_context (workload, usable);
      g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), !=, EDGEKIT_OUTCOME_NO);
      edgekit_workload_set_context (workload, usable + 256);
      g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_NO);
    }
}

/* A tip is a promise: put to use, it gives what it says. */
static void
test_tips (void)
{
  guint tips = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (cases[i].ram, cases[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (cases[i].model, profile, cases[i].workload);
      g_autoptr(EdgeKitVerdict) before = g_object_ref (edgekit_preflight_get_verdict (preflight));
      gint64 total = edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight));
      GListModel *findings = edgekit_verdict_get_findings (before);

      for (guint f = 0; f < g_list_model_get_n_items (findings); f++)
        {
          g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (findings, f);
          g_autoptr(EdgeKitPreflight) changed = NULL;
          const char *change = edgekit_finding_get_change (finding);

          if (!change)
            continue;
          tips++;
          changed = make_preflight (cases[i].model, profile, cases[i].workload);
          g_assert_true (edgekit_workload_apply (edgekit_preflight_get_workload (changed), change, NULL));
          g_assert_cmpint (MAX (total - edgekit_estimate_get_total (edgekit_preflight_get_estimate (changed)), 0), ==,
                           edgekit_finding_get_gain_bytes (finding));
          if (edgekit_finding_get_gain_context (finding) != EDGEKIT_UNKNOWN)
            g_assert_cmpint (edgekit_verdict_get_context_usable (edgekit_preflight_get_verdict (changed)), ==,
                             edgekit_finding_get_gain_context (finding));
          g_assert_true (edgekit_finding_get_gain_bytes (finding) == 0 || edgekit_finding_get_hint (finding));
          if (edgekit_finding_get_gain_outcome (finding) != EDGEKIT_OUTCOME_UNKNOWN)
            g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (changed)), ==,
                             edgekit_finding_get_gain_outcome (finding));
        }
    }
  g_assert_cmpuint (tips, >=, 6);
}

/* A card on which no layer lies computes batches all the same, and takes memory for
 * that; one that is left alone is said so. */
static void
test_no_layers (void)
{
  static const char *const workloads[] = { "{\"gpu_layers\":0}", "{}" };
  static const char *const options[] = { "--n-gpu-layers 0", "--n-gpu-layers 0 --device none" };

  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("600", i == 0 ? "12" : "1", NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight =
          make_preflight (i == 0 ? "llama-3.1-8b" : "llama-3.1-405b", profile, workloads[i]);
      g_autoptr(EdgeKitCommand) command =
          g_list_model_get_item (edgekit_preflight_get_commands (preflight), 0);
      GListModel *items = edgekit_estimate_get_items (edgekit_preflight_get_estimate (preflight));
      gint64 on_card = 0;

      for (guint j = 0; j < g_list_model_get_n_items (items); j++)
        {
          g_autoptr(EdgeKitEstimateItem) item = g_list_model_get_item (items, j);

          if (!g_str_equal (edgekit_estimate_item_get_pool (item), "ram"))
            on_card += edgekit_estimate_item_get_likely (item);
        }
      if (i == 0)
        g_assert_cmpint (on_card, >, 400 << 20);
      else
        g_assert_cmpint (on_card, ==, 0);
      g_assert_nonnull (strstr (edgekit_command_get_command (command), options[i]));
      g_assert_cmpint (edgekit_verdict_get_reason (edgekit_preflight_get_verdict (preflight)), ==,
                       EDGEKIT_VERDICT_REASON_MAIN_MEMORY);
    }
}

/* The command does what was found: on which device, how many layers, how long. */
static void
test_commands (void)
{
  static const struct
  {
    const char *model;
    const char *cards;
    const char *workload;
    const char *command;
  } expected[] = {
    { "llama-3.1-8b", "12", "{}", "llama-server --model llama-3.1-8b.gguf --ctx-size 8192 --n-gpu-layers 33" },
    { "llama-3.1-8b", "12", "{\"preset\":\"completion\",\"context\":4096,\"cache_type_k\":\"q8_0\"}",
      "llama-cli --model llama-3.1-8b.gguf --ctx-size 4096 --n-gpu-layers 33 --cache-type-k q8_0" },
    /* 25 of 37 GB are 0.6757: layers 0 to 22 of the 33 lie below that share, since 22/33 is 0.6667 and 23/33 0.6970 */
    { "llama-3.1-8b", "25+12", "{}",
      "llama-server --model llama-3.1-8b.gguf --ctx-size 8192 --n-gpu-layers 33 --tensor-split 23,10" },
    { "llama-3.1-8b", "12", "{\"engine\":\"ollama\",\"context\":8192}",
      "printf '%s\\n' 'FROM ./llama-3.1-8b.gguf' 'PARAMETER num_ctx 8192' 'PARAMETER num_gpu 33' > Modelfile && "
      "ollama create llama-3.1-8b -f Modelfile && ollama run llama-3.1-8b" },
    { "llama-3.1-8b", "", "{\"engine\":\"llama-cpp-python\",\"context\":8192,\"cache_type_v\":\"q8_0\"}",
      "python3 -m llama_cpp.server --model llama-3.1-8b.gguf --n_ctx 8192 --n_batch 2048 --flash_attn true --type_v 8" },
    { "qwen3-30b-a3b", "12", "{\"engine\":\"ollama\"}", NULL }, /* cannot keep experts in main memory */
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("32", expected[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (expected[i].model, profile, expected[i].workload);
      g_autoptr(EdgeKitCommand) command =
          g_list_model_get_item (edgekit_preflight_get_commands (preflight), 0);

      g_assert_cmpstr (command ? edgekit_command_get_command (command) : NULL, ==, expected[i].command);
    }
}

static gboolean
has_finding (EdgeKitPreflight *preflight, const char *code)
{
  GListModel *findings = edgekit_verdict_get_findings (edgekit_preflight_get_verdict (preflight));

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (edgekit_finding_get_code (finding), code))
        return TRUE;
    }
  return FALSE;
}

/* Weights that the processor reads are a mapped file; a conversation is not, nor
 * is anything on a card. */
static void
test_mapped (void)
{
  static const struct
  {
    const char *ram;
    const char *cards;
    const char *workload;
    gboolean starts;
  } computers[] = {
    { "4", "", "{}", TRUE },                      /* 4.9 GB of weights */
    { "16", "", "{}", FALSE },                    /* nothing is missing */
    { "4", "", "{\"context\":131072}", FALSE },   /* the cache alone is 17 GB */
    { "64", "4", "{\"gpu_layers\":33}", FALSE },  /* the card is full */
    { "?", "", "{}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (computers); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (computers[i].ram, computers[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, computers[i].workload);

      g_assert_cmpint (has_finding (preflight, "weights-from-disk"), ==, computers[i].starts);
    }
}

static void
test_in_use (void)
{
  g_autoptr(EdgeKitHardwareProfile) idle = make_computer ("16", "", NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) busy =
      edgekit_hardware_profile_with (idle, "{\"memory_pools\":[{\"id\":\"ram\",\"available\":4000000000}]}", &error);
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  EdgeKitVerdict *verdict;

  g_assert_no_error (error);
  preflight = make_preflight ("llama-3.1-8b", busy, "{}");
  verdict = edgekit_preflight_get_verdict (preflight);
  g_assert_cmpint (edgekit_verdict_get_outcome (verdict), ==, EDGEKIT_OUTCOME_NO);
  g_assert_cmpint (edgekit_verdict_get_reason (verdict), ==, EDGEKIT_VERDICT_REASON_MEMORY_IN_USE);
}

/* What lies in shared memory takes main memory: the graphics may have 20 GB, but
 * only 5 are free. */
static void
test_shared (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) idle = make_computer ("32", "s20", NULL, NULL);
  g_autoptr(EdgeKitHardwareProfile) busy =
      edgekit_hardware_profile_with (idle, "{\"memory_pools\":[{\"id\":\"ram\",\"available\":5000000000}]}", &error);
  g_autoptr(EdgeKitPreflight) preflight = NULL;

  g_assert_no_error (error);
  preflight = make_preflight ("llama-3.1-8b", idle, "{}");
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_FITS);
  edgekit_preflight_set_profile (preflight, busy);
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_NO);
}

static EdgeKitSpeed *
speed_with (const char *model, const char *bandwidth)
{
  g_autofree char *ram = g_strconcat ("64", bandwidth, NULL);
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer (ram, "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight (model, profile, "{}");
  EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);

  return speed ? g_object_ref (speed) : NULL;
}

/* Bandwidth is the limit that no computer passes; what is not known is not said. */
static void
test_speed (void)
{
  g_autoptr(EdgeKitSpeed) unknown = speed_with ("llama-3.1-8b", NULL);
  g_autoptr(EdgeKitSpeed) slow = speed_with ("llama-3.1-8b", "@50");
  g_autoptr(EdgeKitSpeed) fast = speed_with ("llama-3.1-8b", "@100");
  g_autoptr(EdgeKitSpeed) experts = speed_with ("qwen3-30b-a3b", "@100");
  /* of 4.9 GB of weights all but the input embeddings, and half of 1.1 GB of cache for each token */
  const double limit = 50e9 / (4.91e9 - 0.30e9 + 0.5 * 1.07e9);

  g_assert_null (unknown);
  g_assert_cmpfloat (edgekit_speed_get_likely (slow), <, 0.7 * limit);
  g_assert_cmpfloat (edgekit_speed_get_likely (slow), >, 0.45 * limit);
  g_assert_cmpfloat (edgekit_speed_get_high (slow), <, limit);
  g_assert_cmpfloat (edgekit_speed_get_low (slow), <, edgekit_speed_get_likely (slow));
  g_assert_cmpfloat (edgekit_speed_get_high (slow), >, edgekit_speed_get_likely (slow));
  g_assert_cmpfloat (edgekit_speed_get_likely (fast), >, 1.9 * edgekit_speed_get_likely (slow));
  g_assert_cmpfloat (edgekit_speed_get_likely (fast), <, 2 * edgekit_speed_get_likely (slow));
  /* four times as large, and a tenth of it takes part in a token */
  g_assert_cmpfloat (edgekit_speed_get_likely (experts), >, edgekit_speed_get_likely (fast));
}

/* A container's limit counts, not the computer's memory. */
static void
test_limit (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("64", "", NULL, ",\"limit\":4000000000");
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, "{}");

  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_NO);
}

/* An architecture that nobody knows: bounds, and it says so. */
static void
test_unknown_architecture (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("64", "", NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight ("novel-1b", profile, "{}");
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (preflight);
  gint64 low = edgekit_estimate_get_total_low (estimate), high = edgekit_estimate_get_total_high (estimate);
  gint64 between = (low + high) / 2 * 100 / 85 / GB;
  g_autofree char *json = edgekit_preflight_to_json (preflight, FALSE);

  g_assert_nonnull (strstr (json, "architecture-unknown"));
  g_assert_cmpint (low, <, high);
  if (between >= 1 && between * GB * 85 / 100 > low && between * GB * 85 / 100 < high)
    {
      g_autofree char *ram = g_strdup_printf ("%" G_GINT64_FORMAT, between);
      g_autoptr(EdgeKitHardwareProfile) small = make_computer (ram, "", NULL, NULL);

      edgekit_preflight_set_profile (preflight, small);
      g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==,
                       EDGEKIT_OUTCOME_UNKNOWN);
    }
}

/* What is said to be needed is enough, and a tenth less is not. */
static void
check_need (const char *model, const char *ram, const char *cards, gboolean enough)
{
  g_autoptr(EdgeKitHardwareProfile) profile = make_computer (ram, cards, NULL, NULL);
  g_autoptr(EdgeKitPreflight) preflight = make_preflight (model, profile, "{\"context\":8192}");
  EdgeKitOutcome outcome = edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));

  g_assert_true ((outcome == EDGEKIT_OUTCOME_TIGHT || outcome == EDGEKIT_OUTCOME_FITS) == enough);
}

static void
test_needs (void)
{
  static const char *const models[] = { "llama-3.1-8b", "qwen3-30b-a3b", "gemma3-4b" };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("32", "", NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (models[i], profile, "{\"context\":8192}");
      EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);
      const double card = (double) edgekit_placement_get_card_memory_needed (placement) / (double) GB;
      const double main_memory = (double) edgekit_placement_get_main_memory_needed (placement) / (double) GB;
      /* make_computer() takes whole numbers */
      g_autofree char *enough = g_strdup_printf ("%.0f", ceil (card)), *less = g_strdup_printf ("%.0f", floor (0.9 * card));
      g_autofree char *ram = g_strdup_printf ("%.0f", ceil (main_memory));
      g_autofree char *less_ram = g_strdup_printf ("%.0f", floor (0.9 * main_memory));

      check_need (models[i], "32", enough, TRUE);
      check_need (models[i], "32", less, FALSE);
      check_need (models[i], ram, "", TRUE);
      check_need (models[i], less_ram, "", FALSE);
    }
}

static void
test_explanation (void)
{
  static const struct
  {
    const char *model, *cards, *workload, *says;
  } rows[] = {
    { "llama-3.1-8b", "12", "{}", NULL },
    { "llama-3.1-8b", "6", "{}", "one more on the graphics card would take" },
    { "llama-3.1-8b", "6", "{\"gpu_layers\":10}", "asked for" },
    { "qwen3-30b-a3b", "12", "{}", "The experts of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer ("32", rows[i].cards, NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight (rows[i].model, profile, rows[i].workload);
      const char *text = edgekit_placement_get_explanation (edgekit_preflight_get_placement (preflight));

      g_assert_true (rows[i].says ? text && strstr (text, rows[i].says) : !text);
    }
}

/* What people are told is two digits of what fits, and never more than that; all that a model allows is exact. */
static void
test_rounded (void)
{
  static const struct
  {
    const char *ram, *workload;
    gboolean all;
  } rows[] = { { "7", "{}", FALSE }, { "8", "{\"context\":32768}", FALSE }, { "64", "{}", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = make_computer (rows[i].ram, "", NULL, NULL);
      g_autoptr(EdgeKitPreflight) preflight = make_preflight ("llama-3.1-8b", profile, rows[i].workload);
      EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
      const gint64 usable = edgekit_verdict_get_context_usable (verdict);
      const gint64 rounded = edgekit_verdict_get_context_rounded (verdict);
      g_autofree char *tokens = edgekit_format_tokens (rounded);
      g_autofree char *described = edgekit_preflight_describe_context (preflight);

      if (rows[i].all)
        {
          g_assert_cmpint (usable, ==, edgekit_verdict_get_context_model_max (verdict));
          g_assert_cmpint (rounded, ==, usable);
          continue;
        }
      g_assert_cmpint (rounded, <=, usable);
      g_assert_cmpint (usable - rounded, <, usable / 10);
      g_assert_cmpint (rounded % (rounded >= 10000 ? 1000 : 100), ==, 0);
      g_assert_nonnull (strstr (edgekit_verdict_get_summary (verdict), tokens));
      g_assert_nonnull (strstr (described, tokens));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/preflight/verdict/%u-%s", i, cases[i].reason);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/preflight/verdict/sums", test_sums);
  g_test_add_func ("/preflight/verdict/usable", test_usable);
  g_test_add_func ("/preflight/verdict/tips", test_tips);
  g_test_add_func ("/preflight/verdict/no-layers", test_no_layers);
  g_test_add_func ("/preflight/verdict/commands", test_commands);
  g_test_add_func ("/preflight/verdict/mapped", test_mapped);
  g_test_add_func ("/preflight/verdict/in-use", test_in_use);
  g_test_add_func ("/preflight/verdict/shared", test_shared);
  g_test_add_func ("/preflight/verdict/speed", test_speed);
  g_test_add_func ("/preflight/verdict/limit", test_limit);
  g_test_add_func ("/preflight/verdict/unknown-architecture", test_unknown_architecture);
  g_test_add_func ("/preflight/verdict/needs", test_needs);
  g_test_add_func ("/preflight/verdict/explanation", test_explanation);
  g_test_add_func ("/preflight/verdict/rounded", test_rounded);
  return g_test_run ();
}
