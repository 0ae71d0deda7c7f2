/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-macos-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"

/* mach/machine.h: CPU_ARCH_ABI64 | CPU_TYPE_ARM */
#define CPU_TYPE_ARM64 0x0100000c

gboolean
_edgekit_decode_macos_is_arm (EdgeKitHardwareProfile *profile)
{
  return profile->os && g_strcmp0 (profile->os->architecture, "arm64") == 0;
}

/* A program that Rosetta translates sees an Intel processor in some places
 * ("VirtualApple @ 2.50GHz") and the real one in others. */
static gboolean
is_arm (EdgeKitSnapshot *snapshot)
{
  const char *brand = edgekit_snapshot_get_text (snapshot, "sysctl:machdep.cpu.brand_string");
  g_auto(GStrv) features = edgekit_snapshot_list_keys (snapshot, "sysctl:hw.optional.arm.");

  return _edgekit_decode_int (snapshot, "sysctl:hw.optional.arm64") == 1 || *features ||
         _edgekit_decode_int (snapshot, "sysctl:hw.cputype") == CPU_TYPE_ARM64 ||
         _edgekit_decode_int (snapshot, "sysctl:sysctl.proc_translated") == 1 ||
         (brand && (g_str_has_prefix (brand, "Apple") || g_str_has_prefix (brand, "VirtualApple"))) ||
         g_strcmp0 (edgekit_snapshot_get_text (snapshot, "uname:machine"), "arm64") == 0;
}

/* --- The system ------------------------------------------------------------------ */

static void
decode_environment (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitSystem *os)
{
  static const struct
  {
    const char *model; /* hw.model begins with it */
    const char *name;
  } machines[] = {
    { "VirtualMac", "vm:apple" },
    { "VMware", "vm:vmware" },
    { "Parallels", "vm:parallels" },
    { "VirtualBox", "vm:virtualbox" },
  };
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  const char *model = edgekit_snapshot_get_text (snapshot, "sysctl:hw.model");
  const char *brand = edgekit_snapshot_get_text (snapshot, "sysctl:machdep.cpu.brand_string");
  const char *vm = NULL;

  for (guint i = 0; model && i < G_N_ELEMENTS (machines); i++)
    if (g_str_has_prefix (model, machines[i].model))
      vm = machines[i].name;
  if (!vm && brand && strstr (brand, "(Virtual)"))
    vm = "vm:apple"; /* what Apple's own framework makes of the name */
  if (!vm && _edgekit_decode_int (snapshot, "sysctl:kern.hv_vmm_present") == 1)
    vm = "vm:unknown";
  if (vm)
    g_strv_builder_add (words, vm);
  if (_edgekit_decode_int (snapshot, "sysctl:sysctl.proc_translated") == 1)
    {
      g_strv_builder_add (words, "rosetta");
      _edgekit_hardware_profile_add_note (
          profile, "rosetta", EDGEKIT_SEVERITY_WARNING,
          _ ("EdgeKit was built for Intel and is being translated by Rosetta."),
          _ ("Engines that are started the same way are slow. Use programs built for Apple silicon."));
    }
  os->environment = g_strv_builder_end (words);
}

gboolean
_edgekit_decode_macos_system (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  EdgeKitSystem *os = profile->os;
  const char *type = edgekit_snapshot_get_text (snapshot, "sysctl:kern.ostype");
  const char *version = edgekit_snapshot_get_text (snapshot, "sysctl:kern.osproductversion");
  const char *kernel = edgekit_snapshot_get_text (snapshot, "sysctl:kern.osrelease");
  g_auto(GStrv) hw = edgekit_snapshot_list_keys (snapshot, "sysctl:hw.");
  g_auto(GStrv) machdep = edgekit_snapshot_list_keys (snapshot, "sysctl:machdep.cpu.");

  if (!type)
    type = edgekit_snapshot_get_text (snapshot, "uname:sysname");
  /* the BSDs have a sysctl as well, and say so */
  if (type ? !g_str_equal (type, "Darwin") : !*hw && !*machdep)
    return FALSE;
  os->family = g_strdup ("macos");
  os->id = g_strdup ("macos");
  os->version = g_strdup (version);
  os->name = version ? g_strdup_printf ("macOS %s", version) : g_strdup ("macOS");
  _edgekit_decode_set (&os->kernel, kernel ? kernel : edgekit_snapshot_get_text (snapshot, "uname:release"));
  os->architecture = g_strdup (is_arm (snapshot) ? "arm64" : "x86_64");
  decode_environment (snapshot, profile, os);
  return TRUE;
}

