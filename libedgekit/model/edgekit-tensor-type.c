/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"


#include "edgekit-checked-private.h"
#include "edgekit-table-private.h"
#include "edgekit-tensor-type-private.h"

typedef struct
{
  GHashTable *tensor_types; /* id → EdgeKitTensorType */
  GHashTable *file_names;   /* id → name */
} Tables;

static GHashTable *
load_tensor_types (void)
{
  GKeyFile *table = _edgekit_table_get ("tensor-types");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  GHashTable *types = g_hash_table_new (NULL, NULL);

  for (guint i = 0; rows[i]; i++)
    {
      EdgeKitTensorType *type = g_new0 (EdgeKitTensorType, 1);
      g_autofree char *engine = g_key_file_get_string (table, rows[i], "engine", NULL);

      type->id = _edgekit_table_int_or ("tensor-types", rows[i], "id", G_MAXUINT32);
      type->name = g_intern_string (rows[i]);
      type->block = _edgekit_table_int_or ("tensor-types", rows[i], "block", 0);
      type->bytes = _edgekit_table_int_or ("tensor-types", rows[i], "bytes", 0);
      type->row_bytes = _edgekit_table_int_or ("tensor-types", rows[i], "row_bytes", 0);
      type->engine = g_intern_string (engine);
      type->removed = g_key_file_has_key (table, rows[i], "removed", NULL);
      g_assert (type->block > 0 && type->bytes > 0);
      type->tensor_bytes = _edgekit_table_int_or ("tensor-types", rows[i], "tensor_bytes", 0);
      type->reused = g_key_file_has_key (table, rows[i], "reused", NULL);
      type->next = g_hash_table_lookup (types, GUINT_TO_POINTER (type->id));
      g_assert (!type->next || type->reused);
      g_hash_table_insert (types, GUINT_TO_POINTER (type->id), type);
    }
  return types;
}

static void
load_file_types (Tables *tables)
{
  GKeyFile *table = _edgekit_table_get ("file-types");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);

  tables->file_names = g_hash_table_new (NULL, NULL);
  for (guint i = 0; rows[i]; i++)
    {
      const char *name = g_intern_string (rows[i]);

      if (g_key_file_has_key (table, rows[i], "id", NULL))
        g_hash_table_insert (tables->file_names, GUINT_TO_POINTER (_edgekit_table_int ("file-types", rows[i], "id")),
                             (gpointer) name);
    }
}

/* As long-lived as the library. */
static const Tables *
get_tables (void)
{
  static gsize once = 0;
  static Tables tables;

  if (g_once_init_enter (&once))
    {
      tables.tensor_types = load_tensor_types ();
      load_file_types (&tables);
      g_once_init_leave (&once, 1);
    }
  return &tables;
}

const EdgeKitTensorType *
_edgekit_tensor_type_find (const char *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, get_tables ()->tensor_types);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((EdgeKitTensorType *) value)->name, name))
      return value;
  return NULL;
}

const EdgeKitTensorType *
_edgekit_tensor_type_get (guint32 id)
{
  return g_hash_table_lookup (get_tables ()->tensor_types, GUINT_TO_POINTER (id));
}

gboolean
_edgekit_tensor_type_get_size (const EdgeKitTensorType *self, const guint64 *dims, guint n_dims, guint64 *size)
{
  guint64 row, rows = 1;
  guint64 width = n_dims > 0 ? dims[0] : 1;

  if (width % self->block != 0 || !_edgekit_checked_mul (&row, width / self->block, self->bytes) ||
      !_edgekit_checked_add (&row, row, self->row_bytes))
    return FALSE;
  for (guint i = 1; i < n_dims; i++)
    if (!_edgekit_checked_mul (&rows, rows, dims[i]))
      return FALSE;
  return _edgekit_checked_mul (size, row, rows) && _edgekit_checked_add (size, *size, self->tensor_bytes) &&
         *size <= G_MAXINT64;
}

const char *
_edgekit_file_type_get_name (gint64 id)
{
  /* this bit says that the quantiser guessed */
  id &= ~G_GINT64_CONSTANT (1024);
  if (id < 0 || id > G_MAXINT)
    return NULL;
  return g_hash_table_lookup (get_tables ()->file_names, GINT_TO_POINTER ((int) id));
}
