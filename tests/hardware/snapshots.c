/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-private.h"
#include "snapshots.h"

static void
add_entry (EdgeKitSnapshot *snapshot, const char *key, const char *text)
{
  g_auto(GStrv) names = NULL;

  if (*text == '!')
    _edgekit_snapshot_add_failure (snapshot, key, text + 1);
  else if (g_str_has_prefix (key, "link:"))
    _edgekit_snapshot_add_link (snapshot, key, text);
  else if (g_str_has_prefix (key, "dir:") || g_str_has_prefix (key, "groups:") ||
           g_str_equal (key, "run:package-managers"))
    {
      names = g_strsplit (text, " ", -1);
      _edgekit_snapshot_add_list (snapshot, key, (const char *const *) names, FALSE);
    }
  else
    _edgekit_snapshot_add_text (snapshot, key, text);
}

EdgeKitHardwareProfile *
profile_of (const char *const *entries, gboolean live)
{
  g_autoptr(EdgeKitSnapshot) snapshot = _edgekit_snapshot_new ("2026-11-25", live);

  for (guint i = 0; entries[i]; i += 2)
    add_entry (snapshot, entries[i], entries[i + 1]);
  return _edgekit_decode (snapshot);
}

EdgeKitAccelerator *
accelerator_of (EdgeKitHardwareProfile *profile, const char *id)
{
  GListModel *list = edgekit_hardware_profile_get_accelerators (profile);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) accelerator = g_list_model_get_item (list, i);

      if (g_strcmp0 (edgekit_accelerator_get_id (accelerator), id) == 0)
        return accelerator; /* the list holds it */
    }
  g_error ("there is no %s", id);
}

guint
count_of (EdgeKitHardwareProfile *profile)
{
  return g_list_model_get_n_items (edgekit_hardware_profile_get_accelerators (profile));
}

EdgeKitNote *
note_of (EdgeKitHardwareProfile *profile, const char *code)
{
  GListModel *list = edgekit_hardware_profile_get_notes (profile);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (list, i);

      if (g_strcmp0 (edgekit_note_get_code (note), code) == 0)
        return note;
    }
  return NULL;
}

gint64
total_of (EdgeKitHardwareProfile *profile, const char *pool)
{
  EdgeKitMemoryPool *found = edgekit_hardware_profile_lookup_pool (profile, pool);

  g_assert_nonnull (found);
  return edgekit_memory_pool_get_total (found);
}

EdgeKitProvenance
source_of (EdgeKitHardwareProfile *profile, const char *pool, const char *what)
{
  g_autofree char *path = g_strdup_printf ("memory_pools.%s.%s", pool, what);

  return edgekit_hardware_profile_get_provenance (profile, path, NULL);
}