/* --- Memory ---------------------------------------------------------------------- */

/* The numbers that Activity Monitor's “available” is made of, in pages. */
typedef struct
{
  const char *source;
  gint64 page_size;
  gint64 free; /* without the speculative ones, which are file pages */
  gint64 file;
  gint64 purgeable;
} Pages;

static gboolean
pages_of_host_statistics (EdgeKitSnapshot *snapshot, Pages *pages)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:host_statistics64");
  gint64 speculative = _edgekit_decode_field_int (text, "speculative_count", ' ');

  pages->source = "run:host_statistics64 free + external + purgeable";
  pages->page_size = _edgekit_decode_field_int (text, "page_size", ' ');
  pages->free = _edgekit_decode_field_int (text, "free_count", ' ');
  pages->file = _edgekit_decode_field_int (text, "external_page_count", ' ');
  pages->purgeable = _edgekit_decode_field_int (text, "purgeable_count", ' ');
  /* here free_count includes them (xnu, osfmk/kern/host.c) */
  if (pages->free != EDGEKIT_UNKNOWN && speculative != EDGEKIT_UNKNOWN)
    pages->free = MAX (pages->free - speculative, 0);
  return pages->free != EDGEKIT_UNKNOWN;
}

static gboolean
pages_of_vm_stat (EdgeKitSnapshot *snapshot, Pages *pages)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "run:vm_stat");
  const char *size = text ? strstr (text, "page size of ") : NULL;

  pages->source = "run:vm_stat free + file-backed + purgeable";
  pages->page_size = size ? _edgekit_decode_number (size + strlen ("page size of ")) : EDGEKIT_UNKNOWN;
  pages->free = _edgekit_decode_field_int (text, "Pages free", ':');
  pages->file = _edgekit_decode_field_int (text, "File-backed pages", ':');
  pages->purgeable = _edgekit_decode_field_int (text, "Pages purgeable", ':');
  return pages->free != EDGEKIT_UNKNOWN;
}

static gboolean
pages_of_sysctl (EdgeKitSnapshot *snapshot, Pages *pages)
{
  pages->source = "sysctl:vm.page_free_count + vm.page_pageable_external_count + vm.page_purgeable_count";
  pages->page_size = _edgekit_decode_int (snapshot, "sysctl:vm.pagesize");
  pages->free = _edgekit_decode_int (snapshot, "sysctl:vm.page_free_count");
  pages->file = _edgekit_decode_int (snapshot, "sysctl:vm.page_pageable_external_count");
  pages->purgeable = _edgekit_decode_int (snapshot, "sysctl:vm.page_purgeable_count");
  return pages->free != EDGEKIT_UNKNOWN;
}

static void
decode_available (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  Pages pages;
  gint64 most;

  if (!pages_of_host_statistics (snapshot, &pages) && !pages_of_vm_stat (snapshot, &pages) &&
      !pages_of_sysctl (snapshot, &pages))
    return;
  if (pages.page_size == EDGEKIT_UNKNOWN)
    pages.page_size = _edgekit_decode_int (snapshot, "sysctl:hw.pagesize");
  /* 4 KiB on Intel, 16 KiB on Apple silicon */
  if (pages.page_size <= 0 || pages.page_size > 65536 || ram->total == EDGEKIT_UNKNOWN)
    return;
  most = ram->total / pages.page_size;
  /* of nothing can there be more pages than the memory has */
  if (pages.free > most || pages.file > most || pages.purgeable > most)
    return;
  ram->available = MIN (pages.free + MAX (pages.file, 0) + MAX (pages.purgeable, 0), most) * pages.page_size;
  _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.available", EDGEKIT_PROVENANCE_REPORTED,
                                            pages.source);
}

void
_edgekit_decode_macos_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitMemoryPool) ram = g_object_new (EDGEKIT_TYPE_MEMORY_POOL, NULL);

  ram->id = g_strdup ("ram");
  ram->kind = EDGEKIT_POOL_KIND_RAM;
  ram->total = _edgekit_decode_int (snapshot, "sysctl:hw.memsize");
  if (ram->total != EDGEKIT_UNKNOWN)
    _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.total", EDGEKIT_PROVENANCE_REPORTED,
                                              "sysctl:hw.memsize");
  decode_available (snapshot, profile, ram);
  _edgekit_decode_add_ram (profile, ram);
}
