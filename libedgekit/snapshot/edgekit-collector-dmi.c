/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"

/* The memory modules of SMBIOS (type 17). A structure is a formatted area of
 * numbers and then its strings, serial numbers among them: only the first is
 * copied. The kernel lets root read this, and nobody else. */

#define MEMORY_DEVICE 17
#define MAX_MODULES 512

static const EdgeKitGlob globs[] = {
  { "/sys/firmware/dmi/tables/DMI", EDGEKIT_GLOB_QUIET, 256 },
  { "/sys/firmware/dmi/entries/17-[0-9]*/raw", EDGEKIT_GLOB_QUIET },
};

static gboolean
add_structure (EdgeKitSnapshot *snapshot, guint number, const guint8 *data, gsize left)
{
  g_autofree char *key = g_strdup_printf ("file:/sys/firmware/dmi/entries/17-%u/raw", number);

  if (left < 4 || data[0] != MEMORY_DEVICE || data[1] < 4 || data[1] > left)
    return FALSE;
  _edgekit_snapshot_add_bytes (snapshot, key, (const char *) data, data[1], FALSE);
  return TRUE;
}

/* Type, length of the formatted area, handle; the strings end with two NULs. */
static guint
add_table (EdgeKitSnapshot *snapshot, const guint8 *data, gsize size)
{
  guint modules = 0;
  gsize offset = 0;

  while (offset + 4 <= size && data[offset + 1] >= 4 && offset + data[offset + 1] <= size && modules < MAX_MODULES)
    {
      modules += add_structure (snapshot, modules, data + offset, size - offset);
      offset += data[offset + 1];
      while (offset + 1 < size && (data[offset] || data[offset + 1]))
        offset++;
      offset += 2;
    }
  return modules;
}

void
_edgekit_collect_dmi (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable)
{
  g_autoptr(EdgeKitSnapshot) raw = _edgekit_snapshot_new (NULL, FALSE);
  g_autoptr(GBytes) table = NULL;
  g_auto(GStrv) keys = NULL;
  guint modules = 0;

  _edgekit_tree_collect (tree, globs, G_N_ELEMENTS (globs), raw, cancellable);
  table = edgekit_snapshot_get_bytes (raw, "file:/sys/firmware/dmi/tables/DMI");
  if (table)
    modules = add_table (snapshot, g_bytes_get_data (table, NULL), g_bytes_get_size (table));
  keys = edgekit_snapshot_list_keys (raw, "file:/sys/firmware/dmi/entries/");
  for (char **key = keys; modules < MAX_MODULES && *key && !table; key++)
    {
      g_autoptr(GBytes) entry = edgekit_snapshot_get_bytes (raw, *key);

      if (entry)
        modules += add_structure (snapshot, modules, g_bytes_get_data (entry, NULL), g_bytes_get_size (entry));
    }
}
