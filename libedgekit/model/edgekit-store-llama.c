/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-json-private.h"
#include "edgekit-store-private.h"

/* The cache of llama.cpp before it used that of Hugging Face:
 *   OWNER_NAME_FILE.gguf             the slashes of its place became underscores
 *   manifest=OWNER=NAME=TAG.json     which files the hub gave for that tag
 * LLAMA_CACHE may hold the newer form as well. */

#define MANIFEST "manifest="

/* "manifest=ggml-org=gemma-3-4b-it-GGUF=latest.json" → three parts */
static GStrv
parse_manifest_name (const char *name)
{
  g_autofree char *inner = NULL;
  GStrv parts;

  if (!g_str_has_prefix (name, MANIFEST) || !g_str_has_suffix (name, ".json"))
    return NULL;
  inner = g_strndup (name + strlen (MANIFEST), strlen (name) - strlen (MANIFEST) - strlen (".json"));
  parts = g_strsplit (inner, "=", -1);
  if (g_strv_length (parts) == 3 && *parts[0] && *parts[1] && *parts[2])
    return parts;
  g_strfreev (parts);
  return NULL;
}

static gboolean
names_file (JsonNode *manifest)
{
  JsonNode *node = json_object_get_member (json_node_get_object (manifest), "ggufFile");
  const char *file = NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) &&
         _edgekit_json_get_string (json_node_get_object (node), "rfilename", &file, "manifest", NULL) && file;
}

/* What names of files begin with, "ggml-org_gemma-3-4b-it-GGUF", and the repository
 * that it is: only the manifests tell where the one ends and the other begins. */
static void
read_manifest (EdgeKitStoreScan *scan, GHashTable *repositories, const EdgeKitStoreEntry *entry)
{
  g_auto(GStrv) parts = parse_manifest_name (entry->name);
  g_autoptr(JsonNode) manifest = parts ? _edgekit_store_walk_read_json (&scan->walk, entry->path) : NULL;

  if (manifest && names_file (manifest))
    g_hash_table_insert (repositories, g_strdup_printf ("%s_%s", parts[0], parts[1]),
                         g_strdup_printf ("%s/%s", parts[0], parts[1]));
}

static const char *
repository_of (GHashTable *repositories, const char *name)
{
  for (const char *p = strrchr (name, '_'); p;)
    {
      g_autofree char *begin = g_strndup (name, p - name);
      const char *found = g_hash_table_lookup (repositories, begin);

      if (found)
        return found;
      p = g_strrstr_len (name, p - name, "_");
    }
  return "";
}

static void
move_file (EdgeKitStoreTree *from, EdgeKitStoreTree *to, const char *path, const char *repository)
{
  EdgeKitStoreEntry *entry = NULL;
  char *key = NULL;
  gsize skip = *repository ? strlen (repository) + 1 : 0;

  g_hash_table_steal_extended (from->entries, path, (gpointer *) &key, (gpointer *) &entry);
  g_free (key);
  g_ptr_array_add (to->files, _edgekit_listed_file_new (path + skip, entry->size));
  g_hash_table_insert (to->entries, g_strdup (path + skip), entry);
}

static void
scan_flat (EdgeKitStoreScan *scan)
{
  g_autoptr(GHashTable) repositories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) trees =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _edgekit_store_tree_free);
  g_autoptr(EdgeKitStoreTree) all = _edgekit_store_walk_tree (&scan->walk, scan->walk.root, 0);
  g_autoptr(GList) names = NULL;

  for (guint i = 0; i < all->files->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (all->files, i);

      read_manifest (scan, repositories, g_hash_table_lookup (all->entries, file->path));
    }
  for (guint i = 0; i < all->files->len; i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (all->files, i);
      const char *repository = repository_of (repositories, file->path);
      EdgeKitStoreTree *tree = g_hash_table_lookup (trees, repository);

      if (!g_str_has_suffix (file->path, ".gguf"))
        continue;
      if (!tree)
        {
          tree = _edgekit_store_tree_new ();
          g_hash_table_insert (trees, g_strdup (repository), tree);
        }
      move_file (all, tree, file->path, repository);
    }
  names = g_list_sort (g_hash_table_get_keys (trees), (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    if (_edgekit_store_scan_wants (scan, l->data) || (!scan->wanted && *(char *) l->data == '\0'))
      _edgekit_store_scan_repository (scan, l->data, NULL, g_hash_table_lookup (trees, l->data));
}

void
_edgekit_store_scan_llama (EdgeKitStoreScan *scan)
{
  scan_flat (scan);
  _edgekit_store_scan_hub (scan);
}
