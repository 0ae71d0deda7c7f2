/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-config-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-table-private.h"

/* Far above any count that a model has, and small enough to multiply two. */
#define MAX_COUNT (G_GINT64_CONSTANT (1) << 31)
/* More layers than this are in no list. */
#define MAX_LIST 8192

struct _EdgeKitConfig
{
  JsonNode *node;
  JsonObject *root;
  JsonObject *text; /* of the language model; the root where it has no own object */
  char *what;
  char *type;
  char *family; /* the row, or NULL */
  GHashTable *spellings; /* fact → char ** */
  GHashTable *rules;     /* key → char * */
  GError *error;
};

/* --- Walking ---------------------------------------------------------------- */

static JsonNode *
get_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

JsonNode *
_edgekit_config_walk (JsonObject *object, const char *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *name = NULL;
  JsonNode *node;

  if (!dot)
    return get_member (object, path);
  name = g_strndup (path, dot - path);
  node = get_member (object, name);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? _edgekit_config_walk (json_node_get_object (node), dot + 1) : NULL;
}

const char *
_edgekit_config_walk_string (JsonObject *object, const char *path)
{
  JsonNode *node = _edgekit_config_walk (object, path);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

double
_edgekit_config_walk_double (JsonObject *object, const char *path, double fallback)
{
  JsonNode *node = _edgekit_config_walk (object, path);
  const char *text = _edgekit_config_walk_string (object, path);
  double value = fallback;

  if (text)
    value = g_ascii_strtod (text, NULL);
  else if (node && is_number (node))
    value = json_node_get_double (node);
  return isfinite (value) ? value : fallback;
}

gboolean
_edgekit_config_walk_bool (JsonObject *object, const char *path, gboolean fallback)
{
  JsonNode *node = _edgekit_config_walk (object, path);

  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return is_number (node) ? json_node_get_double (node) != 0 : fallback;
}

/* --- Opening ---------------------------------------------------------------- */

static JsonObject *
find_text (JsonObject *root)
{
  static const char *const paths[] = { "text_config", "llm_config", "language_config", "thinker_config.text_config",
                                       "language_model_config", "decoder", NULL };

  for (guint i = 0; paths[i]; i++)
    {
      JsonNode *node = _edgekit_config_walk (root, paths[i]);

      if (node && JSON_NODE_HOLDS_OBJECT (node))
        return json_node_get_object (node);
    }
  return root;
}

static void
take_type (EdgeKitConfig *self)
{
  GKeyFile *table = _edgekit_table_get ("hf-families");
  const char *outer = _edgekit_config_walk_string (self->root, "model_type");
  const char *inner = _edgekit_config_walk_string (self->text, "model_type");

  self->type = g_strdup (outer && *outer ? outer : inner);
  /* what the language model is decides; the whole may only be called otherwise */
  if (inner && g_key_file_has_group (table, inner))
    self->family = g_strdup (inner);
  else if (outer && g_key_file_has_group (table, outer))
    self->family = g_strdup (outer);
}

EdgeKitConfig *
_edgekit_config_new (const char *data, gsize length, const char *what, GError **error)
{
  g_autoptr(JsonNode) node = _edgekit_json_parse (data, length, EDGEKIT_CONFIG_MAX_LENGTH,
                                                  EDGEKIT_JSON_NAN_IS_NULL | EDGEKIT_JSON_SMALL_TREE, what, error);
  EdgeKitConfig *self;

  if (!node)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file, config.json */
                   _ ("%s: this does not describe a model; it is not a JSON object"), what);
      return NULL;
    }
  self = g_new0 (EdgeKitConfig, 1);
  self->root = json_node_get_object (node);
  self->text = find_text (self->root);
  self->node = g_steal_pointer (&node);
  self->what = g_strdup (what);
  self->spellings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_strfreev);
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  take_type (self);
  return self;
}

