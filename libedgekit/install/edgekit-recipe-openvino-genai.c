/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"

/* OpenVINO GenAI: processors, graphics and neural processors of Intel. Not the
 * neural processors of AMD. */

static gboolean
has_intel_graphics (const EdgeKitSite *site)
{
  GListModel *list = G_LIST_MODEL (site->profile->accelerators);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitAccelerator) device = g_list_model_get_item (list, i);

      if (device->kind == EDGEKIT_ACCELERATOR_KIND_GPU && g_strcmp0 (device->vendor, "intel") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_other_card (const EdgeKitSite *site)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  const EdgeKitBackend *best = g_ptr_array_index (backends, 0);

  return best->device && best->device->integrated != EDGEKIT_TRISTATE_YES &&
         g_strcmp0 (best->device->vendor, "intel") != 0;
}

static const char *
obstacle (const EdgeKitSite *site)
{
  gboolean intel = g_strcmp0 (site->cpu->vendor, "intel") == 0 || has_intel_graphics (site) ||
                   _edgekit_site_find_npu (site, "intel");

  if (!intel)
    return _edgekit_site_find_npu (site, "amd")
               ? _ ("It computes on Intel hardware; no engine here uses the neural processor of AMD.")
               : _ ("It is made for Intel processors, graphics and neural processors.");
  return _edgekit_gate_system (site, "openvino-genai");
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "openvino", NULL };
  EdgeKitAccelerator *npu = _edgekit_site_find_npu (site, "intel");
  const char *against = obstacle (site);

  judgement->summary = npu ? _ ("It is the only engine that uses Intel’s neural processor.")
                           : _ ("It makes good use of Intel processors and graphics.");
  _edgekit_judge_for (judgement, 30, npu ? NULL : _ ("Made by Intel for its own hardware."));
  if (against)
    _edgekit_judge_against (judgement, against);
  _edgekit_judge_format (site, judgement, formats);
  if (npu && !has_other_card (site))
    _edgekit_judge_for (judgement, 75, _ ("Uses the neural processor, which saves power."));
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  const char *const args[] = { "--upgrade", "openvino-genai", NULL };
  EdgeKitAccelerator *npu = _edgekit_site_find_npu (site, "intel");
  const char *against = obstacle (site);

  if (against || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && site->method != EDGEKIT_INSTALL_METHOD_WHEEL))
    {
      _edgekit_plan_refuse (result, against ? against : _ ("EdgeKit installs OpenVINO GenAI as a Python package only."),
                            NULL, NULL);
      return;
    }
  if (!_edgekit_python_check (site, result))
    return;
  _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_WHEEL,
                         npu                         ? _ ("Neural processor")
                         : has_intel_graphics (site) ? _ ("Intel graphics")
                                                     : _edgekit_backend_title (EDGEKIT_BACKEND_CPU),
                         _ ("Its packages are ready-made. Models must be in Intel’s own format."));
  _edgekit_needs_python (site, result);
  if (npu)
    _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_PREREQUISITE,
                            npu->usable == EDGEKIT_TRISTATE_YES ? EDGEKIT_STEP_STATE_FOUND : EDGEKIT_STEP_STATE_UNKNOWN,
                            _ ("Driver of the neural processor"), NULL, NULL);
  _edgekit_plan_set_command (result, NULL, _edgekit_python_install (site, NULL, args));
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _ ("Check which devices it uses"),
                          _edgekit_python_run (site, "import openvino as ov; print(ov.Core().available_devices)"),
                          npu ? _ ("The list should have “NPU”.")
                          : has_intel_graphics (site) ? _ ("The list should have “GPU”.")
                                                      : _ ("The list should have “CPU”."));
  _edgekit_plan_add_help (site, result, NULL);
}

const EdgeKitRecipe _edgekit_recipe_openvino_genai = { "openvino-genai", judge, plan };
