/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-metadata-private.h"

struct _EdgeKitMetadata
{
  gatomicrefcount ref_count;
  GHashTable *values; /* char * → EdgeKitMetaValue */
};

static void
free_value (EdgeKitMetaValue *value)
{
  g_free (value->string);
  g_free (value->integers);
  g_free (value);
}

EdgeKitMetadata *
_edgekit_metadata_new (void)
{
  EdgeKitMetadata *self = g_new0 (EdgeKitMetadata, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) free_value);
  return self;
}

EdgeKitMetadata *
_edgekit_metadata_ref (EdgeKitMetadata *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_edgekit_metadata_free (EdgeKitMetadata *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

gboolean
_edgekit_metadata_take (EdgeKitMetadata *self, const char *key, EdgeKitMetaValue *value)
{
  EdgeKitMetaValue *copy = g_memdup2 (value, sizeof *value);

  *value = (EdgeKitMetaValue) { 0 };
  if (g_hash_table_contains (self->values, key))
    {
      free_value (copy);
      return FALSE;
    }
  g_hash_table_insert (self->values, g_strdup (key), copy);
  return TRUE;
}

const EdgeKitMetaValue *
_edgekit_metadata_lookup (EdgeKitMetadata *self, const char *key)
{
  return g_hash_table_lookup (self->values, key);
}

guint
_edgekit_metadata_get_length (EdgeKitMetadata *self)
{
  return g_hash_table_size (self->values);
}
