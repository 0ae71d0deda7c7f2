/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>

#include "tool-private.h"

/* g_print() writes out each piece at once, and asks nobody whether it could. Here
 * stdio gathers them (a line at a time for a person), and a full disk is told. */

static int failed; /* errno of the first that could not be written, or 0 */

static void
write_text (const char *text)
{
  if (fputs (text, stdout) == EOF && !failed)
    failed = errno ? errno : EIO;
}

/* What comes nearest where a terminal has ASCII alone, as in a container without LANG.
 * The parts of the memory picture have to stay different. */
static const char *const nearest[][2] = {
  { "\302\240", " " }, { "\342\200\257", " " }, { "“", "\"" }, { "”", "\"" }, { "’", "'" },  { "–", "-" },
  { "—", "-" },        { "−", "-" },             { "…", "..." }, { "·", "-" },  { "→", "->" }, { "×", "x" },
  { "±", "+-" },       { "✓", "+" },             { "✗", "x" },  { "▲", "!" },  { "◐", "~" },  { "█", "#" },
  { "▓", "=" },        { "▒", ":" },             { "▚", "%" },  { "╱", "/" },
};

static char *
in_plain_signs (const char *text)
{
  GString *plain = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (nearest); i++)
    g_string_replace (plain, nearest[i][0], nearest[i][1], 0);
  return g_string_free (plain, FALSE);
}

/* Owned; NULL where the terminal has all of UTF-8. */
static char *
for_terminal (const char *text)
{
  const char *charset;
  g_autofree char *plain = NULL;
  char *converted;

  if (g_get_console_charset (&charset))
    return NULL;
  converted = g_convert (text, -1, charset, "UTF-8", NULL, NULL, NULL);
  if (converted)
    return converted;
  plain = in_plain_signs (text);
  return g_convert_with_fallback (plain, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
}

static void
print (const char *text)
{
  g_autofree char *converted = for_terminal (text);

  write_text (converted ? converted : text);
}

/* Behind what was printed before it, where both go to one place. */
static void
print_error (const char *text)
{
  g_autofree char *converted = for_terminal (text);

  fflush (stdout);
  fputs (converted ? converted : text, stderr);
  fflush (stderr);
}

void
tool_output_begin (void)
{
  g_set_print_handler (print);
  g_set_printerr_handler (print_error);
}

/* JSON is in UTF-8, whatever the terminal has. */
int
tool_print_json (char *json)
{
  g_autofree char *text = json;

  write_text (text);
  write_text ("\n");
  return TOOL_RUNS;
}

int
tool_output_end (int status)
{
  if (fflush (stdout) == EOF && !failed)
    failed = errno ? errno : EIO;
  if (!failed)
    return status;
  /* Translators: %s is why: “No space left on device” */
  g_printerr (_ ("edgekit: the answer could not be written: %s\n"), g_strerror (failed));
  return TOOL_ERROR;
}
