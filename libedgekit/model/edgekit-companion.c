/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-companion-private.h"

/**
 * EdgeKitCompanion:
 *
 * A file that accompanies the versions of a model, such as the part of it that sees.
 *
 * [property@EdgeKit.VariantList:companions] lists them.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCompanion, edgekit_companion, G_TYPE_OBJECT)

/**
 * EdgeKitCompanion:kind: (getter get_kind)
 *
 * What the file is.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCompanion:name: (getter get_name)
 *
 * The file, from the folder or repository.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCompanion:size: (getter get_size)
 *
 * The size of the file in bytes.
 *
 * Since: 0.1
 */
static const EdgeKitField companion_fields[] = {
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitCompanion, kind), edgekit_companion_kind_get_type },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCompanion, name) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCompanion, size) },
};

static void
edgekit_companion_class_init (EdgeKitCompanionClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), companion_fields, G_N_ELEMENTS (companion_fields), 0);
}

static void
edgekit_companion_init (EdgeKitCompanion *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_companion_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.Companion]
 *
 * Gets what the file is.
 *
 * Returns: a kind
 *
 * Since: 0.1
 */
EdgeKitCompanionKind
edgekit_companion_get_kind (EdgeKitCompanion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMPANION (self), 0);

  return self->kind;
}

/**
 * edgekit_companion_get_name: (get-property name)
 * @self: a [class@EdgeKit.Companion]
 *
 * Gets the file.
 *
 * Returns: its path from the folder or repository, with slashes
 *
 * Since: 0.1
 */
const char *
edgekit_companion_get_name (EdgeKitCompanion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMPANION (self), NULL);

  return self->name;
}

/**
 * edgekit_companion_get_size: (get-property size)
 * @self: a [class@EdgeKit.Companion]
 *
 * Gets the size of the file.
 *
 * Returns: a size in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_companion_get_size (EdgeKitCompanion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_COMPANION (self), EDGEKIT_UNKNOWN);

  return self->size;
}
