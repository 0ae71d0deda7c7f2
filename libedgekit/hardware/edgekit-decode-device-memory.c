/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-devices-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-device-table-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

#define MIB (G_GINT64_CONSTANT (1) << 20)
#define GIB (G_GINT64_CONSTANT (1) << 30)
#define MHZ G_GINT64_CONSTANT (1000000)
#define MAX_BYTES (G_GINT64_CONSTANT (1) << 50)

EdgeKitMemoryPool *
_edgekit_decode_add_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, const char *name,
                          EdgeKitPoolKind kind)
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

void
_edgekit_decode_set_total (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total, const char *source)
{
  pool->total = total;
  set_source (profile, pool, "total", EDGEKIT_PROVENANCE_REPORTED, source);
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

typedef struct
{
  gint64 bytes;     /* of all nodes */
  gint64 bandwidth; /* bytes a second */
} Banks;

/* What KFD says of the memory of a board: all partitions together, each of which
 * has its share, and the width of the bus, which is the same for all. */
static Banks
read_banks (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  Banks banks = { EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN };
  gint64 transfers;
  g_autofree char *factor = _edgekit_device_table_text (device->chip, "transfers");

  transfers = _edgekit_decode_number (factor);
  for (guint n = 0; device->kfd_nodes && n < device->kfd_nodes->len; n++)
    {
      g_autofree char *prefix = g_strdup_printf ("file:/sys/class/kfd/kfd/topology/nodes/%u/mem_banks/",
                                                 g_array_index (device->kfd_nodes, guint, n));
      g_autoptr(GArray) numbers = _edgekit_decode_numbers (snapshot, prefix, "/properties");

      for (guint i = 0; i < numbers->len; i++)
        {
          const char *text = _edgekit_decode_text (snapshot, "%s%u/properties", prefix,
                                                   g_array_index (numbers, guint, i));
          gint64 heap = _edgekit_decode_field_int (text, "heap_type", ' ');
          gint64 size = _edgekit_decode_field_int (text, "size_in_bytes", ' ');
          gint64 width = _edgekit_decode_field_int (text, "width", ' ');
          gint64 clock = _edgekit_decode_field_int (text, "mem_clk_max", ' ');

          /* 1 and 2 are the frame buffer, visible or not (kfd_sysfs.h) */
          if ((heap != 1 && heap != 2) || size <= 0 || size > MAX_BYTES)
            continue;
          banks.bytes = MIN (MAX (banks.bytes, 0) + size, MAX_BYTES);
          if (width > 0 && width <= 65536 && clock > 0 && clock <= 100000 && transfers > 0)
            banks.bandwidth = width / 8 * clock * MHZ * transfers;
        }
    }
  return banks;
}

/* Where the processor sees as much of the memory as there is. */
static void
decode_window (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, EdgeKitAccelerator *accelerator, gint64 total)
{
  gint64 visible = device->folder ? _edgekit_decode_int (snapshot, "%s/mem_info_vis_vram_total", device->folder)
                                  : EDGEKIT_UNKNOWN;

  if (total > 0 && visible > 0 && accelerator->integrated == EDGEKIT_TRISTATE_NO)
    accelerator->resizable_bar = visible >= total ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
}

/* Since Linux 6.10 ROCm computes in borrowed memory alone and Vulkan in both: a
 * large carve-out is lost to the former. KFD's bank tells which kernel this is. */
static void
explain_carve_out (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, gint64 bank, gint64 vram,
                   gint64 gtt)
{
  g_autofree char *lent = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *message = NULL;

  if (bank != gtt || bank <= 0 || vram < 2 * GIB || vram == gtt)
    return;
  lent = edgekit_format_size (gtt);
  kept = edgekit_format_size (vram);
  /* Translators: the first %s is the name of a graphics card, the others are sizes */
  message = g_strdup_printf (_ ("%s: ROCm uses the %s that it borrows; the %s that are set aside serve Vulkan alone."),
                             accelerator->name ? accelerator->name : accelerator->id, lent, kept);
  _edgekit_hardware_profile_add_note (profile, "carve-out-without-rocm", EDGEKIT_SEVERITY_INFO, message,
                                      _ ("The firmware’s settings can set aside less."));
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
  Banks banks = read_banks (snapshot, device);
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);

  if (total > 0)
    {
      gint64 used = _edgekit_decode_int (snapshot, "%s/mem_info_vram_used", device->folder);

      _edgekit_decode_set_total (profile, pool, total, "sysfs mem_info_vram_total");
      if (used != EDGEKIT_UNKNOWN)
        _edgekit_decode_set_available (profile, pool, MAX (total - used, 0),
                                       "sysfs mem_info_vram_total - mem_info_vram_used");
    }
  else if (!integrated && banks.bytes > 0)
    _edgekit_decode_set_total (profile, pool, banks.bytes, "kfd mem_banks size_in_bytes");
  if (!integrated && banks.bandwidth > 0)
    {
      pool->bandwidth = banks.bandwidth;
      set_source (profile, pool, "bandwidth", EDGEKIT_PROVENANCE_REPORTED, "kfd mem_banks width, mem_clk_max");
    }
  decode_window (snapshot, device, accelerator, total);
  if (integrated && gtt > 0)
    {
      gint64 used = _edgekit_decode_int (snapshot, "%s/mem_info_gtt_used", device->folder);

      pool = _edgekit_decode_add_pool (profile, accelerator, "gtt", EDGEKIT_POOL_KIND_SHARED);
      _edgekit_decode_set_shared (profile, pool, gtt,
                                  used == EDGEKIT_UNKNOWN ? EDGEKIT_UNKNOWN : MAX (gtt - used, 0),
                                  EDGEKIT_PROVENANCE_REPORTED, "sysfs mem_info_gtt_total");
      explain_carve_out (profile, accelerator, banks.bytes, total, gtt);
    }
}

