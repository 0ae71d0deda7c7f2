/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-device-table-private.h"
#include "edgekit-table-private.h"
#include "edgekit-types.h"

/* The row that has @key; owned. In these tables a row is a group of things, and
 * its keys are their names. */
static char *
row_with (const char *table, const char *key)
{
  GKeyFile *rows;
  g_auto(GStrv) names = NULL;

  /* most devices of a computer are in no table */
  if (!key || !_edgekit_table_mentions (table, key))
    return NULL;
  rows = _edgekit_table_get (table);
  names = g_key_file_get_groups (rows, NULL);
  for (char **name = names; *name; name++)
    if (g_key_file_has_key (rows, *name, key, NULL))
      return g_strdup (*name);
  return NULL;
}

char *
_edgekit_device_table_chip (const char *pci_id)
{
  return row_with ("devices", pci_id);
}

char *
_edgekit_device_table_name (const char *pci_id, gint64 revision)
{
  g_autofree char *chip = row_with ("devices", pci_id);
  g_autofree char *key = g_strdup_printf ("%s:%02x", pci_id, (guint) (revision & 0xff));
  GKeyFile *table = _edgekit_table_get ("devices");
  char *name = NULL;

  if (chip && revision >= 0)
    name = g_key_file_get_string (table, chip, key, NULL);
  return name || !chip ? name : g_key_file_get_string (table, chip, pci_id, NULL);
}

char *
_edgekit_device_table_text (const char *chip, const char *key)
{
  return chip ? g_key_file_get_string (_edgekit_table_get ("chips"), chip, key, NULL) : NULL;
}

int
_edgekit_device_table_flag (const char *chip, const char *key)
{
  g_autoptr(GError) error = NULL;
  gboolean value;

  if (!chip)
    return EDGEKIT_TRISTATE_UNKNOWN;
  value = g_key_file_get_boolean (_edgekit_table_get ("chips"), chip, key, &error);
  if (error)
    return EDGEKIT_TRISTATE_UNKNOWN;
  return value ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
}

/* “AD107M / GN21-X2” begins with AD107: NVIDIA adds letters for the market. Of the
 * others' code names every letter counts: Krackan is not Krackan2. */
static gboolean
begins_with (const char *name, const char *code_name, gboolean letters_follow)
{
  char next = name[strlen (code_name)];

  return g_ascii_isdigit (next) ? FALSE : letters_follow || !g_ascii_isalpha (next);
}

char *
_edgekit_device_table_chip_of_code_name (const char *vendor, const char *name)
{
  GKeyFile *table = _edgekit_table_get ("chips");
  g_auto(GStrv) chips = g_key_file_get_groups (table, NULL);
  const gboolean nvidia = g_strcmp0 (vendor, "nvidia") == 0;
  const char *found = NULL;
  gsize longest = 0;

  for (char **chip = chips; *chip; chip++)
    {
      g_autofree char *maker = g_key_file_get_string (table, *chip, "vendor", NULL);
      g_auto(GStrv) code_names = NULL;

      if (!maker || g_strcmp0 (maker, vendor) != 0)
        continue;
      code_names = nvidia ? g_strsplit (*chip, ";", 1)
                          : g_key_file_get_string_list (table, *chip, "codenames", NULL, NULL);
      for (char **code_name = code_names; code_name && *code_name; code_name++)
        if (strlen (*code_name) > longest && g_str_has_prefix (name, *code_name) &&
            begins_with (name, *code_name, nvidia))
          {
            longest = strlen (*code_name);
            found = *chip;
          }
    }
  return g_strdup (found);
}

static gint64
number (const char *text, double unit)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  return end == text || value <= 0 ? EDGEKIT_UNKNOWN : (gint64) (value * unit + 0.5);
}

gboolean
_edgekit_device_table_card (const char *pci_id, const char *name, gint64 *vram, gint64 *bandwidth)
{
  g_autofree char *by_id = row_with ("cards", pci_id);
  g_autofree char *row = by_id ? g_strdup (by_id) : row_with ("cards", name);
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = NULL;

  *vram = *bandwidth = EDGEKIT_UNKNOWN;
  if (!row)
    return FALSE;
  text = g_key_file_get_string (_edgekit_table_get ("cards"), row, by_id ? pci_id : name, NULL);
  parts = g_strsplit (text, ";", -1);
  *vram = number (parts[0], 1 << 30);
  *bandwidth = parts[1] ? number (parts[1], 1e9) : EDGEKIT_UNKNOWN;
  return TRUE;
}
