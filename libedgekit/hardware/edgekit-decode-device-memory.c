/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"

#define MIB (G_GINT64_CONSTANT (1) << 20)

static EdgeKitMemoryPool *
add_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, const char *name, EdgeKitPoolKind kind)
{
  g_autoptr(EdgeKitMemoryPool) pool = g_object_new (EDGEKIT_TYPE_MEMORY_POOL, NULL);
  guint n = accelerator->pools ? g_strv_length (accelerator->pools) : 0;

  pool->id = g_strdup_printf ("%s.%s", accelerator->id, name);
  pool->kind = kind;
  if (kind == EDGEKIT_POOL_KIND_SHARED)
    pool->backing = g_strdup ("ram");
  accelerator->pools = g_renew (char *, accelerator->pools, n + 2);
  accelerator->pools[n] = g_strdup (pool->id);
  accelerator->pools[n + 1] = NULL;
  g_list_store_append (profile->memory_pools, pool);
  return pool; /* the list holds it */
}

static void
set_source (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, const char *what, EdgeKitProvenance kind,
            const char *source)
{
  g_autofree char *path = g_strdup_printf ("memory_pools.%s.%s", pool->id, what);

  _edgekit_hardware_profile_set_provenance (profile, path, kind, source);
}

static void
set_total (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total, const char *source)
{
  pool->total = total;
  set_source (profile, pool, "total", EDGEKIT_PROVENANCE_REPORTED, source);
}

/* What is shared with the processor cannot be freer than main memory is. */
static void
set_shared (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total, gint64 available,
            EdgeKitProvenance kind, const char *source)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  gint64 ram_available = ram ? ram->available : EDGEKIT_UNKNOWN;

  pool->total = total;
  set_source (profile, pool, "total", kind, source);
  if (ram_available != EDGEKIT_UNKNOWN && (available == EDGEKIT_UNKNOWN || ram_available < available))
    available = ram_available;
  if (available != EDGEKIT_UNKNOWN && total != EDGEKIT_UNKNOWN)
    available = MIN (available, total);
  pool->available = available;
  if (available != EDGEKIT_UNKNOWN)
    set_source (profile, pool, "available", kind, source);
}

/* --- AMD ------------------------------------------------------------------------- */

static gint64
kfd_bank_bytes (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  g_autofree char *prefix = device->kfd_folder ? g_strconcat (device->kfd_folder, "/mem_banks/", NULL) : NULL;
  g_autoptr(GArray) banks = prefix ? _edgekit_decode_numbers (snapshot, prefix, "/properties") : NULL;

  for (guint i = 0; banks && i < banks->len; i++)
    {
      const char *text = _edgekit_decode_text (snapshot, "%s%u/properties", prefix, g_array_index (banks, guint, i));
      gint64 heap = _edgekit_decode_field_int (text, "heap_type", ' ');
      gint64 size = _edgekit_decode_field_int (text, "size_in_bytes", ' ');

      /* 1 and 2 are the frame buffer, visible or not (kfd_sysfs.h) */
      if ((heap == 1 || heap == 2) && size > 0)
        return size;
    }
  return EDGEKIT_UNKNOWN;
}

static void
decode_amd (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
            EdgeKitAccelerator *accelerator)
{
  gint64 total = device->folder ? _edgekit_decode_int (snapshot, "%s/mem_info_vram_total", device->folder)
                                : EDGEKIT_UNKNOWN;
  gint64 gtt = device->folder ? _edgekit_decode_int (snapshot, "%s/mem_info_gtt_total", device->folder)
                              : EDGEKIT_UNKNOWN;
  gboolean integrated = accelerator->integrated == EDGEKIT_TRISTATE_YES;
  EdgeKitMemoryPool *pool;

  pool = add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  if (total > 0)
    {
      gint64 used = _edgekit_decode_int (snapshot, "%s/mem_info_vram_used", device->folder);

      set_total (profile, pool, total, "sysfs mem_info_vram_total");
      if (used != EDGEKIT_UNKNOWN)
        {
          pool->available = MAX (total - used, 0);
          set_source (profile, pool, "available", EDGEKIT_PROVENANCE_REPORTED,
                      "sysfs mem_info_vram_total - mem_info_vram_used");
        }
    }
  else if (!integrated)
    {
      total = kfd_bank_bytes (snapshot, device);
      if (total > 0)
        set_total (profile, pool, total * MAX (device->partitions, 1) > 0 && device->partitions > 1
                                      ? total * (gint64) MIN (device->partitions, 64)
                                      : total,
                   "kfd mem_banks size_in_bytes");
    }
  if (integrated && gtt > 0)
    {
      gint64 used = _edgekit_decode_int (snapshot, "%s/mem_info_gtt_used", device->folder);

      pool = add_pool (profile, accelerator, "gtt", EDGEKIT_POOL_KIND_SHARED);
      set_shared (profile, pool, gtt, used == EDGEKIT_UNKNOWN ? EDGEKIT_UNKNOWN : MAX (gtt - used, 0),
                  EDGEKIT_PROVENANCE_REPORTED, "sysfs mem_info_gtt_total");
    }
}

