/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include "edgekit-gguf-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-format-private.h"

#define DEFAULT_ALIGNMENT 32
#define MAX_ALIGNMENT (1024 * 1024)
#define MAX_PAIRS 65536
#define MAX_TENSORS 65536
/* The shortest that one can be: key, type, value; name, dims, type, offset. */
#define MIN_PAIR (4 + 1 + 4 + 1)
#define MIN_TENSOR (4 + 1 + 4 + 4 + 8)
/* "blk.0.attn_norm.weight" and two dimensions; real files have 58 on average */
#define USUAL_TENSOR 56

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
  if (version == 0)
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("the version is 0"));
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
               /* Translators: the name of a file and a number */
               _ ("%s: this GGUF file is of version %u, and EdgeKit reads versions 1 to 3"),
               _edgekit_byte_reader_get_name (reader), version);
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
  _edgekit_byte_reader_set_short (reader, version == 1);
  return version >= 1 && version <= 3 ? TRUE : refuse_version (reader, version, error);
}

static gboolean
read_counts (EdgeKitByteReader *reader, guint64 *n_tensors, guint64 *n_pairs, GCancellable *cancellable,
             GError **error)
{
  if (!_edgekit_byte_reader_read_length (reader, n_tensors, cancellable, error) ||
      !_edgekit_byte_reader_read_length (reader, n_pairs, cancellable, error))
    return FALSE;
  if (*n_tensors > MAX_TENSORS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("it claims to list %" PRIu64 " tensors"),
                                         *n_tensors);
  if (*n_pairs > MAX_PAIRS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("it claims to have %" PRIu64 " keys"), *n_pairs);
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

gboolean
_edgekit_gguf_read_begin (EdgeKitGguf *self, EdgeKitByteReader *reader, guint64 *n_pairs, GCancellable *cancellable,
                          GError **error)
{
  self->metadata = _edgekit_metadata_new ();
  self->tensors = g_ptr_array_new_with_free_func (g_object_unref);
  return _edgekit_model_format_check_magic (reader, cancellable, error) &&
         read_version (self, reader, cancellable, error) &&
         read_counts (reader, &self->n_tensors, n_pairs, cancellable, error);
}

static gboolean
read_rest (EdgeKitGguf *self, EdgeKitByteReader *reader, guint64 n_pairs, EdgeKitHeaderProgress progress, gpointer data,
           GCancellable *cancellable, GError **error)
{
  const guint64 n_tensors = self->n_tensors;
  gsize kept = 0;

  for (guint64 i = 0; i < n_pairs; i++)
    {
      if (!_edgekit_gguf_read_pair (reader, self->metadata, &kept, NULL, cancellable, error))
        return FALSE;
      if (progress)
        progress ((double) (i + 1) / (n_pairs + n_tensors), data);
    }
  if (!read_alignment (self, reader, error))
    return FALSE;
  _edgekit_byte_reader_expect (reader, n_tensors * USUAL_TENSOR);
  for (guint64 i = 0; i < n_tensors; i++)
    {
      if (!_edgekit_gguf_read_tensor (self, reader, cancellable, error))
        return FALSE;
      if (progress)
        progress ((double) (n_pairs + i + 1) / (n_pairs + n_tensors), data);
    }
  return _edgekit_gguf_place_tensors (self, reader, error);
}

EdgeKitGguf *
_edgekit_gguf_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress, gpointer data, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(EdgeKitGguf) self = g_new0 (EdgeKitGguf, 1);
  g_autoptr(GError) local = NULL;
  guint64 n_pairs;

  if (!_edgekit_gguf_read_begin (self, reader, &n_pairs, cancellable, error))
    return NULL;
  if (read_rest (self, reader, n_pairs, progress, data, cancellable, &local) ||
      _edgekit_gguf_stop (self, reader, local))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
