/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-programs-private.h"

#define TOOL_TIMEOUT_MS 3000
#define TOOL_MAX_OUTPUT (16 * 1024)

/* Which build tools are here, and of which version. A program is run only where no
 * file tells its version, and then prints that and nothing about the person. */
#define PYTHON                                                                                              \
  "import platform,sys,os,sysconfig\n"                                                                       \
  "print(platform.python_version());print(platform.machine());print(sys.maxsize>2**32)\n"                    \
  "print(sys.prefix!=sys.base_prefix)\n"                                                                     \
  "print(os.path.exists(os.path.join(sysconfig.get_path('stdlib'),'EXTERNALLY-MANAGED')))\n"                 \
  "print(os.path.exists(os.path.join(sys.prefix,'conda-meta')))\n"                                           \
  "c=os.path.join(sys.prefix,'pyvenv.cfg')\n"                                                                \
  "print(os.path.exists(c) and any(l.startswith('uv') for l in open(c)))"

static const char *const run_python[] = { "python3", "-I", "-c", PYTHON, NULL };
static const char *const run_gcc[] = { "g++", "-dumpfullversion", "-dumpversion", NULL };
static const char *const run_clang[] = { "clang", "--version", NULL };
static const char *const run_cmake[] = { "cmake", "--version", NULL };
static const char *const run_nvcc[] = { "nvcc", "--version", NULL };
static const char *const run_hipconfig[] = { "hipconfig", "--version", NULL };
static const char *const run_icpx[] = { "icpx", "--version", NULL };

static const EdgeKitBelow gcc[] = {
  { "lib/gcc/*", EDGEKIT_GLOB_DIR },
  { "lib64/gcc/*", EDGEKIT_GLOB_DIR },
  { NULL },
};
static const EdgeKitBelow clang[] = {
  { "lib/clang", EDGEKIT_GLOB_DIR },
  { "lib64/clang", EDGEKIT_GLOB_DIR },
  { NULL },
};
static const EdgeKitBelow cmake[] = { { "share/cmake-[0-9]*", EDGEKIT_GLOB_EXISTS }, { NULL } };
static const EdgeKitBelow cuda[] = {
  { "version.json", EDGEKIT_GLOB_FILE },
  { "version.txt", EDGEKIT_GLOB_FILE },
  { "include/cuda_runtime_api.h", EDGEKIT_GLOB_FILE, "#define CUDART_VERSION" },
  { NULL },
};
static const EdgeKitBelow rocm[] = {
  { ".info/version", EDGEKIT_GLOB_FILE },
  { "share/hip/version", EDGEKIT_GLOB_FILE },
  { NULL },
};
static const EdgeKitBelow vulkan[] = { { "include/vulkan/vulkan.h", EDGEKIT_GLOB_EXISTS }, { NULL } };

static const struct
{
  const char *name;
  const EdgeKitBelow *below;
  gboolean literal;
  const char *const *run; /* NULL: that it is there is enough */
  const char *beside;     /* a file two folders down in it, where it is not on the PATH */
  const char *variable;   /* or what names the folder above "bin" */
} tools[] = {
  { "g++", gcc, TRUE, run_gcc },
  { "clang", clang, FALSE, run_clang },
  { "cmake", cmake, FALSE, run_cmake },
  { "nvcc", cuda, FALSE, run_nvcc, "/usr/local/cuda/bin/nvcc:/opt/cuda/bin/nvcc:/usr/local/cuda-[0-9]*/bin/nvcc",
    "CUDA_PATH" },
  { "hipconfig", rocm, FALSE, run_hipconfig, "/opt/rocm/.info/version:/opt/rocm-[0-9]*/.info/version",
    "ROCM_PATH" },
  { "icpx", NULL, FALSE, run_icpx,
    "/opt/intel/oneapi/compiler/latest/bin/icpx:/opt/intel/oneapi/compiler/20*/bin/icpx" },
  { "glslc", vulkan, FALSE, NULL },
};

