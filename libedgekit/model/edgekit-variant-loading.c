/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-companion-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-line-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-location-private.h"
#include "edgekit-model-private.h"
#include "edgekit-outline-private.h"
#include "edgekit-store-private.h"
#include "edgekit-variant-loading-private.h"

/* Of folders within a folder; repositories have two at most. */
#define DEPTH 4
/* Headers that are read: the largest repository has some 150 versions, and each
 * model that is kept takes some 100 KiB. */
#define MAX_HEADERS 256

void
_edgekit_variant_loading_init (EdgeKitVariantLoading *self)
{
  self->variants = g_ptr_array_new_with_free_func (g_object_unref);
  self->companions = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_read = 0;
}

void
_edgekit_variant_loading_clear (EdgeKitVariantLoading *self)
{
  g_clear_pointer (&self->variants, g_ptr_array_unref);
  g_clear_pointer (&self->companions, g_ptr_array_unref);
}

/* --- Headers ---------------------------------------------------------------- */

gboolean
_edgekit_variant_loading_take (EdgeKitVariantLoading *self, EdgeKitVariant *variant, EdgeKitModel *model,
                               GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (!model)
    {
      variant->problem = _edgekit_line_take (g_strdup (problem->message));
      g_error_free (problem);
      return TRUE;
    }
  variant->model = model;
  variant->parameters = model->parameters;
  variant->bits_per_weight = model->bits_per_weight;
  self->n_read += MAX (model->bytes_read, 0);
  if (!variant->quantization)
    variant->quantization = g_strdup (model->quantization);
  return TRUE;
}

static EdgeKitModel *
read_header (const char *folder, const EdgeKitVariantGroup *group, const char *location, GCancellable *cancellable,
             GError **error)
{
  const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
  g_autofree char *path = g_build_filename (folder, first->path, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *name = g_str_equal (group->format, "gguf") ? g_path_get_basename (path) : NULL;
  g_autoptr(GFile) file = g_file_new_for_path (parent);
  g_autoptr(EdgeKitModelFiles) files = _edgekit_model_files_new_local (file, name, location);

  return _edgekit_model_load_files (files, name, NULL, cancellable, error);
}

/* Versions of one model have the same number of parameters: where there were too many
 * headers to read, the size divided by it is close, as all else in a file is small. A
 * file that could not be read may be anything. */
static void
compute_bits (EdgeKitVariantLoading *self, const char *const *bases)
{
  for (guint i = 0; i < self->variants->len; i++)
    {
      EdgeKitVariant *variant = g_ptr_array_index (self->variants, i);

      if (variant->model || variant->problem || !variant->complete || variant->size <= 0)
        continue;
      for (guint j = 0; j < MIN (self->variants->len, MAX_HEADERS); j++)
        {
          const EdgeKitVariant *other = g_ptr_array_index (self->variants, j);

          if (!other->model || other->parameters <= 0 || !g_str_equal (bases[i], bases[j]))
            continue;
          variant->parameters = other->parameters;
          variant->bits_per_weight = (double) variant->size * 8 / (double) other->parameters;
          break;
        }
    }
}

/* --- A folder --------------------------------------------------------------- */

EdgeKitVariant *
_edgekit_variant_of_group (const EdgeKitVariantGroup *group)
{
  EdgeKitVariant *variant = g_object_new (EDGEKIT_TYPE_VARIANT, NULL);

  variant->name = _edgekit_line_take (g_strdup (group->name));
  variant->quantization = g_strdup (group->quantization);
  variant->format = g_strdup (group->format);
  variant->size = group->size;
  variant->folder = g_strdup (group->folder);
  variant->parts = group->n_parts;
  variant->complete = group->complete;
  for (guint i = 0; i < group->files->len; i++)
    {
      const EdgeKitListedFile *listed = g_ptr_array_index (group->files, i);
      g_autoptr(EdgeKitModelFile) file = g_object_new (EDGEKIT_TYPE_MODEL_FILE, NULL);

      file->name = g_path_get_basename (listed->path);
      file->size = listed->size;
      g_list_store_append (variant->files, file);
    }
  return variant;
}

void
_edgekit_variant_loading_add_companions (EdgeKitVariantLoading *self, const EdgeKitVariantGroups *groups)
{
  for (guint i = 0; i < groups->companions->len; i++)
    {
      const EdgeKitCompanionFile *file = g_ptr_array_index (groups->companions, i);
      EdgeKitCompanion *companion = g_object_new (EDGEKIT_TYPE_COMPANION, NULL);

      companion->kind = file->kind;
      companion->name = g_strdup (file->file->path);
      companion->size = file->file->size;
      g_ptr_array_add (self->companions, companion);
    }
}

static gboolean
add_groups (EdgeKitVariantLoading *self, const EdgeKitVariantGroups *groups, const char *folder,
            EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) bases = g_ptr_array_new ();

  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);
      EdgeKitVariant *variant = _edgekit_variant_of_group (group);
      const EdgeKitListedFile *first = g_ptr_array_index (group->files, 0);
      EdgeKitModel *model;
      GError *problem = NULL;

      variant->path =
        g_build_filename (folder, g_str_equal (group->format, "gguf") ? first->path : group->folder, NULL);
      variant->location = g_strdup (variant->path);
      g_ptr_array_add (self->variants, variant);
      g_ptr_array_add (bases, group->base);
      _edgekit_progress_report (progress, (double) i / groups->variants->len, NULL, self->n_read);
      if (i >= MAX_HEADERS)
        continue;
      model = read_header (folder, group, variant->location, cancellable, &problem);
      if (!_edgekit_variant_loading_take (self, variant, model, problem, error))
        return FALSE;
    }
  compute_bits (self, (const char *const *) bases->pdata);
  _edgekit_variant_loading_add_companions (self, groups);
  return TRUE;
}

