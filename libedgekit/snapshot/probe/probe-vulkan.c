/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "probe.h"

/* The part of the Vulkan 1.1 API that is used, written down from the Vulkan
 * specification (chapters "Initialization" and "Devices and Queues"), so that
 * nothing of a vendor is needed to build. Every struct that the loader fills is
 * followed by room to spare. */

typedef void *VkInstance;
typedef void *VkPhysicalDevice;

enum
{
  VK_TYPE_APPLICATION_INFO = 0,
  VK_TYPE_INSTANCE_CREATE_INFO = 1,
  VK_TYPE_PHYSICAL_DEVICE_PROPERTIES_2 = 1000059001,
  VK_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2 = 1000059006,
  VK_TYPE_PCI_BUS_INFO_PROPERTIES = 1000212000,
  VK_TYPE_MAINTENANCE_3_PROPERTIES = 1000168000,
  VK_TYPE_DRIVER_PROPERTIES = 1000196000,
  VK_TYPE_MEMORY_BUDGET_PROPERTIES = 1000237000,
};

#define VK_API_VERSION_1_1 ((1u << 22) | (1u << 12))
#define VK_MEMORY_HEAP_DEVICE_LOCAL 1u
#define MAX_DEVICES 64
#define MAX_HEAPS 16 /* VK_MAX_MEMORY_HEAPS */

typedef struct
{
  int32_t type;
  const void *next;
  const char *name;
  uint32_t version;
  const char *engine;
  uint32_t engine_version;
  uint32_t api_version;
} ApplicationInfo;

typedef struct
{
  int32_t type;
  const void *next;
  uint32_t flags;
  const ApplicationInfo *application;
  uint32_t n_layers;
  const char *const *layers;
  uint32_t n_extensions;
  const char *const *extensions;
} InstanceCreateInfo;

/* VkPhysicalDeviceProperties: its limits are 504 bytes of which two are read. */
typedef struct
{
  uint32_t api_version;
  uint32_t driver_version;
  uint32_t vendor_id;
  uint32_t device_id;
  int32_t device_type;
  char name[256];
  uint8_t cache_uuid[16];
  struct
  {
    uint32_t image_1d, image_2d, image_3d, image_cube, array_layers, texel_buffer_elements, uniform_buffer_range;
    uint32_t storage_buffer_range;
    uint8_t rest[504 - 8 * 4] __attribute__ ((aligned (8)));
  } limits __attribute__ ((aligned (8)));
  uint32_t sparse[5];
} DeviceProperties;

typedef struct
{
  int32_t type;
  void *next;
  DeviceProperties properties;
  uint8_t spare[256];
} DeviceProperties2;

typedef struct
{
  int32_t type;
  void *next;
  uint32_t domain, bus, device, function;
} PciBusInfo;

typedef struct
{
  int32_t type;
  void *next;
  uint32_t max_descriptors;
  uint64_t max_allocation;
} Maintenance3;

typedef struct
{
  int32_t type;
  void *next;
  uint32_t driver_id;
  char name[256];
  char info[256];
  uint8_t conformance[4];
} DriverProperties;

typedef struct
{
  uint64_t size;
  uint32_t flags;
} MemoryHeap;

typedef struct
{
  int32_t type;
  void *next;
  uint32_t n_types;
  struct
  {
    uint32_t flags, heap;
  } types[32];
  uint32_t n_heaps;
  MemoryHeap heaps[MAX_HEAPS];
  uint8_t spare[256];
} MemoryProperties2;

typedef struct
{
  int32_t type;
  void *next;
  uint64_t budget[MAX_HEAPS];
  uint64_t usage[MAX_HEAPS];
} MemoryBudget;

typedef struct
{
  char name[256];
  uint32_t version;
} ExtensionProperties;

typedef void (*VoidFunction) (void);
typedef VoidFunction (*GetInstanceProcAddr) (VkInstance, const char *);
typedef int32_t (*CreateInstance) (const InstanceCreateInfo *, const void *, VkInstance *);
typedef int32_t (*EnumeratePhysicalDevices) (VkInstance, uint32_t *, VkPhysicalDevice *);
typedef int32_t (*EnumerateExtensions) (VkPhysicalDevice, const char *, uint32_t *, ExtensionProperties *);
typedef void (*GetProperties2) (VkPhysicalDevice, DeviceProperties2 *);
typedef void (*GetMemoryProperties2) (VkPhysicalDevice, MemoryProperties2 *);

typedef struct
{
  EnumeratePhysicalDevices enumerate;
  EnumerateExtensions extensions;
  GetProperties2 properties;
  GetMemoryProperties2 memory;
} Vulkan;

static const char *const device_types[] = { "other", "integrated", "discrete", "virtual", "cpu" };

static gboolean
has_extension (const Vulkan *vk, VkPhysicalDevice device, const char *name)
{
  uint32_t n = 0;
  g_autofree ExtensionProperties *list = NULL;

  if (vk->extensions (device, NULL, &n, NULL) != 0 || n == 0 || n > 4096)
    return FALSE;
  list = g_new0 (ExtensionProperties, n);
  if (vk->extensions (device, NULL, &n, list) < 0)
    return FALSE;
  for (uint32_t i = 0; i < n; i++)
    if (strncmp (list[i].name, name, sizeof list[i].name) == 0)
      return TRUE;
  return FALSE;
}

