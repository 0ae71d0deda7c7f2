/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-redact-private.h"

/* Each pattern keeps its first group and replaces the rest of the match. */
static const struct
{
  const char *kind;
  const char *pattern;
} rules[] = {
  { "token", "()\\b(?:hf_|gh[oprsu]_|github_pat_|glpat-|sk-|xox[abprs]-|nvapi-|gsk_|npm_|pypi-|dckr_pat_|ya29\\.|AIza)"
             "[A-Za-z0-9_-]{16,}" },
  { "token", "()\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b" },
  /* a JSON web token */
  { "token", "()\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?" },
  { "token", "((?i:\\b(?:bearer|basic)\\s+))[A-Za-z0-9+/=._~-]{16,}" },
  /* in a link: who asks, and what signs it */
  { "token", "(\\b[A-Za-z][A-Za-z0-9+.-]*://)[^/\\s\"'@]+(?=@)" },
  { "token", "((?i:[?&](?:[\\w-]*token|api_?key|key|sig|signature|password|x-amz-[\\w-]+|key-pair-id|policy)=))[^&\\s\"']+" },
  { "UUID", "()(?:(?<![0-9A-Fa-f])|(?<=pod))[0-9A-Fa-f]{8}(?:[-_][0-9A-Fa-f]{4}){3}[-_][0-9A-Fa-f]{12}"
            "(?![0-9A-Fa-f])" },
  { "id", "()(?<![0-9A-Za-z])[0-9a-f]{32,64}(?![0-9A-Za-z])" },
  { "MAC address", "()(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])" },
  { "IP address", "()(?<![0-9A-Fa-f:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])" },
  /* not a PCI device: Hyper-V numbers its domains at random, 2c81:00:00.0 */
  { "IP address", "()(?<![0-9A-Fa-f:.])(?![0-9A-Fa-f]{4}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-7])(?:fe80|fc|fd|2[0-9a-f]{3})[0-9A-Fa-f]{0,2}:(?:[0-9A-Fa-f:]*):[0-9A-Fa-f:]*" },
  /* not a version of four parts: those follow a letter, a hyphen, a “v” or a slash */
  { "IP address", "()(?<![\\w.\\-/~+])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w.\\-~+])" },
  /* who built a kernel, as /proc/version has it */
  { "account", "(\\()[\\w.+-]+@[A-Za-z0-9][\\w.-]*(?=\\))" },
  /* not a unit of systemd, user@1000.service, and without the end of the name of a file */
  { "e-mail address", "()(?<![\\w.+%-])[\\w.+%-]+@(?:[A-Za-z0-9-]+\\.)+(?!(?:service|slice|scope|socket|mount|target|timer|"
                      "path|device|gguf|safetensors|json|bin)\\b)[A-Za-z]{2,24}(?![A-Za-z0-9])" },
  /* those that Windows makes up, and those of a home network */
  { "name", "()(?<![\\w-])(?:DESKTOP-[A-Z0-9]{7}|LAPTOP-[A-Z0-9]{8}|WIN-[A-Z0-9]{11})(?![\\w-])" },
  { "name", "()(?<![\\w./-])[A-Za-z0-9][A-Za-z0-9-]*\\.(?:local|lan|localdomain|fritz\\.box)(?![\\w.-])" },
  /* of a mainframe, whose last digits are those of the machine */
  { "serial number", "(\\bidentification\\s*=\\s*)[0-9A-Fa-f]{4,}" },
  { "serial number", "((?i:serial(?:[ _-]?(?:number|no))?\"?\\s*[:=]\\s*\"?))[^\\s\",]{3,}" },
  { "home folder", "((?:/home|/Users|/var/home|/export/home)/)[^/\\s\"':;,)\\]]+" },
  /* where disks of a person are mounted */
  { "home folder", "((?<![\\w.-])(?:/run/media|/media)/)[^/\\s\"':;,)\\]]+" },
  { "home folder", "((?i:[A-Z]:[\\\\/]+Users[\\\\/]+))[^\\\\/\\s\"':;,)\\]]+" },
};

static GRegex *compiled[G_N_ELEMENTS (rules)];

static void
compile_rules (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr(GError) error = NULL;

      compiled[i] = g_regex_new (rules[i].pattern, G_REGEX_OPTIMIZE, 0, &error);
      g_assert_no_error (error);
    }
  g_once_init_leave (&done, 1);
}

typedef struct
{
  const char *kind;
  GHashTable *counts;
} Replacement;

static gboolean
replace_match (const GMatchInfo *match, GString *result, gpointer data)
{
  Replacement *replacement = data;
  g_autofree char *whole = g_match_info_fetch (match, 0);
  g_autofree char *kept = g_match_info_fetch (match, 1);

  if (strstr (whole, EDGEKIT_REDACTED))
    {
      g_string_append (result, whole); /* done by an earlier rule */
      return FALSE;
    }
  g_string_append (result, kept);
  g_string_append (result, EDGEKIT_REDACTED);
  if (replacement->counts)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (replacement->counts, replacement->kind));

      g_hash_table_insert (replacement->counts, (gpointer) replacement->kind, GUINT_TO_POINTER (n + 1));
    }
  return FALSE;
}

static char *
apply (GRegex *regex, const char *kind, char *text, GHashTable *counts)
{
  Replacement replacement = { kind, counts };
  char *result = g_regex_replace_eval (regex, text, -1, 0, 0, replace_match, &replacement, NULL);

  if (!result)
    return text; /* a match that ran out of its limits leaves the text as it is */
  g_free (text);
  return result;
}

gboolean
_edgekit_redact_is_private_name (const char *name)
{
  static const char *const nobody[] = { "root",   "user",    "admin",  "localhost", "ubuntu", "debian", "fedora",
                                        "linux",  "arch",    "nobody", "unknown",   "home",   "edgekit", "gpu",
                                        "cpu",    "runner",  "docker", "builder",   "build",  "test",   "local",
                                        /* those that Windows and macOS make */
                                        "public", "shared",  "guest",  "default",   "system", "administrator",
                                        /* hardware, which a report is about */
                                        "amd",    "intel",   "nvidia", "apple",     "arm",    "windows",
                                        NULL };
  g_autofree char *lower = name ? g_ascii_strdown (name, -1) : NULL;

  return name && g_utf8_strlen (name, -1) >= 3 && !g_strv_contains (nobody, lower);
}

char *
_edgekit_redact_full (const char *text, const char *const *names, GHashTable *counts)
{
  char *result = g_strdup (text);

  compile_rules ();
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    result = apply (compiled[i], rules[i].kind, result, counts);
  for (; names && *names; names++)
    {
      g_autofree char *quoted = g_regex_escape_string (*names, -1);
      g_autofree char *pattern = g_strdup_printf ("()(?<![\\p{L}\\p{N}])%s(?![\\p{L}\\p{N}])", quoted);
      g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);

      if (regex && _edgekit_redact_is_private_name (*names))
        result = apply (regex, "name", result, counts);
    }
  return result;
}
