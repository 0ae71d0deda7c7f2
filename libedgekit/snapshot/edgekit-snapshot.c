/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-snapshot-entry-private.h"

/**
 * EdgeKitSnapshot:
 *
 * The recorded bytes of one computer: what its files and drivers said, before
 * anybody read a meaning into it.
 *
 * Everything that EdgeKit knows about a computer follows from a snapshot, so
 * that it can be saved, sent, and looked at elsewhere. Its form is
 * `edgekit.snapshot/1`, a JSON document. Keys name where an entry comes from:
 * `file:/proc/cpuinfo`, `dir:/sys/bus/pci/devices`, `uname:machine`,
 * `sysctl:hw.memsize`, `guest:vulkan`, `run:gcc` …
 *
 * A key that was never asked for is unknown; one that was looked for and is not
 * there has the failure `missing`.
 *
 * A collector records no serial number, no host name and no path below a home
 * folder; see [method@EdgeKit.Snapshot.redact] for what came from elsewhere.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitSnapshot, edgekit_snapshot, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->bytes, g_bytes_unref);
  g_free (entry->text);
  g_strfreev (entry->list);
  g_clear_pointer (&entry->json, json_node_unref);
  g_free (entry);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

static void
edgekit_snapshot_finalize (GObject *object)
{
  EdgeKitSnapshot *self = EDGEKIT_SNAPSHOT (object);

  g_free (self->recorded);
  g_free (self->tool);
  g_tree_unref (self->entries);
  G_OBJECT_CLASS (edgekit_snapshot_parent_class)->finalize (object);
}

static void
edgekit_snapshot_class_init (EdgeKitSnapshotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = edgekit_snapshot_finalize;
}

static void
edgekit_snapshot_init (EdgeKitSnapshot *self)
{
  self->entries = g_tree_new_full (compare_keys, NULL, g_free, entry_free);
  self->tool = g_strdup_printf ("edgekit %s", edgekit_get_version ());
}

EdgeKitSnapshot *
_edgekit_snapshot_new (const char *recorded, gboolean live)
{
  EdgeKitSnapshot *self = g_object_new (EDGEKIT_TYPE_SNAPSHOT, NULL);

  self->recorded = g_strdup (recorded);
  self->live = live;
  return self;
}

Entry *
_edgekit_snapshot_add_entry (EdgeKitSnapshot *self, const char *key, EntryKind kind)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->kind = kind;
  g_tree_replace (self->entries, g_strdup (key), entry);
  return entry;
}

void
_edgekit_snapshot_add_bytes (EdgeKitSnapshot *self, const char *key, const char *data, gsize length,
                             gboolean truncated)
{
  gsize text_length = length;
  const char *end;
  Entry *entry;

  while (text_length > 0 && data[text_length - 1] == '\0')
    text_length--;
  if (!g_utf8_validate_len (data, text_length, &end) && truncated && (gsize) (data + text_length - end) < 4)
    text_length = end - data; /* the cut went through a character */
  if (g_utf8_validate_len (data, text_length, NULL))
    {
      entry = _edgekit_snapshot_add_entry (self, key, ENTRY_TEXT);
      entry->text = g_strndup (data, text_length);
    }
  else
    {
      g_autofree char *copy = g_malloc0 (length + 1);

      memcpy (copy, data, length);
      entry = _edgekit_snapshot_add_entry (self, key, ENTRY_BYTES);
      entry->bytes = g_bytes_new_take (g_steal_pointer (&copy), length);
    }
  entry->truncated = truncated;
}

void
_edgekit_snapshot_add_text (EdgeKitSnapshot *self, const char *key, const char *text)
{
  _edgekit_snapshot_add_bytes (self, key, text, strlen (text), FALSE);
}

void
_edgekit_snapshot_add_link (EdgeKitSnapshot *self, const char *key, const char *target)
{
  _edgekit_snapshot_add_entry (self, key, ENTRY_LINK)->text = g_utf8_make_valid (target, -1);
}

void
_edgekit_snapshot_add_list (EdgeKitSnapshot *self, const char *key, const char *const *names, gboolean truncated)
{
  Entry *entry = _edgekit_snapshot_add_entry (self, key, ENTRY_LIST);

  entry->list = g_strdupv ((char **) names);
  entry->truncated = truncated;
}

void
_edgekit_snapshot_add_json (EdgeKitSnapshot *self, const char *key, JsonNode *json)
{
  _edgekit_snapshot_add_entry (self, key, ENTRY_JSON)->json = json_node_ref (json);
}

void
_edgekit_snapshot_add_failure (EdgeKitSnapshot *self, const char *key, const char *failure)
{
  _edgekit_snapshot_add_entry (self, key, ENTRY_FAILURE)->text = g_strdup (failure);
}

static Entry *
entry_copy (const Entry *entry)
{
  Entry *copy = g_memdup2 (entry, sizeof *entry);

  copy->bytes = entry->bytes ? g_bytes_ref (entry->bytes) : NULL;
  copy->text = g_strdup (entry->text);
  copy->list = g_strdupv (entry->list);
  copy->json = entry->json ? json_node_ref (entry->json) : NULL;
  return copy;
}

static gboolean
copy_into (gpointer key, gpointer value, gpointer data)
{
  g_tree_replace (data, g_strdup (key), entry_copy (value));
  return FALSE;
}

void
_edgekit_snapshot_merge (EdgeKitSnapshot *self, EdgeKitSnapshot *other)
{
  g_tree_foreach (other->entries, copy_into, self->entries);
}

