/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-solver-private.h"

/* llama.cpp rounds a context up to this many tokens. */
#define CONTEXT_STEP 256

static double
share (guint64 bytes, gint64 capacity)
{
  if (capacity > 0)
    return (double) bytes / (double) capacity;
  /* of what is unknown nothing can be said: another pool decides */
  return bytes == 0 || capacity == EDGEKIT_UNKNOWN ? 0 : G_MAXDOUBLE;
}

static void
add_shares (EdgeKitFit *fit, guint64 low, guint64 likely, guint64 high, gint64 capacity)
{
  fit->low = MAX (fit->low, share (low, capacity));
  fit->likely = MAX (fit->likely, share (likely, capacity));
  fit->high = MAX (fit->high, share (high, capacity));
}

void
_edgekit_fit_sums (const EdgeKitFit *fit, const EdgeKitPlaces *places, guint pool, guint64 *low, guint64 *likely,
                   guint64 *high)
{
  _edgekit_bill_sums (&fit->bill, pool, low, likely, high);
  for (guint i = 1; pool == 0 && i <= fit->split.n_devices; i++)
    if (places->places[i].on_host)
      {
        guint64 its_low, its_likely, its_high;

        _edgekit_bill_sums (&fit->bill, i, &its_low, &its_likely, &its_high);
        *low = _edgekit_sat_add (*low, its_low);
        *likely = _edgekit_sat_add (*likely, its_likely);
        *high = _edgekit_sat_add (*high, its_high);
      }
}

gboolean
_edgekit_solver_settings (const EdgeKitProblem *problem, guint64 context, EdgeKitSettings *settings, const char **why)
{
  EdgeKitDevices devices;

  if (!problem->estimator->network)
    return problem->estimator->get_settings (problem->shape, problem->workload, context, settings, why);
  _edgekit_places_describe (problem->places, &devices);
  return problem->estimator->network->get_settings (problem->network, problem->workload, context, &devices, settings,
                                                    why);
}

static guint
count_used (const EdgeKitSplit *split)
{
  guint n = 0;

  for (guint i = 0; i < split->n_devices; i++)
    n += split->layers_on[i] > 0;
  return n;
}

guint
_edgekit_solver_count_together (const EdgeKitProblem *problem, const EdgeKitSplit *split)
{
  return MAX (count_used (split) / MAX (problem->places->n_machines, 1), 1);
}

EdgeKitNetwork *
_edgekit_solver_make_stage (const EdgeKitProblem *problem, guint machine)
{
  return problem->places->n_machines > 1
           ? _edgekit_network_new_stage (problem->network, machine, problem->places->n_machines)
           : NULL;
}

/* Devices of a computer that work as one have the same each. */
static void
bill_stage (const EdgeKitProblem *problem, const EdgeKitSettings *settings, const EdgeKitSplit *split, guint machine,
            EdgeKitBill *bill)
{
  g_autofree EdgeKitBill *one = g_new (EdgeKitBill, 1);
  g_autoptr(EdgeKitNetwork) stage = _edgekit_solver_make_stage (problem, machine);
  EdgeKitDevices devices;

  _edgekit_places_describe (problem->places, &devices);
  one->n_charges = 0;
  problem->estimator->network->price (stage ? stage : problem->network, settings, &devices,
                                      _edgekit_solver_count_together (problem, split), one);
  for (guint i = 0; i < split->n_devices; i++)
    {
      const gboolean used = split->layers_on[i] > 0 && problem->places->places[i + 1].machine == machine;

      for (guint j = 0; used && j < one->n_charges; j++)
        {
          const EdgeKitCharge *c = &one->charges[j];

          _edgekit_bill_add (bill, c->kind, c->what, i + 1, c->low, c->likely, c->high, c->source);
        }
    }
}

