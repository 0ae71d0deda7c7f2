/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Ollama: everything in one installer, CUDA and ROCm libraries included. */

#define SCRIPT "https://ollama.com/install.sh"

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "gguf", "safetensors", NULL };
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);
  GListModel *devices = G_LIST_MODEL (site->profile->accelerators);
  const char *obstacle = _edgekit_gate_system (site, "ollama");

  judgement->summary = _ ("It brings everything it needs and downloads models by name.");
  _edgekit_judge_for (judgement, 50, _ ("One installer, with the graphics libraries inside."));
  if (obstacle)
    _edgekit_judge_against (judgement, obstacle);
  for (guint i = 0; !obstacle && i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (devices, i);

      if (device->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_strcmp0 (device->vendor, "nvidia") == 0)
        obstacle = _edgekit_gate_nvidia (site, "ollama", device);
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
  static const char *const script_programs[] = { "curl", "zstd", NULL };
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);
  const char *obstacle = _edgekit_gate_system (site, "ollama");
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
                             _ ("One installer brings it with the graphics libraries inside and starts it; nothing has "
                                "to be built."));
      _edgekit_needs_driver (site, result, best);
      _edgekit_needs_programs (site, result, _ ("curl and zstd"), script_programs, "ollama");
      _edgekit_plan_set_command (result, NULL, g_strdup ("curl -fsSL " SCRIPT " | sh"));
      _edgekit_plan_set_remark (result, _ ("The command runs a script that it downloads from ollama.com, as "
                                           "administrator where it asks; you can read it there first."));
    }
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _edgekit_plan_check_title (best), g_strdup ("ollama ps"),
                          best->kind == EDGEKIT_BACKEND_CPU
                              ? _ ("It should print the heading of a list.")
                              : _ ("While a model is loaded, it should say “100% GPU”."));
  _edgekit_plan_add_help (site, result, best);
}

const EdgeKitRecipe _edgekit_recipe_ollama = { "ollama", judge, plan };
