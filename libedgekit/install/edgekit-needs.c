/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-decode-access-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

/* What an installation needs first, and whether it is here. */

static void
add_need (EdgeKitInstallPlan *plan, EdgeKitStepState state, const char *title, char *command, const char *reason)
{
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_PREREQUISITE, state, title, command, reason);
}

/* Appends the packages under @key, whose %s is @version, to @words. FALSE when the
 * manager has none, or the version is not known. */
static gboolean
append_packages (const EdgeKitSite *site, GStrvBuilder *words, const char *key, const char *version)
{
  g_auto(GStrv) packages = site->manager ? g_key_file_get_string_list (_edgekit_table_get ("package-managers"),
                                                                       site->manager, key, NULL, NULL)
                                         : NULL;

  for (char **package = packages; package && *package; package++)
    {
      g_auto(GStrv) parts = g_strsplit (*package, "%s", 2);
      g_autofree char *name = parts[1] && version ? g_strconcat (parts[0], version, parts[1], NULL) : NULL;

      if (parts[1] && !version)
        return FALSE;
      g_strv_builder_add (words, name ? name : *package);
    }
  return packages != NULL;
}

/* @more: what is installed along with it where the manager has it, or NULL. */
static char *
install_packages (const EdgeKitSite *site, const char *key, const char *more, const char *version)
{
  GKeyFile *table = _edgekit_table_get ("package-managers");
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) packages = NULL, install = NULL, refresh = NULL, install_words = NULL, refresh_words = NULL;

  if (!append_packages (site, words, key, version))
    return NULL;
  if (more)
    append_packages (site, words, more, version);
  packages = g_strv_builder_end (words);
  install = g_key_file_get_string_list (table, site->manager, "install", NULL, NULL);
  refresh = g_key_file_get_string_list (table, site->manager, "refresh", NULL, NULL);
  install_words = _edgekit_plan_words (site, (const char *const *) install, (const char *const *) packages);
  refresh_words = refresh ? _edgekit_plan_words (site, (const char *const *) refresh, NULL) : NULL;
  {
    const EdgeKitShellStep steps[] = { { (const char *const *) refresh_words, NULL },
                                       { (const char *const *) install_words, NULL } };

    return _edgekit_shell_sequence (site->shell, steps + (refresh ? 0 : 1), refresh ? 2 : 1);
  }
}

char *
_edgekit_needs_command (const EdgeKitSite *site, const char *key, const char *version)
{
  return install_packages (site, key, NULL, version);
}

void
_edgekit_needs_python (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  EdgeKitStepState state = _edgekit_site_state (site, site->software->python, "python");
  g_autofree char *found = NULL, *venv = NULL;

  if (state == EDGEKIT_STEP_STATE_FOUND)
    /* Translators: %s is a version, as in “Python 3.12” */
    found = g_strdup_printf (_ ("Python %s"), site->software->python);
  add_need (plan, state, found ? found : _ ("Python 3"), found ? NULL : _edgekit_needs_command (site, "python", NULL),
            NULL);
  if (state == EDGEKIT_STEP_STATE_UNKNOWN)
    plan->complete = FALSE;
  /* Debian takes it out of Python and into a package of its own */
  venv = g_strcmp0 (site->python_environment, "externally-managed") == 0 ? _edgekit_needs_command (site, "venv", NULL)
                                                                         : NULL;
  if (venv)
    add_need (plan, EDGEKIT_STEP_STATE_UNKNOWN, _ ("Python’s virtual environments"), g_steal_pointer (&venv),
              _ ("The Python of the system itself stays as it is."));
}

void
_edgekit_needs_programs (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *title,
                         const char *const *names, const char *command_key)
{
  const char *const *here = (const char *const *) site->software->programs;
  EdgeKitStepState state = here ? EDGEKIT_STEP_STATE_FOUND : EDGEKIT_STEP_STATE_UNKNOWN;

  for (guint i = 0; here && names[i]; i++)
    if (!g_strv_contains (here, names[i]))
      state = EDGEKIT_STEP_STATE_MISSING;
  add_need (plan, state, title, _edgekit_needs_command (site, command_key, NULL), NULL);
}

static void
add_windows_compiler (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  EdgeKitStepState state = _edgekit_site_state (site, site->software->msvc, "msvc");
  g_autofree char *found = NULL;

  if (state == EDGEKIT_STEP_STATE_FOUND)
    /* Translators: %s is a version */
    found = g_strdup_printf (_ ("Visual C++ %s"), site->software->msvc);
  add_need (plan, state, found ? found : _ ("Visual C++ with the C++ workload"),
            found ? NULL : g_strdup ("winget install Microsoft.VisualStudio.2022.BuildTools"),
            found ? NULL : _ ("Choose “Desktop development with C++” in its installer."));
}