/* @root: what links may not lead out of, or NULL */
static gboolean
list_folder (EdgeKitVariantLoading *self, const char *folder, const char *root, const char *what,
             EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  EdgeKitStoreWalk walk;
  g_autoptr(EdgeKitStoreTree) tree = NULL;
  g_autoptr(EdgeKitVariantGroups) groups = NULL;
  gboolean there = _edgekit_store_walk_init (&walk, root ? root : folder, cancellable);
  gboolean exhausted, denied;

  walk.anywhere = !root;
  tree = there ? _edgekit_store_walk_tree (&walk, folder, DEPTH) : _edgekit_store_tree_new ();
  exhausted = walk.exhausted;
  denied = walk.denied;
  _edgekit_store_walk_clear (&walk);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (exhausted)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                   /* Translators: the name of a folder */
                   _ ("%s: there are too many files in this folder to look through; name the folder of one model"),
                   what);
      return FALSE;
    }
  groups = _edgekit_variant_groups_new (tree->files);
  if (groups->variants->len > 0)
    return add_groups (self, groups, folder, progress, cancellable, error);
  if (denied)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 /* Translators: the name of a folder */
                 _ ("%s: you do not have permission to read this folder"), what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: there is no model in this folder; a model is a file whose name ends in .gguf, or a "
                    "config.json with .safetensors files"),
                 what);
  return FALSE;
}

/* --- A store ---------------------------------------------------------------- */

/* What tells it from others: "8b" of "ollama:llama3.1:8b". */
static char *
version_name (const EdgeKitInstalledModel *model)
{
  const char *own = model->name + strlen (model->store) + 1;
  gsize n = model->repository ? strlen (model->repository) : 0;

  return g_strdup (n > 0 && strncmp (own, model->repository, n) == 0 && own[n] == ':' ? own + n + 1 : own);
}

static EdgeKitVariant *
variant_of_installed (EdgeKitInstalledModel *model)
{
  EdgeKitVariant *variant = g_object_new (EDGEKIT_TYPE_VARIANT, NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model->files));

  variant->name = version_name (model);
  variant->quantization = g_strdup (model->quantization);
  variant->format = g_strdup (model->format);
  variant->size = model->size;
  variant->folder = g_strdup ("");
  variant->parts = n;
  variant->complete = model->complete;
  variant->location = g_strdup (model->name);
  variant->path = g_strdup (model->path);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) file = g_list_model_get_item (G_LIST_MODEL (model->files), i);

      g_list_store_append (variant->files, file);
    }
  return variant;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const EdgeKitVariant *x = *(EdgeKitVariant *const *) a, *y = *(EdgeKitVariant *const *) b;

  if (x->size != y->size)
    return x->size > y->size ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* Each is a model of its own in the store, of which only the names are related. */
