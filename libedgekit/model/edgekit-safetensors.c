/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-data-type-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-reader-private.h"
#include "edgekit-model-format-private.h"
#include "edgekit-safetensors-private.h"

/* safetensors tensor.rs, MAX_HEADER_SIZE */
#define MAX_LENGTH 100000000
/* Kimi K3, the largest model there is, has some 500 000. */
#define MAX_TENSORS 1000000
#define MAX_NAME 1024
#define MAX_FORMAT 32
/* How many tensors lie between two reports. */
#define REPORT_EVERY 256

/* One tensor while its members come in, in whatever order. */
typedef struct
{
  char type[32];
  guint64 shape[EDGEKIT_TENSOR_MAX_DIMS]; /* the outermost first, as in the file */
  guint n_dims;
  guint64 begin;
  guint64 end;
  gboolean has_type;
  gboolean has_shape;
  gboolean has_place;
} Entry;

void
_edgekit_safetensors_free (EdgeKitSafetensors *self)
{
  g_ptr_array_unref (self->tensors);
  g_free (self->format);
  g_free (self->unknown_type);
  g_free (self);
}

static gboolean
read_shape (EdgeKitJsonReader *json, Entry *entry, GError **error)
{
  gboolean more;

  if (!_edgekit_json_reader_enter_array (json, error))
    return FALSE;
  for (entry->n_dims = 0;; entry->n_dims++)
    {
      if (!_edgekit_json_reader_next_item (json, &more, error))
        return FALSE;
      if (!more)
        break;
      if (entry->n_dims == EDGEKIT_TENSOR_MAX_DIMS)
        return _edgekit_json_reader_damaged (json, error, _ ("a tensor has more than %d dimensions"),
                                             EDGEKIT_TENSOR_MAX_DIMS);
      if (!_edgekit_json_reader_read_number (json, &entry->shape[entry->n_dims], error))
        return FALSE;
    }
  entry->has_shape = TRUE;
  return TRUE;
}

static gboolean
read_place (EdgeKitJsonReader *json, Entry *entry, GError **error)
{
  guint64 *ends[] = { &entry->begin, &entry->end };
  gboolean more;

  if (!_edgekit_json_reader_enter_array (json, error))
    return FALSE;
  for (guint i = 0; i <= G_N_ELEMENTS (ends); i++)
    {
      if (!_edgekit_json_reader_next_item (json, &more, error))
        return FALSE;
      if (more != (i < G_N_ELEMENTS (ends)))
        return _edgekit_json_reader_damaged (json, error, "%s", _ ("the place of a tensor is not two numbers"));
      if (more && !_edgekit_json_reader_read_number (json, ends[i], error))
        return FALSE;
    }
  entry->has_place = TRUE;
  return TRUE;
}

static gboolean
read_type (EdgeKitJsonReader *json, Entry *entry, GError **error)
{
  const char *type;

  if (!_edgekit_json_reader_read_string (json, &type, error))
    return FALSE;
  if (!*type || strlen (type) >= sizeof entry->type)
    return _edgekit_json_reader_damaged (json, error, "%s", _ ("a tensor is of a type that does not exist"));
  g_strlcpy (entry->type, type, sizeof entry->type);
  entry->has_type = TRUE;
  return TRUE;
}

static gboolean
read_entry (EdgeKitJsonReader *json, Entry *entry, GError **error)
{
  static const struct
  {
    const char *name;
    goffset seen;
    gboolean (*read) (EdgeKitJsonReader *, Entry *, GError **);
  } members[] = {
    { "dtype", G_STRUCT_OFFSET (Entry, has_type), read_type },
    { "shape", G_STRUCT_OFFSET (Entry, has_shape), read_shape },
    { "data_offsets", G_STRUCT_OFFSET (Entry, has_place), read_place },
  };
  const char *name;

  *entry = (Entry) { 0 };
  if (!_edgekit_json_reader_enter_object (json, error))
    return FALSE;
  for (;;)
    {
      guint i = 0;

      if (!_edgekit_json_reader_next_member (json, &name, error))
        return FALSE;
      if (!name)
        return TRUE;
      while (i < G_N_ELEMENTS (members) && !g_str_equal (members[i].name, name))
        i++;
      if (i == G_N_ELEMENTS (members))
        return _edgekit_json_reader_damaged (json, error, _ ("a tensor has the member “%.40s”"), name);
      if (G_STRUCT_MEMBER (gboolean, entry, members[i].seen))
        return _edgekit_json_reader_damaged (json, error, _ ("“%s” is there twice"), members[i].name);
      if (!members[i].read (json, entry, error))
        return FALSE;
    }
}

