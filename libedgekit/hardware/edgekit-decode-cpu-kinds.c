/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-table-private.h"

/* Performance and efficiency cores. */

/* --- Arm: by implementer and part (MIDR_EL1) ------------------------------------ */

static void
arm_kind_clear (gpointer data)
{
  g_free (((EdgeKitArmKind *) data)->row);
}

static int
compare_kinds (gconstpointer a, gconstpointer b)
{
  const EdgeKitArmKind *x = a, *y = b;

  return x->rank != y->rank ? y->rank - x->rank : strcmp (x->row, y->row);
}

static char *
row_of_block (const EdgeKitCpuinfoBlock *block)
{
  gint64 implementer = _edgekit_cpuinfo_int (block, "CPU implementer");
  gint64 part = _edgekit_cpuinfo_int (block, "CPU part");

  if (implementer == EDGEKIT_UNKNOWN || part == EDGEKIT_UNKNOWN)
    return NULL;
  return g_strdup_printf ("0x%02x:0x%03x", (guint) implementer & 0xff, (guint) part & 0xfff);
}

static const EdgeKitCpuinfoBlock *
find_block (GArray *blocks, guint number)
{
  /* nearly always in order and without gaps */
  if (number < blocks->len && g_array_index (blocks, EdgeKitCpuinfoBlock, number).number == number)
    return &g_array_index (blocks, EdgeKitCpuinfoBlock, number);
  for (guint i = 0; i < blocks->len; i++)
    if (g_array_index (blocks, EdgeKitCpuinfoBlock, i).number == number)
      return &g_array_index (blocks, EdgeKitCpuinfoBlock, i);
  return NULL;
}

char *
_edgekit_decode_arm_row (const EdgeKitCpuFacts *facts, guint number)
{
  const EdgeKitCpuinfoBlock *block = find_block (facts->blocks, number);
  gint64 midr = _edgekit_decode_int (facts->snapshot, EDGEKIT_SYS_CPU "%u/regs/identification/midr_el1", number);

  /* implementer in bits 31 to 24, part in bits 15 to 4 (Arm ARM, MIDR_EL1) */
  if (midr > 0)
    return g_strdup_printf ("0x%02x:0x%03x", (guint) (midr >> 24) & 0xff, (guint) (midr >> 4) & 0xfff);
  return block ? row_of_block (block) : NULL;
}

static void
add_kind (GArray *kinds, const char *row, gboolean shared)
{
  EdgeKitArmKind kind = { NULL, 1, 0, shared };

  for (guint i = 0; i < kinds->len; i++)
    if (g_str_equal (g_array_index (kinds, EdgeKitArmKind, i).row, row))
      {
        g_array_index (kinds, EdgeKitArmKind, i).count++;
        return;
      }
  kind.row = g_strdup (row);
  kind.rank = (int) _edgekit_table_int_or ("arm-cores", row, "rank", 0);
  g_array_append_val (kinds, kind);
}

GArray *
_edgekit_decode_arm_kinds (const EdgeKitCpuFacts *facts)
{
  GArray *kinds = g_array_new (FALSE, TRUE, sizeof (EdgeKitArmKind));
  g_autoptr(GHashTable) rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree char *any = NULL;
  const guint processors = _edgekit_cpuinfo_count (facts->blocks);

  g_array_set_clear_func (kinds, arm_kind_clear);
  for (guint i = 0; i < facts->blocks->len; i++)
    {
      const EdgeKitCpuinfoBlock *block = &g_array_index (facts->blocks, EdgeKitCpuinfoBlock, i);
      char *row = block->number == EDGEKIT_UNKNOWN ? NULL : _edgekit_decode_arm_row (facts, (guint) block->number);

      if (row)
        g_hash_table_insert (rows, GUINT_TO_POINTER ((guint) block->number), row);
      if (!any)
        any = row_of_block (block);
    }
  /* kernels before 3.19 say it once, of the processor that happened to read */
  if (g_hash_table_size (rows) < processors || processors == 0)
    {
      if (any)
        add_kind (kinds, any, processors > 1);
      return kinds;
    }
  for (guint i = 0; i < facts->blocks->len; i++)
    {
      const EdgeKitCpuinfoBlock *block = &g_array_index (facts->blocks, EdgeKitCpuinfoBlock, i);

      if (block->number != EDGEKIT_UNKNOWN)
        add_kind (kinds, g_hash_table_lookup (rows, GUINT_TO_POINTER ((guint) block->number)), FALSE);
    }
  g_array_sort (kinds, compare_kinds);
  return kinds;
}

