/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-gguf-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-line-private.h"
#include "edgekit-tensor-type-private.h"

/* The list of tensors: what each is, and where. */

#define MAX_NAME 256
#define MAX_DIMS 4 /* ggml.h, GGML_MAX_DIMS */

gboolean
_edgekit_gguf_read_tensor (EdgeKitGguf *self, EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr(EdgeKitTensor) tensor = NULL;
  guint64 dims[MAX_DIMS];
  guint64 offset;
  guint32 n_dims, type;

  if (!_edgekit_gguf_read_string (reader, MAX_NAME, &name, cancellable, error) ||
      !_edgekit_byte_reader_read_u32 (reader, &n_dims, cancellable, error))
    return FALSE;
  if (n_dims > MAX_DIMS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” has %u dimensions"), name, n_dims);
  for (guint32 i = 0; i < n_dims; i++)
    if (!_edgekit_byte_reader_read_length (reader, &dims[i], cancellable, error))
      return FALSE;
  if (!_edgekit_byte_reader_read_u32 (reader, &type, cancellable, error) ||
      !_edgekit_byte_reader_read_u64 (reader, &offset, cancellable, error))
    return FALSE;
  name = _edgekit_line_take (g_steal_pointer (&name));
  tensor = _edgekit_tensor_new (name, dims, n_dims, EDGEKIT_TENSOR_INNERMOST_FIRST);
  if (!tensor)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is too large to be real"), name);
  if (offset % self->alignment != 0 || offset > G_MAXINT64)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” begins at an impossible place"), name);
  tensor->offset = offset;
  tensor->type_id = type;
  g_ptr_array_add (self->tensors, g_steal_pointer (&tensor));
  return TRUE;
}

/* --- Sizes ------------------------------------------------------------------ */

static EdgeKitTensor *
nth (const EdgeKitGguf *self, guint i)
{
  return g_ptr_array_index (self->tensors, i);
}

/* Up to the next tensor: llama.cpp wants each where the one before it ends. */
static guint64
room_of (const EdgeKitGguf *self, guint i, guint64 data_size)
{
  guint64 begin = nth (self, i)->offset;
  guint64 end = i + 1 < self->tensors->len ? (guint64) nth (self, i + 1)->offset : data_size;

  return end > begin ? end - begin : 0;
}

static gboolean
fills (const EdgeKitGguf *self, const EdgeKitTensorType *type, const EdgeKitTensor *tensor, guint64 room, guint64 *size)
{
  guint64 padded;

  return _edgekit_tensor_type_get_size (type, tensor->dims, tensor->n_dims, size) &&
         _edgekit_checked_pad (&padded, *size, self->alignment) && *size <= room && room <= padded;
}

/* Programs have given some numbers to types of their own: it is the one whose
 * size fits the room. The room of the last tensor says less, as a file may be cut
 * or have more behind it. NULL for a type that no table has. */
static const EdgeKitTensorType *
find_type (const EdgeKitGguf *self, guint i, guint64 room)
{
  const EdgeKitTensor *tensor = nth (self, i);
  const EdgeKitTensorType *first = _edgekit_tensor_type_get (tensor->type_id);
  guint64 size;

  if (!first || !first->reused || room == 0)
    return first;
  for (const EdgeKitTensorType *type = first; type; type = type->next)
    if (fills (self, type, tensor, room, &size))
      return type;
  return i + 1 == self->tensors->len ? first : NULL;
}

static gboolean
measure (EdgeKitGguf *self, EdgeKitByteReader *reader, guint i, guint64 room, GError **error)
{
  EdgeKitTensor *tensor = nth (self, i);
  const EdgeKitTensorType *type = find_type (self, i, room);
  guint64 size;

  if (!type)
    {
      tensor->tensor_type = g_strdup_printf ("type-%u", tensor->type_id);
      tensor->size_is_bound = TRUE;
      tensor->size = room;
      if (!self->unknown_type)
        self->unknown_type = g_strdup (tensor->tensor_type);
      return TRUE;
    }
  tensor->tensor_type = g_strdup (type->name);
  if (!_edgekit_tensor_type_get_size (type, tensor->dims, tensor->n_dims, &size))
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” cannot have the shape %s and the type %s"),
                                         tensor->name, tensor->shape, type->name);
  tensor->size = size;
  if (type->engine)
    self->engine = type->engine;
  if (type->removed)
    self->removed = type->name;
  return TRUE;
}

/* So a wild offset cannot pretend that a file is far larger than its parts. */
static gboolean
check_place (EdgeKitGguf *self, EdgeKitByteReader *reader, const EdgeKitTensor *tensor, guint64 *expected,
             GError **error)
{
  if ((guint64) tensor->offset != *expected)
    return _edgekit_byte_reader_damaged (reader, error,
                                         _ ("the tensor “%s” does not begin where the one before it ends"),
                                         tensor->name);
  if (_edgekit_checked_add (expected, tensor->offset, tensor->size) &&
      _edgekit_checked_pad (expected, *expected, self->alignment) && *expected <= G_MAXINT64 - self->data_offset)
    return TRUE;
  return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is too large to be real"), tensor->name);
}

gboolean
_edgekit_gguf_place_tensors (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 size = _edgekit_byte_reader_get_size (reader), expected = 0;

  if (!_edgekit_checked_pad (&self->data_offset, _edgekit_byte_reader_get_position (reader), self->alignment))
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("the weights begin at an impossible place"));
  size = size > self->data_offset ? size - self->data_offset : 0;
  for (guint i = 0; i < self->tensors->len; i++)
    {
      EdgeKitTensor *tensor = nth (self, i);

      if (!g_hash_table_add (names, tensor->name))
        return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is listed twice"), tensor->name);
      if (!measure (self, reader, i, room_of (self, i, size), error) ||
          !check_place (self, reader, tensor, &expected, error))
        return FALSE;
    }
  for (guint i = 0; i < self->tensors->len; i++)
    {
      EdgeKitTensor *tensor = nth (self, i);

      /* checked above: the sum stays below G_MAXINT64 */
      tensor->offset += self->data_offset;
      self->data_end = MAX (self->data_end, (guint64) tensor->offset + tensor->size);
    }
  return TRUE;
}
