/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-preflight-private.h"

/**
 * edgekit_preflight_get_profiles: (get-property profiles)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the computers that are asked about.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.HardwareProfile]
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_get_profiles (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return G_LIST_MODEL (self->profiles);
}

/**
 * edgekit_preflight_get_models: (get-property models)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the models that are asked about.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.Model]
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_get_models (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * edgekit_preflight_get_profile: (get-property profile)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the computer.
 *
 * Returns: (transfer none) (nullable): a profile, or %NULL
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_preflight_get_profile (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return self->profile;
}

/**
 * edgekit_preflight_get_model: (get-property model)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the model.
 *
 * Returns: (transfer none) (nullable): a model, or %NULL
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_preflight_get_model (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return self->model;
}

/**
 * edgekit_preflight_get_workload: (get-property workload)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets what the model is to do. It may be changed in place.
 *
 * Returns: (transfer none): the workload
 *
 * Since: 0.1
 */
EdgeKitWorkload *
edgekit_preflight_get_workload (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  return self->workload;
}

/**
 * edgekit_preflight_get_comfortable_utilization: (get-property comfortable-utilization)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the share of the free memory up to which a model fits.
 *
 * Returns: a value from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_preflight_get_comfortable_utilization (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), 0);

  return self->comfortable_utilization;
}

/**
 * edgekit_preflight_get_max_utilization: (get-property max-utilization)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the share of the free memory beyond which a model does not run.
 *
 * Returns: a value from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_preflight_get_max_utilization (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), 0);

  return self->max_utilization;
}

/**
 * edgekit_preflight_get_min_context: (get-property min-context)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the shortest context that is worth running a model for.
 *
 * Returns: a number of tokens
 *
 * Since: 0.1
 */
gint64
edgekit_preflight_get_min_context (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), 0);

  return self->min_context;
}

/**
 * edgekit_preflight_get_memory_units: (get-property memory-units)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets how sentences write sizes of memory.
 *
 * Returns: the units
 *
 * Since: 0.1
 */
EdgeKitMemoryUnits
edgekit_preflight_get_memory_units (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), EDGEKIT_MEMORY_UNITS_IEC);

  return self->memory_units;
}

/**
 * edgekit_preflight_get_ready: (get-property ready)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets whether there is an answer.
 *
 * Returns: %TRUE when a profile and a model are set
 *
 * Since: 0.1
 */
gboolean
edgekit_preflight_get_ready (EdgeKitPreflight *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), FALSE);

  return self->profile != NULL && self->model != NULL;
}

/**
 * edgekit_preflight_get_estimate: (get-property estimate)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets how much memory the model needs, with the context that the verdict is about.
 *
 * Returns: (transfer none) (nullable): an estimate, or %NULL when not ready
 *
 * Since: 0.1
 */
EdgeKitEstimate *
edgekit_preflight_get_estimate (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? result->estimate : NULL;
}

/**
 * edgekit_preflight_get_verdict: (get-property verdict)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets whether the model runs.
 *
 * Returns: (transfer none) (nullable): a verdict, or %NULL when not ready
 *
 * Since: 0.1
 */
EdgeKitVerdict *
edgekit_preflight_get_verdict (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? result->verdict : NULL;
}

/**
 * edgekit_preflight_get_placement: (get-property placement)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets what would lie where.
 *
 * Returns: (transfer none) (nullable): a placement, or %NULL when not ready
 *
 * Since: 0.1
 */
EdgeKitPlacement *
edgekit_preflight_get_placement (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? result->placement : NULL;
}

/**
 * edgekit_preflight_get_speed: (get-property speed)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets how fast the model would answer.
 *
 * Returns: (transfer none) (nullable): a speed, or %NULL when not ready, or when the bandwidth of the memory is not known
 *
 * Since: 0.1
 */
EdgeKitSpeed *
edgekit_preflight_get_speed (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? result->speed : NULL;
}

/**
 * edgekit_preflight_get_engine: (get-property engine)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the engine that the answer is for: that of the workload, or where it
 * names none the one that suits the model and the computer.
 *
 * Returns: (nullable) (transfer none): a name such as `llama.cpp`, or %NULL when not ready
 *
 * Since: 0.1
 */
const char *
edgekit_preflight_get_engine (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? result->answer->engine : NULL;
}

/**
 * edgekit_preflight_get_commands: (get-property commands)
 * @self: a [class@EdgeKit.Preflight]
 *
 * Gets the commands that run the model.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.Command], empty when not ready
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_get_commands (EdgeKitPreflight *self)
{
  const EdgeKitResult *result;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  result = _edgekit_preflight_get_result (self);
  return result ? G_LIST_MODEL (result->commands) : G_LIST_MODEL (self->no_commands);
}

/**
 * edgekit_preflight_list_engines:
 *
 * Lists the engines that differ in how much memory they take for a model, to
 * compare them: values of [property@EdgeKit.Workload:engine].
 *
 * Returns: (transfer none) (array zero-terminated=1): names such as `llama.cpp`
 *
 * Since: 0.1
 */
const char *const *
edgekit_preflight_list_engines (void)
{
  return _edgekit_estimator_list_engines ();
}
