/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "edgekit-byte-reader-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-line-private.h"
#include "edgekit-remote-stream-private.h"

/* Small enough that a first look at a small header reads little, large enough
 * that a vocabulary of several megabytes costs few calls. */
#define CHUNK (128 * 1024)

struct _EdgeKitByteReader
{
  GInputStream *stream;
  char *name;
  guint64 size;
  guint64 budget;
  guint64 position; /* of the next byte to hand out */
  guint64 n_read;
  gboolean swapped;
  gboolean is_short;
  gboolean may_stop;
  EdgeKitByteProgress progress;
  gpointer progress_data;
  gsize room; /* in the buffer */
  gsize have; /* bytes in it */
  gsize at;   /* of the next one */
  guint8 *buffer;
};

EdgeKitByteReader *
_edgekit_byte_reader_new (GInputStream *stream, guint64 size, guint64 budget, const char *name)
{
  EdgeKitByteReader *self = g_new0 (EdgeKitByteReader, 1);

  self->stream = g_object_ref (stream);
  self->name = g_strdup (name);
  self->size = size;
  self->budget = budget;
  self->room = CLAMP (size, 1, CHUNK);
  self->buffer = g_malloc (self->room);
  return self;
}

void
_edgekit_byte_reader_free (EdgeKitByteReader *self)
{
  g_object_unref (self->stream);
  g_free (self->name);
  g_free (self->buffer);
  g_free (self);
}

void
_edgekit_byte_reader_set_progress (EdgeKitByteReader *self, EdgeKitByteProgress progress, gpointer data)
{
  self->progress = progress;
  self->progress_data = data;
}

void
_edgekit_byte_reader_set_swapped (EdgeKitByteReader *self, gboolean swapped)
{
  self->swapped = swapped;
}

void
_edgekit_byte_reader_set_may_stop (EdgeKitByteReader *self, gboolean may_stop)
{
  self->may_stop = may_stop;
  if (may_stop && EDGEKIT_IS_REMOTE_STREAM (self->stream))
    _edgekit_remote_stream_set_limit (EDGEKIT_REMOTE_STREAM (self->stream), self->budget);
}

gboolean
_edgekit_byte_reader_get_may_stop (EdgeKitByteReader *self)
{
  return self->may_stop;
}

void
_edgekit_byte_reader_set_short (EdgeKitByteReader *self, gboolean is_short)
{
  self->is_short = is_short;
}

gboolean
_edgekit_byte_reader_get_swapped (EdgeKitByteReader *self)
{
  return self->swapped;
}

gboolean
_edgekit_byte_reader_get_short (EdgeKitByteReader *self)
{
  return self->is_short;
}

const char *
_edgekit_byte_reader_get_name (EdgeKitByteReader *self)
{
  return self->name;
}

guint64
_edgekit_byte_reader_get_size (EdgeKitByteReader *self)
{
  return self->size;
}

guint64
_edgekit_byte_reader_get_position (EdgeKitByteReader *self)
{
  return self->position;
}

guint64
_edgekit_byte_reader_get_left (EdgeKitByteReader *self)
{
  return self->size > self->position ? self->size - self->position : 0;
}

guint64
_edgekit_byte_reader_get_n_read (EdgeKitByteReader *self)
{
  return self->n_read;
}

gboolean
_edgekit_byte_reader_damaged_at (EdgeKitByteReader *self, guint64 position, char *detail, GError **error)
{
  g_autofree char *line = _edgekit_line_take (detail);

  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file, a number, and what is wrong, as in
                * "model.gguf: the description is damaged at byte 120: a key has no name" */
               _ ("%1$s: the description is damaged at byte %2$" PRIu64 ": %3$s"), self->name, position,
               line);
  return FALSE;
}

gboolean
_edgekit_byte_reader_damaged (EdgeKitByteReader *self, GError **error, const char *format, ...)
{
  char *detail;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  return _edgekit_byte_reader_damaged_at (self, self->position, detail, error);
}

static gboolean
too_short (EdgeKitByteReader *self, GError **error)
{
  g_autofree char *size = edgekit_format_size (MIN (self->size, G_MAXINT64));

  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TRUNCATED,
               /* Translators: the name of a file and its size, such as "model.gguf" and "1.2 MB" */
               _ ("%s: the file ends inside its description, after %s; it may be an unfinished download"), self->name,
               size);
  return FALSE;
}

static gboolean
read_failed (EdgeKitByteReader *self, GError *cause, GError **error)
{
  /* what is read elsewhere says itself what went wrong */
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) || cause->domain == EDGEKIT_ERROR)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  g_set_error (error, EDGEKIT_ERROR,
               g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ? EDGEKIT_ERROR_PERMISSION
                                                                                 : EDGEKIT_ERROR_FAILED,
               "%s: %s", self->name, cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
fill (EdgeKitByteReader *self, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  gssize n;

  g_assert (self->at == self->have);
  if (self->n_read >= self->budget)
    {
      g_autofree char *limit = edgekit_format_size (MIN (self->budget, G_MAXINT64));

      if (self->may_stop)
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                     /* Translators: the name of a file and a size, such as "model.gguf" and "1 MB" */
                     _ ("%s: what the model needs is not in the first %s, and no more may be read; allow more, or "
                        "download the model and name its file"),
                     self->name, limit);
      else
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                     /* Translators: the name of a file and a size, such as "model.gguf" and "256 MB" */
                     _ ("%s: the description at the begin of the file is larger than %s, which no real model needs"),
                     self->name, limit);
      return FALSE;
    }
  n = g_input_stream_read (self->stream, self->buffer, MIN (self->room, self->budget - self->n_read), cancellable,
                           &cause);
  if (n < 0)
    return read_failed (self, cause, error);
  if (n == 0)
    return too_short (self, error);
  self->have = n;
  self->at = 0;
  self->n_read += n;
  if (self->progress)
    self->progress (self->n_read, self->progress_data);
  return TRUE;
}

