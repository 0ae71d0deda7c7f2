/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-hardware-profile-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"

/* The document edgekit.hardware/1, both ways, and what-if changes of it. */

#define MAX_DOCUMENT (16 * 1024 * 1024)
/* each is a thousand times what names it in the document */
#define MAX_COMPUTERS 1024

static gboolean
read_provenance (EdgeKitHardwareProfile *self, JsonNode *node, const char *what, GError **error)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_PROVENANCE);
  JsonObjectIter iter;
  const char *path;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s: provenance: expected an object", what);
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &path, &value))
    {
      const char *kind = NULL, *source = NULL;
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
      GEnumValue *known;

      if (!object || !_edgekit_json_get_string (object, "kind", &kind, what, error) ||
          !_edgekit_json_get_string (object, "source", &source, what, error))
        {
          if (error && !*error)
            g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                         "%s: provenance of “%.80s”: expected an object", what, path);
          return FALSE;
        }
      known = kind ? g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), kind) : NULL;
      _edgekit_hardware_profile_set_provenance (self, path, known ? known->value : EDGEKIT_PROVENANCE_UNKNOWN,
                                                source);
    }
  return TRUE;
}

/* Two pools or two devices of one name could not be told apart. */
static gboolean
check_ids (EdgeKitHardwareProfile *self, const char *what, GError **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->memory_pools));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitMemoryPool) pool = g_list_model_get_item (G_LIST_MODEL (self->memory_pools), i);

      if (!pool->id || !g_hash_table_add (seen, pool->id))
        {
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                       "%s: memory_pools[%u] has no “id” of its own", what, i);
          return FALSE;
        }
    }
  return TRUE;
}

static EdgeKitHardwareProfile *
profile_from_object (JsonObject *document, const char *what, GError **error)
{
  g_autoptr(EdgeKitHardwareProfile) self = _edgekit_hardware_profile_new (FALSE, NULL);
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);

  if (!_edgekit_record_read (self, document, "", unknown, error))
    {
      g_prefix_error (error, "%s: ", what);
      return NULL;
    }
  if (json_object_has_member (document, "provenance") &&
      !read_provenance (self, json_object_get_member (document, "provenance"), what, error))
    return NULL;
  if (!check_ids (self, what, error))
    return NULL;
  self->live = FALSE;
  for (guint i = 0; i < unknown->len; i++)
    {
      const char *path = g_ptr_array_index (unknown, i);
      g_autofree char *message = NULL;

      if (g_str_equal (path, "schema") || g_str_equal (path, "provenance"))
        continue;
      /* Translators: %s is a name in a JSON document, such as "cpu.colour" */
      message = g_strdup_printf (_ ("“%s” is not something that EdgeKit knows; it was left out."), path);
      _edgekit_hardware_profile_add_note (self, "unknown-member", EDGEKIT_SEVERITY_INFO, message, NULL);
    }
  return g_steal_pointer (&self);
}

/* The profile in @node, behind those in @profiles. */
static gboolean
append_profile (GListStore *profiles, JsonNode *node, const char *what, GError **error)
{
  JsonObject *document = _edgekit_json_get_document (node, "edgekit.hardware/1", what, error);
  g_autoptr(EdgeKitHardwareProfile) profile = document ? profile_from_object (document, what, error) : NULL;

  if (profile)
    g_list_store_append (profiles, profile);
  return profile != NULL;
}

static gboolean
append_others (GListStore *profiles, JsonNode *others, const char *what, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (others) ? json_node_get_array (others) : NULL;

  if (!array)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s: other_hardware: expected an array", what);
      return FALSE;
    }
  if (json_array_get_length (array) >= MAX_COMPUTERS)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE, "%s: is of more than %d computers", what,
                   MAX_COMPUTERS);
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s: other_hardware[%u]", what, i);

      if (!append_profile (profiles, json_array_get_element (array, i), where, error))
        return FALSE;
    }
  return TRUE;
}

