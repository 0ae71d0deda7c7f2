/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of the NVIDIA Management Library that is used, written down from
 * nvml.h (API 13, in NVIDIA/go-nvml gen/nvml/nvml.h), so that nothing of a vendor
 * is needed to build. */

#include <glib.h>

typedef void *NvmlDevice;

enum
{
  NVML_OK = 0,
  NVML_CLOCK_MEMORY = 2,
};

/* nvmlPciInfo_t. Until version 3 of the call the last field was shorter, and the
 * ones before it are where they were. */
typedef struct
{
  char legacy_id[16];
  guint domain, bus, device;
  guint pci_device_id; /* device << 16 | vendor */
  guint subsystem_id;
  char id[32];
} NvmlPciInfo;

/* nvmlMemory_t: used contains what the driver keeps for itself */
typedef struct
{
  guint64 total, free, used;
} NvmlMemory;

/* nvmlMemory_v2_t: total is physical */
typedef struct
{
  guint version;
  guint64 total, reserved, free, used;
} NvmlMemory2;

/* nvmlDeviceAddressingMode_v1_t */
typedef struct
{
  guint version;
  guint value; /* 0 none, 1 HMM, 2 ATS */
} NvmlAddressing;

/* NVML_STRUCT_VERSION */
#define NVML_VERSION(type, version) ((guint) sizeof (type) | (guint) (version) << 24)

G_STATIC_ASSERT (sizeof (NvmlPciInfo) == 68);
G_STATIC_ASSERT (sizeof (NvmlMemory) == 24);
G_STATIC_ASSERT (sizeof (NvmlMemory2) == 40 || sizeof (void *) < 8);
G_STATIC_ASSERT (sizeof (NvmlAddressing) == 8);
