/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-record-private.h"

typedef struct
{
  const EdgeKitField *fields;
  guint n_fields;
  goffset absent;
} RecordClass;

static GQuark
record_quark (void)
{
  return g_quark_from_static_string ("edgekit-record");
}

static const RecordClass *
record_class (gpointer record)
{
  const RecordClass *klass = g_type_get_qdata (G_OBJECT_TYPE (record), record_quark ());

  g_assert (klass != NULL);
  return klass;
}

#define MEMBER(record, field, type) (*(type *) G_STRUCT_MEMBER_P (record, (field)->offset))

static guint64 *
absent_bits (gpointer record, const RecordClass *klass)
{
  return klass->absent ? (guint64 *) G_STRUCT_MEMBER_P (record, klass->absent) : NULL;
}

static void
record_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const RecordClass *klass = record_class (object);
  const EdgeKitField *field;

  if (id == 0 || id > klass->n_fields)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  field = &klass->fields[id - 1];
  switch (field->type)
    {
    case EDGEKIT_FIELD_STRING:
      g_value_set_string (value, MEMBER (object, field, char *));
      break;
    case EDGEKIT_FIELD_SENTENCE:
      g_value_set_string (value, _edgekit_show_sentence (MEMBER (object, field, char *)));
      break;
    case EDGEKIT_FIELD_INT:
      g_value_set_int64 (value, MEMBER (object, field, gint64));
      break;
    case EDGEKIT_FIELD_DOUBLE:
      g_value_set_double (value, MEMBER (object, field, double));
      break;
    case EDGEKIT_FIELD_BOOLEAN:
      g_value_set_boolean (value, MEMBER (object, field, gboolean));
      break;
    case EDGEKIT_FIELD_TRISTATE:
    case EDGEKIT_FIELD_ENUM:
      g_value_set_enum (value, MEMBER (object, field, int));
      break;
    case EDGEKIT_FIELD_STRV:
      g_value_set_boxed (value, MEMBER (object, field, GStrv));
      break;
    case EDGEKIT_FIELD_LIST:
    case EDGEKIT_FIELD_OBJECT:
      g_value_set_object (value, MEMBER (object, field, GObject *));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
record_finalize (GObject *object)
{
  const RecordClass *klass = record_class (object);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const EdgeKitField *field = &klass->fields[i];

      if (field->type == EDGEKIT_FIELD_STRING || field->type == EDGEKIT_FIELD_SENTENCE)
        g_free (MEMBER (object, field, char *));
      else if (field->type == EDGEKIT_FIELD_STRV)
        g_strfreev (MEMBER (object, field, GStrv));
      else if (field->type == EDGEKIT_FIELD_LIST || field->type == EDGEKIT_FIELD_OBJECT)
        g_clear_object (&MEMBER (object, field, GObject *));
    }
  /* Records derive from GObject directly. */
  G_OBJECT_CLASS (g_type_class_peek (G_TYPE_OBJECT))->finalize (object);
}

static GParamSpec *
field_pspec (const EdgeKitField *field)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  switch (field->type)
    {
    case EDGEKIT_FIELD_STRING:
    case EDGEKIT_FIELD_SENTENCE:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case EDGEKIT_FIELD_INT:
      return g_param_spec_int64 (field->name, NULL, NULL, -1, G_MAXINT64, EDGEKIT_UNKNOWN, flags);
    case EDGEKIT_FIELD_DOUBLE:
      return g_param_spec_double (field->name, NULL, NULL, -1, G_MAXDOUBLE, EDGEKIT_UNKNOWN, flags);
    case EDGEKIT_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
    case EDGEKIT_FIELD_TRISTATE:
      return g_param_spec_enum (field->name, NULL, NULL, field->gtype (), EDGEKIT_TRISTATE_UNKNOWN, flags);
    case EDGEKIT_FIELD_ENUM:
      return g_param_spec_enum (field->name, NULL, NULL, field->gtype (), 0, flags);
    case EDGEKIT_FIELD_STRV:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    case EDGEKIT_FIELD_LIST:
      return g_param_spec_object (field->name, NULL, NULL, G_TYPE_LIST_MODEL, flags);
    case EDGEKIT_FIELD_OBJECT:
      return g_param_spec_object (field->name, NULL, NULL, field->gtype (), flags);
    default:
      g_assert_not_reached ();
    }
}

void
_edgekit_record_class_install (GObjectClass *klass, const EdgeKitField *fields, guint n_fields, goffset absent)
{
  RecordClass *record = g_new0 (RecordClass, 1); /* as long-lived as the type */

  g_assert (n_fields <= EDGEKIT_RECORD_MAX_FIELDS);
  *record = (RecordClass) { fields, n_fields, absent };
  g_type_set_qdata (G_OBJECT_CLASS_TYPE (klass), record_quark (), record);
  klass->get_property = record_get_property;
  klass->finalize = record_finalize;
  for (guint i = 0; i < n_fields; i++)
    if (fields[i].name)
      g_object_class_install_property (klass, i + 1, field_pspec (&fields[i]));
}

