/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-access-private.h"
#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-device-table-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-table-private.h"

static char *
table_string (const char *table, const char *row, const char *key)
{
  return row ? g_key_file_get_string (_edgekit_table_get (table), row, key, NULL) : NULL;
}

/* --- What it is -------------------------------------------------------------------- */

/* “AD102 [GeForce RTX 4090]” is a GeForce RTX 4090. */
static char *
product_of (const char *listed)
{
  const char *begin = strchr (listed, '[');
  const char *end = begin ? strrchr (begin, ']') : NULL;

  return end && end - begin > 1 ? g_strndup (begin + 1, end - begin - 1) : g_strdup (listed);
}

/* As pci.ids of this computer names it, with the maker in front. */
static char *
listed_name (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *vendor)
{
  static const char *const makers[][2] = { { "nvidia", "NVIDIA" }, { "amd", "AMD" }, { "intel", "Intel" } };
  const char *listed = device->pci_id ? _edgekit_decode_text (snapshot, "pci-name:%s", device->pci_id) : NULL;
  g_autofree char *product = listed ? product_of (listed) : NULL;

  if (!product)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (g_strcmp0 (vendor, makers[i][0]) == 0 && !g_str_has_prefix (product, makers[i][1]))
      return g_strconcat (makers[i][1], " ", product, NULL);
  return g_steal_pointer (&product);
}

static void
decode_identity (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  g_autofree char *vendor_row = g_strdup_printf ("%04x", device->vendor);

  accelerator->pci = g_strdup (device->pci);
  accelerator->pci_id = g_strdup (device->pci_id);
  accelerator->vendor = device->vendor ? table_string ("pci-vendors", vendor_row, "name")
                                       : table_string ("platform-devices", device->compatible, "vendor");
  if (device->name)
    accelerator->name = g_strdup (device->name);
  else if (device->pci_id)
    accelerator->name = _edgekit_device_table_name (device->pci_id, device->revision);
  else
    accelerator->name = table_string ("platform-devices", device->compatible, "name");
  if (!accelerator->name && device->folder)
    accelerator->name = _edgekit_decode_line (snapshot, "%s/product_name", device->folder);
  if (!accelerator->name)
    accelerator->name = listed_name (snapshot, device, accelerator->vendor);
  accelerator->driver = g_strdup (device->driver);
  if (!device->driver && device->driver_known)
    _edgekit_record_set_absent (accelerator, "driver");
  accelerator->partitions = MAX (device->partitions, 1);
}

/* --- Whether it is part of the processor --------------------------------------------- */

/* An integrated GPU of AMD has a rail for the north bridge, no discrete one has. */
static EdgeKitTristate
has_north_bridge_rail (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  g_autofree char *prefix = device->folder ? g_strconcat (device->folder, "/hwmon/", NULL) : NULL;
  g_auto(GStrv) keys = prefix ? edgekit_snapshot_list_keys (snapshot, prefix) : NULL;
  EdgeKitTristate found = EDGEKIT_TRISTATE_UNKNOWN;

  for (char **key = keys; key && *key; key++)
    {
      g_autofree char *label = _edgekit_decode_line (snapshot, "%s", *key);

      if (g_str_has_suffix (*key, "/in1_label") && g_strcmp0 (label, "vddnb") == 0)
        return EDGEKIT_TRISTATE_YES;
      if (g_str_has_suffix (*key, "/in0_label"))
        found = EDGEKIT_TRISTATE_NO;
    }
  return found;
}

/* Of an AMD device without a row. Never by the size of its memory: a BIOS sets
 * aside up to 96 GiB. */
static EdgeKitTristate
amd_is_integrated (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  /* a board has both, a processor neither */
  if (_edgekit_decode_device_text (snapshot, device, "mem_info_vram_vendor") ||
      _edgekit_decode_device_text (snapshot, device, "board_info"))
    return EDGEKIT_TRISTATE_NO;
  /* old kernels make one KFD node of both */
  if (device->kfd && _edgekit_decode_field_int (device->kfd, "cpu_cores_count", ' ') > 0)
    return EDGEKIT_TRISTATE_YES;
  return has_north_bridge_rail (snapshot, device);
}

