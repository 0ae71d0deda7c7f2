/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

void
tool_describe_engine_columns (ToolColumn columns[TOOL_ENGINE_COLUMNS])
{
  columns[0] = (ToolColumn) { _ ("Engine"), FALSE, 0 };
  columns[1] = (ToolColumn) { _ ("Memory"), TRUE, 3 };
  columns[2] = (ToolColumn) { _ ("Longest"), TRUE, 1 };
  columns[3] = (ToolColumn) { _ ("Speed"), FALSE, 2 };
}

/* What the engine needs; and where it does not run, why not. */
void
tool_add_engine (ToolTable *table, const char *name, EdgeKitPreflight *preflight)
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
  const char *const texts[TOOL_ENGINE_COLUMNS] = { name, total > 0 ? memory : "–", total > 0 && longest ? longest : "–",
                                                   runs && rate ? rate : "–" };

  tool_table_add (table, outcome, texts);
  if (!runs)
    tool_table_add_note (table, TOOL_DIM, edgekit_verdict_get_summary (verdict));
}