void
_edgekit_record_init (gpointer record)
{
  const RecordClass *klass = record_class (record);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const EdgeKitField *field = &klass->fields[i];

      if (field->type == EDGEKIT_FIELD_INT)
        MEMBER (record, field, gint64) = EDGEKIT_UNKNOWN;
      else if (field->type == EDGEKIT_FIELD_DOUBLE)
        MEMBER (record, field, double) = EDGEKIT_UNKNOWN;
      else if (field->type == EDGEKIT_FIELD_TRISTATE)
        MEMBER (record, field, int) = EDGEKIT_TRISTATE_UNKNOWN;
      else if (field->type == EDGEKIT_FIELD_LIST)
        MEMBER (record, field, GListStore *) = g_list_store_new (field->gtype ());
    }
}

void
_edgekit_record_set_absent (gpointer record, const char *key)
{
  const RecordClass *klass = record_class (record);

  for (guint i = 0; i < klass->n_fields; i++)
    if (g_strcmp0 (klass->fields[i].key, key) == 0)
      {
        *absent_bits (record, klass) |= G_GUINT64_CONSTANT (1) << i;
        return;
      }
  g_assert_not_reached ();
}

gboolean
_edgekit_record_is_absent (gpointer record, const char *key)
{
  const RecordClass *klass = record_class (record);
  const guint64 *absent = absent_bits (record, klass);

  for (guint i = 0; absent && i < klass->n_fields; i++)
    if (g_strcmp0 (klass->fields[i].key, key) == 0)
      return *absent >> i & 1;
  return FALSE;
}

/* FALSE when there is nothing to write. */
static gboolean
write_value (gpointer record, const EdgeKitField *field, JsonBuilder *builder)
{
  switch (field->type)
    {
    case EDGEKIT_FIELD_STRING:
    case EDGEKIT_FIELD_SENTENCE:
      _edgekit_json_add_string (builder, field->key, MEMBER (record, field, char *));
      return MEMBER (record, field, char *) != NULL;
    case EDGEKIT_FIELD_INT:
      _edgekit_json_add_int (builder, field->key, MEMBER (record, field, gint64));
      return MEMBER (record, field, gint64) != EDGEKIT_UNKNOWN;
    case EDGEKIT_FIELD_DOUBLE:
      _edgekit_json_add_double (builder, field->key, MEMBER (record, field, double));
      return MEMBER (record, field, double) >= 0;
    case EDGEKIT_FIELD_BOOLEAN:
      json_builder_set_member_name (builder, field->key);
      json_builder_add_boolean_value (builder, MEMBER (record, field, gboolean));
      return TRUE;
    case EDGEKIT_FIELD_TRISTATE:
      if (MEMBER (record, field, int) == EDGEKIT_TRISTATE_UNKNOWN)
        return FALSE;
      json_builder_set_member_name (builder, field->key);
      json_builder_add_boolean_value (builder, MEMBER (record, field, int) == EDGEKIT_TRISTATE_YES);
      return TRUE;
    case EDGEKIT_FIELD_ENUM:
      _edgekit_json_add_enum (builder, field->key, field->gtype (), MEMBER (record, field, int));
      return TRUE;
    case EDGEKIT_FIELD_STRV:
      _edgekit_json_add_strv (builder, field->key, (const char * const *) MEMBER (record, field, GStrv));
      return MEMBER (record, field, GStrv) != NULL;
    case EDGEKIT_FIELD_LIST:
      {
        GListModel *list = G_LIST_MODEL (MEMBER (record, field, GListStore *));

        json_builder_set_member_name (builder, field->key);
        json_builder_begin_array (builder);
        for (guint i = 0; i < g_list_model_get_n_items (list); i++)
          {
            g_autoptr(GObject) item = g_list_model_get_item (list, i);

            _edgekit_record_write_object (item, builder);
          }
        json_builder_end_array (builder);
        return TRUE;
      }
    case EDGEKIT_FIELD_OBJECT:
      if (!MEMBER (record, field, GObject *))
        return FALSE;
      json_builder_set_member_name (builder, field->key);
      _edgekit_record_write_object (MEMBER (record, field, GObject *), builder);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

void
_edgekit_record_write (gpointer record, JsonBuilder *builder)
{
  const RecordClass *klass = record_class (record);
  const guint64 *absent = absent_bits (record, klass);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const EdgeKitField *field = &klass->fields[i];

      if (!field->key)
        continue;
      if (!write_value (record, field, builder) && absent && (*absent >> i & 1))
        {
          json_builder_set_member_name (builder, field->key);
          json_builder_add_null_value (builder);
        }
    }
}

void
_edgekit_record_write_object (gpointer record, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  _edgekit_record_write (record, builder);
  json_builder_end_object (builder);
}

static gboolean
wrong_type (const char *where, const char *key, const char *expected, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s%s%s: expected %s",
               where, *where ? "." : "", key, expected);
  return FALSE;
}

