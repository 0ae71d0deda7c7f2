/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-remote-cache-private.h"
#include "edgekit-remote-repository-private.h"
#include "edgekit-similar-private.h"

#define MAX_PAGES 100
#define MAX_SUGGESTIONS 3
#define MAIN_BRANCH "main"
#define MODELSCOPE_BRANCH "master"
#define OLLAMA_TAG "latest"
/* Newer models are refused to a client that does not say which Ollama could load
 * them (412). */
#define OLLAMA_AGENT "ollama/0.30.0 edgekit/" EDGEKIT_VERSION_STRING
#define MANIFEST_TYPE "application/vnd.docker.distribution.manifest.v2+json"

struct _EdgeKitRemoteRepository
{
  EdgeKitRemoteName *name;
  char *what;
  EdgeKitHttp *http;
  GPtrArray *files;     /* EdgeKitRemoteFile; NULL: not asked for yet */
  GPtrArray *announced; /* Announced: not asked for yet */
  gboolean restarted;
  GHashTable *opened;   /* path → Opened: asked for with others */
};

typedef struct
{
  char *path;
  char *what;
} Announced;

typedef struct
{
  EdgeKitRemoteStream *stream; /* NULL with an error */
  GError *error;
} Opened;

static void
announced_free (Announced *self)
{
  g_free (self->path);
  g_free (self->what);
  g_free (self);
}

static void
opened_free (Opened *self)
{
  g_clear_object (&self->stream);
  g_clear_error (&self->error);
  g_free (self);
}

EdgeKitRemoteRepository *
_edgekit_remote_repository_new (EdgeKitRemoteName *name, const char *what, EdgeKitRemoteSettings *settings)
{
  EdgeKitRemoteRepository *self = g_new0 (EdgeKitRemoteRepository, 1);

  self->name = name;
  self->what = g_strdup (what);
  self->http = _edgekit_http_new (settings);
  self->announced = g_ptr_array_new_with_free_func ((GDestroyNotify) announced_free);
  self->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) opened_free);
  return self;
}

void
_edgekit_remote_repository_free (EdgeKitRemoteRepository *self)
{
  _edgekit_remote_name_free (self->name);
  g_free (self->what);
  g_ptr_array_unref (self->announced);
  g_hash_table_unref (self->opened);
  _edgekit_http_free (self->http);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

const EdgeKitRemoteName *
_edgekit_remote_repository_get_name (EdgeKitRemoteRepository *self)
{
  return self->name;
}

EdgeKitHttp *
_edgekit_remote_repository_get_http (EdgeKitRemoteRepository *self)
{
  return self->http;
}

gboolean
_edgekit_remote_repository_restart (EdgeKitRemoteRepository *self, GError **error)
{
  if (self->restarted || !g_error_matches (*error, EDGEKIT_ERROR, EDGEKIT_ERROR_CHANGED))
    return FALSE;
  self->restarted = TRUE;
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_ptr_array_set_size (self->announced, 0);
  g_hash_table_remove_all (self->opened);
  _edgekit_http_forget_links (self->http);
  g_clear_error (error);
  return TRUE;
}

/* --- Documents -------------------------------------------------------------- */

/* Of the same address as before: unchanged costs a short answer, and offline none. */
static EdgeKitRemoteCacheEntry *
get_document (EdgeKitRemoteRepository *self, const char *url, const char *accept, const char *agent,
              GCancellable *cancellable, GError **error)
{
  const EdgeKitRemoteSettings *settings = _edgekit_http_get_settings (self->http);
  g_autofree char *key = g_strconcat ("document ", url, NULL);
  g_autoptr(EdgeKitRemoteCacheEntry) entry = settings->refresh ? NULL : _edgekit_remote_cache_lookup (settings, key);
  const EdgeKitHttpRequest request = {
    .url = url, .what = self->what, .accept = accept, .agent = agent, .known_etag = entry ? entry->etag : NULL,
  };
  g_autoptr(EdgeKitHttpBody) body = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const EdgeKitHttpHead *head;
  gsize length;
  char *text;

  if (entry && settings->offline)
    return g_steal_pointer (&entry);
  body = _edgekit_http_open (self->http, &request, cancellable, error);
  if (!body)
    return NULL;
  head = _edgekit_http_body_get_head (body);
  if (head->status == 304 && entry)
    return g_steal_pointer (&entry);
  if (head->type && g_str_equal (head->type, "text/html"))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_WEB_PAGE,
                   _ ("%s: a web page came instead of an answer; a network that asks to log in does this: open a page "
                      "in a browser, and try again"),
                   self->what);
      return NULL;
    }
  text = _edgekit_http_body_read_all (body, EDGEKIT_HUB_MAX_JSON, &length, cancellable, error);
  if (!text)
    return NULL;
  bytes = g_bytes_new_take (text, length);
  g_clear_pointer (&entry, _edgekit_remote_cache_entry_free);
  entry = _edgekit_remote_cache_entry_new (head->etag, head->commit, head->next, EDGEKIT_UNKNOWN, bytes);
  _edgekit_remote_cache_store (settings, key, entry);
  return g_steal_pointer (&entry);
}

