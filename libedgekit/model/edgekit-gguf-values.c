/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-gguf-private.h"
#include "edgekit-i18n-private.h"

/* Keys and values. What is kept of them is bounded: KEEP_STRING and KEEP_ARRAY
 * for one value, KEEP_ALL for all of them. */
#define MAX_KEY 65535
#define KEEP_STRING (64 * 1024)
#define KEEP_ARRAY 4096 /* longer ones are not about layers */
#define KEEP_ALL (16 * 1024 * 1024)
/* far above the largest vocabulary (260 000) and list of merges (520 000) */
#define MAX_STRINGS (64 * 1024 * 1024)
#define MAX_NESTING 4
/* A shorter list of tokens is not worth stopping at. */
#define VOCABULARY 1024

enum
{
  GGUF_U8,
  GGUF_I8,
  GGUF_U16,
  GGUF_I16,
  GGUF_U32,
  GGUF_I32,
  GGUF_F32,
  GGUF_BOOL,
  GGUF_STRING,
  GGUF_ARRAY,
  GGUF_U64,
  GGUF_I64,
  GGUF_F64,
  GGUF_N_TYPES,
};

/* 0: not of a fixed size */
static const guint8 sizes[GGUF_N_TYPES] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };

/* A string of up to @max bytes as it is, not checked for UTF-8. */
gboolean
_edgekit_gguf_read_string (EdgeKitByteReader *reader, gsize max, char **string, GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *bytes = NULL;
  guint64 length;

  if (!_edgekit_byte_reader_read_length (reader, &length, cancellable, error))
    return FALSE;
  if (length > max)
    return _edgekit_byte_reader_damaged (reader, error, _ ("a name is %" PRIu64 " bytes long"), length);
  if (length > _edgekit_byte_reader_get_left (reader))
    return _edgekit_byte_reader_skip (reader, length, cancellable, error); /* says that the file is too short */
  bytes = g_malloc (length + 1);
  if (!_edgekit_byte_reader_read (reader, bytes, length, cancellable, error))
    return FALSE;
  bytes[length] = '\0';
  if (length == 0)
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("a name is empty"));
  if (!g_utf8_validate_len (bytes, length, NULL))
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("a name is not text"));
  *string = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
read_text (EdgeKitByteReader *reader, EdgeKitMetaValue *value, gsize *kept, GCancellable *cancellable, GError **error)
{
  g_autofree char *bytes = NULL;

  if (!_edgekit_byte_reader_read_length (reader, &value->length, cancellable, error))
    return FALSE;
  if (value->length > G_MAXINT32)
    return _edgekit_byte_reader_damaged (reader, error, _ ("a text is %" PRIu64 " bytes long"),
                                         value->length);
  if (value->length > KEEP_STRING || *kept + value->length > KEEP_ALL)
    {
      value->type = EDGEKIT_META_SKIPPED;
      return _edgekit_byte_reader_skip (reader, value->length, cancellable, error);
    }
  bytes = g_malloc (value->length + 1);
  if (!_edgekit_byte_reader_read (reader, bytes, value->length, cancellable, error))
    return FALSE;
  bytes[value->length] = '\0';
  *kept += value->length;
  value->type = EDGEKIT_META_STRING;
  value->string = g_utf8_make_valid (bytes, value->length);
  return TRUE;
}

