/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

/* llama.cpp itself: a package of the system, a release file of the project, or
 * built with CMake. Release files carry the number of the build in their name,
 * so the newest is asked for by the rest of it. */

#define REPOSITORY "https://github.com/ggml-org/llama.cpp"
#define RELEASES "https://api.github.com/repos/ggml-org/llama.cpp/releases/latest"

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "gguf", NULL };
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);

  judgement->summary =
    !best->device ? _ ("It runs on every computer and makes good use of the processor.")
    : best->device->integrated == EDGEKIT_TRISTATE_YES
        ? _ ("It uses the graphics that are built into the processor.")
        : _ ("It uses the graphics card and can spill into main memory when a model is large.");
  _edgekit_judge_for (judgement, 60, _ ("Runs almost every model that there is as GGUF."));
  if (best->kind != EDGEKIT_BACKEND_CPU && best->device && best->device->name)
    {
      /* Translators: “Computes on NVIDIA GeForce RTX 4070 with CUDA.” */
      g_autofree char *reason = g_strdup_printf (_ ("Computes on %s with %s."), best->device->name,
                                                 _edgekit_backend_title (best->kind));

      _edgekit_judge_for (judgement, 60, reason);
    }
  if (_edgekit_judge_format (site, judgement, formats) && _edgekit_site_model_format (site))
    _edgekit_judge_for (judgement, 85, NULL);
}

/* The program with which the other computers serve it, beside @program. Its usage names
 * --host; the status is 0 (tools/rpc/rpc-server.cpp, print_usage). */
static void
add_server_check (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *program)
{
  g_autofree char *folder = g_strndup (program, strlen (program) - strlen (strstr (program, "llama-cli")));
  g_autofree char *server = g_strconcat (folder, "ggml-rpc-server",
                                         site->family == EDGEKIT_FAMILY_WINDOWS ? ".exe" : NULL, NULL);
  const char *const argv[] = { server, "--help", NULL };

  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _ ("Check that it can work with other computers"),
                          _edgekit_shell_command (site->shell, NULL, argv),
                          _ ("It should list its options, --host among them. Let it serve in a network that you trust "
                             "only: whoever reaches it can use this computer."));
}

static void
add_check (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, const char *program)
{
  static const char *const prefixes[] = { NULL, "Vulkan0", "SYCL0", "ROCm0", "CUDA0", "MTL0" };
  const char *const argv[] = { program, "--list-devices", NULL };
  g_autofree char *reason = NULL;

  if (prefixes[backend->kind] && backend->device && backend->device->name)
    /* Translators: “The list should name NVIDIA GeForce RTX 4070, as in “CUDA0: …”.” */
    reason = g_strdup_printf (_ ("The list should name %s, as in “%s: …”. If it is empty, it computes on the "
                                 "processor alone."),
                              backend->device->name, prefixes[backend->kind]);
  else if (prefixes[backend->kind])
    reason = g_strdup_printf (_ ("The list should have a line with “%s”. If it is empty, it computes on the "
                                 "processor alone."),
                              prefixes[backend->kind]);
  else
    reason = g_strdup (_ ("It should start. The list is empty, because the processor does the work."));
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _edgekit_plan_check_title (backend),
                          _edgekit_shell_command (site->shell, NULL, argv), reason);
  if (site->distributed)
    add_server_check (site, plan, program);
  _edgekit_plan_add_help (site, plan, backend);
}

static gint64
row_version (const char *row, const char *key)
{
  g_autofree char *value = g_key_file_get_string (_edgekit_table_get ("llama-releases"), row, key, NULL);

  return _edgekit_version_number (value);
}

/* Whether the driver and the card take the CUDA code of @row. What is not known
 * is no: a file that does not start is worse than a slower one that does. */
static gboolean
cuda_fits (const EdgeKitBackend *backend, const char *row)
{
  gint64 capability = backend->device ? _edgekit_version_number (backend->device->compute_capability) : EDGEKIT_UNKNOWN;

  return capability >= row_version (row, "least") && capability != EDGEKIT_UNKNOWN &&
         _edgekit_cuda_driver_limit (backend) >= row_version (row, "cuda");
}

/* The row of llama-releases that runs here, of several the one with the newest
 * CUDA; NULL when there is none. Owned. */
