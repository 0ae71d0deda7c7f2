/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as the library of an engine. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "probe-elf.h"

static void
check_list (const GPtrArray *list)
{
  for (guint i = 0; list && i < list->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (list, i), -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto(ProbeElf) elf = { 0 };
  /* a copy that ends where a page does not: what is read behind it is found */
  g_autofree guint8 *copy = g_memdup2 (data, size);
  gboolean read = probe_elf_read (&elf, copy, size);

  g_assert_nonnull (elf.needed);
  g_assert_true (read || elf.needed->len == 0);
  g_assert_cmpuint (elf.needed->len, <=, size);
  check_list (elf.needed);
  check_list (elf.has);
  g_assert_true (!elf.rpath || g_utf8_validate (elf.rpath, -1, NULL));
  g_assert_true (!elf.runpath || g_utf8_validate (elf.runpath, -1, NULL));
  return 0;
}
