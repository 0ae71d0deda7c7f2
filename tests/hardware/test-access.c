/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a program runs, what that hides, and the command that mends it. */
#include "config.h"

#include <string.h>

#include "snapshots.h"

#define PCI "file:/sys/bus/pci/devices/"
#define NVIDIA(driver)                                                                        \
  PCI "0000:01:00.0/class", "0x030000", PCI "0000:01:00.0/vendor", "0x10de", PCI "0000:01:00.0/device", "0x2684", \
      PCI "0000:01:00.0/uevent", driver "PCI_SLOT_NAME=0000:01:00.0\n"
#define NVIDIA_LOADED NVIDIA ("DRIVER=nvidia\n"), "file:/sys/module/nvidia/version", "550.54.15\n"
#define LIBCUDA "file:/etc/ld.so.cache", "/lib/x86_64-linux-gnu/libcuda.so.1\n"
#define AMD                                                                                                       \
  "file:/sys/class/drm/card1/device/uevent", "DRIVER=amdgpu\nPCI_ID=1002:7550\nPCI_SLOT_NAME=0000:03:00.0\n",        \
      "file:/sys/class/drm/renderD128/device/uevent", "DRIVER=amdgpu\nPCI_ID=1002:7550\nPCI_SLOT_NAME=0000:03:00.0\n", \
      "file:/sys/class/kfd/kfd/topology/nodes/1/properties",                                                         \
      "simd_count 128\ngfx_target_version 120001\nlocation_id 768\ndomain 0\nvendor_id 4098\ndevice_id 30032\n"

/* Of the words below, those of a command for a terminal of this very computer. */
static const char *const whole_commands[] = {
  "apt install nvidia-driver", "akmod-nvidia",          "dkms autoinstall",         "modprobe nvidia", "mokutil --import",
  "nvidia-modprobe",           "libnvidia-compute-550", "usermod -aG render $USER", "render,video",    NULL,
};

/* The note is there, and its hint or its command has @help; the card has this state. */
static void
check_note (const char *const *entries, const char *code, const char *in_message, const char *help,
            EdgeKitTristate usable)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, TRUE);
  EdgeKitNote *note = note_of (profile, code);

  if (!note)
    {
      g_test_message ("there is no note %s", code);
      g_test_fail ();
      return;
    }
  if (in_message)
    g_assert_nonnull (strstr (edgekit_note_get_message (note), in_message));
  /* a command that is whole can be copied; the sentence says more than it, and not the same again */
  if (help && g_strv_contains (whole_commands, help))
    {
      g_assert_nonnull (edgekit_note_get_command (note));
      g_assert_nonnull (strstr (edgekit_note_get_command (note), help));
      g_assert_nonnull (edgekit_note_get_hint (note));
      g_assert_null (strstr (edgekit_note_get_hint (note), edgekit_note_get_command (note)));
    }
  else
    {
      if (help)
        {
          g_assert_nonnull (edgekit_note_get_hint (note));
          g_assert_nonnull (strstr (edgekit_note_get_hint (note), help));
        }
      g_assert_null (edgekit_note_get_command (note));
    }
  g_assert_cmpint (edgekit_accelerator_get_usable (accelerator_of (profile, "gpu0")), ==, usable);
}

static void
test_nvidia_works (void)
{
  static const char *const entries[] = { NVIDIA_LOADED, LIBCUDA, "link:/lib/x86_64-linux-gnu/libcuda.so.1",
                                         "libcuda.so.550.54.15", "file:/dev/nvidiactl", "", NULL };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, TRUE);

  g_assert_cmpint (edgekit_accelerator_get_usable (accelerator_of (profile, "gpu0")), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpstr (edgekit_accelerator_get_driver_version (accelerator_of (profile, "gpu0")), ==, "550.54.15");
  g_assert_cmpstr (edgekit_accelerator_get_max_cuda (accelerator_of (profile, "gpu0")), ==, "12.4");
  g_assert_null (note_of (profile, "nvidia-library-missing"));
}

