/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-json-private.h"
#include "edgekit-types.h"

/* json-glib writes the last control character, U+001F, as it is (json_strescape
 * in json-generator.c), which is not JSON. */
static char *
escape_last_control (char *text)
{
  g_auto(GStrv) parts = NULL;

  if (!strchr (text, 0x1f))
    return text;
  parts = g_strsplit (text, "\x1f", -1);
  g_free (text);
  return g_strjoinv ("\\u001f", parts);
}

char *
_edgekit_json_to_string (JsonNode *node)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  json_generator_set_root (generator, node);
  return escape_last_control (json_generator_to_data (generator, NULL));
}

char *
_edgekit_json_build (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  return _edgekit_json_to_string (root);
}

void
_edgekit_json_add_int (JsonBuilder *builder, const char *member, gint64 value)
{
  if (value == EDGEKIT_UNKNOWN)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

void
_edgekit_json_add_double (JsonBuilder *builder, const char *member, double value)
{
  if (value < 0)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, value);
}

void
_edgekit_json_add_string (JsonBuilder *builder, const char *member, const char *value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

void
_edgekit_json_add_strv (JsonBuilder *builder, const char *member, const char *const *value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (; *value; value++)
    json_builder_add_string_value (builder, *value);
  json_builder_end_array (builder);
}

void
_edgekit_json_add_enum (JsonBuilder *builder, const char *member, GType type, int value)
{
  g_autoptr(GTypeClass) klass = g_type_class_ref (type);
  const GEnumValue *v = g_enum_get_value (G_ENUM_CLASS (klass), value);

  _edgekit_json_add_string (builder, member, v ? v->value_nick : NULL);
}

void
_edgekit_json_add_document (JsonBuilder *builder, const char *member, const char *json)
{
  JsonNode *node = json_from_string (json, NULL);

  g_assert (node != NULL);
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, node);
}
