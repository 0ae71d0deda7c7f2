/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which graphics and neural processors there are, from the forms that real computers
 * give them. */
#include "config.h"

#include <string.h>

#include "snapshots.h"

#define GIB (G_GINT64_CONSTANT (1) << 30)
#define PCI "file:/sys/bus/pci/devices/"
#define DEVICE(address, class, vendor, device) \
  PCI address "/class", class, PCI address "/vendor", vendor, PCI address "/device", device
#define KFD(node, place, file) "file:/sys/class/kfd/kfd/topology/nodes/" node "/" file, place

static EdgeKitAccelerator *
only_accelerator (EdgeKitHardwareProfile *profile)
{
  g_assert_cmpuint (count_of (profile), ==, 1);
  return accelerator_of (profile, "gpu0");
}

/* Strix Halo draws without outputs of its own: class 0380, as a second head of an
 * old card, which is at function 1. */
static void
test_other_display (void)
{
  static const char *const entries[] = { DEVICE ("0000:c5:00.0", "0x038000", "0x1002", "0x1586"),
                                         PCI "0000:c5:00.0/revision", "0xc1",
                                         DEVICE ("0000:01:00.1", "0x038000", "0x1002", "0x94c3"), NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);
  EdgeKitAccelerator *gpu = only_accelerator (profile);

  g_assert_cmpstr (edgekit_accelerator_get_pci (gpu), ==, "0000:c5:00.0");
  g_assert_cmpstr (edgekit_accelerator_get_name (gpu), ==, "AMD Radeon 8060S Graphics");
  g_assert_cmpstr (edgekit_accelerator_get_gfx_target (gpu), ==, "gfx1151");
  g_assert_cmpint (edgekit_accelerator_get_integrated (gpu), ==, EDGEKIT_TRISTATE_YES);
}

static void
test_management_displays (void)
{
  static const char *const entries[] = {
    DEVICE ("0000:02:00.0", "0x030000", "0x1a03", "0x2000"), DEVICE ("0000:03:00.0", "0x030000", "0x102b", "0x0536"),
    DEVICE ("0000:04:00.0", "0x030000", "0x19e5", "0x1711"), DEVICE ("0000:05:00.0", "0x030000", "0x1002", "0x515e"),
    DEVICE ("0000:06:00.0", "0x030000", "0x1af4", "0x1050"), DEVICE ("0000:07:00.0", "0x030200", "0x1414", "0x008e"),
    DEVICE ("0000:08:00.0", "0x120000", "0x10ee", "0x5000"), /* an FPGA */
    DEVICE ("0000:09:00.0", "0x0b4000", "0x1bcf", "0x001c"), /* a vector engine */
    NULL
  };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpuint (count_of (profile), ==, 0);
}

/* A laptop of three makers, whose card has no outputs: class 0302. */
static void
test_hybrid (void)
{
  static const char *const entries[] = {
    DEVICE ("0000:00:02.0", "0x030000", "0x8086", "0x7d55"), DEVICE ("0000:00:0b.0", "0x120000", "0x8086", "0x7d1d"),
    DEVICE ("0000:01:00.0", "0x030200", "0x10de", "0x28b9"), DEVICE ("0000:02:00.0", "0x030000", "0x1002", "0x7480"),
    PCI "0000:02:00.0/removable", "removable", PCI "0000:01:00.0/removable", "fixed",
    PCI "0000:00:0b.0/uevent", "PCI_ID=8086:7D1D\n", NULL
  };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);
  EdgeKitAccelerator *npu;

  g_assert_cmpuint (count_of (profile), ==, 4);
  g_assert_cmpstr (edgekit_accelerator_get_vendor (accelerator_of (profile, "gpu0")), ==, "intel");
  g_assert_cmpstr (edgekit_accelerator_get_generation (accelerator_of (profile, "gpu0")), ==, "xe-lpg");
  g_assert_cmpstr (edgekit_accelerator_get_compute_capability (accelerator_of (profile, "gpu1")), ==, "8.9");
  g_assert_cmpint (edgekit_accelerator_get_external (accelerator_of (profile, "gpu1")), ==, EDGEKIT_TRISTATE_NO);
  g_assert_cmpstr (edgekit_accelerator_get_gfx_target (accelerator_of (profile, "gpu2")), ==, "gfx1102");
  g_assert_cmpint (edgekit_accelerator_get_external (accelerator_of (profile, "gpu2")), ==, EDGEKIT_TRISTATE_YES);
  g_assert_nonnull (strstr (edgekit_note_get_message (note_of (profile, "device-external")), "RX 7600"));
  npu = accelerator_of (profile, "npu0");
  g_assert_cmpint (edgekit_accelerator_get_kind (npu), ==, EDGEKIT_ACCELERATOR_KIND_NPU);
  g_assert_cmpint (edgekit_accelerator_get_usable (npu), ==, EDGEKIT_TRISTATE_NO);
  g_assert_nonnull (note_of (profile, "npu-driver-missing"));
}