static void
test_nvidia_driver (void)
{
  static const char *const none[] = { NVIDIA (""), "file:/etc/os-release", "ID=debian\n", NULL };
  static const char *const nouveau[] = { NVIDIA ("DRIVER=nouveau\n"), "file:/etc/os-release", "ID=fedora\n", NULL };
  static const char *const given_away[] = { NVIDIA ("DRIVER=vfio-pci\n"), NULL };
  static const char *const other_kernel[] = { NVIDIA (""), "uname:sysname", "Linux", "uname:release", "6.12.9",
                                              "file:/lib/modules/6.12.6/updates/dkms/nvidia.ko.xz", "", NULL };
  static const char *const not_loaded[] = { NVIDIA (""), "uname:sysname", "Linux", "uname:release", "6.12.9",
                                            "file:/lib/modules/6.12.9/updates/dkms/nvidia.ko.xz", "", NULL };
  static const char *const secure_boot[] = {
    NVIDIA (""), "uname:sysname", "Linux", "uname:release", "6.12.9",
    "file:/lib/modules/6.12.9/updates/dkms/nvidia.ko.xz", "",
    "file:/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "\6\1\1\1\1", NULL
  };

  check_note (none, "nvidia-driver-missing", NULL, "apt install nvidia-driver", EDGEKIT_TRISTATE_NO);
  check_note (nouveau, "nvidia-nouveau", "nouveau", "akmod-nvidia", EDGEKIT_TRISTATE_NO);
  check_note (given_away, "device-passed-through", NULL, "vfio-pci", EDGEKIT_TRISTATE_NO);
  check_note (other_kernel, "nvidia-driver-not-loaded", "another kernel", "dkms autoinstall", EDGEKIT_TRISTATE_NO);
  check_note (not_loaded, "nvidia-driver-not-loaded", "not loaded", "modprobe nvidia", EDGEKIT_TRISTATE_NO);
  check_note (secure_boot, "nvidia-driver-not-loaded", "Secure Boot", "mokutil --import", EDGEKIT_TRISTATE_NO);
}

/* The driver of the host shows through, its nodes and libraries do not. */
static void
test_nvidia_in_containers (void)
{
  static const char *const docker[] = { NVIDIA_LOADED, LIBCUDA, "file:/.dockerenv", "", "file:/dev/nvidiactl",
                                        "!missing", NULL };
  static const char *const podman[] = { NVIDIA_LOADED, LIBCUDA, "file:/run/.containerenv", "", "file:/dev/nvidiactl",
                                        "!missing", NULL };
  static const char *const pod[] = { NVIDIA_LOADED, LIBCUDA, "env:KUBERNETES_SERVICE_HOST", "set", "file:/.dockerenv",
                                     "", "file:/dev/nvidiactl", "!missing", NULL };
  static const char *const lxc[] = { NVIDIA_LOADED, LIBCUDA, "file:/run/systemd/container", "lxc\n",
                                     "file:/dev/nvidiactl", "!missing", NULL };
  static const char *const flatpak[] = { NVIDIA_LOADED, LIBCUDA, "file:/.flatpak-info", "", "file:/dev/nvidiactl",
                                         "!missing", NULL };
  static const char *const no_library[] = { NVIDIA_LOADED, "file:/etc/ld.so.cache", "", "file:/.dockerenv", "",
                                            "file:/dev/nvidiactl", "", NULL };
  static const char *const selinux[] = { NVIDIA_LOADED, LIBCUDA, "file:/run/.containerenv", "", "file:/dev/nvidiactl",
                                         "!denied", "file:/sys/fs/selinux/enforce", "1", NULL };
  static const char *const host[] = { NVIDIA_LOADED, LIBCUDA, "file:/dev/nvidiactl", "!missing", NULL };

  check_note (docker, "nvidia-node-missing", "/dev/nvidiactl", "--gpus all", EDGEKIT_TRISTATE_NO);
  check_note (podman, "nvidia-node-missing", "/dev/nvidiactl", "nvidia.com/gpu=all", EDGEKIT_TRISTATE_NO);
  check_note (pod, "nvidia-node-missing", "/dev/nvidiactl", "nvidia.com/gpu: 1", EDGEKIT_TRISTATE_NO);
  check_note (lxc, "nvidia-node-missing", "/dev/nvidiactl", "nvidia.runtime=true", EDGEKIT_TRISTATE_NO);
  check_note (flatpak, "nvidia-node-missing", "/dev/nvidiactl", "flatpak override", EDGEKIT_TRISTATE_NO);
  check_note (no_library, "nvidia-library-missing", "libcuda.so.1", "--gpus all", EDGEKIT_TRISTATE_NO);
  check_note (selinux, "nvidia-no-permission", "/dev/nvidiactl", "container_use_devices", EDGEKIT_TRISTATE_NO);
  /* on the computer itself the first use makes it */
  check_note (host, "nvidia-node-missing", "/dev/nvidiactl", "nvidia-modprobe", EDGEKIT_TRISTATE_UNKNOWN);
}

