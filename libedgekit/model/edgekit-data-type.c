/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-data-type-private.h"
#include "edgekit-table-private.h"

static EdgeKitDataKind
row_kind (GKeyFile *table, const char *row)
{
  static const char *const words[] = {
    [EDGEKIT_DATA_KIND_INTEGER] = "integer",
    [EDGEKIT_DATA_KIND_SMALL] = "small",
    [EDGEKIT_DATA_KIND_EXPONENT] = "exponent",
  };
  g_autofree char *kind = g_key_file_get_string (table, row, "kind", NULL);

  if (!kind)
    return EDGEKIT_DATA_KIND_PLAIN;
  for (guint i = EDGEKIT_DATA_KIND_INTEGER; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (kind, words[i]))
      return i;
  g_error ("safetensors-types.ini [%s]: kind is none of the words that it can be", row);
}

/* As long-lived as the library. */
static GHashTable *
get_types (void)
{
  static gsize once = 0;
  static GHashTable *types;

  if (g_once_init_enter (&once))
    {
      GKeyFile *table = _edgekit_table_get ("safetensors-types");
      g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);

      types = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; rows[i]; i++)
        {
          EdgeKitDataType *type = g_new0 (EdgeKitDataType, 1);

          type->name = g_intern_string (rows[i]);
          type->bits = _edgekit_table_int ("safetensors-types", rows[i], "bits");
          type->kind = row_kind (table, rows[i]);
          g_assert (type->bits > 0);
          g_hash_table_insert (types, (gpointer) type->name, type);
        }
      g_once_init_leave (&once, 1);
    }
  return types;
}

const EdgeKitDataType *
_edgekit_data_type_get (const char *name)
{
  return g_hash_table_lookup (get_types (), name);
}