/* Two kinds: the larger ones do the work. More: all but the smallest do. */
static void
split_by_arm_kinds (EdgeKitCpu *cpu, GArray *kinds)
{
  gint64 performance = 0, efficiency = 0;

  if (kinds->len < 2)
    return;
  for (guint i = 0; i < kinds->len; i++)
    {
      const EdgeKitArmKind *kind = &g_array_index (kinds, EdgeKitArmKind, i);
      gboolean slow = kinds->len == 2 ? i == 1 : kind->rank == 1;

      if (kind->rank == 0)
        return; /* a core that the table does not know */
      *(slow ? &efficiency : &performance) += kind->count;
    }
  if (g_array_index (kinds, EdgeKitArmKind, 0).rank == g_array_index (kinds, EdgeKitArmKind, kinds->len - 1).rank)
    return;
  cpu->performance_cores = performance;
  cpu->efficiency_cores = efficiency;
}

/* --- The others ------------------------------------------------------------------- */

/* Adds the cores of processors (guint; may be NULL) to a set. */
static void
add_cores (const EdgeKitCpuFacts *facts, GArray *numbers, GHashTable *cores)
{
  for (guint i = 0; numbers && i < numbers->len; i++)
    {
      gpointer core = g_hash_table_lookup (facts->core_of, GUINT_TO_POINTER (g_array_index (numbers, guint, i)));

      if (core)
        g_hash_table_add (cores, core);
    }
}

static GArray *
counted_processors (EdgeKitSnapshot *snapshot, const char *kind)
{
  return _edgekit_decode_list (_edgekit_decode_text (snapshot, "file:/sys/devices/cpu_%s/cpus", kind));
}

/* Linux has a performance counter unit for each kind. */
static gboolean
split_by_counters (const EdgeKitCpuFacts *facts)
{
  EdgeKitSnapshot *snapshot = facts->snapshot;
  g_autoptr(GHashTable) performance = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) efficiency = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) low_power = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GArray) core = counted_processors (snapshot, "core");
  g_autoptr(GArray) atom = counted_processors (snapshot, "atom");
  g_autoptr(GArray) lowest = counted_processors (snapshot, "lowpower");

  add_cores (facts, core, performance);
  add_cores (facts, atom, efficiency);
  add_cores (facts, lowest, efficiency);
  add_cores (facts, lowest, low_power);
  if (g_hash_table_size (performance) == 0 || g_hash_table_size (efficiency) == 0)
    return FALSE;
  facts->cpu->performance_cores = g_hash_table_size (performance);
  facts->cpu->efficiency_cores = g_hash_table_size (efficiency);
  if (g_hash_table_size (low_power) > 0)
    facts->cpu->low_power_cores = g_hash_table_size (low_power);
  return TRUE;
}

/* Whether processors are switched off; those that share a cache with one that is
 * on then look as if it were theirs alone. */
static gboolean
some_offline (const EdgeKitCpuFacts *facts)
{
  g_autoptr(GArray) present = _edgekit_decode_list (
      edgekit_snapshot_get_text (facts->snapshot, "file:/sys/devices/system/cpu/present"));

  return present && present->len != facts->online->len;
}

/* Intel's efficiency cores come in clusters that share a level 2 cache;
 * performance cores have one each. Where other cores have a share of the last
 * level, low-power ones have none (Meteor Lake, Lunar Lake). */
