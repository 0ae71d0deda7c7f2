/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What Windows and macOS documents mean, where no recorded computer shows it. */
#include "config.h"

#include <string.h>

#include <edgekit.h>

#define GIB (G_GINT64_CONSTANT (1) << 30)
#define MIB (G_GINT64_CONSTANT (1) << 20)

/* @entries is the inside of "entries", with ' in place of ". */
static EdgeKitHardwareProfile *
read_profile (const char *entries)
{
  g_autofree char *json = g_strdup_printf ("{'schema':'edgekit.snapshot/1','entries':{%s}}", entries);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = NULL;
  EdgeKitHardwareProfile *profile;

  for (char *p = json; *p; p++)
    if (*p == '\'')
      *p = '"';
  snapshot = edgekit_snapshot_new_from_json (json, -1, &error);
  g_assert_no_error (error);
  profile = edgekit_hardware_profile_new_from_snapshot (snapshot, &error);
  g_assert_no_error (error);
  return profile;
}

static EdgeKitAccelerator *
find (EdgeKitHardwareProfile *profile, const char *id)
{
  GListModel *list = edgekit_hardware_profile_get_accelerators (profile);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (list, i);

      if (g_str_equal (edgekit_accelerator_get_id (a), id))
        return a; /* the profile holds it */
    }
  return NULL;
}

static gint64
total_of (EdgeKitHardwareProfile *profile, const char *id)
{
  EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, id);

  return pool ? edgekit_memory_pool_get_total (pool) : -2;
}

static gint64
available_of (EdgeKitHardwareProfile *profile, const char *id)
{
  EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, id);

  return pool ? edgekit_memory_pool_get_available (pool) : -2;
}

static gboolean
has_note (EdgeKitHardwareProfile *profile, const char *code)
{
  GListModel *notes = edgekit_hardware_profile_get_notes (profile);

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (g_str_equal (edgekit_note_get_code (note), code))
        return TRUE;
    }
  return FALSE;
}

static gboolean
in_environment (EdgeKitHardwareProfile *profile, const char *word)
{
  return g_strv_contains (edgekit_system_get_environment (edgekit_hardware_profile_get_os (profile)), word);
}

/* --- macOS ------------------------------------------------------------------------ */

#define M2_PRO                                                                                                        \
  "'sysctl:machdep.cpu.brand_string':{'text':'Apple M2 Pro'},'sysctl:hw.memsize':{'text':'17179869184'},"             \
  "'sysctl:hw.physicalcpu':{'text':'12'},'sysctl:hw.logicalcpu':{'text':'12'}"