void
_edgekit_solver_bill (const EdgeKitProblem *problem, const EdgeKitSettings *settings, const EdgeKitSplit *split,
                      EdgeKitBill *bill)
{
  bill->n_charges = 0;
  for (guint i = 0; problem->estimator->network && i < MAX (problem->places->n_machines, 1); i++)
    bill_stage (problem, settings, split, i, bill);
  if (!problem->estimator->network)
    problem->estimator->price (problem->shape, settings, split, bill);
  _edgekit_extras_charge (problem, settings, split, bill);
}

void
_edgekit_solver_price (const EdgeKitProblem *problem, const EdgeKitSettings *settings, const EdgeKitSplit *split,
                       EdgeKitFit *fit)
{
  fit->split = *split;
  fit->low = fit->likely = fit->high = 0;
  _edgekit_solver_bill (problem, settings, split, &fit->bill);
  for (guint i = 0; i <= split->n_devices; i++)
    {
      guint64 low, likely, high;

      _edgekit_fit_sums (fit, problem->places, i, &low, &likely, &high);
      add_shares (fit, low, likely, high, problem->places->places[i].capacity);
    }
}

static void
add_devices (const EdgeKitPlaces *places, EdgeKitSplit *split)
{
  for (guint i = 1; i <= places->n_devices; i++)
    _edgekit_split_add_device (split, places->places[i].backend, places->places[i].capability,
                               _edgekit_place_is_remote (&places->places[i]));
}

/* Layers go to several devices in proportion to what is free there, as llama.cpp
 * does by default: to the first device whose share, with those before it, is more
 * than the layer's place among them (llama-model.cpp, load_tensors: upper_bound over
 * sums of floats). */
static void
share_layers (const EdgeKitPlaces *places, EdgeKitSplit *split)
{
  float shares[EDGEKIT_MAX_DEVICES], sum = 0;
  guint64 il = 0;
  guint device = 0;

  for (guint i = 0; i < split->n_devices; i++)
    shares[i] = sum += (float) MAX (places->places[i + 1].capacity, 0);
  for (; sum > 0 && device + 1 < split->n_devices; device++)
    for (; il < split->gpu_layers && (float) il / (float) split->gpu_layers < shares[device] / sum; il++)
      split->layers_on[device]++;
  split->layers_on[device] = split->gpu_layers - il; /* the last one has the rest */
}

static void
make_split (const EdgeKitProblem *problem, guint64 gpu_layers, guint64 cpu_expert_layers, EdgeKitSplit *split)
{
  const EdgeKitPlaces *places = problem->places;

  memset (split, 0, sizeof *split);
  /* with no layer on it a device is left alone, unless that was asked for */
  if (places->n_devices == 0 ||
      (gpu_layers == 0 && !(problem->estimator->helps_host && edgekit_workload_get_gpu_layers (problem->workload) == 0)))
    return;
  add_devices (places, split);
  split->gpu_layers = gpu_layers;
  split->cpu_expert_layers = cpu_expert_layers;
  share_layers (places, split);
}

static gboolean
fits (const EdgeKitProblem *problem, const EdgeKitFit *fit)
{
  return fit->likely <= problem->max_utilization;
}

gboolean
_edgekit_solver_try (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 gpu_layers,
                     guint64 cpu_expert_layers, EdgeKitFit *fit)
{
  EdgeKitSplit split;

  make_split (problem, gpu_layers, cpu_expert_layers, &split);
  _edgekit_solver_price (problem, settings, &split, fit);
  return fits (problem, fit);
}

static gboolean
split_fits (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 gpu_layers,
            guint64 cpu_expert_layers)
{
  const EdgeKitSettings bound = _edgekit_solver_bound (settings);
  EdgeKitFit fit;

  return _edgekit_solver_try (problem, &bound, gpu_layers, cpu_expert_layers, &fit) &&
         _edgekit_solver_try (problem, settings, gpu_layers, cpu_expert_layers, &fit);
}

/* Experts of all but @n layers lie in main memory. */
static void
try_experts (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 n, EdgeKitFit *fit)
{
  const guint64 layers = problem->shape->layers->len;

  _edgekit_solver_try (problem, settings, layers + 1, layers - n, fit);
}