/* Every computer of a document, at least one. */
static GListStore *
profiles_from_json (const char *json, gsize length, const char *what, GError **error)
{
  g_autoptr(JsonNode) root = _edgekit_json_parse (json, length, MAX_DOCUMENT, EDGEKIT_JSON_DEFAULT, what, error);
  g_autoptr(GListStore) profiles = g_list_store_new (EDGEKIT_TYPE_HARDWARE_PROFILE);
  JsonObject *document;
  JsonNode *first = NULL, *others = NULL;
  const char *schema = NULL;

  if (!root)
    return NULL;
  document = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (document && !_edgekit_json_get_string (document, "schema", &schema, what, error))
    return NULL;
  /* a report carries the profiles that it was made from */
  if (document && g_strcmp0 (schema, "edgekit.report/1") == 0)
    {
      first = json_object_get_member (document, "hardware");
      others = json_object_get_member (document, "other_hardware");
    }
  if (!append_profile (profiles, first ? first : root, what, error) ||
      (others && !append_others (profiles, others, what, error)))
    return NULL;
  return g_steal_pointer (&profiles);
}

/* The same of a file. @what: how it is called. */
static GListStore *
load_profiles (GFile *file, char **what, GCancellable *cancellable, GError **error)
{
  g_autofree char *json = NULL;
  gsize length;

  *what = g_file_get_parse_name (file);
  return _edgekit_json_load (file, MAX_DOCUMENT, &json, &length, cancellable, error)
           ? profiles_from_json (json, length, *what, error)
           : NULL;
}

/* The one computer of a document: of several, which one is meant is not for EdgeKit to guess. */
static EdgeKitHardwareProfile *
only_profile (GListStore *profiles, const char *what, GError **error)
{
  const guint n = profiles ? g_list_model_get_n_items (G_LIST_MODEL (profiles)) : 0;

  if (n > 1)
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
                 /* Translators: %1$s is a file, %2$u a number, at least 2 */
                 _ ("%1$s: is a report of %2$u computers, and one is wanted"), what, n);
  return n == 1 ? g_list_model_get_item (G_LIST_MODEL (profiles), 0) : NULL;
}

/**
 * edgekit_hardware_profile_new_from_json:
 * @json: an `edgekit.hardware/1` document, or an `edgekit.report/1` of one computer
 * @length: the length of @json in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a profile. Every member is optional; unknown ones are left out, with a
 * note.
 *
 * Returns: (transfer full): a profile that is not live, or %NULL with
 *   [error@EdgeKit.Error] `INVALID_DATA` or `TOO_LARGE`, or `INVALID_ARGUMENT`
 *   for a report of several computers
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_hardware_profile_new_from_json (const char *json, gssize length, GError **error)
{
  const char *what = "hardware";
  g_autoptr(GListStore) profiles = NULL;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  profiles = profiles_from_json (json, length < 0 ? strlen (json) : (gsize) length, what, error);
  return only_profile (profiles, what, error);
}

/**
 * edgekit_hardware_profile_load:
 * @file: a file with a document as in [ctor@EdgeKit.HardwareProfile.new_from_json]
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads a profile from a file, which may be a pipe.
 *
 * [func@EdgeKit.HardwareProfile.load_all] reads a report of several computers.
 *
 * Returns: (transfer full): a profile that is not live, or %NULL with an error
 *   that names the file
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_hardware_profile_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GListStore) profiles = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  profiles = load_profiles (file, &name, cancellable, error);
  return only_profile (profiles, name, error);
}

/**
 * edgekit_hardware_profile_load_all:
 * @file: a file with an `edgekit.hardware/1` document, or an `edgekit.report/1`
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads every computer of a file, which may be a pipe. A report has several
 * where they hold a model together; the first one starts the engine, as in
 * [method@EdgeKit.Preflight.set_profiles].
 *
 * Returns: (transfer full): a list of [class@EdgeKit.HardwareProfile] with at
 *   least one that is not live, or %NULL with an error that names the file
 *
 * Since: 0.1
 */
GListModel *
edgekit_hardware_profile_load_all (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  GListStore *profiles;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  profiles = load_profiles (file, &name, cancellable, error);
  return profiles ? G_LIST_MODEL (profiles) : NULL;
}

static gboolean
write_provenance (gpointer key, gpointer value, gpointer data)
{
  static const char *const kinds[] = { "unknown", "measured", "reported", "table", "estimate" };
  const Provenance *provenance = value;
  JsonBuilder *builder = data;

  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "kind", kinds[provenance->kind]);
  _edgekit_json_add_string (builder, "source", provenance->source);
  json_builder_end_object (builder);
  return FALSE;
}

