/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-bytes-private.h"

const char *
_edgekit_bytes_find (const char *bytes, gsize length, const char *needle, gsize needle_length)
{
  const char *end = bytes + length;

  g_assert (needle_length > 0);
  while ((gsize) (end - bytes) >= needle_length)
    {
      /* the C library looks at many bytes at once */
      bytes = memchr (bytes, *needle, (gsize) (end - bytes) - needle_length + 1);
      if (!bytes || memcmp (bytes, needle, needle_length) == 0)
        return bytes;
      bytes++;
    }
  return NULL;
}