static EdgeKitTristate
decode_integrated (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *vendor)
{
  EdgeKitTristate said = _edgekit_device_table_flag (device->chip, "integrated");

  if (said != EDGEKIT_TRISTATE_UNKNOWN)
    return said;
  if (!device->vendor)
    return EDGEKIT_TRISTATE_YES; /* platform devices share the chip and its memory */
  if (device->kind == EDGEKIT_ACCELERATOR_KIND_NPU)
    return EDGEKIT_TRISTATE_UNKNOWN;
  if (g_strcmp0 (vendor, "intel") == 0 && device->pci)
    /* the graphics of an Intel processor always sit here */
    return g_str_equal (device->pci, "0000:00:02.0") ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (g_strcmp0 (vendor, "amd") == 0)
    return amd_is_integrated (snapshot, device);
  return g_strcmp0 (vendor, "nvidia") == 0 ? EDGEKIT_TRISTATE_NO : EDGEKIT_TRISTATE_UNKNOWN;
}

/* --- The chip ------------------------------------------------------------------------- */

static char *
gfx_of_kfd (const EdgeKitDevice *device)
{
  gint64 target = device->kfd ? _edgekit_decode_field_int (device->kfd, "gfx_target_version", ' ') : EDGEKIT_UNKNOWN;

  /* decimal MMmmss; the steps of the name are hexadecimal (kfd_device.c) */
  return target > 0 && target < 1000000 ? g_strdup_printf ("gfx%u%x%x", (guint) target / 10000,
                                                           (guint) target / 100 % 100, (guint) target % 100)
                                        : NULL;
}

/* Hardware id 11 of the IP discovery is the graphics core. */
static char *
gfx_of_discovery (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  static const char *const parts[] = { "major", "minor", "revision" };
  gint64 version[G_N_ELEMENTS (parts)];
  g_autofree char *row = NULL;

  if (!device->folder)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    version[i] = _edgekit_decode_int (snapshot, "%s/ip_discovery/die/0/11/0/%s", device->folder, parts[i]);
  if (version[0] < 0 || version[1] < 0 || version[2] < 0)
    return NULL;
  row = g_strdup_printf ("%u.%u.%u", (guint) version[0], (guint) version[1], (guint) version[2]);
  return table_string ("amd-gc", row, "gfx");
}

static void
decode_chip (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  accelerator->generation = _edgekit_device_table_text (device->chip, "generation");
  accelerator->compute_capability = _edgekit_device_table_text (device->chip, "compute_capability");
  if (g_strcmp0 (accelerator->vendor, "amd") != 0)
    return;
  accelerator->gfx_target = gfx_of_kfd (device);
  if (!accelerator->gfx_target)
    accelerator->gfx_target = gfx_of_discovery (snapshot, device);
  if (!accelerator->gfx_target)
    accelerator->gfx_target = _edgekit_device_table_text (device->chip, "gfx");
}

void
_edgekit_decode_identify (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  accelerator->kind = device->kind;
  decode_identity (snapshot, device, accelerator);
  accelerator->integrated = decode_integrated (snapshot, device, accelerator->vendor);
  decode_chip (snapshot, device, accelerator);
}

/* Behind a port to the outside the kernel calls it removable. */
static void
decode_external (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
                 EdgeKitAccelerator *accelerator)
{
  const char *text = _edgekit_decode_device_text (snapshot, device, "removable");
  g_autofree char *message = NULL;

  if (text && g_str_has_prefix (text, "fixed"))
    accelerator->external = EDGEKIT_TRISTATE_NO;
  if (!text || !g_str_has_prefix (text, "removable"))
    return;
  accelerator->external = EDGEKIT_TRISTATE_YES;
  /* Translators: %s is the name of a device */
  message = g_strdup_printf (_ ("%s hangs on a cable, which carries less than a slot."),
                             accelerator->name ? accelerator->name : accelerator->id);
  _edgekit_hardware_profile_add_note (
      profile, "device-external", EDGEKIT_SEVERITY_INFO, message,
      _ ("Models load more slowly; those that fit into its memory run as fast as in a slot."));
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
      decode_external (snapshot, profile, device, accelerator);
      _edgekit_decode_driver (snapshot, profile, device, accelerator);
      _edgekit_decode_device_memory (snapshot, profile, device, accelerator);
      g_list_store_append (profile->accelerators, accelerator);
    }
  _edgekit_access_explain_place (snapshot, profile);
}
