/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"

/* Control groups are the one place where what to read stands in a file: the
 * group of this process, and every group above it. Each line of
 * /proc/self/cgroup is ID:CONTROLLERS:PATH (cgroups(7)); the mount table tells
 * which part of the path lies below the mount point: in a container that is often
 * none of it. */

#define ROOT "/sys/fs/cgroup"

static const EdgeKitGlob membership[] = {
  { "/proc/self/cgroup", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_MEMORY },
  { "/proc/self/mountinfo", EDGEKIT_GLOB_QUIET | EDGEKIT_GLOB_MEMORY, 256 },
  { "/proc/[0-9]*/cgroup", EDGEKIT_GLOB_ROOT_ONLY },
};

/* By controller; version 2, which has one hierarchy for all, has none. */
static const struct
{
  const char *controller;
  const char *const files[8];
} groups[] = {
  { "", { "memory.max", "memory.high", "memory.current", "memory.stat", "cpu.max", "cpuset.cpus.effective" } },
  { "memory", { "memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat" } },
  { "cpu", { "cpu.cfs_quota_us", "cpu.cfs_period_us" } },
  { "cpuset", { "cpuset.cpus", "cpuset.effective_cpus" } },
};

typedef struct
{
  char *root;        /* the group that is mounted */
  char *point;       /* where */
  char *controllers; /* "" in version 2 */
} Mount;

static void
mount_clear (gpointer data)
{
  Mount *mount = data;

  g_free (mount->root);
  g_free (mount->point);
  g_free (mount->controllers);
}

static gboolean
has_word (const char *list, const char *word)
{
  g_auto(GStrv) words = g_strsplit (list, ",", -1);

  return *word ? g_strv_contains ((const char *const *) words, word) : !*list;
}

/* "31 23 0:28 ROOT POINT OPTIONS … - TYPE SOURCE SUPEROPTIONS", of which version
 * 1 names its controllers last (proc(5)). */
static GArray *
read_mounts (const char *mountinfo)
{
  GArray *mounts = g_array_new (FALSE, FALSE, sizeof (Mount));
  g_auto(GStrv) lines = g_strsplit (mountinfo ? mountinfo : "", "\n", -1);

  g_array_set_clear_func (mounts, mount_clear);
  for (char **line = lines; *line; line++)
    {
      char *type = strstr (*line, " - cgroup");
      g_auto(GStrv) before = type ? g_strsplit (*line, " ", 6) : NULL;
      g_auto(GStrv) after = type ? g_strsplit (type + 3, " ", 3) : NULL;
      Mount mount;

      if (!type || g_strv_length (before) < 6 || g_strv_length (after) < 3 || !g_str_has_prefix (before[4], ROOT))
        continue;
      mount.root = g_strdup (before[3]);
      mount.point = g_strdup (before[4]);
      mount.controllers = g_strdup (g_str_equal (after[0], "cgroup2") ? "" : after[2]);
      g_array_append_val (mounts, mount);
    }
  return mounts;
}

static void
collect_group (EdgeKitTree *tree, const char *folder, const char *const *files, EdgeKitSnapshot *snapshot)
{
  for (; *files; files++)
    {
      g_autofree char *path = g_strconcat (folder, "/", *files, NULL);
      EdgeKitGlob glob = { path, EDGEKIT_GLOB_QUIET };

      if (!strpbrk (path, "*?["))
        _edgekit_tree_collect (tree, &glob, 1, snapshot, NULL);
    }
}

static void
collect_chain (EdgeKitTree *tree, const char *point, const char *group, const char *const *files,
               EdgeKitSnapshot *snapshot)
{
  g_autofree char *folder = g_strconcat (point, group, NULL);
  guint depth = 0;

  while (strlen (folder) >= strlen (point) && depth++ < 32)
    {
      char *slash;

      collect_group (tree, folder, files, snapshot);
      slash = strrchr (folder, '/');
      if (!slash || strlen (folder) == strlen (point))
        return;
      *slash = '\0';
    }
}

