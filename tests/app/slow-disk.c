/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Both names of each call are defined here, with and without large files. */
#undef _FILE_OFFSET_BITS
#undef _TIME_BITS
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "slow-disk.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A program's own open() and read() stand before the C library's for every library
 * that it loads: a disk that is slow, without a disk. */

static unsigned int delay_ms;
static pthread_t main_thread;
static double waited;

void
slow_disk_begin (unsigned int milliseconds)
{
  main_thread = pthread_self ();
  waited = 0;
  delay_ms = milliseconds;
}

double
slow_disk_tell (void)
{
  const double result = waited;

  waited = 0;
  return result;
}

static void
wait_for_disk (void)
{
  if (pthread_equal (pthread_self (), main_thread))
    waited += delay_ms;
  usleep (delay_ms * 1000);
}

static void
wait_for_name (const char *path)
{
  /* what the kernel makes up is on no disk */
  if (delay_ms && strncmp (path, "/proc/", 6) && strncmp (path, "/sys/", 5) && strncmp (path, "/dev/", 5))
    wait_for_disk ();
}

static void
wait_for_file (int fd)
{
  struct stat about;

  if (delay_ms && fstat (fd, &about) == 0 && S_ISREG (about.st_mode) && about.st_blocks > 0)
    wait_for_disk ();
}

static int
open_slowly (const char *name, const char *path, int flags, va_list arguments)
{
  int (*next) (const char *, int, ...) = dlsym (RTLD_NEXT, name);
  const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (arguments, mode_t) : 0;

  wait_for_name (path);
  return next (path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  int fd;

  va_start (arguments, flags);
  fd = open_slowly ("open", path, flags, arguments);
  va_end (arguments);
  return fd;
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  int fd;

  va_start (arguments, flags);
  fd = open_slowly ("open64", path, flags, arguments);
  va_end (arguments);
  return fd;
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  ssize_t (*next) (int, void *, size_t) = dlsym (RTLD_NEXT, "read");

  wait_for_file (fd);
  return next (fd, buffer, size);
}

ssize_t
pread64 (int fd, void *buffer, size_t size, off64_t offset)
{
  ssize_t (*next) (int, void *, size_t, off64_t) = dlsym (RTLD_NEXT, "pread64");

  wait_for_file (fd);
  return next (fd, buffer, size, offset);
}
