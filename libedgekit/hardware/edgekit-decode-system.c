/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-cpuinfo-private.h"
#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"
#include "edgekit-table-private.h"

static char *
unquote (char *value)
{
  gsize n = value ? strlen (value) : 0;

  if (n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n - 1] == value[0])
    {
      memmove (value, value + 1, n - 2);
      value[n - 2] = '\0';
    }
  return value;
}

static void
decode_os_release (EdgeKitSnapshot *snapshot, EdgeKitSystem *os)
{
  /* inside Flatpak /etc/os-release is the runtime's; the host's lies beside it */
  static const char *const places[] = { "file:/run/host/os-release", "file:/etc/os-release", "file:/usr/lib/os-release" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *text = edgekit_snapshot_get_text (snapshot, places[i]);

      if (!text)
        continue;
      os->id = unquote (_edgekit_decode_field (text, "ID", '='));
      os->name = unquote (_edgekit_decode_field (text, "PRETTY_NAME", '='));
      os->version = unquote (_edgekit_decode_field (text, "VERSION_ID", '='));
      return;
    }
}

static void
add (GStrvBuilder *list, const char *prefix, const char *what)
{
  g_autofree char *text = g_strconcat (prefix, what, NULL);

  g_strv_builder_add (list, text);
}

/* The control groups of this process; in a recording, of the one that made it. */
static const char *
own_groups (EdgeKitSnapshot *snapshot)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/proc/self/cgroup");
  g_autoptr(GArray) processes = text ? NULL : _edgekit_decode_numbers (snapshot, "file:/proc/", "/cgroup");

  if (processes && processes->len == 1)
    text = _edgekit_decode_text (snapshot, "file:/proc/%u/cgroup", g_array_index (processes, guint, 0));
  return text;
}

/* What made the container, or NULL; owned. Kubernetes first: it lets others make
 * its containers. */
static char *
container_maker (EdgeKitSnapshot *snapshot)
{
  static const struct
  {
    const char *sign; /* in the path of a control group */
    const char *name;
  } groups[] = { { "kubepods", "kubernetes" }, { "libpod-", "podman" }, { "/docker/", "docker" },
                 { "docker-", "docker" },      { "/lxc/", "lxc" },      { "/lxc.payload", "lxc" } };
  const char *environ_1 = edgekit_snapshot_get_text (snapshot, "file:/proc/1/environ");
  const char *cgroup = own_groups (snapshot);
  g_autofree char *told = _edgekit_decode_line (snapshot, "file:/run/systemd/container");

  if (!told)
    told = _edgekit_decode_field (environ_1, "container", '=');
  if (edgekit_snapshot_has (snapshot, "env:KUBERNETES_SERVICE_HOST") ||
      edgekit_snapshot_has (snapshot, "file:/run/secrets/kubernetes.io"))
    return g_strdup ("kubernetes");
  for (guint i = 0; cgroup && i < G_N_ELEMENTS (groups); i++)
    if (strstr (cgroup, groups[i].sign))
      return g_strdup (groups[i].name);
  if (edgekit_snapshot_has (snapshot, "file:/.dockerenv"))
    return g_strdup ("docker");
  if (edgekit_snapshot_has (snapshot, "file:/run/.containerenv"))
    return g_strdup ("podman");
  if (g_strcmp0 (told, "lxc-libvirt") == 0)
    return g_strdup ("lxc");
  /* systemd takes WSL for one */
  return g_strcmp0 (told, "wsl") == 0 ? NULL : g_steal_pointer (&told);
}

static void
add_container (EdgeKitSnapshot *snapshot, GStrvBuilder *list)
{
  g_autofree char *maker = container_maker (snapshot);

  if (edgekit_snapshot_has (snapshot, "file:/.flatpak-info"))
    g_strv_builder_add (list, "flatpak");
  else if (maker)
    add (list, "container:", maker);
  if (edgekit_snapshot_has (snapshot, "env:SNAP"))
    g_strv_builder_add (list, "snap");
}

static gboolean
begins_with_one (const char *text, char **beginnings)
{
  for (; text && beginnings && *beginnings; beginnings++)
    if (g_str_has_prefix (text, *beginnings))
      return TRUE;
  return FALSE;
}

/* By what the firmware says of the computer; owned, or NULL. */
static char *
hypervisor_of_dmi (EdgeKitSnapshot *snapshot, gboolean flagged)
{
  GKeyFile *table = _edgekit_table_get ("hypervisors");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  g_autofree char *vendor = _edgekit_decode_line (snapshot, "file:/sys/class/dmi/id/sys_vendor");
  g_autofree char *product = _edgekit_decode_line (snapshot, "file:/sys/class/dmi/id/product_name");

  /* providers let out whole computers under the same name */
  if (!vendor || (product && strstr (product, "metal")))
    return NULL;
  for (char **row = rows; *row; row++)
    {
      g_auto(GStrv) beginnings = g_key_file_get_string_list (table, *row, "begins", NULL, NULL);

      if (!begins_with_one (vendor, beginnings) && !begins_with_one (product, beginnings))
        continue;
      if (flagged || !g_key_file_get_boolean (table, *row, "real", NULL))
        return g_key_file_get_string (table, *row, "name", NULL);
    }
  return NULL;
}