static char *
find_release (const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  GKeyFile *table = _edgekit_table_get ("llama-releases");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *best = NULL;

  for (char **row = rows; *row; row++)
    {
      g_autofree char *kind = g_key_file_get_string (table, *row, "backend", NULL);
      g_autofree char *platform = g_key_file_get_string (table, *row, "platform", NULL);
      g_autofree char *glibc = g_key_file_get_string (table, *row, "glibc", NULL);

      if (g_strcmp0 (platform, site->platform) != 0 ||
          g_strcmp0 (kind, _edgekit_backend_name (backend->kind)) != 0)
        continue;
      if (site->distributed && !g_key_file_get_boolean (table, *row, "rpc", NULL))
        continue;
      if (glibc && (site->musl || (site->libc != EDGEKIT_UNKNOWN && site->libc < _edgekit_version_number (glibc))))
        continue;
      if (backend->kind == EDGEKIT_BACKEND_CUDA && !cuda_fits (backend, *row))
        continue;
      if (!best || row_version (*row, "cuda") > row_version (best, "cuda"))
        best = *row;
    }
  return g_strdup (best);
}

/* Unpacks the newest release file whose name ends like @row into ./llama.cpp. On
 * Windows the CUDA libraries are in a file of their own, whose name differs in its
 * beginning; without them the program computes on the processor and says nothing. */
static char *
release_command (const EdgeKitSite *site, const char *row)
{
  g_autofree char *given = g_key_file_get_string (_edgekit_table_get ("llama-releases"), row, "name", NULL);
  const char *name = given ? given : row;
  const char *begin = row_version (row, "cuda") != EDGEKIT_UNKNOWN ? "*llama-*bin" : "llama-*-bin";
  g_autofree char *script = NULL;

  if (site->family != EDGEKIT_FAMILY_WINDOWS)
    {
      script = g_strdup_printf ("mkdir -p llama.cpp && curl -fsSL " RELEASES
                                " | command grep -o 'https://[^\"]*-bin-%s[.]tar[.]gz' | head -n 1 | xargs curl -fL "
                                "| tar -xz -C llama.cpp --strip-components=1",
                                name);
      if (site->shell == EDGEKIT_SHELL_POWERSHELL || site->shell == EDGEKIT_SHELL_CMD)
        return _edgekit_plan_through_bash (site, g_steal_pointer (&script));
      return g_steal_pointer (&script);
    }
  script = g_strdup_printf ("(Invoke-RestMethod " RELEASES ").assets | Where-Object name -like '%s-%s.zip' "
                            "| ForEach-Object { Invoke-WebRequest $_.browser_download_url -OutFile llama.zip; "
                            "Expand-Archive -Force llama.zip llama.cpp }",
                            begin, name);
  if (site->shell == EDGEKIT_SHELL_POWERSHELL)
    return g_steal_pointer (&script);
  {
    const char *const argv[] = { "powershell", "-NoProfile", "-Command", script, NULL };

    return _edgekit_shell_command (site->shell, NULL, argv);
  }
}

static gboolean
plan_release (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  static const char *const download_programs[] = { "curl", "tar", NULL };
  g_autofree char *row = find_release (site, backend);
  gboolean cuda_card = backend->device && g_strcmp0 (backend->device->vendor, "nvidia") == 0;
  g_autofree char *program = NULL, *cuda = NULL;
  gint64 size;

  if (!row)
    return FALSE;
  _edgekit_plan_set_way (plan, EDGEKIT_INSTALL_METHOD_BINARY, _edgekit_backend_title (backend->kind),
                         cuda_card && backend->kind == EDGEKIT_BACKEND_VULKAN
                             ? _ ("The Vulkan release needs the graphics driver and nothing else. Built with the "
                                  "CUDA toolkit it would be faster.")
                             : _ ("Its makers offer it ready to run on this computer; nothing has to be built."));
  if (site->family == EDGEKIT_FAMILY_LINUX)
    _edgekit_needs_programs (site, plan, _ ("curl and tar"), download_programs, "download");
  _edgekit_needs_driver (site, plan, backend);
  cuda = g_key_file_get_string (_edgekit_table_get ("llama-releases"), row, "cuda", NULL);
  if (cuda && site->family == EDGEKIT_FAMILY_LINUX)
    _edgekit_needs_cuda_libraries (site, plan, cuda);
  _edgekit_needs_backend (site, plan, backend, FALSE);
  if (site->family == EDGEKIT_FAMILY_LINUX && site->libc == EDGEKIT_UNKNOWN)
    plan->complete = FALSE;
  _edgekit_plan_set_command (plan, NULL, release_command (site, row));
  size = g_key_file_get_int64 (_edgekit_table_get ("llama-releases"), row, "download", NULL);
  if (size > 0)
    _edgekit_plan_set_download_size (plan, size);
  program = g_strdup (site->family == EDGEKIT_FAMILY_WINDOWS ? "llama.cpp\\llama-cli.exe" : "llama.cpp/llama-cli");
  add_check (site, plan, backend, program);
  return TRUE;
}