static void
test_mac_memory (void)
{
  /* pages of 16 KiB: 1000 free without the 200 speculative ones, 3000 of files, 100 purgeable */
  g_autoptr(EdgeKitHardwareProfile) live = read_profile (
      M2_PRO ",'run:host_statistics64':{'text':'page_size 16384\\nfree_count 1200\\nspeculative_count 200\\n"
             "purgeable_count 100\\nexternal_page_count 3000\\n'},'run:vm_stat':{'text':'Pages free: 1.'}");
  g_autoptr(EdgeKitHardwareProfile) printed = read_profile (
      M2_PRO ",'run:vm_stat':{'text':'Mach Virtual Memory Statistics: (page size of 16384 bytes)\\n"
             "Pages free:                               1000.\\nPages speculative:  200.\\n"
             "Pages purgeable:                           100.\\nFile-backed pages:                       3000.\\n'}");
  g_autoptr(EdgeKitHardwareProfile) absurd = read_profile (
      M2_PRO ",'run:host_statistics64':{'text':'page_size 16384\\nfree_count 99999999\\n'}");
  g_autoptr(EdgeKitHardwareProfile) no_size = read_profile (
      M2_PRO ",'run:host_statistics64':{'text':'page_size 0\\nfree_count 1000\\n'}");

  g_assert_cmpint (available_of (live, "ram"), ==, 4100 * 16384);
  g_assert_cmpint (available_of (printed, "ram"), ==, 4100 * 16384);
  g_assert_cmpint (available_of (absurd, "ram"), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpint (available_of (no_size, "ram"), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpint (total_of (no_size, "ram"), ==, 16 * GIB);
}

/* Metal's number, then the setting, then the rule. */
static void
test_mac_working_set (void)
{
  const char *metal = ",'guest:metal':{'json':{'library':'Metal','devices':[{'name':'Apple M2 Pro',"
                      "'recommended_max_working_set_size':12713115648,'current_allocated_size':1048576,"
                      "'max_buffer_length':9534832640}]}}";
  const char *wired = ",'sysctl:iogpu.wired_limit_mb':{'text':'14336'}";
  g_autofree char *both = g_strconcat (M2_PRO, metal, wired, NULL);
  g_autofree char *setting = g_strconcat (M2_PRO, wired, NULL);
  g_autoptr(EdgeKitHardwareProfile) asked = read_profile (both);
  g_autoptr(EdgeKitHardwareProfile) set = read_profile (setting);
  g_autoptr(EdgeKitHardwareProfile) neither = read_profile (M2_PRO ",'sysctl:iogpu.wired_limit_mb':{'text':'0'}");
  g_autoptr(EdgeKitHardwareProfile) too_much =
      read_profile (M2_PRO ",'sysctl:iogpu.wired_limit_mb':{'text':'999999999'}");

  g_assert_cmpint (total_of (asked, "gpu0.shared"), ==, 12713115648);
  g_assert_cmpint (available_of (asked, "gpu0.shared"), ==, 12713115648 - MIB);
  g_assert_cmpint (edgekit_accelerator_get_max_allocation (find (asked, "gpu0")), ==, 9534832640);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_hardware_profile_get_accelerators (asked)), ==, 2);
  g_assert_cmpint (total_of (set, "gpu0.shared"), ==, 14336 * MIB);
  g_assert_cmpint (total_of (neither, "gpu0.shared"), ==, 16 * GIB / 3 * 2);
  g_assert_cmpint (total_of (too_much, "gpu0.shared"), ==, 16 * GIB / 3 * 2);
}

/* Rows of the table that are left must agree. */
static void
test_mac_variants (void)
{
  g_autoptr(EdgeKitHardwareProfile) pro = read_profile (M2_PRO);
  g_autoptr(EdgeKitHardwareProfile) base = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M2'},'sysctl:hw.memsize':{'text':'8589934592'},"
      "'sysctl:hw.physicalcpu':{'text':'8'}");
  g_autoptr(EdgeKitHardwareProfile) told = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M5 Max'},'sysctl:hw.memsize':{'text':'137438953472'},"
      "'sysctl:hw.physicalcpu':{'text':'18'},'registry:IOAccelerator':{'json':{'entries':[{'model':'Apple M5 Max',"
      "'gpu-core-count':40}]}},'registry:H11ANEIn':{'json':{'entries':[{'cores':16}]}}");
  g_autoptr(EdgeKitHardwareProfile) untold = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M5 Max'},'sysctl:hw.memsize':{'text':'137438953472'},"
      "'sysctl:hw.physicalcpu':{'text':'18'}");
  g_autoptr(EdgeKitHardwareProfile) later = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M9'},'sysctl:hw.memsize':{'text':'17179869184'}");
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (pro, "ram");

  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (ram), ==, 204800000000);
  g_assert_cmpstr (edgekit_accelerator_get_name (find (pro, "gpu0")), ==, "Apple M2 Pro GPU (19 cores)");
  g_assert_cmpstr (edgekit_accelerator_get_name (find (base, "gpu0")), ==, "Apple M2 GPU"); /* 8 or 10 */
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (base, "ram")), ==,
                   102400000000);
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (told, "ram")), ==,
                   614400000000);
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (untold, "ram")), ==,
                   EDGEKIT_UNKNOWN);
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (later, "ram")), ==,
                   EDGEKIT_UNKNOWN);
  g_assert_cmpstr (edgekit_accelerator_get_name (find (later, "gpu0")), ==, "Apple M9 GPU");
}