void
_edgekit_needs_build_tools (const EdgeKitSite *site, EdgeKitInstallPlan *plan, gboolean for_python)
{
  EdgeKitStepState gcc = _edgekit_site_state (site, site->software->gcc, "gcc");
  EdgeKitStepState clang = _edgekit_site_state (site, site->software->clang, "clang");
  EdgeKitStepState cmake = _edgekit_site_state (site, site->software->cmake, "cmake");
  EdgeKitStepState compiler = gcc == EDGEKIT_STEP_STATE_FOUND ? gcc : clang == EDGEKIT_STEP_STATE_FOUND ? clang : gcc;
  EdgeKitStepState state = compiler;
  g_autofree char *found = NULL;

  if (for_python)
    _edgekit_needs_python (site, plan);
  if (site->family == EDGEKIT_FAMILY_WINDOWS)
    {
      add_windows_compiler (site, plan);
      return;
    }
  /* pip brings its own CMake and Ninja */
  if (!for_python && state == EDGEKIT_STEP_STATE_FOUND)
    state = cmake;
  if (site->family == EDGEKIT_FAMILY_MACOS)
    {
      add_need (plan, compiler, _ ("Apple’s command line tools"), g_strdup ("xcode-select --install"),
                _ ("They bring the compiler and Git."));
      if (!for_python)
        add_need (plan, cmake, "CMake", _edgekit_needs_command (site, "base", NULL), NULL);
      return;
    }
  if (state == EDGEKIT_STEP_STATE_FOUND)
    {
      if (gcc == EDGEKIT_STEP_STATE_FOUND)
        /* Translators: %s is a version, as in “GCC 13.2” */
        found = g_strdup_printf (_ ("Build tools, GCC %s"), site->software->gcc);
      else
        /* Translators: %s is a version, as in “Clang 18.1” */
        found = g_strdup_printf (_ ("Build tools, Clang %s"), site->software->clang);
    }
  add_need (plan, state, found ? found : _ ("Compiler, CMake and Git"),
            install_packages (site, "base", for_python ? "python" : NULL, NULL),
            found ? NULL : _ ("The engine is compiled on this computer."));
}

static void
add_cuda_toolkit (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  g_auto(EdgeKitCudaBuild) build = { 0 };
  g_autofree char *title = NULL, *packaged = NULL, *older = NULL;

  _edgekit_cuda_build_init (&build, site, backend);
  packaged = build.toolkit ? g_strdelimit (g_strdup (build.toolkit), ".", '-') : NULL;
  if (build.possible)
    {
      /* Translators: %s is a version, as in “CUDA toolkit 12.4” */
      title = g_strdup_printf (_ ("CUDA toolkit %s"), site->software->nvcc);
      add_need (plan, EDGEKIT_STEP_STATE_FOUND, title, NULL,
                site->family == EDGEKIT_FAMILY_WINDOWS
                    ? _ ("Its part for Visual Studio has to be installed as well.")
                    : NULL);
    }
  else
    {
      title = build.toolkit ? g_strdup_printf (_ ("CUDA toolkit %s"), build.toolkit) : g_strdup (_ ("CUDA toolkit"));
      add_need (plan, build.obstacle ? EDGEKIT_STEP_STATE_MISSING : _edgekit_site_state (site, NULL, "nvcc"), title,
                _edgekit_needs_command (site, "cuda", packaged),
                build.obstacle ? build.obstacle : _ ("It comes from NVIDIA’s package repository."));
      plan->complete = plan->complete && build.toolkit;
    }
  if (build.host_compiler)
    {
      g_autofree char *version = g_strdup_printf ("%u", build.host_compiler);

      /* Translators: %s is a version, as in “GCC 14” */
      older = g_strdup_printf (_ ("GCC %s"), version);
      add_need (plan, EDGEKIT_STEP_STATE_UNKNOWN, older, _edgekit_needs_command (site, "compiler", version),
                _ ("The CUDA compiler does not take a newer one."));
    }
}

void
_edgekit_needs_device_access (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  GListModel *notes = G_LIST_MODEL (site->profile->notes);
  EdgeKitStepState state = EDGEKIT_STEP_STATE_UNKNOWN;

  if (site->family != EDGEKIT_FAMILY_LINUX || site->wsl || !backend->device ||
      g_strcmp0 (backend->device->vendor, "nvidia") == 0)
    return;
  if (site->profile->live)
    state = EDGEKIT_STEP_STATE_FOUND; /* a look that was refused leaves a note */
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (note->code && g_str_has_suffix (note->code, "no-permission"))
        state = EDGEKIT_STEP_STATE_MISSING;
    }
  add_need (plan, state, _ ("Access to the graphics device"), g_strdup ("sudo usermod -aG render,video $USER"),
            state == EDGEKIT_STEP_STATE_MISSING ? _ ("Run the command, then log out and in again.")
            : state == EDGEKIT_STEP_STATE_UNKNOWN
                ? _ ("Could not be checked. If you run the command, log out and in again afterwards.")
                : NULL);
}

