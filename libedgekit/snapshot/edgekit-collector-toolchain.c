/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-collector-private.h"

#define TOOL_TIMEOUT_MS 3000
#define TOOL_MAX_OUTPUT (16 * 1024)

/* Which build tools are here, in their own words. Each prints its version and
 * nothing about the person. */
#define PYTHON                                                                                              \
  "import platform,sys,os,sysconfig\n"                                                                       \
  "print(platform.python_version());print(platform.machine());print(sys.maxsize>2**32)\n"                    \
  "print(sys.prefix!=sys.base_prefix)\n"                                                                     \
  "print(os.path.exists(os.path.join(sysconfig.get_path('stdlib'),'EXTERNALLY-MANAGED')))\n"                 \
  "print(os.path.exists(os.path.join(sys.prefix,'conda-meta')))\n"                                           \
  "c=os.path.join(sys.prefix,'pyvenv.cfg')\n"                                                                \
  "print(os.path.exists(c) and any(l.startswith('uv') for l in open(c)))"

static const char *const python[] = { "python3", "-I", "-c", PYTHON, NULL };
static const char *const gcc[] = { "g++", "-dumpfullversion", "-dumpversion", NULL };
static const char *const clang[] = { "clang", "--version", NULL };
static const char *const cmake[] = { "cmake", "--version", NULL };
static const char *const nvcc[] = { "nvcc", "--version", NULL };
static const char *const nvcc_local[] = { "/usr/local/cuda/bin/nvcc", "--version", NULL };
static const char *const nvcc_opt[] = { "/opt/cuda/bin/nvcc", "--version", NULL };
static const char *const hipconfig[] = { "hipconfig", "--version", NULL };
static const char *const icpx[] = { "icpx", "--version", NULL };
static const char *const glslc[] = { "glslc", "--version", NULL };
static const char *const ldconfig[] = { "/sbin/ldconfig", "-p", NULL };

static const struct
{
  const char *key;
  const char *const *argv;
} tools[] = {
  { "run:python3", python }, { "run:g++", gcc },
  { "run:clang", clang },    { "run:cmake", cmake },
  { "run:nvcc", nvcc },      { "run:/usr/local/cuda/bin/nvcc", nvcc_local },
  { "run:/opt/cuda/bin/nvcc", nvcc_opt }, { "run:hipconfig", hipconfig },
  { "run:icpx", icpx },      { "run:glslc", glslc },
  { "run:ldconfig", ldconfig },
};

static const char *const package_managers[] = { "apt-get", "dnf",  "pacman", "zypper", "apk",    "emerge",
                                                "nix",     "brew", "conda",  "mamba",  "winget", "port" };

/* The loader's cache is long; what matters is which run-time libraries are in it. */
static void
keep_libraries (GString *output)
{
  static const char *const wanted[] = { "libcudart.so", "libcublas.so", "libamdhip64.so", "librocblas.so",
                                        "libvulkan.so", "libze_loader.so", "libOpenCL.so", "libnvidia-ml.so" };
  g_auto(GStrv) lines = g_strsplit (output->str, "\n", -1);

  g_string_truncate (output, 0);
  for (char **line = lines; *line; line++)
    {
      char *name = g_strstrip (*line);
      char *end = strchr (name, ' ');

      if (end)
        *end = '\0';
      for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
        if (g_str_has_prefix (name, wanted[i]))
          g_string_append_printf (output, "%s\n", name);
    }
}

void
_edgekit_collect_toolchain (EdgeKitSnapshot *snapshot, GCancellable *cancellable)
{
  EdgeKitChild children[G_N_ELEMENTS (tools)] = { { 0 } };
  /* g_spawn looks a program up in PATH only without a slash and with SEARCH_PATH;
   * resolving here keeps the child's own set-up short */
  g_autoptr(GPtrArray) programs = g_ptr_array_new_with_free_func (g_free);
  const char *argvs[G_N_ELEMENTS (tools)][8];
  guint which[G_N_ELEMENTS (tools)];
  guint n = 0;
  g_autoptr(GStrvBuilder) found = g_strv_builder_new ();
  g_auto(GStrv) managers = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      char *program = g_find_program_in_path (tools[i].argv[0]);
      guint a = 0;

      if (program && !_edgekit_may_run (program))
        g_clear_pointer (&program, g_free);
      if (!program)
        {
          _edgekit_snapshot_add_failure (snapshot, tools[i].key, EDGEKIT_FAILURE_MISSING);
          continue;
        }
      g_ptr_array_add (programs, program);
      for (; tools[i].argv[a]; a++)
        argvs[n][a] = a == 0 ? program : tools[i].argv[a];
      argvs[n][a] = NULL;
      children[n].argv = argvs[n];
      which[n++] = i;
    }
  _edgekit_children_run (children, n, TOOL_TIMEOUT_MS, TOOL_MAX_OUTPUT * 8, cancellable);
  for (guint i = 0; i < n; i++)
    {
      if (tools[which[i]].argv == ldconfig)
        keep_libraries (children[i].output);
      if (children[i].failure && !children[i].truncated)
        _edgekit_snapshot_add_failure (snapshot, tools[which[i]].key, children[i].failure);
      else
        {
          gsize length = MIN (children[i].output->len, TOOL_MAX_OUTPUT);
          g_autofree char *text = g_strndup (children[i].output->str, length);
          g_autofree char *clean = NULL;
          g_autofree char *valid = g_utf8_make_valid (text, -1);
          char *installed = strstr (valid, "InstalledDir");

          /* clang says where it lies, which may be somebody's home */
          if (installed)
            *installed = '\0';
          clean = g_strdup (valid);
          _edgekit_snapshot_add_text (snapshot, tools[which[i]].key, clean);
        }
      g_string_free (children[i].output, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (package_managers); i++)
    {
      g_autofree char *program = g_find_program_in_path (package_managers[i]);

      if (program)
        g_strv_builder_add (found, package_managers[i]);
    }
  managers = g_strv_builder_end (found);
  _edgekit_snapshot_add_list (snapshot, "run:package-managers", (const char *const *) managers, FALSE);
}
