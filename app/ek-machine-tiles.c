/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "ek-machine-tiles.h"

/* The three numbers below the headline of “This Computer”. */

static gboolean
is_used (EdgeKitAccelerator *accelerator, gboolean integrated)
{
  const char *const *pools = edgekit_accelerator_get_pools (accelerator);
  const char *const *runtimes = edgekit_accelerator_get_runtimes (accelerator);

  return edgekit_accelerator_get_kind (accelerator) == EDGEKIT_ACCELERATOR_KIND_GPU
         && edgekit_accelerator_get_usable (accelerator) != EDGEKIT_TRISTATE_NO && pools != NULL && *pools != NULL
         && (edgekit_accelerator_get_integrated (accelerator) == EDGEKIT_TRISTATE_YES) == integrated
         && (!integrated || (runtimes != NULL && *runtimes != NULL));
}

/* The graphics cards that engines would use: the cards, or, where there is
 * none, what is built into the processor.  They belong to the profile. */
GPtrArray *
ek_machine_list_used (EdgeKitHardwareProfile *profile)
{
  GPtrArray *used = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *accelerators = edgekit_hardware_profile_get_accelerators (profile);

  for (int integrated = 0; integrated <= 1 && used->len == 0; integrated++)
    for (guint i = 0; i < g_list_model_get_n_items (accelerators); i++)
      {
        g_autoptr (EdgeKitAccelerator) accelerator = g_list_model_get_item (accelerators, i);

        if (is_used (accelerator, integrated))
          g_ptr_array_add (used, g_steal_pointer (&accelerator));
      }
  return used;
}

/* What is free of the memories, and how large they are; each only once. */
static void
add_up (EdgeKitHardwareProfile *profile, GPtrArray *used, gint64 *available, gint64 *total)
{
  *available = *total = 0;
  for (guint i = 0; i < used->len; i++)
    {
      const char *const *pools = edgekit_accelerator_get_pools (g_ptr_array_index (used, i));

      for (guint p = 0; pools != NULL && pools[p] != NULL; p++)
        {
          EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, pools[p]);

          if (pool == NULL || edgekit_memory_pool_get_backing (pool) != NULL)
            continue;
          if (edgekit_memory_pool_get_total (pool) < 0)
            *total = EDGEKIT_UNKNOWN;
          else if (*total >= 0)
            *total += edgekit_memory_pool_get_total (pool);
          if (edgekit_memory_pool_get_available (pool) < 0)
            *available = EDGEKIT_UNKNOWN;
          else if (*available >= 0)
            *available += edgekit_memory_pool_get_available (pool);
        }
    }
}

/* What graphics in the processor compute with: the larger of what they may take of main memory and what is set aside
 * for them, as engines do.  NULL when the size of neither is known. */
static EdgeKitMemoryPool *
find_shared (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator)
{
  const char *const *pools = edgekit_accelerator_get_pools (accelerator);
  EdgeKitMemoryPool *largest = NULL;

  for (guint p = 0; pools != NULL && pools[p] != NULL; p++)
    {
      EdgeKitMemoryPool *pool = edgekit_hardware_profile_lookup_pool (profile, pools[p]);

      if (pool && edgekit_memory_pool_get_total (pool) > (largest ? edgekit_memory_pool_get_total (largest) : 0))
        largest = pool;
    }
  return largest;
}

/* No more of it is free than of the memory that it lies in. */
static gint64
available_of (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool)
{
  const char *backing = edgekit_memory_pool_get_backing (pool);
  EdgeKitMemoryPool *behind = backing ? edgekit_hardware_profile_lookup_pool (profile, backing) : NULL;
  const gint64 available = edgekit_memory_pool_get_available (pool);

  if (behind && edgekit_memory_pool_get_available (behind) >= 0)
    return MIN (available, edgekit_memory_pool_get_available (behind));
  return available;
}

static void
show_memory (EkTile *tile, gint64 available, gint64 total, EdgeKitMemoryUnits units)
{
  g_autofree char *free_text = available < 0 ? NULL : edgekit_format_memory (available, units);
  g_autofree char *total_text = total < 0 ? NULL : edgekit_format_memory (total, units);
  g_autofree char *value = NULL;
  g_autofree char *caption = NULL;

  if (free_text)
    {
      /* Translators: an amount of memory: “10.9 GiB free” */
      value = g_strdup_printf (_ ("%s free"), free_text);
      /* Translators: the size of a memory, below what is free of it: “of 12.0 GiB” */
      caption = total_text ? g_strdup_printf (_ ("of %s"), total_text) : NULL;
    }
  else
    {
      value = g_strdup (total_text ? total_text : _ ("Unknown"));
      caption = g_strdup (total_text ? _ ("how much is free is unknown") : C_ ("memory", "it could not be read"));
    }
  g_object_set (tile, "value", value, "caption", caption, NULL);
}

