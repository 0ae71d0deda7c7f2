/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "abi-vulkan.h"
#include "probe-vulkan.h"

#define MAX_EXTENSIONS 4096

typedef struct
{
  EnumeratePhysicalDevices enumerate;
  EnumerateExtensions extensions;
  GetProperties2 properties;
  GetMemoryProperties2 memory;
} Vulkan;

static const char *const device_types[] = { "other", "integrated", "discrete", "virtual", "cpu" };

typedef struct
{
  gboolean pci_bus_info, driver_properties, memory_budget;
} Extensions;

static Extensions
list_extensions (const Vulkan *vk, VkPhysicalDevice device)
{
  Extensions found = { FALSE, FALSE, FALSE };
  const struct
  {
    const char *name;
    gboolean *found;
  } wanted[] = {
    { "VK_EXT_pci_bus_info", &found.pci_bus_info },
    { "VK_KHR_driver_properties", &found.driver_properties },
    { "VK_EXT_memory_budget", &found.memory_budget },
  };
  uint32_t n = 0;
  g_autofree ExtensionProperties *list = NULL;

  if (vk->extensions (device, NULL, &n, NULL) != 0 || n == 0 || n > MAX_EXTENSIONS)
    return found;
  list = g_new0 (ExtensionProperties, n);
  if (vk->extensions (device, NULL, &n, list) < 0)
    return found;
  for (uint32_t i = 0; i < n; i++)
    for (guint w = 0; w < G_N_ELEMENTS (wanted); w++)
      if (strncmp (list[i].name, wanted[w].name, sizeof list[i].name) == 0)
        *wanted[w].found = TRUE;
  return found;
}

static void
write_heaps (const Vulkan *vk, VkPhysicalDevice device, gboolean budgets, GString *out)
{
  MemoryBudget budget = { .type = VK_TYPE_MEMORY_BUDGET_PROPERTIES };
  MemoryProperties2 memory = { .type = VK_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2, .next = budgets ? &budget : NULL };

  vk->memory (device, &memory);
  probe_json_open (out, "heaps", '[');
  for (uint32_t i = 0; i < MIN (memory.n_heaps, MAX_HEAPS); i++)
    {
      probe_json_open (out, NULL, '{');
      probe_json_number (out, "size", memory.heaps[i].size);
      probe_json_bool (out, "device_local", (memory.heaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL) != 0);
      if (budgets)
        {
          probe_json_number (out, "budget", budget.budget[i]);
          probe_json_number (out, "usage", budget.usage[i]);
        }
      probe_json_close (out, '}');
    }
  probe_json_close (out, ']');
}

static void
write_device (const Vulkan *vk, VkPhysicalDevice device, GString *out)
{
  Extensions has = list_extensions (vk, device);
  PciBusInfo pci = { .type = VK_TYPE_PCI_BUS_INFO_PROPERTIES };
  DriverProperties driver = { .type = VK_TYPE_DRIVER_PROPERTIES, .next = has.pci_bus_info ? &pci : NULL };
  Maintenance3 maintenance = { .type = VK_TYPE_MAINTENANCE_3_PROPERTIES,
                               .next = has.driver_properties ? (void *) &driver : driver.next };
  DeviceProperties2 properties = { .type = VK_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .next = &maintenance };
  const DeviceProperties *p = &properties.properties;
  g_autofree char *version = NULL;

  vk->properties (device, &properties);
  version = g_strdup_printf ("%u.%u.%u", p->api_version >> 22 & 0x7f, p->api_version >> 12 & 0x3ff,
                             p->api_version & 0xfff);
  probe_json_string (out, "name", p->name, sizeof p->name);
  probe_json_string (out, "type",
                     device_types[(guint) p->device_type < G_N_ELEMENTS (device_types) ? p->device_type : 0], 16);
  probe_json_number (out, "vendor_id", p->vendor_id);
  probe_json_number (out, "device_id", p->device_id);
  probe_json_string (out, "api_version", version, 32);
  probe_json_number (out, "max_storage_range", p->limits.storage_buffer_range);
  probe_json_number (out, "max_allocation", maintenance.max_allocation);
  if (has.driver_properties)
    {
      probe_json_number (out, "driver_id", driver.driver_id);
      probe_json_string (out, "driver", driver.name, sizeof driver.name);
      probe_json_string (out, "driver_info", driver.info, sizeof driver.info);
    }
  if (has.pci_bus_info)
    probe_json_pci (out, pci.domain, pci.bus, pci.device, pci.function);
  write_heaps (vk, device, has.memory_budget, out);
}

/* FALSE with an error written. */
static gboolean
load (GModule *module, Vulkan *vk, VkInstance *instance, GString *out)
{
  const ApplicationInfo application = { .type = VK_TYPE_APPLICATION_INFO, .name = "edgekit-probe",
                                        .api_version = VK_API_VERSION_1_1 };
  const InstanceCreateInfo info = { .type = VK_TYPE_INSTANCE_CREATE_INFO, .application = &application };
  GetInstanceProcAddr get = NULL;
  const ProbeSymbol symbols[] = { { (gpointer *) &get, "vkGetInstanceProcAddr" } };
  CreateInstance create;
  int status;

  if (!probe_load (module, symbols, G_N_ELEMENTS (symbols), out))
    return FALSE;
  create = (CreateInstance) get (NULL, "vkCreateInstance");
  status = create ? create (&info, NULL, instance) : -1;
  if (status != 0)
    {
      probe_json_error (out, "init", status);
      return FALSE;
    }
  vk->enumerate = (EnumeratePhysicalDevices) get (*instance, "vkEnumeratePhysicalDevices");
  vk->extensions = (EnumerateExtensions) get (*instance, "vkEnumerateDeviceExtensionProperties");
  vk->properties = (GetProperties2) get (*instance, "vkGetPhysicalDeviceProperties2");
  vk->memory = (GetMemoryProperties2) get (*instance, "vkGetPhysicalDeviceMemoryProperties2");
  if (vk->enumerate && vk->extensions && vk->properties && vk->memory)
    return TRUE;
  probe_json_error (out, "symbol", 0);
  return FALSE;
}

void
probe_vulkan (const Probe *probe, GString *out)
{
  static const char *const names[] = { "libvulkan.so.1", NULL };
  GModule *module = probe_choose_vulkan_drivers (probe) ? probe_open (probe, names, out) : NULL;
  Vulkan vk = { 0 };
  VkInstance instance = NULL;
  VkPhysicalDevice devices[PROBE_MAX_DEVICES] = { 0 };
  uint32_t count = 0, n = PROBE_MAX_DEVICES;
  int status;

  if (!module || !load (module, &vk, &instance, out))
    return;
  status = vk.enumerate (instance, &count, NULL);
  /* VK_INCOMPLETE (5) means that there are more */
  if (status >= 0 && count > 0)
    status = vk.enumerate (instance, &n, devices);
  else
    n = 0;
  if (status < 0)
    {
      probe_json_error (out, "count", status);
      n = 0;
    }
  probe_json_number (out, "count", count);
  probe_json_open (out, "devices", '[');
  for (uint32_t i = 0; i < MIN (n, PROBE_MAX_DEVICES); i++)
    if (devices[i])
      {
        probe_json_open (out, NULL, '{');
        write_device (&vk, devices[i], out);
        probe_json_close (out, '}');
      }
  probe_json_close (out, ']');
}
