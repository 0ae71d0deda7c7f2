/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-model-words.h"

/* What the tiles of “Check a Model” say.  Objects of the library become text;
 * nothing is worked out here. */

#define DASH "\342\200\224"

char *
ek_model_words_memory (gpointer unused, EdgeKitEstimate *estimate, int units)
{
  return edgekit_format_memory (estimate ? edgekit_estimate_get_total (estimate) : EDGEKIT_UNKNOWN, units);
}

/* One of the catalogue, whose file nobody read: what it needs is known for a file as such files usually are. */
static gboolean
is_without_file (EdgeKitModel *model)
{
  GListModel *notes = model ? edgekit_model_get_notes (model) : NULL;

  for (guint i = 0; notes != NULL && i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (g_strcmp0 (edgekit_note_get_code (note), "catalogue") == 0)
        return TRUE;
    }
  return FALSE;
}

/* Where the memory is, if it lies in a fast and a slow one, else how sure the
 * estimate is. */
char *
ek_model_words_memory_caption (gpointer unused, EdgeKitModel *model, EdgeKitEstimate *estimate,
                               EdgeKitPlacement *placement, int units)
{
  GListModel *pools = placement ? edgekit_placement_get_pools (placement) : NULL;
  gint64 graphics = 0, host = 0;
  gint64 low, high;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (estimate == NULL)
    return g_strdup ("");
  for (guint i = 0; pools != NULL && i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr (EdgeKitPoolUse) use = g_list_model_get_item (pools, i);
      EdgeKitMemoryPool *pool = edgekit_pool_use_get_pool (use);

      if (pool == NULL || edgekit_pool_use_get_weights (use) <= 0)
        continue;
      if (edgekit_memory_pool_get_kind (pool) == EDGEKIT_POOL_KIND_RAM)
        host += MAX (edgekit_pool_use_get_likely (use), 0);
      else
        graphics += MAX (edgekit_pool_use_get_likely (use), 0);
    }
  if (edgekit_placement_get_gpu_layers (placement) > 0
      && edgekit_placement_get_gpu_layers (placement) < edgekit_placement_get_n_layers (placement) && graphics > 0
      && host > 0 && graphics <= edgekit_estimate_get_total (estimate))
    {
      edgekit_format_memory_parts (graphics, edgekit_estimate_get_total (estimate), units, &from, &to);
      /* Translators: two sizes whose unit stands above: “9.1 graphics + 12.2 main” memory */
      return g_strdup_printf (_ ("%1$s graphics + %2$s main"), from, to);
    }
  low = edgekit_estimate_get_total_low (estimate);
  high = edgekit_estimate_get_total_high (estimate);
  if (low < 0 || high < 0)
    return g_strdup ("");
  from = edgekit_format_memory_amount (low, high, units);
  to = edgekit_format_memory_amount (high, high, units);
  if (g_str_equal (from, to))
    {
      const gint64 likely = edgekit_estimate_get_total (estimate);
      g_autofree char *off = edgekit_format_memory (MAX (high - likely, likely - low), units);

      if (is_without_file (model))
        /* Translators: of the memory that a model needs: as no file was read, it is not said how exact it is */
        return g_strdup (_ ("estimated without a file"));
      if (high == low)
        return g_strdup (_ ("exactly"));
      /* kilobytes beside hundreds of gigabytes tell nobody anything */
      if (MAX (high - likely, likely - low) < likely / 1000)
        return g_strdup (_ ("almost exactly"));
      /* Translators: how far a size may be off: “give or take 12 MiB” */
      return g_strdup_printf (_ ("give or take %s"), off);
    }
  g_free (to);
  to = edgekit_format_memory (high, units);
  /* Translators: a number, and a size with its unit: “between 6.7 and 7.3 GiB” */
  return g_strdup_printf (_ ("between %1$s and %2$s"), from, to);
}

static gboolean
runs (EdgeKitVerdict *verdict)
{
  return edgekit_verdict_get_outcome (verdict) != EDGEKIT_OUTCOME_NO;
}

char *
ek_model_words_speed (gpointer unused, EdgeKitVerdict *verdict, EdgeKitSpeed *speed)
{
  if (verdict != NULL && !runs (verdict))
    return g_strdup (DASH);
  return edgekit_format_speed (speed ? edgekit_speed_get_low (speed) : -1,
                               speed ? edgekit_speed_get_high (speed) : -1);
}

char *
ek_model_words_speed_caption (gpointer unused, EdgeKitVerdict *verdict, EdgeKitSpeed *speed)
{
  if (verdict != NULL && !runs (verdict))
    return g_strdup (edgekit_verdict_get_reason (verdict) == EDGEKIT_VERDICT_REASON_ENGINE ? _ ("it cannot be loaded")
                                                                                          : _ ("it does not fit"));
  return edgekit_format_reading_speed (speed ? edgekit_speed_get_likely (speed) : -1);
}

char *
ek_model_words_longest (gpointer unused, EdgeKitVerdict *verdict)
{
  if (verdict == NULL || edgekit_verdict_get_context_usable (verdict) == 0)
    return g_strdup (DASH);
  if (edgekit_verdict_get_context_usable (verdict) < 0)
    return g_strdup (C_ ("fact", "Unknown"));
  return edgekit_format_tokens (edgekit_verdict_get_context_rounded (verdict));
}

char *
ek_model_words_longest_caption (gpointer unused, EdgeKitVerdict *verdict, gint64 minimum)
{
  const gint64 usable = verdict ? edgekit_verdict_get_context_usable (verdict) : EDGEKIT_UNKNOWN;
  g_autofree char *tokens = NULL;

  if (usable < 0)
    /* Translators: why the longest conversation is unknown */
    return g_strdup (_ ("cannot be said for this model"));
  if (usable == 0)
    {
      tokens = edgekit_format_tokens (minimum);
      /* Translators: a number of tokens: “not even 4,096 tokens fit” */
      return g_strdup_printf (_ ("not even %s fit"), tokens);
    }
  if (usable == edgekit_verdict_get_context_model_max (verdict))
    /* Translators: the longest conversation: all that the model allows */
    return g_strdup (_ ("all that the model allows"));
  return edgekit_format_pages (edgekit_verdict_get_context_rounded (verdict));
}

char *
ek_model_words_tips_title (gpointer unused, int outcome)
{
  switch ((EdgeKitOutcome) outcome)
    {
    case EDGEKIT_OUTCOME_PARTIAL:
      return g_strdup (_ ("Make It Faster"));
    case EDGEKIT_OUTCOME_TIGHT:
      return g_strdup (_ ("Make More Room"));
    case EDGEKIT_OUTCOME_FITS:
    case EDGEKIT_OUTCOME_NO:
    case EDGEKIT_OUTCOME_UNKNOWN:
    default:
      return g_strdup (_ ("What You Can Do"));
    }
}

/* “Right now” is only said of a computer that is in front of the person. */
char *
ek_model_words_memory_description (gpointer unused, EdgeKitHardwareProfile *profile)
{
  if (profile == NULL || edgekit_hardware_profile_get_live (profile))
    return g_strdup (_ ("Where the model would go, measured against what is free right now"));
  return g_strdup (_ ("Where the model would go, measured against what was free when this was recorded"));
}
