/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-gguf-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-format-private.h"
#include "edgekit-tensor-type-private.h"

#define DEFAULT_ALIGNMENT 32
#define MAX_ALIGNMENT (1024 * 1024)
#define MAX_PAIRS 65536
#define MAX_TENSORS 65536
#define MAX_TENSOR_NAME 256
#define MAX_DIMS 4 /* ggml.h, GGML_MAX_DIMS */
/* The shortest that one can be: key, type, value; name, dims, type, offset. */
#define MIN_PAIR (8 + 1 + 4 + 1)
#define MIN_TENSOR (8 + 1 + 4 + 4 + 8)

void
_edgekit_gguf_free (EdgeKitGguf *self)
{
  g_clear_pointer (&self->metadata, _edgekit_metadata_free);
  g_ptr_array_unref (self->tensors);
  g_free (self->unknown_type);
  g_free (self);
}

static gboolean
refuse_version (EdgeKitByteReader *reader, guint32 version, GError **error)
{
  const char *name = _edgekit_byte_reader_get_name (reader);

  if (version == 0)
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("the version is 0"));
  if (version == 1)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a file */
                 _ ("%s: this GGUF file is of version 1, which engines no longer load; look for a newer conversion"),
                 name);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a file and a number */
                 _ ("%s: this GGUF file is of version %u, and EdgeKit reads versions 2 and 3"), name, version);
  return FALSE;
}

static gboolean
read_version (EdgeKitGguf *self, EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  guint32 version;

  if (!_edgekit_byte_reader_read_u32 (reader, &version, cancellable, error))
    return FALSE;
  /* versions are small, so the lower half is zero only in the other byte order */
  if (version != 0 && (version & 0xffff) == 0)
    {
      self->big_endian = TRUE;
      _edgekit_byte_reader_set_swapped (reader, TRUE);
      version = GUINT32_SWAP_LE_BE (version);
    }
  self->version = version;
  return version == 2 || version == 3 ? TRUE : refuse_version (reader, version, error);
}

static gboolean
read_counts (EdgeKitByteReader *reader, guint64 *n_tensors, guint64 *n_pairs, GCancellable *cancellable,
             GError **error)
{
  if (!_edgekit_byte_reader_read_u64 (reader, n_tensors, cancellable, error) ||
      !_edgekit_byte_reader_read_u64 (reader, n_pairs, cancellable, error))
    return FALSE;
  if (*n_tensors > MAX_TENSORS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("it claims to list %" G_GUINT64_FORMAT " tensors"),
                                         *n_tensors);
  if (*n_pairs > MAX_PAIRS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("it claims to have %" G_GUINT64_FORMAT " keys"), *n_pairs);
  /* bounded above, so this cannot overflow; a file that is too short says so now */
  if (*n_pairs * MIN_PAIR + *n_tensors * MIN_TENSOR > _edgekit_byte_reader_get_left (reader))
    return _edgekit_byte_reader_skip (reader, *n_pairs * MIN_PAIR + *n_tensors * MIN_TENSOR, cancellable, error);
  return TRUE;
}

static gboolean
read_alignment (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error)
{
  const EdgeKitMetaValue *value = _edgekit_metadata_lookup (self->metadata, "general.alignment");

  self->alignment = DEFAULT_ALIGNMENT;
  if (!value)
    return TRUE;
  if (value->type != EDGEKIT_META_INT || value->integer <= 0 || value->integer > MAX_ALIGNMENT ||
      (value->integer & (value->integer - 1)) != 0)
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("its “general.alignment” is not a power of two"));
  self->alignment = value->integer;
  return TRUE;
}

