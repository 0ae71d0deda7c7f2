/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

/* What does not fit may start all the same. llama.cpp maps the file of a model:
 * weights that the processor reads are pages of it, which the kernel drops when
 * memory runs short and reads again when they are needed, at the next token.
 * Only what it rearranges for the processor is memory of its own, unless it is
 * told not to (--no-repack). All else must fit. */

static gboolean
may_start (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, guint64 weights)
{
  for (guint i = 0; i <= answer->fit.split.n_devices; i++)
    {
      const gint64 capacity = answer->places.places[i].capacity;
      guint64 low, likely, high;

      _edgekit_fit_sums (&answer->fit, &answer->places, i, &low, &likely, &high);
      if (i == 0)
        likely -= MIN (weights, likely);
      if (capacity == EDGEKIT_UNKNOWN || (double) likely > question->max_utilization * (double) capacity)
        return FALSE;
    }
  return TRUE;
}

void
_edgekit_answer_add_mapped (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, GListStore *findings)
{
  const guint64 weights = _edgekit_bill_get (&answer->fit.bill, 0, EDGEKIT_MEMORY_KIND_WEIGHTS);
  g_autofree char *message = NULL;
  g_autofree char *missing = NULL;
  guint64 low, likely, high, offered;

  if (answer->outcome != EDGEKIT_OUTCOME_NO || !answer->estimator || answer->reason == EDGEKIT_VERDICT_REASON_ENGINE ||
      !may_start (question, answer, weights))
    return;
  _edgekit_fit_sums (&answer->fit, &answer->places, 0, &low, &likely, &high);
  if (likely <= (guint64) answer->places.places[0].capacity)
    return; /* it fits, but for the safety margin */
  /* of what the verdict says that the computer can offer */
  offered = (guint64) (answer->max_utilization * (double) answer->places.places[0].capacity);
  missing = edgekit_format_memory ((gint64) (likely - offered), question->units);
  /* Translators: %s is a size of memory */
  message = g_strdup_printf (_ ("It may start all the same, since the file is read as needed: %s of it has no room in "
                                "memory and comes from the disk again and again, which is very slow."),
                             missing);
  _edgekit_finding_append (findings, "weights-from-disk", EDGEKIT_SEVERITY_INFO, message,
                           edgekit_workload_get_repack (question->workload) == EDGEKIT_TRISTATE_NO ? NULL
                             : _ ("With llama.cpp the option --no-repack helps: it spares the copy of the weights that is "
                                  "otherwise made for the processor."));
}
