/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-cache-private.h"

/**
 * EdgeKitCache:
 *
 * The caches of a processor that are alike.
 *
 * Cores of different kinds have caches of different sizes, which are separate entries.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCache, edgekit_cache, G_TYPE_OBJECT)

/**
 * EdgeKitCache:level: (getter get_level)
 *
 * The level: 1 is the nearest to a core.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCache:kind: (getter get_kind)
 *
 * What it holds: `data`, `instruction` or `unified`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCache:size: (getter get_size)
 *
 * The size of one, in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCache:count: (getter get_count)
 *
 * How many of them there are.
 *
 * Since: 0.1
 */
static const EdgeKitField cache_fields[] = {
  { "level", "level", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCache, level) },
  { "kind", "kind", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCache, kind) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCache, size) },
  { "count", "count", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCache, count) },
};

static void
edgekit_cache_class_init (EdgeKitCacheClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), cache_fields, G_N_ELEMENTS (cache_fields),
                                 G_STRUCT_OFFSET (EdgeKitCache, absent));
}

static void
edgekit_cache_init (EdgeKitCache *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_cache_get_level: (get-property level)
 * @self: a [class@EdgeKit.Cache]
 *
 * Gets the level: 1 is the nearest to a core.
 *
 * Returns: the level: 1 is the nearest to a core, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cache_get_level (EdgeKitCache *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CACHE (self), EDGEKIT_UNKNOWN);

  return self->level;
}

/**
 * edgekit_cache_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.Cache]
 *
 * Gets what it holds: `data`, `instruction` or `unified`.
 *
 * Returns: (nullable): what it holds: `data`, `instruction` or `unified`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_cache_get_kind (EdgeKitCache *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CACHE (self), NULL);

  return self->kind;
}

/**
 * edgekit_cache_get_size: (get-property size)
 * @self: a [class@EdgeKit.Cache]
 *
 * Gets the size of one, in bytes.
 *
 * Returns: the size of one, in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cache_get_size (EdgeKitCache *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CACHE (self), EDGEKIT_UNKNOWN);

  return self->size;
}

/**
 * edgekit_cache_get_count: (get-property count)
 * @self: a [class@EdgeKit.Cache]
 *
 * Gets how many of them there are.
 *
 * Returns: how many of them there are, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_cache_get_count (EdgeKitCache *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CACHE (self), EDGEKIT_UNKNOWN);

  return self->count;
}