static void
test_nvidia_versions (void)
{
  static const char *const updated[] = { NVIDIA_LOADED, LIBCUDA, "link:/lib/x86_64-linux-gnu/libcuda.so.1",
                                         "libcuda.so.550.90.07", "file:/dev/nvidiactl", "", NULL };
  static const char *const none[] = { NVIDIA_LOADED, "file:/etc/ld.so.cache", "/lib/libvulkan.so.1\n",
                                      "file:/dev/nvidiactl", "", "file:/etc/os-release", "ID=ubuntu\n", NULL };
  static const char *const elsewhere[] = { NVIDIA_LOADED, "file:/etc/ld.so.cache", "",
                                           "link:/usr/local/nvidia/lib64/libcuda.so.1", "libcuda.so.550.54.15",
                                           "file:/dev/nvidiactl", "", NULL };
  g_autoptr(EdgeKitHardwareProfile) found = profile_of (elsewhere, TRUE);

  check_note (updated, "nvidia-version-mismatch", "550.90.07", "restart", EDGEKIT_TRISTATE_NO);
  check_note (none, "nvidia-library-missing", "libcuda.so.1", "libnvidia-compute-550", EDGEKIT_TRISTATE_NO);
  g_assert_cmpint (edgekit_accelerator_get_usable (accelerator_of (found, "gpu0")), ==, EDGEKIT_TRISTATE_YES);
}

static gboolean
computes_with (const char *const *entries, const char *runtime)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (entries, TRUE);
  const char *const *runtimes = edgekit_accelerator_get_runtimes (accelerator_of (profile, "gpu0"));

  return runtimes && g_strv_contains (runtimes, runtime);
}

static void
test_amd (void)
{
  static const char *const works[] = { AMD, "file:/dev/kfd", "", "file:/dev/dri/renderD128", "", NULL };
  static const char *const stranger[] = { AMD, "file:/dev/kfd", "!denied", "file:/dev/dri/renderD128", "",
                                          "stat:/dev/kfd", "mode 660\ngroup render\n", "groups:process", "video",
                                          "groups:account", "video", NULL };
  static const char *const newcomer[] = { AMD, "file:/dev/kfd", "!denied", "file:/dev/dri/renderD128", "",
                                          "stat:/dev/kfd", "mode 660\ngroup render\n", "groups:process", "video",
                                          "groups:account", "render video", NULL };
  static const char *const docker[] = { AMD, "file:/.dockerenv", "", "file:/dev/kfd", "!missing", "file:/dev/dri",
                                        "!missing", NULL };
  static const char *const vulkan_only[] = { AMD, "file:/.dockerenv", "", "file:/dev/kfd", "!missing",
                                             "dir:/dev/dri", "card1 renderD128", "file:/dev/dri/renderD128", "", NULL };
  static const char *const other_card[] = { AMD, "file:/run/.containerenv", "", "file:/dev/kfd", "", "dir:/dev/dri",
                                            "card0 renderD129", NULL };
  static const char *const no_kfd[] = { "file:/sys/class/drm/card1/device/uevent",
                                        "DRIVER=amdgpu\nPCI_ID=1002:67DF\nPCI_SLOT_NAME=0000:03:00.0\n",
                                        "file:/dev/kfd", "!missing", NULL };
  static const char *const radeon[] = { "file:/sys/class/drm/card0/device/uevent",
                                        "DRIVER=radeon\nPCI_ID=1002:6818\nPCI_SLOT_NAME=0000:01:00.0\n", NULL };
  g_autoptr(EdgeKitHardwareProfile) old = profile_of (no_kfd, TRUE);

  g_assert_true (computes_with (works, "hip"));
  check_note (stranger, "amd-no-permission", "/dev/kfd", "usermod -aG render $USER", EDGEKIT_TRISTATE_YES);
  g_assert_false (computes_with (stranger, "hip"));
  check_note (newcomer, "amd-no-permission", "/dev/kfd", "log out", EDGEKIT_TRISTATE_YES);
  check_note (docker, "amd-node-missing", "/dev/kfd", "--device /dev/kfd --device /dev/dri", EDGEKIT_TRISTATE_NO);
  check_note (docker, "dri-node-missing", "/dev/dri/renderD128", "--device /dev/dri", EDGEKIT_TRISTATE_NO);
  check_note (vulkan_only, "amd-node-missing", "/dev/kfd", NULL, EDGEKIT_TRISTATE_YES);
  check_note (other_card, "dri-node-missing", "renderD128", NULL, EDGEKIT_TRISTATE_NO);
  check_note (radeon, "amd-radeon-driver", "radeon", "amdgpu.si_support=1", EDGEKIT_TRISTATE_NO);
  /* a card that ROCm does not know has no KFD to miss */
  g_assert_null (note_of (old, "amd-node-missing"));
}

static void
test_intel (void)
{
#define ARC                                                                                                      \
  "file:/sys/class/drm/card0/device/uevent", "DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:03:00.0\n",            \
      "file:/sys/class/drm/renderD129/device/uevent", "DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:03:00.0\n"
  static const char *const denied[] = { ARC, "file:/dev/dri/renderD129", "!denied", NULL };
  static const char *const snap[] = { ARC, "env:SNAP", "set", "file:/dev/dri", "!missing", NULL };

  check_note (denied, "dri-no-permission", "/dev/dri/renderD129", "render,video", EDGEKIT_TRISTATE_NO);
  check_note (snap, "dri-node-missing", "/dev/dri/renderD129", "snap connect", EDGEKIT_TRISTATE_NO);
}

