/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-redact-private.h"
#include "edgekit-snapshot-entry-private.h"

/* The document edgekit.snapshot/1, both ways, and without what is private. */

/* --- Reading a document ----------------------------------------------------- */

/* @problem: marked with N_() */
static gboolean
bad_entry (const char *key, const char *problem, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: a part of a recording, and what is wrong with it, as in
                * "the entry “file:/proc/meminfo” cannot be read: it has no content" */
               _ ("the entry “%1$.120s” cannot be read: %2$s"), key, _edgekit_gettext (problem));
  return FALSE;
}

static gboolean
known_failure (const char *failure)
{
  static const char *const known[] = { EDGEKIT_FAILURE_MISSING, EDGEKIT_FAILURE_DENIED,  EDGEKIT_FAILURE_IO,
                                       EDGEKIT_FAILURE_TIMEOUT, EDGEKIT_FAILURE_CRASHED, EDGEKIT_FAILURE_REFUSED,
                                       NULL };

  return g_strv_contains (known, failure);
}

static gboolean
read_list (EdgeKitSnapshot *self, const char *key, JsonNode *node, GError **error)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array)
    return bad_entry (key, N_ ("its “list” is not an array"), error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
        return bad_entry (key, N_ ("its “list” holds something else than strings"), error);
      g_strv_builder_add (names, json_node_get_string (item));
    }
  _edgekit_snapshot_add_entry (self, key, ENTRY_LIST)->list = g_strv_builder_end (names);
  return TRUE;
}

static gboolean
read_base64 (EdgeKitSnapshot *self, const char *key, const char *text, GError **error)
{
  gsize length;
  g_autofree guchar *data = NULL;

  if (!*text)
    return bad_entry (key, N_ ("its “base64” is empty"), error);
  data = g_base64_decode (text, &length);
  _edgekit_snapshot_add_entry (self, key, ENTRY_BYTES)->bytes = g_bytes_new (data, length);
  return TRUE;
}

static gboolean
read_entry (EdgeKitSnapshot *self, const char *key, JsonNode *node, GError **error)
{
  static const char *const strings[] = { "text", "base64", "link", "error" };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *truncated;
  Entry *entry;

  if (!object)
    return bad_entry (key, N_ ("it is not an object"), error);
  if (!strchr (key, ':'))
    return bad_entry (key, N_ ("it does not say what it is (“file:”, “dir:” …)"), error);
  if (json_object_has_member (object, "list"))
    {
      if (!read_list (self, key, json_object_get_member (object, "list"), error))
        return FALSE;
    }
  else if (json_object_has_member (object, "json"))
    _edgekit_snapshot_add_json (self, key, json_object_get_member (object, "json"));
  else
    {
      const char *value = NULL;
      guint which = 0;

      for (; which < G_N_ELEMENTS (strings) && !value; which++)
        if (!_edgekit_json_get_string (object, strings[which], &value, key, error))
          return FALSE;
      if (!value)
        return bad_entry (key, N_ ("it has no content"), error);
      which--;
      if (which == 1 && !read_base64 (self, key, value, error))
        return FALSE;
      if (which == 0)
        _edgekit_snapshot_add_entry (self, key, ENTRY_TEXT)->text = g_strdup (value);
      if (which == 2)
        _edgekit_snapshot_add_entry (self, key, ENTRY_LINK)->text = g_strdup (value);
      if (which == 3)
        _edgekit_snapshot_add_failure (self, key, known_failure (value) ? value : EDGEKIT_FAILURE_IO);
    }
  truncated = json_object_get_member (object, "truncated");
  entry = g_tree_lookup (self->entries, key);
  entry->truncated = truncated && JSON_NODE_HOLDS_VALUE (truncated) &&
                     json_node_get_value_type (truncated) == G_TYPE_BOOLEAN && json_node_get_boolean (truncated);
  return TRUE;
}

static EdgeKitSnapshot *
snapshot_from_json (const char *json, gsize length, const char *what, GError **error)
{
  g_autoptr(EdgeKitSnapshot) self = _edgekit_snapshot_new (NULL, FALSE);
  g_autoptr(JsonNode) root = NULL;
  const char *recorded = NULL, *tool = NULL;
  JsonObject *document, *entries;
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  root = _edgekit_json_parse (json, length, EDGEKIT_SNAPSHOT_MAX_SIZE, EDGEKIT_JSON_DEFAULT, what, error);
  if (!root)
    return NULL;
  document = _edgekit_json_get_document (root, "edgekit.snapshot/1", what, error);
  if (!document || !_edgekit_json_get_string (document, "recorded", &recorded, what, error) ||
      !_edgekit_json_get_string (document, "tool", &tool, what, error))
    return NULL;
  node = json_object_get_member (document, "entries");
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, _ ("%s: the snapshot has no “entries”"), what);
      return NULL;
    }
  self->recorded = g_strdup (recorded);
  if (tool)
    {
      g_free (self->tool);
      self->tool = g_strdup (tool);
    }
  entries = json_node_get_object (node);
  json_object_iter_init (&iter, entries);
  while (json_object_iter_next (&iter, &key, &node))
    if (!read_entry (self, key, node, error))
      {
        g_prefix_error (error, "%s: ", what);
        return NULL;
      }
  return g_steal_pointer (&self);
}

