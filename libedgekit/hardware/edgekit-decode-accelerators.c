/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

static char *
table_string (const char *table, const char *row, const char *key)
{
  return row ? g_key_file_get_string (_edgekit_table_get (table), row, key, NULL) : NULL;
}

static void
decode_identity (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *row,
                 EdgeKitAccelerator *accelerator)
{
  g_autofree char *vendor_row = g_strdup_printf ("%04x", device->vendor);

  accelerator->pci = g_strdup (device->pci);
  if (device->vendor && device->device)
    accelerator->pci_id = g_strdup (row);
  accelerator->vendor = device->vendor ? table_string ("pci-vendors", vendor_row, "name")
                                       : table_string ("platform-gpus", device->compatible, "vendor");
  accelerator->name = device->name ? g_strdup (device->name) : table_string ("devices", row, "name");
  if (!accelerator->name && device->folder)
    accelerator->name = _edgekit_decode_line (snapshot, "%s/product_name", device->folder);
  if (!accelerator->name && !device->vendor)
    accelerator->name = table_string ("platform-gpus", device->compatible, "name");
  accelerator->driver = g_strdup (device->driver);
  if (!device->driver && device->driver_known)
    _edgekit_record_set_absent (accelerator, "driver");
  accelerator->partitions = MAX (device->partitions, 1);
}

/* An integrated GPU of AMD has a rail for the north bridge, no discrete one has. */
static gboolean
has_north_bridge_rail (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  g_autofree char *prefix = device->folder ? g_strconcat (device->folder, "/hwmon/", NULL) : NULL;
  g_auto(GStrv) keys = prefix ? edgekit_snapshot_list_keys (snapshot, prefix) : NULL;

  for (char **key = keys; key && *key; key++)
    if (g_str_has_suffix (*key, "/in1_label"))
      {
        g_autofree char *label = _edgekit_decode_line (snapshot, "%s", *key);

        if (g_strcmp0 (label, "vddnb") == 0)
          return TRUE;
      }
  return FALSE;
}

static EdgeKitTristate
decode_integrated (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *row, const char *vendor)
{
  GKeyFile *table = _edgekit_table_get ("devices");
  g_autoptr(GError) error = NULL;
  gboolean said = g_key_file_get_boolean (table, row, "integrated", &error);

  if (!error)
    return said ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (!device->vendor)
    return EDGEKIT_TRISTATE_YES; /* platform devices share the chip and its memory */
  if (g_strcmp0 (vendor, "intel") == 0)
    /* the graphics of an Intel processor always sit here */
    return device->pci && g_str_has_suffix (device->pci, "0000:00:02.0") ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (g_strcmp0 (vendor, "amd") == 0)
    {
      if (has_north_bridge_rail (snapshot, device))
        return EDGEKIT_TRISTATE_YES;
      if (device->folder && edgekit_snapshot_has (snapshot, device->folder))
        return EDGEKIT_TRISTATE_NO;
      return device->folder || device->kfd ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_UNKNOWN;
    }
  return g_strcmp0 (vendor, "nvidia") == 0 ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_UNKNOWN;
}

static void
decode_chip (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *row, EdgeKitAccelerator *accelerator)
{
  g_autofree char *chip = table_string ("devices", row, "chip");
  gint64 target = device->kfd ? _edgekit_decode_field_int (device->kfd, "gfx_target_version", ' ') : EDGEKIT_UNKNOWN;

  if (!chip)
    chip = table_string ("platform-gpus", device->compatible, "chip");
  accelerator->generation = table_string ("chips", chip, "generation");
  accelerator->compute_capability = table_string ("chips", chip, "compute_capability");
  /* decimal MMmmss; the steps of the name are hexadecimal (kfd_device.c) */
  if (target > 0 && target < 1000000)
    accelerator->gfx_target = g_strdup_printf ("gfx%u%x%x", (guint) target / 10000, (guint) target / 100 % 100,
                                               (guint) target % 100);
  if (!accelerator->gfx_target && device->folder)
    {
      g_autofree char *major = _edgekit_decode_line (snapshot, "%s/ip_discovery/die/0/11/0/major", device->folder);
      g_autofree char *minor = _edgekit_decode_line (snapshot, "%s/ip_discovery/die/0/11/0/minor", device->folder);
      g_autofree char *step = _edgekit_decode_line (snapshot, "%s/ip_discovery/die/0/11/0/revision", device->folder);
      g_autofree char *version = major && minor && step ? g_strdup_printf ("%s.%s.%s", major, minor, step) : NULL;

      accelerator->gfx_target = table_string ("amd-gc", version, "gfx");
    }
  if (!accelerator->gfx_target)
    accelerator->gfx_target = table_string ("chips", chip, "gfx");
}

