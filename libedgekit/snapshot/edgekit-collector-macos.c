/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"
#include "edgekit-darwin-private.h"
#include "edgekit-json-private.h"

/* What a Mac tells, by documented calls: sysctlbyname(), host_statistics64() and
 * the I/O registry. Written against their documentation; a compiler checks it
 * against the prototypes of edgekit-darwin-private.h, and it has not been run on
 * a Mac. The form of each entry stands in hardware/edgekit-decode-macos-private.h.
 *
 * The names are on a list: kern.uuid, kern.hostname and the like are not on it. */

#define MAX_ENTRIES 64 /* of one class of the I/O registry */

/* --- sysctl ------------------------------------------------------------------------- */

static const char *const texts[] = {
  "hw.model",
  "kern.osproductversion",
  "kern.osrelease",
  "kern.ostype",
  "machdep.cpu.brand_string",
  "machdep.cpu.extfeatures",
  "machdep.cpu.features",
  "machdep.cpu.leaf7_features",
  "machdep.cpu.vendor",
};

static const char *const numbers[] = {
  "hw.activecpu",
  "hw.cpufamily",
  "hw.cpufrequency_max",
  "hw.cpusubfamily",
  "hw.cputype",
  "hw.logicalcpu",
  "hw.logicalcpu_max",
  "hw.memsize",
  "hw.memsize_usable",
  "hw.ncpu",
  "hw.nperflevels",
  "hw.optional.AdvSIMD",
  "hw.optional.arm.AdvSIMD",
  "hw.optional.arm.FEAT_BF16",
  "hw.optional.arm.FEAT_CRC32",
  "hw.optional.arm.FEAT_DotProd",
  "hw.optional.arm.FEAT_EBF16",
  "hw.optional.arm.FEAT_FHM",
  "hw.optional.arm.FEAT_FP16",
  "hw.optional.arm.FEAT_I8MM",
  "hw.optional.arm.FEAT_LSE",
  "hw.optional.arm.FEAT_SME",
  "hw.optional.arm.FEAT_SME2",
  "hw.optional.arm.FEAT_SME_F64F64",
  "hw.optional.arm.FEAT_SME_I16I64",
  "hw.optional.arm.FEAT_SVE",
  "hw.optional.arm.FEAT_SVE2",
  "hw.optional.arm64",
  "hw.optional.armv8_1_atomics",
  "hw.optional.armv8_2_fhm",
  "hw.optional.armv8_crc32",
  "hw.optional.avx1_0",
  "hw.optional.avx2_0",
  "hw.optional.avx512bw",
  "hw.optional.avx512cd",
  "hw.optional.avx512dq",
  "hw.optional.avx512f",
  "hw.optional.avx512ifma",
  "hw.optional.avx512vbmi",
  "hw.optional.avx512vl",
  "hw.optional.bmi1",
  "hw.optional.bmi2",
  "hw.optional.f16c",
  "hw.optional.fma",
  "hw.optional.neon",
  "hw.optional.neon_fp16",
  "hw.optional.sse3",
  "hw.optional.sse4_1",
  "hw.optional.sse4_2",
  "hw.optional.supplementalsse3",
  "hw.packages",
  "hw.pagesize",
  "hw.physicalcpu",
  "hw.physicalcpu_max",
  "kern.hv_vmm_present",
  "machdep.cpu.core_count",
  "machdep.cpu.thread_count",
  "sysctl.proc_translated",
};

/* these can change while a Mac runs */
static const char *const live_numbers[] = { "hw.memsize", "iogpu.wired_limit_mb" };

static void
collect_text (EdgeKitSnapshot *snapshot, const char *name)
{
  g_autofree char *key = g_strconcat ("sysctl:", name, NULL);
  char value[2048];
  size_t length = sizeof value - 1;

  if (sysctlbyname (name, value, &length, NULL, 0) != 0 || length > sizeof value - 1)
    return;
  _edgekit_snapshot_add_bytes (snapshot, key, value, strnlen (value, length), FALSE);
}

static void
collect_number (EdgeKitSnapshot *snapshot, const char *name)
{
  g_autofree char *key = g_strconcat ("sysctl:", name, NULL);
  g_autofree char *text = NULL;
  gint64 wide = 0;
  gint32 narrow = 0;
  size_t length = sizeof wide;

  /* which of the two widths a name has is not documented for each */
  if (sysctlbyname (name, &wide, &length, NULL, 0) != 0 || (length != sizeof wide && length != sizeof narrow))
    return;
  if (length == sizeof narrow)
    {
      memcpy (&narrow, &wide, sizeof narrow);
      wide = narrow;
    }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, wide);
  _edgekit_snapshot_add_text (snapshot, key, text);
}

