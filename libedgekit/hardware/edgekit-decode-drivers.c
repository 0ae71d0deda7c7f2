/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-access-private.h"
#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

/* The driver of a device: its version, what runs on it, and whether this program
 * can use it. */

static void
add_note (EdgeKitHardwareProfile *profile, const char *code, const char *message, const char *hint,
          const char *command)
{
  _edgekit_hardware_profile_add_way_out (profile, code, message, hint, command);
}

static void
set_runtime (EdgeKitAccelerator *accelerator, const char *runtime)
{
  accelerator->runtimes = g_strsplit (runtime, " ", -1);
}

/* --- NVIDIA -------------------------------------------------------------------------- */

static char *
nvidia_version (EdgeKitSnapshot *snapshot)
{
  char *version = _edgekit_decode_line (snapshot, "file:/sys/module/nvidia/version");
  g_autofree char *line = version ? NULL : _edgekit_decode_line (snapshot, "file:/proc/driver/nvidia/version");
  g_autoptr(GRegex) regex = g_regex_new ("\\b(\\d{3}\\.\\d+(?:\\.\\d+)?)\\b", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (!version && line && g_regex_match (regex, line, 0, &match))
    version = g_match_info_fetch (match, 1);
  return version;
}

static gint64
version_number (const char *version)
{
  g_auto(GStrv) parts = g_strsplit (version, ".", 3);
  gint64 number = 0;

  for (guint i = 0; i < 2; i++)
    number = number * 1000 + (parts[0] && parts[i] ? CLAMP (g_ascii_strtoll (parts[i], NULL, 10), 0, 999999) : 0);
  return number;
}

/* Rows are CUDA versions with the oldest driver that runs them. */
char *
_edgekit_decode_newest_cuda (const char *driver, const char *system)
{
  GKeyFile *table = _edgekit_table_get ("cuda-drivers");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *best = NULL;

  for (char **row = rows; *row; row++)
    {
      g_autofree char *least = g_key_file_get_string (table, *row, system, NULL);

      if (least && version_number (driver) >= version_number (least) &&
          (!best || version_number (*row) > version_number (best)))
        best = *row;
    }
  return g_strdup (best);
}

/* The module is there for this kernel, and not loaded. */
static gboolean
has_nvidia_module (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, gboolean *for_another_kernel)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/lib/modules/");
  g_autofree char *folder = profile->os && profile->os->kernel
                                ? g_strdup_printf ("file:/lib/modules/%s/", profile->os->kernel)
                                : NULL;
  gboolean found = FALSE;

  *for_another_kernel = FALSE;
  for (char **key = keys; folder && *key; key++)
    if (strstr (*key, "/nvidia.ko") && edgekit_snapshot_has (snapshot, *key))
      {
        if (g_str_has_prefix (*key, folder))
          found = TRUE;
        else
          *for_another_kernel = TRUE;
      }
  return found;
}

/* The last byte of the EFI variable. */
static gboolean
secure_boot_is_on (EdgeKitSnapshot *snapshot)
{
  g_autoptr(GBytes) bytes = edgekit_snapshot_get_bytes (
      snapshot, "file:/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c");
  gsize size = 0;
  const guint8 *data = bytes ? g_bytes_get_data (bytes, &size) : NULL;

  return size == 5 && data[4] == 1;
}

static void
explain_missing_nvidia_driver (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                               const EdgeKitDevice *device)
{
  gboolean for_another_kernel;
  g_autofree char *install = _edgekit_access_install_command (profile, "nvidia_driver", NULL);

  if (has_nvidia_module (snapshot, profile, &for_another_kernel) && !device->driver)
    {
      if (secure_boot_is_on (snapshot))
        add_note (profile, "nvidia-driver-not-loaded",
                  _ ("The NVIDIA driver is installed, but Secure Boot does not let it in."),
                  _ ("Its key has to be enrolled once; then restart the computer."),
                  "sudo mokutil --import /var/lib/dkms/mok.pub");
      else
        add_note (profile, "nvidia-driver-not-loaded", _ ("The NVIDIA driver is installed, but not loaded."),
                  /* Translators: of a driver */
                  _ ("Until it is loaded, the card is not used."), "sudo modprobe nvidia");
      return;
    }
  if (for_another_kernel && !device->driver)
    {
      add_note (profile, "nvidia-driver-not-loaded",
                _ ("The NVIDIA driver is installed for another kernel than the one that runs."),
                _ ("Restart the computer. If that does not help, the driver has to be built for this kernel."),
                "sudo dkms autoinstall");
      return;
    }
  if (g_strcmp0 (device->driver, "nouveau") == 0)
    add_note (profile, "nvidia-nouveau",
              _ ("The NVIDIA card is run by the driver nouveau, which does not compute with CUDA."),
              _ ("NVIDIA’s own driver does. Until it is installed, the card is not used."), install);
  else
    add_note (profile, "nvidia-driver-missing", _ ("The NVIDIA driver is not installed."),
              _ ("The card is there but cannot be used. Until then the processor does the work."), install);
}