static const char *const package_managers[] = { "apt-get", "dnf",  "pacman", "zypper", "apk",    "emerge",
                                                "nix",     "brew", "conda",  "mamba",  "winget", "port" };

/* What commands that install something use, and not every system brings. */
static const char *const small_programs[] = { "curl", "tar", "zstd" };

/* The newest of what a pattern matches. */
static char *
find_match (EdgeKitPrograms *programs, const char *pattern)
{
  const EdgeKitGlob glob = { pattern, EDGEKIT_GLOB_EXISTS | EDGEKIT_GLOB_QUIET };
  g_autoptr(EdgeKitSnapshot) found = _edgekit_snapshot_new (NULL, FALSE);
  g_autofree char *newest = NULL;
  g_auto(GStrv) keys = NULL;
  char *path = NULL;

  _edgekit_tree_collect (programs->tree, &glob, 1, found, programs->cancellable);
  keys = edgekit_snapshot_list_keys (found, NULL);
  for (char **key = keys; *key; key++)
    {
      /* numbers in it count as numbers: 12.10 comes after 12.9 */
      g_autofree char *order = g_utf8_collate_key_for_filename (*key, -1);

      if (!edgekit_snapshot_has (found, *key) || (newest && strcmp (order, newest) < 0))
        continue;
      g_free (newest);
      newest = g_steal_pointer (&order);
      g_free (path);
      path = g_strdup (*key + strlen ("file:"));
    }
  return path;
}

static char *
find_beside (EdgeKitPrograms *programs, guint tool)
{
  const char *variable = tools[tool].variable && programs->home ? g_getenv (tools[tool].variable) : NULL;
  g_auto(GStrv) patterns = g_strsplit (tools[tool].beside ? tools[tool].beside : "", ":", -1);

  if (variable && *variable == '/')
    {
      g_autofree char *path = g_build_filename (variable, "bin", tools[tool].name, NULL);

      if (_edgekit_programs_exists (programs, path))
        return g_steal_pointer (&path);
    }
  for (char **pattern = patterns; *pattern; pattern++)
    {
      char *path = find_match (programs, *pattern);

      if (path)
        return path;
    }
  return NULL;
}

/* Installations of Windows have forms of their own: there, tools are run. */
static gboolean
has_known_files (EdgeKitTree *tree)
{
  return !_edgekit_tree_is_live (tree) || G_DIR_SEPARATOR == '/';
}

static gboolean
is_on_path (EdgeKitPrograms *programs, const char *name)
{
  g_autofree char *file = NULL;
  g_autofree char *path = _edgekit_tree_is_live (programs->tree) ? g_find_program_in_path (name)
                                                                 : _edgekit_programs_find (programs, name, NULL, &file);

  return path != NULL;
}

/* FALSE when the program has to be run to know its version. */
static gboolean
collect_tool (EdgeKitPrograms *programs, guint tool)
{
  const gboolean live = _edgekit_tree_is_live (programs->tree);
  g_autofree char *file = NULL;
  g_autofree char *path = _edgekit_programs_find (programs, tools[tool].name, NULL, &file);
  g_autofree char *key = g_strconcat ("program:", tools[tool].name, NULL);
  g_autofree char *beside = NULL;
  g_autofree char *beside_name = NULL;

  if (!has_known_files (programs->tree))
    {
      if (!tools[tool].run && is_on_path (programs, tools[tool].name))
        _edgekit_snapshot_add_text (programs->snapshot, key, "");
      return FALSE;
    }
  if (path)
    return _edgekit_programs_describe (programs, tools[tool].name, path, file, tools[tool].below, tools[tool].literal);
  if (live)
    _edgekit_snapshot_add_failure (programs->snapshot, key, EDGEKIT_FAILURE_MISSING);
  beside = find_beside (programs, tool);
  file = beside ? _edgekit_tree_resolve (programs->tree, beside) : NULL;
  beside_name = g_strconcat (tools[tool].name, "-beside", NULL);
  if (file)
    _edgekit_programs_describe (programs, beside_name, beside, file, tools[tool].below, tools[tool].literal);
  return TRUE;
}

