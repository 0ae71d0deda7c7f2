/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-table-private.h"

/* Packages, cores and threads. What /sys says of the processors that are online
 * counts; cpuinfo is the fall-back: it may list processors that are not, and
 * some packages number the cores of every die from zero. */

/* The NUMA nodes with processors; 0 when /sys does not tell. */
static guint
count_nodes (EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/devices/system/node/node");
  guint nodes = 0;

  for (char **key = keys; *key; key++)
    if (g_str_has_suffix (*key, "/cpulist"))
      {
        const char *text = edgekit_snapshot_get_text (snapshot, *key);

        nodes += text && g_ascii_isdigit (*text);
      }
  return nodes;
}

static gboolean
has_device_tree (EdgeKitSnapshot *snapshot)
{
  static const char *const keys[] = { "file:/proc/device-tree/model", "file:/proc/device-tree/compatible",
                                      "file:/sys/firmware/devicetree/base/model",
                                      "file:/sys/firmware/devicetree/base/compatible" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (edgekit_snapshot_has (snapshot, keys[i]))
      return TRUE;
  return FALSE;
}

/* The processors that are online. Very old kernels have no list of them, but a
 * file in each processor's folder, except in that of the one they start on. */
static void
find_online (EdgeKitCpuFacts *facts)
{
  EdgeKitSnapshot *snapshot = facts->snapshot;
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/sys/devices/system/cpu/online");
  g_autoptr(GArray) known = NULL;

  facts->online = _edgekit_decode_list (text);
  if (facts->online && facts->online->len > 0)
    return;
  g_clear_pointer (&facts->online, g_array_unref);
  facts->online = g_array_new (FALSE, FALSE, sizeof (guint));
  known = _edgekit_decode_numbers (snapshot, EDGEKIT_SYS_CPU, "/topology/physical_package_id");
  for (guint i = 0; i < known->len; i++)
    {
      guint number = g_array_index (known, guint, i);

      if (_edgekit_decode_int (snapshot, EDGEKIT_SYS_CPU "%u/online", number) != 0)
        g_array_append_val (facts->online, number);
    }
}

/* The processors of one core name the same siblings. A kernel that does not know
 * the core (core_id -1) calls the whole package siblings. */
static guint
find_cores (EdgeKitCpuFacts *facts)
{
  static const char *const files[] = { "core_cpus_list", "thread_siblings_list", "core_cpus", "thread_siblings" };
  g_autoptr(GHashTable) cores = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < facts->online->len; i++)
    {
      guint number = g_array_index (facts->online, guint, i);
      g_autofree char *id = _edgekit_decode_line (facts->snapshot, EDGEKIT_SYS_CPU "%u/topology/core_id", number);
      char *siblings = NULL;

      for (guint f = 0; f < G_N_ELEMENTS (files) && !siblings; f++)
        siblings = _edgekit_decode_line (facts->snapshot, EDGEKIT_SYS_CPU "%u/topology/%s", number, files[f]);
      if (!siblings || (g_strcmp0 (id, "-1") == 0 && strpbrk (siblings, ",-")))
        {
          g_free (siblings);
          g_hash_table_remove_all (facts->core_of);
          return 0;
        }
      g_hash_table_insert (facts->core_of, GUINT_TO_POINTER (number), siblings);
      g_hash_table_add (cores, siblings);
    }
  return g_hash_table_size (cores);
}

static char *
read_package (const EdgeKitCpuFacts *facts, guint number)
{
  return _edgekit_decode_line (facts->snapshot, EDGEKIT_SYS_CPU "%u/topology/physical_package_id", number);
}

/* What one package has in common with another, by its first processor. */
typedef struct
{
  gint64 capacity;
  char *core;
} PackageMark;

static void
package_mark_free (gpointer data)
{
  g_free (((PackageMark *) data)->core);
  g_free (data);
}

