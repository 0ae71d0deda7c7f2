/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static void
print_numbers (EdgeKitPreflight *preflight, EdgeKitMemoryUnits units)
{
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (preflight);
  EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
  EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);
  g_autofree char *total = edgekit_format_memory (edgekit_estimate_get_total (estimate), units);
  g_autofree char *range = edgekit_format_memory_range (edgekit_estimate_get_total_low (estimate),
                                                        edgekit_estimate_get_total_high (estimate), units);
  g_autofree char *context = edgekit_format_tokens (edgekit_verdict_get_context_used (verdict));
  gint64 usable = edgekit_verdict_get_context_usable (verdict);
  g_autofree char *usable_tokens = edgekit_format_tokens (edgekit_verdict_get_context_rounded (verdict));
  g_autofree char *pages = edgekit_format_pages (edgekit_verdict_get_context_rounded (verdict));
  g_autofree char *needed = NULL;
  g_autofree char *longest = NULL;
  g_autofree char *rate = NULL;

  g_print ("\n");
  if (edgekit_estimate_get_total (estimate) == EDGEKIT_UNKNOWN)
    needed = g_strdup (total);
  else if (g_str_equal (range, total))
    /* Translators: %1$s is a size, %2$s a number of tokens: "6.9 GiB for 8,192 tokens of conversation" */
    needed = g_strdup_printf (_ ("%1$s for %2$s of conversation"), total, context);
  else
    /* Translators: %1$s is a size, %2$s a range of sizes, %3$s a number of tokens:
     * "6.9 GiB (6.7–7.3 GiB) for 8,192 tokens of conversation" */
    needed = g_strdup_printf (_ ("%1$s (%2$s) for %3$s of conversation"), total, range, context);
  tool_print_fact (_ ("Memory needed"), needed);
  rate = edgekit_format_speed (speed ? edgekit_speed_get_low (speed) : -1, speed ? edgekit_speed_get_high (speed) : -1);
  tool_print_fact (_ ("Speed"), rate);
  if (speed && edgekit_speed_get_first_token_likely (speed) >= 0)
    {
      g_autofree char *first = edgekit_format_duration (edgekit_speed_get_first_token_low (speed),
                                                        edgekit_speed_get_first_token_high (speed));
      g_autofree char *tokens = edgekit_format_tokens (edgekit_speed_get_prompt_tokens (speed));
      /* Translators: %1$s is a time such as "0.4–1.2 s", %2$s a number of tokens */
      g_autofree char *text = g_strdup_printf (_ ("after %1$s, for a question of %2$s"), first, tokens);

      tool_print_fact (_ ("First word"), text);
    }
  if (speed && edgekit_speed_get_load_likely (speed) >= 0)
    {
      g_autofree char *load = edgekit_format_duration (edgekit_speed_get_load_low (speed),
                                                       edgekit_speed_get_load_high (speed));

      tool_print_fact (_ ("Loads in"), load);
    }
  if (usable == 0)
    longest = g_strdup (_ ("none"));
  else
    longest = usable > 0 ? g_strdup_printf ("%s (%s)", usable_tokens, pages) : g_strdup (usable_tokens);
  tool_print_fact (_ ("Longest conversation"), longest);
  tool_print_read (edgekit_model_get_bytes_read (edgekit_preflight_get_model (preflight)));
}

/* What memory would hold all of a model that lies in two places, or in none. */
static void
print_needs (EdgeKitPreflight *preflight, EdgeKitMemoryUnits units)
{
  EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);
  const EdgeKitOutcome outcome = edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));
  const gint64 card = placement ? edgekit_placement_get_card_memory_needed (placement) : EDGEKIT_UNKNOWN;
  const gint64 main_memory = placement ? edgekit_placement_get_main_memory_needed (placement) : EDGEKIT_UNKNOWN;

  if (card > 0 && (outcome == EDGEKIT_OUTCOME_NO || outcome == EDGEKIT_OUTCOME_PARTIAL))
    {
      g_autofree char *size = edgekit_format_memory (card, units);
      /* Translators: %s is a size of memory */
      g_autofree char *text = g_strdup_printf (_ ("with %s of free graphics memory"), size);

      tool_print_fact (_ ("All on one card"), text);
    }
  if (main_memory > 0 && outcome == EDGEKIT_OUTCOME_NO)
    {
      g_autofree char *size = edgekit_format_memory (main_memory, units);
      /* Translators: %s is a size of memory */
      g_autofree char *text = g_strdup_printf (_ ("with %s of free main memory"), size);

      tool_print_fact (_ ("On the processor"), text);
    }
}