/* A library of another version than the module refuses to work: it was updated
 * while the computer ran. */
static gboolean
check_nvidia_library (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *driver_version)
{
  g_autofree char *file = _edgekit_access_library_file (snapshot, "libcuda.so.1");
  const char *version = file && g_str_has_prefix (file, "libcuda.so.") ? file + strlen ("libcuda.so.") : NULL;

  if (_edgekit_access_find_library (snapshot, "libcuda.so.1") == EDGEKIT_TRISTATE_NO)
    {
      _edgekit_access_explain_library (profile, driver_version);
      return FALSE;
    }
  if (!version || !driver_version || !strchr (version, '.') || g_str_equal (version, driver_version) ||
      g_str_has_prefix (version, "1."))
    return TRUE;
  {
    /* Translators: two versions of the NVIDIA driver, such as 550.54.15 */
    g_autofree char *message = g_strdup_printf (_ ("The NVIDIA driver that runs is %s, its library is %s."),
                                                driver_version, version);

    add_note (profile, "nvidia-version-mismatch", message, _ ("The driver was updated: restart the computer."),
              NULL);
  }
  return FALSE;
}

static void
decode_nvidia (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
               EdgeKitAccelerator *accelerator)
{
  if (g_strcmp0 (device->driver, "nvidia") == 0)
    {
      accelerator->driver_version = nvidia_version (snapshot);
      if (accelerator->driver_version)
        accelerator->max_cuda = _edgekit_decode_newest_cuda (accelerator->driver_version, "linux");
      set_runtime (accelerator, "cuda");
      accelerator->usable = _edgekit_access_check_node (snapshot, profile, accelerator, "/dev/nvidiactl", "nvidia");
      if (!check_nvidia_library (snapshot, profile, accelerator->driver_version))
        accelerator->usable = EDGEKIT_TRISTATE_NO;
      return;
    }
  if (!device->driver_known)
    return;
  accelerator->usable = EDGEKIT_TRISTATE_NO;
  explain_missing_nvidia_driver (snapshot, profile, device);
}