/* One number of @type in @raw, which is in the order of the file. */
static void
decode_number (guint32 type, const guint8 *raw, gboolean swapped, EdgeKitMetaValue *value)
{
  guint8 bytes[8] = { 0 };
  guint size = sizes[type];
  gboolean swap = swapped == (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  union
  {
    guint8 u8;
    gint8 i8;
    guint16 u16;
    gint16 i16;
    guint32 u32;
    gint32 i32;
    gfloat f32;
    guint64 u64;
    gint64 i64;
    gdouble f64;
  } v;

  for (guint i = 0; i < size; i++)
    bytes[i] = raw[swap ? size - 1 - i : i];
  memcpy (&v, bytes, sizeof v);
  value->type = EDGEKIT_META_INT;
  switch (type)
    {
    case GGUF_U8:
      value->integer = v.u8;
      break;
    case GGUF_I8:
      value->integer = v.i8;
      break;
    case GGUF_U16:
      value->integer = v.u16;
      break;
    case GGUF_I16:
      value->integer = v.i16;
      break;
    case GGUF_U32:
      value->integer = v.u32;
      break;
    case GGUF_I32:
      value->integer = v.i32;
      break;
    case GGUF_U64:
      value->integer = MIN (v.u64, (guint64) G_MAXINT64);
      break;
    case GGUF_I64:
      value->integer = v.i64;
      break;
    case GGUF_BOOL:
      value->type = EDGEKIT_META_BOOL;
      value->integer = v.u8 != 0;
      break;
    case GGUF_F32:
      value->type = EDGEKIT_META_DOUBLE;
      value->number = v.f32;
      break;
    case GGUF_F64:
      value->type = EDGEKIT_META_DOUBLE;
      value->number = v.f64;
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean skip_array (EdgeKitByteReader *reader, guint depth, guint64 *length, GCancellable *cancellable,
                            GError **error);

static gboolean
skip_elements (EdgeKitByteReader *reader, guint32 type, guint64 length, guint depth, GCancellable *cancellable,
               GError **error)
{
  guint64 n;

  if (sizes[type])
    {
      if (!_edgekit_checked_mul (&n, length, sizes[type]))
        return _edgekit_byte_reader_damaged (reader, error, _ ("a list has %" PRIu64 " items"), length);
      return _edgekit_byte_reader_skip (reader, n, cancellable, error);
    }
  if (length > MAX_STRINGS)
    return _edgekit_byte_reader_damaged (reader, error, _ ("a list has %" PRIu64 " items"), length);
  if (type == GGUF_STRING)
    return _edgekit_byte_reader_skip_strings (reader, length, cancellable, error);
  for (guint64 i = 0; i < length; i++)
    if (!skip_array (reader, depth + 1, &n, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_array_head (EdgeKitByteReader *reader, guint32 *type, guint64 *length, GCancellable *cancellable, GError **error)
{
  if (!_edgekit_byte_reader_read_u32 (reader, type, cancellable, error))
    return FALSE;
  if (*type >= GGUF_N_TYPES)
    return _edgekit_byte_reader_damaged (reader, error, _ ("a value is of type %u, which does not exist"), *type);
  return _edgekit_byte_reader_read_length (reader, length, cancellable, error);
}

static gboolean
skip_array (EdgeKitByteReader *reader, guint depth, guint64 *length, GCancellable *cancellable, GError **error)
{
  guint32 type;

  if (depth > MAX_NESTING)
    return _edgekit_byte_reader_damaged (reader, error, "%s", _ ("lists are nested too deeply"));
  return read_array_head (reader, &type, length, cancellable, error) &&
         skip_elements (reader, type, *length, depth, cancellable, error);
}

static gboolean
is_integer (guint32 type)
{
  return sizes[type] != 0 && type != GGUF_F32 && type != GGUF_F64;
}

static gboolean
read_array (EdgeKitByteReader *reader, gboolean swapped, EdgeKitMetaValue *value, gsize *kept,
            gboolean *at_vocabulary, GCancellable *cancellable, GError **error)
{
  guint32 type;
  gsize memory;

  if (!read_array_head (reader, &type, &value->length, cancellable, error))
    return FALSE;
  value->type = EDGEKIT_META_SKIPPED;
  if (at_vocabulary && type == GGUF_STRING && value->length >= VOCABULARY)
    {
      *at_vocabulary = TRUE;
      return TRUE;
    }
  memory = MIN (value->length, KEEP_ARRAY) * sizeof (gint64);
  if (!is_integer (type) || value->length > KEEP_ARRAY || *kept + memory > KEEP_ALL)
    return skip_elements (reader, type, value->length, 1, cancellable, error);
  if (value->length * sizes[type] > _edgekit_byte_reader_get_left (reader))
    return _edgekit_byte_reader_skip (reader, value->length * sizes[type], cancellable, error);
  value->type = EDGEKIT_META_INTS;
  value->integers = g_new0 (gint64, value->length + 1);
  *kept += memory;
  for (guint64 i = 0; i < value->length; i++)
    {
      EdgeKitMetaValue item = { 0 };
      guint8 raw[8];

      if (!_edgekit_byte_reader_read (reader, raw, sizes[type], cancellable, error))
        return FALSE;
      decode_number (type, raw, swapped, &item);
      value->integers[i] = item.integer;
    }
  return TRUE;
}

static gboolean
read_value (EdgeKitByteReader *reader, EdgeKitMetaValue *value, gsize *kept, gboolean *at_vocabulary,
            GCancellable *cancellable, GError **error)
{
  const gboolean swapped = _edgekit_byte_reader_get_swapped (reader);
  guint32 type;
  guint8 raw[8];

  if (!_edgekit_byte_reader_read_u32 (reader, &type, cancellable, error))
    return FALSE;
  if (type >= GGUF_N_TYPES)
    return _edgekit_byte_reader_damaged (reader, error, _ ("a value is of type %u, which does not exist"), type);
  if (type == GGUF_STRING)
    return read_text (reader, value, kept, cancellable, error);
  if (type == GGUF_ARRAY)
    return read_array (reader, swapped, value, kept, at_vocabulary, cancellable, error);
  if (!_edgekit_byte_reader_read (reader, raw, sizes[type], cancellable, error))
    return FALSE;
  decode_number (type, raw, swapped, value);
  return TRUE;
}

gboolean
_edgekit_gguf_read_pair (EdgeKitByteReader *reader, EdgeKitMetadata *metadata, gsize *kept, gboolean *at_vocabulary,
                         GCancellable *cancellable, GError **error)
{
  g_autofree char *key = NULL;
  EdgeKitMetaValue value = { 0 };
  gboolean ok;

  if (!_edgekit_gguf_read_string (reader, MAX_KEY, &key, cancellable, error))
    return FALSE;
  *kept += strlen (key) + sizeof value;
  if (*kept > KEEP_ALL)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                   /* Translators: the name of a file */
                   _ ("%s: the description has more keys than any real model needs"),
                   _edgekit_byte_reader_get_name (reader));
      return FALSE;
    }
  /* of all lists, this one's length is a fact */
  ok = read_value (reader, &value, kept, g_str_equal (key, "tokenizer.ggml.tokens") ? at_vocabulary : NULL,
                   cancellable, error);
  if (ok && !_edgekit_metadata_take (metadata, key, &value))
    ok = _edgekit_byte_reader_damaged (reader, error, _ ("the key “%.80s” is there twice"), key);
  g_free (value.string);
  g_free (value.integers);
  return ok;
}
