/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif
#include <unistd.h>

#include "edgekit-tree-private.h"

#define MAX_NAMES 8192 /* of one folder */
#define MAX_LINKS 40   /* as the kernel's own limit */
#define MAX_DEPTH 64
#define PIECE (32 * 1024) /* of a file that is not kept */

#ifndef O_PATH /* Linux alone opens without reading */
#define O_PATH O_RDONLY
#endif

struct _EdgeKitTree
{
  int fd;
  gboolean live;
};

EdgeKitTree *
_edgekit_tree_open (GFile *root, GError **error)
{
  g_autofree char *path = root ? g_file_get_path (root) : g_strdup ("/");
  EdgeKitTree *tree;
  int fd;

  if (!path)
    {
      g_autofree char *uri = g_file_get_uri (root);

      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED, "%s: not a folder of this computer", uri);
      return NULL;
    }
  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    {
      int saved = errno;

      g_set_error (error, EDGEKIT_ERROR,
                   saved == ENOENT   ? EDGEKIT_ERROR_NOT_FOUND
                   : saved == EACCES ? EDGEKIT_ERROR_PERMISSION
                                     : EDGEKIT_ERROR_FAILED,
                   "%s: %s", path, g_strerror (saved));
      return NULL;
    }
  tree = g_new0 (EdgeKitTree, 1);
  tree->fd = fd;
  tree->live = root == NULL;
  return tree;
}

void
_edgekit_tree_close (EdgeKitTree *tree)
{
  close (tree->fd);
  g_free (tree);
}

gboolean
_edgekit_tree_is_live (EdgeKitTree *tree)
{
  return tree->live;
}

/* Linux 5.6 and later can keep a walk below a folder. FALSE: it has to be done by
 * hand, for the system call is not there, or a container forbids it. */
static gboolean
open_in_one_call (EdgeKitTree *tree, const char *path, int flags, int *fd)
{
#ifdef SYS_openat2
  struct open_how how = { .flags = (guint64) flags, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };

  /* with it no flag is allowed that would mean nothing */
  if (flags & O_PATH)
    how.flags &= O_PATH | O_DIRECTORY | O_CLOEXEC;
  *fd = (int) syscall (SYS_openat2, tree->fd, path, &how, sizeof how);
  return *fd >= 0 || !(errno == ENOSYS || errno == EPERM || errno == EAGAIN || errno == EINVAL);
#else
  return FALSE;
#endif
}

/* Opens @path (absolute) below the root. In a recorded tree neither “..” nor an
 * absolute link leads out of it: the kernel sees to it, or every component is
 * opened by itself and symbolic links are followed by hand. */
static int
open_rooted (EdgeKitTree *tree, const char *path, int flags)
{
  g_autoptr(GPtrArray) todo = NULL;
  int stack[MAX_DEPTH];
  guint depth = 0;
  guint links = 0;
  int result = -1;
  int saved = 0;

  flags |= O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  if (tree->live)
    return open (path, flags);
  if (open_in_one_call (tree, path, flags, &result))
    return result;

  result = -1;
  todo = g_ptr_array_new_with_free_func (g_free); /* components, the next one last */
  {
    g_auto(GStrv) parts = g_strsplit (path, "/", -1);

    for (guint i = g_strv_length (parts); i > 0; i--)
      g_ptr_array_add (todo, g_strdup (parts[i - 1]));
  }
  stack[depth++] = tree->fd;
  while (todo->len > 0 && saved == 0)
    {
      g_autofree char *part = g_ptr_array_steal_index (todo, todo->len - 1);
      char target[4096];
      gssize n;
      int fd;

      if (!*part || g_str_equal (part, "."))
        continue;
      if (g_str_equal (part, ".."))
        {
          if (depth > 1)
            close (stack[--depth]);
          continue;
        }
      n = readlinkat (stack[depth - 1], part, target, sizeof target - 1);
      if (n >= 0)
        {
          g_auto(GStrv) parts = NULL;

          if (++links > MAX_LINKS)
            {
              saved = ELOOP;
              continue;
            }
          target[n] = '\0';
          parts = g_strsplit (target, "/", -1);
          for (guint i = g_strv_length (parts); i > 0; i--)
            g_ptr_array_add (todo, g_strdup (parts[i - 1]));
          for (; *target == '/' && depth > 1; depth--)
            close (stack[depth - 1]);
          continue;
        }
      if (depth == MAX_DEPTH)
        {
          saved = ENAMETOOLONG;
          continue;
        }
      fd = openat (stack[depth - 1], part,
                   todo->len > 0 ? O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC : flags | O_NOFOLLOW);
      if (fd < 0)
        saved = errno;
      else
        stack[depth++] = fd;
    }
  if (saved == 0 && depth > 1)
    result = stack[--depth];
  else if (saved == 0)
    result = fcntl (tree->fd, F_DUPFD_CLOEXEC, 0);
  while (depth > 1)
    close (stack[--depth]);
  errno = saved;
  return result;
}

static const char *
failure_of (int error)
{
  switch (error)
    {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
      return EDGEKIT_FAILURE_MISSING;
    case EACCES:
    case EPERM:
      return EDGEKIT_FAILURE_DENIED;
    case ELOOP:
    case ENAMETOOLONG:
      return EDGEKIT_FAILURE_REFUSED;
    default:
      return EDGEKIT_FAILURE_IO;
    }
}

static gssize
read_again (int fd, char *buffer, gsize size)
{
  gssize n;

  do
    n = read (fd, buffer, size);
  while (n < 0 && errno == EINTR);
  return n;
}