/* "format" says who wrote the file; the rest is of no use here. */
static gboolean
read_metadata (EdgeKitSafetensors *self, EdgeKitJsonReader *json, GError **error)
{
  const char *name, *value;

  if (!_edgekit_json_reader_enter_object (json, error))
    return FALSE;
  for (;;)
    {
      gboolean is_format;

      if (!_edgekit_json_reader_next_member (json, &name, error))
        return FALSE;
      if (!name)
        return TRUE;
      is_format = g_str_equal (name, "format");
      if (!_edgekit_json_reader_read_string (json, &value, error))
        return FALSE;
      if (is_format && strlen (value) < MAX_FORMAT && !self->format)
        self->format = g_strdup (value);
    }
}

/* The bytes that @elements values take; FALSE when they do not end at a byte. */
static gboolean
measure (const EdgeKitDataType *type, guint64 elements, guint64 *size)
{
  guint64 bits;

  if (!_edgekit_checked_mul (&bits, elements, type->bits) || bits % 8 != 0)
    return FALSE;
  *size = bits / 8;
  return TRUE;
}

static gboolean
add_tensor (EdgeKitSafetensors *self, EdgeKitJsonReader *json, const char *name, const Entry *entry, GError **error)
{
  const EdgeKitDataType *type = _edgekit_data_type_get (entry->type);
  g_autoptr(EdgeKitTensor) tensor = NULL;
  guint64 dims[EDGEKIT_TENSOR_MAX_DIMS];
  guint64 size;

  if (!entry->has_type || !entry->has_shape || !entry->has_place)
    return _edgekit_json_reader_damaged (json, error, _ ("the tensor “%.80s” is not described completely"), name);
  for (guint i = 0; i < entry->n_dims; i++)
    dims[i] = entry->shape[entry->n_dims - 1 - i];
  tensor = _edgekit_tensor_new (name, dims, entry->n_dims, EDGEKIT_TENSOR_OUTERMOST_FIRST);
  if (!tensor || entry->end > G_MAXINT64 - MAX_LENGTH - 8)
    return _edgekit_json_reader_damaged (json, error, _ ("the tensor “%.80s” is too large to be real"), name);
  if (entry->begin > entry->end)
    return _edgekit_json_reader_damaged (json, error, _ ("the tensor “%.80s” ends before it begins"), name);
  tensor->tensor_type = g_strdup (entry->type);
  tensor->offset = entry->begin;
  tensor->size = entry->end - entry->begin;
  tensor->size_is_bound = !type;
  if (!type && !self->unknown_type)
    self->unknown_type = g_strdup (entry->type);
  if (type && (!measure (type, tensor->elements, &size) || size != (guint64) tensor->size))
    return _edgekit_json_reader_damaged (
      json, error, _ ("the tensor “%.80s” of the shape %s and the type %s cannot have %" PRId64 " bytes"),
      name, tensor->shape, type->name, tensor->size);
  g_ptr_array_add (self->tensors, g_steal_pointer (&tensor));
  return TRUE;
}

