/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "edgekit-tree-private.h"

/* On Windows there are no files of its own to collect; this reads what was
 * recorded elsewhere. Nothing in it is followed that is not a plain file or
 * folder. */

#define MAX_NAMES 8192 /* of one folder */

struct _EdgeKitTree
{
  char *root; /* NULL: this computer, where every path is missing */
};

EdgeKitTree *
_edgekit_tree_open (GFile *root, GError **error)
{
  g_autofree char *path = root ? g_file_get_path (root) : NULL;
  EdgeKitTree *tree;

  if (root && !path)
    {
      g_autofree char *uri = g_file_get_uri (root);

      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED, "%s: not a folder of this computer", uri);
      return NULL;
    }
  if (path && !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, "%s: there is no such folder", path);
      return NULL;
    }
  tree = g_new0 (EdgeKitTree, 1);
  tree->root = g_steal_pointer (&path);
  return tree;
}

void
_edgekit_tree_close (EdgeKitTree *tree)
{
  g_free (tree->root);
  g_free (tree);
}

gboolean
_edgekit_tree_is_live (EdgeKitTree *tree)
{
  return tree->root == NULL;
}

static const char *
failure_of (int error)
{
  switch (error)
    {
    case ENOENT:
    case ENOTDIR:
    case EINVAL: /* a name that this system cannot have */
      return EDGEKIT_FAILURE_MISSING;
    case EACCES:
    case EPERM:
      return EDGEKIT_FAILURE_DENIED;
    default:
      return EDGEKIT_FAILURE_IO;
    }
}

/* The path below the root, unless a link is on the way. Owned; NULL with *@failure. */
static char *
resolve (EdgeKitTree *tree, const char *path, const char **failure)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  g_autofree char *whole = g_strdup (tree->root);

  *failure = EDGEKIT_FAILURE_MISSING;
  for (char **part = parts; whole && *part; part++)
    {
      char *next;

      if (!**part)
        continue;
      /* the last two would name a stream, or another folder */
      if (g_str_equal (*part, "..") || strpbrk (*part, ":\\"))
        return NULL;
      next = g_build_filename (whole, *part, NULL);
      g_free (whole);
      whole = next;
      if (g_file_test (whole, G_FILE_TEST_IS_SYMLINK))
        {
          *failure = EDGEKIT_FAILURE_REFUSED;
          return NULL;
        }
    }
  return g_steal_pointer (&whole);
}

const char *
_edgekit_tree_read (EdgeKitTree *tree, const char *path, gsize max, GString *data, gboolean *truncated)
{
  const char *failure;
  g_autofree char *whole = resolve (tree, path, &failure);
  char buffer[16 * 1024];
  FILE *file;
  gsize n;

  if (!whole)
    return failure;
  if (g_file_test (whole, G_FILE_TEST_EXISTS) && !g_file_test (whole, G_FILE_TEST_IS_REGULAR))
    return EDGEKIT_FAILURE_REFUSED;
  file = g_fopen (whole, "rb");
  if (!file)
    return failure_of (errno);
  while (data->len <= max && (n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (data, buffer, n);
  failure = ferror (file) && data->len == 0 ? EDGEKIT_FAILURE_IO : NULL;
  fclose (file);
  if (data->len > max)
    {
      g_string_truncate (data, max);
      *truncated = TRUE;
    }
  return failure;
}

const char *
_edgekit_tree_scan (EdgeKitTree *tree, const char *path, gsize max, char separator, EdgeKitPiece func, gpointer data)
{
  g_autoptr(GString) whole = g_string_new (NULL);
  gboolean truncated = FALSE;
  const char *failure = _edgekit_tree_read (tree, path, max, whole, &truncated);

  if (!failure && whole->len > 0)
    func (whole->str, whole->len, data);
  return failure;
}

const char *
_edgekit_tree_check (EdgeKitTree *tree, const char *path)
{
  const char *failure;
  g_autofree char *whole = resolve (tree, path, &failure);

  if (!whole)
    return failure;
  return g_file_test (whole, G_FILE_TEST_EXISTS) ? NULL : EDGEKIT_FAILURE_MISSING;
}

/* None is followed, so none is told. */
char *
_edgekit_tree_read_link (EdgeKitTree *tree, const char *path)
{
  return NULL;
}

char *
_edgekit_tree_resolve (EdgeKitTree *tree, const char *path)
{
  return _edgekit_tree_check (tree, path) ? NULL : g_strdup (path);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
_edgekit_tree_list (EdgeKitTree *tree, const char *path, gboolean *truncated, const char **failure)
{
  g_autofree char *whole = resolve (tree, path, failure);
  g_autoptr(GDir) dir = whole ? g_dir_open (whole, 0, NULL) : NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (!dir)
    return NULL;
  while ((name = g_dir_read_name (dir)))
    {
      if (names->len == MAX_NAMES)
        {
          *truncated = TRUE;
          break;
        }
      g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}
