/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-installed-model-private.h"
#include "edgekit-model-file-private.h"

/**
 * EdgeKitInstalledModel:
 *
 * A model in a store of this computer: what a program like Ollama or LM Studio
 * downloaded.
 *
 * [class@EdgeKit.ModelLibrary] lists them.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitInstalledModel, edgekit_installed_model, G_TYPE_OBJECT)

/**
 * EdgeKitInstalledModel:store: (getter get_store)
 *
 * The store that it is in, such as `ollama`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:name: (getter get_name)
 *
 * What the model can be called, such as `ollama:llama3.1:8b`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:title: (getter get_title)
 *
 * What people call it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:format: (getter get_format)
 *
 * The format of its files: `gguf`, `safetensors` or `mlx`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:quantization: (getter get_quantization)
 *
 * How its weights are stored, by what the store or the name of the file says, such as `Q4_K_M`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:size: (getter get_size)
 *
 * The size of its weights' files in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:path: (getter get_path)
 *
 * Where it lies: its first file, or its folder.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:files: (getter get_files)
 *
 * The files that hold its weights, a list of [class@EdgeKit.ModelFile].
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:complete: (getter get_complete)
 *
 * Whether all of its files are there.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstalledModel:last-used: (getter get_last_used)
 *
 * When its first file was last read, where the file system keeps that.
 *
 * Since: 0.1
 */
static const EdgeKitField installed_model_fields[] = {
  { "store", "store", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, store) },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, name) },
  { "title", "title", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, title) },
  { "format", "format", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, format) },
  { "quantization", "quantization", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, quantization) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitInstalledModel, size) },
  { "path", "path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, path) },
  { "files", "files", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitInstalledModel, files), edgekit_model_file_get_type },
  { "complete", "complete", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitInstalledModel, complete) },
  { "last-used", "last_used", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstalledModel, last_used) },
};

static void (*record_finalize) (GObject *object);

static void
stored_file_free (EdgeKitStoredFile *file)
{
  g_free (file->name);
  g_free (file->path);
  g_free (file);
}

static void
edgekit_installed_model_finalize (GObject *object)
{
  EdgeKitInstalledModel *self = EDGEKIT_INSTALLED_MODEL (object);

  g_free (self->repository);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->main);
  g_ptr_array_unref (self->stored);
  record_finalize (object);
}

static void
edgekit_installed_model_class_init (EdgeKitInstalledModelClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), installed_model_fields,
                                 G_N_ELEMENTS (installed_model_fields), 0);
  record_finalize = G_OBJECT_CLASS (klass)->finalize;
  G_OBJECT_CLASS (klass)->finalize = edgekit_installed_model_finalize;
}

static void
edgekit_installed_model_init (EdgeKitInstalledModel *self)
{
  _edgekit_record_init (self);
  self->complete = TRUE;
  self->stored = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_file_free);
}

EdgeKitInstalledModel *
_edgekit_installed_model_new (const char *repository)
{
  EdgeKitInstalledModel *self = g_object_new (EDGEKIT_TYPE_INSTALLED_MODEL, NULL);

  self->repository = g_strdup (repository);
  return self;
}

void
_edgekit_installed_model_add_file (EdgeKitInstalledModel *self, const char *name, gint64 size)
{
  g_autoptr(EdgeKitModelFile) file = g_object_new (EDGEKIT_TYPE_MODEL_FILE, NULL);

  file->name = g_strdup (name);
  file->size = size;
  g_list_store_append (self->files, file);
  if (size == EDGEKIT_UNKNOWN)
    return;
  self->size = (gint64) _edgekit_sat_add (MAX (self->size, 0), size);
}

void
_edgekit_installed_model_set_used (EdgeKitInstalledModel *self, gint64 accessed, gint64 modified)
{
  g_autoptr(GDateTime) time = accessed > modified ? g_date_time_new_from_unix_utc (accessed) : NULL;

  self->last_used = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

void
_edgekit_installed_model_add_stored (EdgeKitInstalledModel *self, const char *name, const char *path)
{
  EdgeKitStoredFile *file = g_new (EdgeKitStoredFile, 1);

  file->name = g_strdup (name);
  file->path = g_strdup (path);
  g_ptr_array_add (self->stored, file);
}

/**
 * edgekit_installed_model_get_store: (get-property store)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets the store that the model is in.
 *
 * Returns: a word, such as `ollama`; [class@EdgeKit.ModelStore] has it, too
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_store (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->store;
}

/**
 * edgekit_installed_model_get_name: (get-property name)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets what the model can be called, wherever EdgeKit takes a model.
 *
 * Returns: a name, such as `ollama:llama3.1:8b`
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_name (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->name;
}

/**
 * edgekit_installed_model_get_title: (get-property title)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets what people call the model.
 *
 * Returns: a name for people
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_title (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->title;
}

/**
 * edgekit_installed_model_get_format: (get-property format)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets the format of its files.
 *
 * Returns: `gguf`, `safetensors` or `mlx`
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_format (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->format;
}

/**
 * edgekit_installed_model_get_quantization: (get-property quantization)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets how the weights are stored, by what the store or the name of the file says.
 *
 * Returns: (nullable): a word such as `Q4_K_M`, or %NULL where neither says it
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_quantization (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->quantization;
}

/**
 * edgekit_installed_model_get_size: (get-property size)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets the size of the files that hold its weights.
 *
 * Returns: a size in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_installed_model_get_size (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), EDGEKIT_UNKNOWN);

  return self->size;
}

/**
 * edgekit_installed_model_get_path: (get-property path)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets where the model lies. This is private: it may have the name of a person in it.
 *
 * Returns: the path of its first file, or of its folder
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_path (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->path;
}

/**
 * edgekit_installed_model_get_files: (get-property files)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets the files that hold its weights.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.ModelFile]
 *
 * Since: 0.1
 */
GListModel *
edgekit_installed_model_get_files (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return G_LIST_MODEL (self->files);
}

/**
 * edgekit_installed_model_get_complete: (get-property complete)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets whether all of its files are there.
 *
 * Returns: %FALSE for an unfinished download
 *
 * Since: 0.1
 */
gboolean
edgekit_installed_model_get_complete (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), FALSE);

  return self->complete;
}

/**
 * edgekit_installed_model_get_last_used: (get-property last-used)
 * @self: an [class@EdgeKit.InstalledModel]
 *
 * Gets when its first file was last read, by any program, as the file system has it.
 *
 * Returns: (nullable): a time in UTC such as `2026-11-23T10:00:00Z`, or %NULL where it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_installed_model_get_last_used (EdgeKitInstalledModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALLED_MODEL (self), NULL);

  return self->last_used;
}
