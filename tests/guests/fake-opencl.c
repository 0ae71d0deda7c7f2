/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An OpenCL loader with a Radeon of AMD's own driver; with FAKE=nvidia, a GeForce
 * that tells its address the other way; with FAKE=khr, as Khronos has it. */

#include "abi-opencl.h"
#include "fake.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT gint32 clGetPlatformIDs (guint32 room, ClHandle *platforms, guint32 *n);
EXPORT gint32 clGetPlatformInfo (ClHandle platform, guint32 what, gsize size, void *value, gsize *written);
EXPORT gint32 clGetDeviceIDs (ClHandle platform, guint64 type, guint32 room, ClHandle *list, guint32 *n);
EXPORT gint32 clGetDeviceInfo (ClHandle device, guint32 what, gsize size, void *value, gsize *written);

static int platform, devices[16384];

gint32
clGetPlatformIDs (guint32 room, ClHandle *platforms, guint32 *n)
{
  fake_begin ();
  if (room > 0)
    platforms[0] = &platform;
  *n = fake_is ("absurd") ? 0xffffffff : 1;
  return fake_status (CL_OK);
}

static gint32
answer (const void *bytes, gsize length, gsize size, void *value, gsize *written)
{
  if (value && size < length)
    return -30; /* invalid value */
  if (value)
    memcpy (value, bytes, length);
  if (written)
    *written = length;
  return CL_OK;
}

static gint32
answer_text (const char *text, gsize size, void *value, gsize *written)
{
  char buffer[128];

  fake_name (buffer, sizeof buffer, text);
  buffer[sizeof buffer - 1] = '\0';
  return answer (buffer, strlen (buffer) + 1, size, value, written);
}

gint32
clGetPlatformInfo (ClHandle which, guint32 what, gsize size, void *value, gsize *written)
{
  return answer_text ("AMD Accelerated Parallel Processing", size, value, written);
}

gint32
clGetDeviceIDs (ClHandle which, guint64 type, guint32 room, ClHandle *list, guint32 *n)
{
  *n = fake_count ();
  for (guint32 i = 0; i < MIN (room, *n); i++)
    list[i] = &devices[i];
  return CL_OK;
}

gint32
clGetDeviceInfo (ClHandle device, guint32 what, gsize size, void *value, gsize *written)
{
  gboolean nvidia = fake_is ("nvidia"), khr = fake_is ("khr");
  const guint64 type = CL_DEVICE_TYPE_GPU, total = fake_is ("absurd") ? G_MAXUINT64 : 16 * GIB;
  const guint64 allocation = 12 * GIB;
  const guint32 vendor = nvidia ? 0x10de : 0x1002, unified = 0, bus = 0xc1, slot = 2 << 3 | 1;
  const gsize free_kib[2] = { fake_is ("lie") ? 17 * GIB / 1024 : 15 * GIB / 1024, GIB / 1024 };
  const ClTopologyAmd topology = { 1, { 0 }, 0xc1, 0, 0 };
  const ClPciBusInfo address = { 1, 0xc1, 0, 0 };

  switch (what)
    {
    case CL_DEVICE_NAME: return answer_text (nvidia ? "NVIDIA GeForce RTX 4090" : "gfx1030", size, value, written);
    case CL_DRIVER_VERSION: return answer_text ("3614.0 (HSA1.1,LC)", size, value, written);
    case CL_DEVICE_TYPE: return answer (&type, sizeof type, size, value, written);
    case CL_DEVICE_VENDOR_ID: return answer (&vendor, sizeof vendor, size, value, written);
    case CL_DEVICE_GLOBAL_MEM_SIZE: return answer (&total, sizeof total, size, value, written);
    case CL_DEVICE_MAX_MEM_ALLOC_SIZE: return answer (&allocation, sizeof allocation, size, value, written);
    case CL_DEVICE_HOST_UNIFIED_MEMORY: return answer (&unified, sizeof unified, size, value, written);
    case CL_DEVICE_GLOBAL_FREE_MEMORY_AMD:
      return nvidia ? -30 : answer (free_kib, sizeof free_kib, size, value, written);
    case CL_DEVICE_TOPOLOGY_AMD:
      return nvidia || khr ? -30 : answer (&topology, sizeof topology, size, value, written);
    case CL_DEVICE_PCI_BUS_INFO_KHR: return khr ? answer (&address, sizeof address, size, value, written) : -30;
    case CL_DEVICE_PCI_BUS_ID_NV: return nvidia ? answer (&bus, sizeof bus, size, value, written) : -30;
    case CL_DEVICE_PCI_SLOT_ID_NV: return nvidia ? answer (&slot, sizeof slot, size, value, written) : -30;
    default: return -30;
    }
}
