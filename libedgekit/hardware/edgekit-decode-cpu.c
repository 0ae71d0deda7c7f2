/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"

#define CPU "file:/sys/devices/system/cpu/cpu"

/* --- Counting ---------------------------------------------------------------- */

/* A set of distinct texts: two threads of one core name the same siblings. */
static guint
count_distinct (EdgeKitSnapshot *snapshot, GHashTable *online, const char *const *files, GHashTable **of_cpu)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer cpu;

  g_hash_table_iter_init (&iter, online);
  while (g_hash_table_iter_next (&iter, &cpu, NULL))
    {
      g_autofree char *text = NULL;

      for (guint i = 0; files[i] && !text; i++)
        text = _edgekit_decode_line (snapshot, CPU "%u/topology/%s", GPOINTER_TO_UINT (cpu), files[i]);
      if (!text)
        return 0;
      if (of_cpu)
        g_hash_table_insert (*of_cpu, cpu, g_strdup (text));
      g_hash_table_add (seen, g_steal_pointer (&text));
    }
  return g_hash_table_size (seen);
}

static GHashTable *
online_cpus (EdgeKitSnapshot *snapshot)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/sys/devices/system/cpu/online");
  GHashTable *set = _edgekit_decode_list (text);
  g_autoptr(GArray) numbers = NULL;

  if (set && g_hash_table_size (set) > 0)
    return set;
  g_clear_pointer (&set, g_hash_table_unref);
  numbers = _edgekit_decode_numbers (snapshot, CPU, "/topology/physical_package_id");
  if (numbers->len == 0)
    return NULL;
  set = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_add (set, GUINT_TO_POINTER (g_array_index (numbers, guint, i)));
  return set;
}

static gboolean
packages_are_clusters (EdgeKitSnapshot *snapshot, GHashTable *online)
{
  GHashTableIter iter;
  gpointer cpu;
  gint64 first = EDGEKIT_UNKNOWN;

  /* phone kernels give every cluster a package id of its own: a real second
   * package would hold the same cores as the first */
  g_hash_table_iter_init (&iter, online);
  while (g_hash_table_iter_next (&iter, &cpu, NULL))
    {
      gint64 capacity = _edgekit_decode_int (snapshot, CPU "%u/cpu_capacity", GPOINTER_TO_UINT (cpu));

      if (capacity == EDGEKIT_UNKNOWN)
        return FALSE;
      if (first == EDGEKIT_UNKNOWN)
        first = capacity;
      if (capacity != first)
        return TRUE;
    }
  return FALSE;
}

static void
count_by_sysfs (EdgeKitSnapshot *snapshot, EdgeKitCpu *cpu, GHashTable *online, GHashTable **core_of)
{
  static const char *const core_files[] = { "core_cpus_list", "thread_siblings_list", "core_cpus", "thread_siblings",
                                            NULL };
  static const char *const package_files[] = { "physical_package_id", NULL };
  guint cores, packages;

  cpu->threads = g_hash_table_size (online);
  cores = count_distinct (snapshot, online, core_files, core_of);
  packages = count_distinct (snapshot, online, package_files, NULL);
  if (cores > 0)
    cpu->cores = cores;
  if (packages > 0)
    cpu->packages = packages > 1 && packages_are_clusters (snapshot, online) ? 1 : packages;
}

static void
count_by_cpuinfo (const char *cpuinfo, EdgeKitCpu *cpu)
{
  const gboolean counted = cpu->threads != EDGEKIT_UNKNOWN;
  g_autoptr(GHashTable) cores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) packages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) blocks = g_strsplit (cpuinfo, "\n\n", -1);
  guint threads = 0, with_core = 0;
  gint64 per_package = EDGEKIT_UNKNOWN, siblings = EDGEKIT_UNKNOWN;

  for (char **block = blocks; *block; block++)
    {
      g_autofree char *processor = _edgekit_decode_field (*block, "processor", ':');
      g_autofree char *package = _edgekit_decode_field (*block, "physical id", ':');
      g_autofree char *core = _edgekit_decode_field (*block, "core id", ':');

      /* "Processor : AArch64 Processor" is a line of old Arm kernels */
      if (!processor || !g_ascii_isdigit (*processor))
        continue;
      threads++;
      if (per_package == EDGEKIT_UNKNOWN)
        {
          per_package = _edgekit_decode_field_int (*block, "cpu cores", ':');
          siblings = _edgekit_decode_field_int (*block, "siblings", ':');
        }
      if (core && package)
        {
          with_core++;
          g_hash_table_add (cores, g_strconcat (package, ":", core, NULL));
        }
      if (package)
        g_hash_table_add (packages, g_strdup (package));
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
    cpu->cores = MAX (g_hash_table_size (cores), MAX (per_package, 0) * MAX (cpu->packages, 1));
  else if (cpu->cores == EDGEKIT_UNKNOWN && per_package > 0 && cpu->packages > 0)
    cpu->cores = per_package * cpu->packages;
  if (cpu->cores > cpu->threads)
    cpu->cores = EDGEKIT_UNKNOWN;
}

