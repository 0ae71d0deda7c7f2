/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-memory-news.h"

/* The same question, asked of another moment of the computer. */
static EdgeKitPreflight *
ask_again (EdgeKitPreflight *preflight, EdgeKitHardwareProfile *profile)
{
  EdgeKitPreflight *other = edgekit_preflight_new ();
  GListModel *attachments = edgekit_preflight_get_attachments (preflight);

  edgekit_preflight_set_memory_units (other, edgekit_preflight_get_memory_units (preflight));
  edgekit_preflight_set_comfortable_utilization (other, edgekit_preflight_get_comfortable_utilization (preflight));
  edgekit_preflight_set_max_utilization (other, edgekit_preflight_get_max_utilization (preflight));
  edgekit_preflight_set_min_context (other, edgekit_preflight_get_min_context (preflight));
  edgekit_preflight_set_workload (other, edgekit_preflight_get_workload (preflight));
  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (EdgeKitAttachment) attachment = g_list_model_get_item (attachments, i);

      edgekit_preflight_attach (other, attachment);
    }
  edgekit_preflight_set_model (other, edgekit_preflight_get_model (preflight));
  edgekit_preflight_set_profile (other, profile);
  return other;
}

/* What to say when the answer would be another one with the memory that is free
 * now; NULL while it stays the same. */
char *
ek_memory_news (EdgeKitPreflight *preflight, EdgeKitHardwareProfile *profile)
{
  EdgeKitVerdict *shown = edgekit_preflight_get_verdict (preflight);
  g_autoptr (EdgeKitPreflight) other = NULL;
  EdgeKitVerdict *now;

  if (shown == NULL)
    return NULL;
  other = ask_again (preflight, profile);
  now = edgekit_preflight_get_verdict (other);
  if (now == NULL || edgekit_verdict_get_outcome (now) == edgekit_verdict_get_outcome (shown))
    return NULL;
  /* Translators: the headline of a verdict: “Free memory has changed. The answer is now “Fits, but only just”.” */
  return g_strdup_printf (_ ("Free memory has changed. The answer is now “%s”."),
                          edgekit_verdict_get_headline (now));
}
