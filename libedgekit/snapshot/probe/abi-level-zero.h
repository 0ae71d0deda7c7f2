/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of oneAPI Level Zero that is used, written down from ze_api.h and
 * zes_api.h (v1.17, oneapi-src/level-zero). */

#include <glib.h>

typedef void *ZeHandle;

enum
{
  ZE_OK = 0,
  ZE_INIT_GPU_ONLY = 1,
  ZE_TYPE_DEVICE_PROPERTIES = 0x3,
  ZE_TYPE_DEVICE_MEMORY_PROPERTIES = 0x7,
  ZE_TYPE_PCI_EXT_PROPERTIES = 0x10008,
  ZES_TYPE_PCI_PROPERTIES = 0x2,
  ZES_TYPE_MEMORY_STATE = 0x1e,
  ZE_DEVICE_GPU = 1,
  ZE_DEVICE_FLAG_INTEGRATED = 1 << 0,
};

/* ze_device_properties_t */
typedef struct
{
  gint32 type;
  void *next;
  gint32 device_type;
  guint32 vendor_id, device_id, flags, subdevice_id, core_clock_rate;
  guint64 max_allocation;
  guint32 max_contexts, max_priority, threads_per_eu, simd_width, eus_per_subslice, subslices_per_slice, slices;
  guint64 timer_resolution;
  guint32 timestamp_bits, kernel_timestamp_bits;
  guint8 uuid[16];
  char name[256];
} ZeDeviceProperties;

/* ze_device_memory_properties_t */
typedef struct
{
  gint32 type;
  void *next;
  guint32 flags, max_clock_rate, max_bus_width;
  guint64 total;
  char name[256];
} ZeMemoryProperties;

typedef struct
{
  guint32 domain, bus, device, function;
} ZePciAddress;

/* ze_pci_ext_properties_t, and the beginning of zes_pci_properties_t */
typedef struct
{
  gint32 type;
  void *next;
  ZePciAddress address;
  gint32 link_generation, link_width;
  gint64 link_bandwidth;
} ZePciProperties;

/* zes_mem_state_t */
typedef struct
{
  gint32 type;
  const void *next;
  gint32 health;
  guint64 free, size;
} ZesMemoryState;

#if GLIB_SIZEOF_VOID_P == 8
G_STATIC_ASSERT (sizeof (ZeDeviceProperties) == 368);
G_STATIC_ASSERT (sizeof (ZeMemoryProperties) == 296);
G_STATIC_ASSERT (sizeof (ZePciProperties) == 48);
G_STATIC_ASSERT (sizeof (ZesMemoryState) == 40);
#endif