/* What is left of a path below a mount of @root. */
static const char *
below (const char *group, const char *root)
{
  gsize length = strlen (root);

  /* in a private namespace paths climb above its root: what is left lies
   * somewhere below the mount point */
  while (g_str_has_prefix (group, "/.."))
    group += 3;
  if (strstr (group, "/..") || g_str_equal (group, "/"))
    return "";
  if (length > 1 && g_str_has_prefix (group, root) && (group[length] == '/' || !group[length]))
    return group + length;
  return group;
}

static void
collect_controller (EdgeKitTree *tree, GArray *mounts, const char *controllers, const char *group, guint which,
                    EdgeKitSnapshot *snapshot)
{
  const char *name = groups[which].controller;
  g_autofree char *joint = g_strconcat (ROOT "/", controllers, NULL);
  g_autofree char *own = g_strconcat (ROOT "/", name, NULL);
  const char *const places[] = { *name ? joint : ROOT, *name ? own : ROOT "/unified" };
  gboolean mounted = FALSE;

  for (guint i = 0; i < mounts->len; i++)
    {
      const Mount *mount = &g_array_index (mounts, Mount, i);

      if (!has_word (mount->controllers, name))
        continue;
      mounted = TRUE;
      collect_chain (tree, mount->point, below (group, mount->root), groups[which].files, snapshot);
    }
  /* without a mount table: the usual places */
  for (guint i = 0; i < G_N_ELEMENTS (places) && !mounted; i++)
    if (i == 0 || !g_str_equal (places[0], places[1]))
      collect_chain (tree, places[i], below (group, "/"), groups[which].files, snapshot);
}

static void
collect_line (EdgeKitTree *tree, GArray *mounts, char *line, EdgeKitSnapshot *snapshot)
{
  char *controllers = strchr (line, ':');
  char *group = controllers ? strchr (controllers + 1, ':') : NULL;

  if (!group)
    return;
  *group++ = '\0';
  controllers++;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (has_word (controllers, groups[i].controller))
      collect_controller (tree, mounts, controllers, group, i, snapshot);
}

/* The mount table names every disk: only its control groups matter. */
static void
add_mounts (const char *text, EdgeKitSnapshot *snapshot)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GString) kept = g_string_new (NULL);

  for (char **line = lines; *line; line++)
    if (strstr (*line, " - cgroup"))
      g_string_append_printf (kept, "%s\n", *line);
  _edgekit_snapshot_add_text (snapshot, "file:/proc/self/mountinfo", kept->str);
}

void
_edgekit_collect_cgroups (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable)
{
  g_autoptr(EdgeKitSnapshot) found = _edgekit_snapshot_new (NULL, FALSE);
  g_autoptr(GArray) mounts = NULL;
  g_auto(GStrv) keys = NULL;
  const char *mountinfo;

  _edgekit_tree_collect (tree, membership, G_N_ELEMENTS (membership), found, cancellable);
  mountinfo = edgekit_snapshot_get_text (found, "file:/proc/self/mountinfo");
  if (mountinfo)
    add_mounts (mountinfo, snapshot);
  mounts = read_mounts (mountinfo);
  keys = edgekit_snapshot_list_keys (found, "file:/proc/");
  for (char **key = keys; *key; key++)
    {
      const char *text = edgekit_snapshot_get_text (found, *key);
      g_auto(GStrv) lines = NULL;

      /* in a recording, process 1 is not the one that was measured */
      if (!text || !g_str_has_suffix (*key, "/cgroup") || g_str_has_prefix (*key, "file:/proc/1/"))
        continue;
      _edgekit_snapshot_add_text (snapshot, *key, text);
      lines = g_strsplit (text, "\n", -1);
      for (char **line = lines; *line; line++)
        collect_line (tree, mounts, *line, snapshot);
    }
}