static gboolean
split_by_caches (const EdgeKitCpuFacts *facts)
{
  g_autoptr(GHashTable) shared_by = g_hash_table_new (g_str_hash, g_str_equal); /* core -> cores on its cache */
  g_autoptr(GHashTable) last_level = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer number, core, count;
  guint performance = 0, low_power = 0;

  if (some_offline (facts))
    return FALSE;
  g_hash_table_iter_init (&iter, facts->core_of);
  while (g_hash_table_iter_next (&iter, &number, &core))
    {
      g_autoptr(GHashTable) cores = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr(GArray) users = _edgekit_decode_cache_users (facts, GPOINTER_TO_UINT (number), 2);
      gint64 level = _edgekit_decode_int (facts->snapshot, EDGEKIT_SYS_CPU "%u/cache/index2/level",
                                          GPOINTER_TO_UINT (number));

      add_cores (facts, users, cores);
      if (level != 2 || g_hash_table_size (cores) == 0)
        return FALSE;
      g_hash_table_insert (shared_by, core, GUINT_TO_POINTER (g_hash_table_size (cores)));
      if (_edgekit_decode_text (facts->snapshot, EDGEKIT_SYS_CPU "%u/cache/index3/level", GPOINTER_TO_UINT (number)))
        g_hash_table_add (last_level, core);
    }
  g_hash_table_iter_init (&iter, shared_by);
  while (g_hash_table_iter_next (&iter, &core, &count))
    {
      performance += GPOINTER_TO_UINT (count) == 1;
      low_power += GPOINTER_TO_UINT (count) > 1 && !g_hash_table_contains (last_level, core);
    }
  if (performance == 0 || performance == g_hash_table_size (shared_by))
    return FALSE;
  facts->cpu->performance_cores = performance;
  facts->cpu->efficiency_cores = g_hash_table_size (shared_by) - performance;
  if (low_power > 0 && g_hash_table_size (last_level) > 0)
    facts->cpu->low_power_cores = low_power;
  return TRUE;
}

/* Cores whose value lies near the largest one, and the rest. Favoured cores of
 * one kind differ by a few percent, which are not two kinds. */
static gboolean
split_by_value (const EdgeKitCpuFacts *facts, const char *file, double near)
{
  g_autoptr(GHashTable) value_of = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter iter;
  gpointer number, core, value;
  double largest = 0;
  guint performance = 0;

  g_hash_table_iter_init (&iter, facts->core_of);
  while (g_hash_table_iter_next (&iter, &number, &core))
    {
      gint64 found = _edgekit_decode_int (facts->snapshot, EDGEKIT_SYS_CPU "%u/%s", GPOINTER_TO_UINT (number), file);

      if (found <= 0)
        return FALSE;
      largest = MAX (largest, (double) found);
      g_hash_table_insert (value_of, core, g_memdup2 (&found, sizeof found));
    }
  g_hash_table_iter_init (&iter, value_of);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    performance += (double) *(gint64 *) value >= largest * near;
  if (performance == 0 || performance == g_hash_table_size (value_of))
    return FALSE;
  facts->cpu->performance_cores = performance;
  facts->cpu->efficiency_cores = g_hash_table_size (value_of) - performance;
  return TRUE;
}

void
_edgekit_decode_cpu_kinds (const EdgeKitCpuFacts *facts, GArray *arm_kinds)
{
  const gboolean intel = g_strcmp0 (facts->cpu->vendor, "intel") == 0;
  const gboolean amd = g_strcmp0 (facts->cpu->vendor, "amd") == 0;

  split_by_arm_kinds (facts->cpu, arm_kinds);
  if (facts->cpu->performance_cores != EDGEKIT_UNKNOWN || g_hash_table_size (facts->core_of) < 2)
    return;
  if (split_by_counters (facts) || facts->cpu->packages != 1)
    return;
  if (intel && !split_by_caches (facts) && !split_by_value (facts, "acpi_cppc/highest_perf", 5.0 / 6))
    split_by_value (facts, "cpufreq/cpuinfo_max_freq", 5.0 / 6);
  /* AMD ranks like cores by highest_perf, and a kernel may derive the highest
   * clock from it: 166 to 231 on one processor. Compact cores lie well below. */
  if (amd)
    split_by_value (facts, "cpufreq/cpuinfo_max_freq", 3.0 / 4);
}
