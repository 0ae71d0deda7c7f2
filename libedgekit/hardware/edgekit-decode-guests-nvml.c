/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"
#include "edgekit-i18n-private.h"

#define VENDOR_NVIDIA 0x10de
#define MHZ 1000000

/* nvmlReturn_t in nvml.h */
enum
{
  NVML_NOT_SUPPORTED = 3,
  NVML_NO_PERMISSION = 4,
  NVML_GPU_IS_LOST = 15,
  NVML_RESET_REQUIRED = 16,
  NVML_OPERATING_SYSTEM = 17,
  NVML_VERSION_MISMATCH = 18,
};

/* What can be planned with, and what of it is free. The whole contains what the
 * driver keeps for itself; the older call does not tell how much. */
static void
read_memory (EdgeKitGuest *guest, JsonObject *object, gint64 *total, gint64 *available)
{
  JsonObject *memory = _edgekit_document_object (object, "memory");
  gint64 reserved;

  *total = *available = EDGEKIT_UNKNOWN;
  if (!memory)
    return;
  *total = _edgekit_guest_int (guest, memory, "total", 0, EDGEKIT_GUEST_MAX_BYTES);
  *available = _edgekit_guest_int (guest, memory, "free", 0, EDGEKIT_GUEST_MAX_BYTES);
  reserved = _edgekit_guest_int (guest, memory, "reserved", 0, EDGEKIT_GUEST_MAX_BYTES);
  if (reserved > 0 && reserved < *total)
    *total -= reserved;
  else if (reserved > 0 && *total != EDGEKIT_UNKNOWN)
    {
      guest->doubtful = TRUE;
      *total = EDGEKIT_UNKNOWN;
    }
}

/* A program gets one part of a divided card: the largest is what it can count on. */
static void
take_parts (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator, EdgeKitMemoryPool *pool)
{
  g_autoptr(GPtrArray) parts = _edgekit_guest_list (guest, device, "mig_devices");
  gint64 largest = EDGEKIT_UNKNOWN, largest_free = EDGEKIT_UNKNOWN;

  if (parts->len == 0)
    return;
  accelerator->partitions = parts->len;
  for (guint i = 0; i < parts->len; i++)
    {
      gint64 total, available;

      read_memory (guest, g_ptr_array_index (parts, i), &total, &available);
      if (total <= largest)
        continue;
      largest = total;
      largest_free = available;
    }
  _edgekit_guest_set_limit (guest, pool, largest_free == EDGEKIT_UNKNOWN ? largest : MIN (largest, largest_free),
                            "MIG device");
}

static void
take_memory (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator)
{
  gint64 status = _edgekit_guest_int (guest, device, "memory_status", 0, G_MAXUINT32);
  gint64 clock = _edgekit_guest_int (guest, device, "memory_clock_mhz", 1, 100000);
  gint64 width = _edgekit_guest_int (guest, device, "memory_bus_width", 1, 65536);
  EdgeKitMemoryPool *pool;
  gint64 total, available;

  /* what is built into a chip has no memory of its own to speak of (nvml.h,
   * nvmlDeviceGetMemoryInfo): GB10, Thor */
  if (status == NVML_NOT_SUPPORTED)
    {
      _edgekit_guest_unify (guest, accelerator);
      return;
    }
  pool = _edgekit_guest_vram (guest, accelerator);
  if (!pool)
    return;
  read_memory (guest, device, &total, &available);
  _edgekit_guest_set_memory (guest, pool, total, available, "nvmlDeviceGetMemoryInfo");
  /* two transfers in each clock: an RTX 4090 has 2 x 10501 MHz x 384 bits = 1008 GB/s */
  _edgekit_guest_set_bandwidth (guest, pool, clock * MHZ, 2, width, "memory clock x bus width");
  take_parts (guest, device, accelerator, pool);
}

/* A card that a container may not use is counted, too (nvml.h,
 * nvmlDeviceGetCount_v2): that is nothing to tell. */
static void
note_device_status (EdgeKitGuest *guest, gint64 status)
{
  if (status == NVML_GPU_IS_LOST || status == NVML_RESET_REQUIRED)
    _edgekit_guest_note (guest, "gpu-lost", EDGEKIT_SEVERITY_WARNING,
                         _ ("An NVIDIA graphics card has stopped answering its driver."),
                         _ ("Restart the computer; if it happens again, the card or its power supply may be at "
                            "fault."));
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device, const char *driver_version, const char *max_cuda)
{
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, VENDOR_NVIDIA);
  g_autofree char *name = _edgekit_guest_name (guest, device, "name");
  g_autofree char *capability = _edgekit_guest_capability (guest, device);
  EdgeKitAccelerator *accelerator;

  if (json_object_has_member (device, "error"))
    {
      note_device_status (guest, _edgekit_guest_int (guest, device, "status", G_MININT32, G_MAXINT32));
      return;
    }
  accelerator = _edgekit_guest_find_or_add (guest, id, name);
  if (!accelerator)
    return;
  if (accelerator->usable == EDGEKIT_TRISTATE_UNKNOWN)
    accelerator->usable = EDGEKIT_TRISTATE_YES;
  _edgekit_guest_set_string (guest, accelerator, "name", &accelerator->name, name, FALSE);
  _edgekit_guest_set_string (guest, accelerator, "compute_capability", &accelerator->compute_capability, capability,
                             TRUE);
  _edgekit_guest_set_string (guest, accelerator, "driver_version", &accelerator->driver_version,
                             driver_version, FALSE);
  _edgekit_guest_set_string (guest, accelerator, "max_cuda", &accelerator->max_cuda, max_cuda, TRUE);
  take_memory (guest, device, accelerator);
}

static void
mark_unusable (EdgeKitGuest *guest)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (guest->profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (guest->profile->accelerators), i);

      if (g_strcmp0 (a->vendor, "nvidia") == 0 && g_strcmp0 (a->driver, "nvidia") == 0)
        a->usable = EDGEKIT_TRISTATE_NO;
    }
}

/* The library is there and says why it cannot work. That no driver is loaded, or
 * no card there, is known already. */
static void
note_status (EdgeKitGuest *guest, gint64 status)
{
  switch (status)
    {
    case NVML_VERSION_MISMATCH:
      mark_unusable (guest);
      _edgekit_guest_note (guest, "mismatch", EDGEKIT_SEVERITY_WARNING,
                           _ ("The NVIDIA driver that runs and the one that is installed have different versions."),
                           _ ("Restart the computer: the driver was updated while it was running."));
      break;
    case NVML_NO_PERMISSION:
    case NVML_OPERATING_SYSTEM:
      _edgekit_guest_note (guest, "denied", EDGEKIT_SEVERITY_WARNING,
                           _ ("The NVIDIA driver does not let you use the graphics card."),
                           _ ("In a container, the devices /dev/nvidia* have to be passed on and allowed."));
      break;
    default:
      break;
    }
}

void
_edgekit_decode_guest_nvml (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");
  g_autofree char *version = _edgekit_guest_name (guest, guest->answer, "driver_version");
  g_autofree char *max_cuda = _edgekit_guest_cuda_version (guest);

  if (json_object_has_member (guest->answer, "error"))
    note_status (guest, _edgekit_guest_int (guest, guest->answer, "status", G_MININT32, G_MAXINT32));
  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i), version, max_cuda);
}
