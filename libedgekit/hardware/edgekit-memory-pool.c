/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-memory-pool-private.h"

/**
 * EdgeKitMemoryPool:
 *
 * A memory that models can lie in.
 *
 * A pool that borrows from another names it as its [property@EdgeKit.MemoryPool:backing], so that shared memory is never counted twice.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitMemoryPool, edgekit_memory_pool, G_TYPE_OBJECT)

/**
 * EdgeKitMemoryPool:id: (getter get_id)
 *
 * The name by which the profile refers to it, such as `ram` or `gpu0.vram`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:kind: (getter get_kind)
 *
 * What the pool is.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:total: (getter get_total)
 *
 * The size in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:available: (getter get_available)
 *
 * What is free in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:limit: (getter get_limit)
 *
 * What a control group or a driver lets this program still use, in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:limit-source: (getter get_limit_source)
 *
 * What sets the limit, such as `cgroup2 /user.slice`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:backing: (getter get_backing)
 *
 * The id of the pool that this one borrows from.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:bandwidth: (getter get_bandwidth)
 *
 * The bandwidth in bytes per second: the peak of the hardware, or what was measured, as the provenance says.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:soft-limit: (getter get_soft_limit)
 *
 * Above what use of main memory the programs of a control group are slowed down (`memory.high`), in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:swap-total: (getter get_swap_total)
 *
 * The size of the swap space in bytes, which is never counted as memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:swap-free: (getter get_swap_free)
 *
 * The free part of the swap space in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:zram-total: (getter get_zram_total)
 *
 * The part of the swap space in bytes that is compressed main memory itself.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:huge-pages: (getter get_huge_pages)
 *
 * What is set aside as huge pages in bytes, and so neither free nor of use to an engine.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:memory-type: (getter get_memory_type)
 *
 * The type of memory, such as `DDR5` or `LPDDR5`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitMemoryPool:transfer-rate: (getter get_transfer_rate)
 *
 * The transfer rate in millions of transfers per second (MT/s).
 *
 * Since: 0.1
 */
static const EdgeKitField memory_pool_fields[] = {
  { "id", "id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitMemoryPool, id) },
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitMemoryPool, kind), edgekit_pool_kind_get_type },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, total) },
  { "available", "available", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, available) },
  { "limit", "limit", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, limit) },
  { "limit-source", "limit_source", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitMemoryPool, limit_source) },
  { "backing", "backing", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitMemoryPool, backing) },
  { "bandwidth", "bandwidth", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, bandwidth) },
  { "soft-limit", "soft_limit", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, soft_limit) },
  { "swap-total", "swap_total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, swap_total) },
  { "swap-free", "swap_free", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, swap_free) },
  { "zram-total", "zram_total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, zram_total) },
  { "huge-pages", "huge_pages", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, huge_pages) },
  { "memory-type", "memory_type", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitMemoryPool, memory_type) },
  { "transfer-rate", "transfer_rate", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitMemoryPool, transfer_rate) },
};

static void
edgekit_memory_pool_class_init (EdgeKitMemoryPoolClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), memory_pool_fields, G_N_ELEMENTS (memory_pool_fields), G_STRUCT_OFFSET (EdgeKitMemoryPool, absent));
}

static void
edgekit_memory_pool_init (EdgeKitMemoryPool *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_memory_pool_get_id: (get-property id)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the name by which the profile refers to it, such as `ram` or `gpu0.vram`.
 *
 * Returns: the name by which the profile refers to it, such as `ram` or `gpu0.vram`
 *
 * Since: 0.1
 */
const char *
edgekit_memory_pool_get_id (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), NULL);

  return self->id;
}

/**
 * edgekit_memory_pool_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what the pool is.
 *
 * Returns: what the pool is
 *
 * Since: 0.1
 */
EdgeKitPoolKind
edgekit_memory_pool_get_kind (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), 0);

  return self->kind;
}

