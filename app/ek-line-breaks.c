/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-line-breaks.h"

#define NO_BREAK_SPACE "\302\240"
#define WORD_JOINER "\342\201\240"
#define EN_DASH 0x2013
#define MIDDLE_DOT 0x00b7

/* Characters that say where a text is written from stand between others and are not seen. */
static gboolean
is_mark (gunichar c)
{
  return c == 0x200e || c == 0x200f || (c >= 0x2066 && c <= 0x2069);
}

static gunichar
next_seen (const char *text)
{
  while (is_mark (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return g_utf8_get_char (text);
}

/* The stroke of “tokens/s”, unlike those of a path or of “owner/name”. */
static gboolean
is_per (gunichar before, const char *after)
{
  gunichar end;

  if (!g_unichar_isalpha (before) || !g_unichar_isalpha (g_utf8_get_char (after)))
    return FALSE;
  end = next_seen (g_utf8_next_char (after));
  return end == 0 || g_unichar_isspace (end) || end == '.' || end == ',' || end == ';' || end == ')';
}

/* The same text, which a label breaks where a person would: a line does not begin with the dot of a list, and neither
 * “1.9–4.5” nor “tokens/s” is torn.  For the screen only: who copies or hears it needs no characters without a
 * width. */
char *
ek_keep_together (const char *text)
{
  GString *kept;
  gunichar before = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  kept = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *after = g_utf8_next_char (p);
      const gunichar c = g_utf8_get_char (p);

      if (c == ' ' && g_utf8_get_char (after) == MIDDLE_DOT)
        g_string_append (kept, NO_BREAK_SPACE);
      else if (c == EN_DASH && g_unichar_isdigit (before) && g_unichar_isdigit (next_seen (after)))
        g_string_append_printf (kept, WORD_JOINER "%.*s" WORD_JOINER, (int) (after - p), p);
      else
        g_string_append_len (kept, p, after - p);
      if (c == '/' && is_per (before, after))
        g_string_append (kept, WORD_JOINER);
      if (!is_mark (c))
        before = c;
    }
  return g_string_free (kept, FALSE);
}

/* The same text, which a label breaks at none of its spaces. */
char *
ek_keep_in_line (const char *text)
{
  GString *kept;

  g_return_val_if_fail (text != NULL, NULL);

  kept = g_string_new (text);
  g_string_replace (kept, " ", NO_BREAK_SPACE, 0);
  return g_string_free (kept, FALSE);
}
