/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-model-choice-private.h"

/* Five, or six in large sets: "model-00001-of-000163.safetensors". */
#define MIN_DIGITS 5
#define MAX_DIGITS 6

/* The digits that end at @end; 0 when there are too few or too many. */
static gsize
count_digits (const char *name, gsize end)
{
  gsize n = 0;

  while (n < end && n <= MAX_DIGITS && g_ascii_isdigit (name[end - 1 - n]))
    n++;
  return n >= MIN_DIGITS && n <= MAX_DIGITS ? n : 0;
}

gboolean
_edgekit_part_name_parse (const char *name, const char *extension, EdgeKitPartName *parsed)
{
  gsize length = strlen (name), suffix = strlen (extension);
  gsize end, n;

  if (length <= suffix || g_ascii_strcasecmp (name + length - suffix, extension) != 0)
    return FALSE;
  end = length - suffix;
  n = count_digits (name, end);
  if (n == 0)
    return FALSE;
  parsed->count = g_ascii_strtoull (name + end - n, NULL, 10);
  end -= n;
  if (end < strlen ("-of-") || strncmp (name + end - strlen ("-of-"), "-of-", strlen ("-of-")) != 0)
    return FALSE;
  end -= strlen ("-of-");
  n = count_digits (name, end);
  if (n == 0)
    return FALSE;
  parsed->number = g_ascii_strtoull (name + end - n, NULL, 10);
  parsed->width = n;
  parsed->prefix = end - n;
  return parsed->prefix > 1 && (name[parsed->prefix - 1] == '-' || name[parsed->prefix - 1] == '_');
}

char *
_edgekit_part_name_sibling (const char *name, const EdgeKitPartName *parsed, guint number)
{
  return g_strdup_printf ("%.*s%0*u%s", (int) parsed->prefix, name, (int) parsed->width, number,
                          name + parsed->prefix + parsed->width);
}

int
_edgekit_part_name_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}