static void
test_wide_domain (void)
{
  static const char *const entries[] = { DEVICE ("10000:01:00.0", "0x030000", "0x10de", "0x2684"),
                                         "file:/proc/driver/nvidia/gpus/10000:01:00.0/information",
                                         "Model: \t\t NVIDIA GeForce RTX 4090\n", NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpstr (edgekit_accelerator_get_pci (only_accelerator (profile)), ==, "10000:01:00.0");
}

/* One id, several products: the revision tells, and with it how much memory. */
static void
test_revision (void)
{
  static const char *const entries[] = { DEVICE ("0000:03:00.0", "0x030000", "0x1002", "0x744c"),
                                         PCI "0000:03:00.0/revision", "0xcc", NULL };
  static const char *const unknown[] = { DEVICE ("0000:03:00.0", "0x030000", "0x1002", "0x744c"), NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);
  g_autoptr(EdgeKitHardwareProfile) without = profile_of (unknown, FALSE);

  g_assert_cmpstr (edgekit_accelerator_get_name (only_accelerator (profile)), ==, "AMD Radeon RX 7900 XT");
  g_assert_cmpint (total_of (profile, "gpu0.vram"), ==, 20 * GIB);
  g_assert_cmpint (source_of (profile, "gpu0.vram", "total"), ==, EDGEKIT_PROVENANCE_TABLE);
  g_assert_cmpstr (edgekit_accelerator_get_gfx_target (only_accelerator (without)), ==, "gfx1100");
  g_assert_cmpint (total_of (without, "gpu0.vram"), ==, EDGEKIT_UNKNOWN);
}

/* A device that no table has, on a computer whose list of PCI ids is newer. */
static void
test_listed_name (void)
{
  static const char *const entries[] = { DEVICE ("0000:01:00.0", "0x030000", "0x10de", "0xfff0"),
                                         "pci-name:10de:fff0", "GB203GLM / GN23 [RTX PRO 4100 Laptop GPU]",
                                         DEVICE ("0000:02:00.0", "0x030000", "0x1002", "0xfff0"),
                                         "pci-name:1002:fff0", "Krackan2 [Radeon 830M]", NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (profile, "gpu0")), ==,
                   "NVIDIA RTX PRO 4100 Laptop GPU");
  g_assert_cmpstr (edgekit_accelerator_get_compute_capability (accelerator_of (profile, "gpu0")), ==, "12.0");
  g_assert_cmpstr (edgekit_accelerator_get_gfx_target (accelerator_of (profile, "gpu1")), ==, "gfx1153");
  g_assert_cmpint (edgekit_accelerator_get_integrated (accelerator_of (profile, "gpu1")), ==, EDGEKIT_TRISTATE_YES);
}

