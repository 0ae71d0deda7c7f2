/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-file-error-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-installed-model-private.h"
#include "edgekit-model-location-private.h"

/* The files of a model in a store: those that were found in it, and no others,
 * whatever names a header or an index says. */
typedef struct
{
  EdgeKitModelFiles parent;
  EdgeKitInstalledModel *model;
  char *what;
} StoredFiles;

static const EdgeKitStoredFile *
find_file (StoredFiles *self, const char *name)
{
  for (guint i = 0; i < self->model->stored->len; i++)
    {
      const EdgeKitStoredFile *file = g_ptr_array_index (self->model->stored, i);

      if (g_str_equal (file->name, name))
        return file;
    }
  return NULL;
}

static char *
stored_describe (EdgeKitModelFiles *files, const char *name)
{
  StoredFiles *self = (StoredFiles *) files;
  const EdgeKitStoredFile *file = name ? find_file (self, name) : NULL;

  if (!file)
    return name ? g_strdup (name) : g_strdup (self->what);
  return g_strcmp0 (name, self->model->main) == 0 ? g_strdup (self->what) : g_filename_display_name (file->path);
}

static GPtrArray *
stored_list (EdgeKitModelFiles *files, GCancellable *cancellable, GError **error)
{
  StoredFiles *self = (StoredFiles *) files;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->model->stored->len; i++)
    g_ptr_array_add (names, g_strdup (((EdgeKitStoredFile *) g_ptr_array_index (self->model->stored, i))->name));
  return names;
}

static gboolean
stored_query (EdgeKitModelFiles *files, const char *name, guint64 *size, GCancellable *cancellable, GError **error)
{
  const EdgeKitStoredFile *stored = find_file ((StoredFiles *) files, name);
  g_autofree char *what = stored_describe (files, name);
  g_autoptr(GFile) file = stored ? g_file_new_for_path (stored->path) : NULL;
  GFileType type = G_FILE_TYPE_DIRECTORY;

  if (file)
    type = _edgekit_model_location_look (file, what, size, cancellable, error);
  if (type == G_FILE_TYPE_DIRECTORY)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a file */
                 _ ("%s: there is no such file"), what);
  return type == G_FILE_TYPE_REGULAR;
}

static GInputStream *
stored_open (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  const EdgeKitStoredFile *stored = find_file ((StoredFiles *) files, name);
  g_autoptr(GFile) file = g_file_new_for_path (stored->path);
  GError *cause = NULL;
  GFileInputStream *stream = g_file_read (file, cancellable, &cause);

  if (!stream)
    {
      g_autofree char *what = stored_describe (files, name);

      _edgekit_file_failed (what, cause, error);
    }
  return (GInputStream *) stream;
}

static char *
stored_get_title (EdgeKitModelFiles *files)
{
  StoredFiles *self = (StoredFiles *) files;

  return g_strdup (self->model->repository ? self->model->repository : self->model->title);
}

static void
stored_free (EdgeKitModelFiles *files)
{
  StoredFiles *self = (StoredFiles *) files;

  g_object_unref (self->model);
  g_free (self->what);
  g_free (self);
}

static const EdgeKitModelFilesClass stored_class = {
  .list = stored_list,
  .query = stored_query,
  .open = stored_open,
  .describe = stored_describe,
  .get_title = stored_get_title,
  .free = stored_free,
};

EdgeKitModelFiles *
_edgekit_installed_model_open (EdgeKitInstalledModel *model, const char *what, GError **error)
{
  StoredFiles *self;

  if (model->stored->len == 0)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                   /* Translators: the name of a model; “MLX” is not translated */
                   _ ("%s: Ollama keeps this MLX model in a form that EdgeKit does not read; name it by its folder on "
                      "the hub that it came from"),
                   what);
      return NULL;
    }
  self = g_new0 (StoredFiles, 1);
  self->parent.klass = &stored_class;
  self->model = g_object_ref (model);
  self->what = g_strdup (what);
  return &self->parent;
}
