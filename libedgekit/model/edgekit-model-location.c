/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-location-private.h"

/* "-00002-of-00003.gguf" */
#define PART_SUFFIX 20
#define MAX_NAMED 5

void
_edgekit_model_location_failed (const char *what, GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return;
    }
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a file */
                 _ ("%s: there is no such file"), what);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 /* Translators: the name of a file */
                 _ ("%s: you do not have permission to read this file"), what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED, "%s: %s", what, cause->message);
  g_error_free (cause);
}

static gboolean
has_prefix_of (const char *location, const char *const *prefixes)
{
  for (guint i = 0; prefixes[i]; i++)
    if (g_ascii_strncasecmp (location, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

/* "owner/name", as models on a hub are called. */
static gboolean
is_hub_name (const char *location)
{
  const char *slash = strchr (location, '/');

  return slash && slash > location && slash[1] && !strchr (slash + 1, '/') && *location != '.' && *location != '~' &&
         !g_str_has_suffix (location, ".gguf");
}

GFile *
_edgekit_model_location_to_file (const char *location, GError **error)
{
  static const char *const remote[] = { "http://", "https://", "hf:", "ollama:", "modelscope:", NULL };
  g_autoptr(GFile) file = NULL;

  if (!*location)
    {
      g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, _ ("no model is named"));
      return NULL;
    }
  if (has_prefix_of (location, remote))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                   /* Translators: a link, or the name of a model in a store */
                   _ ("%s: EdgeKit reads only files of this computer yet; download the .gguf file and name that"),
                   location);
      return NULL;
    }
  file = g_file_new_for_commandline_arg (location);
  if (is_hub_name (location) && !g_file_query_exists (file, NULL))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                   /* Translators: something like “owner/name” */
                   _ ("%s: there is no such file; if this is the name of a model on a hub, download its .gguf file and "
                      "name that"),
                   location);
      return NULL;
    }
  return g_steal_pointer (&file);
}

gboolean
_edgekit_model_location_is_part (const char *name, guint *number, guint *count)
{
  gsize length = strlen (name);
  const char *suffix = name + length - PART_SUFFIX;

  if (length <= PART_SUFFIX || suffix[0] != '-' || strncmp (suffix + 6, "-of-", 4) != 0 ||
      g_ascii_strcasecmp (suffix + 15, ".gguf") != 0)
    return FALSE;
  for (guint i = 0; i < 5; i++)
    if (!g_ascii_isdigit (suffix[1 + i]) || !g_ascii_isdigit (suffix[10 + i]))
      return FALSE;
  *number = g_ascii_strtoull (suffix + 1, NULL, 10);
  *count = g_ascii_strtoull (suffix + 10, NULL, 10);
  return TRUE;
}

char *
_edgekit_model_location_part (const char *name, guint number)
{
  gsize length = strlen (name);

  g_assert (length > PART_SUFFIX);
  return g_strdup_printf ("%.*s-%05u%s", (int) (length - PART_SUFFIX), name, number, name + length - PART_SUFFIX + 6);
}

/* --- Folders ---------------------------------------------------------------- */

typedef struct
{
  GPtrArray *models; /* char *, names; one for each set of parts */
  gboolean other_format;
} Folder;

static gboolean
ends_with (const char *name, const char *suffix)
{
  gsize length = strlen (name), n = strlen (suffix);

  return length > n && g_ascii_strcasecmp (name + length - n, suffix) == 0;
}

/* Companions of a model rather than models. */
static gboolean
is_companion (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return strstr (lower, "mmproj") || strstr (lower, "imatrix") || g_str_has_prefix (lower, "mtp-") ||
         g_str_has_prefix (lower, "eagle3-");
}

static void
look_at_name (Folder *folder, const char *name)
{
  guint number, count;

  if (ends_with (name, ".safetensors") || g_str_equal (name, "pytorch_model.bin"))
    folder->other_format = TRUE;
  if (!ends_with (name, ".gguf") || is_companion (name))
    return;
  if (_edgekit_model_location_is_part (name, &number, &count) && number != 1)
    return;
  g_ptr_array_add (folder->models, g_strdup (name));
}

static gboolean
list_folder (GFile *file, const char *what, Folder *folder, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  g_autoptr(GFileEnumerator) names = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                                                G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  GFileInfo *info;

  while (names && g_file_enumerator_iterate (names, &info, NULL, cancellable, &cause) && info)
    look_at_name (folder, g_file_info_get_name (info));
  if (!cause)
    return TRUE;
  _edgekit_model_location_failed (what, cause, error);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
several_models (Folder *folder, const char *what, GError **error)
{
  g_autoptr(GString) list = g_string_new (NULL);

  g_ptr_array_sort (folder->models, compare_names);
  for (guint i = 0; i < folder->models->len && i < MAX_NAMED; i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "", (const char *) g_ptr_array_index (folder->models, i));
  if (folder->models->len > MAX_NAMED)
    g_string_append (list, ", …");
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
               _edgekit_ngettext (
                 /* Translators: a folder, a number, and the names of files, separated by commas */
                 "%1$s: this folder holds %2$u model; name it: %3$s",
                 "%1$s: this folder holds %2$u models; name one of them: %3$s", folder->models->len),
               what, folder->models->len, list->str);
}

static GFile *
find_in_folder (GFile *file, const char *what, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_free);
  Folder folder = { models, FALSE };

  if (!list_folder (file, what, &folder, cancellable, error))
    return NULL;
  if (models->len == 1)
    return g_file_get_child (file, g_ptr_array_index (models, 0));
  if (models->len > 1)
    several_models (&folder, what, error);
  else if (folder.other_format)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a folder */
                 _ ("%s: this folder holds a model in another format (safetensors, PyTorch), and EdgeKit reads only "
                    "GGUF files yet; look for a GGUF version of the model"),
                 what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: there is no model in this folder; a model is a file whose name ends in .gguf"), what);
  return NULL;
}

/* Its size when it is a plain file; G_FILE_TYPE_UNKNOWN with an error. */
static GFileType
look_at_file (GFile *file, const char *what, guint64 *size, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info (
    file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable,
    &cause);
  GFileType type;

  if (!info)
    {
      _edgekit_model_location_failed (what, cause, error);
      return G_FILE_TYPE_UNKNOWN;
    }
  type = g_file_info_get_file_type (info);
  *size = MAX (g_file_info_get_size (info), 0);
  if (type == G_FILE_TYPE_REGULAR || type == G_FILE_TYPE_DIRECTORY)
    return type;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
               /* Translators: the name of a file */
               _ ("%s: this is not a plain file, so it cannot be a model"), what);
  return G_FILE_TYPE_UNKNOWN;
}

GFile *
_edgekit_model_location_find (GFile *file, const char *what, guint64 *size, GCancellable *cancellable, GError **error)
{
  GFileType type = look_at_file (file, what, size, cancellable, error);
  g_autoptr(GFile) found = NULL;
  g_autofree char *name = NULL;

  if (type == G_FILE_TYPE_REGULAR)
    return g_object_ref (file);
  if (type == G_FILE_TYPE_DIRECTORY)
    found = find_in_folder (file, what, cancellable, error);
  if (!found)
    return NULL;
  name = g_file_get_parse_name (found);
  type = look_at_file (found, name, size, cancellable, error);
  if (type == G_FILE_TYPE_DIRECTORY) /* a folder that is called x.gguf */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a folder */
                 _ ("%s: there is no model in this folder; a model is a file whose name ends in .gguf"), what);
  return type == G_FILE_TYPE_REGULAR ? g_steal_pointer (&found) : NULL;
}
