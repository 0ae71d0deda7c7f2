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
        g_hash_table_insert (ids, g_strconcat (vendor, ":", device, NULL), NULL);
    }
}

typedef struct
{
  GHashTable *names;   /* “10de:2684” → its name, or NULL while it is not known */
  GHashTable *vendors; /* those of them that have not come yet */
  char vendor[5];      /* whose devices come next; empty: of one that is not asked for */
} Search;

static void
take_device (Search *search, const char *line)
{
  g_autofree char *id = g_strdup_printf ("%s:%.4s", search->vendor, line + 1);
  const char *name = line + strlen ("\t2684  ");

  if (g_hash_table_contains (search->names, id))
    g_hash_table_replace (search->names, g_steal_pointer (&id), g_strndup (name, strcspn (name, "\r\n")));
}

/* An id, two blanks and a name. */
static gboolean
is_entry (const char *line)
{
  return strspn (line, "0123456789abcdef") == 4 && line[4] == ' ' && line[5] == ' ';
}

/* Whatever begins a section ends the one before: behind the vendors come classes (“C 03  …”). */
static void
begin_section (Search *search, const char *line)
{
  *search->vendor = '\0';
  if (!is_entry (line))
    return;
  memcpy (search->vendor, line, 4);
  if (!g_hash_table_remove (search->vendors, search->vendor))
    *search->vendor = '\0';
}

static gboolean
is_done (const Search *search)
{
  return !*search->vendor && g_hash_table_size (search->vendors) == 0;
}

static gboolean
search_piece (const char *piece, gsize length, gpointer data)
{
  Search *search = data;

  for (const char *line = piece; line && *line && !is_done (search); line = strchr (line, '\n'), line += line != NULL)
    if (*search->vendor && *line == '\t' && is_entry (line + 1))
      take_device (search, line);
    else if (*line != '\t' && *line != '#' && *line != '\n')
      begin_section (search, line);
  return !is_done (search);
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
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) vendors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { .names = names, .vendors = vendors };
  GHashTableIter iter;
  gpointer id, name;

  add_ids (snapshot, PCI, names);
  add_ids (snapshot, DRM, names);
  if (g_hash_table_size (names) == 0)
    return;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (vendors, g_strndup (id, 4));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!_edgekit_tree_scan (tree, lists[i], MAX_LIST, '\n', search_piece, &search))
      break;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &id, &name))
    {
      g_autofree char *key = g_strconcat ("pci-name:", id, NULL);

      if (name && *(char *) name && g_utf8_validate (name, -1, NULL))
        _edgekit_snapshot_add_text (snapshot, key, name);
    }
}

void
_edgekit_collect_pci (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
  collect_details (tree, snapshot);
  collect_names (tree, snapshot);
}