/* --- Performance and efficiency cores ---------------------------------------- */

static guint
cores_in (GHashTable *set, GHashTable *core_of)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer cpu;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &cpu, NULL))
    {
      const char *core = g_hash_table_lookup (core_of, cpu);

      if (core)
        g_hash_table_add (seen, (gpointer) core);
    }
  return g_hash_table_size (seen);
}

static guint
cores_of_kind (EdgeKitSnapshot *snapshot, const char *key, GHashTable *core_of)
{
  g_autoptr(GHashTable) set = _edgekit_decode_list (edgekit_snapshot_get_text (snapshot, key));

  return set ? cores_in (set, core_of) : 0;
}

/* Cores whose value lies near the largest one, and the rest. Favoured cores of
 * one kind differ by a few percent (AMD and Intel boost ranking), two kinds by
 * more than a sixth. */
static void
split_by_value (EdgeKitSnapshot *snapshot, EdgeKitCpu *cpu, GHashTable *core_of, const char *file)
{
  g_autoptr(GHashTable) value_of = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter iter;
  gpointer number, core, value;
  double largest = 0;
  guint performance = 0;

  g_hash_table_iter_init (&iter, core_of);
  while (g_hash_table_iter_next (&iter, &number, &core))
    {
      gint64 found = _edgekit_decode_int (snapshot, CPU "%u/%s", GPOINTER_TO_UINT (number), file);

      if (found <= 0)
        return;
      largest = MAX (largest, (double) found);
      g_hash_table_insert (value_of, core, g_memdup2 (&found, sizeof found));
    }
  g_hash_table_iter_init (&iter, value_of);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    performance += (double) *(gint64 *) value >= largest * 5 / 6;
  if (performance == 0 || performance == g_hash_table_size (value_of))
    return;
  cpu->performance_cores = performance;
  cpu->efficiency_cores = g_hash_table_size (value_of) - performance;
}

/* On hybrid x86 only performance cores have two threads. */
static void
split_by_threads (EdgeKitCpu *cpu, GHashTable *core_of)
{
  g_autoptr(GHashTable) threads = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer core, count;
  guint two = 0;

  g_hash_table_iter_init (&iter, core_of);
  while (g_hash_table_iter_next (&iter, NULL, &core))
    g_hash_table_insert (threads, core,
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (threads, core)) + 1));
  g_hash_table_iter_init (&iter, threads);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    two += GPOINTER_TO_UINT (count) > 1;
  if (two == 0 || two == g_hash_table_size (threads))
    return;
  cpu->performance_cores = two;
  cpu->efficiency_cores = g_hash_table_size (threads) - two;
}

static void
split_kinds (EdgeKitSnapshot *snapshot, EdgeKitCpu *cpu, GHashTable *core_of)
{
  guint performance = cores_of_kind (snapshot, "file:/sys/devices/cpu_core/cpus", core_of);
  guint efficiency = cores_of_kind (snapshot, "file:/sys/devices/cpu_atom/cpus", core_of) +
                     cores_of_kind (snapshot, "file:/sys/devices/cpu_lowpower/cpus", core_of);

  if (cpu->performance_cores != EDGEKIT_UNKNOWN || g_hash_table_size (core_of) == 0)
    return;
  if (performance > 0 && efficiency > 0)
    {
      cpu->performance_cores = performance;
      cpu->efficiency_cores = efficiency;
      return;
    }
  if (g_strcmp0 (cpu->vendor, "intel") != 0)
    return;
  split_by_threads (cpu, core_of);
  if (cpu->performance_cores == EDGEKIT_UNKNOWN && cpu->packages == 1)
    split_by_value (snapshot, cpu, core_of, "cpufreq/cpuinfo_max_freq");
}