static void
test_environments (void)
{
  static const struct
  {
    const char *entries[9];
    const char *environment; /* separated by spaces */
  } cases[] = {
    { { "uname:release", "6.6.87.2-microsoft-standard-WSL2", "file:/dev/dxg", "",
        "file:/run/systemd/container", "wsl" },
      "wsl2" },
    { { "uname:sysname", "Linux", "uname:release", "4.4.0-19041-Microsoft" }, "wsl" },
    { { "file:/proc/self/cgroup", "0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-1.scope\n" },
      "container:kubernetes" },
    { { "file:/proc/4711/cgroup", "8:memory:/kubepods/besteffort/pod1/2\n" }, "container:kubernetes" },
    { { "file:/proc/1/environ", "container=lxc\n" }, "container:lxc" },
    { { "file:/proc/self/cgroup", "0::/lxc.payload.box\n" }, "container:lxc" },
    { { "file:/run/.containerenv", "", "file:/proc/1/environ", "container=oci\n" }, "container:podman" },
    { { "file:/.flatpak-info", "" }, "flatpak" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu hypervisor avx2\n",
        "file:/sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n" },
      "vm:hyper-v" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu avx2\n",
        "file:/sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n" },
      "" },
    { { "file:/sys/class/dmi/id/sys_vendor", "Amazon EC2\n", "file:/sys/class/dmi/id/product_name", "c7g.metal\n" },
      "" },
    { { "file:/sys/class/dmi/id/sys_vendor", "Amazon EC2\n", "file:/sys/class/dmi/id/product_name", "c7g.large\n" },
      "vm:kvm" },
    { { "file:/proc/device-tree/compatible", "linux,dummy-virt\n" }, "vm:kvm" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\nflags\t\t: fpu hypervisor\n" },
      "vm:unknown" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\nflags\t\t: fpu hypervisor\n",
        "cpuid:leaves", "00000000 0 0000000d 1 2 3\n40000000 0 40000001 4b4d564b 564b4d56 0000004d\n" },
      "vm:kvm" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu hypervisor\n",
        "cpuid:leaves", "40000000 0 40000006 7263694d 666f736f 76482074\n" },
      "vm:hyper-v" },
    { { "file:/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu hypervisor\n",
        "cpuid:leaves", "40000000 0 junk\n" },
      "vm:unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = profile_of (cases[i].entries, FALSE);
      const char *const *environment = edgekit_system_get_environment (edgekit_hardware_profile_get_os (profile));
      g_autofree char *found = environment ? g_strjoinv (" ", (char **) environment) : NULL;

      g_assert_cmpstr (found, ==, cases[i].environment);
    }
}

static void
test_places (void)
{
  static const char *const wsl[] = { "uname:sysname", "Linux", "uname:release", "5.15-microsoft-standard-WSL2",
                                     "file:/dev/dxg", "!missing", NULL };
  static const char *const bare[] = { "uname:sysname", "Linux", "file:/.dockerenv", "", "dir:/sys/bus/pci/devices",
                                      "!missing", "dir:/sys/class/drm", "!missing", NULL };
  static const char *const vm[] = { "uname:sysname", "Linux", "file:/sys/class/dmi/id/sys_vendor", "QEMU\n", NULL };
  g_autoptr(EdgeKitHardwareProfile) a = profile_of (wsl, TRUE);
  g_autoptr(EdgeKitHardwareProfile) b = profile_of (bare, TRUE);
  g_autoptr(EdgeKitHardwareProfile) c = profile_of (vm, TRUE);

  g_assert_nonnull (strstr (edgekit_note_get_hint (note_of (a, "wsl-without-gpu")), "wsl --update"));
  g_assert_nonnull (strstr (edgekit_note_get_message (note_of (b, "devices-hidden")), "/sys"));
  g_assert_nonnull (note_of (c, "vm-without-gpu"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/access/nvidia-works", test_nvidia_works);
  g_test_add_func ("/access/nvidia-driver", test_nvidia_driver);
  g_test_add_func ("/access/nvidia-in-containers", test_nvidia_in_containers);
  g_test_add_func ("/access/nvidia-versions", test_nvidia_versions);
  g_test_add_func ("/access/amd", test_amd);
  g_test_add_func ("/access/intel", test_intel);
  g_test_add_func ("/access/environments", test_environments);
  g_test_add_func ("/access/places", test_places);
  return g_test_run ();
}
