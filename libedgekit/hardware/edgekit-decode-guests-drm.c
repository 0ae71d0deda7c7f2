/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-guests-private.h"
#include "edgekit-json-private.h"
#include "edgekit-table-private.h"

#define KHZ 1000

typedef struct
{
  gint64 total, available;
} Region;

/* The memory on the card (@local), or what it may borrow; regions of tiles add up. */
static Region
read_regions (EdgeKitGuest *guest, JsonObject *device, EdgeKitTristate local)
{
  g_autoptr(GPtrArray) list = _edgekit_guest_list (guest, device, "regions");
  Region sum = { EDGEKIT_UNKNOWN, 0 };

  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *region = g_ptr_array_index (list, i);
      gint64 total = _edgekit_guest_int (guest, region, "total", 0, EDGEKIT_GUEST_MAX_BYTES);
      gint64 available = _edgekit_guest_int (guest, region, "free", 0, EDGEKIT_GUEST_MAX_BYTES);

      if (total <= 0 || _edgekit_document_flag (region, "local") != local)
        continue;
      sum.total = MAX (sum.total, 0) + total;
      if (available == EDGEKIT_UNKNOWN || sum.available == EDGEKIT_UNKNOWN)
        sum.available = EDGEKIT_UNKNOWN;
      else
        sum.available += available;
    }
  if (sum.total == EDGEKIT_UNKNOWN)
    sum.available = EDGEKIT_UNKNOWN;
  return sum;
}

/* Transfers in a clock as amdgpu counts it; EDGEKIT_UNKNOWN where one number of
 * the driver stands for several kinds of memory. */
static gint64
transfers_per_clock (EdgeKitAccelerator *accelerator, gint64 type)
{
  g_autofree char *row = g_strdup_printf ("%" G_GINT64_FORMAT, type);
  GKeyFile *table = _edgekit_table_get ("amd-memory");
  g_autofree char *except = g_key_file_get_string (table, row, "except", NULL);

  if (except && accelerator->gfx_target && g_regex_match_simple (except, accelerator->gfx_target, 0, 0))
    return EDGEKIT_UNKNOWN;
  return _edgekit_table_int_or ("amd-memory", row, "transfers", EDGEKIT_UNKNOWN);
}

static void
take_amd (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator)
{
  Region vram = read_regions (guest, device, EDGEKIT_TRISTATE_YES);
  Region gtt = read_regions (guest, device, EDGEKIT_TRISTATE_NO);
  gint64 type = _edgekit_guest_int (guest, device, "vram_type", 0, 255);
  gint64 width = _edgekit_guest_int (guest, device, "memory_bus_width", 0, 65536);
  gint64 clock = _edgekit_guest_int (guest, device, "memory_clock_khz", 0, 100 * 1000 * 1000);
  EdgeKitTristate integrated = _edgekit_document_flag (device, "integrated");
  EdgeKitMemoryPool *pool;

  if (integrated != EDGEKIT_TRISTATE_UNKNOWN && accelerator->integrated != EDGEKIT_TRISTATE_YES)
    accelerator->integrated = integrated;
  /* of an integrated one this is the carve-out */
  pool = _edgekit_guest_vram (guest, accelerator);
  if (pool)
    _edgekit_guest_set_memory (guest, pool, vram.total, vram.available, "AMDGPU_INFO_MEMORY");
  if (accelerator->integrated == EDGEKIT_TRISTATE_YES)
    _edgekit_guest_borrow (guest, accelerator, "gtt", gtt.total, gtt.available, EDGEKIT_PROVENANCE_REPORTED,
                           "AMDGPU_INFO_MEMORY");
  else if (pool && type > 0 && clock > 0)
    _edgekit_guest_set_bandwidth (guest, pool, clock * KHZ, transfers_per_clock (accelerator, type), width,
                                  "memory clock x transfers x bus width");
}

static void
take_card (EdgeKitGuest *guest, JsonObject *device, EdgeKitAccelerator *accelerator)
{
  Region vram = read_regions (guest, device, EDGEKIT_TRISTATE_YES);
  EdgeKitMemoryPool *pool = vram.total != EDGEKIT_UNKNOWN ? _edgekit_guest_vram (guest, accelerator) : NULL;

  if (!pool)
    return;
  /* the driver's word goes before what a window onto the memory lets guess */
  if (vram.available <= vram.total)
    pool->total = pool->available = EDGEKIT_UNKNOWN;
  _edgekit_guest_set_memory (guest, pool, vram.total, vram.available, "memory regions");
}

static void
take_device (EdgeKitGuest *guest, JsonObject *device)
{
  const char *driver = NULL;
  EdgeKitGuestId id = _edgekit_guest_id (guest, device, 0);
  EdgeKitAccelerator *accelerator = id.pci ? _edgekit_guest_find (guest, id) : NULL;

  /* the kernel has listed every card of its own already */
  if (!accelerator || json_object_has_member (device, "error") ||
      !_edgekit_json_get_string (device, "driver", &driver, guest->name, NULL) || !driver)
    return;
  if (g_str_equal (driver, "amdgpu"))
    take_amd (guest, device, accelerator);
  else
    take_card (guest, device, accelerator);
}

void
_edgekit_decode_guest_drm (EdgeKitGuest *guest)
{
  g_autoptr(GPtrArray) devices = _edgekit_guest_list (guest, guest->answer, "devices");

  for (guint i = 0; i < devices->len; i++)
    take_device (guest, g_ptr_array_index (devices, i));
}