/* The window into the memory of a card is no smaller than it, or far smaller. */
static void
test_windows (void)
{
  static const char *const entries[] = {
    DEVICE ("0000:03:00.0", "0x030000", "0x8086", "0x56a0"), /* two sizes */
    PCI "0000:03:00.0/resource",
    "0x0000000081000000 0x0000000081ffffff 0x0000000000140204\n0x0 0x0 0x0\n"
    "0x0000004000000000 0x00000043ffffffff 0x000000000014220c\n",
    DEVICE ("0000:04:00.0", "0x030000", "0x8086", "0xe20b"),
    PCI "0000:04:00.0/resource", "0x0000004400000000 0x000000440fffffff 0x000000000014220c\n",
    DEVICE ("0000:05:00.0", "0x030000", "0x10de", "0xfff1"),
    PCI "0000:05:00.0/resource", "0x0000005000000000 0x00000057ffffffff 0x000000000014220c\n",
    DEVICE ("0000:06:00.0", "0x030000", "0x10de", "0xfff1"),
    PCI "0000:06:00.0/resource", "0x0000004400000000 0x000000440fffffff 0x000000000014220c\n", NULL
  };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpint (total_of (profile, "gpu0.vram"), ==, 16 * GIB);
  g_assert_cmpint (source_of (profile, "gpu0.vram", "total"), ==, EDGEKIT_PROVENANCE_ESTIMATE);
  g_assert_cmpint (edgekit_accelerator_get_resizable_bar (accelerator_of (profile, "gpu0")), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpint (total_of (profile, "gpu1.vram"), ==, 12 * GIB);
  g_assert_cmpint (edgekit_accelerator_get_resizable_bar (accelerator_of (profile, "gpu1")), ==, EDGEKIT_TRISTATE_NO);
  g_assert_nonnull (note_of (profile, "resizable-bar-off"));
  g_assert_cmpint (total_of (profile, "gpu2.vram"), ==, 16 * GIB); /* more than half of 32 */
  g_assert_cmpint (source_of (profile, "gpu2.vram", "total"), ==, EDGEKIT_PROVENANCE_ESTIMATE);
  g_assert_cmpint (total_of (profile, "gpu3.vram"), ==, EDGEKIT_UNKNOWN);
}

/* Each partition has its share of the memory, whatever way the kernel numbers it;
 * a copy of a node has none. */
static void
test_partitions (void)
{
#define NODE(node, place)                                                                                           \
  KFD (node,                                                                                                        \
       "simd_count 80\ngfx_target_version 90402\nvendor_id 4098\ndevice_id 29858\ndomain 0\nlocation_id " place     \
       "\n",                                                                                                        \
       "properties"),                                                                                               \
      KFD (node, "heap_type 1\nsize_in_bytes 51539607552\nflags 0\nwidth 8192\nmem_clk_max 1300\n",                 \
           "mem_banks/0/properties")
  static const char *const entries[] = { KFD ("0", "cpu_cores_count 96\nsimd_count 0\n", "properties"),
                                         NODE ("1", "2560"),       NODE ("2", "2561"),
                                         NODE ("3", "2562"),       NODE ("4", "2563"),
                                         NODE ("5", "6656"),       NODE ("6", "268442112"), /* 1 << 28 */
                                         NODE ("7", "536877568"),  NODE ("8", "805313024"),
                                         NODE ("9", "6656"), NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpuint (count_of (profile), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("gpu%u", i);
      g_autofree char *pool = g_strdup_printf ("gpu%u.vram", i);

      g_assert_cmpstr (edgekit_accelerator_get_gfx_target (accelerator_of (profile, id)), ==, "gfx942");
      g_assert_cmpint (total_of (profile, pool), ==, 192 * GIB);
      g_assert_cmpint (
          edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (profile, pool)), ==,
          G_GINT64_CONSTANT (8192) / 8 * 1300 * 1000000 * 4);
      g_assert_cmpint (source_of (profile, pool, "bandwidth"), ==, EDGEKIT_PROVENANCE_REPORTED);
    }
  g_assert_cmpint (edgekit_accelerator_get_partitions (accelerator_of (profile, "gpu0")), ==, 4);
}

/* Never by the size: a BIOS sets aside 96 GiB, and a card may have 2. */
static void
test_integrated (void)
{
#define CARD "file:/sys/class/drm/card0/device/"
  static const char *const board[] = { CARD "uevent", "DRIVER=amdgpu\nPCI_ID=1002:FFF2\nPCI_SLOT_NAME=0000:03:00.0\n",
                                       CARD "mem_info_vram_total", "2147483648", CARD "mem_info_vram_vendor", "samsung",
                                       NULL };
  static const char *const chip[] = { CARD "uevent", "DRIVER=amdgpu\nPCI_ID=1002:FFF2\nPCI_SLOT_NAME=0000:c3:00.0\n",
                                      CARD "mem_info_vram_total", "103079215104",
                                      CARD "hwmon/hwmon3/in0_label", "vddgfx", CARD "hwmon/hwmon3/in1_label", "vddnb",
                                      NULL };
  static const char *const neither[] = { CARD "uevent", "DRIVER=amdgpu\nPCI_ID=1002:FFF2\nPCI_SLOT_NAME=0000:c3:00.0\n",
                                         NULL };
  const struct
  {
    const char *const *entries;
    EdgeKitTristate integrated;
  } cases[] = { { board, EDGEKIT_TRISTATE_NO }, { chip, EDGEKIT_TRISTATE_YES }, { neither, EDGEKIT_TRISTATE_UNKNOWN } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = profile_of (cases[i].entries, FALSE);

      g_assert_cmpint (edgekit_accelerator_get_integrated (only_accelerator (profile)), ==, cases[i].integrated);
    }
}

/* A carve-out of 16 GB that the ROCm of a new kernel does not see (the KFD bank is
 * the borrowed memory), and that of an old one does. */
static void
test_carve_out (void)
{
  const char *entries[] = { CARD "uevent",
                            "DRIVER=amdgpu\nPCI_ID=1002:15BF\nPCI_SLOT_NAME=0000:c1:00.0\n",
                            CARD "mem_info_vram_total",
                            "17179869184",
                            CARD "mem_info_gtt_total",
                            "8589934592",
                            KFD ("1", "simd_count 24\ngfx_target_version 110003\nlocation_id 49408\n", "properties"),
                            "file:/sys/class/kfd/kfd/topology/nodes/1/mem_banks/0/properties",
                            "heap_type 1\nsize_in_bytes 8589934592\n",
                            NULL };
  g_autoptr(EdgeKitHardwareProfile) new_kernel = profile_of (entries, FALSE);
  g_autoptr(EdgeKitHardwareProfile) old_kernel = NULL;

  entries[9] = "heap_type 1\nsize_in_bytes 17179869184\n";
  old_kernel = profile_of (entries, FALSE);
  g_assert_nonnull (note_of (new_kernel, "carve-out-without-rocm"));
  g_assert_null (note_of (old_kernel, "carve-out-without-rocm"));
  g_assert_cmpint (total_of (new_kernel, "gpu0.vram"), ==, 16 * GIB);
  g_assert_cmpint (total_of (new_kernel, "gpu0.gtt"), ==, 8 * GIB);
}

static void
test_device_tree (void)
{
#define DT "file:/proc/device-tree/"
  static const char *const jetson[] = { DT "compatible",
                                        "nvidia,p3737-0000+p3701-0005\nnvidia,p3701-0005\nnvidia,tegra234\n",
                                        "file:/etc/nv_tegra_release",
                                        "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic\n", NULL };
  static const char *const rockchip[] = { DT "gpu@fb000000/compatible", "rockchip,rk3588-mali\narm,mali-valhall-csf\n",
                                          DT "npu@fdab0000/compatible", "rockchip,rk3588-rknn-core\n",
                                          DT "npu@fdac0000/compatible", "rockchip,rk3588-rknn-core\n", NULL };
  static const char *const off[] = { DT "gpu@fb000000/compatible", "arm,mali-bifrost\n", DT "gpu@fb000000/status",
                                     "disabled\n", NULL };
  static const char *const snapdragon[] = { DT "soc@0/gpu@3d00000/compatible", "qcom,adreno-43050c01\nqcom,adreno\n",
                                            "file:/dev/fastrpc-cdsp", "", NULL };
  g_autoptr(EdgeKitHardwareProfile) a = profile_of (jetson, FALSE);
  g_autoptr(EdgeKitHardwareProfile) b = profile_of (rockchip, FALSE);
  g_autoptr(EdgeKitHardwareProfile) c = profile_of (off, FALSE);
  g_autoptr(EdgeKitHardwareProfile) d = profile_of (snapdragon, FALSE);

  g_assert_cmpstr (edgekit_accelerator_get_compute_capability (only_accelerator (a)), ==, "8.7");
  g_assert_cmpstr (edgekit_accelerator_get_driver_version (only_accelerator (a)), ==, "36.4.3");
  g_assert_cmpint (edgekit_accelerator_get_integrated (only_accelerator (a)), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpuint (count_of (b), ==, 2);
  g_assert_cmpstr (edgekit_accelerator_get_vendor (accelerator_of (b, "gpu0")), ==, "arm");
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (b, "npu0")), ==, "Rockchip NPU (RK3588)");
  g_assert_cmpuint (count_of (c), ==, 0);
  g_assert_cmpuint (count_of (d), ==, 2);
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (d, "gpu0")), ==, "Qualcomm Adreno X1-85");
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (d, "npu0")), ==, "Qualcomm Hexagon");
}

