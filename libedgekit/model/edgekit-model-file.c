/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-file-private.h"

/**
 * EdgeKitModelFile:
 *
 * One of the files that a model consists of.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitModelFile, edgekit_model_file, G_TYPE_OBJECT)

/**
 * EdgeKitModelFile:name: (getter get_name)
 *
 * The name of the file, without its folder.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModelFile:size: (getter get_size)
 *
 * The size of the file in bytes.
 *
 * Since: 0.1
 */
static const EdgeKitField model_file_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModelFile, name) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModelFile, size) },
};

static void
edgekit_model_file_class_init (EdgeKitModelFileClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), model_file_fields, G_N_ELEMENTS (model_file_fields), 0);
}

static void
edgekit_model_file_init (EdgeKitModelFile *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_model_file_get_name: (get-property name)
 * @self: a [class@EdgeKit.ModelFile]
 *
 * Gets the name of the file, without its folder.
 *
 * Returns: the name of the file, without its folder
 *
 * Since: 0.1
 */
const char *
edgekit_model_file_get_name (EdgeKitModelFile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_FILE (self), NULL);

  return self->name;
}

/**
 * edgekit_model_file_get_size: (get-property size)
 * @self: a [class@EdgeKit.ModelFile]
 *
 * Gets the size of the file in bytes.
 *
 * Returns: the size of the file in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_file_get_size (EdgeKitModelFile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_FILE (self), EDGEKIT_UNKNOWN);

  return self->size;
}
