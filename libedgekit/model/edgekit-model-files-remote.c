/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-remote-private.h"
#include "edgekit-similar-private.h"

#define MAX_SUGGESTIONS 5

/* The files of one version of a model in a repository, which lie in one folder of
 * it; or one that a link leads to, and what is beside it. */
typedef struct
{
  EdgeKitModelFiles parent;
  EdgeKitRemoteRepository *repository; /* borrowed */
  char *folder;                        /* "" at the top */
  char *name;                          /* of the file that was named, or NULL */
  char *what;
  GHashTable *open;                    /* name → EdgeKitRemoteStream: opened to learn its size */
} RemoteFiles;

static gboolean
is_url (const RemoteFiles *self)
{
  return _edgekit_remote_repository_get_name (self->repository)->kind == EDGEKIT_REMOTE_URL;
}

static char *
path_of (const RemoteFiles *self, const char *name)
{
  return *self->folder ? g_strconcat (self->folder, "/", name, NULL) : g_strdup (name);
}

static char *
remote_describe (EdgeKitModelFiles *files, const char *name)
{
  RemoteFiles *self = (RemoteFiles *) files;

  if (g_strcmp0 (name, self->name) == 0 || !name)
    return g_strdup (self->what);
  return g_strdup_printf ("%s: %s", self->what, name);
}

static GPtrArray *
remote_list (EdgeKitModelFiles *files, GCancellable *cancellable, GError **error)
{
  RemoteFiles *self = (RemoteFiles *) files;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *all = _edgekit_remote_repository_list (self->repository, cancellable, error);
  gsize length = strlen (self->folder);

  if (!all)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const EdgeKitRemoteFile *file = g_ptr_array_index (all, i);
      const char *slash = strrchr (file->path, '/');
      gsize n = slash ? (gsize) (slash - file->path) : 0;

      if (n == length && strncmp (file->path, self->folder, n) == 0)
        g_ptr_array_add (names, g_strdup (slash ? slash + 1 : file->path));
    }
  return g_steal_pointer (&names);
}

static gboolean
set_missing (EdgeKitModelFiles *files, const char *name, GError **error)
{
  g_autofree char *what = remote_describe (files, name);

  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
               /* Translators: the name of a file */
               _ ("%s: there is no such file"), what);
  return FALSE;
}

static EdgeKitRemoteStream *
open_stream (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  RemoteFiles *self = (RemoteFiles *) files;
  g_autofree char *path = path_of (self, name);
  g_autofree char *what = remote_describe (files, name);
  const EdgeKitRemoteFile *file = _edgekit_remote_repository_find (self->repository, path);
  EdgeKitRemoteFile beside = { .path = path, .size = EDGEKIT_UNKNOWN };

  if (!file && !is_url (self))
    {
      set_missing (files, name, error);
      return NULL;
    }
  return _edgekit_remote_repository_open (self->repository, file ? file : &beside, what, cancellable, error);
}

static gboolean
remote_query (EdgeKitModelFiles *files, const char *name, guint64 *size, GCancellable *cancellable, GError **error)
{
  RemoteFiles *self = (RemoteFiles *) files;
  g_autofree char *path = path_of (self, name);
  const EdgeKitRemoteFile *file = _edgekit_remote_repository_find (self->repository, path);
  EdgeKitRemoteStream *stream;

  if (!file && !is_url (self))
    return set_missing (files, name, error);
  if (file && file->size != EDGEKIT_UNKNOWN)
    {
      *size = file->size;
      return TRUE;
    }
  stream = g_hash_table_lookup (self->open, name);
  if (!stream)
    {
      stream = open_stream (files, name, cancellable, error);
      if (!stream)
        return FALSE;
      g_hash_table_insert (self->open, g_strdup (name), stream);
    }
  *size = _edgekit_remote_stream_get_size (stream);
  return TRUE;
}

static GInputStream *
remote_open (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  RemoteFiles *self = (RemoteFiles *) files;
  gpointer key, stream;

  if (g_hash_table_steal_extended (self->open, name, &key, &stream))
    {
      g_free (key);
      return stream;
    }
  return (GInputStream *) open_stream (files, name, cancellable, error);
}

/* What a listing does not have is not asked for; beside a link anything may be. */
static void
remote_announce (EdgeKitModelFiles *files, const char *name)
{
  RemoteFiles *self = (RemoteFiles *) files;
  g_autofree char *path = path_of (self, name);

  if (!g_hash_table_contains (self->open, name) &&
      (_edgekit_remote_repository_find (self->repository, path) || is_url (self)))
    _edgekit_remote_repository_announce (self->repository, g_steal_pointer (&path), remote_describe (files, name));
}

static char *
remote_get_title (EdgeKitModelFiles *files)
{
  RemoteFiles *self = (RemoteFiles *) files;

  return g_strdup (_edgekit_remote_repository_get_name (self->repository)->repository);
}

static void
remote_free (EdgeKitModelFiles *files)
{
  RemoteFiles *self = (RemoteFiles *) files;

  g_hash_table_unref (self->open);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->what);
  g_free (self);
}

