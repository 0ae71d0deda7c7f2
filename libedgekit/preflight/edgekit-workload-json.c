/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-error.h"
#include "edgekit-json-private.h"
#include "edgekit-workload-private.h"

/* Far beyond every engine, near enough that products of it are harmless. */
#define MAX_COUNT (G_GINT64_CONSTANT (1) << 40)

#define MEMBER(self, option, type) (*(type *) G_STRUCT_MEMBER_P (self, (option)->offset))

void
_edgekit_workload_write (EdgeKitWorkload *self, JsonBuilder *builder)
{
  guint n;
  const EdgeKitWorkloadOption *options = _edgekit_workload_get_options (&n);

  json_builder_begin_object (builder);
  for (guint i = 0; i < n; i++)
    {
      const EdgeKitWorkloadOption *option = &options[i];

      switch (option->type)
        {
        case EDGEKIT_OPTION_PRESET:
          _edgekit_json_add_enum (builder, option->key, EDGEKIT_TYPE_PRESET, MEMBER (self, option, int));
          break;
        case EDGEKIT_OPTION_STRING:
          _edgekit_json_add_string (builder, option->key, MEMBER (self, option, char *));
          break;
        case EDGEKIT_OPTION_COUNT:
          _edgekit_json_add_int (builder, option->key, MEMBER (self, option, gint64));
          break;
        case EDGEKIT_OPTION_SHARE:
          _edgekit_json_add_double (builder, option->key, MEMBER (self, option, double));
          break;
        case EDGEKIT_OPTION_SWITCH:
        case EDGEKIT_OPTION_FLAG:
          if (MEMBER (self, option, int) == EDGEKIT_TRISTATE_UNKNOWN)
            break;
          json_builder_set_member_name (builder, option->key);
          json_builder_add_boolean_value (builder, MEMBER (self, option, int) == EDGEKIT_TRISTATE_YES);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  json_builder_end_object (builder);
}

/**
 * edgekit_workload_to_json:
 * @self: a [class@EdgeKit.Workload]
 *
 * Writes the options that are set as a JSON object whose members are named
 * like the options of the command `edgekit`: `context`, `cache_type_k`,
 * `flash_attn` and so on. What [method@EdgeKit.Workload.apply] makes of it is
 * an equal workload.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
char *
edgekit_workload_to_json (EdgeKitWorkload *self)
{
  g_autoptr(JsonBuilder) builder = NULL;

  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  builder = json_builder_new ();
  _edgekit_workload_write (self, builder);
  return _edgekit_json_build (builder);
}

static const EdgeKitWorkloadOption *
find_option (const char *member)
{
  guint n;
  const EdgeKitWorkloadOption *options = _edgekit_workload_get_options (&n);
  g_autofree char *key = g_strdelimit (g_strdup (member), "-", '_');

  for (guint i = 0; i < n; i++)
    if (g_str_equal (options[i].key, key))
      return &options[i];
  return g_str_equal (key, "flash_attention") ? find_option ("flash_attn") : NULL;
}

static gboolean
bad_value (const char *member, const char *expected, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "workload.%s: expected %s", member, expected);
  return FALSE;
}

/* Through the default of the property, which is to be open: one call for all
 * types. (GCC 12 merges the tails of g_object_set() with a 32-bit -1 and with a
 * 64-bit one in two branches of a function.) */
static void
leave_open (EdgeKitWorkload *self, const EdgeKitWorkloadOption *option)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self), option->name);

  g_object_set_property (G_OBJECT (self), option->name, g_param_spec_get_default_value (pspec));
}