static gboolean
read_number (gpointer record, const EdgeKitField *field, JsonNode *node, const char *where, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (field->type == EDGEKIT_FIELD_INT)
    {
      if (type != G_TYPE_INT64 || json_node_get_int (node) < 0)
        return wrong_type (where, field->key, "an integer of zero or more, or null", error);
      MEMBER (record, field, gint64) = json_node_get_int (node);
      return TRUE;
    }
  if ((type != G_TYPE_INT64 && type != G_TYPE_DOUBLE) || json_node_get_double (node) < 0)
    return wrong_type (where, field->key, "a number of zero or more, or null", error);
  MEMBER (record, field, double) = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_enum (gpointer record, const EdgeKitField *field, JsonNode *node, const char *where, GError **error)
{
  g_autoptr(GTypeClass) klass = g_type_class_ref (field->gtype ());
  const char *nick = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  const GEnumValue *value = nick ? g_enum_get_value_by_nick (G_ENUM_CLASS (klass), nick) : NULL;
  g_autoptr(GString) known = NULL;

  if (value)
    {
      MEMBER (record, field, int) = value->value;
      return TRUE;
    }
  known = g_string_new ("one of");
  for (guint i = 0; i < G_ENUM_CLASS (klass)->n_values; i++)
    g_string_append_printf (known, "%s “%s”", i ? "," : "", G_ENUM_CLASS (klass)->values[i].value_nick);
  return wrong_type (where, field->key, known->str, error);
}

static gboolean
read_strv (gpointer record, const EdgeKitField *field, JsonNode *node, const char *where, GError **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array)
    return wrong_type (where, field->key, "an array of strings", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
        return wrong_type (where, field->key, "an array of strings", error);
      g_strv_builder_add (builder, json_node_get_string (item));
    }
  g_strfreev (MEMBER (record, field, GStrv));
  MEMBER (record, field, GStrv) = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_list (gpointer record, const EdgeKitField *field, JsonNode *node, const char *path, const char *where,
           GPtrArray *unknown, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array)
    return wrong_type (where, field->key, "an array of objects", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      g_autofree char *item_path = g_strdup_printf ("%s[%u]", path, i);
      g_autoptr(GObject) child = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        return wrong_type (where, field->key, "an array of objects", error);
      child = g_object_new (field->gtype (), NULL);
      if (!_edgekit_record_read (child, json_node_get_object (item), item_path, unknown, error))
        return FALSE;
      g_list_store_append (MEMBER (record, field, GListStore *), child);
    }
  return TRUE;
}

static gboolean
read_value (gpointer record, const EdgeKitField *field, JsonNode *node, const char *where,
            GPtrArray *unknown, GError **error)
{
  g_autofree char *path = g_strconcat (where, *where ? "." : "", field->key, NULL);
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (field->type)
    {
    case EDGEKIT_FIELD_STRING:
    case EDGEKIT_FIELD_SENTENCE:
      if (type != G_TYPE_STRING)
        return wrong_type (where, field->key, "a string or null", error);
      g_free (MEMBER (record, field, char *));
      MEMBER (record, field, char *) = json_node_dup_string (node);
      return TRUE;
    case EDGEKIT_FIELD_INT:
    case EDGEKIT_FIELD_DOUBLE:
      return read_number (record, field, node, where, error);
    case EDGEKIT_FIELD_BOOLEAN:
    case EDGEKIT_FIELD_TRISTATE:
      if (type != G_TYPE_BOOLEAN)
        return wrong_type (where, field->key, "true or false", error);
      MEMBER (record, field, int) = json_node_get_boolean (node) ? 1 : 0;
      return TRUE;
    case EDGEKIT_FIELD_ENUM:
      return read_enum (record, field, node, where, error);
    case EDGEKIT_FIELD_STRV:
      return read_strv (record, field, node, where, error);
    case EDGEKIT_FIELD_LIST:
      return read_list (record, field, node, path, where, unknown, error);
    case EDGEKIT_FIELD_OBJECT:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return wrong_type (where, field->key, "an object", error);
      g_clear_object (&MEMBER (record, field, GObject *));
      MEMBER (record, field, GObject *) = g_object_new (field->gtype (), NULL);
      return _edgekit_record_read (MEMBER (record, field, GObject *), json_node_get_object (node), path,
                                   unknown, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
_edgekit_record_read (gpointer record, JsonObject *object, const char *where, GPtrArray *unknown, GError **error)
{
  const RecordClass *klass = record_class (record);
  guint64 *absent = absent_bits (record, klass);
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, &node))
    {
      const EdgeKitField *field = NULL;
      guint i;

      for (i = 0; i < klass->n_fields && !field; i++)
        if (g_strcmp0 (klass->fields[i].key, member) == 0)
          field = &klass->fields[i];
      if (!field)
        {
          if (unknown)
            g_ptr_array_add (unknown, g_strconcat (where, *where ? "." : "", member, NULL));
          continue;
        }
      if (JSON_NODE_HOLDS_NULL (node))
        {
          if (absent)
            *absent |= G_GUINT64_CONSTANT (1) << (i - 1);
          continue;
        }
      if (!read_value (record, field, node, where, unknown, error))
        return FALSE;
    }
  return TRUE;
}
