/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Both names of each call are defined here, with and without large files. */
#undef _FILE_OFFSET_BITS
#undef _TIME_BITS
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "slow-disk.h"

#include <dirent.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A program's own open(), stat() and read() stand before the C library's for every library
 * that it loads: a disk that is slow, and a server that does not answer, without either. */

#define SILENT_S 600

static unsigned int delay_ms;
static pthread_t main_thread;
static double waited[SLOW_DISK_N_REASONS];
static const char *silent; /* what lies below it does not answer */
static int names;

void
slow_disk_begin (unsigned int milliseconds)
{
  main_thread = pthread_self ();
  for (int i = 0; i < SLOW_DISK_N_REASONS; i++)
    waited[i] = 0;
  silent = getenv ("EDGEKIT_APP_SILENT_FOLDER");
  names = getenv ("EDGEKIT_APP_DISK_NAMES") != NULL;
  delay_ms = milliseconds;
}

double
slow_disk_tell (SlowDiskReason reason)
{
  const double result = waited[reason];

  waited[reason] = 0;
  return result;
}

/* Whose code called, past the libraries that only hand the call on. */
static int
is_own (void *caller)
{
  static const char *const between[] = { "/libc.so", "/libglib-2.0.so", "/libgobject-2.0.so", "/libgio-2.0.so" };
  void *frames[64];
  const int n = backtrace (frames, 64);
  Dl_info self, frame;
  int i = 0;

  while (i < n && frames[i] != caller)
    i++;
  dladdr ((void *) slow_disk_begin, &self);
  for (; i < n; i++)
    {
      unsigned int j = 0;

      if (!dladdr (frames[i], &frame) || frame.dli_fname == NULL)
        return 0;
      while (j < 4 && !strstr (frame.dli_fname, between[j]))
        j++;
      if (j == 4)
        return frame.dli_fbase == self.dli_fbase || strstr (frame.dli_fname, "/libedgekit") != NULL;
    }
  return 0;
}

static SlowDiskReason
find_reason (const char *path, void *caller)
{
  if (strstr (path, "/fonts/") || strstr (path, "/fontconfig/") || strstr (path, "/icons/"))
    return SLOW_DISK_TO_DRAW;
  return is_own (caller) ? SLOW_DISK_OWN : SLOW_DISK_OTHER;
}

static void
wait_for_name (const char *path, void *caller)
{
  /* what the kernel makes up is on no disk */
  if (path == NULL || *path == '\0' || strncmp (path, "/proc/", 6) == 0 || strncmp (path, "/sys/", 5) == 0
      || strncmp (path, "/dev/", 5) == 0)
    return;
  if (delay_ms && pthread_equal (pthread_self (), main_thread))
    {
      const SlowDiskReason reason = find_reason (path, caller);

      waited[reason] += delay_ms;
      if (names)
        fprintf (stderr, "waited for %s%s\n", path, reason == SLOW_DISK_OWN ? ", own" : "");
    }
  if (delay_ms)
    usleep (delay_ms * 1000);
  if (silent && strncmp (path, silent, strlen (silent)) == 0)
    sleep (SILENT_S);
}

static void
wait_for_file (int fd, void *caller)
{
  struct stat about;
  char link[40], path[4096];
  ssize_t length;

  if (delay_ms == 0 || fstat (fd, &about) != 0 || !S_ISREG (about.st_mode) || about.st_blocks == 0)
    return;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = '\0';
  wait_for_name (path, caller);
}

static int
open_slowly (const char *name, const char *path, int flags, va_list arguments, void *caller)
{
  int (*next) (const char *, int, ...) = dlsym (RTLD_NEXT, name);
  const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (arguments, mode_t) : 0;

  wait_for_name (path, caller);
  return next (path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  int fd;

  va_start (arguments, flags);
  fd = open_slowly ("open", path, flags, arguments, __builtin_return_address (0));
  va_end (arguments);
  return fd;
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  int fd;

  va_start (arguments, flags);
  fd = open_slowly ("open64", path, flags, arguments, __builtin_return_address (0));
  va_end (arguments);
  return fd;
}

FILE *
fopen (const char *path, const char *mode)
{
  FILE *(*next) (const char *, const char *) = dlsym (RTLD_NEXT, "fopen");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, mode);
}

FILE *
fopen64 (const char *path, const char *mode)
{
  FILE *(*next) (const char *, const char *) = dlsym (RTLD_NEXT, "fopen64");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, mode);
}

DIR *
opendir (const char *path)
{
  DIR *(*next) (const char *) = dlsym (RTLD_NEXT, "opendir");

  wait_for_name (path, __builtin_return_address (0));
  return next (path);
}

int
access (const char *path, int mode)
{
  int (*next) (const char *, int) = dlsym (RTLD_NEXT, "access");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, mode);
}

int
stat (const char *restrict path, struct stat *restrict about)
{
  int (*next) (const char *, struct stat *) = dlsym (RTLD_NEXT, "stat");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, about);
}

int
stat64 (const char *restrict path, struct stat64 *restrict about)
{
  int (*next) (const char *, struct stat64 *) = dlsym (RTLD_NEXT, "stat64");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, about);
}

int
lstat64 (const char *restrict path, struct stat64 *restrict about)
{
  int (*next) (const char *, struct stat64 *) = dlsym (RTLD_NEXT, "lstat64");

  wait_for_name (path, __builtin_return_address (0));
  return next (path, about);
}

/* what GIO asks with; without a name it is about a file that is open, which waits for nothing */
int
statx (int fd, const char *restrict path, int flags, unsigned int mask, struct statx *restrict about)
{
  int (*next) (int, const char *, int, unsigned int, struct statx *) = dlsym (RTLD_NEXT, "statx");

  wait_for_name (path, __builtin_return_address (0));
  return next (fd, path, flags, mask, about);
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  ssize_t (*next) (int, void *, size_t) = dlsym (RTLD_NEXT, "read");

  wait_for_file (fd, __builtin_return_address (0));
  return next (fd, buffer, size);
}

ssize_t
pread64 (int fd, void *buffer, size_t size, off64_t offset)
{
  ssize_t (*next) (int, void *, size_t, off64_t) = dlsym (RTLD_NEXT, "pread64");

  wait_for_file (fd, __builtin_return_address (0));
  return next (fd, buffer, size, offset);
}
