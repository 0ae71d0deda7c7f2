/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cases.h"

static JsonParser *parser;

static int
enum_member (JsonObject *object, const char *member, GType type)
{
  g_autoptr(GTypeClass) klass = g_type_class_ref (type);
  const char *nick = json_object_get_string_member_with_default (object, member, NULL);
  GEnumValue *value = nick ? g_enum_get_value_by_nick (G_ENUM_CLASS (klass), nick) : NULL;

  return value ? value->value : 0;
}

static void
case_free (Case *c)
{
  g_object_unref (c->profile);
  g_free (c);
}

GPtrArray *
cases_load (void)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) case_free);
  g_autofree char *path = g_build_filename (g_getenv ("EDGEKIT_TEST_BUILD_ROOT"), "tests", "install", "cases.json", NULL);
  GError *error = NULL;
  JsonArray *array;

  parser = json_parser_new_immutable ();
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      g_autofree char *hardware = json_to_string (json_object_get_member (object, "hardware"), FALSE);
      Case *c = g_new0 (Case, 1);

      c->id = json_object_get_string_member (object, "id");
      c->profile = edgekit_hardware_profile_new_from_json (hardware, -1, &error);
      g_assert_no_error (error);
      c->goal = enum_member (object, "goal", EDGEKIT_TYPE_GOAL);
      c->method = enum_member (object, "method", EDGEKIT_TYPE_INSTALL_METHOD);
      c->portable = json_object_get_boolean_member_with_default (object, "portable", FALSE);
      c->expect = json_object_get_object_member (object, "expect");
      g_ptr_array_add (cases, c);
    }
  return cases;
}