/* https://github.com/pytorch/cpuinfo/pull/424: an M5 Pro with 5 super and 10 performance cores */
static void
test_mac_levels (void)
{
  g_autoptr(EdgeKitHardwareProfile) super = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M5 Pro'},'sysctl:hw.nperflevels':{'text':'2'},"
      "'sysctl:hw.perflevel0.name':{'text':'Super'},'sysctl:hw.perflevel0.physicalcpu':{'text':'5'},"
      "'sysctl:hw.perflevel1.name':{'text':'Performance'},'sysctl:hw.perflevel1.physicalcpu':{'text':'10'}");
  g_autoptr(EdgeKitHardwareProfile) one = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M1'},'sysctl:hw.nperflevels':{'text':'1'},"
      "'sysctl:hw.perflevel0.physicalcpu':{'text':'4'}");
  g_autoptr(EdgeKitHardwareProfile) half = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M1'},'sysctl:hw.nperflevels':{'text':'2'},"
      "'sysctl:hw.perflevel0.physicalcpu':{'text':'4'}");

  g_assert_cmpint (edgekit_cpu_get_performance_cores (edgekit_hardware_profile_get_cpu (super)), ==, 15);
  g_assert_cmpint (edgekit_cpu_get_efficiency_cores (edgekit_hardware_profile_get_cpu (super)), ==, 0);
  g_assert_cmpint (edgekit_cpu_get_cores (edgekit_hardware_profile_get_cpu (super)), ==, 15);
  g_assert_cmpint (edgekit_cpu_get_performance_cores (edgekit_hardware_profile_get_cpu (one)), ==, 4);
  g_assert_cmpint (edgekit_cpu_get_performance_cores (edgekit_hardware_profile_get_cpu (half)), ==, EDGEKIT_UNKNOWN);
}

static void
test_mac_virtual (void)
{
  g_autoptr(EdgeKitHardwareProfile) machine = read_profile (
      "'sysctl:hw.model':{'text':'VirtualMac2,1'},'sysctl:machdep.cpu.brand_string':{'text':'Apple M1 (Virtual)'},"
      "'sysctl:hw.physicalcpu':{'text':'3'},'sysctl:hw.memsize':{'text':'7516192768'},"
      "'guest:metal':{'json':{'devices':[{'name':'Apple Paravirtual device','recommended_max_working_set_size':"
      "5010795520}]}}");
  g_autoptr(EdgeKitHardwareProfile) bare = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'Apple M1 (Virtual)'},'sysctl:hw.memsize':{'text':'7516192768'}");
  g_autoptr(EdgeKitHardwareProfile) rosetta = read_profile (
      "'sysctl:machdep.cpu.brand_string':{'text':'VirtualApple @ 2.50GHz'},'sysctl:hw.physicalcpu':{'text':'8'},"
      "'sysctl:sysctl.proc_translated':{'text':'1'},'sysctl:machdep.cpu.features':{'text':'SSE4.2 AVX1.0'},"
      "'sysctl:hw.optional.neon':{'text':'1'},'uname:machine':{'text':'x86_64'}");

  g_assert_true (in_environment (machine, "vm:apple"));
  g_assert_cmpstr (edgekit_accelerator_get_name (find (machine, "gpu0")), ==, "Apple Paravirtual device");
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (machine, "ram")), ==,
                   EDGEKIT_UNKNOWN);
  g_assert_null (find (machine, "npu0"));
  g_assert_null (find (bare, "gpu0"));
  g_assert_true (in_environment (rosetta, "rosetta"));
  g_assert_true (has_note (rosetta, "rosetta"));
  g_assert_cmpstr (edgekit_system_get_architecture (edgekit_hardware_profile_get_os (rosetta)), ==, "arm64");
  g_assert_null (edgekit_cpu_get_name (edgekit_hardware_profile_get_cpu (rosetta)));
  g_assert_true (g_strv_contains (edgekit_cpu_get_features (edgekit_hardware_profile_get_cpu (rosetta)), "neon"));
  g_assert_false (g_strv_contains (edgekit_cpu_get_features (edgekit_hardware_profile_get_cpu (rosetta)), "avx"));
}