/* Phone kernels give every cluster a package id of its own. Packages of one
 * computer are alike; clusters are not: their cores are of other kinds, or a
 * sixth slower. Where they are alike as well, a computer that is described by a
 * device tree and has one NUMA node has one package. */
static gboolean
packages_are_clusters (const EdgeKitCpuFacts *facts)
{
  g_autoptr(GHashTable) marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, package_mark_free);
  GHashTableIter iter;
  gpointer mark;
  const PackageMark *first = NULL;
  guint nodes = count_nodes (facts->snapshot);

  for (guint i = 0; i < facts->online->len; i++)
    {
      guint number = g_array_index (facts->online, guint, i);
      g_autofree char *package = read_package (facts, number);
      PackageMark *found;

      if (!package || g_hash_table_contains (marks, package))
        continue;
      found = g_new (PackageMark, 1);
      found->capacity = _edgekit_decode_int (facts->snapshot, EDGEKIT_SYS_CPU "%u/cpu_capacity", number);
      found->core = _edgekit_decode_arm_row (facts, number);
      g_hash_table_insert (marks, g_steal_pointer (&package), found);
    }
  g_hash_table_iter_init (&iter, marks);
  while (g_hash_table_iter_next (&iter, NULL, &mark))
    {
      const PackageMark *other = mark;

      if (!first)
        first = other;
      if (g_strcmp0 (other->core, first->core) != 0)
        return TRUE;
      if (MIN (other->capacity, first->capacity) > 0 &&
          MIN (other->capacity, first->capacity) < MAX (other->capacity, first->capacity) * 5 / 6)
        return TRUE;
    }
  return has_device_tree (facts->snapshot) && nodes <= 1;
}

static guint
count_packages (const EdgeKitCpuFacts *facts)
{
  g_autoptr(GHashTable) packages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean boards = g_str_has_prefix (facts->architecture, "arm") || g_str_equal (facts->architecture, "aarch64") ||
                    g_str_has_prefix (facts->architecture, "riscv") || !*facts->architecture;

  for (guint i = 0; i < facts->online->len; i++)
    {
      char *package = read_package (facts, g_array_index (facts->online, guint, i));

      if (!package)
        return 0;
      g_hash_table_add (packages, package);
    }
  /* -1 is an id that the kernel does not know */
  if (g_hash_table_size (packages) == 1 && g_hash_table_contains (packages, "-1"))
    return count_nodes (facts->snapshot) <= 1 ? 1 : 0;
  if (g_hash_table_size (packages) > 1 && boards && packages_are_clusters (facts))
    return 1;
  return g_hash_table_size (packages);
}

static void
count_by_sysfs (EdgeKitCpuFacts *facts)
{
  guint cores = find_cores (facts);
  guint packages = count_packages (facts);

  facts->cpu->threads = facts->online->len;
  if (cores > 0)
    facts->cpu->cores = cores;
  if (packages > 0)
    facts->cpu->packages = packages;
}

/* Of one core; some kernels number every core zero. */
static gint64
most_threads (const char *architecture)
{
  return g_str_has_prefix (architecture, "loongarch") || g_str_has_prefix (architecture, "mips") ? 2 : 8;
}

