/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-device-table-private.h"
#include "edgekit-table-private.h"

#define PCI_PREFIX "file:/sys/bus/pci/devices/"
#define KFD_PREFIX "file:/sys/class/kfd/kfd/topology/nodes/"
/* base classes of the PCI code and ID assignment specification */
#define CLASS_MULTIMEDIA 0x04
#define CLASS_DISPLAY 0x03
#define CLASS_PERIPHERAL 0x08
#define CLASS_PROCESSOR 0x0b
#define CLASS_SIGNAL 0x11
#define CLASS_ACCELERATOR 0x12
#define CLASS_OTHER 0xff
#define SUBCLASS_OTHER_DISPLAY 0x80
#define MAX_DEVICES 1024 /* no computer has as many: a snapshot comes from outside */

void
_edgekit_device_free (EdgeKitDevice *device)
{
  g_free (device->pci);
  g_free (device->pci_id);
  g_free (device->chip);
  g_free (device->driver);
  g_free (device->folder);
  g_free (device->pci_folder);
  g_free (device->node);
  g_free (device->compatible);
  g_array_unref (device->kfd_nodes);
  g_free (device->name);
  g_free (device);
}

EdgeKitDevice *
_edgekit_device_new (EdgeKitAcceleratorKind kind, const char *pci)
{
  EdgeKitDevice *device = g_new0 (EdgeKitDevice, 1);

  device->kind = kind;
  device->pci = g_strdup (pci);
  device->revision = EDGEKIT_UNKNOWN;
  device->kfd_nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  return device;
}

EdgeKitDevice *
_edgekit_device_add (GPtrArray *devices, EdgeKitAcceleratorKind kind, const char *pci)
{
  EdgeKitDevice *device = _edgekit_device_new (kind, pci);

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
  return row && g_key_file_get_boolean (_edgekit_table_get (table), row, key, NULL);
}

gboolean
_edgekit_device_is_ignored (guint vendor, const char *chip)
{
  g_autofree char *row = g_strdup_printf ("%04x", vendor);

  return table_says ("pci-vendors", row, "ignore") || table_says ("chips", chip, "ignore");
}