static void
print_findings (EdgeKitVerdict *verdict)
{
  GListModel *findings = edgekit_verdict_get_findings (verdict);

  if (g_list_model_get_n_items (findings) == 0)
    return;
  tool_print_heading (_ ("Worth knowing"));
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (findings, i);

      tool_print_note (edgekit_finding_get_severity (finding), edgekit_finding_get_message (finding),
                       edgekit_finding_get_hint (finding));
    }
}

static gboolean
are_several (EdgeKitPreflight *preflight)
{
  return g_list_model_get_n_items (edgekit_preflight_get_profiles (preflight)) > 1;
}

/* What lies on which computer, a line each. */
static void
print_machines (EdgeKitPreflight *preflight, EdgeKitMemoryUnits units)
{
  GListModel *pools = edgekit_placement_get_pools (edgekit_preflight_get_placement (preflight));

  tool_print_heading (_ ("What lies where"));
  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, i);

      if (edgekit_pool_use_get_used (use))
        tool_print_share (use, units);
    }
}

static void
print_pools (EdgeKitPreflight *preflight, EdgeKitMemoryUnits units)
{
  EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);
  GListModel *pools = placement ? edgekit_placement_get_pools (placement) : NULL;

  if (pools && are_several (preflight))
    {
      if (edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight)) > 0)
        print_machines (preflight, units);
      return;
    }
  for (guint i = 0; pools && i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, i);

      if (edgekit_pool_use_get_used (use))
        tool_print_pool (use, units);
    }
  if (placement && edgekit_placement_get_explanation (placement))
    {
      g_print ("\n");
      tool_print_wrapped (TOOL_PLAIN, 2, edgekit_placement_get_explanation (placement));
    }
}

static void
print_command_lines (EdgeKitPreflight *preflight)
{
  GListModel *commands = edgekit_preflight_get_commands (preflight);
  gint64 machine = EDGEKIT_UNKNOWN;

  for (guint i = 0; i < g_list_model_get_n_items (commands); i++)
    {
      g_autoptr(EdgeKitCommand) command = g_list_model_get_item (commands, i);

      if (edgekit_command_get_machine (command) != machine)
        {
          machine = edgekit_command_get_machine (command);
          /* Translators: %d is the number of a computer, in the order in which they were named */
          tool_print (TOOL_DIM, _ ("  On computer %d:\n"), (int) machine);
        }
      g_print ("  %s\n", edgekit_command_get_command (command));
    }
}

static void
print_commands (EdgeKitPreflight *preflight, EdgeKitOutcome outcome)
{
  GListModel *commands = edgekit_preflight_get_commands (preflight);

  if (g_list_model_get_n_items (commands) == 0)
    return;
  tool_print_heading (_ ("Run it"));
  if (outcome == EDGEKIT_OUTCOME_NO)
    tool_print_wrapped (TOOL_YELLOW, 2, _ ("EdgeKit expects this to fail."));
  print_command_lines (preflight);
  if (are_several (preflight))
    tool_print_wrapped (TOOL_DIM, 2, _ ("Put the address of each computer in the place of IP-OF-COMPUTER-…"));
}

static char *
describe_parts (gint64 total, gint64 weights, gint64 context, gint64 compute, EdgeKitMemoryUnits units)
{
  g_autofree char *all = edgekit_format_memory (total, units), *w = edgekit_format_memory (weights, units);
  g_autofree char *c = edgekit_format_memory (context, units), *s = edgekit_format_memory (compute, units);

  /* Translators: sizes of memory, the first is the sum of the others */
  return g_strdup_printf (_ ("%1$s: weights %2$s, context %3$s, working space %4$s"), all, w, c, s);
}

