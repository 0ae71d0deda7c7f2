/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-tree-private.h"

#define DEFAULT_MAX_KIB 64
#define MAX_MATCHES 65536 /* of one glob: 4096 CPUs times a dozen folders */

/* --- Files ------------------------------------------------------------------ */

static gboolean
line_begins (const char *line, gsize length, const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, "|", -1);

  for (char **word = list; *word; word++)
    if (strlen (*word) <= length && memcmp (line, *word, strlen (*word)) == 0)
      return TRUE;
  return FALSE;
}

static void
filter_lines (GString *data, const char *lines)
{
  gboolean drop = *lines == '!';
  g_autoptr(GString) kept = g_string_sized_new (data->len);
  const char *p = data->str, *end = data->str + data->len;

  while (p < end)
    {
      const char *newline = memchr (p, '\n', end - p);
      const char *next = newline ? newline + 1 : end;

      if (line_begins (p, next - p, lines + drop) != drop)
        g_string_append_len (kept, p, next - p);
      p = next;
    }
  g_string_truncate (data, 0);
  g_string_append_len (data, kept->str, kept->len);
}

static void
collect_file (EdgeKitTree *tree, const EdgeKitGlob *glob, const char *path, EdgeKitSnapshot *snapshot)
{
  g_autofree char *key = g_strconcat ("file:", path, NULL);
  g_autoptr(GString) data = g_string_new (NULL);
  gboolean truncated = FALSE;
  gsize max = (gsize) (glob->max_kib ? glob->max_kib : DEFAULT_MAX_KIB) * 1024;
  const char *failure = _edgekit_tree_read (tree, path, max, data, &truncated);

  if (failure)
    {
      if (!(glob->flags & EDGEKIT_GLOB_QUIET) || !g_str_equal (failure, EDGEKIT_FAILURE_MISSING))
        _edgekit_snapshot_add_failure (snapshot, key, failure);
      return;
    }
  if (glob->flags & EDGEKIT_GLOB_NUL_LINES)
    for (gsize i = 0; i < data->len; i++)
      if (data->str[i] == '\0')
        data->str[i] = '\n';
  if (glob->lines)
    filter_lines (data, glob->lines);
  _edgekit_snapshot_add_bytes (snapshot, key, data->str, data->len, truncated);
}

/* Whether this program may use a device node; in a recording, that it was there. */
static void
collect_exists (EdgeKitTree *tree, const char *path, EdgeKitSnapshot *snapshot)
{
  g_autofree char *key = g_strconcat ("file:", path, NULL);
  const char *failure = _edgekit_tree_check (tree, path);

  if (!failure)
    _edgekit_snapshot_add_text (snapshot, key, "");
  /* a recorded tree has few of them: that one is not there says nothing */
  else if (_edgekit_tree_is_live (tree))
    _edgekit_snapshot_add_failure (snapshot, key, failure);
}

static void
collect_link (EdgeKitTree *tree, const char *path, EdgeKitSnapshot *snapshot)
{
  g_autofree char *key = g_strconcat ("link:", path, NULL);
  g_autofree char *target = _edgekit_tree_read_link (tree, path);

  if (target)
    _edgekit_snapshot_add_link (snapshot, key, target);
}

/* --- Folders and globs ------------------------------------------------------ */

static void
collect_dir (EdgeKitTree *tree, const EdgeKitGlob *glob, const char *path, EdgeKitSnapshot *snapshot)
{
  g_autofree char *key = g_strconcat ("dir:", path, NULL);
  gboolean truncated = FALSE;
  const char *failure = NULL;
  g_autoptr(GPtrArray) names = _edgekit_tree_list (tree, path, &truncated, &failure);

  if (!names)
    {
      if (!(glob->flags & EDGEKIT_GLOB_QUIET))
        _edgekit_snapshot_add_failure (snapshot, key, failure);
      return;
    }
  g_ptr_array_add (names, NULL);
  _edgekit_snapshot_add_list (snapshot, key, (const char *const *) names->pdata, truncated);
}