/* --- Drivers ----------------------------------------------------------------------- */

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

  return g_ascii_strtoll (parts[0], NULL, 10) * 1000 + (parts[0] && parts[1] ? g_ascii_strtoll (parts[1], NULL, 10) : 0);
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

static void
decode_nvidia (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
               EdgeKitAccelerator *accelerator)
{
  if (g_strcmp0 (device->driver, "nvidia") == 0)
    {
      accelerator->driver_version = nvidia_version (snapshot);
      accelerator->max_cuda = accelerator->driver_version
                                  ? _edgekit_decode_newest_cuda (accelerator->driver_version, "linux")
                                  : NULL;
      accelerator->runtimes = g_strsplit ("cuda", " ", -1);
      accelerator->usable = EDGEKIT_TRISTATE_YES;
      if (edgekit_snapshot_get_failure (snapshot, "file:/dev/nvidiactl"))
        accelerator->usable = EDGEKIT_TRISTATE_NO;
      return;
    }
  if (!device->driver_known || device->compatible)
    return;
  accelerator->usable = EDGEKIT_TRISTATE_NO;
  _edgekit_hardware_profile_add_note (
      profile, "nvidia-driver-missing", EDGEKIT_SEVERITY_WARNING, _ ("The NVIDIA driver is not installed."),
      _ ("The card is there but cannot be used. Until then the processor does the work."));
}

static void
decode_amd_driver (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
                   EdgeKitAccelerator *accelerator)
{
  const char *failure = edgekit_snapshot_get_failure (snapshot, "file:/dev/kfd");

  accelerator->driver_version = _edgekit_decode_line (snapshot, "file:/sys/module/amdgpu/version");
  if (device->kfd && accelerator->gfx_target)
    accelerator->runtimes = g_strsplit ("hip", " ", -1);
  if (!device->driver_known)
    return;
  accelerator->usable = device->driver ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (device->kfd && g_strcmp0 (failure, EDGEKIT_FAILURE_DENIED) == 0)
    _edgekit_hardware_profile_add_note (
        profile, "amd-no-permission", EDGEKIT_SEVERITY_WARNING,
        _ ("You are not allowed to compute on the AMD graphics card."),
        _ ("Add yourself to the groups “render” and “video”, then log in again."));
}

static void
decode_driver (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
               EdgeKitAccelerator *accelerator)
{
  const char *vendor = accelerator->vendor ? accelerator->vendor : "";

  if (accelerator->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_str_equal (vendor, "nvidia"))
    decode_nvidia (snapshot, profile, device, accelerator);
  else if (accelerator->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_str_equal (vendor, "amd"))
    decode_amd_driver (snapshot, profile, device, accelerator);
  else if (device->driver_known)
    accelerator->usable = device->driver ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (accelerator->kind == EDGEKIT_ACCELERATOR_KIND_NPU && accelerator->usable == EDGEKIT_TRISTATE_NO)
    _edgekit_hardware_profile_add_note (profile, "npu-driver-missing", EDGEKIT_SEVERITY_INFO,
                                        _ ("There is a neural processor without a driver."),
                                        _ ("It is not needed for language models."));
}

void
_edgekit_decode_identify (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  g_autofree char *row = g_strdup_printf ("%04x:%04x", device->vendor, device->device);

  accelerator->kind = device->kind;
  decode_identity (snapshot, device, row, accelerator);
  accelerator->integrated = device->kind == EDGEKIT_ACCELERATOR_KIND_NPU
                                ? EDGEKIT_TRISTATE_YES
                                : decode_integrated (snapshot, device, row, accelerator->vendor);
  decode_chip (snapshot, device, row, accelerator);
}

void
_edgekit_decode_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(GPtrArray) devices = _edgekit_decode_find_devices (snapshot, profile);
  guint count[2] = { 0, 0 };

  for (guint i = 0; i < devices->len; i++)
    {
      const EdgeKitDevice *device = g_ptr_array_index (devices, i);
      g_autoptr(EdgeKitAccelerator) accelerator = g_object_new (EDGEKIT_TYPE_ACCELERATOR, NULL);
      gboolean npu = device->kind == EDGEKIT_ACCELERATOR_KIND_NPU;

      accelerator->id = g_strdup_printf ("%s%u", npu ? "npu" : "gpu", count[npu]++);
      _edgekit_decode_identify (snapshot, device, accelerator);
      decode_driver (snapshot, profile, device, accelerator);
      _edgekit_decode_device_memory (snapshot, profile, device, accelerator);
      g_list_store_append (profile->accelerators, accelerator);
    }
}