/* By what the processor says in the name of the hypervisor; owned, or NULL. */
static char *
hypervisor_of_cpuid (EdgeKitSnapshot *snapshot)
{
  GKeyFile *table = _edgekit_table_get ("hypervisors");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  char signature[13] = { 0 };
  guint32 registers[4];

  if (!_edgekit_decode_cpuid_leaf (snapshot, 0x40000000, registers))
    return NULL;
  for (guint i = 0; i < 12; i++)
    signature[i] = (char) (registers[1 + i / 4] >> (i % 4 * 8));
  g_strdelimit (signature, " ", '_');
  for (char **row = rows; *row; row++)
    {
      g_autofree char *cpuid = g_key_file_get_string (table, *row, "cpuid", NULL);

      if (g_strcmp0 (cpuid, signature) == 0)
        return g_key_file_get_string (table, *row, "name", NULL);
    }
  return NULL;
}

/* Computers with a device tree have no such firmware. */
static const char *
hypervisor_of_tree (EdgeKitSnapshot *snapshot)
{
  const char *hypervisor = edgekit_snapshot_get_text (snapshot, "file:/proc/device-tree/hypervisor/compatible");
  const char *machine = edgekit_snapshot_get_text (snapshot, "file:/proc/device-tree/compatible");
  g_autofree char *type = _edgekit_decode_line (snapshot, "file:/sys/hypervisor/type");

  if ((hypervisor && strstr (hypervisor, "kvm")) || (machine && strstr (machine, "linux,dummy-virt")))
    return "kvm";
  return (hypervisor && strstr (hypervisor, "xen")) || g_strcmp0 (type, "xen") == 0 ? "xen" : NULL;
}

static void
add_virtual_machine (EdgeKitSnapshot *snapshot, GStrvBuilder *list)
{
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  const char *flags = cpuinfo ? strstr (cpuinfo, "\nflags") : NULL;
  const char *end = flags ? strchr (flags + 1, '\n') : NULL;
  const char *hypervisor = flags ? strstr (flags, " hypervisor") : NULL;
  gboolean flagged = hypervisor && (!end || hypervisor < end);
  g_autofree char *name = NULL;

  /* on x86 the processor says whether it is a real one */
  if (flags && !flagged)
    return;
  name = hypervisor_of_dmi (snapshot, flagged);
  if (!name)
    name = g_strdup (hypervisor_of_tree (snapshot));
  if (!name)
    name = hypervisor_of_cpuid (snapshot);
  if (name || flagged)
    add (list, "vm:", name ? name : "unknown");
}

static void
decode_environment (EdgeKitSnapshot *snapshot, EdgeKitSystem *os)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autofree char *kernel = os->kernel ? g_ascii_strdown (os->kernel, -1) : NULL;
  gboolean wsl = kernel && strstr (kernel, "microsoft");

  if (wsl)
    g_strv_builder_add (list, edgekit_snapshot_has (snapshot, "file:/dev/dxg") || strstr (kernel, "wsl2") ? "wsl2"
                                                                                                          : "wsl");
  add_container (snapshot, list);
  if (!wsl)
    add_virtual_machine (snapshot, list);
  os->environment = g_strv_builder_end (list);
}

void
_edgekit_decode_system (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitSystem *os = g_object_new (EDGEKIT_TYPE_SYSTEM, NULL);
  const char *sysname = edgekit_snapshot_get_text (snapshot, "uname:sysname");
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  g_auto(GStrv) files = edgekit_snapshot_list_keys (snapshot, "file:/");

  profile->os = os;
  if (_edgekit_decode_macos_system (snapshot, profile) || _edgekit_decode_windows_system (snapshot, profile))
    return;
  if (!sysname && !*files)
    return;
  os->family = g_strdup ("linux");
  decode_os_release (snapshot, os);
  _edgekit_decode_set (&os->kernel, edgekit_snapshot_get_text (snapshot, "uname:release"));
  if (!os->kernel)
    os->kernel = _edgekit_decode_line (snapshot, "file:/proc/sys/kernel/osrelease");
  if (!os->kernel)
    {
      g_autofree char *version = _edgekit_decode_line (snapshot, "file:/proc/version");
      g_auto(GStrv) words = g_strsplit (version ? version : "", " ", 4);

      if (g_strv_length (words) >= 3 && g_str_has_prefix (version, "Linux version "))
        os->kernel = g_strdup (words[2]);
    }
  _edgekit_decode_set (&os->architecture, edgekit_snapshot_get_text (snapshot, "uname:machine"));
  if (!os->architecture)
    /* a recording has no uname: the form of cpuinfo tells it */
    os->architecture = g_strdup (_edgekit_cpuinfo_architecture (cpuinfo));
  _edgekit_decode_set (&os->libc, edgekit_snapshot_get_text (snapshot, "uname:libc"));
  _edgekit_decode_set (&os->libc_version, edgekit_snapshot_get_text (snapshot, "uname:libc-version"));
  decode_environment (snapshot, os);
}
