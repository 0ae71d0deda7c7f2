/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"

/* TensorRT-LLM: for experts with cards made for servers. It is named, and never
 * recommended before vLLM. */

static const char *
obstacle (const EdgeKitSite *site)
{
  EdgeKitAccelerator *card = _edgekit_site_find_server_card (site);
  const char *against = _edgekit_gate_system (site, "tensorrt-llm");

  if (against)
    return against;
  if (!card || g_strcmp0 (card->vendor, "nvidia") != 0 || !card->compute_capability ||
      _edgekit_gate_nvidia (site, "tensorrt-llm", card))
    return _ ("It is made for NVIDIA’s server cards.");
  return NULL;
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "safetensors", NULL };
  const char *against = obstacle (site);

  judgement->summary = _ ("It gets the most out of NVIDIA’s server cards, with much work.");
  _edgekit_judge_for (judgement, site->goal == EDGEKIT_GOAL_SERVE ? 40 : 20, _ ("For experts: models are prepared for one card."));
  if (against)
    _edgekit_judge_against (judgement, against);
  _edgekit_judge_format (site, judgement, formats);
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  const char *const args[] = { "--upgrade", "tensorrt_llm", NULL };
  const char *against = obstacle (site);

  if (against || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && site->method != EDGEKIT_INSTALL_METHOD_WHEEL))
    {
      _edgekit_plan_refuse (result, against ? against : _ ("EdgeKit installs TensorRT-LLM as a Python package only."),
                            NULL, NULL);
      return;
    }
  if (!_edgekit_python_check (site, result))
    return;
  _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_WHEEL, "CUDA",
                         _ ("Its packages are ready-made; NVIDIA tests them on Ubuntu 24.04."));
  _edgekit_needs_python (site, result);
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_PREREQUISITE,
                          _edgekit_site_state (site, site->software->nvcc, "nvcc"), _ ("CUDA toolkit"),
                          site->software->nvcc ? NULL : _edgekit_needs_command (site, "cuda", "12-9"), NULL);
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_PREREQUISITE, EDGEKIT_STEP_STATE_UNKNOWN, "Open MPI",
                          _edgekit_needs_command (site, "mpi", NULL), NULL);
  _edgekit_plan_set_command (result, NULL, _edgekit_python_install (site, NULL, args));
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN, _ ("Check that it starts"),
                          _edgekit_python_run (site, "import tensorrt_llm; print(tensorrt_llm.__version__)"),
                          _ ("It should print a version."));
  _edgekit_plan_add_help (site, result, NULL);
}

const EdgeKitRecipe _edgekit_recipe_tensorrt_llm = { "tensorrt-llm", judge, plan };
