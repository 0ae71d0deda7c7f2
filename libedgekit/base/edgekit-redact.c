/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-redact-private.h"

#define SECRET_SETTING "(?<![A-Za-z])(?:(?:api|access)[_-]?key|token|secret|passw(?:or)?d|passphrase)"

/* Each pattern keeps its first group and replaces the rest of the match. What a later
 * one would find in more than one way stands first: a name with a space in it before a
 * name without. None may look through the rest of a text again at every letter of it. */
static const struct
{
  const char *kind;
  const char *pattern;
} rules[] = {
  /* --- secrets by their form ----------------------------------------------------- */
  { "token", "()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\\s\\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\\s\\S]*)" },
  { "token", "()\\b(?:hf_|api_org_|gh[oprsu]_|github_pat_|glpat-|sk-|sk_live_|xox[abprs]-|nvapi-|gsk_|npm_|pypi-|"
             "dckr_pat_|ya29\\.|AIza|r8_|tgp_v1_|hvs\\.)[A-Za-z0-9_-]{16,}" },
  { "token", "()\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b" },
  /* a JSON web token */
  { "token", "()\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?" },
  { "token", "((?i:\\b(?:bearer|basic)\\s+))[A-Za-z0-9+/=._~-]{16,}" },
  /* in a link: who asks, and what signs it; and what looks like it, whatever its name */
  { "token", "(\\b[A-Za-z][A-Za-z0-9+.-]*://)[^/\\s\"'@]+(?=@)" },
  { "token", "((?i:[?&#;](?:[\\w.-]*(?:token|key|secret|sig|signature|passw(?:or)?d|pwd|credential|auth|session|jwt)|"
             "code|user|policy|googleaccessid|awsaccesskeyid|key-pair-id|x-(?:amz|goog|oss|cos|ms)-[\\w-]+)=))[^&\\s\"'#]+" },
  { "token", "([?&#;][\\w.~-]+=)(?=[A-Za-z0-9%_~.+/=-]*\\d)[A-Za-z0-9%_~.+/=-]{20,}" },
  /* a setting or an option whose name says that it is secret; not the words of a sentence */
  { "token", "((?i:" SECRET_SETTING "=[\"']?))"
             "(?!\\d+\\b)[^\\s\"',;&<>]{4,}" },
  { "token", "((?i:" SECRET_SETTING "[\"']?\\s*:\\s*[\"']?))"
             "(?!\\d+\\b)(?=\\S*\\d)[^\\s\"',;&<>]{6,}" },
  { "token", "((?<![\\w-])(?:--(?:[\\w-]+-)?(?:api-key|token|password)|-hft)[ =])[^\\s\"']+" },
  /* --- numbers that only one thing has --------------------------------------------- */
  { "UUID", "()(?:(?<![0-9A-Fa-f])|(?<=pod))[0-9A-Fa-f]{8}(?:[-_][0-9A-Fa-f]{4}){3}[-_][0-9A-Fa-f]{12}"
            "(?![0-9A-Fa-f])" },
  /* as much of one as CUDA_VISIBLE_DEVICES takes */
  { "UUID", "(\\b(?:MIG-)?GPU-)[0-9A-Fa-f]{8}(?![\\w-])" },
  /* of a disk, as the kernel and fstab are given it */
  { "UUID", "(\\b(?:PART)?(?:UUID|LABEL)=\"?)[^\\s\"',;]+" },
  /* of an Apple device */
  { "UUID", "()(?<![\\w-])[0-9A-F]{8}-[0-9A-F]{16}(?![\\w-])" },
  /* of an account of Windows */
  { "id", "(\\bS-1-5-21-)\\d+(?:-\\d+)+" },
  { "id", "((?i:\\b(?:unique|hive)_?id\"?\\s*[:= ]\\s*\"?))(?:0x)?[0-9A-Fa-f]{4,}" },
  { "id", "()(?<![0-9A-Za-z])[0-9a-f]{32,64}(?![0-9A-Za-z])" },
  { "id", "(/docker[/-])[0-9a-f]{12}(?![0-9a-f])" },
  { "MAC address", "()(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}[:_-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])" },
  { "MAC address", "()(?<![\\w.])(?=[\\d.]*[a-f])[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}(?![\\w.])" },
  /* after its name, or in that of an interface: systemd.net-naming-scheme(7) */
  { "MAC address", "((?i:\\b(?:mac|ether|hwaddr|lladdr)(?:[ _]?addr(?:ess)?)?\"?[:= ]\\s*\"?)|\\b(?:enx|wlx|wwx))"
                   "[0-9A-Fa-f]{12}(?![0-9A-Za-z])" },
  { "IP address", "()(?<![0-9A-Fa-f:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])" },
  /* not a PCI device: Hyper-V numbers its domains at random, 2c81:00:00.0 */
  { "IP address", "()(?<![0-9A-Fa-f:.])(?![0-9A-Fa-f]{4}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-7])"
                  "(?:fe80|fc|fd|2[0-9a-f]{3})[0-9A-Fa-f]{0,2}:(?:[0-9A-Fa-f:]*):[0-9A-Fa-f:]*" },
  /* not a version of four parts: those follow a letter, a hyphen, a “v” or one slash */
  { "IP address", "()(?:(?<![\\w.\\-/~+])|(?<=//))(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
                  "(?![\\w.\\-~+])" },
  /* of a mainframe, whose last digits are those of the machine */
  { "serial number", "(\\bidentification\\s*=\\s*)[0-9A-Fa-f]{4,}" },
  { "serial number", "((?i:serial(?:[ _-]?(?:number|no))?(?:\\s*\\([^()\\n]{0,64}\\))?|\\bS/N|(?-i:\\bSN))"
                     "(?:\"?\\s*[:=]\\s*\"?)|\\bS/N\\s+)"
                     "[^\\s\",]{3,}" },
  /* of a disk: udev names it by its serial number; worldwide names */
  { "serial number", "(/dev/disk/by-(?:id|uuid|partuuid|label|partlabel)/)[^\\s\"',;)\\]]+" },
  { "serial number", "(\\b(?:nvme|ata|usb|scsi|mmc)-[\\w.-]{1,64}_)[A-Z0-9-]{8,}(?![\\w-])" },
  { "serial number", "()\\b(?:eui\\.|naa\\.|wwn-0x|nvme-eui\\.)[0-9A-Fa-f]{16,32}\\b" },
  /* --- people and computers -------------------------------------------------------- */
  /* who built a kernel, as /proc/version has it */
  { "account", "(\\()[\\w.+-]+@[A-Za-z0-9][\\w.-]*(?=\\))" },
  { "account", "()(?<![\\w.+-])[\\w.+-]+@(?![0-9a-f]+:)[A-Za-z][\\w.-]*(?=:[/~])" }, /* not of a device tree */
  { "account", "((?i:\\b(?:ssh|scp|sftp|rsync)\\s+))[\\w.+-]+@[\\w.-]+" },
  /* not a unit of systemd, user@1000.service, and without the end of the name of a file */
  { "e-mail address", "()(?<![\\w.+%-])[\\w.+%-]+@(?:[A-Za-z0-9-]+\\.)+(?!(?:service|slice|scope|socket|mount|target|timer|"
                      "path|device|gguf|safetensors|json|bin)\\b)[A-Za-z]{2,24}(?![A-Za-z0-9])" },
  /* those that Windows makes up, and those of a home network */
  { "name", "()(?<![\\w-])(?:DESKTOP-[A-Z0-9]{7}|LAPTOP-[A-Z0-9]{8}|WIN-[A-Z0-9]{11})(?![\\w-])" },
  { "name", "()(?:(?<![\\w./-])|(?<=//))[A-Za-z0-9][A-Za-z0-9-]*(?:\\.[A-Za-z0-9-]+)*\\."
            "(?:local|lan|localdomain|fritz\\.box|home\\.arpa|intranet|internal)(?![\\w.-])" },
  /* a host of one word in a link */
  { "name", "((?i:\\b(?:https?|wss?|ssh|sftp|smb|nfs|ftp|grpc|git)://))(?!localhost(?![\\w.-]))"
            "[A-Za-z][\\w-]*(?=[:/?#\\s]|$)" },
  /* where a share is mounted from, by its type, or by how Windows writes it */
  { "name", "((?i:\\b(?:nfs[34]?|cifs|smb[23]?|smbfs|ceph|glusterfs|fuse\\.\\w+|davfs2?)\\s+))(?=\\S*(?::/|//))\\S+" },
  { "name", "((?<![\\w:\\\\/])\\\\\\\\)(?![?.]\\\\)[\\w.-]+(?=\\\\)" },
  { "name", "((?i:\\b[be]?ssid\"?\\s*[:=]\\s*))(?:\"[^\"\\n]*\"|[^\\s,;]+)" },
  { "name", "((?i:\\b(?:local ?)?(?:host|computer|node|user) ?name|\\bregistered (?:owner|organization))\"?\\s*[:=]\\s*\"?)"
            "[^\\s\",;][^\\n\",;]*" },
  /* as uname -a says it */
  { "name", "(\\b(?:Linux|Darwin) )(?!version )[\\w.-]+(?= \\d+\\.\\d+\\.\\d+\\S* (?:#\\d|Darwin Kernel))" },
  /* a virtual machine or a system container, in the path of its control group */
  { "name", "((?:/(?:lxc|incus)(?:\\.(?:payload|monitor))?[./]|\\bmachine\\.slice/(?:systemd-nspawn@|machine-(?:qemu\\\\x2d\\d+\\\\x2d)?)))"
            "[^/\\s\"',;]+" },
  /* --- folders --------------------------------------------------------------------- */
  { "home folder", "((?i:[A-Z]:[\\\\/]+(?:Users|Documents and Settings)[\\\\/]+)|(?:/home|/Users|/var/home|/export/home|/Volumes)/)"
                   "[^\\\\/:*?\"<>|\\n]{1,64}(?<! )(?=[\\\\/])" },
  { "home folder", "(^(?i:[A-Z]:[\\\\/]+Users[\\\\/]+))[^\\\\/:*?\"<>|\\n]{1,64}$" },
  { "home folder", "((?:/home|/Users|/var/home|/export/home|/Volumes)/)[^/\\s\"':;,)\\]]+" },
  { "home folder", "((?i:[A-Z]:[\\\\/]+(?:Users|Documents and Settings)[\\\\/]+))[^\\\\/\\s\"':;,)\\]]+" },
  { "home folder", "((?<![\\w/.~])~)[A-Za-z][\\w.-]*(?=/)" },
  { "home folder", "(/var/folders/)[^/\\s]+/[^/\\s\"']+" },
  /* where disks of a person are mounted, and what they are called */
  { "home folder", "((?<![\\w.-])(?:/run/media|/media)/)[^/\\s\"':;,)\\]]+(?:/[^/\"\\n]{1,64}(?<! )(?=/)|/[^/\\s\"':;,)\\]]+)?" },
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

static void
count (GHashTable *counts, const char *kind)
{
  if (counts)
    g_hash_table_insert (counts, (gpointer) kind,
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, kind)) + 1));
}

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
  count (replacement->counts, replacement->kind);
  return FALSE;
}

static char *
apply (GRegex *regex, const char *kind, char *text, GHashTable *counts)
{
  Replacement replacement = { kind, counts };
  char *result = g_regex_replace_eval (regex, text, -1, 0, 0, replace_match, &replacement, NULL);

  /* what could not be looked through to its end is not told at all */
  if (!result)
    {
      result = g_strdup (EDGEKIT_REDACTED);
      count (counts, kind);
    }
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
