/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-line-private.h"
#include "edgekit-quantization-private.h"
#include "edgekit-store-private.h"

#define CONFIG "config.json"
#define MAX_CONFIG (1024 * 1024)

static const struct
{
  const char *layout;
  void (*scan) (EdgeKitStoreScan *scan);
} layouts[] = {
  { "hub", _edgekit_store_scan_hub },         { "ollama", _edgekit_store_scan_ollama },
  { "llama.cpp", _edgekit_store_scan_llama }, { "folders", _edgekit_store_scan_folders },
  { "jan", _edgekit_store_scan_jan },         { "docker", _edgekit_store_scan_docker },
};

gboolean
_edgekit_store_scan_begin (EdgeKitStoreScan *scan)
{
  return _edgekit_store_walk_init (&scan->walk, scan->place->path, scan->walk.cancellable);
}

void
_edgekit_store_scan_run (EdgeKitStoreScan *scan)
{
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_str_equal (layouts[i].layout, scan->place->layout))
      layouts[i].scan (scan);
}

void
_edgekit_store_scan_clear (EdgeKitStoreScan *scan)
{
  _edgekit_store_walk_clear (&scan->walk);
}

gboolean
_edgekit_store_scan_wants (const EdgeKitStoreScan *scan, const char *repository)
{
  return !scan->wanted || g_ascii_strcasecmp (scan->wanted, repository) == 0;
}

void
_edgekit_store_scan_found (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model)
{
  char *name = model->name;

  if (g_cancellable_is_cancelled (scan->walk.cancellable))
    return;
  model->store = g_strdup (scan->place->store);
  model->root = g_strdup (scan->walk.root);
  model->name = _edgekit_line_take (g_strconcat (model->store, ":", name, NULL));
  model->title = _edgekit_line_take (model->title);
  model->quantization = _edgekit_line_take (model->quantization);
  g_free (name);
  scan->found (model, scan->data);
}

/* --- What is known of the files --------------------------------------------- */

static const EdgeKitStoreEntry *
get_entry (EdgeKitStoreTree *tree, const char *folder, const char *name)
{
  g_autofree char *path = *folder ? g_strconcat (folder, "/", name, NULL) : g_strdup (name);

  return g_hash_table_lookup (tree->entries, path);
}

static const char *
type_of (JsonObject *config)
{
  static const char *const keys[] = { "dtype", "torch_dtype", "text_config.dtype", "text_config.torch_dtype" };
  static const char *const names[][2] = { { "bfloat16", "BF16" }, { "float16", "F16" }, { "float32", "F32" } };
  const char *type = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys) && !type; i++)
    type = _edgekit_config_walk_string (config, keys[i]);
  for (guint i = 0; type && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (type, names[i][0]))
      return names[i][1];
  return NULL;
}

/* Of safetensors files, the config.json says how they are stored. */
static void
read_config (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model, const EdgeKitStoreEntry *entry)
{
  gsize length;
  g_autofree char *text = entry ? _edgekit_store_walk_read (&scan->walk, entry->real_path, MAX_CONFIG, &length) : NULL;
  g_autoptr(EdgeKitConfig) config = text ? _edgekit_config_new (text, length, CONFIG, NULL) : NULL;
  g_autoptr(EdgeKitQuantization) quantization = NULL;

  if (!config)
    return;
  quantization = _edgekit_quantization_new (config, NULL);
  if (quantization->mlx)
    {
      g_free (model->format);
      model->format = g_strdup ("mlx");
    }
  model->quantization =
    g_strdup (quantization->name ? quantization->name : type_of (_edgekit_config_get_root (config)));
}

/* --- The versions of a repository ------------------------------------------- */

/* "Llama-3.2-3B-Instruct" of "bartowski/Llama-3.2-3B-Instruct-GGUF" */
static char *
title_of (const char *repository, const char *quantization)
{
  const char *slash = strrchr (repository, '/');
  g_autofree char *name = g_strdup (slash ? slash + 1 : repository);
  gsize length = strlen (name);

  if (length > 5 && g_ascii_strcasecmp (name + length - 4, "GGUF") == 0 && strchr ("-_.", name[length - 5]))
    name[length - 5] = '\0';
  return quantization ? g_strdup_printf ("%s (%s)", name, quantization) : g_steal_pointer (&name);
}

