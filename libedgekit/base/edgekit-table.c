/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "edgekit-bytes-private.h"
#include "edgekit-table-private.h"

/* Generated from data/tables. Named here, so that programs that link the static
 * library get the object file as well. */
GResource *edgekit_tables_get_resource (void);

static GMutex lock;
static GHashTable *tables;

static GBytes *
read_table (const char *name, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/org/edgekit/tables/%s.ini", name);

  return g_resource_lookup_data (edgekit_tables_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

gboolean
_edgekit_table_mentions (const char *name, const char *text)
{
  g_autofree char *line = g_strconcat ("\n", text, NULL);
  g_autoptr(GBytes) bytes = read_table (name, NULL);
  gsize length = 0;
  const char *table = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  return table && _edgekit_bytes_find (table, length, line, strlen (line)) != NULL;
}

GKeyFile *
_edgekit_table_get (const char *name)
{
  GKeyFile *table;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_lock (&lock);
  if (!tables)
    tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_key_file_unref);
  table = g_hash_table_lookup (tables, name);
  if (!table)
    {
      bytes = read_table (name, &error);
      table = g_key_file_new ();
      if (!bytes || !g_key_file_load_from_bytes (table, bytes, G_KEY_FILE_NONE, &error))
        g_error ("The table “%s” of EdgeKit is broken: %s", name, error->message);
      g_hash_table_insert (tables, g_strdup (name), table);
    }
  g_mutex_unlock (&lock);
  return table;
}

static void
check (const char *table, const GError *error)
{
  if (error)
    g_error ("The table “%s” of EdgeKit is broken: %s", table, error->message);
}

double
_edgekit_table_double (const char *table, const char *row, const char *key)
{
  g_autoptr(GError) error = NULL;
  double value = g_key_file_get_double (_edgekit_table_get (table), row, key, &error);

  check (table, error);
  return value;
}

double
_edgekit_table_double_or (const char *table, const char *row, const char *key, double fallback)
{
  return g_key_file_has_key (_edgekit_table_get (table), row, key, NULL) ? _edgekit_table_double (table, row, key)
                                                                         : fallback;
}

gint64
_edgekit_table_int (const char *table, const char *row, const char *key)
{
  g_autoptr(GError) error = NULL;
  gint64 value = g_key_file_get_int64 (_edgekit_table_get (table), row, key, &error);

  check (table, error);
  return value;
}

gint64
_edgekit_table_int_or (const char *table, const char *row, const char *key, gint64 fallback)
{
  return g_key_file_has_key (_edgekit_table_get (table), row, key, NULL) ? _edgekit_table_int (table, row, key)
                                                                         : fallback;
}
