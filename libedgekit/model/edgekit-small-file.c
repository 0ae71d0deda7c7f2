/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edgekit-small-file-private.h"

#ifndef O_NONBLOCK
#define O_NONBLOCK 0
#endif
#ifndef O_BINARY
#define O_BINARY 0
#endif

static gssize
read_all (int fd, char *bytes, gsize max)
{
  gsize n = 0;

  while (n < max)
    {
      gssize more = read (fd, bytes + n, max - n);

      if (more < 0 && errno == EINTR)
        continue;
      if (more < 0)
        return -1;
      if (more == 0)
        break;
      n += more;
    }
  return n;
}

char *
_edgekit_small_file_read (const char *path, gsize max, gsize *length)
{
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_BINARY, 0);
  g_autofree char *bytes = NULL;
  struct stat info;
  gssize n = -1;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size >= 0 && (guint64) info.st_size <= max)
    {
      bytes = g_malloc ((gsize) info.st_size + 1);
      n = read_all (fd, bytes, (gsize) info.st_size);
    }
  close (fd);
  if (n < 0)
    return NULL;
  bytes[n] = '\0';
  *length = n;
  return g_steal_pointer (&bytes);
}