/* Two cards of one name are two; one card in three sources is one. */
static void
test_mac_cards (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = read_profile (
      "'sysctl:machdep.cpu.vendor':{'text':'GenuineIntel'},'sysctl:kern.ostype':{'text':'Darwin'},"
      "'registry:IOAccelerator':{'json':{'entries':[{'model':'AMD Radeon Pro Vega II','vendor-id':4098,"
      "'device-id':26279,'VRAM,totalMB':32768},{'model':'AMD Radeon Pro Vega II','vendor-id':4098,'device-id':26279,"
      "'VRAM,totalMB':32768}]}},"
      "'guest:metal':{'json':{'devices':[{'name':'AMD Radeon Pro Vega II'},{'name':'AMD Radeon Pro Vega II'}]}},"
      "'run:system_profiler':{'json':{'SPDisplaysDataType':[{'sppci_model':'Radeon Pro Vega II','spdisplays_vram':"
      "'32 GB'},{'sppci_model':'Radeon Pro Vega II'}]}}");

  g_assert_cmpuint (g_list_model_get_n_items (edgekit_hardware_profile_get_accelerators (profile)), ==, 2);
  g_assert_cmpint (total_of (profile, "gpu1.vram"), ==, 32 * GIB);
  g_assert_cmpint (edgekit_accelerator_get_integrated (find (profile, "gpu1")), ==, EDGEKIT_TRISTATE_NO);
  g_assert_cmpint (edgekit_accelerator_get_usable (find (profile, "gpu1")), ==, EDGEKIT_TRISTATE_YES);
}

static void
test_not_a_mac (void)
{
  g_autoptr(EdgeKitHardwareProfile) bsd =
      read_profile ("'sysctl:kern.ostype':{'text':'FreeBSD'},'sysctl:hw.ncpu':{'text':'4'}");

  g_assert_cmpstr (edgekit_system_get_family (edgekit_hardware_profile_get_os (bsd)), !=, "macos");
}

/* --- Windows ------------------------------------------------------------------------ */

#define WINDOWS "'uname:sysname':{'text':'Windows_NT'}"

static EdgeKitHardwareProfile *
read_topology (GByteArray *bytes, gsize length)
{
  g_autofree char *text = g_base64_encode (bytes->data, length);
  g_autofree char *entries =
      g_strdup_printf (WINDOWS ",'run:GetLogicalProcessorInformationEx':{'base64':'%s'}", text);

  return read_profile (entries);
}

/* As in winnt.h: relation, size, class, one group with its mask. */
static void
add_record (GByteArray *array, guint relation, guint efficiency_class, guint64 mask)
{
  guint8 bytes[48] = { 0 };

  bytes[0] = relation;
  bytes[4] = sizeof bytes;
  bytes[9] = efficiency_class;
  bytes[30] = 1;
  for (guint i = 0; i < 8; i++)
    bytes[32 + i] = mask >> (8 * i) & 0xff;
  g_byte_array_append (array, bytes, sizeof bytes);
}

/* Two packages; two kinds of cores; a relation that nobody knows yet. */
static void
test_windows_topology (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(EdgeKitHardwareProfile) whole = NULL;
  g_autoptr(EdgeKitHardwareProfile) cut = NULL;
  EdgeKitCpu *cpu;

  add_record (bytes, 3, 0, 0x3f);
  add_record (bytes, 3, 0, 0x40);
  add_record (bytes, 99, 0, 0xff);
  add_record (bytes, 0, 1, 0x3);
  add_record (bytes, 0, 1, 0xc);
  add_record (bytes, 0, 0, 0x10);
  add_record (bytes, 0, 0, 0x20);
  add_record (bytes, 0, 0, 0x40);
  whole = read_topology (bytes, bytes->len);
  cut = read_topology (bytes, bytes->len - 20);
  cpu = edgekit_hardware_profile_get_cpu (whole);
  g_assert_cmpint (edgekit_cpu_get_packages (cpu), ==, 2);
  g_assert_cmpint (edgekit_cpu_get_cores (cpu), ==, 5);
  g_assert_cmpint (edgekit_cpu_get_threads (cpu), ==, 7);
  g_assert_cmpint (edgekit_cpu_get_performance_cores (cpu), ==, 2);
  g_assert_cmpint (edgekit_cpu_get_efficiency_cores (cpu), ==, 3);
  g_assert_cmpint (edgekit_cpu_get_cores (edgekit_hardware_profile_get_cpu (cut)), ==, EDGEKIT_UNKNOWN);
}

