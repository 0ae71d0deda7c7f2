/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-decode-windows-private.h"

/* The architecture of a recording has no uname: the form of cpuinfo tells it. */
static const char *
architecture_of_cpuinfo (const char *cpuinfo)
{
  static const struct
  {
    const char *needle;
    const char *architecture;
  } signs[] = {
    { "CPU implementer", "aarch64" }, { "vendor_id\t: IBM/S390", "s390x" },   { "vendor_id       : IBM/S390", "s390x" },
    { "vendor_id", "x86_64" },        { "POWER", "ppc64le" },                 { "isa\t", "riscv64" },
    { "uarch", "riscv64" },           { "Loongson", "loongarch64" },
  };

  for (guint i = 0; cpuinfo && i < G_N_ELEMENTS (signs); i++)
    if (strstr (cpuinfo, signs[i].needle))
      return signs[i].architecture;
  return NULL;
}

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

static void
add_container (EdgeKitSnapshot *snapshot, GStrvBuilder *list)
{
  const char *environ_1 = edgekit_snapshot_get_text (snapshot, "file:/proc/1/environ");
  g_autofree char *systemd = _edgekit_decode_line (snapshot, "file:/run/systemd/container");
  g_autofree char *variable = _edgekit_decode_field (environ_1, "container", '=');
  const char *cgroup = edgekit_snapshot_get_text (snapshot, "file:/proc/self/cgroup");

  if (edgekit_snapshot_has (snapshot, "file:/.flatpak-info"))
    g_strv_builder_add (list, "flatpak");
  else if (edgekit_snapshot_has (snapshot, "file:/.dockerenv"))
    g_strv_builder_add (list, "container:docker");
  else if (edgekit_snapshot_has (snapshot, "file:/run/.containerenv"))
    g_strv_builder_add (list, "container:podman");
  else if (systemd || variable)
    add (list, "container:", systemd ? systemd : variable);
  else if (cgroup && strstr (cgroup, "kubepods"))
    g_strv_builder_add (list, "container:kubernetes");
  else if (cgroup && (strstr (cgroup, "/docker/") || strstr (cgroup, "docker-")))
    g_strv_builder_add (list, "container:docker");
  if (edgekit_snapshot_has (snapshot, "env:SNAP"))
    g_strv_builder_add (list, "snap");
}

static void
add_virtual_machine (EdgeKitSnapshot *snapshot, GStrvBuilder *list)
{
  static const struct
  {
    const char *vendor;
    const char *name;
  } makers[] = {
    { "QEMU", "kvm" },          { "KVM", "kvm" },         { "VMware", "vmware" },  { "innotek", "virtualbox" },
    { "Microsoft", "hyper-v" }, { "Xen", "xen" },         { "Amazon EC2", "kvm" }, { "Google", "kvm" },
    { "OpenStack", "kvm" },     { "Parallels", "parallels" }, { "Bochs", "kvm" },  { "Apache Software", "kvm" },
  };
  g_autofree char *vendor = _edgekit_decode_line (snapshot, "file:/sys/class/dmi/id/sys_vendor");
  g_autofree char *product = _edgekit_decode_line (snapshot, "file:/sys/class/dmi/id/product_name");
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  const char *flags = cpuinfo ? strstr (cpuinfo, "\nflags") : NULL;
  const char *hypervisor = flags ? strstr (flags, " hypervisor") : NULL;
  const char *end = flags ? strchr (flags + 1, '\n') : NULL;

  /* real computers are made by Microsoft and Google too */
  if (flags && !(hypervisor && (!end || hypervisor < end)))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if ((vendor && strstr (vendor, makers[i].vendor)) || (product && g_str_has_prefix (product, makers[i].vendor)))
      {
        if (hypervisor || !g_str_equal (makers[i].vendor, "Microsoft"))
          add (list, "vm:", makers[i].name);
        return;
      }
  if (hypervisor)
    g_strv_builder_add (list, "vm:unknown");
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
    os->architecture = g_strdup (architecture_of_cpuinfo (cpuinfo));
  _edgekit_decode_set (&os->libc, edgekit_snapshot_get_text (snapshot, "uname:libc"));
  _edgekit_decode_set (&os->libc_version, edgekit_snapshot_get_text (snapshot, "uname:libc-version"));
  decode_environment (snapshot, os);
}