/* Not of several computers: each such layer of another one would go over the network
 * twice for each token. */
static gboolean
sets_experts_aside (const EdgeKitProblem *problem)
{
  return _edgekit_shape_has_experts (problem->shape) && problem->places->n_machines < 2;
}

static guint64
experts_aside (const EdgeKitProblem *problem)
{
  return sets_experts_aside (problem) ? problem->shape->layers->len : 0;
}

static void
try_layers (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 n, EdgeKitFit *fit)
{
  _edgekit_solver_try (problem, settings, n, experts_aside (problem), fit);
}

/* The @n devices of a computer with the most memory. */
static void
take_devices (const EdgeKitPlaces *places, guint machine, guint n, guint64 layers, EdgeKitSplit *split)
{
  for (guint i = 0; i < n; i++)
    {
      guint best = G_MAXUINT;

      for (guint j = 0; j < places->n_devices; j++)
        if (split->layers_on[j] == 0 && places->places[j + 1].machine == machine &&
            (best == G_MAXUINT || places->places[j + 1].capacity > places->places[best + 1].capacity))
          best = j;
      if (best != G_MAXUINT)
        split->layers_on[best] = layers;
    }
}

/* On @n devices of each computer. */
static gboolean
try_together (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint n, EdgeKitFit *fit)
{
  const EdgeKitPlaces *places = problem->places;
  const guint machines = MAX (places->n_machines, 1);
  EdgeKitSplit split = { 0 };

  add_devices (places, &split);
  split.gpu_layers = problem->shape->layers->len + 1;
  for (guint i = 0; i < machines; i++)
    {
      guint64 layers = split.gpu_layers;

      if (machines > 1) /* the output layer is with the last */
        layers = MAX (_edgekit_network_count_stage (problem->network, i, machines), 1) + (i + 1 == machines);
      take_devices (places, i, n, layers, &split);
    }
  _edgekit_solver_price (problem, settings, &split, fit);
  return fits (problem, fit);
}

/* As few devices as it takes, or as many as are asked for. Of several computers all
 * of each, or as many as can work as one (vLLM docs/serving/parallelism_scaling.md). */
static gboolean
solve_whole (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitFit *fit)
{
  const guint all = problem->places->n_devices / MAX (problem->places->n_machines, 1);
  const char *why;

  if (settings->devices > 0)
    return try_together (problem, settings, MIN (settings->devices, all), fit) && settings->devices <= all;
  for (guint n = all; problem->places->n_machines > 1 && n > 0; n--)
    if (problem->estimator->network->can_divide (problem->network, n, &why))
      return try_together (problem, settings, n, fit);
  for (guint n = 1; n <= all; n++)
    if (problem->estimator->network->can_divide (problem->network, n, &why) &&
        try_together (problem, settings, n, fit))
      return TRUE;
  return FALSE;
}

/* The fewest layers whose experts must stay in main memory: each that need not is faster, and
 * device use falls with every one. FALSE where all of them are not enough. */
static gboolean
set_experts_aside (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 *cpu_expert_layers)
{
  const EdgeKitSettings bound = _edgekit_solver_bound (settings);
  const guint64 n = problem->shape->layers->len;
  guint64 most;

  if (!sets_experts_aside (problem) || !_edgekit_solver_holds (problem, &bound, try_experts, 0))
    return FALSE;
  most = _edgekit_solver_find_most (problem, settings, try_experts, n, problem->experts);
  if (most == 0 && !_edgekit_solver_holds (problem, settings, try_experts, 0))
    return FALSE;
  *cpu_expert_layers = n - most;
  return TRUE;
}