static void
test_windows_features (void)
{
  /* the processor has AVX-512, the system saves AVX registers only */
  g_autoptr(EdgeKitHardwareProfile) x86 = read_profile (
      WINDOWS ",'cpuid:leaves':{'text':'00000001 0 00000000 00000000 32803201 bfebfbff\\n"
              "00000007 0 00000000 00010128 00000800 00000000\\nxcr0 0000000000000007\\n'}");
  g_autoptr(EdgeKitHardwareProfile) arm = read_profile (
      WINDOWS ",'uname:machine':{'text':'ARM64'},"
              "'run:IsProcessorFeaturePresent':{'text':'43 1\\n46 0\\n66 1\\n68 1\\n70 0\\n'}");
  const char *const *features = edgekit_cpu_get_features (edgekit_hardware_profile_get_cpu (x86));

  g_assert_true (g_strv_contains (features, "avx2"));
  g_assert_true (g_strv_contains (features, "fma"));
  g_assert_true (g_strv_contains (features, "f16c"));
  g_assert_false (g_strv_contains (features, "avx512f"));
  g_assert_false (g_strv_contains (features, "avx512_vnni"));
  features = edgekit_cpu_get_features (edgekit_hardware_profile_get_cpu (arm));
  g_assert_true (g_strv_contains (features, "dotprod"));
  g_assert_true (g_strv_contains (features, "i8mm"));
  g_assert_true (g_strv_contains (features, "bf16"));
  g_assert_false (g_strv_contains (features, "sve"));
}

static void
test_windows_memory (void)
{
  const char *status = WINDOWS ",'run:GlobalMemoryStatusEx':{'text':'ullTotalPhys 25769803776\\n"
                               "ullAvailPhys 17179869184\\nullTotalPageFile 27917287424\\n"
                               "ullAvailPageFile 12884901888\\n'}";
  g_autofree char *in_job = g_strconcat (
      status, ",'run:QueryInformationJobObject':{'text':'LimitFlags 8960\\nProcessMemoryLimit 0\\n"
              "JobMemoryLimit 8589934592\\n'}", NULL);
  g_autofree char *no_limit = g_strconcat (
      status, ",'run:QueryInformationJobObject':{'text':'LimitFlags 8192\\nProcessMemoryLimit 0\\n"
              "JobMemoryLimit 8589934592\\n'}", NULL);
  g_autofree char *carved = g_strconcat (
      status, ",'run:GetPhysicallyInstalledSystemMemory':{'text':'KiB 33554432\\n'}", NULL);
  g_autoptr(EdgeKitHardwareProfile) plain = read_profile (status);
  g_autoptr(EdgeKitHardwareProfile) job = read_profile (in_job);
  g_autoptr(EdgeKitHardwareProfile) free_job = read_profile (no_limit);
  g_autoptr(EdgeKitHardwareProfile) apu = read_profile (carved);
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (job, "ram");

  g_assert_cmpint (total_of (plain, "ram"), ==, 24 * GIB);
  g_assert_cmpint (available_of (plain, "ram"), ==, 12 * GIB); /* no more can be committed */
  g_assert_false (has_note (plain, "memory-reserved"));
  g_assert_cmpint (edgekit_memory_pool_get_limit (ram), ==, 8 * GIB);
  g_assert_cmpint (available_of (job, "ram"), ==, 8 * GIB);
  g_assert_true (has_note (job, "memory-limited"));
  g_assert_cmpint (edgekit_memory_pool_get_limit (edgekit_hardware_profile_lookup_pool (free_job, "ram")), ==,
                   EDGEKIT_UNKNOWN);
  g_assert_true (has_note (apu, "memory-reserved"));
}

