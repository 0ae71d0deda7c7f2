/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
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
