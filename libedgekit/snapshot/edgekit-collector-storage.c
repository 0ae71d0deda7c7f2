/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#if defined(__linux__)
#include <sys/stat.h>
#include <sys/sysmacros.h>
#endif

#include "edgekit-tree-private.h"

/* What a folder lies on: the file system, and the disk behind partitions, encryption
 * and RAID. Entries are disk:/ and disk:home, with the lines
 *
 *   filesystem ext4
 *   disk nvme0n1
 *   rotational 0
 */

#if defined(__linux__)

#define MAX_MOUNTS (1024 * 1024)
#define MAX_LAYERS 8

typedef struct
{
  char *type;   /* of the file system */
  char *source; /* "/dev/nvme0n1p2", for those that have no device number of their own */
} Mount;

/* Lines are ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS… - TYPE SOURCE OPTIONS
 * (proc_pid_mountinfo(5)). */
static Mount
find_mount (EdgeKitTree *tree, dev_t number)
{
  g_autoptr(GString) data = g_string_new (NULL);
  g_autofree char *wanted = g_strdup_printf ("%u:%u", major (number), minor (number));
  gboolean truncated = FALSE;
  g_auto(GStrv) lines = NULL;

  if (_edgekit_tree_read (tree, "/proc/self/mountinfo", MAX_MOUNTS, data, &truncated))
    return (Mount) { NULL, NULL };
  lines = g_strsplit (data->str, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      g_auto(GStrv) words = g_strsplit (*line, " ", -1);
      guint n = g_strv_length (words);

      for (guint i = 6; n > 6 && i + 2 < n && g_str_equal (words[2], wanted); i++)
        if (g_str_equal (words[i], "-"))
          return (Mount) { g_strdup (words[i + 1]), g_strdup (words[i + 2]) };
    }
  return (Mount) { NULL, NULL };
}

static gboolean
exists_below (EdgeKitTree *tree, const char *folder, const char *name)
{
  g_autofree char *path = g_strconcat (folder, "/", name, NULL);

  return _edgekit_tree_check (tree, path) == NULL;
}

/* The folder of a device in /sys, without the layers above the disk; owned. */
static char *
find_disk (EdgeKitTree *tree, dev_t number)
{
  g_autofree char *link = g_strdup_printf ("/sys/dev/block/%u:%u", major (number), minor (number));
  char *folder = _edgekit_tree_resolve (tree, link);

  for (guint i = 0; folder && i < MAX_LAYERS; i++)
    {
      g_autofree char *slaves = g_strconcat (folder, "/slaves", NULL);
      gboolean truncated = FALSE;
      const char *failure = NULL;
      g_autoptr(GPtrArray) names = NULL;
      char *below;

      if (exists_below (tree, folder, "partition"))
        below = g_path_get_dirname (folder);
      else
        {
          names = _edgekit_tree_list (tree, slaves, &truncated, &failure);
          if (!names || names->len == 0)
            break;
          /* a RAID is as fast as its disks, which are of one kind */
          g_free (g_steal_pointer (&link));
          link = g_strconcat (slaves, "/", g_ptr_array_index (names, 0), NULL);
          below = _edgekit_tree_resolve (tree, link);
        }
      g_free (folder);
      folder = below;
    }
  return folder;
}

void
_edgekit_collect_disk (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, const char *key, const char *path)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *folder = NULL;
  struct stat st;
  Mount mount;

  if (stat (path, &st) != 0)
    return;
  mount = find_mount (tree, st.st_dev);
  if (mount.type)
    g_string_append_printf (text, "filesystem %s\n", mount.type);
  /* Btrfs, overlays and the like have numbers of their own */
  if (major (st.st_dev) == 0 && mount.source && g_str_has_prefix (mount.source, "/dev/") &&
      stat (mount.source, &st) == 0 && S_ISBLK (st.st_mode))
    folder = find_disk (tree, st.st_rdev);
  else if (major (st.st_dev) != 0)
    folder = find_disk (tree, st.st_dev);
  if (folder)
    {
      g_autofree char *name = g_path_get_basename (folder);
      g_autofree char *file = g_strconcat (folder, "/queue/rotational", NULL);
      g_autoptr(GString) rotational = g_string_new (NULL);
      gboolean truncated = FALSE;

      g_string_append_printf (text, "disk %s\n", name);
      if (!_edgekit_tree_read (tree, file, 16, rotational, &truncated))
        g_string_append_printf (text, "rotational %.1s\n", rotational->str);
    }
  if (text->len > 0 && g_utf8_validate (text->str, -1, NULL))
    _edgekit_snapshot_add_text (snapshot, key, text->str);
  g_free (mount.type);
  g_free (mount.source);
}

#else

void
_edgekit_collect_disk (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, const char *key, const char *path)
{
}

#endif