void
_edgekit_needs_driver_library (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  const char *vendor = backend->device && backend->device->vendor ? backend->device->vendor : "";
  g_autofree char *key = g_strconcat ("vulkan_driver_", vendor, NULL);
  g_autofree char *command = NULL;
  gboolean found = backend->device && backend->device->runtimes &&
                   g_strv_contains ((const char *const *) backend->device->runtimes, "vulkan");

  if (site->family != EDGEKIT_FAMILY_LINUX)
    return; /* part of the graphics driver */
  command = _edgekit_needs_command (site, key, NULL);
  if (!command)
    command = _edgekit_needs_command (site, "vulkan_driver", NULL);
  add_need (plan, found ? EDGEKIT_STEP_STATE_FOUND : EDGEKIT_STEP_STATE_UNKNOWN, _ ("Vulkan driver"),
            g_steal_pointer (&command), found ? NULL : _ ("Without it the processor does the work."));
}

static void
add_vulkan_sdk (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  EdgeKitStepState state = site->software->vulkan_sdk == EDGEKIT_TRISTATE_YES  ? EDGEKIT_STEP_STATE_FOUND
                           : site->software->vulkan_sdk == EDGEKIT_TRISTATE_NO ? EDGEKIT_STEP_STATE_MISSING
                                                                               : EDGEKIT_STEP_STATE_UNKNOWN;
  gboolean old_ubuntu = g_strcmp0 (site->os->id, "ubuntu") == 0 &&
                        _edgekit_version_number (site->os->version) < EDGEKIT_VERSION_NUMBER (22, 10);

  add_need (plan, state, _ ("Vulkan headers and shader compiler"),
            old_ubuntu ? NULL : _edgekit_needs_command (site, "vulkan_build", NULL),
            old_ubuntu || site->family != EDGEKIT_FAMILY_LINUX ? _ ("Install the Vulkan SDK from vulkan.lunarg.com.")
                                                               : NULL);
}

void
_edgekit_needs_backend (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, gboolean build)
{
  EdgeKitSoftware *software = site->software;
  g_autofree char *title = NULL;

  switch (backend->kind)
    {
    case EDGEKIT_BACKEND_CUDA:
      if (build)
        add_cuda_toolkit (site, plan, backend);
      break;
    case EDGEKIT_BACKEND_HIP:
      if (site->family == EDGEKIT_FAMILY_WINDOWS)
        break; /* the package brings its libraries */
      if (software->rocm)
        /* Translators: %s is a version, as in “ROCm 6.4” */
        title = g_strdup_printf (_ ("ROCm %s"), software->rocm);
      add_need (plan, _edgekit_site_state (site, software->rocm, "rocm"), title ? title : "ROCm",
                software->rocm && !build ? NULL : _edgekit_needs_command (site, "rocm", NULL),
                build ? _ ("With the development files of HIP, hipBLAS and rocBLAS.") : NULL);
      _edgekit_needs_device_access (site, plan, backend);
      break;
    case EDGEKIT_BACKEND_SYCL:
      /* Translators: %s is a version, as in “oneAPI compiler 2025.3” */
      title = software->oneapi ? g_strdup_printf (_ ("oneAPI compiler %s"), software->oneapi) : NULL;
      add_need (plan, _edgekit_site_state (site, software->oneapi, "oneapi"), title ? title : _ ("oneAPI compiler"),
                NULL, _ ("Its settings are needed for the build and for every run."));
      _edgekit_needs_device_access (site, plan, backend);
      break;
    case EDGEKIT_BACKEND_VULKAN:
      _edgekit_needs_driver_library (site, plan, backend);
      if (build)
        add_vulkan_sdk (site, plan);
      _edgekit_needs_device_access (site, plan, backend);
      break;
    case EDGEKIT_BACKEND_METAL:
    case EDGEKIT_BACKEND_CPU:
    default:
      break;
    }
}

