/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model.h"
#include "edgekit-preflight.h"
#include "edgekit-site-private.h"
#include "edgekit-verdict.h"
#include "edgekit-workload.h"

/* Where the model would lie, from the same estimate that “edgekit check” gives. */

static EdgeKitVerdict *
ask (const EdgeKitSite *site, const char *engine)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  EdgeKitVerdict *verdict;

  edgekit_workload_set_engine (workload, engine);
  edgekit_preflight_set_workload (preflight, workload);
  edgekit_preflight_set_profile (preflight, site->profile);
  edgekit_preflight_set_model (preflight, site->model);
  verdict = edgekit_preflight_get_verdict (preflight);
  return verdict ? g_object_ref (verdict) : NULL;
}

static EdgeKitSiteFit
judge (EdgeKitVerdict *verdict)
{
  if (!verdict || edgekit_verdict_get_reason (verdict) == EDGEKIT_VERDICT_REASON_ENGINE)
    return EDGEKIT_SITE_FIT_UNKNOWN;
  switch (edgekit_verdict_get_outcome (verdict))
    {
    case EDGEKIT_OUTCOME_PARTIAL:
      return EDGEKIT_SITE_FIT_SPLIT;
    case EDGEKIT_OUTCOME_NO:
      return EDGEKIT_SITE_FIT_NO;
    case EDGEKIT_OUTCOME_FITS:
    case EDGEKIT_OUTCOME_TIGHT:
      return edgekit_verdict_get_reason (verdict) == EDGEKIT_VERDICT_REASON_MAIN_MEMORY ? EDGEKIT_SITE_FIT_SPLIT
                                                                                        : EDGEKIT_SITE_FIT_WHOLE;
    case EDGEKIT_OUTCOME_UNKNOWN:
    default:
      return EDGEKIT_SITE_FIT_UNKNOWN;
    }
}

EdgeKitSiteFit
_edgekit_site_find_fit (const EdgeKitSite *site, const char *engine)
{
  /* an engine whose memory is not modelled: what llama.cpp would do with the same weights */
  const char *const engines[] = { engine, "llama.cpp" };
  EdgeKitSiteFit fit = EDGEKIT_SITE_FIT_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (engines) && site->model && fit == EDGEKIT_SITE_FIT_UNKNOWN; i++)
    {
      g_autoptr(EdgeKitVerdict) verdict = ask (site, engines[i]);

      fit = judge (verdict);
    }
  return fit;
}