typedef gboolean (*ReadListing) (const char *text, gsize length, GPtrArray *files, const char *what, GError **error);

/* Pages are of one server: another one has no say in what is in the repository. */
static gboolean
read_pages (EdgeKitRemoteRepository *self, const char *first, ReadListing read, const char *accept, const char *agent,
            GPtrArray *files, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strdup (first);
  g_autofree char *origin = _edgekit_remote_origin (first);

  for (guint page = 0; url && page < MAX_PAGES; page++)
    {
      g_autoptr(EdgeKitRemoteCacheEntry) entry = get_document (self, url, accept, agent, cancellable, error);
      g_autofree char *next_origin = NULL;
      gsize length;
      const char *text;

      if (!entry)
        return FALSE;
      text = g_bytes_get_data (entry->bytes, &length);
      if (!read (text ? text : "", length, files, self->what, error))
        return FALSE;
      next_origin = _edgekit_remote_origin (entry->next);
      g_free (url);
      url = g_strcmp0 (origin, next_origin) == 0 ? g_strdup (entry->next) : NULL;
    }
  return TRUE;
}

/* --- Listings --------------------------------------------------------------- */

static char *
get_revision (EdgeKitRemoteRepository *self)
{
  const char *usual = self->name->kind == EDGEKIT_REMOTE_MODELSCOPE ? MODELSCOPE_BRANCH : MAIN_BRANCH;

  return g_uri_escape_string (self->name->revision ? self->name->revision : usual, NULL, FALSE);
}

static gboolean
list_hub (EdgeKitRemoteRepository *self, GPtrArray *files, GCancellable *cancellable, GError **error)
{
  const EdgeKitRemoteName *name = self->name;
  g_autofree char *revision = get_revision (self);
  g_autofree char *folder = name->folder ? g_uri_escape_string (name->folder, "/", FALSE) : NULL;
  g_autofree char *url = g_strdup_printf ("%s/api/models/%s/tree/%s%s%s?recursive=true", name->endpoint,
                                          name->repository, revision, folder ? "/" : "", folder ? folder : "");

  return read_pages (self, url, _edgekit_hub_read_tree, "application/json", NULL, files, cancellable, error);
}

static gboolean
list_modelscope (EdgeKitRemoteRepository *self, GPtrArray *files, GCancellable *cancellable, GError **error)
{
  g_autofree char *revision = get_revision (self);
  g_autofree char *url = g_strdup_printf ("%s/api/v1/models/%s/repo/files?Revision=%s&Recursive=true",
                                          self->name->endpoint, self->name->repository, revision);

  return read_pages (self, url, _edgekit_modelscope_read_tree, "application/json", NULL, files, cancellable, error);
}