/* --- Looking things up ------------------------------------------------------ */

static const Entry *
find (EdgeKitSnapshot *self, const char *key, EntryKind kind)
{
  const Entry *entry = g_tree_lookup (self->entries, key);

  return entry && entry->kind == kind ? entry : NULL;
}

/**
 * edgekit_snapshot_get_recorded:
 * @self: a snapshot
 *
 * Gets the day on which the snapshot was made.
 *
 * Returns: (nullable): an ISO 8601 date, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_snapshot_get_recorded (EdgeKitSnapshot *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);

  return self->recorded;
}

/**
 * edgekit_snapshot_get_tool:
 * @self: a snapshot
 *
 * Gets what made the snapshot.
 *
 * Returns: a name and a version, such as `edgekit 0.1.0`
 *
 * Since: 0.1
 */
const char *
edgekit_snapshot_get_tool (EdgeKitSnapshot *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);

  return self->tool;
}

/**
 * edgekit_snapshot_get_live:
 * @self: a snapshot
 *
 * Gets whether the snapshot was just taken of the computer that this program
 * runs on.
 *
 * Returns: %FALSE for what was recorded earlier or elsewhere
 *
 * Since: 0.1
 */
gboolean
edgekit_snapshot_get_live (EdgeKitSnapshot *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), FALSE);

  return self->live;
}

/**
 * edgekit_snapshot_list_keys:
 * @self: a snapshot
 * @prefix: (nullable): what the keys begin with, or %NULL for every key
 *
 * Lists the keys of the snapshot, sorted by bytes.
 *
 * Returns: (transfer full) (array zero-terminated=1): the keys
 *
 * Since: 0.1
 */
char **
edgekit_snapshot_list_keys (EdgeKitSnapshot *self, const char *prefix)
{
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);

  if (!prefix)
    prefix = "";
  for (GTreeNode *node = g_tree_lower_bound (self->entries, prefix);
       node && g_str_has_prefix (g_tree_node_key (node), prefix); node = g_tree_node_next (node))
    g_strv_builder_add (keys, g_tree_node_key (node));
  return g_strv_builder_end (keys);
}

/**
 * edgekit_snapshot_has:
 * @self: a snapshot
 * @key: a key
 *
 * Checks whether an entry has content. %FALSE says that the thing is not there,
 * could not be read, or was never looked for; [method@EdgeKit.Snapshot.get_failure]
 * tells these apart.
 *
 * Returns: whether there is content
 *
 * Since: 0.1
 */
gboolean
edgekit_snapshot_has (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  entry = g_tree_lookup (self->entries, key);
  return entry && entry->kind != ENTRY_FAILURE;
}

/**
 * edgekit_snapshot_get_text:
 * @self: a snapshot
 * @key: a key, such as `file:/proc/meminfo`
 *
 * Gets the text of an entry, as it was recorded.
 *
 * Returns: (nullable): the text, or %NULL when the entry has none
 *
 * Since: 0.1
 */
const char *
edgekit_snapshot_get_text (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = find (self, key, ENTRY_TEXT);
  return entry ? entry->text : NULL;
}

/**
 * edgekit_snapshot_get_bytes:
 * @self: a snapshot
 * @key: a key
 *
 * Gets the bytes of an entry, be it text or not.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when the entry has none
 *
 * Since: 0.1
 */
GBytes *
edgekit_snapshot_get_bytes (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = g_tree_lookup (self->entries, key);
  if (entry && entry->kind == ENTRY_BYTES)
    return g_bytes_ref (entry->bytes);
  if (entry && entry->kind == ENTRY_TEXT)
    return g_bytes_new (entry->text, strlen (entry->text));
  return NULL;
}

/**
 * edgekit_snapshot_get_list:
 * @self: a snapshot
 * @key: a key, such as `dir:/sys/class/drm`
 *
 * Gets the names in a recorded folder, sorted.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the names, or
 *   %NULL when the entry is not a list
 *
 * Since: 0.1
 */
const char *const *
edgekit_snapshot_get_list (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = find (self, key, ENTRY_LIST);
  return entry ? (const char *const *) entry->list : NULL;
}

/**
 * edgekit_snapshot_get_link:
 * @self: a snapshot
 * @key: a key, such as `link:/sys/class/drm/card0/device/driver`
 *
 * Gets where a symbolic link pointed to.
 *
 * Returns: (nullable): the target as it stood in the link, or %NULL
 *
 * Since: 0.1
 */
const char *
edgekit_snapshot_get_link (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = find (self, key, ENTRY_LINK);
  return entry ? entry->text : NULL;
}

/**
 * edgekit_snapshot_get_failure:
 * @self: a snapshot
 * @key: a key
 *
 * Gets why an entry has no content: `missing`, `denied`, `io`, `timeout`,
 * `crashed` or `refused`.
 *
 * Returns: (nullable): the word, or %NULL when there is content or the key was
 *   never looked for
 *
 * Since: 0.1
 */
const char *
edgekit_snapshot_get_failure (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (EDGEKIT_IS_SNAPSHOT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = find (self, key, ENTRY_FAILURE);
  return entry ? entry->text : NULL;
}

JsonNode *
_edgekit_snapshot_get_json (EdgeKitSnapshot *self, const char *key)
{
  const Entry *entry = find (self, key, ENTRY_JSON);

  return entry ? entry->json : NULL;
}