/* How many layers go to the devices, and of how many of them the experts do not. */
static void
choose_split (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 *gpu_layers,
              guint64 *cpu_expert_layers)
{
  const guint64 n = problem->shape->layers->len;
  const gint64 layers = edgekit_workload_get_gpu_layers (problem->workload);
  const gint64 experts = edgekit_workload_get_cpu_moe (problem->workload);

  *gpu_layers = *cpu_expert_layers = 0;
  if (problem->places->n_devices == 0)
    return;
  *gpu_layers = layers >= 0 ? MIN ((guint64) layers, n + 1) : n + 1;
  *cpu_expert_layers = experts >= 0 ? MIN ((guint64) experts, n) : 0;
  if (layers >= 0 || experts >= 0 || split_fits (problem, settings, n + 1, 0))
    return;
  if (set_experts_aside (problem, settings, cpu_expert_layers))
    return;
  /* the most layers that the devices hold; their use grows with every one */
  *gpu_layers = _edgekit_solver_find_most (problem, settings, try_layers, n + 1, problem->layers);
  *cpu_expert_layers = *gpu_layers ? experts_aside (problem) : 0;
}

/* By what is quickly told alone when @bound is set. */
static gboolean
fits_at (const EdgeKitProblem *problem, guint64 context, gboolean bound)
{
  guint64 gpu_layers, cpu_expert_layers;
  EdgeKitSettings settings;
  const char *why;
  EdgeKitFit fit;

  _edgekit_solver_settings (problem, context, &settings, &why);
  if (problem->estimator->network)
    return solve_whole (problem, &settings, &fit);
  settings.bound = bound;
  choose_split (problem, &settings, &gpu_layers, &cpu_expert_layers);
  return split_fits (problem, &settings, gpu_layers, cpu_expert_layers);
}

gboolean
_edgekit_solver_solve (const EdgeKitProblem *asked, guint64 context, EdgeKitFit *fit)
{
  EdgeKitGuess layers = { asked->shape->layers->len / 2, EDGEKIT_NO_GAP }, experts = layers;
  EdgeKitProblem problem = *asked;
  guint64 gpu_layers, cpu_expert_layers;
  EdgeKitSettings settings;
  const char *why;

  problem.layers = &layers;
  problem.experts = &experts;
  _edgekit_solver_settings (&problem, context, &settings, &why);
  if (problem.estimator->network)
    return solve_whole (&problem, &settings, fit);
  choose_split (&problem, &settings, &gpu_layers, &cpu_expert_layers);
  return _edgekit_solver_try (&problem, &settings, gpu_layers, cpu_expert_layers, fit);
}

guint64
_edgekit_solver_usable (const EdgeKitProblem *asked, guint64 maximum)
{
  EdgeKitGuess layers = { asked->shape->layers->len / 2, EDGEKIT_NO_GAP }, experts = layers;
  EdgeKitProblem problem = *asked;
  guint64 good = 0, bad = maximum / CONTEXT_STEP + 1; /* in steps */

  problem.layers = &layers;
  problem.experts = &experts;
  if (maximum == 0)
    return 0;
  if (!fits_at (&problem, MIN (maximum, CONTEXT_STEP), TRUE))
    return 0;
  if (fits_at (&problem, maximum, FALSE))
    return maximum;
  while (bad - good > 1)
    {
      guint64 middle = good + (bad - good) / 2;

      if (fits_at (&problem, middle * CONTEXT_STEP, FALSE))
        good = middle;
      else
        bad = middle;
    }
  return good * CONTEXT_STEP;
}

/* And not only processors of other computers, which are no better than the one here. */
static gboolean
uses_card (const EdgeKitFit *fit, const EdgeKitPlaces *places)
{
  for (guint i = 0; i < fit->split.n_devices; i++)
    if (fit->split.layers_on[i] > 0 && places->places[i + 1].device)
      return TRUE;
  return FALSE;
}

gboolean
_edgekit_fit_is_split (const EdgeKitFit *fit, const EdgeKitPlaces *places, const EdgeKitShape *shape)
{
  return uses_card (fit, places) &&
         (fit->split.gpu_layers <= shape->layers->len ||
          (fit->split.cpu_expert_layers > 0 && _edgekit_shape_has_experts (shape)));
}
