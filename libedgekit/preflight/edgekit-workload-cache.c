/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-estimator-private.h"
#include "edgekit-workload-private.h"

/* How llama.cpp keeps the context; see edgekit-workload-accessors.c. */

/**
 * edgekit_workload_get_kv_unified: (get-property kv-unified)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether all sequences share one KV cache.
 *
 * Returns: whether all sequences share one KV cache
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_workload_get_kv_unified (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->kv_unified;
}

/**
 * edgekit_workload_set_kv_unified: (set-property kv-unified)
 * @self: a [class@EdgeKit.Workload]
 * @kv_unified: whether all sequences share one KV cache, or %EDGEKIT_TRISTATE_UNKNOWN to leave it open
 *
 * Sets whether all sequences share one KV cache.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_kv_unified (EdgeKitWorkload *self, EdgeKitTristate kv_unified)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "kv-unified", kv_unified, NULL);
}

/**
 * edgekit_workload_list_cache_types:
 * @self: a [class@EdgeKit.Workload]
 *
 * Lists what [property@EdgeKit.Workload:cache-type-k] and
 * [property@EdgeKit.Workload:cache-type-v] may be for the engine of @self.
 *
 * Another type can be set; no memory is known for it, and the verdict says so.
 *
 * Returns: (transfer full) (array zero-terminated=1): names such as `q8_0`; none
 *   for an engine whose memory EdgeKit does not know
 *
 * Since: 0.1
 */
char **
edgekit_workload_list_cache_types (EdgeKitWorkload *self)
{
  g_autoptr(GStrvBuilder) types = g_strv_builder_new ();
  const EdgeKitEstimator *estimator;

  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  estimator = _edgekit_estimator_get (self->engine);
  for (guint i = 0; estimator && estimator->cache_type (i); i++)
    g_strv_builder_add (types, estimator->cache_type (i));
  return g_strv_builder_end (types);
}

/**
 * edgekit_workload_get_cache_type_k: (get-property cache-type-k)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the type of the keys in the KV cache, such as `f16` or `q8_0`.
 *
 * Returns: (nullable): the type of the keys in the KV cache, such as `f16` or `q8_0`, or %NULL when it is left open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_cache_type_k (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->cache_type_k;
}

/**
 * edgekit_workload_set_cache_type_k: (set-property cache-type-k)
 * @self: a [class@EdgeKit.Workload]
 * @cache_type_k: (nullable): the type of the keys in the KV cache, such as `f16` or `q8_0`, or %NULL to leave it open
 *
 * Sets the type of the keys in the KV cache, such as `f16` or `q8_0`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_cache_type_k (EdgeKitWorkload *self, const char *cache_type_k)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "cache-type-k", cache_type_k, NULL);
}

/**
 * edgekit_workload_get_cache_type_v: (get-property cache-type-v)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the type of the values in the KV cache, such as `f16` or `q8_0`.
 *
 * Returns: (nullable): the type of the values in the KV cache, such as `f16` or `q8_0`, or %NULL when it is left
 *   open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_cache_type_v (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->cache_type_v;
}

/**
 * edgekit_workload_set_cache_type_v: (set-property cache-type-v)
 * @self: a [class@EdgeKit.Workload]
 * @cache_type_v: (nullable): the type of the values in the KV cache, such as `f16` or `q8_0`, or %NULL to leave it open
 *
 * Sets the type of the values in the KV cache, such as `f16` or `q8_0`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_cache_type_v (EdgeKitWorkload *self, const char *cache_type_v)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "cache-type-v", cache_type_v, NULL);
}

/**
 * edgekit_workload_get_swa_full: (get-property swa-full)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether layers with a sliding window cache the whole context.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_get_swa_full (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);

  return self->swa_full;
}

/**
 * edgekit_workload_set_swa_full: (set-property swa-full)
 * @self: a [class@EdgeKit.Workload]
 * @swa_full: whether layers with a sliding window cache the whole context
 *
 * Sets whether layers with a sliding window cache the whole context.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_swa_full (EdgeKitWorkload *self, gboolean swa_full)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "swa-full", swa_full, NULL);
}
