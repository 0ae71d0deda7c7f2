/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "memory-files.h"

typedef struct
{
  EdgeKitModelFiles parent;
  GHashTable *files;  /* char * → GBytes */
  GHashTable *claims; /* char * → guint64 * */
} MemoryFiles;

static GPtrArray *
memory_list (EdgeKitModelFiles *files, GCancellable *cancellable, GError **error)
{
  MemoryFiles *self = (MemoryFiles *) files;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  const char *name;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static gboolean
memory_query (EdgeKitModelFiles *files, const char *name, guint64 *size, GCancellable *cancellable, GError **error)
{
  MemoryFiles *self = (MemoryFiles *) files;
  GBytes *bytes = g_hash_table_lookup (self->files, name);
  guint64 *claim = g_hash_table_lookup (self->claims, name);

  if (!bytes)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, "%s: there is no such file", name);
      return FALSE;
    }
  *size = claim ? *claim : g_bytes_get_size (bytes);
  return TRUE;
}

static GInputStream *
memory_open (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable, GError **error)
{
  return g_memory_input_stream_new_from_bytes (g_hash_table_lookup (((MemoryFiles *) files)->files, name));
}

static char *
memory_describe (EdgeKitModelFiles *files, const char *name)
{
  return g_strdup (name ? name : "memory");
}

static char *
memory_get_title (EdgeKitModelFiles *files)
{
  return g_strdup ("Memory");
}

static void
memory_free (EdgeKitModelFiles *files)
{
  MemoryFiles *self = (MemoryFiles *) files;

  g_hash_table_unref (self->files);
  g_hash_table_unref (self->claims);
  g_free (self);
}

EdgeKitModelFiles *
memory_files_new (void)
{
  static const EdgeKitModelFilesClass klass = {
    memory_list, memory_query, memory_open, memory_describe, memory_get_title, memory_free,
  };
  MemoryFiles *self = g_new0 (MemoryFiles, 1);

  self->parent.klass = &klass;
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return &self->parent;
}

void
memory_files_add (EdgeKitModelFiles *files, const char *name, const void *data, gssize length)
{
  g_hash_table_insert (((MemoryFiles *) files)->files, g_strdup (name),
                       g_bytes_new (data, length < 0 ? strlen (data) : (gsize) length));
}

void
memory_files_set_claim (EdgeKitModelFiles *files, const char *name, guint64 size)
{
  g_hash_table_insert (((MemoryFiles *) files)->claims, g_strdup (name), g_memdup2 (&size, sizeof size));
}