void
_edgekit_device_set_ids (EdgeKitDevice *device, gint64 vendor, gint64 id)
{
  if (vendor <= 0 || id < 0 || device->vendor)
    return;
  device->vendor = (guint) vendor & 0xffff;
  device->device = (guint) id & 0xffff;
  device->pci_id = g_strdup_printf ("%04x:%04x", device->vendor, device->device);
  device->chip = _edgekit_device_table_chip (device->pci_id);
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

const char *
_edgekit_decode_device_text (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *file)
{
  const char *text = device->pci_folder ? _edgekit_decode_text (snapshot, "%s/%s", device->pci_folder, file) : NULL;

  return text || !device->folder ? text : _edgekit_decode_text (snapshot, "%s/%s", device->folder, file);
}

/* --- The PCI bus --------------------------------------------------------------- */

/* Whether a device of this class may be one that computes; NPUs hide in many. */
static gboolean
may_compute (guint class)
{
  switch (class >> 16)
    {
    case CLASS_MULTIMEDIA:
    case CLASS_DISPLAY:
    case CLASS_PERIPHERAL:
    case CLASS_PROCESSOR:
    case CLASS_SIGNAL:
    case CLASS_ACCELERATOR:
    case CLASS_OTHER:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_accelerator (guint class, guint vendor, const char *chip, const char *pci)
{
  if (_edgekit_device_is_ignored (vendor, chip))
    return FALSE;
  if (table_says ("chips", chip, "npu"))
    return TRUE;
  /* 0x1200 is anything that computes; only what the tables know, or what can be
   * nothing else, is a GPU */
  if (class >> 16 == CLASS_ACCELERATOR)
    return chip || vendor == 0x1002 || vendor == 0x10de;
  if (class >> 16 != CLASS_DISPLAY)
    return FALSE;
  /* beside a display controller, a function of this kind is a second head of it;
   * alone, it is a GPU without outputs (Strix Halo) */
  return !((class >> 8 & 0xff) == SUBCLASS_OTHER_DISPLAY && !g_str_has_suffix (pci, ".0"));
}

static void
find_on_pci (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, PCI_PREFIX);

  for (char **key = keys; *key && devices->len < MAX_DEVICES; key++)
    {
      EdgeKitDevice found = { 0 };
      g_autofree char *folder = NULL;
      g_autofree char *pci_id = NULL;
      g_autofree char *chip = NULL;
      const char *pci;
      gint64 class;

      if (!g_str_has_suffix (*key, "/class"))
        continue;
      folder = g_path_get_dirname (*key);
      pci = folder + strlen (PCI_PREFIX);
      class = _edgekit_decode_int (snapshot, "%s", *key);
      if (class < 0 || class > 0xffffff || !may_compute ((guint) class))
        continue;
      _edgekit_device_set_ids (&found, _edgekit_decode_int (snapshot, "%s/vendor", folder),
                               _edgekit_decode_int (snapshot, "%s/device", folder));
      pci_id = found.pci_id;
      chip = found.chip;
      if (found.vendor && is_accelerator ((guint) class, found.vendor, chip, pci))
        {
          EdgeKitAcceleratorKind kind = table_says ("chips", chip, "npu") ? EDGEKIT_ACCELERATOR_KIND_NPU
                                                                          : EDGEKIT_ACCELERATOR_KIND_GPU;
          EdgeKitDevice *device = _edgekit_device_add (devices, kind, pci);

          _edgekit_device_set_ids (device, found.vendor, found.device);
          device->pci_folder = g_strdup (folder);
          take_uevent (device, _edgekit_decode_text (snapshot, "%s/uevent", folder));
        }
    }
}

/* --- DRM and accel -------------------------------------------------------------- */

static void
read_ids (EdgeKitSnapshot *snapshot, EdgeKitDevice *device, const char *folder, const char *uevent)
{
  g_autofree char *pci_id = _edgekit_decode_field (uevent, "PCI_ID", '=');

  if (pci_id && strchr (pci_id, ':'))
    _edgekit_device_set_ids (device, g_ascii_strtoll (pci_id, NULL, 16),
                             g_ascii_strtoll (strchr (pci_id, ':') + 1, NULL, 16));
  else
    _edgekit_device_set_ids (device, _edgekit_decode_int (snapshot, "%s/vendor", folder),
                             _edgekit_decode_int (snapshot, "%s/device", folder));
}

static EdgeKitDevice *
device_of_class (EdgeKitSnapshot *snapshot, GPtrArray *devices, EdgeKitAcceleratorKind kind, const char *folder,
                 const char *uevent)
{
  g_autofree char *slot = _edgekit_decode_field (uevent, "PCI_SLOT_NAME", '=');
  EdgeKitDevice *device = slot ? find_board (devices, slot, FALSE) : NULL;

  if (!device && slot)
    {
      device = _edgekit_device_add (devices, kind, slot);
      read_ids (snapshot, device, folder, uevent);
      if (_edgekit_device_is_ignored (device->vendor, device->chip))
        {
          g_ptr_array_remove (devices, device);
          return NULL;
        }
    }
  else if (!device)
    {
      /* display controllers of boards have a DRM card too, and compute nothing; a
       * card without either is virtual */
      g_autofree char *compatible = _edgekit_platform_compatible (uevent);

      if (!compatible)
        return NULL;
      device = _edgekit_device_add (devices, _edgekit_platform_kind (compatible), NULL);
      device->compatible = g_steal_pointer (&compatible);
    }
  read_ids (snapshot, device, folder, uevent);
  return device;
}

static void
find_in_class (EdgeKitSnapshot *snapshot, GPtrArray *devices, const char *prefix, EdgeKitAcceleratorKind kind)
{
  g_autoptr(GArray) numbers = _edgekit_decode_numbers (snapshot, prefix, "/device/uevent");

  for (guint i = 0; i < numbers->len && devices->len < MAX_DEVICES; i++)
    {
      guint number = g_array_index (numbers, guint, i);
      g_autofree char *folder = g_strdup_printf ("%s%u/device", prefix, number);
      const char *uevent = _edgekit_decode_text (snapshot, "%s/uevent", folder);
      EdgeKitDevice *device = device_of_class (snapshot, devices, kind, folder, uevent);

      if (!device)
        continue;
      take_uevent (device, uevent);
      if (!device->folder)
        device->folder = g_strdup (folder);
      if (!device->node && device->kind == EDGEKIT_ACCELERATOR_KIND_NPU && kind == device->kind)
        device->node = g_strdup_printf ("/dev/accel/accel%u", number);
    }
}

/* Which render node belongs to which device. */
static void
find_render_nodes (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  const char *prefix = "file:/sys/class/drm/renderD";
  g_autoptr(GArray) numbers = _edgekit_decode_numbers (snapshot, prefix, "/device/uevent");

  for (guint i = 0; i < numbers->len; i++)
    {
      guint number = g_array_index (numbers, guint, i);
      const char *uevent = _edgekit_decode_text (snapshot, "%s%u/device/uevent", prefix, number);
      g_autofree char *slot = _edgekit_decode_field (uevent, "PCI_SLOT_NAME", '=');
      g_autofree char *compatible = slot ? NULL : _edgekit_platform_compatible (uevent);

      for (guint d = 0; d < devices->len; d++)
        {
          EdgeKitDevice *device = g_ptr_array_index (devices, d);

          if (!device->node && ((slot && g_strcmp0 (device->pci, slot) == 0) ||
                                (compatible && g_strcmp0 (device->compatible, compatible) == 0)))
            device->node = g_strdup_printf ("/dev/dri/renderD%u", number);
        }
    }
}

/* --- KFD: AMD's compute driver --------------------------------------------------- */

/* Each partition of a board is a node of its own at another function, or with its
 * number in the highest bits of the place, as the kernel pleases. */
static gboolean
is_copy (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, gint64 location)
{
  for (guint i = 0; i < device->kfd_nodes->len; i++)
    {
      const char *text = _edgekit_decode_text (snapshot, KFD_PREFIX "%u/properties",
                                               g_array_index (device->kfd_nodes, guint, i));

      if (_edgekit_decode_field_int (text, "location_id", ' ') == location)
        return TRUE;
    }
  return FALSE;
}

static void
find_in_kfd (EdgeKitSnapshot *snapshot, GPtrArray *devices)
{
  g_autoptr(GArray) nodes = _edgekit_decode_numbers (snapshot, KFD_PREFIX, "/properties");

  for (guint i = 0; i < MIN (nodes->len, MAX_DEVICES); i++)
    {
      guint node = g_array_index (nodes, guint, i);
      const char *text = _edgekit_decode_text (snapshot, KFD_PREFIX "%u/properties", node);
      gint64 location = _edgekit_decode_field_int (text, "location_id", ' ');
      gint64 domain = _edgekit_decode_field_int (text, "domain", ' ');
      gint64 minor = _edgekit_decode_field_int (text, "drm_render_minor", ' ');
      g_autofree char *pci = NULL;
      EdgeKitDevice *device;

      if (_edgekit_decode_field_int (text, "simd_count", ' ') <= 0 || location < 0)
        continue; /* the processor is a node as well */
      pci = g_strdup_printf ("%04x:%02x:%02x.0", (guint) MAX (domain, 0), (guint) location >> 8 & 0xff,
                             (guint) location >> 3 & 0x1f);
      device = find_board (devices, pci, TRUE);
      if (!device)
        device = _edgekit_device_add (devices, EDGEKIT_ACCELERATOR_KIND_GPU, pci);
      _edgekit_device_set_ids (device, _edgekit_decode_field_int (text, "vendor_id", ' '),
                               _edgekit_decode_field_int (text, "device_id", ' '));
      device->partitions++;
      if (!device->kfd)
        device->kfd = text;
      if (!is_copy (snapshot, device, location))
        g_array_append_val (device->kfd_nodes, node);
      if (!device->node && minor > 0)
        device->node = g_strdup_printf ("/dev/dri/renderD%u", (guint) minor & 0xffff);
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

  for (char **key = keys; *key && devices->len < MAX_DEVICES; key++)
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
          device = _edgekit_device_add (devices, EDGEKIT_ACCELERATOR_KIND_GPU, pci);
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

/* A device that is newer than the tables may be in the list of PCI ids of the
 * computer, which begins with the chip: “AD102 [GeForce RTX 4090]”. */
static char *
listed_chip (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  const char *listed = device->pci_id ? _edgekit_decode_text (snapshot, "pci-name:%s", device->pci_id) : NULL;
  g_autofree char *row = g_strdup_printf ("%04x", device->vendor);
  g_autofree char *vendor = g_key_file_get_string (_edgekit_table_get ("pci-vendors"), row, "name", NULL);

  return listed ? _edgekit_device_table_chip_of_code_name (vendor, listed) : NULL;
}

static void
complete (EdgeKitSnapshot *snapshot, EdgeKitDevice *device)
{
  if (!device->chip && device->compatible)
    device->chip = g_key_file_get_string (_edgekit_table_get ("platform-devices"), device->compatible, "chip", NULL);
  if (!device->chip)
    device->chip = listed_chip (snapshot, device);
  device->revision = _edgekit_decode_number (_edgekit_decode_device_text (snapshot, device, "revision"));
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
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_device_free);

  find_on_pci (snapshot, devices);
  find_in_class (snapshot, devices, "file:/sys/class/drm/card", EDGEKIT_ACCELERATOR_KIND_GPU);
  find_in_class (snapshot, devices, "file:/sys/class/accel/accel", EDGEKIT_ACCELERATOR_KIND_NPU);
  find_render_nodes (snapshot, devices);
  find_in_kfd (snapshot, devices);
  find_in_nvidia (snapshot, devices);
  _edgekit_decode_find_on_platform (snapshot, profile, devices);
  for (guint i = 0; i < devices->len; i++)
    complete (snapshot, g_ptr_array_index (devices, i));
  g_ptr_array_sort (devices, compare_devices);
  return devices;
}
