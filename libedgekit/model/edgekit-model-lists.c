/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-private.h"

/**
 * edgekit_model_get_files: (get-property files)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the files.
 *
 * Returns: (transfer none): the files (a list of [class@EdgeKit.ModelFile])
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_get_files (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return G_LIST_MODEL (self->files);
}

/**
 * edgekit_model_get_bytes_read: (get-property bytes-read)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how many bytes of the files were read to learn this.
 *
 * Returns: how many bytes of the files were read to learn this, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_bytes_read (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->bytes_read;
}

/**
 * edgekit_model_get_notes: (get-property notes)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets what is worth knowing about the files.
 *
 * Returns: (transfer none): what is worth knowing about the files (a list of [class@EdgeKit.Note])
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_get_notes (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return G_LIST_MODEL (self->notes);
}

/**
 * edgekit_model_get_layers: (get-property layers)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the layers in order.
 *
 * Returns: (transfer none): the layers in order (a list of [class@EdgeKit.Layer])
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_get_layers (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return G_LIST_MODEL (self->layers);
}

/**
 * edgekit_model_get_tensors: (get-property tensors)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the tensors in the order of the files; empty in a model that was read from a document without them.
 *
 * Returns: (transfer none): the tensors in the order of the files; empty in a model that was read from
 *   a document without them (a list of [class@EdgeKit.Tensor])
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_get_tensors (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return G_LIST_MODEL (self->tensors);
}
