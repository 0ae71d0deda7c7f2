/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* The catalogue as a place that models come from: “catalogue:llama-3.1-8b:Q8_0”. */

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-outline-private.h"

#define RESOURCE "/org/edgekit/catalogue.json"
#define MAX_SIZE (4 * 1024 * 1024)
/* Small models lose too much at four bits. */
#define SMALL_MODEL G_GINT64_CONSTANT (1000000000)

JsonNode *
_edgekit_outline_read_catalogue (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  JsonNode *root = NULL;

  if (bytes)
    root = _edgekit_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), MAX_SIZE,
                                EDGEKIT_JSON_DEFAULT, "catalogue.json", &error);
  /* what the library was built with: anything wrong in it is a bug of the build, and a test reads it all */
  if (!root || !_edgekit_json_get_document (root, "edgekit.catalogue/1", "catalogue.json", &error))
    g_error ("%s", error->message);
  return root;
}

const char *
_edgekit_outline_get_usual_mix (JsonObject *record)
{
  JsonNode *sizes = json_object_get_member (record, "gguf_sizes");
  JsonObject *parameters = json_object_get_object_member (record, "parameters");

  /* published in four bits by those who trained it */
  if (sizes && json_object_has_member (json_node_get_object (sizes), "MXFP4"))
    return "MXFP4";
  return json_object_get_int_member (parameters, "total") < SMALL_MODEL ? "Q8_0" : "Q4_K_M";
}

gboolean
_edgekit_outline_is_location (const char *location)
{
  return g_str_has_prefix (location, EDGEKIT_OUTLINE_PREFIX);
}

/* The record that @location names, and the version after it, if it names one. */
static JsonObject *
find_record (JsonNode *root, const char *location, char **mix, GError **error)
{
  JsonArray *records = json_object_get_array_member (json_node_get_object (root), "models");
  g_auto(GStrv) words = g_strsplit (location + strlen (EDGEKIT_OUTLINE_PREFIX), ":", 2);

  for (guint i = 0; words[0] && i < json_array_get_length (records); i++)
    {
      JsonObject *record = json_array_get_object_element (records, i);

      if (!g_str_equal (json_object_get_string_member (record, "id"), words[0]))
        continue;
      *mix = g_strdup (words[1]);
      return record;
    }
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
               /* Translators: “catalogue:llama-9”, and a command that is never translated */
               _ ("%1$s: the catalogue has no such model; “%2$s” lists those that run here"), location,
               "edgekit suggest");
  return NULL;
}

EdgeKitModel *
_edgekit_outline_load (const char *location, GError **error)
{
  g_autoptr(JsonNode) root = _edgekit_outline_read_catalogue ();
  g_autofree char *mix = NULL;
  JsonObject *record = find_record (root, location, &mix, error);

  if (!record)
    return NULL;
  if (mix && !_edgekit_mix_exists (mix))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                   /* Translators: “catalogue:llama-3.1-8b:Q9”, and an example that is never translated */
                   _ ("%1$s: the catalogue has no such version; try another, such as %2$s"), location, "Q4_K_M");
      return NULL;
    }
  return _edgekit_outline_make_model (record, mix ? mix : _edgekit_outline_get_usual_mix (record), error);
}

/* A model that was trained in four bits has no others worth having; of two 16 bit types one is enough. */
static gboolean
is_offered (JsonObject *record, const char *mix)
{
  const char *usual = _edgekit_outline_get_usual_mix (record);

  if (g_str_equal (usual, "MXFP4"))
    return g_str_equal (mix, usual);
  return !g_str_equal (mix, "MXFP4") && !g_str_equal (mix, "BF16");
}

GPtrArray *
_edgekit_outline_list_versions (const char *location, GError **error)
{
  g_autoptr(JsonNode) root = _edgekit_outline_read_catalogue ();
  g_autofree char *named = NULL;
  JsonObject *record = find_record (root, location, &named, error);
  g_autoptr(GPtrArray) models = NULL;
  g_auto(GStrv) mixes = NULL;

  if (!record)
    return NULL;
  models = g_ptr_array_new_with_free_func (g_object_unref);
  mixes = _edgekit_mix_list ();
  for (gsize i = 0; mixes[i]; i++)
    {
      EdgeKitModel *model;

      if (!is_offered (record, mixes[i]))
        continue;
      model = _edgekit_outline_make_model (record, mixes[i], error);
      if (!model)
        return NULL;
      g_ptr_array_add (models, model);
    }
  return g_steal_pointer (&models);
}
