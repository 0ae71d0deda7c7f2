/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "probe-files.h"

#define MAX_FILES 96     /* Ollama's, with all its variants for processors, are about 20 */
#define MAX_ENTRIES 8192 /* of a folder */
#define CACHE "/etc/ld.so.cache"

void
probe_files_init (ProbeFiles *files, const Probe *probe, const char *const *folders)
{
  g_autofree char *path = g_strconcat (probe->root, CACHE, NULL);
  char *text;
  gsize length;

  memset (files, 0, sizeof *files);
  files->probe = probe;
  files->folders = folders;
  files->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  files->homes = g_ptr_array_new_with_free_func (g_free);
  if (g_file_get_contents (path, &text, &length, NULL))
    files->cache = g_bytes_new_take (text, length);
}

void
probe_files_clear (ProbeFiles *files)
{
  g_clear_pointer (&files->seen, g_hash_table_unref);
  g_clear_pointer (&files->homes, g_ptr_array_unref);
  g_clear_pointer (&files->cache, g_bytes_unref);
}

/* --- where the loader looks (ld.so(8)) ------------------------------------------- */

static char *
file_in (const char *folder, const char *name)
{
  g_autofree char *path = *folder == '/' ? g_build_filename (folder, name, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/* The folders of @list, between colons; $ORIGIN is @origin. */
static char *
find_in_list (const char *list, const char *name, const char *origin)
{
  g_auto(GStrv) folders = g_strsplit (list ? list : "", ":", 64);

  for (char **folder = folders; *folder; folder++)
    {
      g_autoptr(GString) place = g_string_new (*folder);
      char *path;

      g_string_replace (place, "${ORIGIN}", origin, 0);
      g_string_replace (place, "$ORIGIN", origin, 0);
      path = file_in (place->str, name);
      if (path)
        return path;
    }
  return NULL;
}

/* The cache has its paths as strings, one behind the other. */
static char *
find_in_cache (const ProbeFiles *files, const char *name)
{
  g_autofree char *end = g_strconcat ("/", name, NULL);
  gsize length = 0;
  const char *text = files->cache ? g_bytes_get_data (files->cache, &length) : NULL;
  const gsize size = strlen (end) + 1; /* with its NUL: not libcuda.so.10 */

  for (const char *p = text; p && length - (p - text) >= size; p++)
    {
      const char *start;

      p = memchr (p, '/', length - (p - text));
      if (!p || length - (p - text) < size)
        return NULL;
      if (memcmp (p, end, size) != 0)
        continue;
      for (start = p; start > text && start[-1]; start--)
        ;
      if (*start == '/')
        return g_strconcat (files->probe->root, start, NULL);
    }
  return NULL;
}

static const char *
triplet (guint machine)
{
  static const struct
  {
    guint machine;
    const char *name;
  } triplets[] = {
    { 62, "x86_64-linux-gnu" },  { 183, "aarch64-linux-gnu" },   { 21, "powerpc64le-linux-gnu" },
    { 22, "s390x-linux-gnu" },   { 243, "riscv64-linux-gnu" },   { 258, "loongarch64-linux-gnu" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (triplets); i++)
    if (triplets[i].machine == machine)
      return triplets[i].name;
  return ".";
}

static char *
find_in_system (const ProbeFiles *files, const char *name, guint machine)
{
  static const char *const folders[] = { "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_strconcat (files->probe->root, folders[i], NULL);
      g_autofree char *multiarch = g_build_filename (folder, triplet (machine), NULL);
      char *path = file_in (multiarch, name);

      if (!path && !g_str_has_prefix (folders[i], "/usr/local"))
        path = file_in (folder, name);
      /* glibc knows of /usr/local by its cache alone, musl looks there */
      if (!path && !files->cache)
        path = file_in (folder, name);
      if (path)
        return path;
    }
  return NULL;
}

/* The file that the loader would take for @name, or NULL. */
static char *
find_library (const ProbeFiles *files, const char *name, const ProbeElf *elf, const char *origin)
{
  char *path = NULL;

  if (strchr (name, '/'))
    return g_file_test (name, G_FILE_TEST_IS_REGULAR) ? g_strdup (name) : NULL;
  if (!elf->runpath)
    path = find_in_list (elf->rpath, name, origin);
  if (!path)
    path = find_in_list (g_getenv ("LD_LIBRARY_PATH"), name, origin);
  if (!path)
    path = find_in_list (elf->runpath, name, origin);
  for (const char *const *folder = files->folders; !path && folder && *folder; folder++)
    path = file_in (*folder, name);
  if (!path)
    path = find_in_cache (files, name);
  return path ? path : find_in_system (files, name, elf->machine);
}

/* --- one file -------------------------------------------------------------------- */

static gboolean
is_own (const char *name)
{
  return g_str_has_prefix (name, "libggml") || g_str_has_prefix (name, "libllama");
}

static void
write_list (GString *out, const char *name, const GPtrArray *list)
{
  probe_json_open (out, name, '[');
  for (guint i = 0; list && i < list->len; i++)
    probe_json_string (out, NULL, g_ptr_array_index (list, i), 256);
  probe_json_close (out, ']');
}

static void
write_file (GString *out, const char *path, gboolean loaded, const ProbeElf *elf, const GPtrArray *missing)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *folder_name = g_path_get_basename (folder);

  probe_json_open (out, NULL, '{');
  probe_json_string (out, "name", name, 256);
  probe_json_string (out, "folder", folder_name, 256);
  probe_json_bool (out, "loaded", loaded);
  probe_json_number (out, "machine", elf->machine);
  if (elf->glibc)
    probe_json_number (out, "glibc", elf->glibc);
  write_list (out, "needed", elf->needed);
  write_list (out, "missing", missing);
  if (elf->has)
    write_list (out, "has", elf->has);
  probe_json_close (out, '}');
}

static void
remember_home (ProbeFiles *files, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!g_ptr_array_find_with_equal_func (files->homes, folder, g_str_equal, NULL))
    g_ptr_array_add (files->homes, g_steal_pointer (&folder));
}

/* @path with all links followed, or NULL. */
static char *
real_path (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved);

  free (resolved);
  return copy;
}

