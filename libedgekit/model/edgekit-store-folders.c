/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-store-private.h"

/* Plain files in folders, OWNER/NAME/FILE as on the hub (LM Studio, ModelScope), or
 * all at the top (GPT4All). */

#define DEPTH 4
/* A folder in the cache of ModelScope, above those of the owners. */
#define ABOVE "models"

static gboolean
is_weights (const char *name)
{
  const EdgeKitListedFile file = { (char *) name, EDGEKIT_UNKNOWN };
  g_auto(EdgeKitFileName) parsed = { 0 };

  return _edgekit_file_name_parse (&file, &parsed) && parsed.format != NULL;
}

static gboolean
has_weights (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);

      if (!entry->folder && is_weights (entry->name))
        return TRUE;
    }
  return FALSE;
}

static void
scan_repository (EdgeKitStoreScan *scan, const char *name, const char *folder)
{
  g_autoptr(EdgeKitStoreTree) tree = NULL;

  if (!_edgekit_store_scan_wants (scan, name))
    return;
  tree = _edgekit_store_walk_tree (&scan->walk, folder, DEPTH);
  _edgekit_store_scan_repository (scan, name, folder, tree);
}

/* The folder of an owner; or of a model, where there are files in it. */
static void
scan_owner (EdgeKitStoreScan *scan, const EdgeKitStoreEntry *owner)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, owner->real_path);

  if (has_weights (entries))
    {
      scan_repository (scan, owner->name, owner->real_path);
      return;
    }
  for (guint i = 0; i < entries->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *name = g_strconcat (owner->name, "/", entry->name, NULL);

      if (entry->folder)
        scan_repository (scan, name, entry->real_path);
    }
}

static void
scan_top (EdgeKitStoreScan *scan, const char *folder, gboolean above)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, folder);

  if (!scan->wanted && has_weights (entries))
    {
      g_autoptr(EdgeKitStoreTree) tree = _edgekit_store_walk_tree (&scan->walk, folder, 0);

      _edgekit_store_scan_repository (scan, "", folder, tree);
    }
  for (guint i = 0; i < entries->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);

      if (entry->folder && above && g_str_equal (entry->name, ABOVE))
        scan_top (scan, entry->real_path, FALSE);
      else if (entry->folder)
        scan_owner (scan, entry);
      else if (_edgekit_store_name_is_unfinished (entry->name) && !has_weights (entries))
        scan->walk.n_unfinished++;
    }
}

void
_edgekit_store_scan_folders (EdgeKitStoreScan *scan)
{
  scan_top (scan, scan->walk.root, TRUE);
}
