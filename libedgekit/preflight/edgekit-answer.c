/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-model-private.h"

/* The context where none is asked for: long enough to be useful, short enough
 * to be honest about most computers. */
#define USUAL_CONTEXT 8192
/* Where the header does not say how long a conversation the model was made for. */
#define ASSUMED_MAXIMUM 131072

EdgeKitProblem
_edgekit_answer_make_problem (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  return (EdgeKitProblem) {
    .estimator = answer->estimator,
    .shape = question->shape,
    .workload = question->workload,
    .places = &answer->places,
    .max_utilization = answer->max_utilization,
    .network = question->network,
    .extras = question->extras,
  };
}

static guint64
at_most (const EdgeKitAnswer *answer, gint64 capacity)
{
  return capacity > 0 ? (guint64) (answer->max_utilization * (double) capacity) : 0;
}

static void
add_up (EdgeKitAnswer *answer)
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
        answer->offered = _edgekit_sat_add (answer->offered, at_most (answer, place->capacity));
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
  problem = _edgekit_answer_make_problem (question, answer);
  problem.places = &all;
  if (!_edgekit_solver_solve (&problem, answer->context_used, &fit))
    return 0;
  for (guint i = 0; i <= all.n_devices; i++)
    {
      guint64 low, likely, high, offer = at_most (answer, answer->places.places[i].capacity);

      _edgekit_fit_sums (&fit, &all, i, &low, &likely, &high);
      if (!all.places[i].on_host && likely > offer)
        sum = _edgekit_sat_add (sum, (guint64) ((double) (likely - offer) / answer->max_utilization));
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
  if (_edgekit_answer_count_machines (answer) > 1)
    return EDGEKIT_VERDICT_REASON_SEVERAL_MACHINES;
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

  if (!question->shape->known && fit->low <= answer->max_utilization && fit->high > answer->max_utilization)
    {
      answer->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_ARCHITECTURE_UNKNOWN;
    }
  else if (fit->likely > answer->max_utilization)
    say_no (question, answer, minimum);
  else if (_edgekit_fit_is_split (fit, &answer->places, question->shape))
    {
      answer->outcome = EDGEKIT_OUTCOME_PARTIAL;
      answer->reason = fit->split.gpu_layers > question->shape->layers->len ? EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS
                                                                            : EDGEKIT_VERDICT_REASON_SPLIT_LAYERS;
    }
  else if (fit->likely <= question->comfortable_utilization && fit->high <= answer->max_utilization)
    {
      answer->outcome = EDGEKIT_OUTCOME_FITS;
      answer->reason = reason_it_runs (answer);
    }
  else
    {
      answer->outcome = EDGEKIT_OUTCOME_TIGHT;
      answer->reason = fit->high > answer->max_utilization ? EDGEKIT_VERDICT_REASON_INTERVAL
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

/* Of the engine, or one that is useful and honest about most computers. */
static gint64
usual_context (const EdgeKitAnswer *answer, gint64 maximum)
{
  EdgeKitDevices devices;

  if (!answer->estimator->usual_context)
    return MIN (USUAL_CONTEXT, maximum);
  _edgekit_places_describe (&answer->places, &devices);
  return MIN ((gint64) answer->estimator->usual_context (&devices), maximum);
}

static void
find_context (const EdgeKitQuestion *question, EdgeKitAnswer *answer, gboolean *reduced, guint64 *minimum)
{
  const EdgeKitProblem problem = _edgekit_answer_make_problem (question, answer);
  gint64 maximum = question->model->context_length > 0 ? question->model->context_length : ASSUMED_MAXIMUM;
  gint64 asked = edgekit_workload_get_context (question->workload);

  *minimum = MIN ((guint64) MAX (question->min_context, 1), (guint64) maximum);
  *reduced = FALSE;
  answer->context_requested = asked > 0 ? asked : EDGEKIT_UNKNOWN;
  answer->context_usable = _edgekit_solver_usable (&problem, maximum);
  answer->context_used = asked > 0 ? asked : usual_context (answer, maximum);
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

/* --- The engine ------------------------------------------------------------- */

static gboolean
has_devices (EdgeKitHardwareProfile *profile, const EdgeKitEstimator *estimator)
{
  EdgeKitPlaces places;

  _edgekit_places_find_among (profile, estimator->network->backends, &places);
  return places.n_devices > 0;
}

/* Where none is named: one that reads the format, and safetensors on a Mac are
 * read by mlx-lm, too. */
static const char *
choose_engine (const EdgeKitQuestion *question)
{
  const char *format = question->model->format;
  const char *why;

  if (g_strcmp0 (format, "mlx") == 0)
    return "mlx-lm";
  if (g_strcmp0 (format, "safetensors") != 0)
    return edgekit_workload_get_preset (question->workload) == EDGEKIT_PRESET_OLLAMA ? "ollama" : "llama.cpp";
  if (g_list_model_get_n_items (question->profiles) == 1 &&
      !has_devices (question->profile, &_edgekit_vllm_estimator) &&
      has_devices (question->profile, &_edgekit_mlx_lm_estimator) &&
      _edgekit_mlx_lm_estimator.network->can_load (question->model, &why))
    return "mlx-lm";
  return "vllm";
}

/* Whether the engine loads the model is not known: what it would need is. */
static gboolean
is_unsure (const EdgeKitAnswer *answer)
{
  return answer->refusal && g_str_has_suffix (answer->refusal, "-unsure");
}

/* Where a number of cards is asked for: without one, the solver finds it. */
static gboolean
cards_work_as_one (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  gint64 n = edgekit_workload_get_tensor_parallel (question->workload);
  const char *why;

  return n <= 0 || (n <= answer->places.n_devices / answer->places.n_machines &&
                    answer->estimator->network->can_divide (question->network, (guint) n, &why));
}

/* Whether the engine takes the model at all, or may, and runs on what there is. */
static gboolean
engine_works (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  const EdgeKitNetworkEngine *network;
  EdgeKitDevices devices;
  const char *machines;

  if (!answer->estimator)
    return FALSE;
  network = answer->estimator->network;
  if (network ? !network->can_load (question->model, &answer->refusal) && !is_unsure (answer)
              : !answer->estimator->can_load (question->model->format, &answer->refusal))
    return FALSE;
  machines = _edgekit_answer_check_machines (answer);
  if (machines)
    answer->refusal = machines;
  if (machines || !network)
    return machines == NULL;
  _edgekit_places_describe (&answer->places, &devices);
  if (devices.n == 0)
    answer->refusal = network->needs;
  else if (devices.capability > 0 && devices.capability < network->least_capability)
    answer->refusal = "engine-needs-newer-card";
  else if (!cards_work_as_one (question, answer))
    answer->refusal = "cards-do-not-divide";
  else
    return TRUE;
  return FALSE;
}

/* An engine that takes a share of each card starts when what it needs is in there:
 * that is the limit, and not the margin that EdgeKit would leave, unless a smaller
 * one is asked for. What the driver holds beside the share is counted in it here. */
static void
find_limit (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  EdgeKitProblem problem;
  EdgeKitSettings settings;
  EdgeKitDevices devices;
  const char *why;

  answer->max_utilization = question->max_utilization;
  if (!answer->estimator || !answer->estimator->network || !answer->estimator->network->reserve)
    return;
  if (edgekit_workload_get_gpu_memory_utilization (question->workload) <= 0 &&
      question->max_utilization < EDGEKIT_MAX_UTILIZATION)
    return;
  _edgekit_places_describe (&answer->places, &devices);
  if (devices.free == 0)
    return;
  problem = _edgekit_answer_make_problem (question, answer);
  _edgekit_solver_settings (&problem, 1, &settings, &why);
  answer->max_utilization = CLAMP (settings.fraction * (double) devices.memory / (double) devices.free, 0.01, 1);
}

static guint64
sum_of_cache (const EdgeKitBill *bill, guint pool)
{
  return _edgekit_sat_add (_edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE),
                           _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_RECURRENT_STATE));
}

/* What goes with the model takes its part of the reserve, and a draft remembers
 * the same tokens. */
static void
share_reserve (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const EdgeKitSettings *settings,
               EdgeKitReserve *reserve)
{
  const EdgeKitProblem problem = _edgekit_answer_make_problem (question, answer);
  g_autofree EdgeKitBill *extras = NULL;
  guint64 low, all, high, more, own, before = reserve->cache;
  guint pool = 1;
  double part;

  if (!question->extras || question->extras->len == 0 || before == 0)
    return;
  while (pool < answer->fit.split.n_devices && answer->fit.split.layers_on[pool - 1] == 0)
    pool++;
  extras = g_new (EdgeKitBill, 1);
  extras->n_charges = 0;
  _edgekit_extras_charge (&problem, settings, &answer->fit.split, extras);
  _edgekit_bill_sums (extras, pool, &low, &all, &high);
  more = sum_of_cache (extras, pool);
  own = sum_of_cache (&answer->fit.bill, pool);
  own -= MIN (more, own);
  reserve->cache -= MIN (all - more, before);
  part = (double) reserve->cache / (double) before;
  if (own > 0)
    part *= (double) own / ((double) own + (double) more);
  reserve->tokens = (guint64) ((double) reserve->tokens * part);
  reserve->conversations *= part;
}

void
_edgekit_answer_find_reserve (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                              const EdgeKitSettings *settings, EdgeKitReserve *reserve)
{
  const EdgeKitProblem problem = _edgekit_answer_make_problem (question, answer);
  const guint n = _edgekit_solver_count_together (&problem, &answer->fit.split);
  EdgeKitDevices devices;

  memset (reserve, 0, sizeof *reserve);
  if (!answer->estimator->network || !answer->estimator->network->reserve)
    return;
  _edgekit_places_describe (&answer->places, &devices);
  /* of several computers the one whose cache is full first says how much is remembered */
  for (guint i = 0; i < answer->places.n_machines; i++)
    {
      g_autoptr(EdgeKitNetwork) stage = _edgekit_solver_make_stage (&problem, i);
      EdgeKitReserve its;

      answer->estimator->network->reserve (stage ? stage : question->network, settings, &devices, n, &its);
      if (i == 0 || its.conversations < reserve->conversations)
        *reserve = its;
    }
  share_reserve (question, answer, settings, reserve);
}

void
_edgekit_answer_find (const EdgeKitQuestion *question, EdgeKitAnswer *answer)
{
  const char *named = edgekit_workload_get_engine (question->workload);
  EdgeKitProblem problem;
  const char *unsure;
  guint64 minimum;
  gboolean reduced;

  memset (answer, 0, sizeof *answer);
  answer->engine = _edgekit_engine_canonical_name (named ? named : choose_engine (question));
  answer->estimator = _edgekit_estimator_get (answer->engine);
  answer->context_model_max = question->model->context_length;
  answer->context_requested = answer->context_used = answer->context_usable = EDGEKIT_UNKNOWN;
  _edgekit_answer_find_places (question, answer);
  find_limit (question, answer);
  if (!engine_works (question, answer))
    {
      answer->outcome = answer->estimator ? EDGEKIT_OUTCOME_NO : EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_ENGINE;
      return;
    }

  unsure = is_unsure (answer) ? answer->refusal : NULL;
  find_context (question, answer, &reduced, &minimum);
  problem = _edgekit_answer_make_problem (question, answer);
  _edgekit_solver_settings (&problem, answer->context_used, &answer->settings, &answer->refusal);
  _edgekit_solver_solve (&problem, answer->context_used, &answer->fit);
  _edgekit_answer_find_reserve (question, answer, &answer->settings, &answer->reserve);
  add_up (answer);
  judge (question, answer, reduced, minimum);
  if (unsure && answer->outcome != EDGEKIT_OUTCOME_NO)
    {
      answer->refusal = unsure;
      answer->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      answer->reason = EDGEKIT_VERDICT_REASON_ENGINE;
    }
}