gboolean
_edgekit_byte_reader_read (EdgeKitByteReader *self, gpointer dest, gsize n, GCancellable *cancellable, GError **error)
{
  guint8 *to = dest;

  if (n > _edgekit_byte_reader_get_left (self))
    return too_short (self, error);
  while (n > 0)
    {
      gsize part;

      if (self->at == self->have && !fill (self, cancellable, error))
        return FALSE;
      part = MIN (n, self->have - self->at);
      memcpy (to, self->buffer + self->at, part);
      to += part;
      n -= part;
      self->at += part;
      self->position += part;
    }
  return TRUE;
}

gboolean
_edgekit_byte_reader_skip (EdgeKitByteReader *self, guint64 n, GCancellable *cancellable, GError **error)
{
  gsize part = MIN (n, self->have - self->at);
  GError *cause = NULL;

  if (n > _edgekit_byte_reader_get_left (self))
    return too_short (self, error);
  _edgekit_byte_reader_expect (self, n);
  self->at += part;
  self->position += part;
  n -= part;
  if (n >= CHUNK && G_IS_SEEKABLE (self->stream) && g_seekable_can_seek (G_SEEKABLE (self->stream)))
    {
      if (!g_seekable_seek (G_SEEKABLE (self->stream), n, G_SEEK_CUR, cancellable, &cause))
        return read_failed (self, cause, error);
      self->position += n;
      return TRUE;
    }
  while (n > 0)
    {
      if (self->at == self->have && !fill (self, cancellable, error))
        return FALSE;
      part = MIN (n, self->have - self->at);
      self->at += part;
      self->position += part;
      n -= part;
    }
  return TRUE;
}

void
_edgekit_byte_reader_expect (EdgeKitByteReader *self, guint64 n)
{
  gsize buffered = self->have - self->at;

  n = MIN (n, _edgekit_byte_reader_get_left (self));
  if (n > buffered && EDGEKIT_IS_REMOTE_STREAM (self->stream))
    _edgekit_remote_stream_expect (EDGEKIT_REMOTE_STREAM (self->stream), n - buffered);
}

gboolean
_edgekit_byte_reader_read_u32 (EdgeKitByteReader *self, guint32 *value, GCancellable *cancellable, GError **error)
{
  guint32 raw;

  if (!_edgekit_byte_reader_read (self, &raw, sizeof raw, cancellable, error))
    return FALSE;
  *value = self->swapped ? GUINT32_FROM_BE (raw) : GUINT32_FROM_LE (raw);
  return TRUE;
}

gboolean
_edgekit_byte_reader_read_u64 (EdgeKitByteReader *self, guint64 *value, GCancellable *cancellable, GError **error)
{
  guint64 raw;

  if (!_edgekit_byte_reader_read (self, &raw, sizeof raw, cancellable, error))
    return FALSE;
  *value = self->swapped ? GUINT64_FROM_BE (raw) : GUINT64_FROM_LE (raw);
  return TRUE;
}

gboolean
_edgekit_byte_reader_read_length (EdgeKitByteReader *self, guint64 *length, GCancellable *cancellable, GError **error)
{
  guint32 value;

  if (!self->is_short)
    return _edgekit_byte_reader_read_u64 (self, length, cancellable, error);
  if (!_edgekit_byte_reader_read_u32 (self, &value, cancellable, error))
    return FALSE;
  *length = value;
  return TRUE;
}

/* The strings that lie whole in the buffer; how many of @n. A vocabulary is most
 * of a header, so this loop is what reading one costs. */
static guint64
skip_buffered_strings (EdgeKitByteReader *self, guint64 n)
{
  const gboolean swap = self->swapped == (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  const guint8 *const begin = self->buffer + self->at, *const end = self->buffer + self->have;
  const guint8 *p = begin;
  guint64 i;

  for (i = 0; i < n && (gsize) (end - p) >= sizeof (guint64); i++)
    {
      guint64 length;

      memcpy (&length, p, sizeof length);
      if (swap)
        length = GUINT64_SWAP_LE_BE (length);
      if (length > (gsize) (end - p) - sizeof length)
        break;
      p += sizeof length + length;
    }
  self->at += p - begin;
  self->position += p - begin;
  return i;
}

gboolean
_edgekit_byte_reader_skip_strings (EdgeKitByteReader *self, guint64 n, GCancellable *cancellable, GError **error)
{
  const guint64 begin = self->position, all = n;

  while (n > 0)
    {
      guint64 length;

      if (!self->is_short)
        n -= skip_buffered_strings (self, n);
      if (n == 0)
        break;
      /* the rest is much like what was there, and no string is shorter than its length */
      _edgekit_byte_reader_expect (self, n * MAX ((self->position - begin) / MAX (all - n, 1) * 15 / 16,
                                                  self->is_short ? sizeof (guint32) : sizeof (guint64)));
      if (!_edgekit_byte_reader_read_length (self, &length, cancellable, error) ||
          !_edgekit_byte_reader_skip (self, length, cancellable, error))
        return FALSE;
      n--;
    }
  return TRUE;
}
