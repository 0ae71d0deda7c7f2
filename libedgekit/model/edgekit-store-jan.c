/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-store-private.h"

/* The data folder of Jan (jan extensions/llamacpp-extension):
 *   llamacpp/models/ID/model.yml    a model; its ID may have slashes
 *   llamacpp/models/ID/model.gguf   where model_path, from the data folder, says
 *   mlx/models/ID/…                 as for llamacpp
 * An imported model has a model_path elsewhere, which is not followed. */

#define DESCRIPTION "model.yml"
#define MAX_DESCRIPTION (64 * 1024)
#define DEPTH 6

/* The value of a key at the top of a small YAML file that Jan writes: plain, or in
 * quotes. No more of the language is needed, so no more of it is read. */
static char *
get_value (const char *text, const char *key)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  gsize n = strlen (key);

  for (char **line = lines; *line; line++)
    {
      char *value, *end;

      if (strncmp (*line, key, n) != 0 || (*line)[n] != ':')
        continue;
      value = g_strstrip (*line + n + 1);
      if (*value == '"' || *value == '\'')
        {
          end = strchr (value + 1, *value);
          return end ? g_strndup (value + 1, end - value - 1) : NULL;
        }
      end = strstr (value, " #");
      return *value ? g_strchomp (end ? g_strndup (value, end - value) : g_strdup (value)) : NULL;
    }
  return NULL;
}

/* Where a model is, by the path in its description. */
static EdgeKitStoreEntry *
look_at (EdgeKitStoreScan *scan, const char *path)
{
  g_autofree char *whole = g_path_is_absolute (path) ? g_strdup (path)
                                                     : g_build_filename (scan->walk.root, path, NULL);

  return _edgekit_store_walk_look (&scan->walk, whole);
}

/* A GGUF file, with the other parts of its set. */
static void
add_model (EdgeKitStoreScan *scan, const char *id, const EdgeKitStoreEntry *file)
{
  g_autofree char *folder = g_path_get_dirname (file->real_path);
  g_autoptr(EdgeKitStoreTree) tree = _edgekit_store_walk_tree (&scan->walk, folder, 0);
  g_autoptr(EdgeKitVariantGroups) groups = _edgekit_variant_groups_new (tree->files);
  EdgeKitVariantGroup *group = _edgekit_variant_groups_find (groups, file->name);

  if (group)
    _edgekit_store_scan_version (scan, id, tree, group);
}

static void
scan_description (EdgeKitStoreScan *scan, const char *id, const char *path)
{
  gsize length;
  g_autofree char *text = _edgekit_store_walk_read (&scan->walk, path, MAX_DESCRIPTION, &length);
  g_autofree char *model_path = text ? get_value (text, "model_path") : NULL;
  g_autoptr(EdgeKitStoreEntry) file = model_path ? look_at (scan, model_path) : NULL;

  if (!text)
    return;
  if (!model_path)
    scan->walk.n_damaged++;
  else if (file && !file->folder)
    add_model (scan, id, file);
  else if (file)
    {
      g_autoptr(EdgeKitStoreTree) tree = _edgekit_store_walk_tree (&scan->walk, file->real_path, 0);

      _edgekit_store_scan_repository (scan, id, file->real_path, tree);
    }
}

static void
scan_models (EdgeKitStoreScan *scan, const char *engine)
{
  g_autofree char *folder = g_build_filename (scan->walk.root, engine, "models", NULL);
  g_autoptr(EdgeKitStoreTree) tree = _edgekit_store_walk_tree (&scan->walk, folder, DEPTH);

  for (guint i = 0; i < tree->files->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (tree->files, i);
      const EdgeKitStoreEntry *entry = g_hash_table_lookup (tree->entries, file->path);
      g_autofree char *id = g_path_get_dirname (file->path);

      if (g_str_equal (entry->name, DESCRIPTION) && !g_str_equal (id, ".") && _edgekit_store_scan_wants (scan, id))
        scan_description (scan, id, entry->path);
    }
}

void
_edgekit_store_scan_jan (EdgeKitStoreScan *scan)
{
  scan_models (scan, "llamacpp");
  scan_models (scan, "mlx");
}
