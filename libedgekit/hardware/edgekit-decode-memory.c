/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

#define KIB 1024
/* v1 writes "no limit" as the largest multiple of a page below 2^63 */
#define V1_NO_LIMIT (G_MAXINT64 - 65536)

static gint64
meminfo (const char *text, const char *name)
{
  gint64 kib = _edgekit_decode_field_int (text, name, ':');

  return kib == EDGEKIT_UNKNOWN || kib > G_MAXINT64 / KIB ? EDGEKIT_UNKNOWN : kib * KIB;
}

/* NVIDIA GPUs of POWER and Grace machines are NUMA nodes, and MemTotal counts
 * them: what they hold is not main memory. */
static void
subtract_gpu_nodes (EdgeKitSnapshot *snapshot, gint64 *total, gint64 *available)
{
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/proc/driver/nvidia/gpus/");

  for (char **key = keys; *key; key++)
    {
      const char *text = edgekit_snapshot_get_text (snapshot, *key);
      gint64 node, node_total, node_free;
      const char *node_text;
      g_autofree char *name_total = NULL;
      g_autofree char *name_free = NULL;

      if (!g_str_has_suffix (*key, "/numa_status") || !text)
        continue;
      node = _edgekit_decode_field_int (text, "Node", ':');
      if (node == EDGEKIT_UNKNOWN)
        continue;
      node_text = _edgekit_decode_text (snapshot, "file:/sys/devices/system/node/node%" G_GINT64_FORMAT "/meminfo",
                                        node);
      name_total = g_strdup_printf ("Node %" G_GINT64_FORMAT " MemTotal", node);
      name_free = g_strdup_printf ("Node %" G_GINT64_FORMAT " MemFree", node);
      node_total = meminfo (node_text, name_total);
      node_free = meminfo (node_text, name_free);
      if (node_total > 0 && node_total < *total)
        *total -= node_total;
      if (node_free > 0 && node_free < *available)
        *available -= node_free;
    }
}

/* What can be had without swapping. Before Linux 3.14 there is no MemAvailable:
 * then free memory and what the kernel gives back. */
static gint64
decode_available (const char *text, const char **source)
{
  static const char *const parts[] = { "Buffers", "Cached", "SReclaimable" };
  gint64 available = meminfo (text, "MemAvailable");
  gint64 free_bytes = meminfo (text, "MemFree");

  *source = "file:/proc/meminfo MemAvailable";
  if (available != EDGEKIT_UNKNOWN || free_bytes == EDGEKIT_UNKNOWN)
    return available;
  *source = "file:/proc/meminfo MemFree + Buffers + Cached + SReclaimable";
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gint64 bytes = meminfo (text, parts[i]);

      free_bytes += MAX (bytes, 0);
    }
  return free_bytes;
}

/* --- Control groups ---------------------------------------------------------- */

typedef struct
{
  gint64 limit;  /* the smallest hard limit on the way up */
  gint64 left;   /* the smallest limit less what is in use there */
  char *source;
} GroupLimit;

static void
consider (GroupLimit *best, gint64 limit, gint64 used, gint64 reclaimable, const char *source)
{
  gint64 left;

  if (limit == EDGEKIT_UNKNOWN || limit >= V1_NO_LIMIT)
    return;
  /* the working set, as Kubernetes counts it: page cache is given back */
  left = used == EDGEKIT_UNKNOWN ? limit : limit - MAX (used - MAX (reclaimable, 0), 0);
  left = MAX (left, 0);
  if (best->limit == EDGEKIT_UNKNOWN || limit < best->limit)
    {
      best->limit = limit;
      g_free (best->source);
      best->source = g_strdup (source);
    }
  if (best->left == EDGEKIT_UNKNOWN || left < best->left)
    best->left = left;
}

/* Every memory limit in the snapshot lies on the way from this process's group
 * to the root: the collector followed it. */
static GroupLimit
decode_groups (EdgeKitSnapshot *snapshot)
{
  GroupLimit best = { EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, NULL };
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/fs/cgroup");

  for (char **key = keys; *key; key++)
    {
      g_autofree char *folder = g_path_get_dirname (*key);
      g_autofree char *file = g_path_get_basename (*key);
      const char *stat = _edgekit_decode_text (snapshot, "%s/memory.stat", folder);
      const char *source = *key + strlen ("file:");

      if (g_str_equal (file, "memory.max"))
        consider (&best, _edgekit_decode_int (snapshot, "%s", *key),
                  _edgekit_decode_int (snapshot, "%s/memory.current", folder),
                  _edgekit_decode_field_int (stat, "inactive_file", ' '), source);
      else if (g_str_equal (file, "memory.limit_in_bytes"))
        {
          gint64 inactive = _edgekit_decode_field_int (stat, "total_inactive_file", ' ');

          consider (&best, _edgekit_decode_int (snapshot, "%s", *key),
                    _edgekit_decode_int (snapshot, "%s/memory.usage_in_bytes", folder), inactive, source);
          consider (&best, _edgekit_decode_field_int (stat, "hierarchical_memory_limit", ' '),
                    EDGEKIT_UNKNOWN, EDGEKIT_UNKNOWN, source);
        }
    }
  return best;
}

