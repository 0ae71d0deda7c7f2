/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-tree-private.h"

/* What matters of the devices on the PCI bus that may compute, and of no others: a
 * desktop has sixty, and each has a dozen files. And how the list of PCI ids of this
 * computer (hwdata, pciutils) names them, as pci-name:10de:2684 = “AD102 [GeForce RTX
 * 4090]”. In that list a vendor is a line “10de  NAME”, its devices are the lines
 * behind it that begin with one tab (pci.ids(5)). */

#define MAX_LIST (8 * 1024 * 1024)
#define PCI "file:/sys/bus/pci/devices/"
#define DRM "file:/sys/class/drm/card"

static const char *const details[] = { "revision", "subsystem_vendor", "subsystem_device", "uevent", "resource",
                                       "numa_node", "removable", "power/runtime_status" };

static const char *const lists[] = {
  "/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids", "/usr/share/pci.ids", "/var/lib/pciutils/pci.ids",
  "/run/current-system/sw/share/hwdata/pci.ids",
};

static char *
read_id (EdgeKitSnapshot *snapshot, const char *folder, const char *file)
{
  g_autofree char *key = g_strconcat (folder, "/", file, NULL);
  const char *text = edgekit_snapshot_get_text (snapshot, key);

  if (!text || !g_str_has_prefix (text, "0x") || strspn (text + 2, "0123456789abcdefABCDEF") != 4)
    return NULL;
  return g_ascii_strdown (text + 2, 4);
}

/* Displays, accelerators, and the classes that neural processors hide in. */
static gboolean
is_interesting (EdgeKitSnapshot *snapshot, const char *class_key)
{
  static const char *const classes[] = { "0x03", "0x04", "0x08", "0x0b", "0x11", "0x12", "0xff" };
  const char *text = edgekit_snapshot_get_text (snapshot, class_key);

  for (guint i = 0; text && i < G_N_ELEMENTS (classes); i++)
    if (g_str_has_prefix (text, classes[i]))
      return TRUE;
  return FALSE;
}

static void
add_ids (EdgeKitSnapshot *snapshot, const char *prefix, GHashTable *ids)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, prefix);

  for (char **key = keys; *key; key++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *vendor = NULL;
      g_autofree char *device = NULL;

      if (!g_str_has_suffix (*key, "/class") || !is_interesting (snapshot, *key))
        continue;
      folder = g_path_get_dirname (*key);
      vendor = read_id (snapshot, folder, "vendor");
      device = read_id (snapshot, folder, "device");
      if (vendor && device)
        g_hash_table_add (ids, g_strconcat (vendor, ":", device, NULL));
    }
}

static char *
find_name (const char *list, const char *id)
{
  g_autofree char *vendor = g_strdup_printf ("\n%.4s  ", id);
  g_autofree char *device = g_strdup_printf ("\n\t%s  ", id + 5);
  const char *section = strstr (list, vendor);

  for (const char *line = section ? strchr (section + 1, '\n') : NULL; line; line = strchr (line + 1, '\n'))
    {
      if (g_str_has_prefix (line, device))
        return g_strndup (line + strlen (device), strcspn (line + strlen (device), "\r\n"));
      if (line[1] != '\t' && line[1] != '#' && line[1] != '\n')
        return NULL;
    }
  return NULL;
}

static void
collect_details (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, PCI);

  for (char **key = keys; *key; key++)
    {
      g_autofree char *folder = NULL;

      if (!g_str_has_suffix (*key, "/class") || !is_interesting (snapshot, *key))
        continue;
      folder = g_path_get_dirname (*key + strlen ("file:"));
      for (guint i = 0; i < G_N_ELEMENTS (details) && !strpbrk (folder, "*?["); i++)
        {
          g_autofree char *path = g_strconcat (folder, "/", details[i], NULL);
          const EdgeKitGlob glob = { path, EDGEKIT_GLOB_QUIET };

          _edgekit_tree_collect (tree, &glob, 1, snapshot, NULL);
        }
    }
}

static void
collect_names (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) list = g_string_new ("\n");
  gboolean truncated = FALSE;
  GHashTableIter iter;
  gpointer id;

  add_ids (snapshot, PCI, ids);
  add_ids (snapshot, DRM, ids);
  if (g_hash_table_size (ids) == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (lists) && list->len == 1; i++)
    if (_edgekit_tree_read (tree, lists[i], MAX_LIST, list, &truncated))
      g_string_truncate (list, 1);
  g_hash_table_iter_init (&iter, ids);
  while (list->len > 1 && g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *key = g_strconcat ("pci-name:", id, NULL);
      g_autofree char *name = find_name (list->str, id);

      if (name && *name && g_utf8_validate (name, -1, NULL))
        _edgekit_snapshot_add_text (snapshot, key, name);
    }
}

void
_edgekit_collect_pci (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
  collect_details (tree, snapshot);
  collect_names (tree, snapshot);
}
