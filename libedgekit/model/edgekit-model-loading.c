/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-loading-private.h"

/* The largest headers have vocabularies of some 20 MB, or 500 000 tensors. */
#define MAX_HEADER (256 * 1024 * 1024)

static void
report (EdgeKitModelLoading *self)
{
  _edgekit_progress_report (self->progress, MIN ((self->part + self->fraction) / MAX (self->n_parts, 1), 1), NULL,
                            self->n_read_before + self->n_read);
}

static void
bytes_came (guint64 n_read, gpointer data)
{
  EdgeKitModelLoading *self = data;

  self->n_read = n_read;
  report (self);
}

void
_edgekit_model_loading_grew (double fraction, gpointer data)
{
  EdgeKitModelLoading *self = data;

  self->fraction = fraction;
}

static EdgeKitByteReader *
make_reader (EdgeKitModelLoading *self, GInputStream *stream, guint64 size, const char *what)
{
  EdgeKitByteReader *reader = _edgekit_byte_reader_new (stream, size, self->budget ? self->budget : MAX_HEADER, what);

  _edgekit_byte_reader_set_may_stop (reader, self->budget > 0);
  _edgekit_byte_reader_set_progress (reader, bytes_came, self);
  return reader;
}

void
_edgekit_model_loading_done (EdgeKitModelLoading *self, EdgeKitByteReader *reader)
{
  self->n_read_before += _edgekit_byte_reader_get_n_read (reader);
  self->n_read = 0;
  self->fraction = 0;
}

EdgeKitModelPart *
_edgekit_model_loading_read_stream (EdgeKitModelLoading *self, GInputStream *stream, guint64 size, const char *name,
                                    const char *what, EdgeKitModelReadHeader read, GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr(EdgeKitByteReader) reader = make_reader (self, stream, size, what);
  g_autoptr(EdgeKitModelPart) part = _edgekit_model_part_new (name);
  gboolean ok = read (self, reader, part, cancellable, error);

  _edgekit_model_loading_done (self, reader);
  self->part++;
  part->size = size;
  return ok ? g_steal_pointer (&part) : NULL;
}

/* Whether @name is there. A missing one is an error only when it must be. */
static gboolean
find (EdgeKitModelLoading *self, const char *name, gboolean may_be_missing, guint64 *size, gboolean *there,
      GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local = NULL;

  *there = _edgekit_model_files_query (self->files, name, size, cancellable, &local);
  if (*there || (may_be_missing && g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

EdgeKitModelPart *
_edgekit_model_loading_read_part (EdgeKitModelLoading *self, const char *name, gboolean may_be_missing,
                                  EdgeKitModelReadHeader read, GCancellable *cancellable, GError **error)
{
  g_autofree char *what = _edgekit_model_files_describe (self->files, name);
  g_autoptr(GInputStream) stream = NULL;
  gboolean there;
  guint64 size;

  if (!find (self, name, may_be_missing, &size, &there, cancellable, error))
    return NULL;
  if (!there)
    {
      self->part++;
      return _edgekit_model_part_new (name);
    }
  stream = _edgekit_model_files_open (self->files, name, cancellable, error);
  if (!stream)
    return NULL;
  return _edgekit_model_loading_read_stream (self, stream, size, name, what, read, cancellable, error);
}

EdgeKitByteReader *
_edgekit_model_loading_open (EdgeKitModelLoading *self, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree char *what = _edgekit_model_files_describe (self->files, name);
  g_autoptr(GInputStream) stream = NULL;
  gboolean there;
  guint64 size;

  if (!find (self, name, TRUE, &size, &there, cancellable, error) || !there)
    return NULL;
  stream = _edgekit_model_files_open (self->files, name, cancellable, error);
  return stream ? make_reader (self, stream, size, what) : NULL;
}