/* What llama.cpp says of the model alone, with one conversation. */
static void
print_cross_check (EdgeKitCrossCheck *cross, EdgeKitMemoryUnits units)
{
  g_autofree char *failure = edgekit_cross_check_describe_failure (cross);
  g_autofree char *theirs = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *drift = NULL;

  tool_print_heading (_ ("Cross-check with llama.cpp"));
  if (failure)
    {
      tool_print_wrapped (TOOL_YELLOW, 2, failure);
      return;
    }
  theirs = describe_parts (edgekit_cross_check_get_reported (cross), edgekit_cross_check_get_reported_weights (cross),
                           edgekit_cross_check_get_reported_context (cross),
                           edgekit_cross_check_get_reported_compute (cross), units);
  ours = describe_parts (edgekit_cross_check_get_estimate (cross), edgekit_cross_check_get_estimate_weights (cross),
                         edgekit_cross_check_get_estimate_context (cross),
                         edgekit_cross_check_get_estimate_compute (cross), units);
  /* Translators: how much larger or smaller EdgeKit's figure is, such as "+0.2 %" */
  drift = g_strdup_printf (_ ("%+.1f %%"), 100 * (edgekit_cross_check_get_ratio (cross) - 1));
  tool_print_fact ("llama-fit-params", theirs);
  tool_print_fact ("EdgeKit", ours);
  tool_print_fact (_ ("Difference"), drift);
  tool_print_wrapped (TOOL_DIM, 2,
                      _ ("Both are for the model alone, with one conversation and an output for every token of a "
                         "batch."));
}

static void
print_check (EdgeKitPreflight *preflight, EdgeKitCrossCheck *cross)
{
  EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
  EdgeKitMemoryUnits units = edgekit_preflight_get_memory_units (preflight);
  EdgeKitOutcome outcome = edgekit_verdict_get_outcome (verdict);

  tool_print_outcome (outcome, edgekit_verdict_get_headline (verdict), edgekit_verdict_get_summary (verdict));
  print_numbers (preflight, units);
  print_needs (preflight, units);
  print_pools (preflight, units);
  print_findings (verdict);
  if (cross)
    print_cross_check (cross, units);
  print_commands (preflight, outcome);
}

/* One document: a preflight, or a comparison where there are several results. */
static int
print_documents (GPtrArray *documents, gboolean comparison)
{
  g_autoptr(GError) error = NULL;
  char *json;

  if (documents->len == 1 && !comparison)
    return tool_print_json (g_strdup (g_ptr_array_index (documents, 0)));
  g_ptr_array_add (documents, NULL);
  json = edgekit_preflight_comparison_to_json ((const char *const *) documents->pdata, &error);
  return json ? tool_print_json (json) : tool_fail ("check", g_steal_pointer (&error));
}

static gboolean
runs (EdgeKitPreflight *preflight)
{
  EdgeKitOutcome outcome = edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));

  return outcome != EDGEKIT_OUTCOME_NO && outcome != EDGEKIT_OUTCOME_UNKNOWN;
}

typedef struct
{
  ToolOptions *options;
  GPtrArray *documents; /* for JSON */
  guint printed;
} Output;

/* @location: where the model was found. */
static void
put_check (Output *output, EdgeKitPreflight *preflight, const char *location)
{
  g_autoptr(EdgeKitCrossCheck) cross = output->options->cross_check
                                         ? edgekit_cross_check_run (preflight, location, NULL)
                                         : NULL;

  if (output->options->json)
    {
      g_autofree char *document = edgekit_preflight_to_json (preflight, output->options->translated);

      g_ptr_array_add (output->documents,
                       cross ? edgekit_cross_check_add_to_json (cross, document) : g_steal_pointer (&document));
      return;
    }
  if (output->printed++)
    g_print ("\n");
  print_check (preflight, cross);
}

static gboolean
wants_all_engines (ToolOptions *o)
{
  return g_strcmp0 (o->engine, "all") == 0;
}

/* The engines side by side: it is enough if one of them runs the model. */
static gboolean
compare_engines (Output *output, EdgeKitPreflight *preflight, const char *location)
{
  const char *const *engines = edgekit_preflight_list_engines ();
  EdgeKitWorkload *workload = edgekit_preflight_get_workload (preflight);
  ToolColumn columns[TOOL_ENGINE_COLUMNS];
  g_autoptr(ToolTable) table = tool_table_new (columns, TOOL_ENGINE_COLUMNS);
  gboolean one_runs = FALSE;

  tool_describe_engine_columns (columns);
  for (guint i = 0; engines[i]; i++)
    {
      edgekit_workload_set_engine (workload, engines[i]);
      one_runs |= runs (preflight);
      if (output->options->json)
        put_check (output, preflight, location);
      else
        tool_add_engine (table, engines[i], preflight);
    }
  if (output->options->json)
    return one_runs;
  if (output->printed++)
    g_print ("\n");
  tool_print_wrapped (TOOL_BOLD, 0, edgekit_model_get_title (edgekit_preflight_get_model (preflight)));
  tool_table_print (table);
  tool_print_heading (_ ("Run it"));
  for (guint i = 0; engines[i]; i++)
    {
      edgekit_workload_set_engine (workload, engines[i]);
      if (runs (preflight))
        print_command_lines (preflight);
    }
  return one_runs;
}

