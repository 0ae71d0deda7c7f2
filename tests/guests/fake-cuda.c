/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A CUDA driver with an RTX 4090, or, with FAKE=unified, a GB10. */

#include <glib.h>

#include "abi-cuda.h"
#include "fake.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT int cuInit (guint flags);
EXPORT int cuDriverGetVersion (int *version);
EXPORT int cuDeviceGetCount (int *count);
EXPORT int cuDeviceGet (int *device, int index);
EXPORT int cuDeviceGetName (char *name, int length, int device);
EXPORT int cuDeviceTotalMem_v2 (gsize *bytes, int device);
EXPORT int cuDeviceGetAttribute (int *value, int attribute, int device);
EXPORT int cuCtxCreate_v2 (void **context, guint flags, int device);

int
cuInit (guint flags)
{
  fake_begin ();
  return flags == 0 ? fake_status (CUDA_OK) : 1;
}

int
cuDriverGetVersion (int *version)
{
  *version = 13000;
  return CUDA_OK;
}

int
cuDeviceGetCount (int *count)
{
  *count = fake_is ("absurd") ? -3 : (int) fake_count ();
  return CUDA_OK;
}

int
cuDeviceGet (int *device, int index)
{
  *device = index;
  return CUDA_OK;
}

int
cuDeviceGetName (char *name, int length, int device)
{
  fake_name (name, length, fake_is ("unified") ? "NVIDIA GB10" : "NVIDIA GeForce RTX 4090");
  return CUDA_OK;
}

int
cuDeviceTotalMem_v2 (gsize *bytes, int device)
{
  *bytes = 24052 * MIB;
  return CUDA_OK;
}

int
cuDeviceGetAttribute (int *value, int attribute, int device)
{
  int unified = fake_is ("unified");

  switch (attribute)
    {
    case CUDA_ATTRIBUTE_INTEGRATED: *value = unified; break;
    case CUDA_ATTRIBUTE_PCI_DOMAIN_ID: *value = 0; break;
    case CUDA_ATTRIBUTE_PCI_BUS_ID: *value = 0xf1 - device; break;
    case CUDA_ATTRIBUTE_PCI_DEVICE_ID: *value = 0; break;
    case CUDA_ATTRIBUTE_MEMORY_CLOCK_RATE: *value = 10501000; break;
    case CUDA_ATTRIBUTE_MEMORY_BUS_WIDTH: *value = 384; break;
    case CUDA_ATTRIBUTE_CAPABILITY_MAJOR: *value = unified ? 12 : 8; break;
    case CUDA_ATTRIBUTE_CAPABILITY_MINOR: *value = unified ? 1 : 9; break;
    default: return 1;
    }
  return CUDA_OK;
}

/* Nobody is to make one. */
int
cuCtxCreate_v2 (void **context, guint flags, int device)
{
  abort ();
}
