/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of the kernel's DRM interface that is used, written down from Linux'
 * include/uapi/drm: drm.h, amdgpu_drm.h, i915_drm.h, xe_drm.h, nouveau_drm.h. */

#include <glib.h>
#include <sys/ioctl.h>

#define DRM_COMMAND(nr) (0x40 + (nr)) /* DRM_COMMAND_BASE */

/* --- drm.h --- */

typedef struct
{
  int major, minor, patch;
  gsize name_length;
  char *name;
  gsize date_length;
  char *date;
  gsize description_length;
  char *description;
} DrmVersion;

#define DRM_VERSION _IOWR ('d', 0x00, DrmVersion)

/* --- amdgpu_drm.h --- */

enum
{
  AMD_INFO_DEV_INFO = 0x16,
  AMD_INFO_MEMORY = 0x19,
  AMD_IDS_FUSION = 1 << 0, /* built into a processor */
};

typedef struct
{
  guint64 pointer;
  guint32 size;
  guint32 query;
  guint32 arguments[4];
} AmdInfo;

typedef struct
{
  guint64 total, usable, used, max_allocation;
} AmdHeap;

typedef struct
{
  AmdHeap vram, visible_vram, gtt;
} AmdMemoryInfo;

/* The beginning of drm_amdgpu_info_device; the kernel writes no more than it is
 * given room for. */
typedef struct
{
  guint32 device_id, chip_revision, external_revision, pci_revision, family;
  guint32 shader_engines, shader_arrays, counter_frequency;
  guint64 max_engine_clock, max_memory_clock; /* kHz */
  guint32 active_units, always_on_mask, unit_bitmap[4][4];
  guint32 enabled_pipes, pipes, contexts, pcie_generation;
  guint64 ids_flags;
  guint64 address_offset, address_max;
  guint32 address_alignment, fragment_size, page_size, constant_engine_ram;
  guint32 vram_type;
  guint32 vram_bit_width;
} AmdDeviceInfo;

#define AMD_INFO _IOW ('d', DRM_COMMAND (0x05), AmdInfo)

/* --- i915_drm.h --- */

enum
{
  I915_QUERY_MEMORY_REGIONS = 4,
  MEMORY_CLASS_SYSTEM = 0,
  MEMORY_CLASS_DEVICE = 1, /* in xe_drm.h as well */
};

typedef struct
{
  guint64 id;
  gint32 length;
  guint32 flags;
  guint64 pointer;
} I915QueryItem;

typedef struct
{
  guint32 n_items;
  guint32 flags;
  guint64 items;
} I915QueryRequest;

typedef struct
{
  guint16 memory_class, instance;
  guint32 reserved;
  guint64 probed, unallocated; /* the same where the caller may not know */
  guint64 more[8];
} I915Region;

typedef struct
{
  guint32 n_regions;
  guint32 reserved[3];
  I915Region regions[];
} I915Regions;

#define I915_QUERY _IOWR ('d', DRM_COMMAND (0x39), I915QueryRequest)

/* --- xe_drm.h --- */

enum
{
  XE_QUERY_MEM_REGIONS = 1,
};

typedef struct
{
  guint64 extensions;
  guint32 query;
  guint32 size;
  guint64 data;
  guint64 reserved[2];
} XeDeviceQuery;

typedef struct
{
  guint16 memory_class, instance;
  guint32 min_page_size;
  guint64 total, used; /* used is 0 where the caller may not know */
  guint64 cpu_visible, cpu_visible_used;
  guint64 reserved[6];
} XeRegion;

typedef struct
{
  guint32 n_regions;
  guint32 pad;
  XeRegion regions[];
} XeRegions;

#define XE_DEVICE_QUERY _IOWR ('d', DRM_COMMAND (0x00), XeDeviceQuery)

/* --- nouveau_drm.h --- */

enum
{
  NOUVEAU_FB_SIZE = 8,
  NOUVEAU_VRAM_USED = 19,
};

typedef struct
{
  guint64 param, value;
} NouveauGetparam;

#define NOUVEAU_GETPARAM _IOWR ('d', DRM_COMMAND (0x00), NouveauGetparam)

G_STATIC_ASSERT (sizeof (AmdInfo) == 32);
G_STATIC_ASSERT (sizeof (AmdMemoryInfo) == 96);
G_STATIC_ASSERT (G_STRUCT_OFFSET (AmdDeviceInfo, vram_bit_width) == 180);
G_STATIC_ASSERT (sizeof (I915QueryItem) == 24);
G_STATIC_ASSERT (sizeof (I915QueryRequest) == 16);
G_STATIC_ASSERT (sizeof (I915Region) == 88);
G_STATIC_ASSERT (sizeof (XeDeviceQuery) == 40);
G_STATIC_ASSERT (sizeof (XeRegion) == 88);
G_STATIC_ASSERT (sizeof (NouveauGetparam) == 16);
