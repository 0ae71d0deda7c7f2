/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A Vulkan loader: an Arc A770 and llvmpipe, or, with FAKE=nvidia, a GeForce with
 * a small heap that is a window onto the large one; FAKE=integrated, graphics of an
 * Intel processor. While VK_DRIVER_FILES is set, a device for each file that it
 * names, called as the file is. */

#include <glib.h>

#include "abi-vulkan.h"
#include "fake.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT VoidFunction vkGetInstanceProcAddr (VkInstance instance, const char *name);

static int devices[16384];

static int32_t
create (const InstanceCreateInfo *info, const void *allocator, VkInstance *instance)
{
  fake_begin ();
  if (info->application->api_version != VK_API_VERSION_1_1)
    return -9;
  *instance = &devices[0];
  return fake_status (0);
}

static char **
driver_files (void)
{
  const char *files = getenv ("VK_DRIVER_FILES");

  return files ? g_strsplit (files, ":", -1) : NULL;
}

static int32_t
enumerate (VkInstance instance, uint32_t *n, VkPhysicalDevice *list)
{
  g_auto(GStrv) files = driver_files ();
  uint32_t count = files ? g_strv_length (files) : fake_is ("many") ? 10000 : 2;
  uint32_t room = list ? *n : count;

  for (uint32_t i = 0; list && i < MIN (count, room); i++)
    list[i] = &devices[i];
  *n = MIN (count, room);
  return room < count ? 5 : 0;
}

static int32_t
list_extensions (VkPhysicalDevice device, const char *layer, uint32_t *n, ExtensionProperties *list)
{
  static const char *const names[] = { "VK_KHR_swapchain", "VK_EXT_pci_bus_info", "VK_KHR_driver_properties",
                                       "VK_EXT_memory_budget" };
  uint32_t count = fake_is ("bare") ? 1 : G_N_ELEMENTS (names);

  for (uint32_t i = 0; list && i < MIN (*n, count); i++)
    snprintf (list[i].name, sizeof list[i].name, "%s", names[i]);
  *n = fake_is ("absurd") ? 0xffffffff : count;
  return 0;
}

static void
get_properties (VkPhysicalDevice device, DeviceProperties2 *out)
{
  g_auto(GStrv) files = driver_files ();
  guint index = (int *) device - devices;
  gboolean software = index == 1 && !files;
  DeviceProperties *p = &out->properties;
  g_autofree char *name = files ? g_path_get_basename (files[index]) : NULL;
  gboolean integrated = fake_is ("integrated"), nvidia = fake_is ("nvidia");

  p->api_version = VK_API_VERSION_1_1 + 42;
  p->vendor_id = software ? 0x10005 : nvidia ? 0x10de : 0x8086;
  p->device_id = software ? 0 : nvidia ? 0x2684 : integrated ? 0x7d55 : 0x56a0 + index;
  p->device_type = software ? 4 : integrated ? 1 : 2;
  fake_name (p->name, sizeof p->name,
             name       ? name
             : software ? "llvmpipe (LLVM 15.0.6, 256 bits)"
             : nvidia   ? "NVIDIA GeForce RTX 4090"
                        : "Intel(R) Arc(tm) A770 Graphics (DG2)");
  p->limits.storage_buffer_range = 1u << 30;
  for (PciBusInfo *next = out->next; next; next = next->next)
    if (next->type == VK_TYPE_PCI_BUS_INFO_PROPERTIES)
      {
        next->domain = 0;
        next->bus = software ? 0 : 0xe1 - index;
        next->device = fake_is ("absurd") ? 0xffffffff : 0;
        next->function = 0;
      }
    else if (next->type == VK_TYPE_MAINTENANCE_3_PROPERTIES)
      ((Maintenance3 *) next)->max_allocation = 4 * GIB - 1;
    else if (next->type == VK_TYPE_DRIVER_PROPERTIES)
      {
        DriverProperties *driver = (DriverProperties *) next;

        driver->driver_id = software ? 13 : nvidia ? 4 : 6;
        snprintf (driver->name, sizeof driver->name, "%s", software ? "llvmpipe" : "a driver");
      }
}

static void
get_memory (VkPhysicalDevice device, MemoryProperties2 *out)
{
  MemoryBudget *budget = out->next;

  out->n_heaps = fake_is ("absurd") ? 0xffffffff : 3;
  out->heaps[0] = (MemoryHeap) { fake_is ("absurd") ? G_MAXUINT64 : 16 * GIB, VK_MEMORY_HEAP_DEVICE_LOCAL };
  out->heaps[1] = (MemoryHeap) { 32 * GIB, 0 };
  out->heaps[2] = (MemoryHeap) { 256 * MIB, fake_is ("integrated") ? 0 : VK_MEMORY_HEAP_DEVICE_LOCAL };
  if (!budget || budget->type != VK_TYPE_MEMORY_BUDGET_PROPERTIES)
    return;
  for (guint i = 0; i < 3; i++)
    {
      budget->budget[i] = fake_is ("lie") ? out->heaps[i].size + 1 : out->heaps[i].size / 2;
      budget->usage[i] = 16 * MIB;
    }
}

VoidFunction
vkGetInstanceProcAddr (VkInstance instance, const char *name)
{
  const struct
  {
    const char *name;
    VoidFunction function;
  } functions[] = {
    { "vkCreateInstance", (VoidFunction) create },
    { "vkEnumeratePhysicalDevices", (VoidFunction) enumerate },
    { "vkEnumerateDeviceExtensionProperties", (VoidFunction) list_extensions },
    { "vkGetPhysicalDeviceProperties2", (VoidFunction) get_properties },
    { "vkGetPhysicalDeviceMemoryProperties2", fake_is ("old") ? NULL : (VoidFunction) get_memory },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return functions[i].function;
  return NULL;
}