/* Opens a file that is regular: a device or a pipe could block, or act. */
static const char *
open_file (EdgeKitTree *tree, const char *path, int *fd)
{
  struct stat st;
  const char *failure;

  *fd = open_rooted (tree, path, O_RDONLY);
  if (*fd < 0)
    return failure_of (errno);
  if (fstat (*fd, &st) != 0)
    failure = EDGEKIT_FAILURE_IO;
  else if (!S_ISREG (st.st_mode))
    failure = EDGEKIT_FAILURE_REFUSED;
  else
    return NULL;
  close (*fd);
  return failure;
}

const char *
_edgekit_tree_read (EdgeKitTree *tree, const char *path, gsize max, GString *data, gboolean *truncated)
{
  char buffer[16 * 1024];
  const char *failure;
  gssize n = 0;
  int fd;

  failure = open_file (tree, path, &fd);
  if (failure)
    return failure;
  while (data->len <= max && (n = read_again (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (data, buffer, n);
  if (n < 0 && data->len == 0)
    failure = failure_of (errno);
  if (data->len > max)
    {
      g_string_truncate (data, max);
      *truncated = TRUE;
    }
  close (fd);
  return failure;
}

const char *
_edgekit_tree_scan (EdgeKitTree *tree, const char *path, gsize max, char separator, EdgeKitPiece func, gpointer data)
{
  g_autofree char *buffer = NULL;
  const char *failure;
  gboolean more = TRUE;
  gsize total = 0;
  gsize left = 0; /* what came behind the last separator of the piece before */
  gssize n = 0;
  int fd;

  failure = open_file (tree, path, &fd);
  if (failure)
    return failure;
  buffer = g_malloc (PIECE + 1);
  while (more && total < max && (n = read_again (fd, buffer + left, MIN (PIECE - left, max - total))) > 0)
    {
      const gsize filled = left + n;
      gsize length = filled;
      char kept;

      while (length > 0 && buffer[length - 1] != separator)
        length--;
      if (length == 0 && filled == PIECE)
        length = filled;
      kept = buffer[length];
      buffer[length] = '\0';
      more = length == 0 || func (buffer, length, data);
      buffer[length] = kept;
      total += n;
      left = filled - length;
      memmove (buffer, buffer + length, left);
    }
  buffer[left] = '\0';
  if (more && left > 0)
    func (buffer, left, data);
  if (n < 0 && total == 0)
    failure = failure_of (errno);
  close (fd);
  return failure;
}

/* Device nodes: without touching them more than the kernel's permission check does. */
const char *
_edgekit_tree_check (EdgeKitTree *tree, const char *path)
{
  int fd;

  if (tree->live)
    {
      const gboolean there = access (path, R_OK | W_OK) == 0;

      return there || (errno != ENOENT && access (path, R_OK) == 0) ? NULL : failure_of (errno);
    }
  fd = open_rooted (tree, path, O_PATH);
  if (fd < 0)
    return failure_of (errno);
  close (fd);
  return NULL;
}

char *
_edgekit_tree_read_link (EdgeKitTree *tree, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char target[4096];
  int fd = open_rooted (tree, folder, O_PATH | O_DIRECTORY);
  gssize n = fd >= 0 ? readlinkat (fd, name, target, sizeof target) : -1;

  if (fd >= 0)
    close (fd);
  return n > 0 && n < (gssize) sizeof target ? g_strndup (target, n) : NULL;
}

char *
_edgekit_tree_resolve (EdgeKitTree *tree, const char *path)
{
  g_autoptr(GPtrArray) todo = g_ptr_array_new_with_free_func (g_free); /* components, the next one last */
  g_autoptr(GString) done = g_string_new (NULL);
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  guint links = 0;

  for (guint i = g_strv_length (parts); i > 0; i--)
    g_ptr_array_add (todo, g_strdup (parts[i - 1]));
  while (todo->len > 0)
    {
      g_autofree char *part = g_ptr_array_steal_index (todo, todo->len - 1);
      const char *slash = strrchr (done->str, '/');
      gsize length = done->len;
      g_autofree char *target = NULL;
      g_auto(GStrv) more = NULL;

      if (!*part || g_str_equal (part, "."))
        continue;
      if (g_str_equal (part, ".."))
        {
          g_string_truncate (done, slash ? slash - done->str : 0);
          continue;
        }
      g_string_append_printf (done, "/%s", part);
      target = _edgekit_tree_read_link (tree, done->str);
      if (!target)
        continue;
      if (++links > MAX_LINKS)
        return NULL;
      g_string_truncate (done, *target == '/' ? 0 : length);
      more = g_strsplit (target, "/", -1);
      for (guint i = g_strv_length (more); i > 0; i--)
        g_ptr_array_add (todo, g_strdup (more[i - 1]));
    }
  return _edgekit_tree_check (tree, done->str) ? NULL : g_string_free (g_steal_pointer (&done), FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
_edgekit_tree_list (EdgeKitTree *tree, const char *path, gboolean *truncated, const char **failure)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int fd = open_rooted (tree, path, O_RDONLY | O_DIRECTORY);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (!dir)
    {
      *failure = failure_of (errno);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  while ((entry = readdir (dir)))
    {
      if (g_str_equal (entry->d_name, ".") || g_str_equal (entry->d_name, "..") ||
          !g_utf8_validate (entry->d_name, -1, NULL))
        continue;
      if (names->len == MAX_NAMES)
        {
          *truncated = TRUE;
          break;
        }
      g_ptr_array_add (names, g_strdup (entry->d_name));
    }
  closedir (dir);
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}
