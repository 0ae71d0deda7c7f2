/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-hardware-profile.h"
#include "edgekit-i18n-private.h"
#include "edgekit-install-plan-private.h"
#include "edgekit-json-private.h"
#include "edgekit-preflight.h"
#include "edgekit-report-private.h"
#include "edgekit-snapshot.h"

static char *
base_name (const char *path)
{
  const char *slash = strrchr (path, '/'), *backslash = strrchr (path, '\\');
  const char *last = MAX (slash, backslash);

  return g_strdup (last && last[1] ? last + 1 : path);
}

/* The folders that the files of the model lie in, so that only the names of the
 * files are told. */
static void
collect_folders (JsonObject *preflight, GPtrArray *folders)
{
  JsonNode *model = json_object_get_member (preflight, "model");
  JsonNode *files = model && JSON_NODE_HOLDS_OBJECT (model)
                        ? json_object_get_member (json_node_get_object (model), "files")
                        : NULL;
  JsonArray *array = files && JSON_NODE_HOLDS_ARRAY (files) ? json_node_get_array (files) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonObject *file = json_array_get_object_element (array, i);
      const char *name = json_object_get_string_member_with_default (file, "name", "");
      g_autofree char *base = base_name (name);
      gsize length = strlen (name) - strlen (base);

      if (length > 0)
        g_ptr_array_add (folders, g_strndup (name, length));
    }
}

static void
strip_folders (JsonNode *node, GPtrArray *folders)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      GString *text = g_string_new (json_node_get_string (node));

      for (guint i = 0; i < folders->len; i++)
        g_string_replace (text, g_ptr_array_index (folders, i), "", 0);
      json_node_set_string (node, text->str);
      g_string_free (text, TRUE);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr(GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *l = values; l; l = l->next)
        strip_folders (l->data, folders);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr(GList) elements = json_array_get_elements (json_node_get_array (node));

      for (GList *l = elements; l; l = l->next)
        strip_folders (l->data, folders);
    }
}

static void
add_preflight (JsonBuilder *builder, EdgeKitPreflight *preflight)
{
  g_autofree char *json = edgekit_preflight_to_json (preflight, FALSE);
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node = json ? json_from_string (json, NULL) : NULL;

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_clear_pointer (&node, json_node_unref);
      return;
    }
  collect_folders (json_node_get_object (node), folders);
  if (folders->len)
    strip_folders (node, folders);
  json_builder_set_member_name (builder, "preflight");
  json_builder_add_value (builder, node);
}

/* Of what made the report, which need not be what runs on the computer in it. */
static void
add_versions (JsonBuilder *builder)
{
  g_autofree char *glib = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);

  json_builder_set_member_name (builder, "versions");
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "EdgeKit", EDGEKIT_VERSION_STRING);
  _edgekit_json_add_string (builder, "GLib", glib);
  json_builder_end_object (builder);
}

/* The computers after the first. */
static void
add_others (JsonBuilder *builder, GListModel *computers)
{
  const guint n = computers ? g_list_model_get_n_items (computers) : 0;

  if (n < 2)
    return;
  json_builder_set_member_name (builder, "other_hardware");
  json_builder_begin_array (builder);
  for (guint i = 1; i < n; i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = g_list_model_get_item (computers, i);
      g_autofree char *hardware = edgekit_hardware_profile_to_json (profile);

      json_builder_add_value (builder, json_from_string (hardware, NULL));
    }
  json_builder_end_array (builder);
}

JsonNode *
_edgekit_report_build (const EdgeKitReportParts *parts)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *hardware = edgekit_hardware_profile_to_json (parts->profile);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.report/1");
  add_versions (builder);
  _edgekit_json_add_document (builder, "hardware", hardware);
  add_others (builder, parts->computers);
  if (parts->preflight)
    add_preflight (builder, parts->preflight);
  if (parts->plan)
    {
      json_builder_set_member_name (builder, "install");
      json_builder_begin_object (builder);
      _edgekit_install_plan_write (parts->plan, builder);
      json_builder_end_object (builder);
    }
  if (parts->snapshot)
    {
      g_autofree char *json = edgekit_snapshot_to_json (parts->snapshot);

      _edgekit_json_add_document (builder, "snapshot", json);
    }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
