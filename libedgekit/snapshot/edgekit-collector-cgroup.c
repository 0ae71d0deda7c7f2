/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"

/* Control groups are the one place where what to read stands in a file: the
 * group of this process, and every group above it. Each line of
 * /proc/self/cgroup is ID:CONTROLLERS:PATH (cgroups(7)); all possible homes of
 * the path are looked at and the decoder finds out which one counts. */

static const EdgeKitGlob membership[] = {
  { "/proc/self/cgroup", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_MEMORY },
  { "/proc/self/mountinfo", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_MEMORY, 256 },
  { "/proc/[0-9]*/cgroup", EDGEKIT_GLOB_ROOT_ONLY },
};

static const char *const files[] = {
  /* version 2 */
  "memory.max", "memory.high", "memory.current", "memory.stat", "cpu.max", "cpuset.cpus.effective",
  /* version 1 */
  "memory.limit_in_bytes", "memory.usage_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpuset.cpus",
  "cpuset.effective_cpus",
};

static void
collect_group (EdgeKitTree *tree, const char *folder, EdgeKitSnapshot *snapshot)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", files[i], NULL);
      EdgeKitGlob glob = { path, EDGEKIT_GLOB_QUIET };

      if (!strpbrk (path, "*?["))
        _edgekit_tree_collect (tree, &glob, 1, snapshot, NULL);
    }
}

static void
collect_chain (EdgeKitTree *tree, const char *mount, const char *group, EdgeKitSnapshot *snapshot)
{
  g_autofree char *folder = g_strconcat (mount, group, NULL);
  guint depth = 0;

  while (strlen (folder) >= strlen (mount) && depth++ < 32)
    {
      char *slash;

      collect_group (tree, folder, snapshot);
      slash = strrchr (folder, '/');
      if (!slash || strlen (folder) == strlen (mount))
        return;
      *slash = '\0';
    }
}

static void
collect_line (EdgeKitTree *tree, char *line, EdgeKitSnapshot *snapshot)
{
  char *controllers = strchr (line, ':');
  char *group = controllers ? strchr (controllers + 1, ':') : NULL;
  g_autofree char *mount = NULL;

  if (!group)
    return;
  *group++ = '\0';
  controllers++;
  /* in a private namespace the path climbs above its root: what is left lies
   * somewhere below the mount point */
  while (g_str_has_prefix (group, "/.."))
    group += 3;
  if (strstr (group, "/.."))
    return;
  if (g_str_equal (group, "/"))
    group++;
  if (!*controllers)
    {
      collect_chain (tree, "/sys/fs/cgroup", group, snapshot);
      collect_chain (tree, "/sys/fs/cgroup/unified", group, snapshot);
      return;
    }
  if (!strstr (controllers, "memory") && !strstr (controllers, "cpu"))
    return;
  mount = g_strconcat ("/sys/fs/cgroup/", controllers, NULL);
  collect_chain (tree, mount, group, snapshot);
  if (strstr (controllers, "memory") && !g_str_equal (controllers, "memory"))
    collect_chain (tree, "/sys/fs/cgroup/memory", group, snapshot);
}

void
_edgekit_collect_cgroups (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable)
{
  g_autoptr(EdgeKitSnapshot) groups = _edgekit_snapshot_new (NULL, FALSE);
  g_auto(GStrv) keys = NULL;

  _edgekit_tree_collect (tree, membership, G_N_ELEMENTS (membership), groups, cancellable);
  keys = edgekit_snapshot_list_keys (groups, "file:/proc/");
  for (char **key = keys; *key; key++)
    {
      const char *text = edgekit_snapshot_get_text (groups, *key);
      g_auto(GStrv) lines = NULL;

      /* the mount table names every disk: only its control groups matter here */
      if (g_str_has_suffix (*key, "/mountinfo"))
        {
          g_autoptr(GString) kept = g_string_new (NULL);

          lines = g_strsplit (text ? text : "", "\n", -1);
          for (char **line = lines; *line; line++)
            if (strstr (*line, " - cgroup"))
              g_string_append_printf (kept, "%s\n", *line);
          if (text)
            _edgekit_snapshot_add_text (snapshot, *key, kept->str);
          continue;
        }
      /* in a recording, process 1 is not the one that was measured */
      if (!text || g_str_has_prefix (*key, "file:/proc/1/"))
        continue;
      _edgekit_snapshot_add_text (snapshot, *key, text);
      lines = g_strsplit (text, "\n", -1);
      for (char **line = lines; *line; line++)
        collect_line (tree, *line, snapshot);
    }
}
