/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-redact-private.h"

/* Value by value: a pattern over the text of the document could eat its quotes. */

typedef struct
{
  const char *const *names;
  GHashTable *counts;
} Redaction;

/* --- members that are private whatever they hold ------------------------------------ */

/* A member whose name says what its value is: the kind, or NULL. The last word
 * counts, however it is spelt: "board_serial", "Serial Number", "platform_UUID". */
static const char *
private_member (const char *member)
{
  static const struct
  {
    const char *suffix;
    const char *kind;
  } members[] = {
    { "serial", "serial number" },
    { "serialno", "serial number" },
    { "assettag", "serial number" },
    { "uuid", "UUID" },
    { "udid", "UUID" },
    { "machineid", "id" },
    { "machineguid", "id" },
    { "uniqueid", "id" },
    { "wwid", "serial number" },
    { "macaddress", "MAC address" },
    { "hostname", "name" },
    { "computername", "name" },
    { "nodename", "name" },
    { "username", "name" },
    { "registeredowner", "name" },
    { "ssid", "name" },
    { "envuser", "name" }, /* of a snapshot: env:USER */
    { "logname", "name" },
  };
  g_autoptr(GString) word = g_string_new (NULL);

  for (const char *p = member; *p; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (word, g_ascii_tolower (*p));
  if (strstr (word->str, "serialnumber"))
    return "serial number";
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_has_suffix (word->str, members[i].suffix))
      return members[i].kind;
  return NULL;
}

/* Drivers of Windows have versions that look like an address: 30.0.31.0. */
static gboolean
is_version (const char *member, JsonNode *value)
{
  g_autofree char *lower = g_ascii_strdown (member, -1);
  const char *text = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_string (value) : NULL;

  return text && g_str_has_suffix (lower, "version") && text[strspn (text, "0123456789.")] == '\0';
}

/* --- names that the document itself gives away ------------------------------------- */

static void
add_name (GHashTable *names, const char *start, gsize length)
{
  g_autofree char *name = g_strndup (start, length);

  g_strstrip (name);
  if (_edgekit_redact_is_private_name (name) && !strstr (name, EDGEKIT_REDACTED))
    g_hash_table_add (names, g_steal_pointer (&name));
}

/* Whose home folder it is: the name may stand elsewhere on its own. */
static void
collect_from_text (const char *text, GHashTable *names)
{
  static const char *const folders[] = { "/home/", "/Users/", "/export/home/", "/run/media/", "\\Users\\", "\\\\Users\\\\" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    for (const char *at = strstr (text, folders[i]); at; at = strstr (at + 1, folders[i]))
      {
        const char *start = at + strlen (folders[i]);

        add_name (names, start, strcspn (start, "/\\ \t\n\"':;,)]"));
      }
}

/* The text of a member that is a name, or of the entry of a snapshot that is one. */
static void
collect_from_member (const char *member, JsonNode *value, GHashTable *names)
{
  const char *text = NULL;

  if (g_strcmp0 (private_member (member), "name") != 0)
    return;
  if (JSON_NODE_HOLDS_OBJECT (value))
    text = json_object_get_string_member_with_default (json_node_get_object (value), "text", NULL);
  else if (JSON_NODE_HOLDS_VALUE (value))
    text = json_node_get_string (value);
  if (text)
    add_name (names, text, strcspn (text, "\n"));
}

static void
collect_names (JsonNode *node, GHashTable *names)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    collect_from_text (json_node_get_string (node), names);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *key;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &key, &value))
        {
          collect_from_member (key, value, names);
          collect_from_text (key, names);
          collect_names (value, names);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        collect_names (json_array_get_element (array, i), names);
    }
}

/* --- taking out -------------------------------------------------------------------- */

static void
count (const Redaction *redaction, const char *kind)
{
  if (redaction->counts)
    g_hash_table_insert (redaction->counts, (gpointer) kind,
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (redaction->counts, kind)) + 1));
}

static void redact_node (JsonNode *node, const Redaction *redaction);

