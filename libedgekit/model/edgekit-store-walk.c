/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "edgekit-json-private.h"
#include "edgekit-small-file-private.h"
#include "edgekit-store-private.h"

/* A store of a person has some thousand files; a folder that somebody points at
 * may have millions. */
#define MAX_ENTRIES 250000
#define MAX_INDEX (1024 * 1024)

/* The path without links; NULL and errno where it leads nowhere. */
static char *
resolve (const char *path)
{
#ifdef G_OS_UNIX
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real);

  free (real);
  return copy;
#else
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_canonicalize_filename (path, NULL) : NULL;
#endif
}

gboolean
_edgekit_store_walk_init (EdgeKitStoreWalk *walk, const char *root, GCancellable *cancellable)
{
  memset (walk, 0, sizeof *walk);
  walk->cancellable = cancellable;
  walk->budget = MAX_ENTRIES;
  walk->root = resolve (root);
  if (!walk->root && errno == EACCES)
    walk->denied = TRUE;
  return walk->root && g_file_test (walk->root, G_FILE_TEST_IS_DIR);
}

void
_edgekit_store_walk_clear (EdgeKitStoreWalk *walk)
{
  g_clear_pointer (&walk->root, g_free);
}

gboolean
_edgekit_store_walk_goes_on (const EdgeKitStoreWalk *walk)
{
  return walk->budget > 0 && !g_cancellable_is_cancelled (walk->cancellable);
}

void
_edgekit_store_entry_free (EdgeKitStoreEntry *self)
{
  if (!self) /* taken out of a list */
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->real_path);
  g_free (self);
}

static gboolean
is_inside (const EdgeKitStoreWalk *walk, const char *path)
{
  gsize n = strlen (walk->root);

  /* the root may be “/”, which ends in its own slash */
  return strncmp (path, walk->root, n) == 0 && (path[n] == '/' || path[n] == '\0' || walk->root[n - 1] == '/');
}

/* Follows the links; counts those that cannot be followed. */
static char *
follow (EdgeKitStoreWalk *walk, const char *path)
{
  g_autofree char *real = resolve (path);
  GStatBuf info;

  if (!real)
    {
      if (errno == EACCES)
        walk->denied = TRUE;
      else
        walk->n_dangling += g_lstat (path, &info) == 0;
      return NULL;
    }
  if (walk->anywhere || is_inside (walk, real))
    return g_steal_pointer (&real);
  walk->n_outside++;
  return NULL;
}

/* @real_path is taken; NULL: @path is no link. */
static EdgeKitStoreEntry *
entry_new (const char *path, char *real_path, const GStatBuf *info)
{
  EdgeKitStoreEntry *entry;

  if (!S_ISREG (info->st_mode) && !S_ISDIR (info->st_mode))
    {
      g_free (real_path);
      return NULL;
    }
  entry = g_new0 (EdgeKitStoreEntry, 1);
  entry->name = g_path_get_basename (path);
  entry->path = g_strdup (path);
  entry->real_path = real_path ? real_path : g_strdup (path);
  entry->folder = S_ISDIR (info->st_mode);
  entry->size = MAX (info->st_size, 0);
  entry->modified = info->st_mtime;
  entry->accessed = info->st_atime;
  return entry;
}

EdgeKitStoreEntry *
_edgekit_store_walk_look (EdgeKitStoreWalk *walk, const char *path)
{
  g_autofree char *real = follow (walk, path);
  GStatBuf info;

  walk->budget -= walk->budget > 0;
  if (!real || g_stat (real, &info) != 0)
    return NULL;
  return entry_new (path, g_steal_pointer (&real), &info);
}

/* An entry of a folder whose own path has no links. */
static EdgeKitStoreEntry *
look_at_child (EdgeKitStoreWalk *walk, const char *path)
{
  GStatBuf info;

  if (g_lstat (path, &info) != 0)
    return NULL;
#ifdef S_ISLNK
  if (S_ISLNK (info.st_mode))
    return _edgekit_store_walk_look (walk, path);
#endif
  walk->budget -= walk->budget > 0;
  return entry_new (path, NULL, &info);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const EdgeKitStoreEntry *x = *(EdgeKitStoreEntry *const *) a, *y = *(EdgeKitStoreEntry *const *) b;

  return strcmp (x->name, y->name);
}