/* --- Intel ------------------------------------------------------------------------ */

static void
decode_intel (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
              EdgeKitAccelerator *accelerator)
{
  /* i915 keeps it beside the device, xe below it */
  static const struct
  {
    gboolean beside;
    const char *name;
  } files[] = { { TRUE, "lmem_total_bytes" }, { FALSE, "tile0/physical_vram_size_bytes" } };
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  EdgeKitMemoryPool *pool;

  if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    {
      pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);
      _edgekit_decode_set_shared (profile, pool, ram ? ram->total : EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN,
                                  EDGEKIT_PROVENANCE_ESTIMATE, "the driver lends all of main memory");
      return;
    }
  pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  for (guint i = 0; device->folder && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *card = g_path_get_dirname (device->folder);
      g_autofree char *key = g_strconcat (files[i].beside ? card : device->folder, "/", files[i].name, NULL);
      g_autofree char *source = g_strconcat ("sysfs ", files[i].name, NULL);
      gint64 total = _edgekit_decode_int (snapshot, "%s", key);

      if (total <= 0)
        continue;
      _edgekit_decode_set_total (profile, pool, total, source);
      return;
    }
}

/* --- One memory for all ------------------------------------------------------------- */

static void
decode_unified (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (profile, "ram");
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "shared", EDGEKIT_POOL_KIND_SHARED);

  _edgekit_decode_set_shared (profile, pool, ram ? ram->total : EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN,
                              EDGEKIT_PROVENANCE_ESTIMATE, "processor and graphics share main memory");
}

/* NVIDIA tells the size to its own library only (a guest may fill it in), except
 * where the memory is a node of the system: "Size: 3f0000000", in hexadecimal. */
static void
decode_other (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const EdgeKitDevice *device,
              EdgeKitAccelerator *accelerator)
{
  EdgeKitMemoryPool *pool = _edgekit_decode_add_pool (profile, accelerator, "vram", EDGEKIT_POOL_KIND_VRAM);
  const char *status = device->pci ? _edgekit_decode_text (snapshot, "file:/proc/driver/nvidia/gpus/%s/numa_status",
                                                           device->pci)
                                   : NULL;
  g_autofree char *size = _edgekit_decode_field (status, "Size", ':');
  guint64 bytes;

  if (size && g_ascii_string_to_unsigned (size, 16, 1, G_MAXINT64 / 2, &bytes, NULL))
    _edgekit_decode_set_total (profile, pool, (gint64) bytes, "file:/proc/driver/nvidia numa_status");
}

/* The largest prefetchable BAR is the window into the memory of a card. Lines of
 * "resource" are START END FLAGS; 0x2000 is prefetchable (include/linux/ioport.h,
 * IORESOURCE_PREFETCH). */
static gint64
largest_bar (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device)
{
  const char *text = _edgekit_decode_device_text (snapshot, device, "resource");
  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", 7);
  gint64 largest = EDGEKIT_UNKNOWN;

  for (guint i = 0; lines[i] && i < 6; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", 4);
      guint64 begin, end, flags;

      if (g_strv_length (words) < 3)
        continue;
      begin = g_ascii_strtoull (words[0], NULL, 16);
      end = g_ascii_strtoull (words[1], NULL, 16);
      flags = g_ascii_strtoull (words[2], NULL, 16);
      if ((flags & 0x2000) && end > begin && end - begin < (guint64) MAX_BYTES)
        largest = MAX (largest, (gint64) (end - begin + 1));
    }
  return largest;
}

void
_edgekit_decode_device_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                               const EdgeKitDevice *device, EdgeKitAccelerator *accelerator)
{
  if (accelerator->kind != EDGEKIT_ACCELERATOR_KIND_GPU)
    return;
  accelerator->bar = largest_bar (snapshot, device);
  if (g_strcmp0 (accelerator->vendor, "amd") == 0 &&
      _edgekit_device_table_flag (device->chip, "unified") != EDGEKIT_TRISTATE_YES)
    decode_amd (snapshot, profile, device, accelerator);
  else if (g_strcmp0 (accelerator->vendor, "intel") == 0)
    decode_intel (snapshot, profile, device, accelerator);
  else if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    decode_unified (profile, accelerator);
  else
    decode_other (snapshot, profile, device, accelerator);
}
