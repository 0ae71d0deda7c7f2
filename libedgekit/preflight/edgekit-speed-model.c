/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "edgekit-accelerator-private.h"
#include "edgekit-cpu-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

/* Generating a token reads every weight that takes part in it, and the cache. The
 * memory's bandwidth is the limit on most devices; what is left is a cost for each
 * layer, as one is computed after the other, and on processors how fast a core
 * unpacks weights. */

/* Of a core whose clock is not known. */
#define USUAL_GHZ 3.0

static gboolean
is_in_span (const char *spans, double value)
{
  g_auto(GStrv) list = g_strsplit (spans, ";", -1);

  for (guint i = 0; list[i]; i++)
    {
      char *end;
      double from = g_ascii_strtod (list[i], &end), to = *end == '-' ? g_ascii_strtod (end + 1, NULL) : from;

      if (*list[i] && value >= from && value <= to)
        return TRUE;
    }
  return FALSE;
}

static double
capability_of (EdgeKitAccelerator *device)
{
  return device && device->compute_capability ? (int) (10 * g_ascii_strtod (device->compute_capability, NULL) + 0.5)
                                              : -1;
}

static gboolean
has_name (EdgeKitAccelerator *device, const char *names)
{
  g_auto(GStrv) list = g_strsplit (names, ";", -1);

  for (guint i = 0; device && device->name && list[i]; i++)
    if (*list[i] && strstr (device->name, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean
row_fits (GKeyFile *table, const char *row, const char *backend, EdgeKitAccelerator *device, gint64 bandwidth)
{
  g_autofree char *its_backend = g_key_file_get_string (table, row, "backend", NULL);
  g_autofree char *vendor = g_key_file_get_string (table, row, "vendor", NULL);
  g_autofree char *integrated = g_key_file_get_string (table, row, "integrated", NULL);
  g_autofree char *capability = g_key_file_get_string (table, row, "capability", NULL);
  g_autofree char *span = g_key_file_get_string (table, row, "bandwidth", NULL);
  g_autofree char *names = g_key_file_get_string (table, row, "names", NULL);

  if (g_strcmp0 (its_backend, backend) != 0 || (vendor && (!device || g_strcmp0 (device->vendor, vendor) != 0)))
    return FALSE;
  if (integrated && (!device || device->integrated != (*integrated == 'y' ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO)))
    return FALSE;
  return !(capability && !is_in_span (capability, capability_of (device))) &&
         !(span && !is_in_span (span, (double) bandwidth / 1e9)) && !(names && !has_name (device, names));
}

void
_edgekit_speed_row_find (const char *backend, EdgeKitAccelerator *device, gint64 bandwidth, gboolean experts,
                           gboolean bf16, EdgeKitSpeedRow *found)
{
  GKeyFile *table = _edgekit_table_get ("speed-classes");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *row = "vulkan"; /* a back end that no row has: the widest range */

  for (guint i = 0; rows[i]; i++)
    if (row_fits (table, rows[i], backend, device, bandwidth))
      row = rows[i];
  row = found->row = g_intern_string (row);
  found->efficiency = _edgekit_table_double ("speed-classes", row, "efficiency");
  found->layer_seconds = _edgekit_table_double ("speed-classes", row, "layer_us") / 1e6;
  found->token_seconds = _edgekit_table_double ("speed-classes", row, "token_us") / 1e6;
  found->low = _edgekit_table_double ("speed-classes", row, "low");
  found->high = _edgekit_table_double ("speed-classes", row, "high");
  found->prompt_rate = _edgekit_table_double ("speed-classes", row, "prompt");
  found->prompt_low = _edgekit_table_double ("speed-classes", row, "prompt_low");
  found->prompt_high = _edgekit_table_double ("speed-classes", row, "prompt_high");
  found->experts = 1;
  if (!experts)
    return;
  found->experts = _edgekit_table_double ("speed-classes", row, "experts");
  if (bf16)
    found->experts = _edgekit_table_double_or ("speed-classes", row, "bf16_experts", found->experts);
  found->prompt_rate *= _edgekit_table_double ("speed-classes", row, "prompt_experts");
}

/* The longest row that the name of the quantization begins with. */
static double
type_factor (const char *quantization)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("speed-types"), NULL);
  const char *best = NULL;

  for (guint i = 0; quantization && rows[i]; i++)
    if (g_str_has_prefix (quantization, rows[i]) && (!best || strlen (rows[i]) > strlen (best)))
      best = rows[i];
  return best ? _edgekit_table_double ("speed-types", best, "cores") : 1;
}

void
_edgekit_speed_core_find (EdgeKitCpu *cpu, const char *quantization, EdgeKitSpeedCore *core)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("speed-cores"), NULL);
  double ghz = cpu && cpu->max_mhz > 0 ? (double) cpu->max_mhz / 1000 : USUAL_GHZ;

  *core = (EdgeKitSpeedCore) { 0 };
  for (guint i = 0; cpu && cpu->features && rows[i]; i++)
    if (g_strv_contains ((const char *const *) cpu->features, rows[i]))
      {
        core->bytes = 1e9 * ghz * type_factor (quantization) *
                      _edgekit_table_double ("speed-cores", rows[i], "gbps_per_ghz");
        core->operations = 1e9 * ghz * _edgekit_table_double ("speed-cores", rows[i], "gflops_per_ghz");
        return;
      }
}

guint64
_edgekit_speed_count_threads (EdgeKitCpu *cpu)
{
  gint64 cores = cpu ? cpu->cores : EDGEKIT_UNKNOWN;
  gint64 usable = cpu ? cpu->usable_threads : EDGEKIT_UNKNOWN;

  return cores > 0 && usable > 0 ? MIN (cores, usable) : MAX (MAX (cores, usable), 0);
}

double
_edgekit_speed_seconds (const EdgeKitSpeedRow *speed, double bytes, double cache, gint64 bandwidth, double rate,
                        double layers)
{
  double memory = (double) bandwidth * speed->efficiency;
  double unpacking = rate > 0 ? MIN (memory, rate) : memory;

  return speed->experts * bytes / unpacking + cache / memory + layers * speed->layer_seconds + speed->token_seconds;
}
