/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-model-private.h"

/* The context where none is asked for: long enough to be useful, short enough
 * to be honest about most computers. */
#define USUAL_CONTEXT 8192
/* Where the header does not say how long a conversation the model was made for. */
#define ASSUMED_MAXIMUM 131072

static EdgeKitProblem
problem_of (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const EdgeKitPlaces *places)
{
  return (EdgeKitProblem) {
    .estimator = answer->estimator,
    .shape = question->shape,
    .workload = question->workload,
    .places = places,
    .max_utilization = question->max_utilization,
  };
}

static guint64
at_most (const EdgeKitQuestion *question, gint64 capacity)
{
  return capacity > 0 ? (guint64) (question->max_utilization * (double) capacity) : 0;
}

static void
add_up (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  for (guint i = 0; i <= answer->places.n_devices; i++)
    {
      const EdgeKitPlace *place = &answer->places.places[i];
      guint64 low, likely, high;

      _edgekit_bill_sums (&answer->fit.bill, i, &low, &likely, &high);
      answer->needed = _edgekit_sat_add (answer->needed, likely);
      answer->needed_low = _edgekit_sat_add (answer->needed_low, low);
      answer->needed_high = _edgekit_sat_add (answer->needed_high, high);
      if (!place->on_host)
        answer->offered = _edgekit_sat_add (answer->offered, at_most (question, place->capacity));
    }
}

/* What would have to be free for the parts that do not fit, when nothing but the
 * memory in use stands in the way. */
static guint64
memory_to_free (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  EdgeKitPlaces all = answer->places;
  EdgeKitProblem problem;
  EdgeKitFit fit;
  guint64 sum = 0;

  _edgekit_places_free_all (&all);
  problem = problem_of (question, answer, &all);
  if (!_edgekit_solver_solve (&problem, answer->context_used, &fit))
    return 0;
  for (guint i = 0; i <= all.n_devices; i++)
    {
      guint64 low, likely, high, offer = at_most (question, answer->places.places[i].capacity);

      _edgekit_fit_sums (&fit, &all, i, &low, &likely, &high);
      if (!all.places[i].on_host && likely > offer)
        sum = _edgekit_sat_add (sum, (guint64) ((double) (likely - offer) / question->max_utilization));
    }
  return sum;
}

static void
say_no (const EdgeKitQuestion *question, EdgeKitAnswer *answer, guint64 minimum)
{
  answer->outcome = EDGEKIT_OUTCOME_NO;
  if (answer->context_requested > 0 && (guint64) answer->context_usable >= minimum)
    answer->reason = EDGEKIT_VERDICT_REASON_CONTEXT_TOO_LONG;
  else if (answer->context_usable > 0)
    answer->reason = EDGEKIT_VERDICT_REASON_CONTEXT_BELOW_MINIMUM;
  else
    {
      answer->to_free = memory_to_free (question, answer);
      answer->reason = answer->to_free > 0 ? EDGEKIT_VERDICT_REASON_MEMORY_IN_USE : EDGEKIT_VERDICT_REASON_WEIGHTS;
    }
}

static EdgeKitVerdictReason
reason_it_runs (const EdgeKitAnswer *answer)
{
  guint used = 0;

  if (answer->fit.split.gpu_layers == 0)
    return EDGEKIT_VERDICT_REASON_MAIN_MEMORY;
  if (answer->places.places[1].on_host)
    return EDGEKIT_VERDICT_REASON_SHARED_MEMORY;
  for (guint i = 0; i < answer->fit.split.n_devices; i++)
    used += answer->fit.split.layers_on[i] > 0;
  return used > 1 ? EDGEKIT_VERDICT_REASON_SEVERAL_GPUS : EDGEKIT_VERDICT_REASON_ONE_GPU;
}

