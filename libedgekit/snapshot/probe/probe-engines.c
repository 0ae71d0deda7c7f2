/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "probe-files.h"

/* Which engines that are made of ggml are installed, and what their files say. The
 * programs are not started, and nothing of theirs is loaded. */

#define MAX_INSTALLATIONS 16
#define MAX_ENTRIES 512

typedef struct
{
  const Probe *probe;
  GString *out;
  GHashTable *seen; /* of what was found, with links followed */
} Search;

/* FALSE when the file or folder was there before, or is not there. */
static gboolean
is_new (Search *search, const char *path)
{
  char *real = realpath (path, NULL);
  gboolean added = FALSE;

  if (real && g_hash_table_size (search->seen) < MAX_INSTALLATIONS)
    added = g_hash_table_add (search->seen, g_strdup (real));
  free (real);
  return added;
}

/* Whoever reads the document need not know the name of a person. */
static void
write_path (GString *out, const char *path)
{
  const char *home = g_get_home_dir ();
  const gsize length = strlen (home);
  g_autofree char *shown = NULL;

  if (length > 1 && g_str_has_prefix (path, home) && path[length] == '/')
    shown = g_strconcat ("~", path + length, NULL);
  probe_json_string (out, "path", shown ? shown : path, 4096);
}

static void
begin (Search *search, const char *engine, const char *path)
{
  probe_json_open (search->out, NULL, '{');
  probe_json_string (search->out, "engine", engine, 64);
  write_path (search->out, path);
  probe_json_open (search->out, "files", '[');
}

static void
end (Search *search)
{
  probe_json_close (search->out, ']');
  probe_json_close (search->out, '}');
}

/* The names in a folder that begin with @prefix, as paths. */
static GPtrArray *
list (const char *folder, const char *prefix)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (guint i = 0; dir && i < MAX_ENTRIES && (name = g_dir_read_name (dir)); i++)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

/* --- llama-cpp-python ------------------------------------------------------------- */

static void
add_package (Search *search, const char *packages)
{
  g_autofree char *folder = g_build_filename (packages, "llama_cpp", NULL);
  g_autofree char *libraries = g_build_filename (folder, "lib", NULL);
  g_autoptr(GPtrArray) paths = list (libraries, "libllama");
  g_auto(ProbeFiles) files = { 0 };

  if (paths->len == 0 || !is_new (search, folder))
    return;
  begin (search, "llama-cpp-python", folder);
  probe_files_init (&files, search->probe, NULL);
  for (guint i = 0; i < paths->len; i++)
    probe_files_add (&files, g_ptr_array_index (paths, i), TRUE, search->out);
  probe_files_add_modules (&files, libraries, search->out);
  end (search);
}

/* A place that Python was installed to, or an environment of it. */
static void
add_prefix (Search *search, const char *prefix)
{
  static const char *const below[] = { "lib", "lib64" };

  for (guint i = 0; prefix && *prefix == '/' && i < G_N_ELEMENTS (below); i++)
    {
      g_autofree char *folder = g_build_filename (prefix, below[i], NULL);
      g_autoptr(GPtrArray) versions = list (folder, "python3");

      for (guint v = 0; v < versions->len; v++)
        {
          g_autofree char *site = g_build_filename (g_ptr_array_index (versions, v), "site-packages", NULL);
          g_autofree char *dist = g_build_filename (g_ptr_array_index (versions, v), "dist-packages", NULL);

          add_package (search, site);
          add_package (search, dist);
        }
    }
}

static char *
prefix_of (const char *program)
{
  g_autofree char *folder = g_path_get_dirname (program);

  return g_path_get_dirname (folder);
}

static void
find_packages (Search *search)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  char *real = python ? realpath (python, NULL) : NULL;
  g_autofree char *prefix = python ? prefix_of (python) : NULL, *real_prefix = real ? prefix_of (real) : NULL;
  g_autofree char *made = g_build_filename (g_get_home_dir (), ".venvs", "llm", NULL);
  g_autofree char *own = g_build_filename (g_get_home_dir (), ".local", NULL);
  g_autofree char *pyenv = g_build_filename (g_get_home_dir (), ".pyenv", "versions", NULL);
  g_autoptr(GPtrArray) versions = list (pyenv, "");
  const char *const prefixes[] = { g_getenv ("VIRTUAL_ENV"), g_getenv ("CONDA_PREFIX"), prefix, made, own,
                                   real_prefix, "/usr/local", "/usr" };

  free (real);
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    add_prefix (search, prefixes[i]);
  for (guint i = 0; i < versions->len; i++)
    add_prefix (search, g_ptr_array_index (versions, i));
}

/* --- programs ---------------------------------------------------------------------- */

/* The program, what it is loaded with, and what it may load itself: from its own
 * folder, from those of its libraries, and from @more, which may be NULL. */
static void
add_program (Search *search, const char *engine, const char *program, const char *more)
{
  g_auto(ProbeFiles) files = { 0 };
  g_autofree char *folder = NULL;
  const char *const folders[] = { more, NULL };
  char *real;

  if (!is_new (search, program))
    return;
  begin (search, engine, program);
  probe_files_init (&files, search->probe, more ? folders : NULL);
  probe_files_add (&files, program, TRUE, search->out);
  real = realpath (program, NULL);
  folder = g_path_get_dirname (real ? real : program);
  free (real);
  /* ggml_backend_load_best() looks into the program's folder; packages give another
   * one, below that of the library (GGML_BACKEND_DIR) */
  if (files.homes->len == 0)
    probe_files_add_modules (&files, folder, search->out);
  for (guint i = 0, n = files.homes->len; i < n; i++)
    {
      g_autofree char *home = g_strdup (g_ptr_array_index (files.homes, i));
      g_autofree char *below = g_build_filename (home, "ggml", NULL);

      if (g_str_equal (home, folder))
        probe_files_add_modules (&files, home, search->out);
      probe_files_add_modules (&files, below, search->out);
    }
  if (more)
    probe_files_add_modules (&files, more, search->out);
  end (search);
}

static void
find_llama_cpp (Search *search)
{
  static const char *const names[] = { "llama-server", "llama-cli" };
  static const char *const places[] = { "llama.cpp", "llama.cpp/build/bin" }; /* where the plans put it */
  const char *here = g_getenv ("PWD");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *program = g_find_program_in_path (names[i]);

      if (!program)
        continue;
      add_program (search, "llama.cpp", program, NULL);
      break;
    }
  for (guint i = 0; here && *here == '/' && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *program = g_build_filename (here, places[i], "llama-cli", NULL);

      if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (program, G_FILE_TEST_IS_DIR))
        add_program (search, "llama.cpp", program, NULL);
    }
}

static void
find_ollama (Search *search)
{
  g_autofree char *program = g_find_program_in_path ("ollama");
  char *real = program ? realpath (program, NULL) : NULL;
  g_autofree char *prefix = real ? prefix_of (real) : NULL;
  g_autofree char *libraries = prefix ? g_build_filename (prefix, "lib", "ollama", NULL) : NULL;

  free (real);
  if (program)
    add_program (search, "ollama", program, libraries);
}

void
probe_engines (const Probe *probe, GString *out)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { probe, out, seen };

  probe_json_open (out, "installations", '[');
  find_packages (&search);
  find_llama_cpp (&search);
  find_ollama (&search);
  probe_json_close (out, ']');
}
