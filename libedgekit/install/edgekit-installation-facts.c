/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-installation-private.h"
#include "edgekit-json-private.h"
#include "edgekit-table-private.h"

/* The files of an installation, from the probe's document. It came out of a child
 * process that read files of strangers: every member may be missing or of another
 * type. */

#define MAX_FILES 256
#define MODULE "libggml-"

static void
file_free (EdgeKitInstalledFile *file)
{
  g_free (file->name);
  g_strfreev (file->needed);
  g_strfreev (file->missing);
  g_strfreev (file->has);
  g_free (file);
}

/* The strings among the elements; NULL without such a list. */
static GStrv
read_strings (JsonObject *object, const char *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }
  return array ? g_strv_builder_end (builder) : NULL;
}

static EdgeKitInstalledFile *
read_file (JsonObject *object)
{
  EdgeKitInstalledFile *file = g_new0 (EdgeKitInstalledFile, 1);
  JsonNode *loaded = json_object_get_member (object, "loaded");
  const char *name = NULL;

  _edgekit_json_get_string (object, "name", &name, "file", NULL);
  _edgekit_json_get_int (object, "machine", 0, G_MAXUINT16, &file->machine, "file", NULL);
  _edgekit_json_get_int (object, "glibc", 0, G_MAXINT32, &file->glibc, "file", NULL);
  file->name = g_strdup (name ? name : "");
  file->loaded = loaded && JSON_NODE_HOLDS_VALUE (loaded) && json_node_get_value_type (loaded) == G_TYPE_BOOLEAN &&
                 json_node_get_boolean (loaded);
  file->needed = read_strings (object, "needed");
  file->missing = read_strings (object, "missing");
  file->has = read_strings (object, "has");
  return file;
}

GPtrArray *
_edgekit_installed_files_read (JsonObject *facts)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  JsonNode *node = json_object_get_member (facts, "files");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < MIN (json_array_get_length (array), MAX_FILES); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        g_ptr_array_add (files, read_file (json_node_get_object (element)));
    }
  return files;
}

/* libggml-cuda.so.0 is "cuda", libggml-cpu-haswell.so is "cpu". */
static const char *
backend_of_name (const char *name)
{
  g_autofree char *row = NULL;

  if (!g_str_has_prefix (name, MODULE))
    return NULL;
  name += strlen (MODULE);
  row = g_strndup (name, strcspn (name, ".-"));
  if (g_str_equal (row, "cpu") || g_key_file_has_group (_edgekit_table_get ("ggml-backends"), row))
    return g_intern_string (row);
  return NULL;
}

/* The back end that a program or a library of its own has built in. */
static const char *
backend_of_needs (const EdgeKitInstalledFile *file)
{
  GKeyFile *table = _edgekit_table_get ("ggml-backends");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);

  for (char **row = rows; *row; row++)
    {
      g_auto(GStrv) libraries = g_key_file_get_string_list (table, *row, "libraries", NULL, NULL);

      for (char **library = libraries; library && *library; library++)
        for (char **needed = file->needed; needed && *needed; needed++)
          if (g_str_has_prefix (*needed, *library))
            return g_intern_string (*row);
    }
  return NULL;
}

const char *
_edgekit_installed_file_backend (const EdgeKitInstalledFile *file)
{
  const char *backend = backend_of_name (file->name);

  return backend ? backend : backend_of_needs (file);
}

GStrv
_edgekit_installed_file_features (const EdgeKitInstalledFile *file)
{
  GKeyFile *table = _edgekit_table_get ("ggml-features");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **has = file->has; has && *has; has++)
    {
      g_autofree char *feature = g_key_file_get_string (table, *has, "feature", NULL);

      if (feature)
        g_strv_builder_add (builder, feature);
    }
  return file->has ? g_strv_builder_end (builder) : NULL;
}