static gboolean
attach (ToolOptions *o, EdgeKitPreflight *preflight, GError **error)
{
  for (guint i = 0; o->with && o->with[i]; i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = edgekit_attachment_load (o->with[i], NULL, error);

      if (!attachment)
        return FALSE;
      edgekit_preflight_attach (preflight, attachment);
    }
  return TRUE;
}

static gboolean
check_all (Output *output, GListModel *profiles, char **models, EdgeKitWorkload *workload, gboolean *all_run,
           GError **error)
{
  g_autoptr(EdgeKitPreflight) preflight = tool_make_preflight (output->options, workload);

  if (!attach (output->options, preflight, error))
    return FALSE;
  edgekit_preflight_set_profiles (preflight, profiles);
  for (guint m = 0; models[m]; m++)
    {
      g_autoptr(EdgeKitModel) model = tool_load_whole_model (output->options, models[m], error);

      if (!model)
        return FALSE;
      edgekit_preflight_set_model (preflight, model);
      /* which engine it is may depend on the model */
      if (!output->options->engine &&
          !tool_options_check_cache_types (output->options, edgekit_preflight_get_engine (preflight), error))
        return FALSE;
      if (wants_all_engines (output->options))
        *all_run &= compare_engines (output, preflight, models[m]);
      else
        {
          *all_run &= runs (preflight);
          put_check (output, preflight, models[m]);
        }
      if (output->options->together) /* the next one finds what this one leaves */
        {
          g_autoptr(EdgeKitHardwareProfile) left = edgekit_preflight_make_profile_after (preflight);

          edgekit_preflight_set_profile (preflight, left);
        }
      edgekit_preflight_detach (preflight, NULL); /* they go with the first */
    }
  return TRUE;
}

int
tool_check (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(GListModel) profiles = NULL;
  g_autoptr(EdgeKitWorkload) workload = NULL;
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_free);
  Output output = { &o, documents, 0 };
  gboolean all_run = TRUE;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "engine", 0, 0, G_OPTION_ARG_STRING, &o.engine, N_ ("The engine, or “all”"), N_ ("NAME") },
    { "with", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.with,
      N_ ("A file that goes with the model: a projector (mmproj), a draft model or an adapter (LoRA); may be given again"),
      N_ ("FILE") },
    { "together", 0, 0, G_OPTION_ARG_NONE, &o.together, N_ ("The models are to run at the same time"), NULL },
    { "cross-check", 0, 0, G_OPTION_ARG_NONE, &o.cross_check,
      N_ ("Ask llama-fit-params of an installed llama.cpp, too, and show both figures"), NULL },
    { NULL },
  };

  if (!tool_options_parse (&o, "check", TOOL_TAKES_SOURCE | TOOL_TAKES_WORKLOAD | TOOL_TAKES_JSON, entries, argc,
                           argv, &rest))
    return TOOL_USAGE;
  if (!rest[0])
    return tool_usage ("check", _ ("name a model file to check"));
  if (o.together && wants_all_engines (&o))
    return tool_usage ("check", _ ("--together is for one engine"));
  if (o.cross_check && wants_all_engines (&o))
    return tool_usage ("check", _ ("--cross-check is for one engine"));
  if (!tool_options_get_workload (&o, &workload, &error))
    return tool_fail ("check", error);
  o.without_programs = TRUE;
  profiles = tool_options_load_profiles (&o, NULL, &error);
  if (profiles && g_list_model_get_n_items (profiles) > 1 && (o.together || o.cross_check))
    return tool_usage ("check", _ ("--together and --cross-check are for one computer"));
  if (!profiles || !check_all (&output, profiles, rest, workload, &all_run, &error))
    return tool_fail ("check", error);
  if (o.json)
    print_documents (documents, wants_all_engines (&o));
  return all_run ? TOOL_RUNS : TOOL_DOES_NOT;
}