void
_edgekit_needs_cuda_libraries (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const char *cuda)
{
  gint64 major = EDGEKIT_VERSION_MAJOR (_edgekit_version_number (cuda));
  gint64 here = _edgekit_version_number (site->software->cudart);
  gboolean found = here != EDGEKIT_UNKNOWN && EDGEKIT_VERSION_MAJOR (here) == major;
  g_autofree char *number = g_strdup_printf ("%d", (int) major);
  /* Translators: %s is a version, as in “CUDA 12 libraries” */
  g_autofree char *title = g_strdup_printf (_ ("CUDA %s libraries"), number);
  g_autofree char *packaged = g_strdelimit (g_strdup (cuda), ".", '-');
  EdgeKitStepState state = found ? EDGEKIT_STEP_STATE_FOUND
                           : here != EDGEKIT_UNKNOWN ? EDGEKIT_STEP_STATE_MISSING
                                                     : _edgekit_site_state (site, NULL, "cudart");

  add_need (plan, state, title,
            site->family == EDGEKIT_FAMILY_LINUX ? _edgekit_needs_command (site, "cuda_runtime", packaged) : NULL,
            site->family == EDGEKIT_FAMILY_WINDOWS
                ? _ ("The package brings none. Install them from NVIDIA; CUDA_PATH must name their folder.")
                : _ ("The package brings none: cudart and cuBLAS come from NVIDIA’s package repository."));
}

/* What the profile says of the driver of NVIDIA's cards, or NULL. Owned. */
static EdgeKitNote *
find_driver_note (const EdgeKitSite *site)
{
  GListModel *notes = G_LIST_MODEL (site->profile->notes);

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      if (note->code && g_str_has_prefix (note->code, "nvidia-"))
        return g_steal_pointer (&note);
    }
  return NULL;
}

/* The sentences are made here, and not taken from the note, so that the document has them in English. */
static char *
describe_driver (const EdgeKitSite *site, const EdgeKitBackend *backend, const char *command, gboolean runs,
                 gboolean installed)
{
  const char *what, *then;

  if (site->wsl)
    what = _ ("It belongs into Windows, not into this Linux.");
  else if (site->container)
    what = _ ("It belongs into the host of this container.");
  else if (runs)
    what = _ ("It runs, but programs cannot use the card.");
  else if (installed && command && !g_str_has_suffix (command, "modprobe nvidia"))
    what = _ ("It is installed, but does not run: run the command, then restart the computer.");
  else if (installed)
    what = _ ("It is installed, but not loaded.");
  else if (backend->kind == EDGEKIT_BACKEND_CUDA)
    what = _ ("What is installed here is for the card, and needs it.");
  else
    what = _ ("Install it and check this computer again: there is another command for the card.");
  then = backend->kind == EDGEKIT_BACKEND_CPU ? _ ("Until then the processor does the work.")
                                              : _ ("Until then the NVIDIA card is not used.");
  /* Translators: two sentences: what is the case, or to be done, and what is so until then */
  return g_strdup_printf (C_ ("driver", "%1$s %2$s"), what, then);
}

static void
add_driver (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, EdgeKitAccelerator *device)
{
  const gboolean runs = g_strcmp0 (device->driver, "nvidia") == 0;
  const gboolean elsewhere = site->wsl || site->container;
  g_autoptr(EdgeKitNote) note = elsewhere ? NULL : find_driver_note (site);
  const gboolean installed = note && g_str_equal (note->code, "nvidia-driver-not-loaded");
  char *command = note ? g_strdup (note->command) : NULL;
  g_autofree char *reason = describe_driver (site, backend, command, runs, installed);

  if (!command && !elsewhere && !installed && !runs)
    command = _edgekit_access_install_command (site->profile, "nvidia_driver", NULL);
  add_need (plan, EDGEKIT_STEP_STATE_MISSING, runs ? _ ("Access to the NVIDIA card") : _ ("NVIDIA driver"), command,
            reason);
  if (backend->kind != EDGEKIT_BACKEND_CPU)
    return;
  g_free (plan->uses_detail);
  plan->uses_detail = g_strdup (_ ("the NVIDIA card cannot be used yet"));
}

void
_edgekit_needs_driver (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);
  g_autoptr(EdgeKitAccelerator) idle = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);

      if (device->kind != EDGEKIT_ACCELERATOR_KIND_GPU || g_strcmp0 (device->vendor, "nvidia") != 0)
        continue;
      /* beside a card that computes, one that the same driver does not know is no concern */
      if (device->usable != EDGEKIT_TRISTATE_NO)
        return;
      /* what another driver holds, such as vfio-pci for a virtual machine, is meant to be so */
      if (device->driver && !g_str_equal (device->driver, "nvidia") && !g_str_equal (device->driver, "nouveau"))
        continue;
      if (!idle)
        idle = g_object_ref (device);
    }
  if (idle)
    add_driver (site, plan, backend, idle);
}
