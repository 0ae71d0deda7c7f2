/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"

/* What a guest says joins a device by its PCI address, or by its ids where only
 * one device has them. It fills in what nobody else told, and never overrides
 * what the kernel says. */

static EdgeKitAccelerator *
find_accelerator (EdgeKitHardwareProfile *profile, const char *pci, gint64 vendor, gint64 device)
{
  g_autofree char *id = g_strdup_printf ("%04x:%04x", (guint) vendor & 0xffff, (guint) device & 0xffff);
  EdgeKitAccelerator *by_id = NULL;
  guint with_id = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) a = g_list_model_get_item (G_LIST_MODEL (profile->accelerators), i);

      if (pci && a->pci && g_str_equal (a->pci, pci))
        return a;
      if (g_strcmp0 (a->pci_id, id) == 0)
        {
          by_id = a;
          with_id++;
        }
    }
  return with_id == 1 ? by_id : NULL;
}

static void
add_runtime (EdgeKitAccelerator *accelerator, const char *name)
{
  guint n = accelerator->runtimes ? g_strv_length (accelerator->runtimes) : 0;

  if (accelerator->runtimes && g_strv_contains ((const char *const *) accelerator->runtimes, name))
    return;
  accelerator->runtimes = g_renew (char *, accelerator->runtimes, n + 2);
  accelerator->runtimes[n] = g_strdup (name);
  accelerator->runtimes[n + 1] = NULL;
}

/* The heaps that lie on the device; on shared memory they are not more memory. */
static void
take_heaps (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, JsonObject *device)
{
  g_autofree char *id = g_strdup_printf ("%s.vram", accelerator->id);
  EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, id);
  JsonNode *node = json_object_get_member (device, "heaps");
  JsonArray *heaps = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 total = 0, budget = 0;
  gboolean has_budget = FALSE;

  for (guint i = 0; heaps && i < json_array_get_length (heaps); i++)
    {
      JsonNode *item = json_array_get_element (heaps, i);
      JsonObject *heap = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
      gint64 size = 0, free_now = EDGEKIT_UNKNOWN, usage = 0;
      const gint64 most = G_GINT64_CONSTANT (1) << 50;

      if (!heap || !json_object_get_boolean_member_with_default (heap, "device_local", FALSE) ||
          !_edgekit_json_get_int (heap, "size", 0, most, &size, "heap", NULL) ||
          !_edgekit_json_get_int (heap, "budget", 0, most, &free_now, "heap", NULL) ||
          !_edgekit_json_get_int (heap, "usage", 0, most, &usage, "heap", NULL))
        continue;
      total += size;
      if (free_now != EDGEKIT_UNKNOWN)
        {
          has_budget = TRUE;
          budget += MAX (MIN (free_now, size) - usage, 0);
        }
    }
  if (!pool || total <= 0)
    return;
  if (pool->total == EDGEKIT_UNKNOWN)
    {
      g_autofree char *path = g_strdup_printf ("memory_pools.%s.total", pool->id);

      pool->total = total;
      _edgekit_hardware_profile_set_provenance (profile, path, EDGEKIT_PROVENANCE_REPORTED,
                                                "guest:vulkan device-local heaps");
    }
  if (pool->available == EDGEKIT_UNKNOWN && has_budget)
    {
      g_autofree char *path = g_strdup_printf ("memory_pools.%s.available", pool->id);

      pool->available = MIN (budget, pool->total);
      _edgekit_hardware_profile_set_provenance (profile, path, EDGEKIT_PROVENANCE_REPORTED,
                                                "guest:vulkan VK_EXT_memory_budget");
    }
}

static void
take_device (EdgeKitHardwareProfile *profile, JsonObject *device)
{
  const char *pci = NULL, *type = NULL, *name = NULL;
  gint64 vendor = 0, id = 0, allocation = EDGEKIT_UNKNOWN, range = EDGEKIT_UNKNOWN;
  EdgeKitAccelerator *accelerator;

  if (!_edgekit_json_get_string (device, "pci", &pci, "device", NULL) ||
      !_edgekit_json_get_string (device, "type", &type, "device", NULL) ||
      !_edgekit_json_get_string (device, "name", &name, "device", NULL) ||
      !_edgekit_json_get_int (device, "vendor_id", 0, G_MAXUINT32, &vendor, "device", NULL) ||
      !_edgekit_json_get_int (device, "device_id", 0, G_MAXUINT32, &id, "device", NULL) ||
      !_edgekit_json_get_int (device, "max_allocation", 0, G_MAXINT64, &allocation, "device", NULL) ||
      !_edgekit_json_get_int (device, "max_storage_range", 0, G_MAXUINT32, &range, "device", NULL))
    return;
  if (g_strcmp0 (type, "cpu") == 0)
    return; /* llvmpipe draws on the processor */
  accelerator = find_accelerator (profile, pci, vendor, id);
  if (!accelerator)
    return;
  add_runtime (accelerator, "vulkan");
  if (!accelerator->name && name)
    accelerator->name = _edgekit_decode_clean_name (name);
  if (allocation > 0)
    accelerator->max_allocation = allocation;
  if (range > 0)
    accelerator->max_storage_range = range;
  take_heaps (profile, accelerator, device);
}

void
_edgekit_decode_guests (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  const char *failure = edgekit_snapshot_get_failure (snapshot, "guest:vulkan");
  JsonNode *answer = _edgekit_snapshot_get_json (snapshot, "guest:vulkan");
  JsonObject *object = answer && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonNode *list = object ? json_object_get_member (object, "devices") : NULL;
  JsonArray *devices = list && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  if (g_strcmp0 (failure, EDGEKIT_FAILURE_TIMEOUT) == 0)
    _edgekit_hardware_profile_add_note (
        profile, "vulkan-timeout", EDGEKIT_SEVERITY_WARNING, _ ("The Vulkan driver did not answer within 5 seconds."),
        _ ("What the system itself knows about the graphics card is used instead."));
  else if (failure && !g_str_equal (failure, EDGEKIT_FAILURE_MISSING))
    _edgekit_hardware_profile_add_note (
        profile, "vulkan-failed", EDGEKIT_SEVERITY_WARNING, _ ("The Vulkan driver failed when it was asked."),
        _ ("What the system itself knows about the graphics card is used instead."));
  for (guint i = 0; devices && i < json_array_get_length (devices); i++)
    {
      JsonNode *item = json_array_get_element (devices, i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        take_device (profile, json_node_get_object (item));
    }
}
