/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-private.h"
#include "edgekit-device-table-private.h"
#include "edgekit-i18n-private.h"

/* What neither the kernel nor a driver told of the memory of a card: what its maker
 * says of the product, or what its window on the PCI bus allows to say. */

#define MIB (G_GINT64_CONSTANT (1) << 20)

static void
set_number (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, const char *what, gint64 *dest, gint64 value,
            EdgeKitProvenance kind, const char *source)
{
  g_autofree char *path = g_strdup_printf ("memory_pools.%s.%s", pool->id, what);

  if (*dest != EDGEKIT_UNKNOWN || value <= 0)
    return;
  *dest = value;
  _edgekit_hardware_profile_set_provenance (profile, path, kind, source);
}

/* A window of more than 256 MiB spans all of the memory, rounded up to a power of
 * two (PCI Express, resizable BAR capability): there is more than half of it. Cards
 * of Intel whose memory is no power of two have rows. */
static void
guess_total (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, EdgeKitMemoryPool *pool)
{
  const gint64 least = 512 * MIB;

  if (accelerator->bar > least && g_strcmp0 (accelerator->vendor, "intel") == 0)
    set_number (profile, pool, "total", &pool->total, accelerator->bar, EDGEKIT_PROVENANCE_ESTIMATE,
                "largest PCI BAR");
  else if (accelerator->bar > least)
    set_number (profile, pool, "total", &pool->total, accelerator->bar / 2, EDGEKIT_PROVENANCE_ESTIMATE,
                "more than half of the largest PCI BAR");
}

static void
decode_window (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator, EdgeKitMemoryPool *pool)
{
  if (accelerator->resizable_bar != EDGEKIT_TRISTATE_UNKNOWN || accelerator->bar <= 0 ||
      pool->total == EDGEKIT_UNKNOWN)
    return;
  /* drivers keep a little of the memory for themselves */
  accelerator->resizable_bar = accelerator->bar >= pool->total / 16 * 15 ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  if (accelerator->resizable_bar == EDGEKIT_TRISTATE_NO && g_strcmp0 (accelerator->vendor, "intel") == 0)
    _edgekit_hardware_profile_add_note (
        profile, "resizable-bar-off", EDGEKIT_SEVERITY_INFO,
        _ ("The Intel graphics card is slowed down: Resizable BAR is off."),
        _ ("It is a setting of the firmware, often called “Above 4G Decoding” and “Re-Size BAR Support”."));
}

void
_edgekit_decode_cards (EdgeKitHardwareProfile *profile)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profile->accelerators)); i++)
    {
      g_autoptr(EdgeKitAccelerator) accelerator = g_list_model_get_item (G_LIST_MODEL (profile->accelerators), i);
      g_autofree char *source = g_strdup_printf ("cards: %s", accelerator->name ? accelerator->name : "");
      gboolean known;
      gint64 vram, bandwidth;

      known = _edgekit_device_table_card (accelerator->pci_id, accelerator->name, &vram, &bandwidth);
      for (guint p = 0; accelerator->pools && accelerator->pools[p]; p++)
        {
          EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, accelerator->pools[p]);

          if (!pool || (accelerator->integrated == EDGEKIT_TRISTATE_YES && !known))
            continue;
          set_number (profile, pool, "bandwidth", &pool->bandwidth, bandwidth, EDGEKIT_PROVENANCE_TABLE, source);
          if (pool->kind != EDGEKIT_POOL_KIND_VRAM || accelerator->integrated == EDGEKIT_TRISTATE_YES)
            continue;
          set_number (profile, pool, "total", &pool->total, vram, EDGEKIT_PROVENANCE_TABLE, source);
          guess_total (profile, accelerator, pool);
          decode_window (profile, accelerator, pool);
        }
    }
}
