/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-table-private.h"

#define PCI_PREFIX "file:/sys/bus/pci/devices/"
#define CLASS_DISPLAY 0x03
#define CLASS_ACCELERATOR 0x12

static void
device_free (gpointer data)
{
  EdgeKitDevice *device = data;

  g_free (device->pci);
  g_free (device->driver);
  g_free (device->folder);
  g_free (device->pci_folder);
  g_free (device->compatible);
  g_free (device->kfd_folder);
  g_free (device->name);
  g_free (device);
}

static EdgeKitDevice *
add_device (GPtrArray *devices, EdgeKitAcceleratorKind kind, const char *pci)
{
  EdgeKitDevice *device = g_new0 (EdgeKitDevice, 1);

  device->kind = kind;
  device->pci = g_strdup (pci);
  g_ptr_array_add (devices, device);
  return device;
}

/* Partitions of a board differ in the PCI function only. */
static EdgeKitDevice *
find_board (GPtrArray *devices, const char *pci, gboolean any_function)
{
  const char *dot = strrchr (pci, '.');
  gsize length = dot && any_function ? (gsize) (dot - pci) : strlen (pci);

  for (guint i = 0; i < devices->len; i++)
    {
      EdgeKitDevice *device = g_ptr_array_index (devices, i);

      if (device->pci && strncmp (device->pci, pci, length) == 0 && (any_function || !device->pci[length]))
        return device;
    }
  return NULL;
}

static gboolean
table_says (const char *table, const char *row, const char *key)
{
  return g_key_file_get_boolean (_edgekit_table_get (table), row, key, NULL);
}

static char *
device_row (guint vendor, guint device)
{
  return g_strdup_printf ("%04x:%04x", vendor, device);
}

static void
take_uevent (EdgeKitDevice *device, const char *uevent)
{
  if (!uevent)
    return;
  device->driver_known = TRUE;
  if (!device->driver)
    device->driver = _edgekit_decode_field (uevent, "DRIVER", '=');
}

/* --- The PCI bus --------------------------------------------------------------- */

static void
find_on_pci (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, PCI_PREFIX);

  for (char **key = keys; *key; key++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *row = NULL;
      g_autofree char *vendor_row = NULL;
      gint64 class, vendor, id;
      EdgeKitDevice *device;
      gboolean npu;

      if (!g_str_has_suffix (*key, "/class"))
        continue;
      folder = g_path_get_dirname (*key);
      class = _edgekit_decode_int (snapshot, "%s", *key);
      vendor = _edgekit_decode_int (snapshot, "%s/vendor", folder);
      id = _edgekit_decode_int (snapshot, "%s/device", folder);
      if (class < 0 || vendor <= 0 || id < 0)
        continue;
      row = device_row ((guint) vendor, (guint) id);
      vendor_row = g_strdup_printf ("%04x", (guint) vendor);
      npu = table_says ("devices", row, "npu");
      if (!npu && class >> 16 != CLASS_DISPLAY && class >> 16 != CLASS_ACCELERATOR)
        continue;
      if (table_says ("pci-vendors", vendor_row, "ignore"))
        continue;
      /* 0x1200 is anything that computes; only what the tables know is an NPU or a GPU */
      if (class >> 16 == CLASS_ACCELERATOR && !npu && !g_key_file_has_group (_edgekit_table_get ("devices"), row) &&
          vendor != 0x1002 && vendor != 0x10de)
        continue;
      device = add_device (devices, npu ? EDGEKIT_ACCELERATOR_KIND_NPU : EDGEKIT_ACCELERATOR_KIND_GPU,
                           folder + strlen (PCI_PREFIX));
      device->vendor = (guint) vendor;
      device->device = (guint) id;
      device->pci_folder = g_strdup (folder);
      take_uevent (device, _edgekit_decode_text (snapshot, "%s/uevent", folder));
    }
}

