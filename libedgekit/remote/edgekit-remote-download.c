/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-remote-download-private.h"

#define PIECE (256 * 1024)
#define PARTIAL ".part"
/* So much stays free, as programs fail where nothing is. */
#define RESERVE (G_GUINT64_CONSTANT (64) * 1024 * 1024)

typedef struct
{
  EdgeKitRemoteRepository *repository;
  const char *folder;
  const char *what;
  EdgeKitRemoteDownloadProgress progress;
  gpointer data;
  guint64 n_done, n_all;
} Download;

static guint64
size_at (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64) info.st_size : 0;
}

static char *
path_of (const Download *self, const EdgeKitRemoteFile *file)
{
  const char *slash = strrchr (file->path, '/');

  return g_build_filename (self->folder, slash ? slash + 1 : file->path, NULL);
}

/* What goes on is the same content: it is named by it. */
static char *
partial_path_of (const EdgeKitRemoteFile *file, const char *path)
{
  return file->id ? g_strdup_printf ("%s.%.16s" PARTIAL, path, file->id) : g_strconcat (path, PARTIAL, NULL);
}

static gboolean
check_space (const Download *self, guint64 needed, GError **error)
{
  g_autoptr(GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr(GFileInfo) info =
    g_file_query_filesystem_info (folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  guint64 free_space = info && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
                         ? g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
                         : G_MAXUINT64;
  g_autofree char *wanted = edgekit_format_size (MIN (needed, G_MAXINT64));
  g_autofree char *there = edgekit_format_size (MIN (free_space, G_MAXINT64));

  if (free_space >= needed && free_space - needed >= RESERVE)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NO_SPACE,
               /* Translators: the name of a model, two sizes, and the path of a folder */
               _ ("%1$s: the download takes %2$s, and only %3$s are free in %4$s; make room, or choose another folder"),
               self->what, wanted, there, self->folder);
  return FALSE;
}

static gboolean
failed_to_write (const Download *self, const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, EDGEKIT_ERROR,
                 g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE)            ? EDGEKIT_ERROR_NO_SPACE
                 : g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ? EDGEKIT_ERROR_PERMISSION
                                                                                    : EDGEKIT_ERROR_FAILED,
                 "%s: %s", self->what, cause->message);
  return FALSE;
}

static gboolean
copy_body (Download *self, EdgeKitHttpBody *body, GOutputStream *stream, guint64 limit, GCancellable *cancellable,
           GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  g_autoptr(GError) cause = NULL;
  gssize n;

  while ((n = _edgekit_http_body_read (body, piece, MIN (PIECE, limit), cancellable, error)) > 0)
    {
      if (!g_output_stream_write_all (stream, piece, n, NULL, cancellable, &cause))
        return failed_to_write (self, cause, error);
      limit -= n;
      self->n_done += n;
      self->progress (self->n_done, self->n_all, self->data);
    }
  return n == 0;
}

static gboolean
fetch_rest (Download *self, const EdgeKitRemoteFile *file, const char *partial, GCancellable *cancellable,
            GError **error)
{
  guint64 size = file->size, begin = MIN (size_at (partial), size);
  g_autofree char *url = _edgekit_remote_repository_get_url (self->repository, file);
  const EdgeKitHttpRequest request = {
    .url = url, .what = self->what, .ranged = begin > 0, .begin = begin, .length = size - begin,
  };
  g_autoptr(GFile) target = g_file_new_for_path (partial);
  g_autoptr(EdgeKitHttpBody) body = NULL;
  g_autoptr(GOutputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;

  if (begin == size)
    return TRUE;
  body = _edgekit_http_open (_edgekit_remote_repository_get_http (self->repository), &request, cancellable, error);
  if (!body)
    return FALSE;
  stream = G_OUTPUT_STREAM (begin > 0 ? g_file_append_to (target, G_FILE_CREATE_NONE, cancellable, &cause)
                                      : g_file_replace (target, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                                        cancellable, &cause));
  if (!stream)
    return failed_to_write (self, cause, error);
  self->n_done += begin;
  if (!copy_body (self, body, stream, size - begin, cancellable, error))
    return FALSE;
  if (!g_output_stream_close (stream, cancellable, &cause))
    return failed_to_write (self, cause, error);
  return TRUE;
}

static gboolean
download_file (Download *self, const EdgeKitRemoteFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = path_of (self, file);
  g_autofree char *partial = partial_path_of (file, path);
  g_autoptr(GError) local = NULL;
  guint64 before = self->n_done;

  if (size_at (path) == (guint64) file->size)
    {
      self->n_done += file->size;
      return TRUE;
    }
  if (!fetch_rest (self, file, partial, cancellable, &local))
    {
      /* a server that cannot go on in the middle begins anew, once */
      if (!g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED) || g_unlink (partial) != 0)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      self->n_done = before;
      if (!fetch_rest (self, file, partial, cancellable, error))
        return FALSE;
    }
  if (size_at (partial) != (guint64) file->size)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NETWORK,
                   /* Translators: the name of a model */
                   _ ("%s: the connection ended before the download did; start it again, and it goes on from there"),
                   self->what);
      return FALSE;
    }
  if (g_rename (partial, path) == 0)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
               /* Translators: the name of a model, and the path of a file */
               _ ("%1$s: the file %2$s cannot be written"), self->what, path);
  return FALSE;
}

gboolean
_edgekit_remote_download (EdgeKitRemoteRepository *repository, GPtrArray *files, const char *folder, const char *what,
                          EdgeKitRemoteDownloadProgress progress, gpointer data, GCancellable *cancellable,
                          GError **error)
{
  Download self = { repository, folder, what, progress, data, 0, 0 };
  guint64 there = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const EdgeKitRemoteFile *file = g_ptr_array_index (files, i);
      g_autofree char *path = path_of (&self, file);
      g_autofree char *partial = partial_path_of (file, path);

      self.n_all += file->size;
      there += size_at (path) == (guint64) file->size ? (guint64) file->size
                                                      : MIN (size_at (partial), (guint64) file->size);
    }
  if (!check_space (&self, self.n_all - there, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      if (!download_file (&self, g_ptr_array_index (files, i), cancellable, error))
        return FALSE;
      progress (self.n_done, self.n_all, data);
    }
  return TRUE;
}