static void
collect_levels (EdgeKitSnapshot *snapshot)
{
  static const char *const members[] = { "physicalcpu", "physicalcpu_max", "logicalcpu", "logicalcpu_max",
                                         "l2cachesize", "cpusperl2" };
  gint32 levels = 0;
  size_t length = sizeof levels;

  if (sysctlbyname ("hw.nperflevels", &levels, &length, NULL, 0) != 0)
    return;
  for (gint32 level = 0; level < MIN (levels, 8); level++)
    {
      g_autofree char *name = g_strdup_printf ("hw.perflevel%d.name", level);

      collect_text (snapshot, name);
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          g_autofree char *number = g_strdup_printf ("hw.perflevel%d.%s", level, members[i]);

          collect_number (snapshot, number);
        }
    }
}

/* --- Memory ----------------------------------------------------------------------------- */

static void
collect_memory (EdgeKitSnapshot *snapshot)
{
  vm_statistics64_data_t vm = { 0 };
  mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
  vm_size_t page = 0;
  g_autofree char *text = NULL;

  if (host_page_size (mach_host_self (), &page) != KERN_SUCCESS ||
      host_statistics64 (mach_host_self (), HOST_VM_INFO64, (host_info64_t) &vm, &count) != KERN_SUCCESS)
    return;
  text = g_strdup_printf ("page_size %" G_GUINT64_FORMAT "\nfree_count %u\nactive_count %u\ninactive_count %u\n"
                          "wire_count %u\nspeculative_count %u\npurgeable_count %u\nexternal_page_count %u\n"
                          "internal_page_count %u\ncompressor_page_count %u\n",
                          (guint64) page, vm.free_count, vm.active_count, vm.inactive_count, vm.wire_count,
                          vm.speculative_count, vm.purgeable_count, vm.external_page_count, vm.internal_page_count,
                          vm.compressor_page_count);
  _edgekit_snapshot_add_text (snapshot, "run:host_statistics64", text);
}

/* --- The I/O registry -------------------------------------------------------------------- */

static CFStringRef
make_string (const char *text)
{
  return CFStringCreateWithCString (kCFAllocatorDefault, text, kCFStringEncodingUTF8);
}

/* A property of the entry or, as Intel Macs need it, of the device above it; the
 * caller releases it. */
static CFTypeRef
find_property (io_registry_entry_t entry, const char *name)
{
  CFStringRef key = make_string (name);
  CFTypeRef value = key ? IORegistryEntrySearchCFProperty (entry, kIOServicePlane, key, kCFAllocatorDefault,
                                                           kIORegistryIterateRecursively | kIORegistryIterateParents)
                        : NULL;

  if (key)
    CFRelease (key);
  return value;
}

/* Ids are numbers, or data in little endian; names are strings, or data. */
static void
add_property (JsonBuilder *builder, io_registry_entry_t entry, const char *name, gboolean is_text)
{
  CFTypeRef value = find_property (entry, name);
  char text[256] = "";
  gint64 number = -1;

  if (!value)
    return;
  if (CFGetTypeID (value) == CFStringGetTypeID ())
    CFStringGetCString (value, text, sizeof text, kCFStringEncodingUTF8);
  else if (CFGetTypeID (value) == CFNumberGetTypeID ())
    CFNumberGetValue (value, kCFNumberSInt64Type, &number);
  else if (CFGetTypeID (value) == CFDataGetTypeID ())
    {
      const guint8 *bytes = CFDataGetBytePtr (value);
      gsize length = MAX (CFDataGetLength (value), 0);

      if (is_text)
        memcpy (text, bytes, MIN (length, sizeof text - 1));
      else if (length >= 4)
        number = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (gint64) bytes[3] << 24;
    }
  CFRelease (value);
  if (is_text && *text)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      _edgekit_json_add_string (builder, name, valid);
    }
  else if (!is_text && number >= 0)
    _edgekit_json_add_int (builder, name, number);
}