static void
apply_groups (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  GroupLimit group = decode_groups (snapshot);
  g_autofree char *source = g_steal_pointer (&group.source);

  if (group.limit == EDGEKIT_UNKNOWN || (ram->total != EDGEKIT_UNKNOWN && group.limit >= ram->total))
    return;
  ram->limit = group.limit;
  ram->limit_source = g_strdup (source);
  _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.limit", EDGEKIT_PROVENANCE_REPORTED, source);
  if (ram->available == EDGEKIT_UNKNOWN || group.left < ram->available)
    {
      ram->available = group.left;
      _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.available", EDGEKIT_PROVENANCE_REPORTED,
                                                source);
    }
  {
    g_autofree char *limit = edgekit_format_memory (ram->limit, EDGEKIT_MEMORY_UNITS_IEC);
    g_autofree char *total = edgekit_format_memory (ram->total, EDGEKIT_MEMORY_UNITS_IEC);
    g_autofree char *message =
        ram->total == EDGEKIT_UNKNOWN
            /* Translators: %s is a size, as in "8.0 GiB" */
            ? g_strdup_printf (_ ("Main memory is limited to %s by the container."), limit)
            /* Translators: %1$s and %2$s are sizes, as in "8.0 GiB" and "31.2 GiB" */
            : g_strdup_printf (_ ("Main memory is limited to %1$s by the container (the computer has %2$s)."), limit,
                               total);

    _edgekit_hardware_profile_add_note (profile, "memory-limited", EDGEKIT_SEVERITY_INFO, message,
                                        _ ("Models have to fit into what the container may use."));
  }
}

static void
decode_linux_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/proc/meminfo");
  const char *source = NULL;
  gint64 swap;

  ram->total = meminfo (text, "MemTotal");
  ram->available = decode_available (text, &source);
  if (ram->total != EDGEKIT_UNKNOWN)
    {
      subtract_gpu_nodes (snapshot, &ram->total, &ram->available);
      _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.total", EDGEKIT_PROVENANCE_REPORTED,
                                                "file:/proc/meminfo MemTotal");
    }
  if (ram->available != EDGEKIT_UNKNOWN)
    _edgekit_hardware_profile_set_provenance (profile, "memory_pools.ram.available", EDGEKIT_PROVENANCE_REPORTED,
                                              source);
  apply_groups (snapshot, profile, ram);
  swap = meminfo (text, "SwapTotal");
  if (swap > 0)
    {
      g_autofree char *size = edgekit_format_memory (swap, EDGEKIT_MEMORY_UNITS_IEC);
      /* Translators: %s is a size, as in "8.0 GiB" */
      g_autofree char *message = g_strdup_printf (_ ("There are %s of swap, which EdgeKit does not count."), size);

      _edgekit_hardware_profile_add_note (profile, "swap-not-counted", EDGEKIT_SEVERITY_INFO, message, NULL);
    }
}

void
_edgekit_decode_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile)
{
  g_autoptr(EdgeKitMemoryPool) ram = g_object_new (EDGEKIT_TYPE_MEMORY_POOL, NULL);

  ram->id = g_strdup ("ram");
  ram->kind = EDGEKIT_POOL_KIND_RAM;
  decode_linux_memory (snapshot, profile, ram);
  _edgekit_decode_add_ram (profile, ram);
}

void
_edgekit_decode_add_ram (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  if (ram->total == EDGEKIT_UNKNOWN && ram->limit == EDGEKIT_UNKNOWN)
    {
      _edgekit_hardware_profile_add_note (profile, "memory-unknown", EDGEKIT_SEVERITY_WARNING,
                                          _ ("How much main memory there is could not be read."), NULL);
      return;
    }
  if (ram->limit == EDGEKIT_UNKNOWN)
    {
      _edgekit_record_set_absent (ram, "limit");
      _edgekit_record_set_absent (ram, "limit_source");
    }
  g_list_store_append (profile->memory_pools, ram);
}
