/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of the Vulkan 1.1 API that is used, written down from the Vulkan
 * specification (chapters "Initialization" and "Devices and Queues"), so that
 * nothing of a vendor is needed to build. The structs that the loader fills have
 * room to spare at their end. */

#include <stdint.h>

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
