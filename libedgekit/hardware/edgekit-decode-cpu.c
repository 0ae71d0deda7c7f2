/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-decode-cpu-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-i18n-private.h"

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

/* The processors of a set that are online: version 1 keeps what was once asked for. */
static guint
count_set (const EdgeKitCpuFacts *facts, const char *text)
{
  g_autoptr(GArray) set = _edgekit_decode_list (text);
  guint count = 0;

  if (!set || facts->online->len == 0)
    return set ? set->len : 0;
  for (guint i = 0, j = 0; i < set->len && j < facts->online->len;)
    {
      guint a = g_array_index (set, guint, i), b = g_array_index (facts->online, guint, j);

      count += a == b;
      i += a <= b;
      j += b <= a;
    }
  return count;
}

/* Every group's set lies within its parent's: the smallest one counts. */
static gint64
cpuset_threads (const EdgeKitCpuFacts *facts)
{
  static const char *const names[] = { "/cpuset.cpus.effective", "/cpuset.effective_cpus", "/cpuset.cpus" };
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (facts->snapshot, "file:/sys/fs/cgroup");
  gint64 least = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      {
        guint count = 0;

        if (g_str_has_suffix (*key, names[i]))
          count = count_set (facts, edgekit_snapshot_get_text (facts->snapshot, *key));
        if (count > 0)
          least = least == EDGEKIT_UNKNOWN ? count : MIN (least, count);
      }
  return least;
}

static void
decode_usable (const EdgeKitCpuFacts *facts)
{
  static const char *const sources[] = { "sched_getaffinity", "cgroup cpuset", "cgroup CPU quota" };
  const gint64 bounds[] = { _edgekit_decode_int (facts->snapshot, "affinity:count"), cpuset_threads (facts),
                            quota_threads (facts->snapshot) };
  gint64 usable = facts->cpu->threads;
  const char *source = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    if (bounds[i] > 0 && (usable == EDGEKIT_UNKNOWN || bounds[i] < usable))
      {
        usable = bounds[i];
        source = sources[i];
      }
  facts->cpu->usable_threads = usable;
  if (source)
    _edgekit_hardware_profile_set_provenance (facts->profile, "cpu.usable_threads", EDGEKIT_PROVENANCE_REPORTED,
                                              source);
}

/* --- The rest ----------------------------------------------------------------- */

static void
decode_clock (const EdgeKitCpuFacts *facts)
{
  g_auto(GStrv) policies = edgekit_snapshot_list_keys (facts->snapshot, "file:/sys/devices/system/cpu/cpufreq/policy");
  gint64 khz = EDGEKIT_UNKNOWN;

  for (char **key = policies; *key; key++)
    if (g_str_has_suffix (*key, "/cpuinfo_max_freq"))
      khz = MAX (khz, _edgekit_decode_int (facts->snapshot, "%s", *key));
  for (guint i = 0; i < facts->online->len; i++)
    khz = MAX (khz, _edgekit_decode_int (facts->snapshot, EDGEKIT_SYS_CPU "%u/cpufreq/cpuinfo_max_freq",
                                         g_array_index (facts->online, guint, i)));
  if (khz > 0)
    facts->cpu->max_mhz = khz / 1000;
}

/* A virtual machine may hide what the processor could do; engines then run at a
 * fraction of the speed, or not at all. */
void
_edgekit_decode_note_hidden_features (EdgeKitHardwareProfile *profile)
{
  const char *architecture = profile->os ? profile->os->architecture : NULL;

  if (_edgekit_decode_runs_in (profile, "vm:") && g_strcmp0 (architecture, "x86_64") == 0 && profile->cpu->features &&
      !edgekit_cpu_has_feature (profile->cpu, "avx2"))
    _edgekit_hardware_profile_add_note (
        profile, "cpu-features-hidden", EDGEKIT_SEVERITY_WARNING,
        _ ("The virtual machine has no AVX2, which most builds of engines need."),
        _ ("Set the virtual machine’s processor to “host” to hand on what the real one can do."));
}

void
_edgekit_decode_cpu (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  const char *architecture = profile->os ? profile->os->architecture : NULL;
  g_autoptr(GArray) blocks = _edgekit_cpuinfo_blocks (edgekit_snapshot_get_text (snapshot, "file:/proc/cpuinfo"));
  g_autoptr(GHashTable) core_of = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  EdgeKitCpuFacts facts = { snapshot, profile, g_object_new (EDGEKIT_TYPE_CPU, NULL), architecture ? architecture : "",
                            blocks,   NULL,    core_of };
  g_autoptr(GArray) arm_kinds = _edgekit_decode_arm_kinds (&facts);

  profile->cpu = facts.cpu;
  _edgekit_decode_cpu_name (&facts, arm_kinds);
  _edgekit_decode_cpu_topology (&facts, arm_kinds);
  _edgekit_decode_cpu_kinds (&facts, arm_kinds);
  decode_usable (&facts);
  decode_clock (&facts);
  _edgekit_decode_cpu_caches (&facts);
  _edgekit_decode_cpu_features (&facts);
  g_array_unref (facts.online);
}