/* In the processor or on a card of its own, with and without a driver. */
static void
test_npus (void)
{
#define ACCEL(n) "file:/sys/class/accel/accel" n "/device/"
  static const char *const entries[] = {
    DEVICE ("0000:c5:00.1", "0x118000", "0x1022", "0x17f0"), PCI "0000:c5:00.1/revision", "0x11",
    ACCEL ("0") "uevent", "DRIVER=amdxdna\nPCI_ID=1022:17F0\nPCI_SLOT_NAME=0000:c5:00.1\n",
    DEVICE ("0001:01:00.0", "0x0b4000", "0x1e60", "0x2864"), DEVICE ("0002:01:00.0", "0x088000", "0x1ac1", "0x089a"),
    DEVICE ("0003:01:00.0", "0x120000", "0x19e5", "0xd802"), NULL
  };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, FALSE);

  g_assert_cmpuint (count_of (profile), ==, 4);
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (profile, "npu0")), ==, "AMD XDNA 2 NPU (Strix Halo)");
  g_assert_cmpstr (edgekit_accelerator_get_driver (accelerator_of (profile, "npu0")), ==, "amdxdna");
  g_assert_cmpint (edgekit_accelerator_get_usable (accelerator_of (profile, "npu0")), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpint (edgekit_accelerator_get_integrated (accelerator_of (profile, "npu0")), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (profile, "npu1")), ==, "Hailo-8");
  g_assert_cmpint (edgekit_accelerator_get_integrated (accelerator_of (profile, "npu1")), ==, EDGEKIT_TRISTATE_NO);
  g_assert_cmpint (edgekit_accelerator_get_usable (accelerator_of (profile, "npu1")), ==, EDGEKIT_TRISTATE_UNKNOWN);
  g_assert_cmpstr (edgekit_accelerator_get_vendor (accelerator_of (profile, "npu2")), ==, "google");
  g_assert_cmpstr (edgekit_accelerator_get_name (accelerator_of (profile, "npu3")), ==, "Huawei Ascend 910B");
}