/* How many bytes it takes, and what else its type says. */
static gboolean
measure_tensor (EdgeKitGguf *self, EdgeKitByteReader *reader, EdgeKitTensor *tensor, guint32 id, GError **error)
{
  const EdgeKitTensorType *type = _edgekit_tensor_type_get (id);
  guint64 size;

  if (!type)
    {
      tensor->tensor_type = g_strdup_printf ("type-%u", id);
      tensor->size_is_bound = TRUE;
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

static gboolean
read_tensor (EdgeKitGguf *self, EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr(EdgeKitTensor) tensor = NULL;
  guint64 dims[MAX_DIMS];
  guint64 offset;
  guint32 n_dims, type;

  if (!_edgekit_gguf_read_string (reader, MAX_TENSOR_NAME, &name, cancellable, error) ||
      !_edgekit_byte_reader_read_u32 (reader, &n_dims, cancellable, error))
    return FALSE;
  if (n_dims > MAX_DIMS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” has %u dimensions"), name, n_dims);
  for (guint32 i = 0; i < n_dims; i++)
    if (!_edgekit_byte_reader_read_u64 (reader, &dims[i], cancellable, error))
      return FALSE;
  if (!_edgekit_byte_reader_read_u32 (reader, &type, cancellable, error) ||
      !_edgekit_byte_reader_read_u64 (reader, &offset, cancellable, error))
    return FALSE;
  tensor = _edgekit_tensor_new (name, dims, n_dims, EDGEKIT_TENSOR_INNERMOST_FIRST);
  if (!tensor)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is too large to be real"), name);
  if (offset % self->alignment != 0 || offset > G_MAXINT64)
    return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” begins at an impossible place"), name);
  tensor->offset = offset;
  if (!measure_tensor (self, reader, tensor, type, error))
    return FALSE;
  g_ptr_array_add (self->tensors, g_steal_pointer (&tensor));
  return TRUE;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  const EdgeKitTensor *x = *(EdgeKitTensor *const *) a;
  const EdgeKitTensor *y = *(EdgeKitTensor *const *) b;

  return (x->offset > y->offset) - (x->offset < y->offset);
}

/* A tensor of an unknown type can be no larger than the room up to the next
 * one. Real files leave no gaps, so this bound is usually its size. */
static void
bound_unknown (EdgeKitGguf *self, guint64 data_size)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (self->tensors, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_offsets);
  for (guint i = 0; i < sorted->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (sorted, i);
      guint64 end = data_size;

      if (!tensor->size_is_bound)
        continue;
      if (i + 1 < sorted->len)
        end = ((EdgeKitTensor *) g_ptr_array_index (sorted, i + 1))->offset;
      tensor->size = end > (guint64) tensor->offset ? end - tensor->offset : 0;
    }
}

/* Where llama.cpp expects it: each tensor where the one before it ends. So a
 * wild offset cannot pretend that a file is far larger than its parts. */
static gboolean
check_places (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 expected = 0;

  for (guint i = 0; i < self->tensors->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (self->tensors, i);

      if (!g_hash_table_add (names, tensor->name))
        return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is listed twice"), tensor->name);
      if (!self->unknown_type && (guint64) tensor->offset != expected)
        return _edgekit_byte_reader_damaged (reader, error,
                                             _ ("the tensor “%s” does not begin where the one before it ends"),
                                             tensor->name);
      if (!_edgekit_checked_add (&expected, tensor->offset, tensor->size) ||
          !_edgekit_checked_pad (&expected, expected, self->alignment) || expected > G_MAXINT64 - self->data_offset)
        return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is too large to be real"),
                                             tensor->name);
    }
  return TRUE;
}

static gboolean
place_tensors (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error)
{
  guint64 size = _edgekit_byte_reader_get_size (reader);

  if (!_edgekit_checked_pad (&self->data_offset, _edgekit_byte_reader_get_position (reader), self->alignment))
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("the weights begin at an impossible place"));
  if (self->unknown_type)
    bound_unknown (self, size > self->data_offset ? size - self->data_offset : 0);
  if (!check_places (self, reader, error))
    return FALSE;
  for (guint i = 0; i < self->tensors->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (self->tensors, i);

      /* checked above: the sum stays below G_MAXINT64 */
      tensor->offset += self->data_offset;
      self->data_end = MAX (self->data_end, (guint64) tensor->offset + tensor->size);
    }
  return TRUE;
}

EdgeKitGguf *
_edgekit_gguf_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress, gpointer data, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(EdgeKitGguf) self = g_new0 (EdgeKitGguf, 1);
  guint64 n_tensors, n_pairs;
  gsize kept = 0;

  self->metadata = _edgekit_metadata_new ();
  self->tensors = g_ptr_array_new_with_free_func (g_object_unref);
  if (!_edgekit_model_format_check_magic (reader, cancellable, error) ||
      !read_version (self, reader, cancellable, error) ||
      !read_counts (reader, &n_tensors, &n_pairs, cancellable, error))
    return NULL;
  for (guint64 i = 0; i < n_pairs; i++)
    {
      if (!_edgekit_gguf_read_pair (reader, self->metadata, &kept, cancellable, error))
        return NULL;
      if (progress)
        progress ((double) (i + 1) / (n_pairs + n_tensors), data);
    }
  if (!read_alignment (self, reader, error))
    return NULL;
  for (guint64 i = 0; i < n_tensors; i++)
    {
      if (!read_tensor (self, reader, cancellable, error))
        return NULL;
      if (progress)
        progress ((double) (n_pairs + i + 1) / (n_pairs + n_tensors), data);
    }
  return place_tensors (self, reader, error) ? g_steal_pointer (&self) : NULL;
}