static void
show_cpu (EkTile *tile, EdgeKitHardwareProfile *profile)
{
  EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (profile);
  const gint64 cores = cpu ? edgekit_cpu_get_cores (cpu) : EDGEKIT_UNKNOWN;
  const gint64 threads = cpu ? edgekit_cpu_get_threads (cpu) : EDGEKIT_UNKNOWN;
  g_autofree char *value = NULL;
  g_autofree char *caption = NULL;

  if (cores >= 0)
    value = g_strdup_printf (ngettext ("%" PRId64 " core", "%" PRId64 " cores", (gulong) cores),
                             cores);
  if (threads >= 0)
    caption = g_strdup_printf (
      ngettext ("%" PRId64 " thread", "%" PRId64 " threads", (gulong) threads), threads);
  else if (value == NULL)
    caption = g_strdup (C_ ("processor", "it could not be read"));
  g_object_set (tile, "icon-name", "ek-cpu-symbolic", "label", _ ("Processor"), "value",
                value ? value : _ ("Unknown"), "caption", caption, NULL);
}

/* What does the work: the memory of the cards, or the processor. */
void
ek_machine_tiles_show_first (EkTile *tile, EkSession *session)
{
  EdgeKitHardwareProfile *profile = ek_session_get_profile (session);
  g_autoptr (GPtrArray) used = ek_machine_list_used (profile);
  const gboolean integrated
    = used->len > 0 && edgekit_accelerator_get_integrated (g_ptr_array_index (used, 0)) == EDGEKIT_TRISTATE_YES;
  EdgeKitMemoryPool *shared = integrated ? find_shared (profile, g_ptr_array_index (used, 0)) : NULL;
  gint64 available, total;

  if (used->len == 0 || (integrated && shared == NULL))
    {
      show_cpu (tile, profile);
      return;
    }
  if (shared)
    {
      available = available_of (profile, shared);
      total = edgekit_memory_pool_get_total (shared);
    }
  else
    add_up (profile, used, &available, &total);
  g_object_set (tile, "icon-name", "ek-gpu-symbolic", "label",
                shared && edgekit_memory_pool_get_backing (shared) ? _ ("Shared memory") : _ ("Graphics memory"), NULL);
  show_memory (tile, available, total, edgekit_preflight_get_memory_units (ek_session_get_preflight (session)));
}

void
ek_machine_tiles_show_memory (EkTile *tile, EkSession *session)
{
  EdgeKitMemoryPool *ram = edgekit_hardware_profile_lookup_pool (ek_session_get_profile (session), "ram");

  show_memory (tile, ram ? edgekit_memory_pool_get_available (ram) : EDGEKIT_UNKNOWN,
               ram ? edgekit_memory_pool_get_total (ram) : EDGEKIT_UNKNOWN,
               edgekit_preflight_get_memory_units (ek_session_get_preflight (session)));
}

void
ek_machine_tiles_show_speed (EkTile *tile, EkSession *session)
{
  EdgeKitOutlook *outlook = ek_session_get_outlook (session);
  const double low = edgekit_outlook_get_speed_low (outlook);
  const double high = edgekit_outlook_get_speed_high (outlook);
  const char *model = edgekit_outlook_get_speed_model (outlook);
  g_autofree char *label = NULL;
  g_autofree char *speed = NULL;
  g_autofree char *reading = NULL;

  if (low <= 0 || high <= 0)
    {
      g_object_set (tile, "label", _ ("Speed"), "value", _ ("Unknown"), "caption",
                    _ ("no speed known for this device"), NULL);
      return;
    }
  /* Translators: %s is a number of billions of parameters, above the speed here: “8B model” */
  label = model ? g_strdup_printf (_ ("%sB model"), model) : g_strdup (_ ("Speed"));
  speed = edgekit_format_speed (low, high);
  reading = edgekit_format_reading_speed ((low + high) / 2);
  g_object_set (tile, "label", label, "value", speed, "caption", reading, NULL);
}