/* Sixty-four cards are a computer, four thousand are a bad document. */
static void
test_many (void)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;

  for (guint i = 0; i < 4096; i++)
    {
      g_ptr_array_add (entries, g_strdup_printf (PCI "%04x:%02x:00.0/class", i / 256, i % 256));
      g_ptr_array_add (entries, g_strdup ("0x030200"));
      g_ptr_array_add (entries, g_strdup_printf (PCI "%04x:%02x:00.0/vendor", i / 256, i % 256));
      g_ptr_array_add (entries, g_strdup ("0x10de"));
      g_ptr_array_add (entries, g_strdup_printf (PCI "%04x:%02x:00.0/device", i / 256, i % 256));
      g_ptr_array_add (entries, g_strdup ("0x2330"));
    }
  g_ptr_array_add (entries, NULL);
  profile = profile_of ((const char *const *) entries->pdata, FALSE);
  g_assert_cmpuint (count_of (profile), >=, 64);
  g_assert_cmpuint (count_of (profile), <=, 1024);
  g_assert_cmpint (total_of (profile, "gpu63.vram"), ==, 80 * GIB);
}

static void
test_storage (void)
{
  static const struct
  {
    const char *text;
    const char *kind;
  } disks[] = {
    { "filesystem ext4\ndisk nvme0n1\nrotational 0\n", "nvme" },
    { "filesystem btrfs\ndisk sda\nrotational 0\n", "ssd" },
    { "filesystem xfs\ndisk sdb\nrotational 1\n", "hdd" },
    { "filesystem nfs4\n", "network" },
    { "filesystem ext4\ndisk vda\nrotational 1\n", NULL },
    { "filesystem overlay\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (disks); i++)
    {
      const char *entries[] = { "statfs:/", "total 1000\nfree 400\ndevice 1\n", "disk:/", disks[i].text, NULL };
      g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, TRUE);
      g_autoptr(EdgeKitStorage) storage = g_list_model_get_item (edgekit_hardware_profile_get_storage (profile), 0);

      g_assert_cmpstr (edgekit_storage_get_kind (storage), ==, disks[i].kind);
      g_assert_cmpint (edgekit_storage_get_free (storage), ==, 400);
    }
}

/* The same names in the line of a card and in its facts; what nobody named yet is shown as it is. */
static void
test_runtimes (void)
{
  static const char text[] =
    "{\"schema\":\"edgekit.hardware/1\",\"accelerators\":["
    "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"A\",\"runtimes\":[\"cuda\",\"vulkan\"],\"max_cuda\":\"12.4\"},"
    "{\"id\":\"gpu1\",\"kind\":\"gpu\",\"vendor\":\"amd\",\"name\":\"B\",\"runtimes\":[\"hip\",\"brook\"]},"
    "{\"id\":\"gpu2\",\"kind\":\"gpu\",\"vendor\":\"intel\",\"name\":\"C\",\"runtimes\":[]}]}";
  const char *const wanted[] = { "CUDA 12.4, Vulkan", "ROCm, brook", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (text, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *id = g_strdup_printf ("gpu%u", i);
      EdgeKitAccelerator *gpu = accelerator_of (profile, id);
      g_autofree char *names = edgekit_accelerator_describe_runtimes (gpu);
      g_autofree char *line = edgekit_hardware_profile_describe_accelerator (profile, gpu);

      g_assert_cmpstr (names, ==, wanted[i]);
      g_assert_true (names == NULL || g_str_has_suffix (line, names));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/devices/other-display", test_other_display);
  g_test_add_func ("/devices/management-displays", test_management_displays);
  g_test_add_func ("/devices/hybrid", test_hybrid);
  g_test_add_func ("/devices/wide-domain", test_wide_domain);
  g_test_add_func ("/devices/revision", test_revision);
  g_test_add_func ("/devices/listed-name", test_listed_name);
  g_test_add_func ("/devices/windows", test_windows);
  g_test_add_func ("/devices/partitions", test_partitions);
  g_test_add_func ("/devices/integrated", test_integrated);
  g_test_add_func ("/devices/carve-out", test_carve_out);
  g_test_add_func ("/devices/device-tree", test_device_tree);
  g_test_add_func ("/devices/npus", test_npus);
  g_test_add_func ("/devices/many", test_many);
  g_test_add_func ("/devices/storage", test_storage);
  g_test_add_func ("/devices/runtimes", test_runtimes);
  return g_test_run ();
}