/* The rules of the verdict; see EdgeKitVerdict. */
static void
judge (const EdgeKitQuestion *question, EdgeKitAnswer *answer, gboolean reduced, guint64 minimum)
{
  const EdgeKitFit *fit = &answer->fit;

  if (!question->shape->known && fit->low <= question->max_utilization && fit->high > question->max_utilization)
    {
      answer->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN;
    }
  else if (fit->likely > question->max_utilization)
    say_no (question, answer, minimum);
  else if (_edgekit_fit_is_split (fit, question->shape))
    {
      answer->outcome = EDGEKIT_OUTCOME_PARTIAL;
      answer->reason = fit->split.gpu_layers > question->shape->layers->len ? EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS
                                                                            : EDGEKIT_VERDICT_REASON_SPLIT_LAYERS;
    }
  else if (fit->likely <= question->comfortable_utilization && fit->high <= question->max_utilization)
    {
      answer->outcome = EDGEKIT_OUTCOME_FITS;
      answer->reason = reason_it_runs (answer);
    }
  else
    {
      answer->outcome = EDGEKIT_OUTCOME_TIGHT;
      answer->reason = fit->high > question->max_utilization ? EDGEKIT_VERDICT_REASON_INTERVAL
                                                             : EDGEKIT_VERDICT_REASON_LITTLE_LEFT;
    }
  if (reduced && answer->outcome != EDGEKIT_OUTCOME_NO && answer->outcome != EDGEKIT_OUTCOME_UNKNOWN)
    answer->reason = EDGEKIT_VERDICT_REASON_CONTEXT_REDUCED;

  /* compared with a size, not with what is free */
  if (answer->places.unread && answer->outcome != EDGEKIT_OUTCOME_NO)
    {
      answer->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN;
    }
  if (answer->places.places[0].capacity == EDGEKIT_UNKNOWN && fit->split.gpu_layers <= question->shape->layers->len)
    {
      answer->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_MEMORY_UNKNOWN;
    }
}

gboolean
_edgekit_answer_is_blind (const EdgeKitAnswer *answer)
{
  return answer->places.n_devices == 0 && answer->places.places[0].capacity == EDGEKIT_UNKNOWN;
}

static void
find_context (const EdgeKitQuestion *question, EdgeKitAnswer *answer, gboolean *reduced, guint64 *minimum)
{
  const EdgeKitProblem problem = problem_of (question, answer, &answer->places);
  gint64 maximum = question->model->context_length > 0 ? question->model->context_length : ASSUMED_MAXIMUM;
  gint64 asked = edgekit_workload_get_context (question->workload);

  *minimum = MIN ((guint64) MAX (question->min_context, 1), (guint64) maximum);
  *reduced = FALSE;
  answer->context_model_max = question->model->context_length;
  answer->context_requested = asked > 0 ? asked : EDGEKIT_UNKNOWN;
  answer->context_usable = _edgekit_solver_usable (&problem, maximum);
  answer->context_used = asked > 0 ? asked : MIN (USUAL_CONTEXT, maximum);
  if (_edgekit_answer_is_blind (answer))
    {
      answer->context_usable = EDGEKIT_UNKNOWN;
      return;
    }
  if (asked > 0 || answer->context_usable >= answer->context_used || (guint64) answer->context_usable < *minimum)
    return;
  answer->context_used = answer->context_usable;
  *reduced = TRUE;
}

void
_edgekit_answer_find (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  EdgeKitProblem problem;
  guint64 minimum;
  gboolean reduced;

  memset (answer, 0, sizeof *answer);
  answer->engine = _edgekit_engine_canonical_name (edgekit_workload_get_engine (question->workload));
  answer->estimator = _edgekit_estimator_get (answer->engine);
  answer->context_model_max = question->model->context_length;
  answer->context_requested = answer->context_used = answer->context_usable = EDGEKIT_UNKNOWN;
  _edgekit_places_find (question->profile, edgekit_workload_get_backend (question->workload), &answer->places);
  if (!answer->estimator || !answer->estimator->can_load (question->model->format, &answer->refusal))
    {
      answer->outcome = answer->estimator ? EDGEKIT_OUTCOME_NO : EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_ENGINE;
      return;
    }

  find_context (question, answer, &reduced, &minimum);
  answer->estimator->get_settings (question->shape, question->workload, answer->context_used, &answer->settings,
                                   &answer->refusal);
  problem = problem_of (question, answer, &answer->places);
  _edgekit_solver_solve (&problem, answer->context_used, &answer->fit);
  add_up (question, answer);
  judge (question, answer, reduced, minimum);
}
