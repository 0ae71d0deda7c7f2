/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* llama-cpp-python: a ready-made package from the project's own index, or built
 * by pip from source.
 *
 * The index of Python itself has the source alone. With --extra-index-url and
 * nothing else pip takes the higher version, so a newer source there beats the
 * ready-made package and compiles for the processor alone, without a word:
 * --only-binary prevents it. pip also keeps what it built once, whatever the
 * options: --no-cache-dir and --force-reinstall make it build again. */

#define INDEX "https://abetlen.github.io/llama-cpp-python/whl/"
#define PACKAGE "llama-cpp-python"
#define CHECK                                                                                                          \
  "import llama_cpp as l; print(l.__version__, l.llama_supports_gpu_offload()); "                                      \
  "print(l.llama_print_system_info().decode())"

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "gguf", NULL };

  judgement->summary = _ ("It runs models inside your own Python programs.");
  _edgekit_judge_for (judgement, 40, _ ("Runs the same models as llama.cpp, from Python."));
  if (!_edgekit_judge_format (site, judgement, formats))
    return;
  if (_edgekit_site_model_format (site))
    _edgekit_judge_for (judgement, 55, NULL);
  if (g_strcmp0 (site->platform, "windows-aarch64") == 0)
    _edgekit_judge_against (judgement, _ ("There is no package for Windows on Arm, and its compiler is not taken."));
}

static void
add_check (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  gboolean gpu = backend->kind != EDGEKIT_BACKEND_CPU;

  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _edgekit_plan_check_title (backend),
                          _edgekit_python_run (site, CHECK),
                          gpu ? _ ("The first line should end with True. False means that it computes on the processor "
                                   "alone. In your program set n_gpu_layers=-1: without it the processor does the "
                                   "work as well.")
                              : _ ("It should print a version and the instructions that it uses."));
  _edgekit_plan_add_help (site, plan, backend);
}

static void
add_common (EdgeKitInstallPlan *plan, GStrvBuilder *args, gboolean uv, gboolean source)
{
  if (uv)
    {
      g_strv_builder_add (args, "--upgrade");
      g_strv_builder_add (args, "--reinstall-package");
      g_strv_builder_add (args, PACKAGE);
      g_strv_builder_add (args, "--no-cache");
      _edgekit_plan_add_option (plan, "--no-cache", NULL, _ ("A package that was built before is not used again."));
    }
  else
    {
      g_strv_builder_add (args, "--upgrade");
      g_strv_builder_add (args, "--force-reinstall");
      g_strv_builder_add (args, "--no-cache-dir");
      _edgekit_plan_add_option (plan, "--no-cache-dir", NULL, _ ("A package that was built before is not used again."));
    }
  if (source)
    {
      g_strv_builder_add (args, "--no-binary=" PACKAGE);
      _edgekit_plan_add_option (plan, "--no-binary", PACKAGE, _ ("Builds here, in place of a ready-made package."));
    }
  else
    {
      g_strv_builder_add (args, "--only-binary=" PACKAGE);
      _edgekit_plan_add_option (plan, "--only-binary", PACKAGE,
                                _ ("Without it a newer source may be compiled, for the processor alone."));
    }
  g_strv_builder_add (args, PACKAGE);
}

static void
plan_wheel (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, const char *row)
{
  g_autoptr(GStrvBuilder) args = g_strv_builder_new ();
  g_autofree char *index = g_key_file_get_string (_edgekit_table_get ("wheels"), row, "index", NULL);
  g_autofree char *url = g_strconcat (INDEX, index ? index : row, NULL);
  g_autofree char *cuda = g_key_file_get_string (_edgekit_table_get ("wheels"), row, "cuda", NULL);
  g_auto(GStrv) argv = NULL;
  g_auto(EdgeKitCudaBuild) build = { 0 };
  const char *reason = _ ("A ready-made package suits this computer; nothing has to be compiled.");

  if (backend->kind == EDGEKIT_BACKEND_CUDA)
    {
      _edgekit_cuda_build_init (&build, site, backend);
      if (build.obstacle)
        reason = build.obstacle;
    }
  _edgekit_plan_set_way (plan, EDGEKIT_INSTALL_METHOD_WHEEL, _edgekit_backend_title (backend->kind), reason);
  _edgekit_needs_driver (site, plan, backend);
  _edgekit_needs_python (site, plan);
  if (cuda)
    _edgekit_needs_cuda_libraries (site, plan, cuda);
  _edgekit_needs_backend (site, plan, backend, FALSE);
  add_common (plan, args, _edgekit_python_is_uv (site), FALSE);
  g_strv_builder_add (args, "--extra-index-url");
  g_strv_builder_add (args, url);
  argv = g_strv_builder_end (args);
  _edgekit_plan_add_option (plan, "--extra-index-url", url,
                            cuda ? _ ("Where the packages for this version of CUDA are.")
                                 : _ ("Where the ready-made packages of the project are."));
  _edgekit_plan_set_command (plan, NULL, _edgekit_python_install (site, NULL, (const char *const *) argv));
  add_check (site, plan, backend);
}