static void
count_by_cpuinfo (const EdgeKitCpuFacts *facts)
{
  EdgeKitCpu *cpu = facts->cpu;
  const gboolean counted = cpu->threads != EDGEKIT_UNKNOWN;
  const guint threads = _edgekit_cpuinfo_count (facts->blocks);
  g_autoptr(GHashTable) cores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) packages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint with_core = 0;
  gint64 per_package = EDGEKIT_UNKNOWN, siblings = EDGEKIT_UNKNOWN;

  if (counted && cpu->cores != EDGEKIT_UNKNOWN && cpu->packages != EDGEKIT_UNKNOWN)
    return;
  for (guint i = 0; i < facts->blocks->len; i++)
    {
      const EdgeKitCpuinfoBlock *block = &g_array_index (facts->blocks, EdgeKitCpuinfoBlock, i);
      g_autofree char *package = _edgekit_cpuinfo_field (block, "physical id");
      g_autofree char *core = _edgekit_cpuinfo_field (block, "core id");

      if (block->number == EDGEKIT_UNKNOWN)
        continue;
      /* the words of Loongson */
      if (!package)
        package = _edgekit_cpuinfo_field (block, "package");
      if (!core)
        core = _edgekit_cpuinfo_field (block, "core");
      if (per_package == EDGEKIT_UNKNOWN)
        {
          per_package = _edgekit_cpuinfo_int (block, "cpu cores");
          siblings = _edgekit_cpuinfo_int (block, "siblings");
        }
      if (core && package)
        {
          with_core++;
          g_hash_table_add (cores, g_strconcat (package, ":", core, NULL));
        }
      if (package)
        g_hash_table_add (packages, g_steal_pointer (&package));
    }
  if (!counted && threads > 0)
    cpu->threads = threads;
  if (cpu->packages == EDGEKIT_UNKNOWN && g_hash_table_size (packages) > 0)
    cpu->packages = g_hash_table_size (packages);
  /* a file that lists fewer processors than they have siblings was cut, or is
   * what a container may see of it */
  if (!counted && siblings > 0 && siblings <= 4096 && cpu->packages > 0 && siblings * cpu->packages > cpu->threads)
    cpu->threads = siblings * cpu->packages;
  /* some multi-die packages count their cores from zero in every die */
  if (cpu->cores == EDGEKIT_UNKNOWN && with_core == threads && threads > 0)
    cpu->cores = MAX (g_hash_table_size (cores),
                      per_package > 0 && per_package <= 4096 ? per_package * MAX (cpu->packages, 1) : 0);
  else if (cpu->cores == EDGEKIT_UNKNOWN && per_package > 0 && per_package <= 4096 && cpu->packages > 0)
    cpu->cores = per_package * cpu->packages;
  if (cpu->cores > cpu->threads || cpu->cores < cpu->threads / most_threads (facts->architecture))
    cpu->cores = EDGEKIT_UNKNOWN;
}

/* Arm's cpuinfo names no cores, but most of Arm's cores are one thread each. */
static void
count_by_kinds (EdgeKitCpu *cpu, GArray *arm_kinds)
{
  gint64 cores = 0;

  for (guint i = 0; i < arm_kinds->len; i++)
    {
      const EdgeKitArmKind *kind = &g_array_index (arm_kinds, EdgeKitArmKind, i);

      if (kind->rank == 0 || kind->shared || _edgekit_table_int_or ("arm-cores", kind->row, "threads", 1) > 1)
        return;
      cores += kind->count;
    }
  if (cores == 0)
    return;
  cpu->cores = cores;
  /* kernels for one processor number none */
  if (cpu->threads == EDGEKIT_UNKNOWN)
    cpu->threads = cores;
}

void
_edgekit_decode_cpu_topology (EdgeKitCpuFacts *facts, GArray *arm_kinds)
{
  static const char *const counts[] = { "cpu.packages", "cpu.cores", "cpu.threads" };
  EdgeKitCpu *cpu = facts->cpu;
  gint64 *const values[] = { &cpu->packages, &cpu->cores, &cpu->threads };

  find_online (facts);
  if (facts->online->len > 0)
    count_by_sysfs (facts);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (*values[i] != EDGEKIT_UNKNOWN)
      _edgekit_hardware_profile_set_provenance (facts->profile, counts[i], EDGEKIT_PROVENANCE_REPORTED,
                                                "file:/sys/devices/system/cpu");
  count_by_cpuinfo (facts);
  if (cpu->cores == EDGEKIT_UNKNOWN && facts->online->len == 0)
    count_by_kinds (cpu, arm_kinds);
}