void
_edgekit_config_free (EdgeKitConfig *self)
{
  json_node_unref (self->node);
  g_free (self->what);
  g_free (self->type);
  g_free (self->family);
  g_hash_table_unref (self->spellings);
  g_hash_table_unref (self->rules);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
_edgekit_config_check (EdgeKitConfig *self, GError **error)
{
  if (!self->error)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

const char *
_edgekit_config_get_type (EdgeKitConfig *self)
{
  return self->type;
}

gboolean
_edgekit_config_is_known (EdgeKitConfig *self)
{
  return self->family != NULL;
}

JsonObject *
_edgekit_config_get_root (EdgeKitConfig *self)
{
  return self->root;
}

const char *
_edgekit_config_get_rule (EdgeKitConfig *self, const char *key)
{
  char *value;

  if (!self->family)
    return NULL;
  if (!g_hash_table_lookup_extended (self->rules, key, NULL, (gpointer *) &value))
    {
      value = g_key_file_get_string (_edgekit_table_get ("hf-families"), self->family, key, NULL);
      g_hash_table_insert (self->rules, g_strdup (key), value);
    }
  return value;
}

/* --- Facts ------------------------------------------------------------------ */

/* @fact is a static string. */
static char **
get_spellings (EdgeKitConfig *self, const char *fact)
{
  char **spellings = g_hash_table_lookup (self->spellings, fact);

  if (spellings)
    return spellings;
  if (self->family)
    spellings = g_key_file_get_string_list (_edgekit_table_get ("hf-families"), self->family, fact, NULL, NULL);
  if (!spellings)
    spellings = g_key_file_get_string_list (_edgekit_table_get ("config-keys"), fact, "keys", NULL, NULL);
  if (!spellings)
    g_error ("config-keys.ini has no row [%s]", fact);
  g_hash_table_insert (self->spellings, (gpointer) fact, spellings);
  return spellings;
}

static JsonNode *
find (EdgeKitConfig *self, const char *fact, const char **spelling)
{
  char **spellings = get_spellings (self, fact);

  for (guint i = 0; spellings[i]; i++)
    {
      JsonNode *node = _edgekit_config_walk (self->text, spellings[i]);

      if (!node && self->text != self->root)
        node = _edgekit_config_walk (self->root, spellings[i]);
      *spelling = spellings[i];
      if (node)
        return node;
    }
  *spelling = NULL;
  return NULL;
}

static gboolean
wrong (EdgeKitConfig *self, const char *spelling, const char *expected)
{
  if (!self->error)
    g_set_error (&self->error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                 /* Translators: the name of a file, a key in it, and what should be there, as in
                  * "config.json: “hidden_size” is not a number" */
                 _ ("%1$s: “%2$s” is not %3$s"), self->what, spelling, expected);
  return FALSE;
}

gboolean
_edgekit_config_has (EdgeKitConfig *self, const char *fact)
{
  const char *spelling;

  return find (self, fact, &spelling) != NULL;
}

/* "auto" is what some files say where others say nothing. */
static gboolean
is_auto (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
         g_strcmp0 (json_node_get_string (node), "auto") == 0;
}

static gint64
to_count (EdgeKitConfig *self, JsonNode *node, const char *spelling, gint64 fallback)
{
  double value;

  if (is_auto (node) || JSON_NODE_HOLDS_NULL (node))
    return fallback;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  value = is_number (node) ? json_node_get_double (node) : -1;
  if (value >= 0 && value <= MAX_COUNT)
    return value;
  wrong (self, spelling, _ ("a number that can be right"));
  return fallback;
}

/* What the family has where the file says nothing. */
static gint64
get_default (EdgeKitConfig *self, const char *fact, gint64 fallback)
{
  g_autofree char *key = g_strconcat ("default_", fact, NULL);
  const char *value = _edgekit_config_get_rule (self, key);

  return value ? g_ascii_strtoll (value, NULL, 10) : fallback;
}

gint64
_edgekit_config_get_nth (EdgeKitConfig *self, const char *fact, guint i, gint64 fallback)
{
  const char *spelling;
  JsonNode *node = find (self, fact, &spelling);
  JsonArray *array;

  if (!node)
    return get_default (self, fact, fallback);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return to_count (self, node, spelling, fallback);
  array = json_node_get_array (node);
  return i < json_array_get_length (array) ? to_count (self, json_array_get_element (array, i), spelling, fallback)
                                           : fallback;
}

gint64
_edgekit_config_get_int (EdgeKitConfig *self, const char *fact, gint64 fallback)
{
  return _edgekit_config_get_nth (self, fact, 0, fallback);
}

double
_edgekit_config_get_double (EdgeKitConfig *self, const char *fact, double fallback)
{
  const char *spelling;
  JsonNode *node = find (self, fact, &spelling);

  if (!node)
    return fallback;
  if (is_number (node))
    return json_node_get_double (node);
  wrong (self, spelling, _ ("a number"));
  return fallback;
}

gboolean
_edgekit_config_get_bool (EdgeKitConfig *self, const char *fact, gboolean fallback)
{
  const char *spelling;
  JsonNode *node = find (self, fact, &spelling);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

const char *
_edgekit_config_get_string (EdgeKitConfig *self, const char *fact)
{
  const char *spelling;
  JsonNode *node = find (self, fact, &spelling);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static JsonArray *
find_array (EdgeKitConfig *self, const char *fact, const char **spelling)
{
  JsonNode *node = find (self, fact, spelling);

  if (!node)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  wrong (self, *spelling, _ ("a list"));
  return NULL;
}

const char *
_edgekit_config_get_word (EdgeKitConfig *self, const char *fact, guint i)
{
  const char *spelling;
  JsonArray *array = find_array (self, fact, &spelling);
  JsonNode *node;

  if (!array || json_array_get_length (array) == 0)
    return NULL;
  node = json_array_get_element (array, i % json_array_get_length (array));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  wrong (self, spelling, _ ("a list of words"));
  return NULL;
}

guint
_edgekit_config_get_length (EdgeKitConfig *self, const char *fact)
{
  const char *spelling;
  const char *text = _edgekit_config_get_string (self, fact);
  JsonNode *node = find (self, fact, &spelling);

  if (text)
    return MIN (strlen (text), G_MAXUINT);
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

gboolean
_edgekit_config_lists (EdgeKitConfig *self, const char *fact, gint64 number)
{
  const char *spelling;
  JsonArray *array = find_array (self, fact, &spelling);

  for (guint i = 0; array && i < MIN (json_array_get_length (array), MAX_LIST); i++)
    if (to_count (self, json_array_get_element (array, i), spelling, -1) == number)
      return TRUE;
  return FALSE;
}

JsonObject *
_edgekit_config_get_object (EdgeKitConfig *self, const char *fact)
{
  const char *spelling;
  JsonNode *node = find (self, fact, &spelling);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
_edgekit_config_get_block (EdgeKitConfig *self, const char *fact, guint i)
{
  const char *spelling;
  JsonArray *array = find_array (self, fact, &spelling);
  JsonNode *node;

  if (!array || i >= json_array_get_length (array))
    return NULL;
  node = json_array_get_element (array, i);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  wrong (self, spelling, _ ("a list of objects"));
  return NULL;
}
