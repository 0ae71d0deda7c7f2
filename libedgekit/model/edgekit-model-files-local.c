/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-file-error-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-files-private.h"
#include "edgekit-model-location-private.h"

/* A folder of this computer. */
typedef struct
{
  EdgeKitModelFiles parent;
  GFile *folder;
  char *name; /* of the one that was named, or NULL */
  char *what; /* in the words that it was named in */
} LocalFiles;

static char *
local_describe (EdgeKitModelFiles *files, const char *name)
{
  LocalFiles *self = (LocalFiles *) files;
  g_autoptr(GFile) file = NULL;

  if (g_strcmp0 (name, self->name) == 0)
    return g_strdup (self->what);
  if (!name)
    return g_file_get_parse_name (self->folder);
  file = g_file_get_child (self->folder, name);
  return g_file_get_parse_name (file);
}

/* Turns an error of GIO into one that names the file; frees @cause. */
static void
local_failed (EdgeKitModelFiles *files, const char *name, GError *cause, GError **error)
{
  g_autofree char *what = local_describe (files, name);

  _edgekit_file_failed (what, cause, error);
}

static GPtrArray *
local_list (EdgeKitModelFiles *files, GCancellable *cancellable, GError **error)
{
  LocalFiles *self = (LocalFiles *) files;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GError *cause = NULL;
  g_autoptr(GFileEnumerator) enumerator = g_file_enumerate_children (
    self->folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  GFileInfo *info;

  while (enumerator && g_file_enumerator_iterate (enumerator, &info, NULL, cancellable, &cause) && info)
    g_ptr_array_add (names, g_strdup (g_file_info_get_name (info)));
  if (!cause)
    return g_steal_pointer (&names);
  local_failed (files, NULL, cause, error);
  return NULL;
}

static gboolean
local_query (EdgeKitModelFiles *files, const char *name, guint64 *size, GCancellable *cancellable, GError **error)
{
  LocalFiles *self = (LocalFiles *) files;
  g_autoptr(GFile) file = g_file_get_child (self->folder, name);
  g_autofree char *what = local_describe (files, name);
  GFileType type = _edgekit_model_location_look (file, what, size, cancellable, error);

  if (type == G_FILE_TYPE_DIRECTORY) /* a folder that is called x.gguf */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: this is a folder, where a file of a model should be"), what);
  return type == G_FILE_TYPE_REGULAR;
}

static GInputStream *
local_open (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  LocalFiles *self = (LocalFiles *) files;
  g_autoptr(GFile) file = g_file_get_child (self->folder, name);
  GError *cause = NULL;
  GFileInputStream *stream = g_file_read (file, cancellable, &cause);

  if (!stream)
    local_failed (files, name, cause, error);
  return (GInputStream *) stream;
}

/* "models--owner--name/snapshots/COMMIT", as the cache of a hub has it. */
static char *
hub_title (GFile *folder)
{
  g_autoptr(GFile) snapshots = g_file_get_parent (folder);
  g_autoptr(GFile) repository = snapshots ? g_file_get_parent (snapshots) : NULL;
  g_autofree char *middle = snapshots ? g_file_get_basename (snapshots) : NULL;
  g_autofree char *name = repository ? g_file_get_basename (repository) : NULL;
  GString *title;

  if (g_strcmp0 (middle, "snapshots") != 0 || !name || !g_str_has_prefix (name, "models--"))
    return NULL;
  title = g_string_new (name + strlen ("models--"));
  g_string_replace (title, "--", "/", 1);
  return g_string_free (title, FALSE);
}

static char *
local_get_title (EdgeKitModelFiles *files)
{
  LocalFiles *self = (LocalFiles *) files;
  g_autofree char *name = g_file_get_basename (self->folder);
  char *title = hub_title (self->folder);

  return title ? title : g_filename_display_name (name);
}

static void
local_free (EdgeKitModelFiles *files)
{
  LocalFiles *self = (LocalFiles *) files;

  g_object_unref (self->folder);
  g_free (self->name);
  g_free (self->what);
  g_free (self);
}

static const EdgeKitModelFilesClass local_class = {
  .list = local_list,
  .query = local_query,
  .open = local_open,
  .describe = local_describe,
  .get_title = local_get_title,
  .free = local_free,
};

EdgeKitModelFiles *
_edgekit_model_files_new_local (GFile *folder, const char *name, const char *what)
{
  LocalFiles *self = g_new0 (LocalFiles, 1);

  self->parent.klass = &local_class;
  self->folder = g_object_ref (folder);
  self->name = g_strdup (name);
  self->what = g_strdup (what);
  return &self->parent;
}
