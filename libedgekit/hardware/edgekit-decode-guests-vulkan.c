/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"
#include "edgekit-json-private.h"

/* VkDriverId in the Vulkan specification */
enum
{
  VULKAN_DRIVER_NVIDIA_PROPRIETARY = 4,
  VULKAN_DRIVER_GOOGLE_SWIFTSHADER = 10,
  VULKAN_DRIVER_MESA_LLVMPIPE = 13,
};

/* Some drivers draw on the processor. */
static gboolean
is_software (const char *type, gint64 driver)
{
  return g_strcmp0 (type, "cpu") == 0 || driver == VULKAN_DRIVER_MESA_LLVMPIPE ||
         driver == VULKAN_DRIVER_GOOGLE_SWIFTSHADER;
}

typedef struct
{
  gint64 total;
  gint64 available; /* EDGEKIT_UNKNOWN without VK_EXT_memory_budget */
} Heaps;

/* The heaps that lie on the device. They add up, but for NVIDIA's, whose small
 * second heap is a window onto the large one. */
static Heaps
read_heaps (EdgeKitGuest *guest, JsonObject *device, gboolean overlap)
{
  g_autoptr(GPtrArray) list = _edgekit_guest_list (guest, device, "heaps");
  Heaps heaps = { 0, 0 };
  gboolean all_budgets = TRUE;

  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *heap = g_ptr_array_index (list, i);
      gint64 size = _edgekit_guest_int (guest, heap, "size", 0, EDGEKIT_GUEST_MAX_BYTES);
      gint64 budget = _edgekit_guest_int (guest, heap, "budget", 0, EDGEKIT_GUEST_MAX_BYTES);
      gint64 usage = _edgekit_guest_int (guest, heap, "usage", 0, EDGEKIT_GUEST_MAX_BYTES);

      if (size <= 0 || _edgekit_document_flag (heap, "device_local") != EDGEKIT_TRISTATE_YES)
        continue;
      if (budget > size)
        {
          guest->doubtful = TRUE;
          budget = EDGEKIT_UNKNOWN;
        }
      if (overlap && size <= heaps.total)
        continue;
      if (overlap)
        heaps.total = heaps.available = 0;
      heaps.total += size;
      if (budget == EDGEKIT_UNKNOWN)
        all_budgets = FALSE;
      else
        heaps.available += MAX (budget - MAX (usage, 0), 0);
    }
  if (!all_budgets)
    heaps.available = EDGEKIT_UNKNOWN;
  return heaps.total > 0 ? heaps : (Heaps) { EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN };
}

static gboolean
has_faster_runtime (EdgeKitAccelerator *accelerator)
{
  const char *const *runtimes = (const char *const *) accelerator->runtimes;

  return runtimes && (g_strv_contains (runtimes, "cuda") || g_strv_contains (runtimes, "hip") ||
                      g_strv_contains (runtimes, "metal"));
}

static void
take_heaps (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator, gboolean overlap)
{
  Heaps heaps = read_heaps (guest, device, overlap);
  EdgeKitMemoryPool *shared = _edgekit_guest_shared (guest, accelerator);
  EdgeKitMemoryPool *own = _edgekit_guest_own (guest, accelerator);

  if (own)
    _edgekit_guest_set_memory (guest, own, heaps.total, heaps.available,
                               heaps.available == EDGEKIT_UNKNOWN ? "device-local heaps" : "VK_EXT_memory_budget");
  /* of main memory a driver lends less than all, and refuses what is above it; an
   * AMD one lends carve-out and GTT, which the kernel tells better */
  else if (shared && !_edgekit_guest_vram (guest, accelerator) && !has_faster_runtime (accelerator))
    _edgekit_guest_set_limit (guest, shared, heaps.available != EDGEKIT_UNKNOWN ? heaps.available : heaps.total,
                              "device-local heaps");
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device)
{
  const char *type = NULL;
  gint64 driver = _edgekit_guest_int (guest, device, "driver_id", 0, G_MAXINT32);
  gint64 allocation = _edgekit_guest_int (guest, device, "max_allocation", 0, G_MAXINT64);
  gint64 range = _edgekit_guest_int (guest, device, "max_storage_range", 0, G_MAXUINT32);
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, 0);
  g_autofree char *name = NULL;
  EdgeKitAccelerator *accelerator;

  if (!_edgekit_json_get_string (device, "type", &type, guest->name, NULL) || is_software (type, driver))
    return;
  name = _edgekit_guest_name (guest, device, "name");
  accelerator = _edgekit_guest_find_or_add (guest, id, name);
  if (!accelerator)
    return;
  if (accelerator->integrated == EDGEKIT_TRISTATE_UNKNOWN && type)
    accelerator->integrated = g_str_equal (type, "integrated") ? EDGEKIT_TRISTATE_YES
                              : g_str_equal (type, "discrete") ? EDGEKIT_TRISTATE_NO
                                                               : EDGEKIT_TRISTATE_UNKNOWN;
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES && !accelerator->pools)
    _edgekit_guest_unify (guest, accelerator);
  _edgekit_guest_add_runtime (accelerator, "vulkan");
  _edgekit_guest_set_string (guest, accelerator, "name", &accelerator->name, name, FALSE);
  if (allocation > 0)
    accelerator->max_allocation = allocation;
  if (range > 0)
    accelerator->max_storage_range = range;
  take_heaps (guest, device, accelerator, driver == VULKAN_DRIVER_NVIDIA_PROPRIETARY);
}

void
_edgekit_decode_guest_vulkan (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");

  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i));
}