/* --- Intel ------------------------------------------------------------------------ */

/* The largest prefetchable BAR of a discrete card is its memory where the whole
 * of it can be mapped (resizable BAR), and less where it cannot: then it is no
 * answer. Lines of "resource" are START END FLAGS; 0x2000 is prefetchable
 * (include/linux/ioport.h, IORESOURCE_PREFETCH). */
static gint64
largest_bar (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  const char *text = device->pci_folder ? _edgekit_decode_text (snapshot, "%s/resource", device->pci_folder) : NULL;
  g_auto(GStrv) lines = NULL;
  gint64 largest = EDGEKIT_UNKNOWN;

  if (!text && device->folder)
    text = _edgekit_decode_text (snapshot, "%s/resource", device->folder);
  lines = g_strsplit (text ? text : "", "\n", -1);
  for (guint i = 0; lines[i] && i < 6; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      guint64 begin, end, flags;

      if (g_strv_length (words) < 3)
        continue;
      begin = g_ascii_strtoull (words[0], NULL, 16);
      end = g_ascii_strtoull (words[1], NULL, 16);
      flags = g_ascii_strtoull (words[2], NULL, 16);
      if ((flags & 0x2000) && end > begin && end - begin < G_MAXINT64 / 2)
        largest = MAX (largest, (gint64) (end - begin + 1));
    }
  return largest > 512 * MIB ? largest : EDGEKIT_UNKNOWN;
}

static void
decode_intel (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
              EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  EdgeKitMemoryPool *pool;
  gint64 total = EDGEKIT_UNKNOWN;
  const char *source = "sysfs lmem_total_bytes";

  if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    {
      pool = add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
      set_shared (profile, pool, ram ? ram->total : EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, EDGEKIT_PROVENANCE_ESTIMATE,
                  "the driver lends all of main memory");
      return;
    }
  pool = add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  if (device->folder)
    total = _edgekit_decode_int (snapshot, "%s/lmem_total_bytes", device->folder);
  if (total <= 0 && device->folder)
    {
      total = _edgekit_decode_int (snapshot, "%s/tile0/physical_vram_size_bytes", device->folder);
      source = "sysfs physical_vram_size_bytes";
    }
  if (total <= 0)
    {
      total = largest_bar (snapshot, device);
      source = "sysfs resource, largest prefetchable BAR";
    }
  if (total > 0)
    set_total (profile, pool, total, source);
}

/* --- One memory for all ------------------------------------------------------------- */

static void
decode_unified (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  EdgeKitMemoryPool *pool = add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);

  set_shared (profile, pool, ram ? ram->total : EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, EDGEKIT_PROVENANCE_ESTIMATE,
              "processor and graphics share main memory");
}

/* NVIDIA tells the size to its own library only (a guest may fill it in), except
 * where the memory is a node of the system: "Size: 3f0000000", in hexadecimal. */
static void
decode_other (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
              EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  const char *status = device->pci ? _edgekit_decode_text (snapshot, "file:/proc/driver/nvidia/gpus/%s/numa_status",
                                                           device->pci)
                                   : NULL;
  g_autofree char *size = _edgekit_decode_field (status, "Size", ':');
  guint64 bytes;

  if (size && g_ascii_string_to_unsigned (size, 16, 1, G_MAXINT64 / 2, &bytes, NULL))
    set_total (profile, pool, (gint64) bytes, "file:/proc/driver/nvidia numa_status");
}

void
_edgekit_decode_device_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                               const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  if (accelerator->kind != EDGEKIT_ACCELERATOR_KIND_GPU)
    return;
  if (g_strcmp0 (accelerator->vendor, "amd") == 0)
    decode_amd (snapshot, profile, device, accelerator);
  else if (g_strcmp0 (accelerator->vendor, "intel") == 0)
    decode_intel (snapshot, profile, device, accelerator);
  else if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    decode_unified (profile, accelerator);
  else
    decode_other (snapshot, profile, device, accelerator);
}

/* --- For the decoders of other systems --------------------------------------------- */

EdgeKitMemoryPool *
_edgekit_decode_add_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, const char *name,
                          EdgeKitPoolKind kind)
{
  return add_pool (profile, accelerator, name, kind);
}

void
_edgekit_decode_set_total (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total, const char *source)
{
  set_total (profile, pool, total, source);
}

void
_edgekit_decode_set_available (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 available,
                               const char *source)
{
  pool->available = available;
  set_source (profile, pool, "available", EDGEKIT_PROVENANCE_REPORTED, source);
}

void
_edgekit_decode_set_shared (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total, gint64 available,
                            EdgeKitProvenance kind, const char *source)
{
  set_shared (profile, pool, total, available, kind, source);
}
