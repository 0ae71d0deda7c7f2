/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-redact-private.h"
#include "edgekit-report-private.h"

/* Value by value: a pattern over the text of the document could eat its quotes. */

typedef struct
{
  const char *const *names;
  GHashTable *counts;
} Redaction;

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
  static const char *const folders[] = { "/home/", "/Users/", "/export/home/", "\\Users\\", "\\\\Users\\\\" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    for (const char *at = strstr (text, folders[i]); at; at = strstr (at + 1, folders[i]))
      {
        const char *start = at + strlen (folders[i]);

        add_name (names, start, strcspn (start, "/\\ \t\n\"':;,)]"));
      }
}

/* Entries of a snapshot whose whole text is a name. */
static gboolean
is_name_key (const char *key)
{
  static const char *const keys[] = { "uname:nodename",       "file:/etc/hostname",   "file:/proc/sys/kernel/hostname",
                                      "env:USER",             "env:LOGNAME",          "env:USERNAME",
                                      "env:HOSTNAME",         "env:COMPUTERNAME",     "run:hostname",
                                      "sysctl:kern.hostname", NULL };

  return g_strv_contains (keys, key);
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
          const char *text = is_name_key (key) && JSON_NODE_HOLDS_OBJECT (value)
                                 ? json_object_get_string_member_with_default (json_node_get_object (value), "text", NULL)
                                 : NULL;

          if (text)
            add_name (names, text, strcspn (text, "\n"));
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

/* A member whose name says what its value is. */
static gboolean
is_serial_member (const char *member)
{
  g_autofree char *lower = g_ascii_strdown (member, -1);

  return g_str_has_suffix (lower, "serial") || strstr (lower, "serial_number") || strstr (lower, "serial-number") ||
         g_str_has_suffix (lower, "uuid") || g_str_has_suffix (lower, "machine-id") ||
         g_str_has_suffix (lower, "asset_tag");
}

static void redact_node (JsonNode *node, const Redaction *redaction);

/* The entry of a snapshot under @key: { "text" | "base64" | … }. */
static void
redact_serial_entry (JsonNode *value, const Redaction *redaction)
{
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    {
      if (json_node_get_value_type (value) == G_TYPE_STRING && strstr (json_node_get_string (value), EDGEKIT_REDACTED))
        return;
      json_node_set_string (value, EDGEKIT_REDACTED); /* json_node_init_string() would use the old value after it freed it */
      count (redaction, "serial number");
    }
  else if (JSON_NODE_HOLDS_OBJECT (value) && json_object_has_member (json_node_get_object (value), "text"))
    {
      json_object_set_string_member (json_node_get_object (value), "text", EDGEKIT_REDACTED);
      count (redaction, "serial number");
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

      if (is_serial_member (member))
        redact_serial_entry (value, redaction);
      else if (g_str_equal (member, "base64") && JSON_NODE_HOLDS_VALUE (value) &&
               json_node_get_value_type (value) == G_TYPE_STRING &&
               bytes_are_private (json_node_get_string (value), redaction))
        {
          json_node_set_string (value, "");
          count (redaction, "id");
        }
      else
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
_edgekit_report_redact (JsonNode *document, const char *const *names, GHashTable *counts)
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