/* --- DRM and accel -------------------------------------------------------------- */

static void
read_ids (EdgeKitSnapshot *snapshot, EdgeKitDevice *device, const char *folder, const char *uevent)
{
  g_autofree char *pci_id = _edgekit_decode_field (uevent, "PCI_ID", '=');
  gint64 vendor = _edgekit_decode_int (snapshot, "%s/vendor", folder);
  gint64 id = _edgekit_decode_int (snapshot, "%s/device", folder);

  if (pci_id && strchr (pci_id, ':'))
    {
      vendor = g_ascii_strtoll (pci_id, NULL, 16);
      id = g_ascii_strtoll (strchr (pci_id, ':') + 1, NULL, 16);
    }
  if (vendor > 0 && device->vendor == 0)
    {
      device->vendor = (guint) vendor & 0xffff;
      device->device = (guint) MAX (id, 0) & 0xffff;
    }
}

static void
find_in_class (EdgeKitSnapshot *snapshot, GPtrArray *devices, const char *prefix, EdgeKitAcceleratorKind kind)
{
  g_autoptr(GArray) numbers = _edgekit_decode_numbers (snapshot, prefix, "/device/uevent");

  for (guint i = 0; i < numbers->len; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s%u/device", prefix, g_array_index (numbers, guint, i));
      const char *uevent = _edgekit_decode_text (snapshot, "%s/uevent", folder);
      g_autofree char *slot = _edgekit_decode_field (uevent, "PCI_SLOT_NAME", '=');
      g_autofree char *compatible = _edgekit_decode_field (uevent, "OF_COMPATIBLE_0", '=');
      g_autofree char *vendor_row = NULL;
      EdgeKitDevice *device = slot ? find_board (devices, slot, FALSE) : NULL;

      if (!device)
        {
          EdgeKitDevice found = { 0 };

          if (!slot && !compatible)
            continue; /* a virtual display */
          read_ids (snapshot, &found, folder, uevent);
          vendor_row = g_strdup_printf ("%04x", found.vendor);
          if (found.vendor && table_says ("pci-vendors", vendor_row, "ignore"))
            continue;
          /* display controllers of boards have a DRM card too, and compute nothing */
          if (!slot && !g_key_file_has_group (_edgekit_table_get ("platform-gpus"), compatible))
            continue;
          device = add_device (devices, kind, slot);
        }
      read_ids (snapshot, device, folder, uevent);
      take_uevent (device, uevent);
      if (!device->folder)
        device->folder = g_strdup (folder);
      if (!device->compatible)
        device->compatible = g_steal_pointer (&compatible);
    }
}

/* --- KFD: AMD's compute driver --------------------------------------------------- */

static void
find_in_kfd (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  const char *prefix = "file:/sys/class/kfd/kfd/topology/nodes/";
  g_autoptr(GArray) nodes = _edgekit_decode_numbers (snapshot, prefix, "/properties");

  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s%u", prefix, g_array_index (nodes, guint, i));
      const char *text = _edgekit_decode_text (snapshot, "%s/properties", folder);
      gint64 location = _edgekit_decode_field_int (text, "location_id", ' ');
      gint64 domain = _edgekit_decode_field_int (text, "domain", ' ');
      g_autofree char *pci = NULL;
      EdgeKitDevice *device;

      if (_edgekit_decode_field_int (text, "simd_count", ' ') <= 0 || location < 0)
        continue; /* the processor is a node as well */
      pci = g_strdup_printf ("%04x:%02x:%02x.0", (guint) MAX (domain, 0), (guint) location >> 8 & 0xff,
                             (guint) location >> 3 & 0x1f);
      device = find_board (devices, pci, TRUE);
      if (!device)
        device = add_device (devices, EDGEKIT_ACCELERATOR_KIND_GPU, pci);
      if (device->vendor == 0)
        {
          device->vendor = (guint) MAX (_edgekit_decode_field_int (text, "vendor_id", ' '), 0) & 0xffff;
          device->device = (guint) MAX (_edgekit_decode_field_int (text, "device_id", ' '), 0) & 0xffff;
        }
      device->partitions++;
      if (!device->kfd)
        {
          device->kfd = text;
          device->kfd_folder = g_strdup (folder);
        }
      if (!device->driver)
        device->driver = g_strdup ("amdgpu"); /* KFD is a part of it */
      device->driver_known = TRUE;
    }
}