void
probe_files_add (ProbeFiles *files, const char *path, gboolean loaded, GString *out)
{
  g_auto(ProbeElf) elf = { 0 };
  g_autoptr(GPtrArray) missing = g_ptr_array_new ();
  g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *real = real_path (path);
  g_autofree char *origin = real ? g_path_get_dirname (real) : NULL;
  g_autofree char *name = NULL;
  g_autoptr(GMappedFile) map = NULL;

  if (!real || files->n >= MAX_FILES || g_hash_table_contains (files->seen, real) ||
      !g_file_test (real, G_FILE_TEST_IS_REGULAR))
    return;
  map = g_mapped_file_new (real, FALSE, NULL);
  if (!map)
    return;
  files->n++;
  g_hash_table_add (files->seen, g_strdup (real));
  probe_elf_read (&elf, (const guint8 *) g_mapped_file_get_contents (map), g_mapped_file_get_length (map));
  for (guint i = 0; i < elf.needed->len; i++)
    {
      const char *library = g_ptr_array_index (elf.needed, i);
      g_autofree char *found = find_library (files, library, &elf, origin);

      if (!found)
        g_ptr_array_add (missing, (gpointer) library);
      else if (is_own (library))
        g_ptr_array_add (own, g_steal_pointer (&found));
    }
  name = g_path_get_basename (path);
  if (is_own (name))
    remember_home (files, real);
  write_file (out, path, loaded, &elf, missing);
  for (guint i = 0; i < own->len; i++)
    probe_files_add (files, g_ptr_array_index (own, i), loaded, out);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (ProbeFiles *files, const char *folder, guint depth, GString *out)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  for (guint i = 0; dir && i < MAX_ENTRIES && (name = g_dir_read_name (dir)); i++)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      if (g_str_has_prefix (g_ptr_array_index (names, i), "libggml-") && strstr (g_ptr_array_index (names, i), ".so"))
        probe_files_add (files, path, FALSE, out);
      else if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        add_folder (files, path, depth - 1, out);
    }
}

void
probe_files_add_modules (ProbeFiles *files, const char *folder, GString *out)
{
  add_folder (files, folder, 1, out);
}
