/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "edgekit-error.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-remote-cache-private.h"

/* An entry: a line that names the format, a line of JSON, and the bytes. */
#define FORMAT "edgekit-cache 1\n"
#define MAX_HEAD (16 * 1024)
#define MAX_ENTRY (G_GUINT64_CONSTANT (128) * 1024 * 1024)
#define HASH_LENGTH 64
/* Seconds after which a file that was never moved into place is one of a crash. */
#define ABANDONED 3600
/* Where it is too large, so much is left of the limit. */
#define KEEP(limit) ((limit) / 5 * 4)

EdgeKitRemoteCacheEntry *
_edgekit_remote_cache_entry_new (const char *etag, const char *commit, const char *next, gint64 total, GBytes *bytes)
{
  EdgeKitRemoteCacheEntry *self = g_new0 (EdgeKitRemoteCacheEntry, 1);

  self->etag = g_strdup (etag);
  self->commit = g_strdup (commit);
  self->next = g_strdup (next);
  self->total = total;
  self->bytes = g_bytes_ref (bytes);
  return self;
}

void
_edgekit_remote_cache_entry_free (EdgeKitRemoteCacheEntry *self)
{
  g_free (self->etag);
  g_free (self->commit);
  g_free (self->next);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static char *
path_of (const EdgeKitRemoteSettings *settings, const char *key)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  return g_build_filename (settings->cache_folder, hash, NULL);
}

/* --- Reading ---------------------------------------------------------------- */

static EdgeKitRemoteCacheEntry *
parse_entry (GBytes *contents, const char *key)
{
  gsize length, head_length, at = strlen (FORMAT);
  const char *text = g_bytes_get_data (contents, &length);
  const char *newline = length > at ? memchr (text + at, '\n', MIN (length - at, MAX_HEAD)) : NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *hash = NULL;
  const char *own_key = NULL, *own_hash = NULL, *etag = NULL, *commit = NULL, *next = NULL;
  gint64 total = EDGEKIT_UNKNOWN;
  JsonObject *head;

  if (!newline || memcmp (text, FORMAT, at) != 0)
    return NULL;
  head_length = newline - text - at;
  root = _edgekit_json_parse (text + at, head_length, MAX_HEAD, EDGEKIT_JSON_DEFAULT, "", NULL);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  head = json_node_get_object (root);
  if (!_edgekit_json_get_string (head, "key", &own_key, "", NULL) ||
      !_edgekit_json_get_string (head, "sha256", &own_hash, "", NULL) ||
      !_edgekit_json_get_string (head, "etag", &etag, "", NULL) ||
      !_edgekit_json_get_string (head, "commit", &commit, "", NULL) ||
      !_edgekit_json_get_string (head, "next", &next, "", NULL) ||
      !_edgekit_json_get_int (head, "total", 0, G_MAXINT64, &total, "", NULL))
    return NULL;
  at += head_length + 1;
  bytes = g_bytes_new_from_bytes (contents, at, length - at);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (own_key, key) != 0 || g_strcmp0 (own_hash, hash) != 0)
    return NULL;
  return _edgekit_remote_cache_entry_new (etag, commit, next, total, bytes);
}

