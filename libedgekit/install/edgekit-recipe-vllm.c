/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

#define CHECK "import torch; print(torch.cuda.is_available())"
#define ROCM_WHEELS "https://wheels.vllm.ai/rocm/"
/* vLLM does not bring it, and names this where it is missing (vllm/v1/executor/ray_distributed_executor.py) */
#define RAY "ray[cgraph]"

/* vLLM: many at once, the whole model in graphics memory. Gates of its
 * installation pages for NVIDIA and AMD. */

static gboolean
amd_fits (const EdgeKitSite *site, EdgeKitAccelerator *device)
{
  g_autofree char *least = device->gfx_target ? g_key_file_get_string (_edgekit_table_get ("amd-targets"),
                                                                       device->gfx_target, "vllm", NULL)
                                              : NULL;

  return least && site->software->rocm &&
         _edgekit_version_number (site->software->rocm) >= _edgekit_version_number (least);
}

/* A card that vLLM computes on, or NULL; borrowed. */
static EdgeKitAccelerator *
find_card (const EdgeKitSite *site)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);

      if (device->kind != EDGEKIT_ACCELERATOR_KIND_GPU || device->usable == EDGEKIT_TRISTATE_NO)
        continue;
      if (g_strcmp0 (device->vendor, "nvidia") == 0 && device->compute_capability &&
          !_edgekit_gate_nvidia (site, "vllm", device))
        return device; /* the profile keeps it */
      if (g_strcmp0 (device->vendor, "amd") == 0 && amd_fits (site, device))
        return device;
    }
  return NULL;
}

/* NULL when it can be installed, else why not. */
static const char *
obstacle (const EdgeKitSite *site)
{
  const char *against = _edgekit_gate_system (site, "vllm");

  if (against)
    return against;
  /* whichever Python is here: uv brings one that fits */
  return find_card (site) ? NULL : _ ("It needs a newer NVIDIA card, or an AMD card with ROCm.");
}

/* Without an estimate: the weights, and a fifth of them for the conversations. */
static gboolean
is_too_large (const EdgeKitSite *site)
{
  gint64 graphics = _edgekit_site_graphics_memory (site);
  gint64 weights = site->model ? edgekit_model_get_weights_size (site->model) : EDGEKIT_UNKNOWN;

  return weights > 0 && graphics > 0 && weights > graphics / 12 * 10;
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "safetensors", NULL };
  const char *against = obstacle (site);
  EdgeKitSiteFit fit;

  judgement->summary = _ ("It answers many people at once and is the fastest at it.");
  _edgekit_judge_for (judgement, 35, _ ("Faster for many users at once."));
  if (against)
    _edgekit_judge_against (judgement, against);
  if (!_edgekit_judge_format (site, judgement, formats))
    return;
  fit = against ? EDGEKIT_SITE_FIT_UNKNOWN : _edgekit_site_find_fit (site, "vllm");
  if (fit == EDGEKIT_SITE_FIT_SPLIT || fit == EDGEKIT_SITE_FIT_NO || is_too_large (site))
    _edgekit_judge_against (judgement, _ ("It needs the whole model in graphics memory."));
  if (_edgekit_site_model_format (site))
    _edgekit_judge_for (judgement, 80, _ ("Loads this model as it is."));
  if (site->goal == EDGEKIT_GOAL_SERVE)
    _edgekit_judge_for (judgement, 90, NULL);
  else if (_edgekit_site_find_server_card (site))
    _edgekit_judge_for (judgement, 90, _ ("The card is made for serving many users."));
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  EdgeKitAccelerator *card = find_card (site);
  gboolean amd = card && g_strcmp0 (card->vendor, "amd") == 0;
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) install = NULL;
  const char *against = obstacle (site);
  gboolean in_environment = _edgekit_python_is_uv (site) || g_strcmp0 (site->python_environment, "venv") == 0;
  /* the packages for AMD exist for one version of Python */
  const gboolean make = !in_environment || _edgekit_gate_python (site, "vllm") ||
                        (amd && site->python != EDGEKIT_VERSION_NUMBER (3, 12));
  const char *const venv[] = { "uv", "venv", "--python", "3.12", NULL };
  const char *const made_check[] = { ".venv/bin/python", "-c", CHECK, NULL };

  if (against || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && site->method != EDGEKIT_INSTALL_METHOD_WHEEL))
    {
      _edgekit_plan_refuse (result, against ? against : _ ("EdgeKit installs vLLM as a Python package only."), NULL,
                            NULL);
      return;
    }
  _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_WHEEL, amd ? "ROCm" : "CUDA",
                         _ ("Its packages bring their own PyTorch; uv chooses the one for this driver."));
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_PREREQUISITE,
                          _edgekit_python_is_uv (site) || _edgekit_site_has_manager (site, "uv")
                              ? EDGEKIT_STEP_STATE_FOUND
                              : EDGEKIT_STEP_STATE_UNKNOWN,
                          "uv", g_strdup ("curl -LsSf https://astral.sh/uv/install.sh | sh"),
                          _ ("The command runs a script that it downloads from astral.sh; you can read it there first."));
  g_strv_builder_add_many (words, "uv", "pip", "install", "vllm", NULL);
  if (site->distributed)
    {
      g_strv_builder_add (words, RAY);
      _edgekit_plan_add_option (result, RAY, NULL, _ ("Lets several computers hold a model together."));
    }
  if (amd)
    {
      g_strv_builder_add_many (words, "--extra-index-url", ROCM_WHEELS, "--upgrade", NULL);
      _edgekit_plan_add_option (result, "--extra-index-url", ROCM_WHEELS,
                                _ ("Without it the package for NVIDIA cards is installed."));
    }
  else
    {
      g_strv_builder_add (words, "--torch-backend=auto");
      _edgekit_plan_add_option (result, "--torch-backend", "auto", _ ("Chooses the PyTorch for this driver."));
    }
  install = g_strv_builder_end (words);
  {
    const EdgeKitShellStep steps[] = { { venv, NULL }, { (const char *const *) install, NULL } };

    _edgekit_plan_set_command (result, NULL,
                               _edgekit_shell_sequence (site->shell, steps + (make ? 0 : 1), make ? 2 : 1));
  }
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _ ("Check that it uses the graphics card"),
                          make ? _edgekit_shell_command (site->shell, NULL, made_check)
                               : _edgekit_python_run (site, CHECK),
                          _ ("It should print True. False means that it has the wrong PyTorch or no driver."));
  _edgekit_plan_add_help (site, result, NULL);
}

const EdgeKitRecipe _edgekit_recipe_vllm = { "vllm", judge, plan };
