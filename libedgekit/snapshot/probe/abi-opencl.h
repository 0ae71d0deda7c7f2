/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of OpenCL that is used: numbers from CL/cl.h and CL/cl_ext.h
 * (KhronosGroup/OpenCL-Headers, 2023-02); those of cl_nv_device_attribute_query
 * that the headers leave out are as hwloc's opencl.h has them. */

#include <glib.h>

typedef void *ClHandle;

enum
{
  CL_OK = 0,
  CL_DEVICE_TYPE_GPU = 1 << 2,
  CL_DEVICE_TYPE_ACCELERATOR = 1 << 3,
  CL_PLATFORM_NAME = 0x0902,
  CL_DEVICE_TYPE = 0x1000,
  CL_DEVICE_VENDOR_ID = 0x1001,
  CL_DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010,
  CL_DEVICE_GLOBAL_MEM_SIZE = 0x101f,
  CL_DEVICE_NAME = 0x102b,
  CL_DRIVER_VERSION = 0x102d,
  CL_DEVICE_HOST_UNIFIED_MEMORY = 0x1035,
  CL_DEVICE_PCI_BUS_INFO_KHR = 0x410f,
  CL_DEVICE_PCI_BUS_ID_NV = 0x4008,
  CL_DEVICE_PCI_SLOT_ID_NV = 0x4009,
  CL_DEVICE_PCI_DOMAIN_ID_NV = 0x400a,
  CL_DEVICE_TOPOLOGY_AMD = 0x4037,
  CL_DEVICE_GLOBAL_FREE_MEMORY_AMD = 0x4039, /* size_t[]; KiB, all of it first */
  CL_DEVICE_ID_INTEL = 0x4251,
};

/* cl_device_pci_bus_info_khr */
typedef struct
{
  guint32 domain, bus, device, function;
} ClPciBusInfo;

/* cl_device_topology_amd, of type 1 (PCIe) */
typedef struct
{
  guint32 type;
  gint8 unused[17];
  guint8 bus, device, function;
} ClTopologyAmd;

G_STATIC_ASSERT (sizeof (ClPciBusInfo) == 16);
G_STATIC_ASSERT (sizeof (ClTopologyAmd) == 24);