EdgeKitRemoteCacheEntry *
_edgekit_remote_cache_lookup (const EdgeKitRemoteSettings *settings, const char *key)
{
  g_autofree char *path = path_of (settings, key);
  g_autoptr(GBytes) contents = NULL;
  EdgeKitRemoteCacheEntry *entry;
  GStatBuf info;
  char *text;
  gsize length;

  if (g_stat (path, &info) != 0 || (guint64) info.st_size > MAX_ENTRY ||
      !g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  contents = g_bytes_new_take (text, length);
  entry = parse_entry (contents, key);
  if (entry)
    g_utime (path, NULL); /* the longest unused goes first */
  else
    g_unlink (path);
  return entry;
}

/* --- The folder ------------------------------------------------------------- */

typedef struct
{
  char *path;
  guint64 size;
  gint64 used;
} Kept;

static void
kept_free (Kept *kept)
{
  g_free (kept->path);
  g_free (kept);
}

static int
compare_used (gconstpointer a, gconstpointer b)
{
  const Kept *x = *(Kept *const *) a, *y = *(Kept *const *) b;

  return (x->used > y->used) - (x->used < y->used);
}

/* Its own files: hashes, and what g_file_set_contents() puts beside them. */
static gboolean
is_own (const char *name, gboolean *whole)
{
  gsize n = strspn (name, "0123456789abcdef");

  *whole = n == HASH_LENGTH && !name[n];
  return n == HASH_LENGTH && (*whole || name[n] == '.');
}

static GPtrArray *
list_folder (const EdgeKitRemoteSettings *settings, gboolean with_abandoned)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_free);
  g_autoptr(GDir) folder = g_dir_open (settings->cache_folder, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *path = g_build_filename (settings->cache_folder, name, NULL);
      gboolean whole;
      GStatBuf info;
      Kept *kept;

      if (!is_own (name, &whole) || g_lstat (path, &info) != 0)
        continue;
      if (!whole && !with_abandoned)
        {
          if (info.st_mtime + ABANDONED < now)
            g_unlink (path);
          continue;
        }
      kept = g_new0 (Kept, 1);
      kept->path = g_steal_pointer (&path);
      kept->size = info.st_size;
      kept->used = info.st_mtime;
      g_ptr_array_add (files, kept);
    }
  return files;
}

static guint64
total_of (GPtrArray *files)
{
  guint64 total = 0;

  for (guint i = 0; i < files->len; i++)
    total += ((Kept *) g_ptr_array_index (files, i))->size;
  return total;
}

static void
make_room (const EdgeKitRemoteSettings *settings)
{
  g_autoptr(GPtrArray) files = list_folder (settings, FALSE);
  guint64 total = total_of (files);

  if (total <= settings->cache_limit)
    return;
  g_ptr_array_sort (files, compare_used);
  for (guint i = 0; i < files->len && total > KEEP (settings->cache_limit); i++)
    {
      const Kept *kept = g_ptr_array_index (files, i);

      if (g_unlink (kept->path) == 0)
        total -= kept->size;
    }
}

/* --- Writing ---------------------------------------------------------------- */

static char *
write_head (const char *key, const EdgeKitRemoteCacheEntry *entry)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, entry->bytes);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "key", key);
  _edgekit_json_add_string (builder, "sha256", hash);
  _edgekit_json_add_string (builder, "etag", entry->etag);
  _edgekit_json_add_string (builder, "commit", entry->commit);
  _edgekit_json_add_string (builder, "next", entry->next);
  _edgekit_json_add_int (builder, "total", entry->total);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

void
_edgekit_remote_cache_store (const EdgeKitRemoteSettings *settings, const char *key, const EdgeKitRemoteCacheEntry *entry)
{
  g_autofree char *path = path_of (settings, key);
  g_autofree char *head = write_head (key, entry);
  g_autoptr(GString) contents = g_string_new (FORMAT);
  gsize length;
  const char *bytes = g_bytes_get_data (entry->bytes, &length);

  if (strlen (head) >= MAX_HEAD || length > MIN (MAX_ENTRY / 2, settings->cache_limit) ||
      g_mkdir_with_parents (settings->cache_folder, 0700) != 0)
    return;
  g_string_append (contents, head);
  g_string_append_c (contents, '\n');
  g_string_append_len (contents, bytes, length);
  if (g_file_set_contents_full (path, contents->str, contents->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    make_room (settings);
}

void
_edgekit_remote_cache_forget (const EdgeKitRemoteSettings *settings, const char *key)
{
  g_autofree char *path = path_of (settings, key);

  g_unlink (path);
}

guint64
_edgekit_remote_cache_measure (const EdgeKitRemoteSettings *settings)
{
  g_autoptr(GPtrArray) files = list_folder (settings, TRUE);

  return total_of (files);
}

gboolean
_edgekit_remote_cache_clear (const EdgeKitRemoteSettings *settings, GError **error)
{
  g_autoptr(GPtrArray) files = list_folder (settings, TRUE);

  for (guint i = 0; i < files->len; i++)
    {
      const Kept *kept = g_ptr_array_index (files, i);

      if (g_unlink (kept->path) != 0 && g_file_test (kept->path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                       /* Translators: the path of a file */
                       _ ("%s: this file of the cache cannot be deleted"), kept->path);
          return FALSE;
        }
    }
  return TRUE;
}
