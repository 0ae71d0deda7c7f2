/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An NVIDIA Management Library with an RTX 4090. -DOLD: of before the versioned
 * calls; -DBARE: without half of them. */

#include "abi-nvml.h"
#include "fake.h"

#define EXPORT __attribute__ ((visibility ("default")))
#define NOT_SUPPORTED 3
#define NO_PERMISSION 4
#define GPU_IS_LOST 15
#define VERSION_MISMATCH 25

static int devices[128];

#if defined(OLD)
#define VERSIONED(old, new) old
#else
#define VERSIONED(old, new) new
#endif

EXPORT int VERSIONED (nvmlInit, nvmlInit_v2) (void);
EXPORT int nvmlShutdown (void);
EXPORT int nvmlDeviceGetName (NvmlDevice device, char *name, guint length);
EXPORT int nvmlDeviceGetMemoryInfo (NvmlDevice device, NvmlMemory *memory);
EXPORT int VERSIONED (nvmlDeviceGetPciInfo_v2, nvmlDeviceGetPciInfo_v3) (NvmlDevice device, NvmlPciInfo *pci);

int
VERSIONED (nvmlInit, nvmlInit_v2) (void)
{
  fake_begin ();
  return fake_status (NVML_OK);
}

int
nvmlShutdown (void)
{
  return NVML_OK;
}

#if !defined(BARE)

EXPORT int VERSIONED (nvmlDeviceGetCount, nvmlDeviceGetCount_v2) (guint *count);
EXPORT int VERSIONED (nvmlDeviceGetHandleByIndex, nvmlDeviceGetHandleByIndex_v2) (guint index, NvmlDevice *device);
EXPORT int nvmlSystemGetDriverVersion (char *version, guint length);

int
VERSIONED (nvmlDeviceGetCount, nvmlDeviceGetCount_v2) (guint *count)
{
  *count = fake_count ();
  return NVML_OK;
}

int
VERSIONED (nvmlDeviceGetHandleByIndex, nvmlDeviceGetHandleByIndex_v2) (guint index, NvmlDevice *device)
{
  if (fake_is ("lost"))
    return GPU_IS_LOST;
  if (fake_is ("forbidden"))
    return NO_PERMISSION;
  *device = &devices[index % G_N_ELEMENTS (devices)];
  return NVML_OK;
}

int
nvmlSystemGetDriverVersion (char *version, guint length)
{
#if defined(OLD)
  fake_name (version, length, "340.108");
#else
  fake_name (version, length, "550.54.15");
#endif
  return NVML_OK;
}

#endif

int
nvmlDeviceGetName (NvmlDevice device, char *name, guint length)
{
  fake_name (name, length, "NVIDIA GeForce RTX 4090");
  return NVML_OK;
}

int
VERSIONED (nvmlDeviceGetPciInfo_v2, nvmlDeviceGetPciInfo_v3) (NvmlDevice device, NvmlPciInfo *pci)
{
  /* the older call had a shorter struct */
  pci->domain = 0;
  pci->bus = 0xf1 - (guint) ((int *) device - devices);
  pci->device = 0;
  pci->pci_device_id = 0x268410de;
  pci->subsystem_id = 0;
  return NVML_OK;
}

int
nvmlDeviceGetMemoryInfo (NvmlDevice device, NvmlMemory *memory)
{
  if (fake_is ("unified"))
    return NOT_SUPPORTED;
  memory->total = 24564 * MIB;
  memory->free = fake_is ("lie") ? memory->total + 1 : 20000 * MIB;
  memory->used = 24564 * MIB - 20000 * MIB;
  return NVML_OK;
}

#if !defined(OLD) && !defined(BARE)

static int part;

EXPORT int nvmlSystemGetCudaDriverVersion_v2 (int *version);
EXPORT int nvmlDeviceGetMemoryInfo_v2 (NvmlDevice device, NvmlMemory2 *memory);
EXPORT int nvmlDeviceGetCudaComputeCapability (NvmlDevice device, int *major, int *minor);
EXPORT int nvmlDeviceGetMemoryBusWidth (NvmlDevice device, guint *width);
EXPORT int nvmlDeviceGetMaxClockInfo (NvmlDevice device, guint type, guint *clock);
EXPORT int nvmlDeviceGetMigMode (NvmlDevice device, guint *current, guint *pending);
EXPORT int nvmlDeviceGetMaxMigDeviceCount (NvmlDevice device, guint *count);
EXPORT int nvmlDeviceGetMigDeviceHandleByIndex (NvmlDevice device, guint index, NvmlDevice *mig);
EXPORT int nvmlDeviceGetAddressingMode (NvmlDevice device, NvmlAddressing *mode);

int
nvmlSystemGetCudaDriverVersion_v2 (int *version)
{
  *version = 12040;
  return NVML_OK;
}

int
nvmlDeviceGetMemoryInfo_v2 (NvmlDevice device, NvmlMemory2 *memory)
{
  if (memory->version != (40 | 2 << 24) || fake_is ("no-v2"))
    return VERSION_MISMATCH;
  if (fake_is ("unified"))
    return NOT_SUPPORTED;
  memory->total = device == &part ? 10 * GIB : 24564 * MIB;
  memory->reserved = device == &part ? 0 : 512 * MIB;
  /* somebody takes more and more of it */
  memory->free = device == &part ? 9 * GIB : (guint64) (20001 - fake_times ()) * MIB;
  if (fake_is ("lie"))
    memory->free = memory->total + 1;
  if (fake_is ("absurd"))
    memory->total = memory->free = memory->reserved = G_MAXUINT64;
  memory->used = memory->total - memory->free;
  return NVML_OK;
}

int
nvmlDeviceGetCudaComputeCapability (NvmlDevice device, int *major, int *minor)
{
  *major = fake_is ("absurd") ? -7 : 8;
  *minor = 9;
  return NVML_OK;
}

int
nvmlDeviceGetMemoryBusWidth (NvmlDevice device, guint *width)
{
  *width = fake_is ("absurd") ? 0xffffffff : 384;
  return NVML_OK;
}

int
nvmlDeviceGetMaxClockInfo (NvmlDevice device, guint type, guint *clock)
{
  *clock = type == NVML_CLOCK_MEMORY ? 10501 : 3105;
  return NVML_OK;
}

int
nvmlDeviceGetMigMode (NvmlDevice device, guint *current, guint *pending)
{
  *current = *pending = fake_is ("mig");
  return NVML_OK;
}

int
nvmlDeviceGetMaxMigDeviceCount (NvmlDevice device, guint *count)
{
  *count = 7;
  return NVML_OK;
}

int
nvmlDeviceGetMigDeviceHandleByIndex (NvmlDevice device, guint index, NvmlDevice *mig)
{
  *mig = &part;
  return index < 2 ? NVML_OK : 6; /* not found */
}

int
nvmlDeviceGetAddressingMode (NvmlDevice device, NvmlAddressing *mode)
{
  if (mode->version != (8 | 1 << 24))
    return VERSION_MISMATCH;
  mode->value = fake_is ("unified") ? 2 : 1;
  return NVML_OK;
}

#endif
