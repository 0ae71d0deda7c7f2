/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-collector-private.h"

/* What is copied from a Linux computer. An allow-list: nothing that is not
 * named here is read, and nothing here holds a serial number (DMI's and DRM's
 * unique_id, product_serial and board_serial are left out on purpose).
 *
 * Nothing here wakes a sleeping graphics card either: identities and memory
 * sizes are kept by the driver, while gpu_busy_percent, hwmon readings and the
 * like would power it up (nvtop #267). */

#define CPU "/sys/devices/system/cpu"
#define PCI "/sys/bus/pci/devices/*"
#define DRM "/sys/class/drm/card[0-9]*/device"
#define KFD "/sys/class/kfd/kfd/topology/nodes/*"
#define DT "/proc/device-tree"

static const EdgeKitGlob globs[] = {
  /* memory */
  { "/proc/meminfo", EDGEKIT_GLOB_MEMORY },
  { "/proc/swaps", EDGEKIT_GLOB_MEMORY },
  { "/sys/devices/system/node/node[0-9]*/meminfo", EDGEKIT_GLOB_MEMORY },
  { "/sys/kernel/mm/hugepages/hugepages-*/nr_hugepages", EDGEKIT_GLOB_MEMORY },
  { "/sys/kernel/mm/hugepages/hugepages-*/free_hugepages", EDGEKIT_GLOB_MEMORY },
  { "/proc/sys/vm/overcommit_memory", EDGEKIT_GLOB_MEMORY | EDGEKIT_GLOB_QUIET },
  { "/sys/block/zram[0-9]*/disksize", EDGEKIT_GLOB_MEMORY },
  { "/sys/devices/system/edac/mc/mc[0-9]*/dimm[0-9]*/dimm_mem_type", 0 },
  { "/sys/devices/system/edac/mc/mc[0-9]*/csrow[0-9]*/mem_type", 0 },
  { "/sys/devices/system/node/node[0-9]*/cpulist", 0 },
  /* the system */
  /* names who built the kernel, and tells no more than osrelease */
  { "/proc/version", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY },
  { "/proc/sys/kernel/osrelease", EDGEKIT_GLOB_QUIET },
  { "/etc/os-release", 0 },
  { "/usr/lib/os-release", EDGEKIT_GLOB_QUIET },
  { "/run/host/os-release", EDGEKIT_GLOB_QUIET },
  { "/etc/nv_tegra_release", EDGEKIT_GLOB_QUIET },
  { "/.dockerenv", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/.flatpak-info", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/run/.containerenv", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/run/secrets/kubernetes.io", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/run/systemd/container", EDGEKIT_GLOB_QUIET },
  { "/proc/1/environ", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET, 64, "container=" },
  { "/sys/hypervisor/type", EDGEKIT_GLOB_QUIET },
  { DT "/hypervisor/compatible", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET },
  { "/sys/fs/selinux/enforce", EDGEKIT_GLOB_QUIET },
  { "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/sys_vendor", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/product_name", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/product_family", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/product_version", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/board_vendor", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/board_name", EDGEKIT_GLOB_QUIET },
  { "/sys/class/dmi/id/chassis_type", EDGEKIT_GLOB_QUIET },
  { "/sys/devices/virtual/dmi/id/sys_vendor", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY },
  { "/sys/devices/virtual/dmi/id/product_name", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY },
  { "/proc/device-tree/model", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET },
  { "/proc/device-tree/compatible", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET },
  { "/sys/firmware/devicetree/base/model", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET },
  { "/sys/firmware/devicetree/base/compatible", EDGEKIT_GLOB_NUL_LINES | EDGEKIT_GLOB_QUIET },
  { "/sys/devices/soc0/family", EDGEKIT_GLOB_QUIET },
  { "/sys/devices/soc0/machine", EDGEKIT_GLOB_QUIET },
  { "/sys/devices/soc0/soc_id", EDGEKIT_GLOB_QUIET },
  /* the processor; boards of one maker write a serial number into cpuinfo */
  { "/proc/cpuinfo", 0, 4096, "!Serial|serial" },
  { CPU "/online", 0 },
  { CPU "/present", 0 },
  { CPU "/cpu[0-9]*/online|cpu_capacity", 0 },
  { CPU "/cpu[0-9]*/topology/physical_package_id|die_id|core_id|core_cpus_list|thread_siblings_list", 0 },
  { CPU "/cpu[0-9]*/topology/thread_siblings|core_cpus", EDGEKIT_GLOB_ROOT_ONLY },
  { CPU "/cpu[0-9]*/regs/identification/midr_el1", 0 },
  { CPU "/cpu[0-9]*/cpufreq/cpuinfo_max_freq|base_frequency", 0 },
  { CPU "/cpu[0-9]*/acpi_cppc/highest_perf", 0 },
  { CPU "/cpu[0-9]*/cache/index[0-9]/level|type|size|shared_cpu_list", 0 },
  { CPU "/cpu[0-9]*/cache/index[0-9]/shared_cpu_map", EDGEKIT_GLOB_ROOT_ONLY },
  { CPU "/cpufreq/policy[0-9]*/cpuinfo_max_freq|related_cpus", 0 },
  { "/sys/devices/cpu_core/cpus", EDGEKIT_GLOB_QUIET },
  { "/sys/devices/cpu_atom/cpus", EDGEKIT_GLOB_QUIET },
  { "/sys/devices/cpu_lowpower/cpus", EDGEKIT_GLOB_QUIET },
  /* devices on the PCI bus; more of some of them in edgekit-collector-pci.c */
  { "/sys/bus/pci/devices", EDGEKIT_GLOB_DIR, 0 },
  { PCI "/class", 0 },
  { PCI "/vendor", 0 },
  { PCI "/device", 0 },
  /* graphics */
  { "/sys/class/drm", EDGEKIT_GLOB_DIR },
  { DRM "/class", 0 },
  { DRM "/vendor", 0 },
  { DRM "/device", 0 },
  { DRM "/revision", 0 },
  { DRM "/uevent", 0 },
  { DRM "/resource", 0 },
  { DRM "/product_name", 0 },
  { DRM "/mem_info_vram_total", EDGEKIT_GLOB_MEMORY },
  { DRM "/mem_info_vram_used", EDGEKIT_GLOB_MEMORY },
  { DRM "/mem_info_vis_vram_total", 0 },
  { DRM "/mem_info_gtt_total", EDGEKIT_GLOB_MEMORY },
  { DRM "/mem_info_gtt_used", EDGEKIT_GLOB_MEMORY },
  { DRM "/mem_info_vram_vendor", 0 },
  { DRM "/board_info", 0 },
  { DRM "/tile[0-9]*/physical_vram_size_bytes", 0 },
  { DRM "/tile[0-9]*/vram[0-9]*/size", 0 },
  { "/sys/class/drm/card[0-9]*/lmem_total_bytes", 0 },
  { DRM "/hwmon/hwmon[0-9]*/name", 0 },
  { DRM "/hwmon/hwmon[0-9]*/in1_label", 0 },
  { DRM "/hwmon/hwmon[0-9]*/in0_label", 0 },
  /* AMD's IP discovery: hardware id 11 is the graphics core, whose version tells the gfx target */
  { DRM "/ip_discovery/die/0/11/0/major", 0 },
  { DRM "/ip_discovery/die/0/11/0/minor", 0 },
  { DRM "/ip_discovery/die/0/11/0/revision", 0 },
  { "/sys/class/drm/renderD[0-9]*/device/uevent", 0 },
  { "/sys/class/kfd/kfd/topology/nodes", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { KFD "/name", 0 },
  { KFD "/gpu_id", 0 },
  { KFD "/properties", 0, 8, "!unique_id|hive_id" }, /* as good as serial numbers */
  { KFD "/mem_banks/*/properties", 0 },
  { "/sys/class/accel", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { "/sys/class/accel/accel[0-9]*/device/uevent", 0 },
  { "/sys/class/accel/accel[0-9]*/device/vendor", 0 },
  { "/sys/class/accel/accel[0-9]*/device/device", 0 },
  { "/sys/class/accel/accel[0-9]*/device/revision", 0 },
  /* graphics and neural processors that are nodes of the device tree */
  { DT "/gpu@*/compatible", EDGEKIT_GLOB_NUL_LINES },
  { DT "/gpu@*/status", EDGEKIT_GLOB_NUL_LINES },
  { DT "/npu@*/compatible", EDGEKIT_GLOB_NUL_LINES },
  { DT "/npu@*/status", EDGEKIT_GLOB_NUL_LINES },
  { DT "/soc*/gpu@*/compatible", EDGEKIT_GLOB_NUL_LINES },
  { DT "/soc*/gpu@*/status", EDGEKIT_GLOB_NUL_LINES },
  { DT "/soc*/npu@*/compatible", EDGEKIT_GLOB_NUL_LINES },
  { DT "/soc*/npu@*/status", EDGEKIT_GLOB_NUL_LINES },
  { DT "/bus@*/gpu@*/compatible", EDGEKIT_GLOB_NUL_LINES },
  { DT "/bus@*/gpu@*/status", EDGEKIT_GLOB_NUL_LINES },
  /* drivers; the GPU's UUID stays behind */
  { "/proc/driver/nvidia/version", EDGEKIT_GLOB_QUIET },
  { "/proc/driver/nvidia/gpus/*/information", 0, 4, "Model|IRQ|Video BIOS|Bus|DMA|Device Minor|GPU Firmware" },
  { "/proc/driver/nvidia/gpus/*/numa_status", 0 },
  { "/sys/module/nvidia/version", EDGEKIT_GLOB_QUIET },
  { "/sys/module/amdgpu/version", EDGEKIT_GLOB_QUIET },
  { "/sys/module/ttm/parameters/pages_limit", EDGEKIT_GLOB_QUIET },
  { "/sys/module/amdttm/parameters/pages_limit", EDGEKIT_GLOB_QUIET },
  { "/sys/module/amdgpu/parameters/gttsize", EDGEKIT_GLOB_QUIET },
  { "/lib/modules/*/updates/dkms/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  { "/lib/modules/*/extra/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  { "/lib/modules/*/extra/nvidia/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  { "/lib/modules/*/extramodules/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  { "/lib/modules/*/kernel/drivers/video/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  { "/lib/modules/*/kernel/nvidia-*/nvidia.ko*", EDGEKIT_GLOB_EXISTS },
  /* what programs open, and whether they may */
  { "/dev/dxg", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/kfd", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/nvidiactl", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/nvidia[0-9]*", EDGEKIT_GLOB_EXISTS },
  { "/dev/nvhost-gpu", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/nvgpu/igpu0/as", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/dri", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/dri", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { "/dev/dri/renderD*", EDGEKIT_GLOB_EXISTS },
  { "/dev/accel", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/accel", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { "/dev/accel/accel[0-9]*", EDGEKIT_GLOB_EXISTS },
  { "/dev/fastrpc-cdsp", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/dev/fastrpc-cdsp-secure", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  { "/usr/share/vulkan/icd.d", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { "/etc/vulkan/icd.d", EDGEKIT_GLOB_DIR | EDGEKIT_GLOB_QUIET },
  { "/usr/include/vulkan/vulkan.h", EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET },
  /* a Mac's facts, as `sysctl -a` prints them */
  { "/recorded/sysctl.txt", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY, 1024,
    "hw.|machdep.cpu.|kern.os|kern.version|kern.hv_vmm_present|iogpu.|vm.|sysctl.proc" },
  { "/recorded/vm_stat.txt", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY },
  { "/recorded/system_profiler.json", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_ROOT_ONLY, 1024 },
};

const EdgeKitGlob *
_edgekit_linux_globs (guint *n_globs)
{
  *n_globs = G_N_ELEMENTS (globs);
  return globs;
}