static const EdgeKitModelFilesClass remote_class = {
  .list = remote_list,
  .query = remote_query,
  .open = remote_open,
  .announce = remote_announce,
  .describe = remote_describe,
  .get_title = remote_get_title,
  .free = remote_free,
};

EdgeKitModelFiles *
_edgekit_model_files_new_remote (EdgeKitRemoteRepository *repository, const char *folder, const char *name,
                                 const char *what)
{
  RemoteFiles *self = g_new0 (RemoteFiles, 1);

  self->parent.klass = &remote_class;
  self->repository = repository;
  self->folder = g_strdup (folder);
  self->name = g_strdup (name);
  self->what = g_strdup (what);
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return &self->parent;
}

/* --- Which of them ---------------------------------------------------------- */

void
_edgekit_remote_listing_clear (EdgeKitRemoteListing *listing)
{
  g_clear_pointer (&listing->groups, _edgekit_variant_groups_free);
  g_clear_pointer (&listing->files, g_ptr_array_unref);
}

gboolean
_edgekit_remote_listing_read (EdgeKitRemoteListing *listing, EdgeKitRemoteRepository *repository,
                              GCancellable *cancellable, GError **error)
{
  const EdgeKitRemoteName *name = _edgekit_remote_repository_get_name (repository);
  GPtrArray *all = _edgekit_remote_repository_list (repository, cancellable, error);
  gsize n = name->folder ? strlen (name->folder) : 0;

  if (!all)
    return FALSE;
  listing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_listed_file_free);
  for (guint i = 0; i < all->len; i++)
    {
      const EdgeKitRemoteFile *file = g_ptr_array_index (all, i);

      if (n == 0 || (strncmp (file->path, name->folder, n) == 0 && file->path[n] == '/'))
        g_ptr_array_add (listing->files, _edgekit_listed_file_new (file->path, file->size));
    }
  listing->groups = _edgekit_variant_groups_new (listing->files);
  return TRUE;
}

gboolean
_edgekit_remote_refuse_empty (const char *what, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_A_MODEL,
               /* Translators: the name of a repository */
               _ ("%s: there is no model that EdgeKit reads in this repository, which would be GGUF files, or "
                  "safetensors files with a config.json"),
               what);
  return FALSE;
}

/* No version that was named: what there is instead. */
static void
set_no_version (const EdgeKitRemoteListing *listing, const char *wanted, const char *what, GError **error)
{
  GPtrArray *variants = listing->groups->variants;
  g_autoptr(EdgeKitSimilar) similar = _edgekit_similar_new (wanted ? wanted : "", MAX_SUGGESTIONS);
  g_autofree char *names = NULL;

  if (variants->len == 0)
    {
      _edgekit_remote_refuse_empty (what, error);
      return;
    }
  for (guint i = 0; i < variants->len; i++)
    _edgekit_similar_add (similar, ((EdgeKitVariantGroup *) g_ptr_array_index (variants, i))->name);
  names = _edgekit_similar_list (similar);
  if (!names)
    {
      g_autoptr(GString) some = g_string_new (NULL);

      for (guint i = 0; i < MIN (variants->len, MAX_SUGGESTIONS); i++)
        g_string_append_printf (some, "%s%s", i ? ", " : "",
                                ((EdgeKitVariantGroup *) g_ptr_array_index (variants, i))->name);
      names = g_string_free (g_steal_pointer (&some), FALSE);
    }
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
               /* Translators: the name of a model, and names of versions of it, separated by commas */
               _ ("%1$s: the repository has no such version or file; there are, for example, %2$s"), what, names);
}

EdgeKitModelFiles *
_edgekit_remote_choose (EdgeKitRemoteRepository *repository, EdgeKitRemoteListing *listing, const char *what,
                        char **name, const EdgeKitVariantGroup **chosen, GCancellable *cancellable, GError **error)
{
  const EdgeKitRemoteName *asked = _edgekit_remote_repository_get_name (repository);
  const char *wanted = asked->kind == EDGEKIT_REMOTE_OLLAMA ? NULL : asked->wanted;
  const EdgeKitVariantGroup *group;
  const EdgeKitListedFile *first;

  *name = NULL;
  *chosen = NULL;
  if (!_edgekit_remote_listing_read (listing, repository, cancellable, error))
    return NULL;
  group = _edgekit_variant_groups_find (listing->groups, wanted);
  if (group)
    {
      *chosen = group;
      first = g_ptr_array_index (group->files, 0);
      if (g_str_equal (group->format, "gguf"))
        *name = g_path_get_basename (first->path);
      return _edgekit_model_files_new_remote (repository, group->folder, *name, what);
    }
  /* a file that is no model: reading it says what it is */
  if (wanted && _edgekit_remote_repository_find (repository, wanted))
    {
      g_autofree char *folder = g_path_get_dirname (wanted);

      *name = g_path_get_basename (wanted);
      return _edgekit_model_files_new_remote (repository, g_str_equal (folder, ".") ? "" : folder, *name, what);
    }
  set_no_version (listing, wanted, what, error);
  return NULL;
}
