/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-shell-private.h"

/* Characters that mean nothing to any of the shells, so that a word made of
 * them needs no quotes and reads as people write it. */
static gboolean
is_plain (const char *word, const char *extra)
{
  if (!*word)
    return FALSE;
  for (; *word; word++)
    if (!g_ascii_isalnum (*word) && !strchr ("-_./:+,@", *word) && !strchr (extra, *word))
      return FALSE;
  return TRUE;
}

static char *
replace (const char *word, const char *from, const char *to)
{
  GString *s = g_string_new (word);

  g_string_replace (s, from, to, 0);
  return g_string_free (s, FALSE);
}

/* fish, unlike POSIX, reads \\ and \' inside single quotes. */
static char *
quote_fish (const char *word)
{
  g_autofree char *slashes = replace (word, "\\", "\\\\");
  g_autofree char *quotes = replace (slashes, "'", "\\'");

  return g_strconcat ("'", quotes, "'", NULL);
}

/* cmd has no quoting that hides %; ^% does not work inside double quotes. What
 * EdgeKit writes never has a percent sign or a double quote, apart from paths
 * that the caller quotes for the program itself. */
static char *
quote_cmd (const char *word)
{
  g_autofree char *quotes = replace (word, "\"", "\\\"");

  return g_strconcat ("\"", quotes, "\"", NULL);
}

/* Always with quotes: the right side of an assignment is an expression. */
static char *
quote_powershell (const char *value)
{
  g_autofree char *body = NULL;

  if (g_str_has_prefix (value, EDGEKIT_SHELL_RAW))
    return g_strdup (value + strlen (EDGEKIT_SHELL_RAW));
  body = replace (value, "'", "''");
  return g_strconcat ("'", body, "'", NULL);
}

char *
_edgekit_shell_quote (EdgeKitShell shell, const char *word)
{
  g_autofree char *body = NULL;

  if (g_str_has_prefix (word, EDGEKIT_SHELL_RAW))
    return g_strdup (word + strlen (EDGEKIT_SHELL_RAW));
  switch (shell)
    {
    case EDGEKIT_SHELL_POWERSHELL:
      /* a comma makes an array, a leading @ splats */
      if (is_plain (word, "=") && !strpbrk (word, ",@"))
        return g_strdup (word);
      body = replace (word, "'", "''");
      return g_strconcat ("'", body, "'", NULL);
    case EDGEKIT_SHELL_CMD:
      if (is_plain (word, "=\\") && !strpbrk (word, ","))
        return g_strdup (word);
      return quote_cmd (word);
    case EDGEKIT_SHELL_FISH:
      if (is_plain (word, "="))
        return g_strdup (word);
      return quote_fish (word);
    case EDGEKIT_SHELL_AUTO:
    case EDGEKIT_SHELL_BASH:
    case EDGEKIT_SHELL_ZSH:
    default:
      /* zsh expands a word that begins with = */
      if (is_plain (word, "=") && *word != '=')
        return g_strdup (word);
      body = replace (word, "'", "'\\''");
      return g_strconcat ("'", body, "'", NULL);
    }
}

static void
append_words (GString *s, EdgeKitShell shell, const char *const *argv)
{
  for (guint i = 0; argv[i]; i++)
    {
      g_autofree char *word = _edgekit_shell_quote (shell, argv[i]);

      if (i > 0)
        g_string_append_c (s, ' ');
      else if (shell == EDGEKIT_SHELL_POWERSHELL && (*word == '\'' || *word == '"' || *word == '$'))
        g_string_append (s, "& "); /* a quoted program is a string unless called */
      g_string_append (s, word);
    }
}

char *
_edgekit_shell_command (EdgeKitShell shell, const char *const *environment, const char *const *argv)
{
  GString *s = g_string_new (NULL);
  GString *after = g_string_new (NULL);

  if (environment && *environment && shell != EDGEKIT_SHELL_POWERSHELL && shell != EDGEKIT_SHELL_CMD)
    g_string_append (s, "env ");
  for (; environment && *environment; environment++)
    {
      const char *equals = strchr (*environment, '=');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      g_assert (equals != NULL);
      name = g_strndup (*environment, equals - *environment);
      switch (shell)
        {
        case EDGEKIT_SHELL_POWERSHELL:
          value = quote_powershell (equals + 1);
          g_string_append_printf (s, "$env:%s = %s; ", name, value);
          g_string_append_printf (after, "; Remove-Item Env:%s", name);
          break;
        case EDGEKIT_SHELL_CMD:
          /* quote the whole assignment: quotes round the value alone become part of it */
          value = g_strdup (g_str_has_prefix (equals + 1, EDGEKIT_SHELL_RAW) ? equals + 1 + strlen (EDGEKIT_SHELL_RAW)
                                                                            : equals + 1);
          g_string_append_printf (s, "set \"%s=%s\" && ", name, value);
          break;
        default:
          value = _edgekit_shell_quote (shell, equals + 1);
          g_string_append_printf (s, "%s=%s ", name, value);
          break;
        }
    }
  append_words (s, shell, argv);
  g_string_append_len (s, after->str, after->len);
  g_string_free (after, TRUE);
  return g_string_free (s, FALSE);
}

char *
_edgekit_shell_and (EdgeKitShell shell, const char *first, const char *second)
{
  if (!first || !second)
    return g_strdup (first ? first : second);
  if (shell == EDGEKIT_SHELL_POWERSHELL)
    return g_strdup_printf ("%s; if ($?) { %s }", first, second);
  return g_strdup_printf ("%s && %s", first, second);
}
