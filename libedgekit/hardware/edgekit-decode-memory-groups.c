/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-decode-memory-private.h"
#include "edgekit-decode-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

/* Control groups. Every one in the snapshot lies on the way from this program's
 * group to the root, for the collector followed it: each may set a limit, and
 * what all its programs together use counts against it. */

/* v1 writes "no limit" as the largest multiple of a page below 2^63 */
#define V1_NO_LIMIT (G_MAXINT64 - 65536)

typedef struct
{
  gint64 limit; /* the smallest on the way up */
  char *limit_source;
  gint64 left; /* the smallest of a limit less what is in use there */
  char *left_source;
} GroupLimit;

static void
group_limit_clear (GroupLimit *limit)
{
  g_free (limit->limit_source);
  g_free (limit->left_source);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GroupLimit, group_limit_clear)

static void
take_smaller (gint64 *member, char **source, gint64 value, const char *from)
{
  if (*member != EDGEKIT_UNKNOWN && *member <= value)
    return;
  *member = value;
  g_free (*source);
  *source = g_strdup (from);
}

/* @used less @reclaimable is the working set as Kubernetes counts it: the page
 * cache that nobody used lately is given back before a limit bites. */
static void
consider (GroupLimit *best, gint64 limit, gint64 used, gint64 reclaimable, const char *source)
{
  gint64 working_set = used == EDGEKIT_UNKNOWN ? 0 : MAX (used - MAX (reclaimable, 0), 0);

  if (limit == EDGEKIT_UNKNOWN || limit >= V1_NO_LIMIT)
    return;
  take_smaller (&best->limit, &best->limit_source, limit, source);
  take_smaller (&best->left, &best->left_source, MAX (limit - working_set, 0), source);
}

static void
consider_file (EdgeKitSnapshot *snapshot, const char *key, GroupLimit *hard, GroupLimit *soft)
{
  g_autofree char *folder = g_path_get_dirname (key);
  g_autofree char *file = g_path_get_basename (key);
  const char *stat = _edgekit_decode_text (snapshot, "%s/memory.stat", folder);
  const char *source = key + strlen ("file:");
  gint64 limit = _edgekit_decode_int (snapshot, "%s", key); /* "max" is no number */

  if (g_str_equal (file, "memory.max") || g_str_equal (file, "memory.high"))
    consider (g_str_equal (file, "memory.max") ? hard : soft, limit,
              _edgekit_decode_int (snapshot, "%s/memory.current", folder),
              _edgekit_decode_field_int (stat, "inactive_file", ' '), source);
  else if (g_str_equal (file, "memory.limit_in_bytes"))
    {
      consider (hard, limit, _edgekit_decode_int (snapshot, "%s/memory.usage_in_bytes", folder),
                _edgekit_decode_field_int (stat, "total_inactive_file", ' '), source);
      /* of the groups above, which a container may not see */
      consider (hard, _edgekit_decode_field_int (stat, "hierarchical_memory_limit", ' '), EDGEKIT_UNKNOWN,
                EDGEKIT_UNKNOWN, source);
    }
}

static void
lower_available (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram, const GroupLimit *group)
{
  if (ram->available == EDGEKIT_UNKNOWN || group->left < ram->available)
    _edgekit_decode_memory_set (profile, &ram->available, "available", group->left, EDGEKIT_PROVENANCE_REPORTED,
                                group->left_source);
}

static void
note_limit (EdgeKitHardwareProfile *profile, const EdgeKitMemoryPool *ram)
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

static void
note_soft_limit (EdgeKitHardwareProfile *profile, const EdgeKitMemoryPool *ram)
{
  g_autofree char *limit = edgekit_format_memory (ram->soft_limit, EDGEKIT_MEMORY_UNITS_IEC);
  /* Translators: %s is a size, as in "8.0 GiB" */
  g_autofree char *message = g_strdup_printf (_ ("Above %s of main memory, programs are slowed down here."), limit);

  _edgekit_hardware_profile_add_note (
      profile, "memory-soft-limit", EDGEKIT_SEVERITY_INFO, message,
      _ ("EdgeKit plans with less than that. The limit is “memory.high” of the control group."));
}

void
_edgekit_decode_memory_groups (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram)
{
  g_auto(GroupLimit) hard = { EDGEKIT_UNKNOWN, NULL, EDGEKIT_UNKNOWN, NULL };
  g_auto(GroupLimit) soft = { EDGEKIT_UNKNOWN, NULL, EDGEKIT_UNKNOWN, NULL };
  g_auto(GStrv) keys = edgekit_snapshot_list_keys (snapshot, "file:/sys/fs/cgroup");
  gint64 most = ram->total == EDGEKIT_UNKNOWN ? G_MAXINT64 : ram->total;

  for (char **key = keys; *key; key++)
    consider_file (snapshot, *key, &hard, &soft);
  if (hard.limit != EDGEKIT_UNKNOWN && hard.limit < most)
    {
      _edgekit_decode_memory_set (profile, &ram->limit, "limit", hard.limit, EDGEKIT_PROVENANCE_REPORTED,
                                  hard.limit_source);
      ram->limit_source = g_steal_pointer (&hard.limit_source);
      lower_available (profile, ram, &hard);
      note_limit (profile, ram);
    }
  if (soft.limit != EDGEKIT_UNKNOWN && soft.limit < most && (hard.limit == EDGEKIT_UNKNOWN || soft.limit < hard.limit))
    {
      _edgekit_decode_memory_set (profile, &ram->soft_limit, "soft_limit", soft.limit, EDGEKIT_PROVENANCE_REPORTED,
                                  soft.limit_source);
      lower_available (profile, ram, &soft);
      note_soft_limit (profile, ram);
    }
}
