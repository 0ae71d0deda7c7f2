/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-tree-private.h"

#if defined(G_OS_UNIX)

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Which groups may open the devices, and in which of them this program is. The
 * groups are read from the file: asking for a name by its number may ask a server. */

#define GROUPS "/etc/group"
#define MAX_GROUPS (256 * 1024)
#define LAST_SYSTEM_GROUP 999 /* above are people's own */

static const char *const nodes[] = { "/dev/kfd", "/dev/nvidiactl", "/dev/dri/renderD*", "/dev/accel/accel[0-9]*",
                                     "/dev/nvhost-gpu" };

/* Lines are NAME:x:NUMBER:MEMBER,MEMBER (group(5)). */
typedef struct
{
  char *name;
  guint64 number;
  GStrv members;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->name);
  g_strfreev (group->members);
  g_free (group);
}

static GPtrArray *
read_groups (EdgeKitTree *tree)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr(GString) data = g_string_new (NULL);
  gboolean truncated = FALSE;
  g_auto(GStrv) lines = NULL;

  if (_edgekit_tree_read (tree, GROUPS, MAX_GROUPS, data, &truncated))
    return groups;
  lines = g_strsplit (data->str, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      g_auto(GStrv) parts = g_strsplit (*line, ":", 4);
      guint64 number;
      Group *group;

      if (g_strv_length (parts) != 4 ||
          !g_ascii_string_to_unsigned (parts[2], 10, 0, LAST_SYSTEM_GROUP, &number, NULL) ||
          !g_utf8_validate (parts[0], -1, NULL))
        continue;
      group = g_new0 (Group, 1);
      group->name = g_strdup (parts[0]);
      group->number = number;
      group->members = g_strsplit (parts[3], ",", -1);
      g_ptr_array_add (groups, group);
    }
  return groups;
}

static const Group *
find_group (GPtrArray *groups, guint64 number)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (group->number == number)
        return group;
    }
  return NULL;
}

/* getgroups(2) need not tell the effective group, which “newgrp” changes. */
static GArray *
list_own_groups (void)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gid_t));
  const gid_t effective = getegid ();
  int n = getgroups (0, NULL);

  g_array_set_size (numbers, MAX (n, 0));
  n = n > 0 ? getgroups (n, (gid_t *) numbers->data) : 0;
  g_array_set_size (numbers, MAX (n, 0));
  return g_array_append_val (numbers, effective);
}

static gboolean
contains (GArray *numbers, guint64 number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, gid_t, i) == number)
      return TRUE;
  return FALSE;
}

/* @owners: (element-type utf8): the groups of all nodes */
static void
collect_owners (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GPtrArray *groups, GHashTable *owners)
{
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      const EdgeKitGlob glob = { nodes[i], EDGEKIT_GLOB_EXISTS };
      g_autoptr(EdgeKitSnapshot) found = _edgekit_snapshot_new (NULL, FALSE);
      g_auto(GStrv) keys = NULL;

      _edgekit_tree_collect (tree, &glob, 1, found, NULL);
      keys = edgekit_snapshot_list_keys (found, NULL);
      for (char **key = keys; *key; key++)
        {
          const char *path = *key + strlen ("file:");
          g_autofree char *place = g_strconcat ("stat:", path, NULL);
          g_autofree char *text = NULL;
          const Group *group;
          struct stat st;

          if (stat (path, &st) != 0)
            continue;
          group = find_group (groups, st.st_gid);
          text = g_strdup_printf ("mode %03o\n%s%s%s", (guint) st.st_mode & 0777, group ? "group " : "",
                                  group ? group->name : "", group ? "\n" : "");
          _edgekit_snapshot_add_text (snapshot, place, text);
          if (group)
            g_hash_table_add (owners, group->name);
        }
    }
}

void
_edgekit_collect_access (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
  g_autoptr(GPtrArray) groups = read_groups (tree);
  g_autoptr(GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GStrvBuilder) of_process = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) of_account = g_strv_builder_new ();
  g_auto(GStrv) process = NULL;
  g_auto(GStrv) account = NULL;
  g_autoptr(GArray) numbers = list_own_groups ();

  collect_owners (tree, snapshot, groups, owners);
  if (g_hash_table_size (owners) == 0)
    return;
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      /* other groups are nobody's business */
      if (!g_hash_table_contains (owners, group->name))
        continue;
      if (contains (numbers, group->number))
        g_strv_builder_add (of_process, group->name);
      if (g_strv_contains ((const char *const *) group->members, g_get_user_name ()))
        g_strv_builder_add (of_account, group->name);
    }
  process = g_strv_builder_end (of_process);
  account = g_strv_builder_end (of_account);
  _edgekit_snapshot_add_list (snapshot, "groups:process", (const char *const *) process, FALSE);
  _edgekit_snapshot_add_list (snapshot, "groups:account", (const char *const *) account, FALSE);
}

#else

void
_edgekit_collect_access (EdgeKitTree *tree, EdgeKitSnapshot *snapshot)
{
}

#endif
