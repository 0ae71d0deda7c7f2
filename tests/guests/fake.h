/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the fake vendor libraries have in common. The environment says what they
 * do: FAKE is a fault, FAKE_STATUS what the first call returns, FAKE_COUNT how
 * many devices there are. FAKE_MARK is a file that grows by a byte each time that
 * the library is used; from the second time on, FAKE_LATER is the fault. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GIB (1024ull * 1024 * 1024)
#define MIB (1024ull * 1024)

/* How often the library was used, this time included. */
static inline int
fake_times (void)
{
  const char *mark = getenv ("FAKE_MARK");
  struct stat st;

  return mark && stat (mark, &st) == 0 && st.st_size > 0 ? (int) st.st_size : 1;
}

static inline int
fake_is (const char *fault)
{
  const char *fake = getenv (fake_times () > 1 ? "FAKE_LATER" : "FAKE");

  return fake && strcmp (fake, fault) == 0;
}

static inline int
fake_number (const char *name, int otherwise)
{
  const char *text = getenv (name);

  return text ? atoi (text) : otherwise;
}

static inline unsigned
fake_count (void)
{
  return (unsigned) fake_number ("FAKE_COUNT", fake_is ("many") ? 10000 : 1);
}

/* As names are filled in: without a NUL where there is no room, or no UTF-8. */
static inline void
fake_name (char *buffer, size_t size, const char *name)
{
  if (fake_is ("long-name"))
    memset (buffer, 'A', size);
  else
    snprintf (buffer, size, "%s", fake_is ("bad-name") ? "\xff\xfe\x01 card" : name);
}

static inline void
fake_write_everywhere (const char *text, size_t times)
{
  for (size_t i = 0; i < times; i++)
    for (int fd = 3; fd < 20; fd++)
      if (write (fd, text, strlen (text)) < 0)
        continue;
}

static inline void
fake_leave_child (int own_session)
{
  if (fork () != 0)
    return;
  if (own_session)
    setsid ();
  sleep (30);
  _exit (0);
}

/* What the first call of a library does. */
static inline void
fake_begin (void)
{
  const char *mark = getenv ("FAKE_MARK");

  if (mark)
    {
      int fd = open (mark, O_WRONLY | O_CREAT | O_APPEND, 0600);

      if (write (fd, ".", 1) != 1)
        abort ();
      close (fd);
    }
  signal (SIGTERM, SIG_IGN);
  if (fake_is ("hang"))
    for (;;)
      pause ();
  if (fake_is ("segv"))
    raise (SIGSEGV);
  if (fake_is ("abort"))
    abort ();
  if (fake_is ("exit"))
    exit (0);
  if (fake_is ("chatter"))
    for (int i = 0; i < 20000; i++)
      printf ("{\"library\": \"I am a driver and I like to talk\"}\n");
  if (fake_is ("garbage"))
    fake_write_everywhere ("\x7f" "ELF}{][ NaN", 1);
  if (fake_is ("flood"))
    fake_write_everywhere ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 40000);
  if (fake_is ("grandchild"))
    fake_leave_child (0);
  if (fake_is ("daemon"))
    fake_leave_child (1);
}

static inline int
fake_status (int otherwise)
{
  return fake_number ("FAKE_STATUS", otherwise);
}
