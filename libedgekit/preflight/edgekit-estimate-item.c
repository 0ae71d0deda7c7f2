/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-estimate-item-private.h"

/**
 * EdgeKitEstimateItem:
 *
 * One part of the memory that a model needs, in one pool.
 *
 * The first word of [property@EdgeKit.EstimateItem:what] is the engine's own name
 * of the part: `model`, `kv`, `rs`, `compute`, `output` or `overhead`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitEstimateItem, edgekit_estimate_item, G_TYPE_OBJECT)

/**
 * EdgeKitEstimateItem:kind: (getter get_kind)
 *
 * What the memory is used for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:what: (getter get_what)
 *
 * What it is, in the words of the engine's log.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:pool: (getter get_pool)
 *
 * The id of the memory pool that it lies in, such as `ram`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:low: (getter get_low)
 *
 * The lowest bytes to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:likely: (getter get_likely)
 *
 * The likely bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:high: (getter get_high)
 *
 * The highest bytes to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimateItem:source: (getter get_source)
 *
 * Where the number comes from: the formula, and why the interval is as wide as it is.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitEstimateItem, kind), edgekit_memory_kind_get_type },
  { "what", "what", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEstimateItem, what) },
  { "pool", "pool", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEstimateItem, pool) },
  { "low", "low", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimateItem, low) },
  { "likely", "likely", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimateItem, likely) },
  { "high", "high", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimateItem, high) },
  { "source", "source", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEstimateItem, source) },
};

static void
edgekit_estimate_item_class_init (EdgeKitEstimateItemClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_estimate_item_init (EdgeKitEstimateItem *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_estimate_item_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets what the memory is used for.
 *
 * Returns: what the memory is used for
 *
 * Since: 0.1
 */
EdgeKitMemoryKind
edgekit_estimate_item_get_kind (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), 0);

  return self->kind;
}

/**
 * edgekit_estimate_item_get_what: (get-property what)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets what it is, in the words of the engine's log.
 *
 * Returns: what it is, in the words of the engine's log
 *
 * Since: 0.1
 */
const char *
edgekit_estimate_item_get_what (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), NULL);

  return self->what;
}

/**
 * edgekit_estimate_item_get_pool: (get-property pool)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets the id of the memory pool that it lies in, such as `ram`.
 *
 * Returns: the id of the memory pool that it lies in, such as `ram`
 *
 * Since: 0.1
 */
const char *
edgekit_estimate_item_get_pool (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), NULL);

  return self->pool;
}

/**
 * edgekit_estimate_item_get_low: (get-property low)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets the lowest bytes to expect.
 *
 * Returns: the lowest bytes to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_item_get_low (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), EDGEKIT_UNKNOWN);

  return self->low;
}

/**
 * edgekit_estimate_item_get_likely: (get-property likely)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets the likely bytes.
 *
 * Returns: the likely bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_item_get_likely (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), EDGEKIT_UNKNOWN);

  return self->likely;
}

/**
 * edgekit_estimate_item_get_high: (get-property high)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets the highest bytes to expect.
 *
 * Returns: the highest bytes to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_item_get_high (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), EDGEKIT_UNKNOWN);

  return self->high;
}

/**
 * edgekit_estimate_item_get_source: (get-property source)
 * @self: a [class@EdgeKit.EstimateItem]
 *
 * Gets where the number comes from: the formula, and why the interval is as wide as it is.
 *
 * Returns: where the number comes from: the formula, and why the interval is as wide as it is
 *
 * Since: 0.1
 */
const char *
edgekit_estimate_item_get_source (EdgeKitEstimateItem *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE_ITEM (self), NULL);

  return self->source;
}

EdgeKitEstimateItem *
_edgekit_estimate_item_new (EdgeKitMemoryKind kind, const char *what, const char *pool, guint64 low, guint64 likely,
                            guint64 high, const char *source)
{
  EdgeKitEstimateItem *self = g_object_new (EDGEKIT_TYPE_ESTIMATE_ITEM, NULL);

  self->kind = kind;
  self->what = g_strdup (what);
  self->pool = g_strdup (pool);
  self->likely = MIN (likely, G_MAXINT64);
  self->low = MIN (low, (guint64) self->likely);
  self->high = CLAMP (high, (guint64) self->likely, G_MAXINT64);
  self->source = g_strdup (source);
  return self;
}