/* The GPU of a Jetson has a driver that is part of its own kernel. */
static void
decode_tegra (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator)
{
  static const char *const nodes[] = { "/dev/nvhost-gpu", "/dev/nvgpu/igpu0/as" };
  g_autofree char *release = _edgekit_decode_line (snapshot, "file:/etc/nv_tegra_release");
  g_autoptr(GRegex) regex = g_regex_new ("R(\\d+) \\(release\\), REVISION: ([\\d.]+)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (release && g_regex_match (regex, release, 0, &match))
    accelerator->driver_version = g_match_info_expand_references (match, "\\1.\\2", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autofree char *key = g_strconcat ("file:", nodes[i], NULL);

      if (!edgekit_snapshot_has (snapshot, key) && !edgekit_snapshot_get_failure (snapshot, key))
        continue;
      set_runtime (accelerator, "cuda");
      accelerator->usable = _edgekit_access_check_node (snapshot, profile, accelerator, nodes[i], "nvidia");
      return;
    }
}

/* --- AMD --------------------------------------------------------------------------------- */

/* Two drivers know the first two generations of GCN; the older one has no Vulkan. */
static void
explain_amd_driver (EdgeKitHardwareProfile *profile, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  const char *family = g_strcmp0 (accelerator->generation, "gcn1") == 0   ? "si"
                       : g_strcmp0 (accelerator->generation, "gcn2") == 0 ? "cik"
                                                                          : NULL;
  g_autofree char *hint = NULL;

  if (!device->driver)
    {
      add_note (
          profile, "amd-driver-missing", _ ("The AMD graphics card has no driver."),
          _ ("Its driver amdgpu is a part of Linux: a newer kernel or the package of its firmware may be needed."), NULL);
      return;
    }
  if (!g_str_equal (device->driver, "radeon") || !family)
    return;
  hint = g_strdup_printf (_ ("Start Linux with: radeon.%s_support=0 amdgpu.%s_support=1"), family, family);
  add_note (profile, "amd-radeon-driver",
            _ ("The AMD graphics card is run by the older driver radeon, which has no Vulkan."), hint, NULL);
}

static void
decode_amd (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
            EdgeKitAccelerator *accelerator)
{
  EdgeKitTristate computes = EDGEKIT_TRISTATE_NO;

  accelerator->driver_version = _edgekit_decode_line (snapshot, "file:/sys/module/amdgpu/version");
  if (!device->driver_known)
    return;
  if (g_strcmp0 (device->driver, "amdgpu") != 0)
    {
      accelerator->usable = EDGEKIT_TRISTATE_NO;
      explain_amd_driver (profile, device, accelerator);
      return;
    }
  /* computing needs both nodes, Vulkan the second alone */
  if (device->kfd)
    computes = _edgekit_access_check_node (snapshot, profile, accelerator, "/dev/kfd", "amd");
  accelerator->usable = _edgekit_access_check_node (snapshot, profile, accelerator, device->node, "dri");
  if (accelerator->gfx_target && computes == EDGEKIT_TRISTATE_YES && accelerator->usable == EDGEKIT_TRISTATE_YES)
    set_runtime (accelerator, "hip");
}

/* --- Any ------------------------------------------------------------------------------------ */

/* Drivers that hold a device for a virtual machine, and draw with nothing. */
static gboolean
is_passed_through (EdgeKitHardwareProfile *profile, const EdgeKitDevice *device)
{
  static const char *const holders[] = { "vfio-pci", "pci-stub", "xen-pciback", NULL };

  if (!device->driver || !g_strv_contains (holders, device->driver))
    return FALSE;
  _edgekit_hardware_profile_add_note (profile, "device-passed-through", EDGEKIT_SEVERITY_INFO,
                                      _ ("A card of this computer is reserved for virtual machines."),
                                      _ ("It cannot be used here while the driver vfio-pci holds it."));
  return TRUE;
}

static void
decode_npu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
            EdgeKitAccelerator *accelerator)
{
  if (!device->driver_known)
    return;
  if (device->driver)
    {
      accelerator->usable = _edgekit_access_check_node (snapshot, profile, accelerator, device->node, "accel");
      return;
    }
  accelerator->usable = EDGEKIT_TRISTATE_NO;
  _edgekit_hardware_profile_add_note (profile, "npu-driver-missing", EDGEKIT_SEVERITY_INFO,
                                      _ ("There is a neural processor without a driver."),
                                      _ ("It is not needed for language models."));
}

void
_edgekit_decode_driver (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
                        EdgeKitAccelerator *accelerator)
{
  const char *vendor = accelerator->vendor ? accelerator->vendor : "";

  if (is_passed_through (profile, device))
    accelerator->usable = EDGEKIT_TRISTATE_NO;
  else if (accelerator->kind == EDGEKIT_ACCELERATOR_KIND_NPU)
    decode_npu (snapshot, profile, device, accelerator);
  else if (g_str_equal (vendor, "nvidia") && device->compatible)
    decode_tegra (snapshot, profile, accelerator);
  else if (g_str_equal (vendor, "nvidia"))
    decode_nvidia (snapshot, profile, device, accelerator);
  else if (g_str_equal (vendor, "amd"))
    decode_amd (snapshot, profile, device, accelerator);
  else if (device->driver_known)
    accelerator->usable = device->driver
                              ? _edgekit_access_check_node (snapshot, profile, accelerator, device->node, "dri")
                              : EDGEKIT_TRISTATE_NO;
}
