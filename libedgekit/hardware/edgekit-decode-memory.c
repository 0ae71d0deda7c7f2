/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-memory-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

#define KIB 1024
#define MIB (1024 * 1024)

void
_edgekit_decode_memory_set (EdgeKitHardwareProfile *profile, gint64 *member, const char *name, gint64 value,
                            EdgeKitProvenance kind, const char *source)
{
  g_autofree char *path = g_strdup_printf ("memory_pools.ram.%s", name);

  *member = value;
  if (value != EDGEKIT_UNKNOWN)
    _edgekit_hardware_profile_set_provenance (profile, path, kind, source);
}

static gint64
meminfo (const char *text, const char *name)
{
  gint64 kib = _edgekit_decode_field_int (text, name, ':');

  return kib == EDGEKIT_UNKNOWN || kib > G_MAXINT64 / KIB ? EDGEKIT_UNKNOWN : kib * KIB;
}

/* --- Linux ---------------------------------------------------------------------- */

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
 * then what the kernel counts today, free memory and the files in memory, without
 * what it keeps in reserve. “Cached” counts shared memory, which cannot be given
 * back. */
static gint64
decode_available (const char *text, EdgeKitProvenance *kind, const char **source)
{
  static const char *const files[] = { "Active(file)", "Inactive(file)", "SReclaimable" };
  gint64 available = meminfo (text, "MemAvailable");
  gint64 bytes = meminfo (text, "MemFree");

  *kind = EDGEKIT_PROVENANCE_REPORTED;
  *source = "file:/proc/meminfo MemAvailable";
  if (available != EDGEKIT_UNKNOWN || bytes == EDGEKIT_UNKNOWN)
    return available;
  *kind = EDGEKIT_PROVENANCE_ESTIMATE;
  if (meminfo (text, "Inactive(file)") != EDGEKIT_UNKNOWN)
    {
      *source = "file:/proc/meminfo MemFree + Active(file) + Inactive(file) + SReclaimable";
      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        bytes += MAX (meminfo (text, files[i]), 0);
      return bytes;
    }
  *source = "file:/proc/meminfo MemFree + Buffers + Cached + SReclaimable - Shmem";
  bytes += MAX (meminfo (text, "Buffers"), 0) + MAX (meminfo (text, "SReclaimable"), 0);
  return bytes + MAX (MAX (meminfo (text, "Cached"), 0) - MAX (meminfo (text, "Shmem"), 0), 0);
}

/* With vm.overcommit_memory=2 the kernel refuses memory that it could not back,
 * used or not: a program gets less than what is free. */
static void
apply_overcommit (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *text, EdgeKitMemoryPool *ram)
{
  gint64 limit = meminfo (text, "CommitLimit");
  gint64 committed = meminfo (text, "Committed_AS");
  gint64 left;

  if (_edgekit_decode_int (snapshot, "file:/proc/sys/vm/overcommit_memory") != 2 || limit == EDGEKIT_UNKNOWN ||
      committed == EDGEKIT_UNKNOWN)
    return;
  left = MAX (limit - committed, 0);
  if (ram->available != EDGEKIT_UNKNOWN && ram->available <= left)
    return;
  _edgekit_decode_memory_set (profile, &ram->available, "available", left, EDGEKIT_PROVENANCE_REPORTED,
                              "file:/proc/meminfo CommitLimit - Committed_AS");
  _edgekit_hardware_profile_add_note (
      profile, "overcommit-strict", EDGEKIT_SEVERITY_INFO,
      _ ("The system hands out no more memory than it can back, which is less than what is free."),
      _ ("The setting is “vm.overcommit_memory”; “sudo sysctl vm.overcommit_memory=0” is the usual value."));
}

/* Huge pages that an administrator set aside are in MemTotal, and neither free
 * nor of use to an engine. */
static void
decode_huge_pages (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *text, EdgeKitMemoryPool *ram)
{
  const char prefix[] = "file:/sys/kernel/mm/hugepages/hugepages-";
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, prefix);
  const char *source = "file:/sys/kernel/mm/hugepages";
  gint64 bytes = EDGEKIT_UNKNOWN;

  for (char **key = keys; *key; key++)
    {
      gint64 kib = _edgekit_decode_number (*key + strlen (prefix));
      gint64 pages = _edgekit_decode_int (snapshot, "%s", *key);

      if (g_str_has_suffix (*key, "kB/nr_hugepages") && kib > 0 && pages >= 0 && kib <= 16 * MIB &&
          pages < G_MAXINT64 / KIB / kib / 16)
        bytes = MAX (bytes, 0) + pages * kib * KIB;
    }
  if (bytes == EDGEKIT_UNKNOWN)
    {
      gint64 pages = _edgekit_decode_field_int (text, "HugePages_Total", ':');
      gint64 size = meminfo (text, "Hugepagesize");

      source = "file:/proc/meminfo HugePages_Total";
      if (pages >= 0 && size > 0 && pages < G_MAXINT64 / size)
        bytes = pages * size;
    }
  if (bytes == EDGEKIT_UNKNOWN || (ram->total != EDGEKIT_UNKNOWN && bytes > ram->total))
    return;
  _edgekit_decode_memory_set (profile, &ram->huge_pages, "huge_pages", bytes, EDGEKIT_PROVENANCE_REPORTED, source);
  if (bytes >= 256 * MIB && ram->total != EDGEKIT_UNKNOWN && bytes > ram->total / 20)
    {
      g_autofree char *size = edgekit_format_memory (bytes, EDGEKIT_MEMORY_UNITS_IEC);
      /* Translators: %s is a size, as in "8.0 GiB" */
      g_autofree char *message = g_strdup_printf (
          _ ("%s of main memory are set aside as huge pages, which engines do not use."), size);

      _edgekit_hardware_profile_add_note (
          profile, "huge-pages", EDGEKIT_SEVERITY_INFO, message,
          _ ("“sudo sysctl vm.nr_hugepages=0” gives them back, unless another program needs them."));
    }
}