static gboolean
list_ollama (EdgeKitRemoteRepository *self, GPtrArray *files, GCancellable *cancellable, GError **error)
{
  g_autofree char *url =
    g_strdup_printf ("%s/v2/%s/manifests/%s", self->name->endpoint, self->name->repository,
                     self->name->wanted ? self->name->wanted : OLLAMA_TAG);

  return read_pages (self, url, _edgekit_ollama_read_manifest, MANIFEST_TYPE, OLLAMA_AGENT, files, cancellable, error);
}

/* --- When there is no such one ---------------------------------------------- */

/* Adds the names of others like it to an error that says that there is none. */
static void
add_similar (EdgeKitRemoteRepository *self, GCancellable *cancellable, GError **error)
{
  const char *slash = strrchr (self->name->repository, '/');
  g_autofree char *word = g_uri_escape_string (slash ? slash + 1 : self->name->repository, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/api/models?search=%s&limit=20", self->name->endpoint, word);
  g_autoptr(EdgeKitSimilar) similar = _edgekit_similar_new (self->name->repository, MAX_SUGGESTIONS);
  g_autoptr(EdgeKitRemoteCacheEntry) entry = get_document (self, url, "application/json", NULL, cancellable, NULL);
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *list = NULL;
  gsize length;
  const char *text;

  if (!entry)
    return;
  text = g_bytes_get_data (entry->bytes, &length);
  names = _edgekit_hub_read_search (text ? text : "", length);
  for (guint i = 0; i < names->len; i++)
    _edgekit_similar_add (similar, g_ptr_array_index (names, i));
  list = _edgekit_similar_list (similar);
  if (list)
    {
      GError *more = g_error_new ((*error)->domain, (*error)->code,
                                  /* Translators: a sentence that says that there is no such model, and names of
                                   * models, separated by commas */
                                  _ ("%1$s; similar names: %2$s"), (*error)->message, list);

      g_error_free (*error);
      *error = more;
    }
}

static gboolean
is_unknown (const GError *error)
{
  return g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND) ||
         g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PRIVATE);
}

GPtrArray *
_edgekit_remote_repository_list (EdgeKitRemoteRepository *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_remote_file_free);
  g_autoptr(GError) local = NULL;
  gboolean ok = TRUE;

  if (self->files)
    return self->files;
  switch (self->name->kind)
    {
    case EDGEKIT_REMOTE_HUB:
      ok = list_hub (self, files, cancellable, &local);
      break;
    case EDGEKIT_REMOTE_MODELSCOPE:
      ok = list_modelscope (self, files, cancellable, &local);
      break;
    case EDGEKIT_REMOTE_OLLAMA:
      ok = list_ollama (self, files, cancellable, &local);
      break;
    case EDGEKIT_REMOTE_URL:
      /* what is beside it is found by its name */
      g_ptr_array_add (files, _edgekit_remote_file_new (self->name->wanted, EDGEKIT_UNKNOWN, NULL));
      break;
    }
  if (!ok)
    {
      if (self->name->kind == EDGEKIT_REMOTE_HUB && !self->name->revision && is_unknown (local))
        add_similar (self, cancellable, &local);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  self->files = g_steal_pointer (&files);
  return self->files;
}

const EdgeKitRemoteFile *
_edgekit_remote_repository_find (EdgeKitRemoteRepository *self, const char *path)
{
  for (guint i = 0; self->files && i < self->files->len; i++)
    {
      const EdgeKitRemoteFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->path, path))
        return file;
    }
  return NULL;
}

/* --- Files ------------------------------------------------------------------ */