/* A laptop: the same two adapters in three sources, joined by their LUIDs, and an old card in the registry. */
static void
test_windows_adapters (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = read_profile (
      WINDOWS
      ",'run:GlobalMemoryStatusEx':{'text':'ullTotalPhys 16000000000\\nullAvailPhys 9000000000\\n'},"
      "'file:%SystemRoot%\\\\System32\\\\nvcuda.dll':{'error':'missing'},"
      "'guest:d3dkmt':{'json':{'adapters':["
      "{'luid':'0b','name':'NVIDIA GeForce RTX 4060 Laptop GPU','vendor_id':4318,'device_id':10464,'pci':'0000:01:00.0',"
      "'wddm':3100,'umd_version':'31.0.15.4617','hybrid_discrete':true},"
      "{'luid':'0a','name':'AMD Radeon(TM) 780M','vendor_id':4098,'device_id':5567,'pci':'0000:c4:00.0','wddm':3200,"
      "'umd_version':'31.0.21001.45002','hybrid_integrated':true},"
      "{'luid':'0c','name':'Virtual display','vendor_id':4318,'device_id':10464,'indirect_display':true},"
      "{'luid':'0d','name':'Microsoft Basic Render Driver','vendor_id':5140,'device_id':140,'software':true}]}},"
      "'guest:dxgi':{'json':{'adapters':["
      "{'luid':'0a','description':'AMD Radeon(TM) 780M','vendor_id':4098,'device_id':5567,'dedicated_video_memory':"
      "536870912,'shared_system_memory':8000000000,'local':{'budget':0,'usage':0},"
      "'non_local':{'budget':7000000000,'usage':100}},"
      "{'luid':'0b','description':'NVIDIA GeForce RTX 4060 Laptop GPU','vendor_id':4318,'device_id':10464,"
      "'dedicated_video_memory':8385462272,'shared_system_memory':8000000000,"
      "'local':{'budget':7500000000,'usage':500000000},'non_local':{'budget':7000000000,'usage':0}}]}},"
      "'guest:dxcore':{'json':{'adapters':[{'luid':'0a','integrated':true},{'luid':'0b','integrated':false},"
      "{'luid':'0e','description':'NPU Compute Accelerator Device','vendor_id':4130,'device_id':5378,"
      "'attributes':['npu']}]}},"
      "'registry:HKLM\\\\SYSTEM\\\\CurrentControlSet\\\\Control\\\\Class\\\\Display\\\\0003':{'json':{'DriverDesc':"
      "'GeForce GTX 980','MatchingDeviceId':'PCI\\\\VEN_10DE&DEV_13C0'}}");
  EdgeKitAccelerator *nvidia = find (profile, "gpu0"), *amd = find (profile, "gpu1"), *npu = find (profile, "npu0");

  g_assert_cmpuint (g_list_model_get_n_items (edgekit_hardware_profile_get_accelerators (profile)), ==, 3);
  g_assert_cmpstr (edgekit_accelerator_get_pci (nvidia), ==, "0000:01:00.0");
  g_assert_cmpstr (edgekit_accelerator_get_driver (nvidia), ==, "WDDM 3.1");
  g_assert_cmpstr (edgekit_accelerator_get_driver_version (nvidia), ==, "546.17");
  g_assert_null (edgekit_accelerator_get_runtimes (nvidia)); /* CUDA was looked for and is not there */
  g_assert_cmpint (total_of (profile, "gpu0.vram"), ==, 8385462272);
  g_assert_cmpint (available_of (profile, "gpu0.vram"), ==, 7000000000);
  g_assert_cmpint (total_of (profile, "gpu0.shared"), ==, -2);
  g_assert_cmpint (edgekit_accelerator_get_integrated (amd), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpstr (edgekit_accelerator_get_driver_version (amd), ==, "31.0.21001.45002");
  g_assert_cmpint (total_of (profile, "gpu1.vram"), ==, 536870912);
  g_assert_cmpint (total_of (profile, "gpu1.shared"), ==, 8000000000);
  g_assert_cmpint (available_of (profile, "gpu1.shared"), ==, 6999999900);
  g_assert_cmpint (edgekit_accelerator_get_kind (npu), ==, EDGEKIT_ACCELERATOR_KIND_NPU);
}

/* Nobody but the registry was asked: 64 bits of memory size, no word on whether it works. */
static void
test_windows_registry (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = read_profile (
      WINDOWS ",'registry:HKLM\\\\SYSTEM\\\\CurrentControlSet\\\\Control\\\\Class\\\\Display\\\\0000':{'json':{"
              "'DriverDesc':'NVIDIA GeForce RTX 4090','MatchingDeviceId':'pci\\\\ven_10de&dev_2684',"
              "'DriverVersion':'32.0.15.6094','HardwareInformation.qwMemorySize':25757220864}},"
              "'registry:HKLM\\\\HARDWARE\\\\DESCRIPTION\\\\System\\\\BIOS':{'json':{'SystemManufacturer':"
              "'Microsoft Corporation','SystemProductName':'Virtual Machine'}}");
  EdgeKitAccelerator *gpu = find (profile, "gpu0");

  g_assert_cmpstr (edgekit_accelerator_get_driver_version (gpu), ==, "560.94");
  g_assert_cmpint (total_of (profile, "gpu0.vram"), ==, 25757220864);
  g_assert_cmpint (edgekit_accelerator_get_usable (gpu), ==, EDGEKIT_TRISTATE_UNKNOWN);
  g_assert_true (in_environment (profile, "vm:hyper-v"));
}

/* Wrong types, and nothing where something belongs. */
static void
test_odd_documents (void)
{
  g_autoptr(EdgeKitHardwareProfile) windows = read_profile (
      WINDOWS ",'guest:dxgi':{'json':{'adapters':[1,null,{},{'luid':7,'vendor_id':'x','device_id':-1,"
              "'dedicated_video_memory':true},{'vendor_id':4318,'device_id':9860,'umd_version':'1.2.x.4'}]}},"
              "'guest:d3dkmt':{'json':{'adapters':{}}},'guest:dxcore':{'error':'crashed'},"
              "'run:GetLogicalProcessorInformationEx':{'text':'hello'},"
              "'registry:HKLM\\\\HARDWARE\\\\DESCRIPTION\\\\System\\\\CentralProcessor\\\\0':{'json':[]},"
              "'run:GlobalMemoryStatusEx':{'text':'ullTotalPhys -5\\n'}");
  g_autoptr(EdgeKitHardwareProfile) mac = read_profile (
      "'sysctl:hw.memsize':{'text':'x'},'sysctl:hw.nperflevels':{'text':'99999999'},"
      "'sysctl:machdep.cpu.core_count':{'text':'9223372036854775806'},'sysctl:hw.packages':{'text':'99999999'},"
      "'registry:IOAccelerator':{'json':{'entries':[{'model':'','gpu-core-count':'many'},{'model':'Apple M1',"
      "'gpu-core-count':-3,'VRAM,totalMB':9223372036854775807}]}},'guest:metal':{'json':{'devices':'none'}}");

  g_assert_cmpint (edgekit_cpu_get_cores (edgekit_hardware_profile_get_cpu (windows)), ==, EDGEKIT_UNKNOWN);
  g_assert_null (edgekit_hardware_profile_lookup_pool (windows, "ram"));
  g_assert_null (edgekit_hardware_profile_lookup_pool (mac, "ram"));
  g_assert_cmpstr (edgekit_accelerator_get_name (find (mac, "gpu0")), ==, "Apple M1 GPU");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/systems/macos/memory", test_mac_memory);
  g_test_add_func ("/systems/macos/working-set", test_mac_working_set);
  g_test_add_func ("/systems/macos/variants", test_mac_variants);
  g_test_add_func ("/systems/macos/levels", test_mac_levels);
  g_test_add_func ("/systems/macos/virtual", test_mac_virtual);
  g_test_add_func ("/systems/macos/cards", test_mac_cards);
  g_test_add_func ("/systems/macos/not-a-mac", test_not_a_mac);
  g_test_add_func ("/systems/windows/topology", test_windows_topology);
  g_test_add_func ("/systems/windows/features", test_windows_features);
  g_test_add_func ("/systems/windows/memory", test_windows_memory);
  g_test_add_func ("/systems/windows/adapters", test_windows_adapters);
  g_test_add_func ("/systems/windows/registry", test_windows_registry);
  g_test_add_func ("/systems/odd-documents", test_odd_documents);
  return g_test_run ();
}
