/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-memory-pool.h"
#include "edgekit-pool-use-private.h"

/**
 * EdgeKitPoolUse:
 *
 * What a model takes of one memory pool, next to what else is there.
 *
 * Every number is in bytes, and they are what a picture of the pool needs:
 * [property@EdgeKit.PoolUse:others], the parts of the model,
 * [property@EdgeKit.PoolUse:free] and [property@EdgeKit.PoolUse:margin] add up to
 * the total, unless something is [property@EdgeKit.PoolUse:over].
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitPoolUse, edgekit_pool_use, G_TYPE_OBJECT)

/**
 * EdgeKitPoolUse:pool: (getter get_pool)
 *
 * The memory pool.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:label: (getter get_label)
 *
 * The name of the pool for people, such as “Graphics memory”.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:device: (getter get_device)
 *
 * The name of the device that the pool belongs to.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:total: (getter get_total)
 *
 * The size of the pool.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:available: (getter get_available)
 *
 * How much of it is free.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:capacity: (getter get_capacity)
 *
 * How much of it can be used: what is free, the limit on it if that is less, and its size where neither is known.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:others: (getter get_others)
 *
 * How much of it other programs, and limits, keep from use.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:weights: (getter get_weights)
 *
 * The likely bytes of weights in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:kv-cache: (getter get_kv_cache)
 *
 * The likely bytes of KV cache in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:recurrent-state: (getter get_recurrent_state)
 *
 * The likely bytes of recurrent state in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:compute: (getter get_compute)
 *
 * The likely bytes of working space in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:output: (getter get_output)
 *
 * The likely bytes of output buffers in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:overhead: (getter get_overhead)
 *
 * The likely bytes of run-time libraries in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:likely: (getter get_likely)
 *
 * The likely bytes of everything in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:high: (getter get_high)
 *
 * The highest bytes of everything in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:maybe: (getter get_maybe)
 *
 * The difference between the highest and the likely bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:free: (getter get_free)
 *
 * What stays free beside the likely bytes and the safety margin.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:margin: (getter get_margin)
 *
 * The safety margin, the part of the capacity that is left alone.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:over: (getter get_over)
 *
 * How many likely bytes are too much, 0 when they fit.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:used: (getter get_used)
 *
 * Whether anything of the model lies in it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:layers: (getter get_layers)
 *
 * How many layers lie in it, the output layer counted as one.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:machine: (getter get_machine)
 *
 * The number of the computer that it is of, where several hold the model together.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPoolUse:id: (getter get_id)
 *
 * What the items of the estimate call it.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "pool", NULL, EDGEKIT_FIELD_OBJECT, G_STRUCT_OFFSET (EdgeKitPoolUse, pool), edgekit_memory_pool_get_type },
  { "label", "label", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitPoolUse, label) },
  { "device", "device", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitPoolUse, device) },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, total) },
  { "available", "available", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, available) },
  { "capacity", "capacity", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, capacity) },
  { "others", "others", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, others) },
  { "weights", "weights", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, weights) },
  { "kv-cache", "kv_cache", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, kv_cache) },
  { "recurrent-state", "recurrent_state", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, recurrent_state) },
  { "compute", "compute", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, compute) },
  { "output", "output", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, output) },
  { "overhead", "overhead", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, overhead) },
  { "likely", "likely", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, likely) },
  { "high", "high", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, high) },
  { "maybe", "maybe", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, maybe) },
  { "free", "free", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, free) },
  { "margin", "margin", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, margin) },
  { "over", "over", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, over) },
  { "used", "used", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitPoolUse, used) },
  { "layers", "layers", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, layers) },
  { "machine", "machine", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPoolUse, machine) },
  { "id", "id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitPoolUse, id) },
};

static void
edgekit_pool_use_class_init (EdgeKitPoolUseClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_pool_use_init (EdgeKitPoolUse *self)
{
  _edgekit_record_init (self);
}