char *
_edgekit_remote_repository_get_url (EdgeKitRemoteRepository *self, const EdgeKitRemoteFile *file)
{
  const EdgeKitRemoteName *name = self->name;
  g_autofree char *path = g_uri_escape_string (file->path, "/", FALSE);
  g_autofree char *revision = NULL;

  switch (name->kind)
    {
    case EDGEKIT_REMOTE_OLLAMA:
      return g_strdup_printf ("%s/v2/%s/blobs/%s", name->endpoint, name->repository, file->blob);
    case EDGEKIT_REMOTE_URL:
      return g_strdup_printf ("%s/%s%s%s", name->endpoint, path, name->revision ? "?" : "",
                              name->revision ? name->revision : "");
    case EDGEKIT_REMOTE_MODELSCOPE:
      revision = get_revision (self);
      return g_strdup_printf ("%s/models/%s/resolve/%s/%s", name->endpoint, name->repository, revision, path);
    case EDGEKIT_REMOTE_HUB:
      break;
    }
  revision = get_revision (self);
  return g_strdup_printf ("%s/%s/resolve/%s/%s", name->endpoint, name->repository, revision, path);
}

/* The URL is the caller’s to free. */
static EdgeKitRemoteSource
make_source (EdgeKitRemoteRepository *self, const EdgeKitRemoteFile *file, const char *what)
{
  return (EdgeKitRemoteSource){
    .http = self->http,
    .url = _edgekit_remote_repository_get_url (self, file),
    .what = what,
    .agent = self->name->kind == EDGEKIT_REMOTE_OLLAMA ? OLLAMA_AGENT : NULL,
    .id = file->id,
    .size = file->size,
  };
}

void
_edgekit_remote_repository_announce (EdgeKitRemoteRepository *self, char *path, char *what)
{
  Announced *announced = g_new0 (Announced, 1);

  announced->path = path;
  announced->what = what;
  g_ptr_array_add (self->announced, announced);
}

/* From @first on, so that those of a long list are asked for as they are read. */
static void
open_announced (EdgeKitRemoteRepository *self, guint first, GCancellable *cancellable)
{
  const guint n = MIN (EDGEKIT_HTTP_AT_ONCE, self->announced->len - first);
  EdgeKitRemoteSource sources[EDGEKIT_HTTP_AT_ONCE];
  EdgeKitRemoteStream *streams[EDGEKIT_HTTP_AT_ONCE] = { NULL };
  GError *errors[EDGEKIT_HTTP_AT_ONCE] = { NULL };
  g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      const Announced *announced = g_ptr_array_index (self->announced, first + i);
      const EdgeKitRemoteFile *listed = _edgekit_remote_repository_find (self, announced->path);
      const EdgeKitRemoteFile beside = { .path = announced->path, .size = EDGEKIT_UNKNOWN };

      sources[i] = make_source (self, listed ? listed : &beside, announced->what);
      g_ptr_array_add (urls, (char *) sources[i].url);
    }
  _edgekit_remote_stream_open_all (sources, n, streams, errors, cancellable);
  for (guint i = 0; i < n; i++)
    {
      Opened *opened = g_new0 (Opened, 1);

      opened->stream = streams[i];
      opened->error = errors[i];
      g_hash_table_replace (self->opened,
                            g_strdup (((Announced *) g_ptr_array_index (self->announced, first + i))->path), opened);
    }
  g_ptr_array_remove_range (self->announced, first, n);
}

EdgeKitRemoteStream *
_edgekit_remote_repository_open (EdgeKitRemoteRepository *self, const EdgeKitRemoteFile *file, const char *what,
                                 GCancellable *cancellable, GError **error)
{
  EdgeKitRemoteSource source;
  g_autofree char *url = NULL;
  Opened *opened;

  for (guint i = 0; i < self->announced->len; i++)
    if (g_str_equal (((Announced *) g_ptr_array_index (self->announced, i))->path, file->path))
      {
        open_announced (self, i, cancellable);
        break;
      }
  opened = g_hash_table_lookup (self->opened, file->path);
  if (opened)
    {
      EdgeKitRemoteStream *stream = g_steal_pointer (&opened->stream);

      if (opened->error)
        g_propagate_error (error, g_steal_pointer (&opened->error));
      g_hash_table_remove (self->opened, file->path);
      return stream;
    }
  source = make_source (self, file, what);
  url = (char *) source.url;
  return _edgekit_remote_stream_open (&source, cancellable, error);
}
