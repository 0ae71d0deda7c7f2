/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-storage-private.h"

/**
 * EdgeKitStorage:
 *
 * A disk, as seen from a folder.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitStorage, edgekit_storage, G_TYPE_OBJECT)

/**
 * EdgeKitStorage:path: (getter get_path)
 *
 * The folder; a home folder is written `~`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitStorage:kind: (getter get_kind)
 *
 * The kind of disk: `nvme`, `ssd`, `hdd`, `network`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitStorage:total: (getter get_total)
 *
 * The size in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitStorage:free: (getter get_free)
 *
 * The free space in bytes.
 *
 * Since: 0.1
 */
static const EdgeKitField storage_fields[] = {
  { "path", "path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitStorage, path) },
  { "kind", "kind", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitStorage, kind) },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitStorage, total) },
  { "free", "free", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitStorage, free) },
};

static void
edgekit_storage_class_init (EdgeKitStorageClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), storage_fields, G_N_ELEMENTS (storage_fields), G_STRUCT_OFFSET (EdgeKitStorage, absent));
}

static void
edgekit_storage_init (EdgeKitStorage *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_storage_get_path: (get-property path)
 * @self: a [class@EdgeKit.Storage]
 *
 * Gets the folder; a home folder is written `~`.
 *
 * Returns: the folder; a home folder is written `~`
 *
 * Since: 0.1
 */
const char *
edgekit_storage_get_path (EdgeKitStorage *self)
{
  g_return_val_if_fail (EDGEKIT_IS_STORAGE (self), NULL);

  return self->path;
}

/**
 * edgekit_storage_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.Storage]
 *
 * Gets the kind of disk: `nvme`, `ssd`, `hdd`, `network`.
 *
 * Returns: (nullable): the kind of disk: `nvme`, `ssd`, `hdd`, `network`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_storage_get_kind (EdgeKitStorage *self)
{
  g_return_val_if_fail (EDGEKIT_IS_STORAGE (self), NULL);

  return self->kind;
}

/**
 * edgekit_storage_get_total: (get-property total)
 * @self: a [class@EdgeKit.Storage]
 *
 * Gets the size in bytes.
 *
 * Returns: the size in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_storage_get_total (EdgeKitStorage *self)
{
  g_return_val_if_fail (EDGEKIT_IS_STORAGE (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_storage_get_free: (get-property free)
 * @self: a [class@EdgeKit.Storage]
 *
 * Gets the free space in bytes.
 *
 * Returns: the free space in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_storage_get_free (EdgeKitStorage *self)
{
  g_return_val_if_fail (EDGEKIT_IS_STORAGE (self), EDGEKIT_UNKNOWN);

  return self->free;
}