/* Main memory limits how many compilers run at once. */
static void
add_jobs (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, GPtrArray *environment)
{
  const gint64 gib = G_GINT64_CONSTANT (1) << 30;
  guint all = _edgekit_site_jobs (site, 1);
  guint jobs = _edgekit_site_jobs (site, backend->kind == EDGEKIT_BACKEND_CUDA ? 4 * gib : 2 * gib);
  g_autofree char *number = g_strdup_printf ("%u", jobs);

  if (jobs == 0 || jobs >= all)
    return;
  g_ptr_array_add (environment, g_strconcat ("CMAKE_BUILD_PARALLEL_LEVEL=", number, NULL));
  _edgekit_plan_add_option (plan, "CMAKE_BUILD_PARALLEL_LEVEL", number,
                            _ ("More compilers at once would not fit in main memory."));
}

static void
plan_source (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) environment = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GStrvBuilder) args = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;

  _edgekit_cmake_set_way (site, plan, backend);
  _edgekit_needs_driver (site, plan, backend);
  _edgekit_needs_build_tools (site, plan, TRUE);
  _edgekit_needs_backend (site, plan, backend, TRUE);
  _edgekit_cmake_options (site, plan, backend, words, environment);
  add_jobs (site, plan, backend, environment);
  if (words->len)
    {
      g_autofree char *all = NULL;

      g_ptr_array_add (words, NULL);
      all = g_strjoinv (" ", (char **) words->pdata);
      g_ptr_array_add (environment, g_strconcat ("CMAKE_ARGS=", all, NULL));
    }
  g_ptr_array_add (environment, NULL);
  add_common (plan, args, _edgekit_python_is_uv (site), TRUE);
  argv = g_strv_builder_end (args);
  _edgekit_plan_set_command (
      plan, (const char *const *) environment->pdata,
      _edgekit_cmake_wrap (site, backend,
                           _edgekit_python_install (site, (const char *const *) environment->pdata,
                                                    (const char *const *) argv)));
  add_check (site, plan, backend);
}

/* Takes @backend if there is a way to it. CUDA prefers a build: a package has
 * no code for the newest cards and none of the libraries; the others prefer the
 * package. */
static gboolean
try_backend (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, gboolean ready_only)
{
  EdgeKitInstallMethod method = site->method;
  g_autofree char *row = method == EDGEKIT_INSTALL_METHOD_SOURCE ? NULL : _edgekit_wheel_find (site, backend);
  gboolean may_build = method != EDGEKIT_INSTALL_METHOD_WHEEL && method != EDGEKIT_INSTALL_METHOD_PACKAGE &&
                       (!ready_only || _edgekit_cmake_ready (site, backend));
  gboolean build_first = backend->kind == EDGEKIT_BACKEND_CUDA ||
                         (site->software->source_date_epoch == EDGEKIT_TRISTATE_YES &&
                          backend->kind == EDGEKIT_BACKEND_CPU);

  if (method == EDGEKIT_INSTALL_METHOD_PACKAGE)
    return FALSE;
  if (may_build && (build_first || !row))
    {
      plan_source (site, plan, backend);
      return TRUE;
    }
  if (row)
    plan_wheel (site, plan, backend, row);
  return row != NULL;
}

static void
plan_windows_on_arm (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  const char *const argv[] = { "winget", "install", "llama.cpp", NULL };

  _edgekit_plan_set_way (plan, EDGEKIT_INSTALL_METHOD_BINARY, _edgekit_backend_title (EDGEKIT_BACKEND_CPU),
                         _ ("There is no Python package for Windows on Arm, and its compiler is not taken. The release "
                            "of llama.cpp (win-cpu-arm64) has the same server."));
  _edgekit_plan_set_command (plan, NULL, _edgekit_plan_list_command (site, argv));
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN, _ ("Check that it starts"),
                          g_strdup ("llama-cli --version"), _ ("It should print a version."));
  _edgekit_plan_add_help (site, plan, NULL);
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);

  if (g_strcmp0 (site->platform, "windows-aarch64") == 0)
    {
      plan_windows_on_arm (site, result);
      return;
    }
  if (!_edgekit_python_check (site, result))
    return;
  if (site->method == EDGEKIT_INSTALL_METHOD_BINARY)
    {
      _edgekit_plan_refuse (result, _ ("llama-cpp-python has no release files. llama.cpp itself has."), NULL, NULL);
      return;
    }
  if (site->method == EDGEKIT_INSTALL_METHOD_AUTO || site->method == EDGEKIT_INSTALL_METHOD_PACKAGE)
    for (guint i = 0; i < backends->len; i++)
      if (_edgekit_packages_plan (site, result, PACKAGE, g_ptr_array_index (backends, i)))
        {
          add_check (site, result, g_ptr_array_index (backends, i));
          return;
        }
  for (guint i = 0; i + 1 < backends->len; i++)
    if (try_backend (site, result, g_ptr_array_index (backends, i), TRUE))
      return;
  /* a toolkit can be installed: better than leaving a good card idle */
  if (best->kind >= EDGEKIT_BACKEND_VULKAN && site->family == EDGEKIT_FAMILY_LINUX &&
      try_backend (site, result, best, FALSE))
    return;
  if (try_backend (site, result, g_ptr_array_index (backends, backends->len - 1), FALSE))
    return;
  _edgekit_plan_refuse (result,
                        site->method == EDGEKIT_INSTALL_METHOD_WHEEL
                            ? _ ("There is no ready-made package for this computer. It can be built from source.")
                            : _ ("There is no package of it for this computer."),
                        NULL, NULL);
}

const EdgeKitRecipe _edgekit_recipe_llama_cpp_python = { PACKAGE, judge, plan };