static const char *
file_name (const EdgeKitListedFile *file)
{
  const char *slash = strrchr (file->path, '/');

  return slash ? slash + 1 : file->path;
}

/* Files at the top of a store are models of their own, called by their names. */
static char *
lonely_name (const EdgeKitVariantGroup *group)
{
  const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
  g_auto(EdgeKitFileName) name = { 0 };

  _edgekit_file_name_parse (first, &name);
  return *group->folder ? g_strconcat (group->folder, "/", name.stem, NULL) : g_strdup (name.stem);
}

static char *
name_of (const char *repository, const EdgeKitVariantGroup *group)
{
  if (!*repository)
    return lonely_name (group);
  if (g_str_equal (group->format, "safetensors") && !*group->folder)
    return g_strdup (repository);
  return g_strconcat (repository, ":", group->name, NULL);
}

/* The whole of a folder: which of its files are read is for the loader to say. */
static void
store_folder (EdgeKitInstalledModel *model, EdgeKitStoreTree *tree, const char *folder)
{
  gsize n = strlen (folder);
  GHashTableIter iter;
  const char *path;
  const EdgeKitStoreEntry *entry;

  g_hash_table_iter_init (&iter, tree->entries);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, (gpointer *) &entry))
    if (strncmp (path, folder, n) == 0 && (n == 0 || path[n] == '/') && !strchr (path + n + (n > 0), '/'))
      _edgekit_installed_model_add_stored (model, entry->name, entry->real_path);
}

static void
add_files (EdgeKitInstalledModel *model, EdgeKitStoreTree *tree, const EdgeKitVariantGroup *group)
{
  for (guint i = 0; i < group->files->len; i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (group->files, i);
      const EdgeKitStoreEntry *entry = g_hash_table_lookup (tree->entries, file->path);

      _edgekit_installed_model_add_file (model, file_name (file), file->size);
      if (g_str_equal (group->format, "gguf"))
        _edgekit_installed_model_add_stored (model, file_name (file), entry->real_path);
      if (i == 0)
        {
          model->path = g_strdup (entry->path);
          _edgekit_installed_model_set_used (model, entry->accessed, entry->modified);
        }
    }
}

/* @name is taken. */
static void
found_version (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model, char *name, EdgeKitStoreTree *tree,
               const EdgeKitVariantGroup *group)
{
  model->name = name;
  model->format = g_strdup (group->format);
  model->quantization = g_strdup (group->quantization);
  model->complete = group->complete;
  add_files (model, tree, group);
  if (g_str_equal (group->format, "gguf"))
    model->main = g_strdup (file_name (g_ptr_array_index (group->files, 0)));
  else
    {
      g_autofree char *at = g_path_get_dirname (model->path);

      store_folder (model, tree, group->folder);
      read_config (scan, model, get_entry (tree, group->folder, CONFIG));
      g_free (model->path);
      model->path = g_steal_pointer (&at);
    }
  model->title = model->repository ? title_of (model->repository, model->quantization) : g_strdup (name);
  _edgekit_store_scan_found (scan, model);
}

void
_edgekit_store_scan_version (EdgeKitStoreScan *scan, const char *name, EdgeKitStoreTree *tree,
                             const EdgeKitVariantGroup *group)
{
  g_autoptr(EdgeKitInstalledModel) model = _edgekit_installed_model_new (name);

  found_version (scan, model, g_strdup (name), tree, group);
}

void
_edgekit_store_scan_repository (EdgeKitStoreScan *scan, const char *repository, const char *folder,
                                EdgeKitStoreTree *tree)
{
  g_autoptr(EdgeKitVariantGroups) groups = _edgekit_variant_groups_new (tree->files);

  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);
      g_autoptr(EdgeKitInstalledModel) model = _edgekit_installed_model_new (*repository ? repository : NULL);

      model->folder = g_strdup (folder);
      found_version (scan, model, name_of (repository, group), tree, group);
    }
}