GPtrArray *
_edgekit_store_walk_list (EdgeKitStoreWalk *walk, const char *folder)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_store_entry_free);
  g_autofree char *real = follow (walk, folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = real ? g_dir_open (real, 0, &error) : NULL;
  const char *name;

  walk->denied |= g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = NULL;
      EdgeKitStoreEntry *entry;

      walk->exhausted |= walk->budget == 0;
      if (!_edgekit_store_walk_goes_on (walk))
        break;
      /* names that cannot be written in a list, nor typed */
      if (*name == '.' || !g_utf8_validate (name, -1, NULL))
        continue;
      path = g_build_filename (real, name, NULL);
      entry = look_at_child (walk, path);
      if (entry)
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

char *
_edgekit_store_walk_read (EdgeKitStoreWalk *walk, const char *path, gsize max, gsize *length)
{
  g_autoptr(EdgeKitStoreEntry) entry = _edgekit_store_walk_look (walk, path);

  if (!entry || entry->folder)
    return NULL;
  return _edgekit_small_file_read (entry->real_path, max, length);
}

JsonNode *
_edgekit_store_walk_read_json (EdgeKitStoreWalk *walk, const char *path)
{
  gsize length;
  g_autofree char *text = _edgekit_store_walk_read (walk, path, MAX_INDEX, &length);
  g_autoptr(JsonNode) root = NULL;

  if (!text)
    return NULL;
  root = _edgekit_json_parse (text, length, MAX_INDEX, EDGEKIT_JSON_SMALL_TREE | EDGEKIT_JSON_NAN_IS_NULL, "index",
                              NULL);
  if (root && JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  walk->n_damaged++;
  return NULL;
}

/* As huggingface_hub, llama.cpp, Ollama, GPT4All and browsers name them. */
gboolean
_edgekit_store_name_is_unfinished (const char *name)
{
  static const char *const endings[] = { ".incomplete", ".downloadInProgress", "-partial", ".part", ".crdownload",
                                         ".tmp", ".download" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return g_str_has_prefix (name, "incomplete-");
}

/* --- All that is under a folder --------------------------------------------- */

void
_edgekit_store_tree_free (EdgeKitStoreTree *self)
{
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->entries);
  g_free (self);
}

static void
add_folder (EdgeKitStoreWalk *walk, EdgeKitStoreTree *tree, GHashTable *seen, const char *folder, const char *prefix,
            guint depth)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (walk, folder);

  for (guint i = 0; i < entries->len; i++)
    {
      EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *path = *prefix ? g_strconcat (prefix, "/", entry->name, NULL) : g_strdup (entry->name);

      if (!entry->folder && _edgekit_store_name_is_unfinished (entry->name))
        walk->n_unfinished++;
      else if (!entry->folder)
        {
          g_ptr_array_add (tree->files, _edgekit_listed_file_new (path, entry->size));
          g_hash_table_insert (tree->entries, g_steal_pointer (&path), entry);
          entries->pdata[i] = NULL;
        }
      /* each folder once, so that links in a circle end */
      else if (depth > 0 && g_hash_table_add (seen, g_strdup (entry->real_path)))
        add_folder (walk, tree, seen, entry->real_path, path, depth - 1);
    }
}

EdgeKitStoreTree *
_edgekit_store_tree_new (void)
{
  EdgeKitStoreTree *self = g_new0 (EdgeKitStoreTree, 1);

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_listed_file_free);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _edgekit_store_entry_free);
  return self;
}

EdgeKitStoreTree *
_edgekit_store_walk_tree (EdgeKitStoreWalk *walk, const char *folder, guint depth)
{
  EdgeKitStoreTree *self = _edgekit_store_tree_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *real = resolve (folder);

  if (real)
    g_hash_table_add (seen, real);
  add_folder (walk, self, seen, folder, "", depth);
  return self;
}

/* --- Digests ---------------------------------------------------------------- */

gboolean
_edgekit_store_digest_is_valid (const char *digest)
{
  gsize n = strlen ("sha256:");

  if (strncmp (digest, "sha256", n - 1) != 0 || (digest[n - 1] != ':' && digest[n - 1] != '-'))
    return FALSE;
  for (guint i = 0; i < 64; i++)
    if (!g_ascii_isxdigit (digest[n + i]))
      return FALSE;
  return digest[n + 64] == '\0';
}