static void
collect_one (EdgeKitTree *tree, const EdgeKitGlob *glob, const char *path, EdgeKitSnapshot *snapshot)
{
  if (glob->flags & EDGEKIT_GLOB_DIR)
    collect_dir (tree, glob, path, snapshot);
  else if (glob->flags & EDGEKIT_GLOB_EXISTS)
    collect_exists (tree, path, snapshot);
  else if (glob->flags & EDGEKIT_GLOB_LINK)
    collect_link (tree, path, snapshot);
  else
    collect_file (tree, glob, path, snapshot);
}

/* "…/level|type|size": several files of one folder, which is looked for once. */
static void
collect_path (EdgeKitTree *tree, const EdgeKitGlob *glob, const char *path, EdgeKitSnapshot *snapshot)
{
  const char *slash = strrchr (path, '/');
  g_auto(GStrv) names = strchr (slash, '|') ? g_strsplit (slash + 1, "|", -1) : NULL;

  if (!names)
    collect_one (tree, glob, path, snapshot);
  for (char **name = names; name && *name; name++)
    {
      g_autofree char *one = g_strdup_printf ("%.*s/%s", (int) (slash - path), path, *name);

      collect_one (tree, glob, one, snapshot);
    }
}

/* The wildcards *, ? and […] within one component; not every system has fnmatch(). */
static gboolean
matches (const char *pattern, const char *name)
{
  for (; *pattern; pattern++, name++)
    {
      const char *end;
      gboolean found = FALSE;

      if (*pattern == '*')
        {
          do
            if (matches (pattern + 1, name))
              return TRUE;
          while (*name++);
          return FALSE;
        }
      if (!*name)
        return FALSE;
      end = *pattern == '[' ? strchr (pattern, ']') : NULL;
      if (!end)
        {
          if (*pattern != '?' && *pattern != *name)
            return FALSE;
          continue;
        }
      for (pattern++; pattern < end; pattern++)
        if (pattern[1] == '-' && pattern + 2 < end)
          {
            found = found || (*name >= pattern[0] && *name <= pattern[2]);
            pattern += 2;
          }
        else
          found = found || *name == *pattern;
      if (!found)
        return FALSE;
    }
  return !*name;
}

typedef struct
{
  EdgeKitTree *tree;
  const EdgeKitGlob *glob;
  EdgeKitGlob quiet; /* below a wildcard, absence says nothing */
  EdgeKitSnapshot *snapshot;
  GCancellable *cancellable;
  guint matches;
} Expansion;

static void
expand (Expansion *e, const char *done, char **rest, gboolean wild)
{
  g_autoptr(GString) path = g_string_new (done);
  g_autoptr(GPtrArray) names = NULL;
  gboolean truncated = FALSE;
  const char *failure = NULL;

  while (*rest && !strpbrk (*rest, "*?["))
    {
      g_string_append_printf (path, "/%s", *rest);
      rest++;
    }
  if (!*rest)
    {
      e->matches++;
      collect_path (e->tree, wild ? &e->quiet : e->glob, path->str, e->snapshot);
      return;
    }
  names = _edgekit_tree_list (e->tree, path->len ? path->str : "/", &truncated, &failure);
  for (guint i = 0; names && i < names->len && e->matches < MAX_MATCHES; i++)
    {
      g_autofree char *next = NULL;
      const char *name = g_ptr_array_index (names, i);

      if (!matches (*rest, name) || (*name == '.' && **rest != '.'))
        continue;
      if (g_cancellable_is_cancelled (e->cancellable))
        return;
      next = g_strconcat (path->str, "/", name, NULL);
      expand (e, next, rest + 1, TRUE);
    }
}

void
_edgekit_tree_collect (EdgeKitTree *tree, const EdgeKitGlob *globs, guint n_globs, EdgeKitSnapshot *snapshot,
                       GCancellable *cancellable)
{
  for (guint i = 0; i < n_globs && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_auto(GStrv) parts = g_strsplit (globs[i].pattern + 1, "/", -1);
      Expansion e = { tree, &globs[i], globs[i], snapshot, cancellable, 0 };

      g_assert (globs[i].pattern[0] == '/');
      if (_edgekit_tree_is_live (tree) && (globs[i].flags & EDGEKIT_GLOB_ROOT_ONLY))
        continue;
      e.quiet.flags |= EDGEKIT_GLOB_QUIET;
      expand (&e, "", parts, FALSE);
    }
}