/* Those that are here. In a recorded tree that has none of them nobody knows whether they were looked for. */
static void
collect_present (EdgeKitPrograms *programs, const char *const *all, guint n_all, const char *key)
{
  g_autoptr(GStrvBuilder) found = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < n_all; i++)
    if (is_on_path (programs, all[i]))
      g_strv_builder_add (found, all[i]);
  names = g_strv_builder_end (found);
  if (*names || _edgekit_tree_is_live (programs->tree))
    _edgekit_snapshot_add_list (programs->snapshot, key, (const char *const *) names, FALSE);
}

static void
add_output (EdgeKitSnapshot *snapshot, const char *key, const EdgeKitChild *child)
{
  g_autofree char *valid = NULL;
  char *installed;

  if (child->failure && !child->truncated)
    {
      _edgekit_snapshot_add_failure (snapshot, key, child->failure);
      return;
    }
  valid = g_utf8_make_valid (child->output->str, MIN (child->output->len, TOOL_MAX_OUTPUT));
  /* clang says where it lies, which may be somebody's home */
  installed = strstr (valid, "InstalledDir");
  if (installed)
    *installed = '\0';
  _edgekit_snapshot_add_text (snapshot, key, valid);
}

typedef struct
{
  const char *const *argv[G_N_ELEMENTS (tools) + 1];
  guint n;
} Runs;

/* All of them at the same time. */
static void
run_tools (EdgeKitSnapshot *snapshot, const Runs *runs, GCancellable *cancellable)
{
  EdgeKitChild children[G_N_ELEMENTS (tools) + 1] = { { 0 } };
  const char *argvs[G_N_ELEMENTS (tools) + 1][8];
  g_autoptr(GPtrArray) programs = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;
  guint which[G_N_ELEMENTS (tools) + 1];

  for (guint i = 0; i < runs->n; i++)
    {
      g_autofree char *key = g_strconcat ("run:", runs->argv[i][0], NULL);
      char *program = g_find_program_in_path (runs->argv[i][0]);
      guint a = 0;

      if (program && !_edgekit_may_run (program))
        g_clear_pointer (&program, g_free);
      if (!program)
        {
          _edgekit_snapshot_add_failure (snapshot, key, EDGEKIT_FAILURE_MISSING);
          continue;
        }
      g_ptr_array_add (programs, program);
      for (; runs->argv[i][a]; a++)
        argvs[n][a] = a == 0 ? program : runs->argv[i][a];
      argvs[n][a] = NULL;
      children[n].argv = argvs[n];
      which[n++] = i;
    }
  if (n == 0)
    return;
  _edgekit_children_run (children, n, TOOL_TIMEOUT_MS, TOOL_MAX_OUTPUT * 8, cancellable);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strconcat ("run:", runs->argv[which[i]][0], NULL);

      add_output (snapshot, key, &children[i]);
      g_string_free (children[i].output, TRUE);
    }
}

void
_edgekit_collect_toolchain (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, gboolean may_run, GCancellable *cancellable)
{
  EdgeKitPrograms programs = { tree, snapshot, cancellable, _edgekit_tree_is_live (tree) ? g_get_home_dir () : NULL };
  Runs runs = { .n = 0 };

  if (!has_known_files (tree) || !_edgekit_programs_add_python (&programs))
    runs.argv[runs.n++] = run_python;
  for (guint i = 0; i < G_N_ELEMENTS (tools) && !g_cancellable_is_cancelled (cancellable); i++)
    if (!collect_tool (&programs, i) && tools[i].run)
      runs.argv[runs.n++] = tools[i].run;
  collect_present (&programs, package_managers, G_N_ELEMENTS (package_managers), "run:package-managers");
  collect_present (&programs, small_programs, G_N_ELEMENTS (small_programs), "run:programs");
  if (may_run && _edgekit_tree_is_live (tree))
    run_tools (snapshot, &runs, cancellable);
}