static gboolean
add_installed (EdgeKitVariantLoading *self, GPtrArray *models, EdgeKitProgress *progress, GCancellable *cancellable,
               GError **error)
{
  for (guint i = 0; i < models->len; i++)
    {
      EdgeKitInstalledModel *installed = g_ptr_array_index (models, i);
      EdgeKitVariant *variant = variant_of_installed (installed);
      g_autoptr(EdgeKitModelFiles) files = NULL;
      EdgeKitModel *model = NULL;
      GError *problem = NULL;

      g_ptr_array_add (self->variants, variant);
      _edgekit_progress_report (progress, (double) i / models->len, NULL, self->n_read);
      if (i >= MAX_HEADERS)
        continue;
      files = _edgekit_installed_model_open (installed, variant->location, &problem);
      if (files)
        model = _edgekit_model_load_files (files, installed->main, NULL, cancellable, &problem);
      if (!_edgekit_variant_loading_take (self, variant, model, problem, error))
        return FALSE;
    }
  g_ptr_array_sort (self->variants, compare_sizes);
  return TRUE;
}

static gboolean
list_stored (EdgeKitVariantLoading *self, const char *store, const char *rest, const char *what,
             EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) models = _edgekit_store_find_versions (store, rest, what, cancellable, error);
  const EdgeKitInstalledModel *first = models ? g_ptr_array_index (models, 0) : NULL;

  if (!models)
    return FALSE;
  /* unless one version was named, all that lies in the folder */
  if (first->repository && first->folder && !strchr (rest, ':'))
    return list_folder (self, first->folder, first->root, what, progress, cancellable, error);
  return add_installed (self, models, progress, cancellable, error);
}

/* --- Both ------------------------------------------------------------------- */

/* --- The catalogue ---------------------------------------------------------- */

static gboolean
list_catalogue (EdgeKitVariantLoading *self, const char *location, GError **error)
{
  g_autoptr(GPtrArray) models = _edgekit_outline_list_versions (location, error);
  g_auto(GStrv) words = g_strsplit (location, ":", 3);

  if (!models)
    return FALSE;
  for (guint i = 0; i < models->len; i++)
    {
      EdgeKitModel *model = g_ptr_array_index (models, i);
      EdgeKitVariant *variant = g_object_new (EDGEKIT_TYPE_VARIANT, NULL);

      variant->name = g_strdup (model->quantization);
      variant->quantization = g_strdup (model->quantization);
      variant->format = g_strdup (model->format);
      variant->size = model->weights_size;
      variant->parts = 1;
      variant->complete = TRUE;
      variant->location = g_strdup_printf ("%s:%s:%s", words[0], words[1], model->quantization);
      variant->model = g_object_ref (model);
      variant->parameters = model->parameters;
      variant->bits_per_weight = model->bits_per_weight;
      g_ptr_array_add (self->variants, variant);
    }
  return TRUE;
}

gboolean
_edgekit_variant_loading_run (EdgeKitVariantLoading *self, const char *location, const EdgeKitRemoteTerms *terms,
                              EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local = NULL, refused = NULL;
  g_autoptr(EdgeKitRemoteName) name = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;
  const char *store, *rest;
  guint64 size;
  GFileType type;

  if (_edgekit_outline_is_location (location))
    return list_catalogue (self, location, error);
  if (_edgekit_model_location_is_stored (location, &store, &rest))
    {
      if (!_edgekit_model_location_is_elsewhere (location, terms, &name, &refused))
        return list_stored (self, store, rest, location, progress, cancellable, error);
      if (list_stored (self, store, rest, location, progress, cancellable, &local))
        return TRUE;
      if (!_edgekit_model_location_is_missing (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  else
    _edgekit_model_location_is_elsewhere (location, terms, &name, &refused);
  if (name)
    {
      g_autoptr(GError) remote = NULL;

      if (_edgekit_variant_loading_run_remote (self, g_steal_pointer (&name), location, terms, progress, cancellable,
                                               &remote))
        return TRUE;
      /* what there is instead helps more than that there is no network */
      if (g_error_matches (remote, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE) &&
          g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_propagate_error (error, g_steal_pointer (&remote));
      return FALSE;
    }
  if (local || refused)
    {
      gboolean helps = g_error_matches (local, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND) || !refused;

      g_propagate_error (error, helps ? g_steal_pointer (&local) : g_steal_pointer (&refused));
      return FALSE;
    }
  file = _edgekit_model_location_to_file (location, error);
  if (!file)
    return FALSE;
  type = _edgekit_model_location_look (file, location, &size, cancellable, error);
  path = g_file_get_path (file);
  if (type == G_FILE_TYPE_DIRECTORY && path)
    return list_folder (self, path, NULL, location, progress, cancellable, error);
  if (type == G_FILE_TYPE_REGULAR || type == G_FILE_TYPE_DIRECTORY)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
                 /* Translators: the name of a file */
                 _ ("%s: this is one file; name the folder or the repository that has the versions of the model"),
                 location);
  return FALSE;
}
