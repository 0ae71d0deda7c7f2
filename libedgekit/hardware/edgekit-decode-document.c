/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-document-private.h"

static JsonNode *
member_of_type (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

JsonObject *
_edgekit_document_get (EdgeKitSnapshot *snapshot, const char *key)
{
  JsonNode *node = _edgekit_snapshot_get_json (snapshot, key);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
_edgekit_document_object (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

GPtrArray *
_edgekit_document_list (JsonObject *object, const char *member, guint max)
{
  GPtrArray *list = g_ptr_array_new ();
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array) && list->len < max; i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        g_ptr_array_add (list, json_node_get_object (item));
    }
  return list;
}

const char *
_edgekit_document_string (JsonObject *object, const char *member)
{
  JsonNode *node = member_of_type (object, member, G_TYPE_STRING);
  const char *text = node ? json_node_get_string (node) : NULL;

  return text && *text ? text : NULL;
}

gint64
_edgekit_document_int (JsonObject *object, const char *member)
{
  JsonNode *node = member_of_type (object, member, G_TYPE_INT64);
  gint64 value = node ? json_node_get_int (node) : EDGEKIT_UNKNOWN;

  return value < 0 ? EDGEKIT_UNKNOWN : value;
}

EdgeKitTristate
_edgekit_document_flag (JsonObject *object, const char *member)
{
  JsonNode *node = member_of_type (object, member, G_TYPE_BOOLEAN);

  if (!node)
    return EDGEKIT_TRISTATE_UNKNOWN;
  return json_node_get_boolean (node) ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
}