static void
append_heaps (const Vulkan *vk, VkPhysicalDevice device, gboolean budgets, GString *out)
{
  MemoryBudget budget = { .type = VK_TYPE_MEMORY_BUDGET_PROPERTIES };
  MemoryProperties2 memory = { .type = VK_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2, .next = budgets ? &budget : NULL };

  vk->memory (device, &memory);
  g_string_append (out, ",\"heaps\":[");
  for (uint32_t i = 0; i < MIN (memory.n_heaps, MAX_HEAPS); i++)
    {
      g_string_append_printf (out, "%s{\"size\":%" G_GUINT64_FORMAT ",\"device_local\":%s", i ? "," : "",
                              memory.heaps[i].size & G_MAXINT64,
                              memory.heaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL ? "true" : "false");
      if (budgets)
        g_string_append_printf (out, ",\"budget\":%" G_GUINT64_FORMAT ",\"usage\":%" G_GUINT64_FORMAT,
                                budget.budget[i] & G_MAXINT64, budget.usage[i] & G_MAXINT64);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_device (const Vulkan *vk, VkPhysicalDevice device, GString *out)
{
  gboolean has_pci = has_extension (vk, device, "VK_EXT_pci_bus_info");
  gboolean has_driver = has_extension (vk, device, "VK_KHR_driver_properties");
  PciBusInfo pci = { .type = VK_TYPE_PCI_BUS_INFO_PROPERTIES };
  DriverProperties driver = { .type = VK_TYPE_DRIVER_PROPERTIES, .next = has_pci ? &pci : NULL };
  Maintenance3 maintenance = { .type = VK_TYPE_MAINTENANCE_3_PROPERTIES,
                               .next = has_driver ? (void *) &driver : driver.next };
  DeviceProperties2 properties = { .type = VK_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .next = &maintenance };
  const DeviceProperties *p = &properties.properties;
  guint type;

  vk->properties (device, &properties);
  type = (guint) p->device_type < G_N_ELEMENTS (device_types) ? (guint) p->device_type : 0;
  g_string_append (out, "{\"name\":");
  probe_append_string (out, p->name, sizeof p->name);
  g_string_append_printf (out, ",\"type\":\"%s\",\"vendor_id\":%u,\"device_id\":%u,\"api_version\":\"%u.%u.%u\"",
                          device_types[type], p->vendor_id, p->device_id, p->api_version >> 22 & 0x7f,
                          p->api_version >> 12 & 0x3ff, p->api_version & 0xfff);
  g_string_append_printf (out, ",\"max_storage_range\":%u,\"max_allocation\":%" G_GUINT64_FORMAT,
                          p->limits.storage_buffer_range, maintenance.max_allocation & G_MAXINT64);
  if (has_driver)
    {
      g_string_append_printf (out, ",\"driver_id\":%u,\"driver\":", driver.driver_id);
      probe_append_string (out, driver.name, sizeof driver.name);
      g_string_append (out, ",\"driver_info\":");
      probe_append_string (out, driver.info, sizeof driver.info);
    }
  if (has_pci)
    g_string_append_printf (out, ",\"pci\":\"%04x:%02x:%02x.%x\"", pci.domain, pci.bus & 0xff, pci.device & 0xff,
                            pci.function & 0xf);
  append_heaps (vk, device, has_extension (vk, device, "VK_EXT_memory_budget"), out);
  g_string_append_c (out, '}');
}

static gboolean
load_functions (GModule *module, Vulkan *vk, VkInstance *instance)
{
  const ApplicationInfo application = { .type = VK_TYPE_APPLICATION_INFO, .name = "edgekit-probe",
                                        .api_version = VK_API_VERSION_1_1 };
  const InstanceCreateInfo info = { .type = VK_TYPE_INSTANCE_CREATE_INFO, .application = &application };
  GetInstanceProcAddr get = NULL;
  CreateInstance create;

  if (!g_module_symbol (module, "vkGetInstanceProcAddr", (gpointer *) &get) || !get)
    return FALSE;
  create = (CreateInstance) get (NULL, "vkCreateInstance");
  if (!create || create (&info, NULL, instance) != 0)
    return FALSE;
  vk->enumerate = (EnumeratePhysicalDevices) get (*instance, "vkEnumeratePhysicalDevices");
  vk->extensions = (EnumerateExtensions) get (*instance, "vkEnumerateDeviceExtensionProperties");
  vk->properties = (GetProperties2) get (*instance, "vkGetPhysicalDeviceProperties2");
  vk->memory = (GetMemoryProperties2) get (*instance, "vkGetPhysicalDeviceMemoryProperties2");
  return vk->enumerate && vk->extensions && vk->properties && vk->memory;
}

void
probe_vulkan (GString *out)
{
  /* EDGEKIT_VULKAN_LIBRARY names another loader: for tests, and for a loader
   * that is not where the system looks. */
  const char *name = g_getenv ("EDGEKIT_VULKAN_LIBRARY");
  GModule *module = g_module_open (name && *name ? name : "libvulkan.so.1", G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  Vulkan vk = { 0 };
  VkInstance instance = NULL;
  VkPhysicalDevice devices[MAX_DEVICES] = { 0 };
  uint32_t n = MAX_DEVICES;

  if (!module)
    {
      g_string_append (out, "{\"library\":null,\"devices\":[]}");
      return;
    }
  g_string_append (out, "{\"library\":\"vulkan\",\"devices\":[");
  /* VK_INCOMPLETE (5) means that there are more: the first ones are enough */
  if (load_functions (module, &vk, &instance) && vk.enumerate (instance, &n, devices) >= 0)
    for (uint32_t i = 0; i < MIN (n, MAX_DEVICES); i++)
      if (devices[i])
        {
          if (out->str[out->len - 1] == '}')
            g_string_append_c (out, ',');
          append_device (&vk, devices[i], out);
        }
  g_string_append (out, "]}");
}