/* --- NVIDIA's own folder ----------------------------------------------------------- */

static void
find_in_nvidia (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  const char *prefix = "file:/proc/driver/nvidia/gpus/";
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, prefix);

  for (char **key = keys; *key; key++)
    {
      g_autofree char *pci = NULL;
      g_autofree char *model = NULL;
      const char *text = edgekit_snapshot_get_text (snapshot, *key);
      const char *slash = strchr (*key + strlen (prefix), '/');
      EdgeKitDevice *device;

      if (!slash)
        continue;
      pci = g_strndup (*key + strlen (prefix), slash - *key - strlen (prefix));
      device = find_board (devices, pci, FALSE);
      if (!device)
        {
          device = add_device (devices, EDGEKIT_ACCELERATOR_KIND_GPU, pci);
          device->vendor = 0x10de;
        }
      _edgekit_decode_set (&device->driver, "nvidia");
      device->driver_known = TRUE;
      /* it says “Unknown” until the card was first used */
      model = g_str_equal (slash, "/information") ? _edgekit_decode_field (text, "Model", ':') : NULL;
      if (model && !g_str_equal (model, "Unknown"))
        _edgekit_decode_set (&device->name, model);
    }
}

/* --- Built into a chip without a PCI bus --------------------------------------------- */

static void
find_on_platform (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, GPtrArray *devices)
{
  static const char *const places[] = { "file:/proc/device-tree/compatible",
                                        "file:/sys/firmware/devicetree/base/compatible" };
  GKeyFile *table = _edgekit_table_get ("platform-gpus");

  for (guint i = 0; i < devices->len; i++)
    if (((EdgeKitDevice *) g_ptr_array_index (devices, i))->compatible)
      return;
  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    {
      const char *text = edgekit_snapshot_get_text (snapshot, places[p]);
      g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", -1);

      for (char **line = lines; *line; line++)
        if (**line && g_key_file_has_group (table, *line))
          {
            EdgeKitDevice *device = add_device (devices, EDGEKIT_ACCELERATOR_KIND_GPU, NULL);

            device->compatible = g_strdup (*line);
            return;
          }
    }
  if (profile->cpu && g_strcmp0 (profile->cpu->vendor, "apple") == 0)
    {
      EdgeKitDevice *device = add_device (devices, EDGEKIT_ACCELERATOR_KIND_GPU, NULL);

      device->compatible = g_strdup ("apple,agx");
      device->name = profile->cpu->name ? g_strdup_printf ("%s GPU", profile->cpu->name) : NULL;
    }
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const EdgeKitDevice *x = *(EdgeKitDevice *const *) a, *y = *(EdgeKitDevice *const *) b;

  if (x->kind != y->kind)
    return x->kind - y->kind;
  return g_strcmp0 (x->pci, y->pci);
}

GPtrArray *
_edgekit_decode_find_devices (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (device_free);

  find_on_pci (snapshot, devices);
  find_in_class (snapshot, devices, "file:/sys/class/drm/card", EDGEKIT_ACCELERATOR_KIND_GPU);
  find_in_class (snapshot, devices, "file:/sys/class/accel/accel", EDGEKIT_ACCELERATOR_KIND_NPU);
  find_in_kfd (snapshot, devices);
  find_in_nvidia (snapshot, devices);
  find_on_platform (snapshot, profile, devices);
  g_ptr_array_sort (devices, compare_devices);
  return devices;
}
