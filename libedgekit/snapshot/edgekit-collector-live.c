/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#if defined(G_OS_UNIX)
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "edgekit-collector-private.h"

/* What no file tells: only ever asked of this computer, never of a recording. */

#if defined(G_OS_UNIX)

static void
collect_uname (EdgeKitSnapshot *snapshot)
{
  struct utsname name;

  if (uname (&name) != 0)
    return;
  _edgekit_snapshot_add_text (snapshot, "uname:sysname", name.sysname);
  _edgekit_snapshot_add_text (snapshot, "uname:release", name.release);
  _edgekit_snapshot_add_text (snapshot, "uname:machine", name.machine);
#if defined(__GLIBC__)
  _edgekit_snapshot_add_text (snapshot, "uname:libc", "glibc");
  _edgekit_snapshot_add_text (snapshot, "uname:libc-version", gnu_get_libc_version ());
#endif
}

static void
collect_space (EdgeKitSnapshot *snapshot, const char *key, const char *path)
{
  struct statvfs space;
  struct stat st;
  g_autofree char *text = NULL;

  if (statvfs (path, &space) != 0 || stat (path, &st) != 0)
    return;
  /* not f_fsid, which is made from the UUID of the file system */
  text = g_strdup_printf ("total %" G_GUINT64_FORMAT "\nfree %" G_GUINT64_FORMAT "\ndevice %" G_GUINT64_FORMAT "\n",
                          (guint64) space.f_blocks * space.f_frsize, (guint64) space.f_bavail * space.f_frsize,
                          (guint64) st.st_dev);
  _edgekit_snapshot_add_text (snapshot, key, text);
}

#endif /* Windows has ways of its own: edgekit-collector-windows.c */

static void
collect_affinity (EdgeKitSnapshot *snapshot)
{
#if defined(__linux__)
  /* more than the kernel's largest NR_CPUS */
  const int max_cpus = 16384;
  cpu_set_t *set = CPU_ALLOC (max_cpus);
  gsize size = CPU_ALLOC_SIZE (max_cpus);

  CPU_ZERO_S (size, set);
  if (sched_getaffinity (0, size, set) == 0)
    {
      g_autofree char *count = g_strdup_printf ("%d", CPU_COUNT_S (size, set));

      _edgekit_snapshot_add_text (snapshot, "affinity:count", count);
    }
  CPU_FREE (set);
#endif
}

/* Names whose values are recorded as they are … */
static const char *const plain_variables[] = { "HSA_OVERRIDE_GFX_VERSION", "CUDA_VISIBLE_DEVICES",
                                               "HIP_VISIBLE_DEVICES",      "ROCR_VISIBLE_DEVICES",
                                               "CUDA_DEVICE_ORDER",        "WSL_DISTRO_NAME" };
/* … and those that hold a path, of which only presence matters: a path may lie
 * below somebody's home. */
static const char *const path_variables[] = { "VIRTUAL_ENV", "CONDA_PREFIX", "ONEAPI_ROOT", "VULKAN_SDK",
                                              "CUDA_PATH",   "ROCM_PATH",    "IN_NIX_SHELL", "SOURCE_DATE_EPOCH",
                                              "FLATPAK_ID",  "SNAP",         "UV",
                                              "KUBERNETES_SERVICE_HOST" };

static void
collect_environment (EdgeKitSnapshot *snapshot)
{
  const char *shell = g_getenv ("SHELL");

  for (guint i = 0; i < G_N_ELEMENTS (plain_variables); i++)
    {
      g_autofree char *key = g_strconcat ("env:", plain_variables[i], NULL);
      const char *value = g_getenv (plain_variables[i]);

      if (value)
        _edgekit_snapshot_add_text (snapshot, key, value);
      else
        _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_MISSING);
    }
  for (guint i = 0; i < G_N_ELEMENTS (path_variables); i++)
    {
      g_autofree char *key = g_strconcat ("env:", path_variables[i], NULL);
      const char *value = g_getenv (path_variables[i]);

      if (value && *value)
        _edgekit_snapshot_add_text (snapshot, key, "set");
      else
        _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_MISSING);
    }
  if (shell)
    {
      g_autofree char *name = g_path_get_basename (shell);

      _edgekit_snapshot_add_text (snapshot, "env:SHELL", name);
    }
}

static void
collect_cpuid (EdgeKitSnapshot *snapshot)
{
#if defined(__x86_64__) || defined(__i386__)
  static const guint leaves[][2] = { { 0, 0 }, { 1, 0 }, { 7, 0 }, { 7, 1 }, { 0x80000000, 0 }, { 0x80000001, 0 } };
  g_autoptr(GString) text = g_string_new (NULL);
  guint a, b, c, d, flags = 0;

  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    if (__get_cpuid_count (leaves[i][0], leaves[i][1], &a, &b, &c, &d))
      g_string_append_printf (text, "%08x %x %08x %08x %08x %08x\n", leaves[i][0], leaves[i][1], a, b, c, d);
  if (__get_cpuid (1, &a, &b, &c, &d))
    flags = c;
  /* the hypervisor's own leaf, which only the flag “hypervisor” promises */
  if (flags & 1u << 31)
    {
      __cpuid (0x40000000, a, b, c, d);
      g_string_append_printf (text, "40000000 0 %08x %08x %08x %08x\n", a, b, c, d);
    }
  /* AVX and AMX need the system to save their registers: XCR0 says whether it does */
  if (flags & bit_OSXSAVE)
    {
      guint low, high;

      __asm__ volatile ("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
      g_string_append_printf (text, "xcr0 %08x%08x\n", high, low);
    }
  _edgekit_snapshot_add_text (snapshot, "cpuid:leaves", text->str);
#endif
}

void
_edgekit_collect_live (EdgeKitSnapshot *snapshot)
{
#if defined(G_OS_UNIX)
  collect_uname (snapshot);
  collect_space (snapshot, "statfs:/", "/");
  collect_space (snapshot, "statfs:home", g_get_home_dir ());
#endif
  collect_affinity (snapshot);
  collect_environment (snapshot);
  collect_cpuid (snapshot);
}