/* --- What this program may use ------------------------------------------------ */

static gint64
quota_threads (EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/fs/cgroup");
  gint64 least = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    {
      gint64 quota = EDGEKIT_UNKNOWN, period = EDGEKIT_UNKNOWN;
      const char *text = edgekit_snapshot_get_text (snapshot, *key);

      if (g_str_has_suffix (*key, "/cpu.max") && text)
        {
          const char *space = strchr (text, ' ');

          quota = _edgekit_decode_number (text); /* "max" is no number */
          period = space ? _edgekit_decode_number (space) : EDGEKIT_UNKNOWN;
        }
      else if (g_str_has_suffix (*key, "/cpu.cfs_quota_us"))
        {
          g_autofree char *folder = g_path_get_dirname (*key);

          quota = _edgekit_decode_number (text); /* -1: no quota */
          period = _edgekit_decode_int (snapshot, "%s/cpu.cfs_period_us", folder);
        }
      if (quota > 0 && period > 0)
        {
          gint64 threads = MAX (1, (gint64) ceil ((double) quota / (double) period));

          least = least == EDGEKIT_UNKNOWN ? threads : MIN (least, threads);
        }
    }
  return least;
}

static gint64
cpuset_threads (EdgeKitSnapshot *snapshot)
{
  static const char *const names[] = { "/cpuset.cpus.effective", "/cpuset.effective_cpus", "/cpuset.cpus" };
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/fs/cgroup");
  gint64 least = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      {
        g_autoptr(GHashTable) set = NULL;

        if (!g_str_has_suffix (*key, names[i]))
          continue;
        set = _edgekit_decode_list (edgekit_snapshot_get_text (snapshot, *key));
        if (set && g_hash_table_size (set) > 0)
          least = least == EDGEKIT_UNKNOWN ? g_hash_table_size (set) : MIN (least, g_hash_table_size (set));
      }
  return least;
}

static void
decode_usable (EdgeKitSnapshot *snapshot, EdgeKitCpu *cpu)
{
  const gint64 bounds[] = { _edgekit_decode_int (snapshot, "affinity:count"), cpuset_threads (snapshot),
                            quota_threads (snapshot) };
  gint64 usable = cpu->threads;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    if (bounds[i] > 0 && (usable == EDGEKIT_UNKNOWN || bounds[i] < usable))
      usable = bounds[i];
  cpu->usable_threads = usable;
}

static void
decode_clock (EdgeKitSnapshot *snapshot, EdgeKitCpu *cpu)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/devices/system/cpu/cpu");
  gint64 khz = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    if (g_str_has_suffix (*key, "/cpuinfo_max_freq"))
      khz = MAX (khz, _edgekit_decode_int (snapshot, "%s", *key));
  if (khz > 0)
    cpu->max_mhz = khz / 1000;
}

void
_edgekit_decode_cpu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  static const char *const counted[] = { "cpu.packages", "cpu.cores", "cpu.threads" };
  const char *cpuinfo = edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo");
  EdgeKitCpu *cpu = g_object_new (EDGEKIT_TYPE_CPU, NULL);
  g_autoptr(GHashTable) core_of = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr(GHashTable) online = NULL;

  profile->cpu = cpu;
  _edgekit_decode_cpu_name (snapshot, profile, cpu);
  online = online_cpus (snapshot);
  if (online)
    {
      count_by_sysfs (snapshot, cpu, online, &core_of);
      for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
        _edgekit_hardware_profile_set_provenance (profile, counted[i], EDGEKIT_PROVENANCE_REPORTED,
                                                  "file:/sys/devices/system/cpu");
    }
  if (cpuinfo)
    count_by_cpuinfo (cpuinfo, cpu);
  split_kinds (snapshot, cpu, core_of);
  decode_usable (snapshot, cpu);
  decode_clock (snapshot, cpu);
  _edgekit_decode_cpu_features (snapshot, profile, cpu);
}