/**
 * edgekit_snapshot_new_from_json:
 * @json: an `edgekit.snapshot/1` document
 * @length: the length of @json in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a recorded snapshot. The document may come from anybody: it is checked
 * strictly, and may be 64 MiB long at most.
 *
 * Returns: (transfer full): a snapshot that is not live, or %NULL with
 *   [error@EdgeKit.Error] `INVALID_DATA` or `TOO_LARGE`
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_snapshot_new_from_json (const char *json, gssize length, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return snapshot_from_json (json, length < 0 ? strlen (json) : (gsize) length, "snapshot", error);
}

/**
 * edgekit_snapshot_load:
 * @file: a file with an `edgekit.snapshot/1` document
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads a snapshot from a file.
 *
 * Returns: (transfer full): a snapshot that is not live, or %NULL with an error
 *   that names the file
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_snapshot_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *json = NULL;
  gsize length;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  name = g_file_get_parse_name (file);
  if (!_edgekit_json_load (file, EDGEKIT_SNAPSHOT_MAX_SIZE, &json, &length, cancellable, error))
    return NULL;
  return snapshot_from_json (json, length, name, error);
}

/* --- Writing ---------------------------------------------------------------- */

static gboolean
write_entry (gpointer key, gpointer value, gpointer data)
{
  JsonBuilder *builder = data;
  const Entry *entry = value;

  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  switch (entry->kind)
    {
    case ENTRY_TEXT:
      _edgekit_json_add_string (builder, "text", entry->text);
      break;
    case ENTRY_BYTES:
      {
        g_autofree char *text =
            g_base64_encode (g_bytes_get_data (entry->bytes, NULL), g_bytes_get_size (entry->bytes));

        _edgekit_json_add_string (builder, "base64", text);
        break;
      }
    case ENTRY_LINK:
      _edgekit_json_add_string (builder, "link", entry->text);
      break;
    case ENTRY_LIST:
      _edgekit_json_add_strv (builder, "list", (const char *const *) entry->list);
      break;
    case ENTRY_JSON:
      json_builder_set_member_name (builder, "json");
      json_builder_add_value (builder, json_node_copy (entry->json));
      break;
    case ENTRY_FAILURE:
      _edgekit_json_add_string (builder, "error", entry->text);
      break;
    default:
      g_assert_not_reached ();
    }
  if (entry->truncated)
    {
      json_builder_set_member_name (builder, "truncated");
      json_builder_add_boolean_value (builder, TRUE);
    }
  json_builder_end_object (builder);
  return FALSE;
}

/**
 * edgekit_snapshot_to_json:
 * @self: a snapshot
 *
 * Writes the snapshot as an `edgekit.snapshot/1` document.
 *
 * Returns: (transfer full): the document, UTF-8
 *
 * Since: 0.1
 */
char *
edgekit_snapshot_to_json (EdgeKitSnapshot *self)
{
  g_autoptr(JsonBuilder) builder = NULL;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.snapshot/1");
  _edgekit_json_add_string (builder, "recorded", self->recorded);
  _edgekit_json_add_string (builder, "tool", self->tool);
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_object (builder);
  g_tree_foreach (self->entries, write_entry, builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}

/**
 * edgekit_snapshot_save:
 * @self: a snapshot
 * @file: where to write it; an existing file is replaced as a whole
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Writes the snapshot to a file.
 *
 * Returns: %TRUE, or %FALSE with an error of GIO
 *
 * Since: 0.1
 */
gboolean
edgekit_snapshot_save (EdgeKitSnapshot *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *json = NULL;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  json = edgekit_snapshot_to_json (self);
  return g_file_replace_contents (file, json, strlen (json), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, cancellable,
                                  error);
}

/* --- Redaction -------------------------------------------------------------- */

/**
 * edgekit_snapshot_redact:
 * @self: a snapshot
 *
 * Makes a copy without what could tell one person or one computer from
 * another: home folders, UUIDs, MAC and IP addresses, serial numbers, tokens,
 * and the names of persons and computers that the snapshot itself gives away.
 * Text, lists and documents are looked into; recorded bytes with any of that in
 * them are left out as a whole, with the failure `refused`. What nobody can see
 * in it, such as the name of a person that is also that of a folder, is for
 * [method@EdgeKit.Snapshot.redact_names].
 *
 * Returns: (transfer full): a new snapshot
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_snapshot_redact (EdgeKitSnapshot *self)
{
  return edgekit_snapshot_redact_names (self, NULL);
}

/**
 * edgekit_snapshot_redact_names:
 * @self: a snapshot
 * @names: (nullable): names, such as those of the person and of the computer
 *
 * Makes a copy as [method@EdgeKit.Snapshot.redact] does, and without some names
 * wherever they stand. Names of fewer than three letters, and those that name
 * nobody, such as `root`, are left alone.
 *
 * Returns: (transfer full): a new snapshot
 *
 * Since: 0.1
 */
EdgeKitSnapshot *
edgekit_snapshot_redact_names (EdgeKitSnapshot *self, const char *const *names)
{
  g_autoptr(EdgeKitSnapshot) copy = NULL;
  g_autoptr(JsonNode) document = NULL;
  g_autofree char *json = NULL;
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);

  copy = _edgekit_snapshot_new (self->recorded, self->live);
  g_free (copy->tool);
  copy->tool = g_strdup (self->tool);
  json = edgekit_snapshot_to_json (self);
  document = json_from_string (json, NULL);
  if (!document)
    return g_steal_pointer (&copy); /* nothing is safe, something unread is not */
  _edgekit_redact_document (document, names, NULL);
  json_object_iter_init (&iter, json_object_get_object_member (json_node_get_object (document), "entries"));
  while (json_object_iter_next (&iter, &key, &node))
    if (!read_entry (copy, key, node, NULL))
      _edgekit_snapshot_add_failure (copy, key, EDGEKIT_FAILURE_REFUSED);
  return g_steal_pointer (&copy);
}
