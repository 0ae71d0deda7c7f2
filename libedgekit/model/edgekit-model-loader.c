/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-location-private.h"

/* The largest headers have vocabularies of some 20 MB. */
#define MAX_HEADER (256 * 1024 * 1024)
#define MAX_PARTS 1000

typedef struct
{
  EdgeKitProgress *progress;
  guint64 n_read_before; /* by the parts that are done */
  guint64 n_read;        /* by this one */
  double fraction;
  guint part;
  guint n_parts;
} Loading;

static void
report (Loading *loading)
{
  _edgekit_progress_report (loading->progress, (loading->part + loading->fraction) / MAX (loading->n_parts, 1), NULL,
                            loading->n_read_before + loading->n_read);
}

static void
bytes_came (guint64 n_read, gpointer data)
{
  Loading *loading = data;

  loading->n_read = n_read;
  report (loading);
}

static void
header_grew (double fraction, gpointer data)
{
  Loading *loading = data;

  loading->fraction = fraction;
}

static EdgeKitModelPart *
read_stream (Loading *loading, GInputStream *stream, guint64 size, const char *name, const char *what,
             GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitByteReader) reader = _edgekit_byte_reader_new (stream, size, MAX_HEADER, what);
  g_autoptr(EdgeKitGguf) gguf = NULL;
  EdgeKitModelPart *part;

  loading->fraction = 0;
  loading->n_read = 0;
  _edgekit_byte_reader_set_progress (reader, bytes_came, loading);
  gguf = _edgekit_gguf_read (reader, header_grew, loading, cancellable, error);
  loading->n_read_before += _edgekit_byte_reader_get_n_read (reader);
  loading->n_read = 0;
  if (!gguf)
    return NULL;
  part = g_new0 (EdgeKitModelPart, 1);
  part->name = g_strdup (name);
  part->size = size;
  part->gguf = g_steal_pointer (&gguf);
  return part;
}

static EdgeKitModelPart *
read_file (Loading *loading, GFile *file, guint64 size, const char *what, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  GError *cause = NULL;
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, &cause);

  if (!stream)
    {
      _edgekit_model_location_failed (what, cause, error);
      return NULL;
    }
  return read_stream (loading, G_INPUT_STREAM (stream), size, name, what, cancellable, error);
}

static guint
part_count (const EdgeKitModelPart *part, guint *number)
{
  const EdgeKitMetaValue *count = _edgekit_metadata_lookup (part->gguf->metadata, "split.count");
  const EdgeKitMetaValue *no = _edgekit_metadata_lookup (part->gguf->metadata, "split.no");

  if (!count || count->type != EDGEKIT_META_INT || count->integer <= 1 || count->integer > G_MAXUINT16)
    return 1;
  *number = no && no->type == EDGEKIT_META_INT && no->integer >= 0 ? MIN (no->integer, G_MAXUINT16) + 1 : 1;
  return count->integer;
}

/* Part @number of the set that @file belongs to; a part that is not there has no header. */
static EdgeKitModelPart *
read_sibling (Loading *loading, GFile *file, guint number, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *wanted = _edgekit_model_location_part (name, number);
  g_autoptr(GFile) folder = g_file_get_parent (file);
  g_autoptr(GFile) sibling = g_file_get_child (folder, wanted);
  g_autofree char *what = g_file_get_parse_name (sibling);
  g_autoptr(GError) local = NULL;
  g_autoptr(GFile) found = NULL;
  EdgeKitModelPart *part;
  guint64 size;

  found = _edgekit_model_location_find (sibling, what, &size, cancellable, &local);
  if (found)
    return read_file (loading, found, size, what, cancellable, error);
  if (!g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  part = g_new0 (EdgeKitModelPart, 1);
  part->name = g_strdup (wanted);
  return part;
}

/* @one is the part that was named, number @number of @count. */
static gboolean
read_set (Loading *loading, GPtrArray *parts, GFile *file, EdgeKitModelPart *one, guint number, guint count,
          const char *what, GCancellable *cancellable, GError **error)
{
  guint named_number = 0, named_count = 0;

  if (!_edgekit_model_location_is_part (one->name, &named_number, &named_count) || named_number != number ||
      named_count != count || number > count || count > MAX_PARTS)
    {
      _edgekit_model_part_free (one);
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file and a number */
                   _ ("%1$s: this is one of %2$u parts of a model, but its name does not end like "
                      "“-00001-of-00003.gguf”, so the other parts cannot be found"),
                   what, count);
      return FALSE;
    }
  loading->n_parts = count;
  for (guint i = 1; i <= count; i++)
    {
      EdgeKitModelPart *part;

      loading->part = i - 1;
      part = i == number ? g_steal_pointer (&one) : read_sibling (loading, file, i, cancellable, error);
      if (part)
        g_ptr_array_add (parts, part);
      if (part && i == 1 && !part->gguf)
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                     /* Translators: the name of a file, and two numbers: part 2 of 3 */
                     _ ("%1$s: this is part %2$u of %3$u; part 1, which describes the model, is not in the same folder"),
                     what, number, count);
      if (!part || (i == 1 && !part->gguf))
        {
          g_clear_pointer (&one, _edgekit_model_part_free);
          return FALSE;
        }
    }
  return TRUE;
}

EdgeKitModel *
_edgekit_model_load (const char *location, GFile *file, EdgeKitProgress *progress, GCancellable *cancellable,
                     GError **error)
{
  Loading loading = { .progress = progress, .n_parts = 1 };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  g_autoptr(GFile) start = file ? g_object_ref (file) : _edgekit_model_location_to_file (location, error);
  g_autoptr(GFile) found = NULL;
  g_autofree char *what = NULL;
  EdgeKitModelPart *part;
  EdgeKitModel *model;
  guint64 size;
  guint number = 1, count;

  if (!start)
    return NULL;
  found = _edgekit_model_location_find (start, location, &size, cancellable, error);
  if (!found)
    return NULL;
  what = g_file_equal (found, start) ? g_strdup (location) : g_file_get_parse_name (found);
  part = read_file (&loading, found, size, what, cancellable, error);
  if (!part)
    return NULL;
  count = part_count (part, &number);
  if (count == 1)
    g_ptr_array_add (parts, part);
  else if (!read_set (&loading, parts, found, part, number, count, what, cancellable, error))
    return NULL;
  model = _edgekit_model_new_from_parts (parts, loading.n_read_before, what, error);
  if (model)
    _edgekit_progress_report (progress, 1, NULL, loading.n_read_before);
  return model;
}

EdgeKitModel *
_edgekit_model_load_stream (GInputStream *stream, guint64 size, const char *name, GCancellable *cancellable,
                            GError **error)
{
  Loading loading = { .n_parts = 1 };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  EdgeKitModelPart *part = read_stream (&loading, stream, size, name, name, cancellable, error);

  if (!part)
    return NULL;
  g_ptr_array_add (parts, part);
  return _edgekit_model_new_from_parts (parts, loading.n_read_before, name, error);
}
