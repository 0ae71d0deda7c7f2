/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-memory-pool.h"
#include "edgekit-pool-use-private.h"

/* What is read; how it is kept is in edgekit-pool-use.c. */

/**
 * edgekit_pool_use_get_pool: (get-property pool)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the memory pool.
 *
 * Returns: (transfer none): the memory pool
 *
 * Since: 0.1
 */
EdgeKitMemoryPool *
edgekit_pool_use_get_pool (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), NULL);

  return self->pool;
}

/**
 * edgekit_pool_use_get_label: (get-property label)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the name of the pool for people, such as “Graphics memory”.
 *
 * Returns: the name of the pool for people, such as “Graphics memory”
 *
 * Since: 0.1
 */
const char *
edgekit_pool_use_get_label (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), NULL);

  return self->label;
}

/**
 * edgekit_pool_use_get_device: (get-property device)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the name of the device that the pool belongs to.
 *
 * Returns: (nullable): the name of the device that the pool belongs to, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_pool_use_get_device (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), NULL);

  return self->device;
}

/**
 * edgekit_pool_use_get_total: (get-property total)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the size of the pool.
 *
 * Returns: the size of the pool, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_total (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_pool_use_get_available: (get-property available)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets how much of it is free.
 *
 * Returns: how much of it is free, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_available (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->available;
}

/**
 * edgekit_pool_use_get_capacity: (get-property capacity)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets how much of it can be used: what is free, the limit on it if that is less, and its size where neither is known.
 *
 * Returns: how much of it can be used: what is free, the limit on it if that is less, and its size
 *   where neither is known, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_capacity (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->capacity;
}

/**
 * edgekit_pool_use_get_others: (get-property others)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets how much of it other programs, and limits, keep from use.
 *
 * Returns: how much of it other programs, and limits, keep from use, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_others (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->others;
}

/**
 * edgekit_pool_use_get_weights: (get-property weights)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of weights in it.
 *
 * Returns: the likely bytes of weights in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_weights (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->weights;
}

/**
 * edgekit_pool_use_get_kv_cache: (get-property kv-cache)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of KV cache in it.
 *
 * Returns: the likely bytes of KV cache in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_kv_cache (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->kv_cache;
}

/**
 * edgekit_pool_use_get_recurrent_state: (get-property recurrent-state)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of recurrent state in it.
 *
 * Returns: the likely bytes of recurrent state in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_recurrent_state (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->recurrent_state;
}

/**
 * edgekit_pool_use_get_compute: (get-property compute)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of working space in it.
 *
 * Returns: the likely bytes of working space in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_compute (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->compute;
}

/**
 * edgekit_pool_use_get_output: (get-property output)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of output buffers in it.
 *
 * Returns: the likely bytes of output buffers in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_output (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->output;
}

/**
 * edgekit_pool_use_get_overhead: (get-property overhead)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of run-time libraries in it.
 *
 * Returns: the likely bytes of run-time libraries in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_overhead (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->overhead;
}

/**
 * edgekit_pool_use_get_likely: (get-property likely)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the likely bytes of everything in it.
 *
 * Returns: the likely bytes of everything in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_likely (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->likely;
}

/**
 * edgekit_pool_use_get_high: (get-property high)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the highest bytes of everything in it.
 *
 * Returns: the highest bytes of everything in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_high (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->high;
}

/**
 * edgekit_pool_use_get_maybe: (get-property maybe)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the difference between the highest and the likely bytes.
 *
 * Returns: the difference between the highest and the likely bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_maybe (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->maybe;
}

/**
 * edgekit_pool_use_get_free: (get-property free)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets what stays free beside the likely bytes and the safety margin.
 *
 * Returns: what stays free beside the likely bytes and the safety margin, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_free (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->free;
}

/**
 * edgekit_pool_use_get_margin: (get-property margin)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the safety margin, the part of the capacity that is left alone.
 *
 * Returns: the safety margin, the part of the capacity that is left alone, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_margin (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->margin;
}

/**
 * edgekit_pool_use_get_over: (get-property over)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets how many likely bytes are too much, 0 when they fit.
 *
 * Returns: how many likely bytes are too much, 0 when they fit, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_over (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->over;
}

/**
 * edgekit_pool_use_get_used: (get-property used)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets whether anything of the model lies in it.
 *
 * Returns: whether anything of the model lies in it
 *
 * Since: 0.1
 */
gboolean
edgekit_pool_use_get_used (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), FALSE);

  return self->used;
}

/**
 * edgekit_pool_use_get_layers: (get-property layers)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets how many layers lie in it, the output layer counted as one like in llama.cpp.
 * Of cards that work as one, each has a part of all these layers.
 *
 * Returns: how many layers lie in it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_layers (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->layers;
}

/**
 * edgekit_pool_use_get_machine: (get-property machine)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets the number of the computer that it is of, where several hold the model
 * together: the place in [property@EdgeKit.Preflight:profiles], beginning at 1.
 *
 * Returns: a number, or [const@EdgeKit.UNKNOWN] where there is only one computer
 *
 * Since: 0.1
 */
gint64
edgekit_pool_use_get_machine (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), EDGEKIT_UNKNOWN);

  return self->machine;
}

/**
 * edgekit_pool_use_get_id: (get-property id)
 * @self: a [class@EdgeKit.PoolUse]
 *
 * Gets what the items of the estimate call the pool: its id, and in front of it the
 * computer where it is not the first one, as in `machine2.gpu0.vram`.
 *
 * Returns: a name
 *
 * Since: 0.1
 */
const char *
edgekit_pool_use_get_id (EdgeKitPoolUse *self)
{
  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (self), NULL);

  return self->id;
}
