/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-file-error-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-location-private.h"
#include "edgekit-store-private.h"

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
         !g_str_has_suffix (location, ".gguf") && !g_str_has_suffix (location, ".safetensors");
}

gboolean
_edgekit_model_location_is_stored (const char *location, const char **store, const char **rest)
{
  g_autoptr(GFile) file = NULL;

  *store = _edgekit_store_name_parse (location, rest);
  if (*store || !is_hub_name (location))
    return *store != NULL;
  file = g_file_new_for_commandline_arg (location);
  if (g_file_query_exists (file, NULL))
    return FALSE;
  *store = _edgekit_store_name_parse ("hf:x", rest);
  *rest = location;
  return TRUE;
}

gboolean
_edgekit_model_location_is_link (const char *location)
{
  static const char *const prefixes[] = { "http://", "https://", "hf:", "ollama:", "modelscope:", "huggingface.co/",
                                          "hf.co/", "modelscope.cn/", "www.modelscope.cn/", "ollama.com/", NULL };

  return has_prefix_of (location, prefixes);
}

gboolean
_edgekit_model_location_is_elsewhere (const char *location, const EdgeKitRemoteTerms *terms, EdgeKitRemoteName **name,
                                      GError **refused)
{
  const char *store, *rest;

  *name = NULL;
  if (terms && (_edgekit_model_location_is_link (location) || _edgekit_model_location_is_stored (location, &store, &rest)))
    *name = _edgekit_remote_name_parse (location, terms->settings, refused);
  return *name != NULL;
}

gboolean
_edgekit_model_location_is_missing (const GError *error)
{
  return g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND) ||
         g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED) ||
         g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION);
}

GFile *
_edgekit_model_location_to_file (const char *location, GError **error)
{
  if (!*location)
    {
      g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, _ ("no model is named"));
      return NULL;
    }
  return g_file_new_for_commandline_arg (location);
}

GFileType
_edgekit_model_location_look (GFile *file, const char *what, guint64 *size, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info (
    file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable,
    &cause);
  GFileType type;

  if (!info)
    {
      _edgekit_file_failed (what, cause, error);
      return G_FILE_TYPE_UNKNOWN;
    }
  type = g_file_info_get_file_type (info);
  *size = MAX (g_file_info_get_size (info), 0);
  if (type == G_FILE_TYPE_REGULAR || type == G_FILE_TYPE_DIRECTORY)
    return type;
  if (type == G_FILE_TYPE_SYMBOLIC_LINK) /* GIO follows it as far as it goes */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 /* Translators: the name of a file */
                 _ ("%s: this is a link to a file that is not there; the download may not be complete"), what);
  else
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                 /* Translators: the name of a file */
                 _ ("%s: this is not a plain file, so it cannot be a model"), what);
  return G_FILE_TYPE_UNKNOWN;
}

EdgeKitModelFiles *
_edgekit_model_location_open (GFile *file, const char *what, char **name, GCancellable *cancellable, GError **error)
{
  guint64 size;
  GFileType type = _edgekit_model_location_look (file, what, &size, cancellable, error);
  g_autoptr(GFile) folder = NULL;

  *name = NULL;
  if (type == G_FILE_TYPE_DIRECTORY)
    return _edgekit_model_files_new_local (file, NULL, what);
  if (type != G_FILE_TYPE_REGULAR)
    return NULL;
  folder = g_file_get_parent (file);
  *name = g_file_get_basename (file);
  return _edgekit_model_files_new_local (folder, *name, what);
}
