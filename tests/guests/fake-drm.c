/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The kernel's side of a render node, put in front of ioctl() by LD_PRELOAD: what
 * FAKE_DRM names (amdgpu, amdgpu-apu, i915, xe, nouveau) answers. */

#include <errno.h>
#include <stdarg.h>

#include "abi-drm.h"
#include "fake.h"

__attribute__ ((visibility ("default"))) int ioctl (int fd, unsigned long request, ...);

static int
refuse (int error)
{
  errno = error;
  return -1;
}

static int
name_driver (const char *driver, DrmVersion *version)
{
  const char *name = strcmp (driver, "amdgpu-apu") == 0 ? "amdgpu" : driver;

  if (fake_is ("other-driver"))
    name = "virtio_gpu";
  strncpy (version->name, name, version->name_length);
  version->name_length = strlen (name);
  return 0;
}

static int
answer_amd (const AmdInfo *info, gboolean apu)
{
  AmdMemoryInfo memory = { .vram = { 16 * GIB, 16 * GIB, 2 * GIB, 12 * GIB }, .gtt = { 32 * GIB, 32 * GIB, GIB, GIB } };
  AmdDeviceInfo device = { .device_id = 0x73bf, .max_memory_clock = 1000000, .vram_type = 9, .vram_bit_width = 256 };
  void *to = (void *) (guintptr) info->pointer;

  if (apu)
    {
      memory.vram = (AmdHeap) { 512 * MIB, 512 * MIB, 100 * MIB, 512 * MIB };
      memory.gtt = (AmdHeap) { 8 * GIB, 8 * GIB, GIB, 8 * GIB };
      device.ids_flags = AMD_IDS_FUSION;
    }
  if (fake_is ("lie"))
    memory.vram.used = 17 * GIB;
  if (info->query == AMD_INFO_MEMORY)
    memcpy (to, &memory, MIN (info->size, sizeof memory));
  else if (info->query == AMD_INFO_DEV_INFO)
    memcpy (to, &device, MIN (info->size, sizeof device));
  else
    return refuse (EINVAL);
  return 0;
}

static int
answer_i915 (const I915QueryRequest *request)
{
  I915QueryItem *item = (I915QueryItem *) (guintptr) request->items;
  I915Regions *regions = (I915Regions *) (guintptr) item->pointer;
  gint32 size = sizeof *regions + 2 * sizeof regions->regions[0];

  if (item->id != I915_QUERY_MEMORY_REGIONS || request->n_items != 1)
    return refuse (EINVAL);
  if (item->length == 0)
    {
      item->length = fake_is ("absurd") ? G_MAXINT32 : size;
      return 0;
    }
  regions->n_regions = fake_is ("lie") ? 1000000 : 2;
  regions->regions[0] = (I915Region) { MEMORY_CLASS_SYSTEM, .probed = 32 * GIB, .unallocated = 32 * GIB };
  regions->regions[1] = (I915Region) { MEMORY_CLASS_DEVICE, .probed = 6 * GIB, .unallocated = 5 * GIB };
  return 0;
}

static int
answer_xe (XeDeviceQuery *query)
{
  XeRegions *regions = (XeRegions *) (guintptr) query->data;
  guint32 size = sizeof *regions + 2 * sizeof regions->regions[0];

  if (query->query != XE_QUERY_MEM_REGIONS)
    return refuse (EINVAL);
  if (query->size == 0)
    {
      query->size = size;
      return 0;
    }
  regions->n_regions = 2;
  regions->regions[0] = (XeRegion) { .memory_class = MEMORY_CLASS_SYSTEM, .total = 32 * GIB };
  regions->regions[1] = (XeRegion) { .memory_class = MEMORY_CLASS_DEVICE, .total = 12 * GIB, .used = 0 };
  return 0;
}

static int
answer_nouveau (NouveauGetparam *getparam)
{
  if (getparam->param == NOUVEAU_FB_SIZE)
    getparam->value = 8 * GIB;
  else if (getparam->param == NOUVEAU_VRAM_USED)
    getparam->value = GIB;
  else
    return refuse (EINVAL);
  return 0;
}

int
ioctl (int fd, unsigned long request, ...)
{
  const char *driver = getenv ("FAKE_DRM");
  va_list args;
  void *argument;

  va_start (args, request);
  argument = va_arg (args, void *);
  va_end (args);
  fake_begin ();
  if (!driver || fake_is ("refuse"))
    return refuse (EACCES);
  if (request == DRM_VERSION)
    return name_driver (driver, argument);
  if (request == AMD_INFO && strncmp (driver, "amdgpu", 6) == 0)
    return answer_amd (argument, strcmp (driver, "amdgpu-apu") == 0);
  if (request == I915_QUERY && strcmp (driver, "i915") == 0)
    return answer_i915 (argument);
  if (request == XE_DEVICE_QUERY && strcmp (driver, "xe") == 0)
    return answer_xe (argument);
  if (request == NOUVEAU_GETPARAM && strcmp (driver, "nouveau") == 0)
    return answer_nouveau (argument);
  return refuse (ENOTTY);
}