static gboolean
read_tensors (EdgeKitSafetensors *self, EdgeKitJsonReader *json, EdgeKitHeaderProgress progress, gpointer data,
              GError **error)
{
  gboolean has_metadata = FALSE;
  const char *next;
  Entry entry;

  if (!_edgekit_json_reader_enter_object (json, error))
    return FALSE;
  for (;;)
    {
      g_autofree char *name = NULL;

      if (!_edgekit_json_reader_next_member (json, &next, error))
        return FALSE;
      if (!next)
        return TRUE;
      if (g_str_equal (next, "__metadata__"))
        {
          if (has_metadata)
            return _edgekit_json_reader_damaged (json, error, _ ("“%s” is there twice"), "__metadata__");
          has_metadata = TRUE;
          if (!read_metadata (self, json, error))
            return FALSE;
          continue;
        }
      if (!*next || strlen (next) > MAX_NAME)
        return _edgekit_json_reader_damaged (json, error, "%s", _ ("a tensor has no name, or one that is too long"));
      if (self->tensors->len == MAX_TENSORS)
        return _edgekit_json_reader_damaged (json, error, _ ("it lists more than %d tensors"), MAX_TENSORS);
      name = g_strdup (next);
      if (!read_entry (json, &entry, error) || !add_tensor (self, json, name, &entry, error))
        return FALSE;
      if (progress && self->tensors->len % REPORT_EVERY == 0)
        progress (_edgekit_json_reader_get_fraction (json), data);
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const EdgeKitTensor *x = *(EdgeKitTensor *const *) a;
  const EdgeKitTensor *y = *(EdgeKitTensor *const *) b;

  if (x->offset != y->offset)
    return x->offset < y->offset ? -1 : 1;
  return (x->size > y->size) - (x->size < y->size); /* empty ones first */
}

/* One after the other, without holes: what the format's own reader asks for, so
 * that no file can pretend to be larger than its tensors. */
static gboolean
check_places (EdgeKitSafetensors *self, EdgeKitByteReader *reader, GError **error)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (self->tensors, NULL, NULL);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 expected = 0;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_places);
  for (guint i = 0; i < sorted->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (sorted, i);

      if (!g_hash_table_add (names, tensor->name))
        return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” is listed twice"), tensor->name);
      if ((guint64) tensor->offset < expected)
        return _edgekit_byte_reader_damaged (reader, error, _ ("the tensor “%s” lies over the one before it"),
                                             tensor->name);
      if ((guint64) tensor->offset > expected)
        return _edgekit_byte_reader_damaged (reader, error,
                                             _ ("the tensor “%s” does not begin where the one before it ends"),
                                             tensor->name);
      expected += tensor->size; /* the end, which add_tensor() has bounded */
      tensor->offset += self->data_offset;
    }
  self->data_end = self->data_offset + expected;
  return TRUE;
}

static gboolean
read_length (EdgeKitByteReader *reader, guint64 *length, GCancellable *cancellable, GError **error)
{
  guint64 raw;

  if (!_edgekit_model_format_check_not_empty (reader, error) ||
      !_edgekit_byte_reader_read (reader, &raw, sizeof raw, cancellable, error))
    return FALSE;
  *length = GUINT64_FROM_LE (raw);
  if (*length < 2 || *length > MAX_LENGTH || _edgekit_model_format_is_other ((const guint8 *) &raw, sizeof raw))
    return _edgekit_model_format_refuse (
      reader, (const guint8 *) &raw, sizeof raw,
      /* Translators: the name of a file */
      _ ("%s: this is not a safetensors file; it does not begin with the length of its description"), cancellable,
      error);
  if (*length > _edgekit_byte_reader_get_left (reader))
    return _edgekit_byte_reader_skip (reader, *length, cancellable, error); /* says that the file is too short */
  return TRUE;
}

EdgeKitSafetensors *
_edgekit_safetensors_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress, gpointer data,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitSafetensors) self = g_new0 (EdgeKitSafetensors, 1);
  g_autoptr(EdgeKitJsonReader) json = NULL;
  guint64 length;

  self->tensors = g_ptr_array_new_with_free_func (g_object_unref);
  if (!read_length (reader, &length, cancellable, error))
    return NULL;
  json = _edgekit_json_reader_new (reader, length, cancellable);
  if (!read_tensors (self, json, progress, data, error) || !_edgekit_json_reader_finish (json, error))
    return NULL;
  self->data_offset = _edgekit_byte_reader_get_position (reader);
  return check_places (self, reader, error) ? g_steal_pointer (&self) : NULL;
}
