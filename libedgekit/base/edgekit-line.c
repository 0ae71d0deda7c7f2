/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-line-private.h"

char *
_edgekit_line_take (char *text)
{
  g_autofree char *given = text;
  g_autofree char *valid = NULL;
  GString *line;

  if (!text)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  line = g_string_new (NULL);
  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_FORMAT) /* marks that turn the direction of text, too */
        continue;
      g_string_append_unichar (line, type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
                                         type == G_UNICODE_PARAGRAPH_SEPARATOR
                                       ? ' '
                                       : c);
    }
  return g_string_free (line, FALSE);
}