static gboolean
apply_text (EdgeKitWorkload *self, const EdgeKitWorkloadOption *option, const char *member, const char *text,
            GError **error)
{
  g_autoptr(GTypeClass) klass = NULL;
  const GEnumValue *value;

  if (option->type == EDGEKIT_OPTION_STRING)
    {
      if (strlen (text) > 64)
        return bad_value (member, "a short word", error);
      g_object_set (self, option->name, text, NULL);
      return TRUE;
    }
  if (option->type == EDGEKIT_OPTION_PRESET)
    {
      klass = g_type_class_ref (EDGEKIT_TYPE_PRESET);
      value = g_enum_get_value_by_nick (G_ENUM_CLASS (klass), text);
      if (!value)
        return bad_value (member, "“server”, “completion” or “ollama”", error);
      g_object_set (self, option->name, value->value, NULL);
      return TRUE;
    }
  if (option->type == EDGEKIT_OPTION_COUNT || option->type == EDGEKIT_OPTION_SHARE)
    {
      if (!g_str_equal (text, "auto"))
        return bad_value (member, "a number or “auto”", error);
      leave_open (self, option);
      return TRUE;
    }
  if (g_str_equal (text, "on"))
    g_object_set (self, option->name, TRUE, NULL);
  else if (g_str_equal (text, "off"))
    g_object_set (self, option->name, FALSE, NULL);
  else if (g_str_equal (text, "auto") && option->type == EDGEKIT_OPTION_SWITCH)
    leave_open (self, option);
  else
    return bad_value (member, "true, false, “on”, “off” or “auto”", error);
  return TRUE;
}

static gboolean
apply_member (EdgeKitWorkload *self, const char *member, JsonNode *node, GError **error)
{
  const EdgeKitWorkloadOption *option = find_option (member);
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (!option)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "workload.%s: no such option", member);
      return FALSE;
    }
  if (JSON_NODE_HOLDS_NULL (node))
    leave_open (self, option);
  else if (type == G_TYPE_STRING)
    return apply_text (self, option, member, json_node_get_string (node), error);
  else if (type == G_TYPE_BOOLEAN && (option->type == EDGEKIT_OPTION_SWITCH || option->type == EDGEKIT_OPTION_FLAG))
    g_object_set (self, option->name, json_node_get_boolean (node), NULL);
  else if (type == G_TYPE_INT64 && option->type == EDGEKIT_OPTION_COUNT)
    {
      gint64 value = json_node_get_int (node);

      if (value < 0 || value > MAX_COUNT)
        return bad_value (member, "a number between 0 and 1099511627776", error);
      g_object_set (self, option->name, value, NULL);
    }
  else if ((type == G_TYPE_INT64 || type == G_TYPE_DOUBLE) && option->type == EDGEKIT_OPTION_SHARE)
    {
      double value = json_node_get_double (node);

      if (!(value > 0 && value <= 1))
        return bad_value (member, "a number above 0 and up to 1", error);
      g_object_set (self, option->name, value, NULL);
    }
  else
    return bad_value (member, option->type == EDGEKIT_OPTION_COUNT    ? "a number"
                              : option->type == EDGEKIT_OPTION_SHARE  ? "a number"
                              : option->type == EDGEKIT_OPTION_SWITCH ? "true or false"
                              : option->type == EDGEKIT_OPTION_FLAG   ? "true or false"
                                                                      : "a word",
                      error);
  return TRUE;
}

/**
 * edgekit_workload_apply:
 * @self: a [class@EdgeKit.Workload]
 * @changes: a JSON object with options, such as `{"context": 4096}`
 * @error: return location for an error
 *
 * Changes the options that @changes names; `null` and `"auto"` leave an option
 * open again. This is how the [property@EdgeKit.Finding:change] of a finding
 * is put to use. When there is an error, nothing is changed.
 *
 * Returns: %TRUE, or %FALSE with [error@EdgeKit.Error] `INVALID_ARGUMENT` for an
 *   option or a value that does not exist, `INVALID_DATA` when @changes is not
 *   JSON
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_apply (EdgeKitWorkload *self, const char *changes, GError **error)
{
  g_autoptr(EdgeKitWorkload) changed = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GList) members = NULL;
  JsonObject *object;

  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);
  g_return_val_if_fail (changes != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  root = _edgekit_json_parse (changes, strlen (changes), 65536, EDGEKIT_JSON_DEFAULT, "workload", error);
  if (!root)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "workload: expected an object");
      return FALSE;
    }
  changed = edgekit_workload_copy (self);
  object = json_node_get_object (root);
  members = json_object_get_members (object);
  for (GList *l = members; l; l = l->next)
    if (!apply_member (changed, l->data, json_object_get_member (object, l->data), error))
      return FALSE;
  _edgekit_workload_assign (self, changed);
  return TRUE;
}
