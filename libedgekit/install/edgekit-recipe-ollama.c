/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Ollama: everything in one installer, CUDA and ROCm libraries included. Gates
 * of docs/gpu.mdx, docs/windows.mdx and docs/macos.mdx. */

#define LEAST_DRIVER_LINUX EDGEKIT_VERSION_NUMBER (550, 0)
#define LEAST_DRIVER_WINDOWS EDGEKIT_VERSION_NUMBER (551, 61)
#define LEAST_DRIVER_OLD_CARD EDGEKIT_VERSION_NUMBER (570, 0)

/* NULL when the card computes in Ollama, else why not. */
static const char *
nvidia_obstacle (const EdgeKitSite *site, EdgeKitAccelerator *device)
{
  gint64 capability = _edgekit_version_number (device->compute_capability);
  gint64 driver = _edgekit_version_number (device->driver_version);
  gint64 least = site->family == EDGEKIT_FAMILY_WINDOWS ? LEAST_DRIVER_WINDOWS : LEAST_DRIVER_LINUX;

  if (capability != EDGEKIT_UNKNOWN && capability < EDGEKIT_VERSION_NUMBER (5, 0))
    return _ ("The graphics card is too old for it.");
  if (capability != EDGEKIT_UNKNOWN && capability <= EDGEKIT_VERSION_NUMBER (6, 2))
    least = LEAST_DRIVER_OLD_CARD;
  if (driver != EDGEKIT_UNKNOWN && driver < least)
    return _ ("It needs a newer NVIDIA driver.");
  return NULL;
}

static const char *
system_obstacle (const EdgeKitSite *site)
{
  gint64 version = _edgekit_version_number (site->os->version);
  g_auto(GStrv) parts = g_strsplit (site->os->version ? site->os->version : "", ".", 4);

  if (site->musl)
    return _ ("It needs a system with the GNU C library.");
  if (site->family == EDGEKIT_FAMILY_MACOS && version != EDGEKIT_UNKNOWN && version < EDGEKIT_VERSION_NUMBER (14, 0))
    return _ ("It needs macOS 14 or newer.");
  /* 10.0.19045 is Windows 10 22H2 */
  if (site->family == EDGEKIT_FAMILY_WINDOWS && g_strv_length (parts) >= 3 &&
      g_ascii_strtoll (parts[2], NULL, 10) < 19045)
    return _ ("It needs Windows 10 22H2 or newer.");
  if (site->arch && !g_str_equal (site->arch, "x86_64") && !g_str_equal (site->arch, "aarch64"))
    return _ ("There is none for this kind of processor.");
  return NULL;
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "gguf", "safetensors", NULL };
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);
  GListModel *devices = G_LIST_MODEL (site->profile->accelerators);
  const char *obstacle = system_obstacle (site);

  judgement->summary = _ ("It brings everything it needs and downloads models by name.");
  _edgekit_judge_for (judgement, 50, _ ("One installer, with the libraries for the graphics inside."));
  if (obstacle)
    _edgekit_judge_against (judgement, obstacle);
  for (guint i = 0; !obstacle && i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (devices, i);

      if (device->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_strcmp0 (device->vendor, "nvidia") == 0)
        obstacle = nvidia_obstacle (site, device);
      if (obstacle)
        _edgekit_judge_against (judgement, obstacle);
    }
  if (!_edgekit_judge_format (site, judgement, formats))
    return;
  if (_edgekit_site_model_format (site))
    {
      _edgekit_judge_for (judgement, g_str_equal (_edgekit_site_model_format (site), "gguf") ? 70 : 45, NULL);
      return;
    }
  if (site->family == EDGEKIT_FAMILY_WINDOWS)
    _edgekit_judge_for (judgement, 70, _ ("On Windows it needs no other tools."));
  else if (best->kind == EDGEKIT_BACKEND_CUDA && !_edgekit_cmake_ready (site, best) &&
           !_edgekit_python_is_conda (site))
    _edgekit_judge_for (judgement, 70, _ ("It uses CUDA without a CUDA toolkit on this computer."));
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);
  const char *obstacle = system_obstacle (site);
  gboolean planned = FALSE;

  if (obstacle)
    {
      _edgekit_plan_refuse (result, obstacle, NULL, NULL);
      return;
    }
  if (site->method == EDGEKIT_INSTALL_METHOD_WHEEL || site->method == EDGEKIT_INSTALL_METHOD_SOURCE)
    {
      _edgekit_plan_refuse (result, _ ("EdgeKit installs Ollama with its own installer or as a package."), NULL, NULL);
      return;
    }
  if (site->family != EDGEKIT_FAMILY_LINUX && site->method != EDGEKIT_INSTALL_METHOD_BINARY)
    for (guint i = 0; !planned && i < backends->len; i++)
      planned = _edgekit_packages_plan (site, result, "ollama", g_ptr_array_index (backends, i));
  if (!planned && (site->family != EDGEKIT_FAMILY_LINUX || site->method == EDGEKIT_INSTALL_METHOD_PACKAGE))
    {
      _edgekit_plan_refuse (result, _ ("There is no single command for this. The installer is on ollama.com."), NULL,
                            NULL);
      return;
    }
  if (!planned)
    {
      _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_BINARY, _edgekit_backend_title (best->kind),
                             _ ("Its installer brings the libraries for the graphics and starts a service."));
      _edgekit_needs_driver (site, result);
      _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_PREREQUISITE, EDGEKIT_STEP_STATE_UNKNOWN, "curl",
                              _edgekit_needs_command (site, "download", NULL), NULL);
      _edgekit_plan_set_command (result, NULL, g_strdup ("curl -fsSL https://ollama.com/install.sh | sh"));
    }
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          best->kind == EDGEKIT_BACKEND_CPU ? _ ("Check that it starts")
                                                            : _ ("Check that it uses the graphics"),
                          g_strdup ("ollama ps"),
                          best->kind == EDGEKIT_BACKEND_CPU
                              ? _ ("It should print the heading of a list.")
                              : _ ("While a model is loaded, it should say “100% GPU”."));
}

const EdgeKitRecipe _edgekit_recipe_ollama = { "ollama", judge, plan };
