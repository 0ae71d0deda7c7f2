/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-tensor-private.h"

/**
 * EdgeKitTensor:
 *
 * One tensor of a model: its name, type, shape and place.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitTensor, edgekit_tensor, G_TYPE_OBJECT)

/**
 * EdgeKitTensor:name: (getter get_name)
 *
 * The name of the tensor, such as `blk.0.attn_q.weight`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:tensor-type: (getter get_tensor_type)
 *
 * The type of its values, such as `Q4_K`; `type-99` for one that EdgeKit does not know.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:shape: (getter get_shape)
 *
 * The shape in words, such as `2048 × 128256`: in the order of the file, which is the innermost dimension first
 * in GGUF files and the outermost first in the others.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:elements: (getter get_elements)
 *
 * The number of values.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:size: (getter get_size)
 *
 * The size in bytes, without padding.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:offset: (getter get_offset)
 *
 * Where its bytes begin, counted from the begin of its file.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:layer: (getter get_layer)
 *
 * The layer it belongs to, counted from 0.
 *
 * Since: 0.1
 */
/**
 * EdgeKitTensor:file: (getter get_file)
 *
 * The file it lies in, an index into the files of the model.
 *
 * Since: 0.1
 */
static const EdgeKitField tensor_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitTensor, name) },
  { "tensor-type", "type", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitTensor, tensor_type) },
  { "shape", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitTensor, shape) },
  { "elements", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitTensor, elements) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitTensor, size) },
  { "offset", "offset", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitTensor, offset) },
  { "layer", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitTensor, layer) },
  { "file", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitTensor, file) },
};

static void
edgekit_tensor_class_init (EdgeKitTensorClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), tensor_fields, G_N_ELEMENTS (tensor_fields), 0);
}

static void
edgekit_tensor_init (EdgeKitTensor *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_tensor_get_name: (get-property name)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the name of the tensor, such as `blk.0.attn_q.weight`.
 *
 * Returns: the name of the tensor, such as `blk.0.attn_q.weight`
 *
 * Since: 0.1
 */
const char *
edgekit_tensor_get_name (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), NULL);

  return self->name;
}

/**
 * edgekit_tensor_get_tensor_type: (get-property tensor-type)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the type of its values, such as `Q4_K`; `type-99` for one that EdgeKit does not know.
 *
 * Returns: the type of its values, such as `Q4_K`; `type-99` for one that EdgeKit does not know
 *
 * Since: 0.1
 */
const char *
edgekit_tensor_get_tensor_type (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), NULL);

  return self->tensor_type;
}

/**
 * edgekit_tensor_get_shape: (get-property shape)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the shape in words, such as `2048 × 128256`: in the order of the file, which is the innermost dimension first
 * in GGUF files and the outermost first in the others.
 *
 * Returns: the shape in words, in the order of the file
 *
 * Since: 0.1
 */
const char *
edgekit_tensor_get_shape (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), NULL);

  return self->shape;
}

/**
 * edgekit_tensor_get_elements: (get-property elements)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the number of values.
 *
 * Returns: the number of values, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_tensor_get_elements (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), EDGEKIT_UNKNOWN);

  return self->elements;
}

/**
 * edgekit_tensor_get_size: (get-property size)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the size in bytes, without padding.
 *
 * Returns: the size in bytes, without padding, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_tensor_get_size (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), EDGEKIT_UNKNOWN);

  return self->size;
}

/**
 * edgekit_tensor_get_offset: (get-property offset)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets where its bytes begin, counted from the begin of its file.
 *
 * Returns: where its bytes begin, counted from the begin of its file, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_tensor_get_offset (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), EDGEKIT_UNKNOWN);

  return self->offset;
}

/**
 * edgekit_tensor_get_layer: (get-property layer)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the layer it belongs to, counted from 0.
 *
 * Returns: the layer it belongs to, counted from 0, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_tensor_get_layer (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), EDGEKIT_UNKNOWN);

  return self->layer;
}

/**
 * edgekit_tensor_get_file: (get-property file)
 * @self: a [class@EdgeKit.Tensor]
 *
 * Gets the file it lies in, an index into the files of the model.
 *
 * Returns: the file it lies in, an index into the files of the model, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_tensor_get_file (EdgeKitTensor *self)
{
  g_return_val_if_fail (EDGEKIT_IS_TENSOR (self), EDGEKIT_UNKNOWN);

  return self->file;
}

static char *
describe_shape (EdgeKitTensor *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i ? " × " : "",
                            self->dims[self->order == EDGEKIT_TENSOR_INNERMOST_FIRST ? i : self->n_dims - 1 - i]);
  if (self->n_dims == 0)
    g_string_append_c (text, '1');
  return g_string_free (text, FALSE);
}

EdgeKitTensor *
_edgekit_tensor_new (const char *name, const guint64 *dims, guint n_dims, EdgeKitTensorOrder order)
{
  g_autoptr(EdgeKitTensor) self = g_object_new (EDGEKIT_TYPE_TENSOR, NULL);
  EdgeKitTensorName parsed;
  guint64 elements = 1;

  g_assert (n_dims <= EDGEKIT_TENSOR_MAX_DIMS);
  for (guint i = 0; i < EDGEKIT_TENSOR_MAX_DIMS; i++)
    {
      self->dims[i] = i < n_dims ? dims[i] : 1;
      if (!_edgekit_checked_mul (&elements, elements, self->dims[i]) || self->dims[i] > G_MAXINT64 ||
          elements > G_MAXINT64)
        return NULL;
    }
  _edgekit_tensor_name_parse (name, &parsed);
  self->n_dims = n_dims;
  self->order = order;
  self->name = g_strdup (name);
  self->rest = self->name + (parsed.rest - name);
  self->elements = self->parameters = elements;
  self->shape = describe_shape (self);
  self->layer = parsed.layer;
  self->part = parsed.part;
  self->role = parsed.role;
  self->experts = parsed.experts;
  self->shared_expert = parsed.shared_expert;
  return g_steal_pointer (&self);
}
