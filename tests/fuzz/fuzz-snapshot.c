/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as a snapshot. What is read from it must make sense, and survive its own
 * document.
 *
 * A document of JSON is a snapshot as edgekit saves it. Anything else is entries,
 * one after another: a line "@KEY", then its text up to the next such line; a text
 * behind "guest:…" is a guest's answer. Few changes break that form, so that more
 * of them reach the decoders. */

#include "config.h"

#include <string.h>

#include "edgekit-decode-private.h"
#include "edgekit-json-private.h"
#include "fuzz.h"

static void
add_entry (EdgeKitSnapshot *snapshot, const char *key, const char *text)
{
  g_autoptr(JsonNode) json = NULL;

  if (!g_str_has_prefix (key, "guest:"))
    _edgekit_snapshot_add_bytes (snapshot, key, text, strlen (text), FALSE);
  else if ((json = _edgekit_json_parse (text, strlen (text), G_MAXSIZE, EDGEKIT_JSON_DEFAULT, key, NULL)))
    _edgekit_snapshot_add_json (snapshot, key, json);
  else
    _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_REFUSED);
}

static EdgeKitSnapshot *
read_entries (const char *text)
{
  EdgeKitSnapshot *snapshot = _edgekit_snapshot_new ("2026-11-25", FALSE);
  g_auto(GStrv) entries = g_strsplit (text, "\n@", -1);

  for (char **entry = entries; *entry; entry++)
    {
      char *begin = entry == entries && **entry == '@' ? *entry + 1 : *entry;
      char *end = strchr (begin, '\n');

      if (!end || end == begin)
        continue;
      *end = '\0';
      if (g_utf8_validate (begin, -1, NULL))
        add_entry (snapshot, begin, end + 1);
    }
  return snapshot;
}

static EdgeKitSnapshot *
read_snapshot (const char *text, gsize size)
{
  g_autoptr(GError) error = NULL;
  EdgeKitSnapshot *snapshot;

  if (*text != '{')
    return read_entries (text);
  snapshot = edgekit_snapshot_new_from_json (text, size, &error);
  g_assert_true ((snapshot == NULL) == (error != NULL));
  if (error)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return snapshot;
}

static void
check_pools (EdgeKitHardwareProfile *profile)
{
  GListModel *pools = G_LIST_MODEL (profile->memory_pools);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitMemoryPool) pool = g_list_model_get_item (pools, i);

      g_assert_true (g_hash_table_add (ids, pool->id));
      g_assert_cmpint (pool->total, >=, EDGEKIT_UNKNOWN);
      g_assert_cmpint (pool->available, >=, EDGEKIT_UNKNOWN);
      g_assert_cmpint (pool->limit, >=, EDGEKIT_UNKNOWN);
      g_assert_cmpint (pool->bandwidth, >=, EDGEKIT_UNKNOWN);
      if (pool->kind == EDGEKIT_POOL_KIND_VRAM && pool->total != EDGEKIT_UNKNOWN)
        g_assert_cmpint (pool->available, <=, pool->total);
      g_assert_true ((pool->kind == EDGEKIT_POOL_KIND_SHARED) == (pool->backing != NULL));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (profile->accelerators), i);

      for (char **id = a->pools; id && *id; id++)
        g_assert_true (g_hash_table_contains (ids, *id));
      g_assert_true (!a->name || g_utf8_validate (a->name, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (data ? (const char *) data : "", size);
  g_autoptr(EdgeKitSnapshot) snapshot = read_snapshot (text, strlen (text));
  g_autoptr(EdgeKitHardwareProfile) profile = snapshot ? _edgekit_decode (snapshot) : NULL;
  g_autoptr(EdgeKitHardwareProfile) refreshed = NULL;
  g_autoptr(EdgeKitHardwareProfile) copy = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  if (!profile)
    return 0;
  check_pools (profile);
  json = edgekit_hardware_profile_to_json (profile);
  copy = edgekit_hardware_profile_new_from_json (json, -1, &error);
  g_assert_no_error (error);
  again = edgekit_hardware_profile_to_json (copy);
  g_assert_cmpstr (json, ==, again);
  refreshed = _edgekit_decode_memory_only (snapshot, profile);
  check_pools (refreshed);
  return 0;
}