/**
 * edgekit_memory_pool_get_total: (get-property total)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the size in bytes.
 *
 * Returns: the size in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_total (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_memory_pool_get_available: (get-property available)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what is free in bytes.
 *
 * Returns: what is free in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_available (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->available;
}

/**
 * edgekit_memory_pool_get_limit: (get-property limit)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what a control group or a driver lets this program still use, in bytes.
 *
 * Returns: what a control group or a driver lets this program still use, in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_limit (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->limit;
}

/**
 * edgekit_memory_pool_get_limit_source: (get-property limit-source)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what sets the limit, such as `cgroup2 /user.slice`.
 *
 * Returns: (nullable): what sets the limit, such as `cgroup2 /user.slice`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_memory_pool_get_limit_source (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), NULL);

  return self->limit_source;
}

/**
 * edgekit_memory_pool_get_backing: (get-property backing)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the id of the pool that this one borrows from.
 *
 * Returns: (nullable): the id of the pool that this one borrows from, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_memory_pool_get_backing (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), NULL);

  return self->backing;
}

/**
 * edgekit_memory_pool_get_bandwidth: (get-property bandwidth)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the bandwidth in bytes per second: the peak of the hardware, or what was measured.
 *
 * Returns: the bandwidth in bytes per second, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_bandwidth (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->bandwidth;
}

/**
 * edgekit_memory_pool_get_soft_limit: (get-property soft-limit)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets above what use of main memory the programs of a control group are slowed down (`memory.high`), in bytes.
 *
 * Returns: the soft limit, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_soft_limit (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->soft_limit;
}

/**
 * edgekit_memory_pool_get_swap_total: (get-property swap-total)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the size of the swap space in bytes, which is never counted as memory.
 *
 * Returns: the size of the swap space, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_swap_total (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->swap_total;
}

/**
 * edgekit_memory_pool_get_swap_free: (get-property swap-free)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the free part of the swap space in bytes.
 *
 * Returns: the free part of the swap space, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_swap_free (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->swap_free;
}

/**
 * edgekit_memory_pool_get_zram_total: (get-property zram-total)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the part of the swap space in bytes that is compressed main memory itself.
 *
 * Returns: the size of compressed swap, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_zram_total (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->zram_total;
}

/**
 * edgekit_memory_pool_get_huge_pages: (get-property huge-pages)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what is set aside as huge pages in bytes, and so neither free nor of use to an engine.
 *
 * Returns: what is set aside as huge pages, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_huge_pages (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->huge_pages;
}

/**
 * edgekit_memory_pool_get_memory_type: (get-property memory-type)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the type of memory, such as `DDR5` or `LPDDR5`.
 *
 * Returns: (nullable): the type of memory, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_memory_pool_get_memory_type (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), NULL);

  return self->memory_type;
}

/**
 * edgekit_memory_pool_get_transfer_rate: (get-property transfer-rate)
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets the transfer rate in millions of transfers per second (MT/s).
 *
 * Returns: the transfer rate in MT/s, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_transfer_rate (EdgeKitMemoryPool *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  return self->transfer_rate;
}

/**
 * edgekit_memory_pool_get_capacity:
 * @self: a [class@EdgeKit.MemoryPool]
 *
 * Gets what a model may be planned with: the smaller of what is free and the
 * limit, or the whole pool where it is not known what is free.
 *
 * Returns: the capacity in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_memory_pool_get_capacity (EdgeKitMemoryPool *self)
{
  gint64 capacity;

  g_return_val_if_fail (EDGEKIT_IS_MEMORY_POOL (self), EDGEKIT_UNKNOWN);

  capacity = self->available != EDGEKIT_UNKNOWN ? self->available : self->total;
  if (self->limit != EDGEKIT_UNKNOWN && (capacity == EDGEKIT_UNKNOWN || self->limit < capacity))
    capacity = self->limit;
  return capacity;
}
