/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

void
tool_print_engines_heading (EdgeKitModel *model)
{
  tool_print (TOOL_BOLD, "%s\n", edgekit_model_get_title (model));
  tool_print_row_heading (_ ("Engine"), "", _ ("Memory"), _ ("Longest"), _ ("Speed"));
}

/* What the engine needs; and where it does not run, why not. */
void
tool_print_engine (const char *name, EdgeKitPreflight *preflight)
{
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (preflight);
  EdgeKitVerdict *verdict = edgekit_preflight_get_verdict (preflight);
  EdgeKitSpeed *speed = edgekit_preflight_get_speed (preflight);
  EdgeKitOutcome outcome = edgekit_verdict_get_outcome (verdict);
  const gboolean runs = outcome != EDGEKIT_OUTCOME_NO && outcome != EDGEKIT_OUTCOME_UNKNOWN;
  gint64 total = edgekit_estimate_get_total (estimate);
  g_autofree char *memory = edgekit_format_memory (total, edgekit_preflight_get_memory_units (preflight));
  g_autofree char *longest = edgekit_format_tokens_short (edgekit_verdict_get_context_rounded (verdict));
  g_autofree char *rate = edgekit_format_speed (speed ? edgekit_speed_get_low (speed) : -1,
                                                speed ? edgekit_speed_get_high (speed) : -1);

  tool_print_row (outcome, name, "", total > 0 ? memory : "–", total > 0 && longest ? longest : "–",
                  runs && rate ? rate : "–");
  if (!runs)
    tool_print_wrapped (TOOL_DIM, 4, edgekit_verdict_get_summary (verdict));
}