/* All of @value, or of what the entry of a snapshot holds. */
static void
redact_whole (JsonNode *value, const char *kind, const Redaction *redaction)
{
  JsonObject *entry = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (entry && json_object_has_member (entry, "text"))
    redact_whole (json_object_get_member (entry, "text"), kind, redaction);
  else if (entry && json_object_has_member (entry, "base64"))
    {
      json_object_set_string_member (entry, "base64", "");
      count (redaction, kind);
    }
  else if (array)
    for (guint i = 0; i < json_array_get_length (array); i++)
      redact_whole (json_array_get_element (array, i), kind, redaction);
  else if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    {
      if (json_node_get_value_type (value) == G_TYPE_STRING && strstr (json_node_get_string (value), EDGEKIT_REDACTED))
        return;
      json_node_set_string (value, EDGEKIT_REDACTED); /* json_node_init_string() would use the old value after it freed it */
      count (redaction, kind);
    }
  else
    redact_node (value, redaction);
}

/* Recorded bytes are kept only if what can be read in them is not private. */
static gboolean
bytes_are_private (const char *base64, const Redaction *redaction)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (base64, &length);
  g_autofree char *clean = NULL;
  gboolean wide = FALSE;
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      /* UTF-16 has a zero behind each letter */
      if (bytes[i] == 0 && i > 0 && g_ascii_isprint (bytes[i - 1]) && !wide)
        {
          wide = TRUE;
          continue;
        }
      wide = FALSE;
      g_string_append_c (text, g_ascii_isprint (bytes[i]) ? (char) bytes[i] : ' ');
    }
  clean = _edgekit_redact_full (text->str, redaction->names, NULL);
  return strstr (clean, EDGEKIT_REDACTED) != NULL;
}

static void
redact_members (JsonObject *object, const Redaction *redaction)
{
  g_autoptr(GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    {
      g_autofree char *member = g_strdup (l->data);
      g_autofree char *clean = _edgekit_redact_full (member, redaction->names, redaction->counts);
      JsonNode *value = json_object_get_member (object, member);
      const char *kind = private_member (member);

      if (kind)
        redact_whole (value, kind, redaction);
      else if (g_str_equal (member, "base64") && JSON_NODE_HOLDS_VALUE (value) &&
               json_node_get_value_type (value) == G_TYPE_STRING &&
               bytes_are_private (json_node_get_string (value), redaction))
        {
          json_node_set_string (value, "");
          count (redaction, "id");
        }
      else if (!is_version (member, value))
        redact_node (value, redaction);
      if (!g_str_equal (clean, member))
        {
          json_object_set_member (object, clean, json_node_copy (value));
          json_object_remove_member (object, member);
        }
    }
}

static void
redact_node (JsonNode *node, const Redaction *redaction)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *clean = _edgekit_redact_full (json_node_get_string (node), redaction->names, redaction->counts);

      if (g_strcmp0 (clean, json_node_get_string (node)) != 0)
        json_node_set_string (node, clean);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    redact_members (json_node_get_object (node), redaction);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        redact_node (json_array_get_element (array, i), redaction);
    }
}

/* The longest first: "anna" must not leave the rest of "anna.schmidt" behind. */
static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  gsize x = strlen (*(const char *const *) a), y = strlen (*(const char *const *) b);

  return x == y ? g_strcmp0 (*(const char *const *) a, *(const char *const *) b) : x > y ? -1 : 1;
}

void
_edgekit_redact_document (JsonNode *document, const char *const *names, GHashTable *counts)
{
  g_autoptr(GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  Redaction redaction = { NULL, counts };

  for (; names && *names; names++)
    {
      const char *at = strchr (*names, '.');

      add_name (all, *names, strlen (*names));
      /* the short form of a full host name */
      if (at)
        add_name (all, *names, at - *names);
    }
  collect_names (document, all);
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (sorted, name);
  g_ptr_array_sort (sorted, compare_lengths);
  g_ptr_array_add (sorted, NULL);
  redaction.names = (const char *const *) sorted->pdata;
  redact_node (document, &redaction);
}