static gint64
number_in (CFDictionaryRef dictionary, const char *name)
{
  CFStringRef key = make_string (name);
  CFTypeRef value = key ? CFDictionaryGetValue (dictionary, key) : NULL;
  gint64 number = EDGEKIT_UNKNOWN;

  if (value && CFGetTypeID (value) == CFNumberGetTypeID ())
    CFNumberGetValue (value, kCFNumberSInt64Type, &number);
  if (key)
    CFRelease (key);
  return number;
}

static void
describe_gpu (JsonBuilder *builder, io_registry_entry_t entry)
{
  io_name_t class = "";
  guint64 id = 0;
  CFTypeRef statistics;

  if (IOObjectGetClass (entry, class) == KERN_SUCCESS)
    _edgekit_json_add_string (builder, "class", class);
  if (IORegistryEntryGetRegistryEntryID (entry, &id) == KERN_SUCCESS && id <= G_MAXINT64)
    _edgekit_json_add_int (builder, "registry_id", (gint64) id);
  add_property (builder, entry, "model", TRUE);
  add_property (builder, entry, "gpu-core-count", FALSE);
  add_property (builder, entry, "vendor-id", FALSE);
  add_property (builder, entry, "device-id", FALSE);
  add_property (builder, entry, "VRAM,totalMB", FALSE);
  statistics = find_property (entry, "PerformanceStatistics");
  if (statistics && CFGetTypeID (statistics) == CFDictionaryGetTypeID ())
    {
      json_builder_set_member_name (builder, "PerformanceStatistics");
      json_builder_begin_object (builder);
      _edgekit_json_add_int (builder, "In use system memory", number_in (statistics, "In use system memory"));
      _edgekit_json_add_int (builder, "Alloc system memory", number_in (statistics, "Alloc system memory"));
      _edgekit_json_add_int (builder, "vramFreeBytes", number_in (statistics, "vramFreeBytes"));
      json_builder_end_object (builder);
    }
  if (statistics)
    CFRelease (statistics);
}

static void
describe_neural_engine (JsonBuilder *builder, io_registry_entry_t entry)
{
  CFTypeRef properties = find_property (entry, "DeviceProperties");

  if (!properties)
    return;
  if (CFGetTypeID (properties) == CFDictionaryGetTypeID ())
    _edgekit_json_add_int (builder, "cores", number_in (properties, "ANEDevicePropertyNumANECores"));
  CFRelease (properties);
}

static void
collect_class (EdgeKitSnapshot *snapshot, const char *class, void (*describe) (JsonBuilder *, io_registry_entry_t))
{
  g_autofree char *key = g_strconcat ("registry:", class, NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  io_iterator_t iterator = 0;
  io_registry_entry_t entry;

  /* takes the dictionary */
  if (IOServiceGetMatchingServices (MACH_PORT_NULL, IOServiceMatching (class), &iterator) != KERN_SUCCESS)
    return;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MAX_ENTRIES && (entry = IOIteratorNext (iterator)) != 0; i++)
    {
      json_builder_begin_object (builder);
      describe (builder, entry);
      json_builder_end_object (builder);
      IOObjectRelease (entry);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  IOObjectRelease (iterator);
  node = json_builder_get_root (builder);
  _edgekit_snapshot_add_json (snapshot, key, node);
}

gboolean
_edgekit_collect_platform (EdgeKitSnapshot *snapshot, EdgeKitCollectScope scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (live_numbers); i++)
    collect_number (snapshot, live_numbers[i]);
  collect_memory (snapshot);
  if (scope == EDGEKIT_COLLECT_MEMORY)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    collect_text (snapshot, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    collect_number (snapshot, numbers[i]);
  collect_levels (snapshot);
  collect_class (snapshot, "IOAccelerator", describe_gpu);
  collect_class (snapshot, "H11ANEIn", describe_neural_engine);
  return TRUE;
}

/* Without Apple's command line tools, what lies at /usr/bin/clang or python3 is
 * a stand-in that asks the person whether to install them. */
gboolean
_edgekit_may_run (const char *program)
{
  return !g_str_has_prefix (program, "/usr/bin/") ||
         g_file_test ("/Library/Developer/CommandLineTools/usr/bin", G_FILE_TEST_IS_DIR) ||
         g_file_test ("/var/db/xcode_select_link", G_FILE_TEST_EXISTS) ||
         g_file_test ("/Applications/Xcode.app", G_FILE_TEST_IS_DIR);
}
