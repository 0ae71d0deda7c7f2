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

/* NAME= and what stands behind it, of NAME=VALUE. */
static char *
split_assignment (const char *assignment, const char **value)
{
  const char *equals = strchr (assignment, '=');

  g_assert (equals != NULL);
  *value = equals + 1;
  return g_strndup (assignment, equals - assignment);
}

/* What sets the variables for all that follows, in the shells of Windows. */
static void
append_set (GString *before, GString *after, EdgeKitShell shell, const char *assignment)
{
  const char *value;
  g_autofree char *name = split_assignment (assignment, &value);

  if (shell == EDGEKIT_SHELL_POWERSHELL)
    {
      g_autofree char *quoted = quote_powershell (value);

      g_string_append_printf (before, "$env:%s = %s; ", name, quoted);
      g_string_append_printf (after, "; Remove-Item Env:%s", name);
      return;
    }
  if (g_str_has_prefix (value, EDGEKIT_SHELL_RAW))
    value += strlen (EDGEKIT_SHELL_RAW);
  /* quote the whole assignment: quotes round the value alone become part of it */
  g_string_append_printf (before, "set \"%s=%s\" && ", name, value);
  g_string_append_printf (after, " & set \"%s=\"", name);
}

static gboolean
sets_for_one_command (EdgeKitShell shell)
{
  return shell != EDGEKIT_SHELL_POWERSHELL && shell != EDGEKIT_SHELL_CMD;
}

static void
append_prefix (GString *s, EdgeKitShell shell, const char *const *environment)
{
  if (!environment || !*environment)
    return;
  g_string_append (s, "env ");
  for (; *environment; environment++)
    {
      const char *value;
      g_autofree char *name = split_assignment (*environment, &value);
      g_autofree char *quoted = _edgekit_shell_quote (shell, value);

      g_string_append_printf (s, "%s=%s ", name, quoted);
    }
}

char *
_edgekit_shell_sequence (EdgeKitShell shell, const EdgeKitShellStep *steps, guint n_steps)
{
  GString *s = g_string_new (NULL);
  g_autoptr(GString) after = g_string_new (NULL);
  /* “if” itself sets $? to true, so what follows has to stand inside its braces */
  const gboolean nests = shell == EDGEKIT_SHELL_POWERSHELL;

  for (guint i = 0; i < n_steps && !sets_for_one_command (shell); i++)
    for (const char *const *entry = steps[i].environment; entry && *entry; entry++)
      append_set (s, after, shell, *entry);
  for (guint i = 0; i < n_steps; i++)
    {
      if (i > 0)
        g_string_append (s, nests ? "; if ($?) { " : " && ");
      if (sets_for_one_command (shell))
        append_prefix (s, shell, steps[i].environment);
      append_words (s, shell, steps[i].argv);
    }
  for (guint i = 1; i < n_steps && nests; i++)
    g_string_append (s, " }");
  g_string_append_len (s, after->str, after->len);
  return g_string_free (s, FALSE);
}

char *
_edgekit_shell_command (EdgeKitShell shell, const char *const *environment, const char *const *argv)
{
  const EdgeKitShellStep step = { argv, environment };

  return _edgekit_shell_sequence (shell, &step, 1);
}
