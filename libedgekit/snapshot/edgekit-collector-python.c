/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-programs-private.h"

/* The interpreter that “python3” starts, and what kind of environment it is in. */

static const EdgeKitBelow installation[] = {
  { "lib/python3.[0-9]*/EXTERNALLY-MANAGED", EDGEKIT_GLOB_EXISTS },
  { "lib64/python3.[0-9]*/EXTERNALLY-MANAGED", EDGEKIT_GLOB_EXISTS },
  { "lib/python3.[0-9]*", EDGEKIT_GLOB_EXISTS },
  { "lib64/python3.[0-9]*", EDGEKIT_GLOB_EXISTS },
  { "conda-meta", EDGEKIT_GLOB_EXISTS },
  { NULL },
};

/* "home" in it is a path, which nobody asks for. */
static const EdgeKitBelow environment[] = {
  { "pyvenv.cfg", EDGEKIT_GLOB_FILE, "version|uv" },
  { "conda-meta", EDGEKIT_GLOB_EXISTS },
  { NULL },
};

/* The first word of a file that names a version of pyenv; owned, or NULL. */
static char *
read_version (EdgeKitPrograms *self, const char *path)
{
  g_autoptr(GString) data = g_string_new (NULL);
  gboolean truncated = FALSE;
  gsize begin, length;

  if (_edgekit_tree_read (self->tree, path, 1024, data, &truncated))
    return NULL;
  begin = strspn (data->str, " \t\r\n");
  length = strcspn (data->str + begin, " \t\r\n:");
  return length > 0 && !memchr (data->str + begin, '/', length) ? g_strndup (data->str + begin, length) : NULL;
}

/* Which version pyenv starts: of the environment, of the project, of the person. */
static char *
pyenv_version (EdgeKitPrograms *self, const char *root)
{
  const char *variable = g_getenv ("PYENV_VERSION");
  g_autofree char *folder = g_get_current_dir ();
  g_autofree char *global = g_build_filename (root, "version", NULL);
  char *version = NULL;

  if (variable && *variable)
    return g_strndup (variable, strcspn (variable, ":/"));
  while (!version && strlen (folder) > 1)
    {
      g_autofree char *file = g_build_filename (folder, ".python-version", NULL);
      char *parent = g_path_get_dirname (folder);

      version = read_version (self, file);
      g_free (folder);
      folder = parent;
    }
  return version ? version : read_version (self, global);
}

/* The interpreter behind a shim of pyenv, which is a script; NULL when that cannot
 * be told. */
static char *
behind_shim (EdgeKitPrograms *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *root = g_path_get_dirname (folder);
  g_autofree char *versions = g_build_filename (root, "versions", NULL);
  g_autofree char *version = NULL;

  if (!g_str_has_suffix (folder, "/shims") || !_edgekit_programs_exists (self, versions))
    return NULL;
  version = pyenv_version (self, root);
  if (!version || g_str_equal (version, "system"))
    {
      g_autofree char *file = NULL;

      return _edgekit_programs_find (self, "python3", folder, &file);
    }
  return g_build_filename (versions, version, "bin", "python3", NULL);
}

gboolean
_edgekit_programs_add_python (EdgeKitPrograms *self)
{
  g_autofree char *file = NULL;
  g_autofree char *path = _edgekit_programs_find (self, "python3", NULL, &file);
  g_autofree char *real = path && _edgekit_tree_is_live (self->tree) ? behind_shim (self, path) : NULL;
  g_autofree char *folder = NULL;
  g_autofree char *prefix = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean told;

  if (!path)
    {
      if (_edgekit_tree_is_live (self->tree))
        _edgekit_snapshot_add_failure (self->snapshot, "program:python3", EDGEKIT_FAILURE_MISSING);
      return TRUE;
    }
  if (real)
    {
      g_free (path);
      path = g_steal_pointer (&real);
      g_free (file);
      file = _edgekit_tree_resolve (self->tree, path);
      if (!file)
        return FALSE;
    }
  told = _edgekit_programs_describe (self, "python3", path, file, installation, FALSE);
  /* a virtual environment is around the link, not around what it points to */
  folder = g_path_get_dirname (path);
  prefix = g_path_get_dirname (folder);
  _edgekit_programs_add_below (self, "python3-environment", prefix, environment, text);
  _edgekit_snapshot_add_text (self->snapshot, "program:python3-environment", text->str);
  return told && strstr (edgekit_snapshot_get_text (self->snapshot, "program:python3"), "\nmachine ");
}