static char *
profile_to_json (EdgeKitHardwareProfile *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.hardware/1");
  _edgekit_record_write (self, builder);
  json_builder_set_member_name (builder, "provenance");
  json_builder_begin_object (builder);
  g_tree_foreach (self->provenance, write_provenance, builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}

/**
 * edgekit_hardware_profile_to_json:
 * @self: a profile
 *
 * Writes the profile as an `edgekit.hardware/1` document.
 *
 * Returns: (transfer full): the document, UTF-8
 *
 * Since: 0.1
 */
char *
edgekit_hardware_profile_to_json (EdgeKitHardwareProfile *self)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);

  return profile_to_json (self);
}

/* RFC 7396, with one addition: arrays whose items have an id are merged by it. */
static JsonNode *merge_patch (JsonNode *target, JsonNode *patch);

static JsonNode *
find_by_id (JsonArray *array, const char *id)
{
  for (guint i = 0; id && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (item) &&
          g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (item), "id", NULL), id) == 0)
        return item;
    }
  return NULL;
}

static const char *
item_id (JsonNode *item)
{
  JsonNode *id = JSON_NODE_HOLDS_OBJECT (item) ? json_object_get_member (json_node_get_object (item), "id") : NULL;

  return id && JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING
             ? json_node_get_string (id)
             : NULL;
}

static JsonNode *
merge_arrays (JsonArray *target, JsonArray *patch)
{
  JsonArray *result = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (target); i++)
    {
      JsonNode *item = json_array_get_element (target, i);
      JsonNode *change = find_by_id (patch, item_id (item));

      json_array_add_element (result, change ? merge_patch (item, change) : json_node_copy (item));
    }
  for (guint i = 0; i < json_array_get_length (patch); i++)
    {
      JsonNode *item = json_array_get_element (patch, i);

      if (!find_by_id (target, item_id (item)))
        json_array_add_element (result, json_node_copy (item));
    }
  json_node_take_array (node, result);
  return node;
}

static JsonNode *
merge_patch (JsonNode *target, JsonNode *patch)
{
  JsonNode *node;
  JsonObject *result;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (target && JSON_NODE_HOLDS_ARRAY (target) && JSON_NODE_HOLDS_ARRAY (patch))
    return merge_arrays (json_node_get_array (target), json_node_get_array (patch));
  if (!JSON_NODE_HOLDS_OBJECT (patch))
    return json_node_copy (patch);
  result = json_object_new ();
  if (target && JSON_NODE_HOLDS_OBJECT (target))
    {
      json_object_iter_init (&iter, json_node_get_object (target));
      while (json_object_iter_next (&iter, &name, &value))
        json_object_set_member (result, name, json_node_copy (value));
    }
  json_object_iter_init (&iter, json_node_get_object (patch));
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (JSON_NODE_HOLDS_NULL (value))
        json_object_remove_member (result, name);
      else
        json_object_set_member (result, name, merge_patch (json_object_get_member (result, name), value));
    }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, result);
  return node;
}

/**
 * edgekit_hardware_profile_with:
 * @self: a profile
 * @changes: a JSON object with what is to be different, in the form of
 *   `edgekit.hardware/1`; %NULL members are removed (RFC 7396), and items of
 *   arrays are found by their `id`
 * @error: return location for an error
 *
 * Makes a profile that differs: “what if this computer had 64 GiB of memory?”
 *
 * Returns: (transfer full): a profile that is not live, or %NULL with
 *   [error@EdgeKit.Error] `INVALID_DATA`
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_hardware_profile_with (EdgeKitHardwareProfile *self, const char *changes, GError **error)
{
  g_autofree char *json = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(JsonNode) patch = NULL;
  g_autoptr(JsonNode) merged = NULL;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (self), NULL);
  g_return_val_if_fail (changes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  patch = _edgekit_json_parse (changes, strlen (changes), MAX_DOCUMENT, EDGEKIT_JSON_DEFAULT, "changes", error);
  if (!patch)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (patch))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "changes: expected a JSON object");
      return NULL;
    }
  json = profile_to_json (self);
  root = _edgekit_json_parse (json, strlen (json), MAX_DOCUMENT * 4, EDGEKIT_JSON_DEFAULT, "hardware", error);
  if (!root)
    return NULL;
  merged = merge_patch (root, patch);
  return profile_from_object (json_node_get_object (merged), "changes", error);
}