static void
plan_source (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  const gint64 gib = G_GINT64_CONSTANT (1) << 30;
  g_autoptr(GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) environment = g_ptr_array_new_with_free_func (g_free);
  char *commands;

  _edgekit_cmake_set_way (site, plan, backend);
  _edgekit_needs_driver (site, plan, backend);
  _edgekit_needs_build_tools (site, plan, FALSE);
  _edgekit_needs_backend (site, plan, backend, TRUE);
  _edgekit_plan_add_cmake (plan, options, "CMAKE_BUILD_TYPE", "Release", NULL);
  _edgekit_cmake_options (site, plan, backend, options, environment);
  if (site->distributed)
    _edgekit_plan_add_cmake (plan, options, "GGML_RPC", "ON", _ ("Lets several computers hold a model together."));
  g_ptr_array_add (environment, NULL);
  commands = _edgekit_cmake_commands (site, REPOSITORY, "llama.cpp", options, (const char *const *) environment->pdata,
                                      _edgekit_site_jobs (site, backend->kind == EDGEKIT_BACKEND_CUDA ? 4 * gib
                                                                                                      : 2 * gib));
  _edgekit_plan_set_command (plan, (const char *const *) environment->pdata,
                             _edgekit_cmake_wrap (site, backend, commands));
  add_check (site, plan, backend,
             site->family == EDGEKIT_FAMILY_WINDOWS ? "llama.cpp\\build\\bin\\Release\\llama-cli.exe"
                                                    : "llama.cpp/build/bin/llama-cli");
}

static gboolean
allows (const EdgeKitSite *site, EdgeKitInstallMethod method)
{
  return site->method == EDGEKIT_INSTALL_METHOD_AUTO || site->method == method;
}

/* A toolkit of the card's maker that is here makes the fastest build. */
static gboolean
build_is_best (const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  return backend->kind > EDGEKIT_BACKEND_VULKAN && backend->kind != EDGEKIT_BACKEND_METAL &&
         site->family == EDGEKIT_FAMILY_LINUX && _edgekit_cmake_ready (site, backend);
}

static gboolean
try_backend (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  const char *program = site->family == EDGEKIT_FAMILY_WINDOWS ? "llama-cli.exe" : "llama-cli";

  /* what packages are built with is their makers' choice */
  if (allows (site, EDGEKIT_INSTALL_METHOD_PACKAGE) && !site->distributed &&
      _edgekit_packages_plan (site, plan, "llama.cpp", backend))
    {
      add_check (site, plan, backend, program);
      return TRUE;
    }
  if (allows (site, EDGEKIT_INSTALL_METHOD_SOURCE) &&
      (build_is_best (site, backend) || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && _edgekit_cmake_ready (site, backend))))
    {
      plan_source (site, plan, backend);
      return TRUE;
    }
  return allows (site, EDGEKIT_INSTALL_METHOD_BINARY) && plan_release (site, plan, backend);
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);

  if (site->method == EDGEKIT_INSTALL_METHOD_WHEEL)
    {
      _edgekit_plan_refuse (result, _ ("llama.cpp is no Python package. llama-cpp-python is one."), NULL, NULL);
      return;
    }
  for (guint i = 0; i + 1 < backends->len; i++)
    if (try_backend (site, result, g_ptr_array_index (backends, i)))
      return;
  if (allows (site, EDGEKIT_INSTALL_METHOD_SOURCE) && best->kind != EDGEKIT_BACKEND_CPU &&
      site->family == EDGEKIT_FAMILY_LINUX)
    {
      plan_source (site, result, best);
      return;
    }
  if (try_backend (site, result, g_ptr_array_index (backends, backends->len - 1)))
    return;
  if (allows (site, EDGEKIT_INSTALL_METHOD_SOURCE))
    plan_source (site, result, g_ptr_array_index (backends, backends->len - 1));
  else if (site->method == EDGEKIT_INSTALL_METHOD_PACKAGE && site->distributed)
    _edgekit_plan_refuse (result,
                          _ ("What a package is built with is its maker’s choice, and it takes a build that lets several "
                             "computers hold a model together. Take a release file, or build from source."),
                          NULL, NULL);
  else if (site->method == EDGEKIT_INSTALL_METHOD_PACKAGE)
    _edgekit_plan_refuse (result, _ ("EdgeKit knows no package of it for this computer."), NULL, NULL);
  else
    _edgekit_plan_refuse (result, _ ("There is no release file for this computer. It can be built from source."), NULL,
                          NULL);
}

const EdgeKitRecipe _edgekit_recipe_llama_cpp = { "llama.cpp", judge, plan };
