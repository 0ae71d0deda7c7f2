/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-preflight-private.h"

/* What is asked: the computers, the model, what it is to do, and what is good enough. */

static void
take_profiles (EdgeKitPreflight *self, gpointer *profiles, guint n)
{
  EdgeKitHardwareProfile *first = n > 0 ? profiles[0] : NULL;
  const gboolean other = g_set_object (&self->profile, first);

  g_list_store_splice (self->profiles, 0, g_list_model_get_n_items (G_LIST_MODEL (self->profiles)), profiles, n);
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), "profiles");
  if (other)
    g_object_notify (G_OBJECT (self), "profile");
}

static void
show_in (GListStore *list, gpointer item)
{
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), item ? &item : NULL, item ? 1 : 0);
}

/**
 * edgekit_preflight_set_profile: (set-property profile)
 * @self: a [class@EdgeKit.Preflight]
 * @profile: (nullable): a profile
 *
 * Sets the computer that is asked about, and no other.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_profile (EdgeKitPreflight *self, EdgeKitHardwareProfile *profile)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (profile == NULL || EDGEKIT_IS_HARDWARE_PROFILE (profile));

  if (profile == self->profile && g_list_model_get_n_items (G_LIST_MODEL (self->profiles)) <= 1)
    return;
  take_profiles (self, (gpointer *) &profile, profile ? 1 : 0);
}

/**
 * edgekit_preflight_set_profiles: (set-property profiles)
 * @self: a [class@EdgeKit.Preflight]
 * @profiles: (nullable): a list of [class@EdgeKit.HardwareProfile]
 *
 * Sets the computers that are to hold the model together. The first one starts the
 * engine and has the model’s file, the others serve it: llama.cpp divides the layers
 * among the devices of all of them by its RPC back end, and vLLM has the computers
 * work one after the other by Ray, and the cards of each as one. Other engines say
 * no. [property@EdgeKit.Preflight:commands] has what to run on which computer.
 *
 * Two computers that are alike may be the same profile twice. The list is copied:
 * later changes of it change nothing.
 *
 * ```c
 * g_autoptr(GListStore) profiles = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
 *
 * g_list_store_append (profiles, desktop);
 * g_list_store_append (profiles, laptop);
 * edgekit_preflight_set_profiles (preflight, G_LIST_MODEL (profiles));
 * ```
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_profiles (EdgeKitPreflight *self, GListModel *profiles)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (profiles == NULL || G_IS_LIST_MODEL (profiles));
  g_return_if_fail (profiles == NULL ||
                    g_type_is_a (g_list_model_get_item_type (profiles), EDGEKIT_TYPE_HARDWARE_PROFILE));

  for (guint i = 0; profiles && i < g_list_model_get_n_items (profiles); i++)
    g_ptr_array_add (items, g_list_model_get_item (profiles, i));
  take_profiles (self, items->pdata, items->len);
}

/**
 * edgekit_preflight_set_model: (set-property model)
 * @self: a [class@EdgeKit.Preflight]
 * @model: (nullable): a model
 *
 * Sets the model that is asked about.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_model (EdgeKitPreflight *self, EdgeKitModel *model)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (model == NULL || EDGEKIT_IS_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;
  g_clear_pointer (&self->shape, _edgekit_shape_free);
  g_clear_pointer (&self->network, _edgekit_network_free);
  show_in (self->models, model);
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), "model");
}

/**
 * edgekit_preflight_set_workload: (set-property workload)
 * @self: a [class@EdgeKit.Preflight]
 * @workload: a workload
 *
 * Sets what the model is to do. The workload is not copied: later changes of it
 * change the answer.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_workload (EdgeKitPreflight *self, EdgeKitWorkload *workload)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (workload));

  if (workload == self->workload)
    return;
  g_signal_handlers_disconnect_by_data (self->workload, self);
  g_set_object (&self->workload, workload);
  g_signal_connect_swapped (self->workload, "notify", G_CALLBACK (_edgekit_preflight_question_changed), self);
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), "workload");
}

static void
set_share (EdgeKitPreflight *self, double *share, double fraction, const char *property)
{
  if (*share == fraction)
    return;
  *share = fraction;
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), property);
}

/**
 * edgekit_preflight_set_comfortable_utilization: (set-property comfortable-utilization)
 * @self: a [class@EdgeKit.Preflight]
 * @fraction: a value from 0 to 1
 *
 * Sets the share of the free memory up to which a model fits.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_comfortable_utilization (EdgeKitPreflight *self, double fraction)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (fraction >= 0 && fraction <= 1);

  set_share (self, &self->comfortable_utilization, fraction, "comfortable-utilization");
}

/**
 * edgekit_preflight_set_max_utilization: (set-property max-utilization)
 * @self: a [class@EdgeKit.Preflight]
 * @fraction: a value from 0 to 1
 *
 * Sets the share of the free memory beyond which a model does not run.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_max_utilization (EdgeKitPreflight *self, double fraction)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (fraction >= 0 && fraction <= 1);

  set_share (self, &self->max_utilization, fraction, "max-utilization");
}

/**
 * edgekit_preflight_set_min_context: (set-property min-context)
 * @self: a [class@EdgeKit.Preflight]
 * @tokens: a number of tokens, at least 1
 *
 * Sets the shortest context that is worth running a model for.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_min_context (EdgeKitPreflight *self, gint64 tokens)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (tokens >= 1);

  if (self->min_context == tokens)
    return;
  self->min_context = tokens;
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), "min-context");
}

/**
 * edgekit_preflight_set_memory_units: (set-property memory-units)
 * @self: a [class@EdgeKit.Preflight]
 * @units: the units
 *
 * Sets how sentences write sizes of memory.
 *
 * Since: 0.1
 */
void
edgekit_preflight_set_memory_units (EdgeKitPreflight *self, EdgeKitMemoryUnits units)
{
  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));

  if (self->memory_units == units)
    return;
  self->memory_units = units;
  _edgekit_preflight_question_changed (self);
  g_object_notify (G_OBJECT (self), "memory-units");
}
