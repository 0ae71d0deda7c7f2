/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-programs-private.h"

/* A program is looked up as a shell does it, and the file behind it through all
 * symbolic links. What it is, and which version, stands in names and small files
 * below the folder that it was installed to; nothing is run. */

#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"
#define MAX_PROGRAM (4 * 1024 * 1024) /* a compiler driver, of which one string is wanted */
#define MAX_CONTENT 64                /* KiB */

char *
_edgekit_programs_tilde (EdgeKitPrograms *self, const char *path)
{
  gsize length = self->home ? strlen (self->home) : 0;

  if (length > 1 && g_str_has_prefix (path, self->home) && (path[length] == '/' || !path[length]))
    return g_strconcat ("~", path + length, NULL);
  return g_strdup (path);
}

gboolean
_edgekit_programs_exists (EdgeKitPrograms *self, const char *path)
{
  return _edgekit_tree_check (self->tree, path) == NULL;
}

static gboolean
is_program (EdgeKitPrograms *self, const char *path)
{
  if (!_edgekit_tree_is_live (self->tree))
    return _edgekit_programs_exists (self, path);
  return g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* Stand-ins call the next program of the same name. */
static gboolean
is_stand_in (const char *file)
{
  static const char *const names[] = { "ccache", "sccache", "distcc", "icecc", NULL };
  g_autofree char *name = g_path_get_basename (file);

  return g_strv_contains (names, name);
}

char *
_edgekit_programs_find (EdgeKitPrograms *self, const char *name, const char *skip, char **file)
{
  const char *path = _edgekit_tree_is_live (self->tree) ? g_getenv ("PATH") : NULL;
  g_auto(GStrv) folders = g_strsplit (path ? path : DEFAULT_PATH, G_SEARCHPATH_SEPARATOR_S, -1);

  for (char **folder = folders; *folder; folder++)
    {
      g_autofree char *candidate = g_path_is_absolute (*folder) ? g_build_filename (*folder, name, NULL) : NULL;
      g_autofree char *resolved = NULL;

      if (!candidate || (skip && g_str_has_prefix (candidate, skip)) || !is_program (self, candidate))
        continue;
      resolved = _edgekit_tree_resolve (self->tree, candidate);
      if (!resolved || is_stand_in (resolved))
        continue;
      *file = g_steal_pointer (&resolved);
      return g_steal_pointer (&candidate);
    }
  return NULL;
}

/* The machine and the width that stand in the header of an ELF file. */
static void
add_machine (EdgeKitPrograms *self, const char *file, GString *text)
{
  g_autoptr(GString) data = g_string_new (NULL);
  gboolean truncated = FALSE;
  const guint8 *header;

  if (_edgekit_tree_read (self->tree, file, 64, data, &truncated) || data->len < 20 ||
      memcmp (data->str, "\177ELF", 4) != 0)
    return;
  header = (const guint8 *) data->str;
  g_string_append_printf (text, "machine %u %u\n",
                          header[5] == 2 ? header[18] << 8 | header[19] : header[19] << 8 | header[18],
                          header[4] == 2 ? 64 : 32);
}

static char *
prefix_of (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  return g_path_get_dirname (folder);
}

gboolean
_edgekit_programs_add_below (EdgeKitPrograms *self, const char *name, const char *prefix, const EdgeKitBelow *below,
                             GString *text)
{
  gboolean found = FALSE;

  for (; below->pattern; below++)
    {
      g_autofree char *pattern = g_strconcat (g_str_equal (prefix, "/") ? "" : prefix, "/", below->pattern, NULL);
      EdgeKitGlob glob = { pattern, below->flags | EDGEKIT_GLOB_QUIET, MAX_CONTENT, below->lines };
      g_autoptr(EdgeKitSnapshot) found_here = _edgekit_snapshot_new (NULL, FALSE);
      g_auto(GStrv) keys = NULL;

      if (strpbrk (prefix, "*?["))
        return found; /* a folder of that name would be taken for a pattern */
      _edgekit_tree_collect (self->tree, &glob, 1, found_here, self->cancellable);
      keys = edgekit_snapshot_list_keys (found_here, NULL);
      for (char **key = keys; *key; key++)
        {
          const char *relative = strchr (*key, '/') + strlen (pattern) - strlen (below->pattern);
          const char *const *names = edgekit_snapshot_get_list (found_here, *key);
          const char *content = edgekit_snapshot_get_text (found_here, *key);

          if (!edgekit_snapshot_has (found_here, *key))
            continue;
          found = TRUE;
          for (; names && *names; names++)
            g_string_append_printf (text, "below %s/%s\n", relative, *names);
          if (content)
            g_string_append_printf (text, "below %s\n", relative);
          if (content && *content)
            {
              g_autofree char *place = g_strdup_printf ("program:%s/%s", name, relative);

              _edgekit_snapshot_add_text (self->snapshot, place, content);
            }
        }
    }
  return found;
}

typedef struct
{
  const char *begin; /* as “12.” */
  char version[16];  /* empty until it is found */
} Literal;

/* Digits and dots that begin as asked and are a string of their own. */
static gboolean
find_literal (const char *piece, gsize length, gpointer data)
{
  Literal *literal = data;
  const gsize begin = strlen (literal->begin);
  const char *end = piece + length;

  for (const char *p = piece; p + begin < end && (p = memchr (p, literal->begin[0], end - p - begin)); p++)
    if ((p == piece || !p[-1]) && memcmp (p, literal->begin, begin) == 0)
      {
        gsize n = strspn (p, "0123456789."); /* a piece ends with a NUL */

        if (n > begin && n < sizeof literal->version && p + n < end && !p[n])
          {
            memcpy (literal->version, p, n);
            return FALSE;
          }
      }
  return TRUE;
}

/* GCC keeps its version as a string of its own, such as “12.2.0”, where its folders
 * may tell “12” alone. */
static gboolean
add_literal (EdgeKitPrograms *self, const char *file, GString *text)
{
  g_auto(GStrv) lines = g_strsplit (text->str, "\n", -1);

  for (char **line = lines; *line; line++)
    {
      const char *folder = g_str_has_prefix (*line, "below ") ? strrchr (*line, '/') : NULL;
      g_autofree char *begin = NULL;
      Literal literal = { NULL };

      if (!folder || !folder[1] || folder[1 + strspn (folder + 1, "0123456789.")])
        continue;
      if (strchr (folder, '.'))
        return TRUE; /* the folder says it all */
      begin = g_strconcat (folder + 1, ".", NULL);
      literal.begin = begin;
      if (_edgekit_tree_scan (self->tree, file, MAX_PROGRAM, '\0', find_literal, &literal))
        return FALSE;
      if (*literal.version)
        {
          g_string_append_printf (text, "version %s\n", literal.version);
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
_edgekit_programs_describe (EdgeKitPrograms *self, const char *name, const char *path, const char *file,
                            const EdgeKitBelow *below, gboolean literal)
{
  g_autofree char *key = g_strconcat ("program:", name, NULL);
  g_autofree char *prefix = prefix_of (file);
  g_autofree char *shown_path = _edgekit_programs_tilde (self, path);
  g_autofree char *shown_file = _edgekit_programs_tilde (self, file);
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean told;

  g_string_append_printf (text, "path %s\nfile %s\n", shown_path, shown_file);
  add_machine (self, file, text);
  told = below ? _edgekit_programs_add_below (self, name, prefix, below, text) : strpbrk (file, "0123456789") != NULL;
  if (literal)
    told = add_literal (self, file, text);
  _edgekit_snapshot_add_text (self->snapshot, key, text->str);
  return told;
}