/* Of the lines of /proc/swaps those that are compressed main memory. */
static gint64
zram_bytes (EdgeKitSnapshot *snapshot)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/proc/swaps");
  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", 256);
  gint64 bytes = EDGEKIT_UNKNOWN;

  for (guint i = 1; lines[0] && lines[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit_set (lines[i], " \t", -1);
      gint64 kib = EDGEKIT_UNKNOWN;
      guint column = 0;

      bytes = MAX (bytes, 0);
      if (!g_str_has_prefix (lines[i], "/dev/zram"))
        continue;
      /* Filename, Type, Size in KiB, Used, Priority */
      for (char **word = words; *word; word++)
        if (**word && column++ == 2)
          kib = _edgekit_decode_number (*word);
      if (kib > 0 && kib < (gint64) G_MAXINT32 * KIB)
        bytes += kib * KIB;
    }
  return bytes;
}

static void
decode_swap (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, const char *text, EdgeKitMemoryPool *ram)
{
  gint64 total = meminfo (text, "SwapTotal");
  gint64 zram = zram_bytes (snapshot);
  g_autofree char *size = NULL;
  g_autofree char *message = NULL;

  _edgekit_decode_memory_set (profile, &ram->swap_total, "swap_total", total, EDGEKIT_PROVENANCE_REPORTED,
                              "file:/proc/meminfo SwapTotal");
  _edgekit_decode_memory_set (profile, &ram->swap_free, "swap_free", meminfo (text, "SwapFree"),
                              EDGEKIT_PROVENANCE_REPORTED, "file:/proc/meminfo SwapFree");
  if (total > 0)
    _edgekit_decode_memory_set (profile, &ram->zram_total, "zram_total", MIN (zram, total),
                                EDGEKIT_PROVENANCE_REPORTED, "file:/proc/swaps");
  if (total <= 0)
    return;
  size = edgekit_format_memory (total, EDGEKIT_MEMORY_UNITS_IEC);
  message = zram > 0
                /* Translators: %s is a size, as in "8.0 GiB"; zram is the name of a Linux feature */
                ? g_strdup_printf (_ ("There are %s of swap, which EdgeKit does not count; "
                                      "swap in zram takes up main memory itself."),
                                   size)
                /* Translators: %s is a size, as in "8.0 GiB" */
                : g_strdup_printf (_ ("There are %s of swap, which EdgeKit does not count."), size);
  _edgekit_hardware_profile_add_note (profile, "swap-not-counted", EDGEKIT_SEVERITY_INFO, message, NULL);
}

static void
decode_linux_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  const char *text = edgekit_snapshot_get_text (snapshot, "file:/proc/meminfo");
  EdgeKitProvenance kind;
  const char *source;
  gint64 total = meminfo (text, "MemTotal");
  gint64 available = decode_available (text, &kind, &source);

  if (total == 0)
    total = EDGEKIT_UNKNOWN; /* of a file that was cut, or is no meminfo */
  if (total != EDGEKIT_UNKNOWN)
    {
      available = MIN (available, total);
      subtract_gpu_nodes (snapshot, &total, &available);
    }
  _edgekit_decode_memory_set (profile, &ram->total, "total", total, EDGEKIT_PROVENANCE_REPORTED,
                              "file:/proc/meminfo MemTotal");
  _edgekit_decode_memory_set (profile, &ram->available, "available", available, kind, source);
  apply_overcommit (snapshot, profile, text, ram);
  decode_huge_pages (snapshot, profile, text, ram);
  _edgekit_decode_memory_groups (snapshot, profile, ram);
  decode_swap (snapshot, profile, text, ram);
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
                                          _ ("How much main memory there is could not be read."),
                                          _ ("Check again. If it stays like this, a report helps to find out why."));
      return;
    }
  if (ram->limit == EDGEKIT_UNKNOWN)
    {
      _edgekit_record_set_absent (ram, "limit");
      _edgekit_record_set_absent (ram, "limit_source");
    }
  g_list_store_append (profile->memory_pools, ram);
}
