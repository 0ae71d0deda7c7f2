/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"

/* MLX LM: Apple's own library, on the graphics of Apple chips. */

static const char *
obstacle (const EdgeKitSite *site)
{
  gint64 version = _edgekit_version_number (site->os->version);

  if (g_strcmp0 (site->platform, "macos-aarch64") != 0)
    return _ ("It is made for Macs with an Apple chip.");
  if (version != EDGEKIT_UNKNOWN && version < EDGEKIT_VERSION_NUMBER (14, 0))
    return _ ("It needs macOS 14 or newer.");
  return NULL;
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "mlx", "safetensors", NULL };
  const char *against = obstacle (site);

  judgement->summary = _ ("It is the fastest on Apple chips.");
  _edgekit_judge_for (judgement, 80, _ ("Made by Apple for its own chips."));
  if (against)
    _edgekit_judge_against (judgement, against);
  if (_edgekit_judge_format (site, judgement, formats) && _edgekit_site_model_format (site))
    _edgekit_judge_for (judgement, g_str_equal (_edgekit_site_model_format (site), "mlx") ? 95 : 85,
                        _ ("Loads this model as it is."));
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  const char *const args[] = { "--upgrade", "mlx-lm", NULL };
  const char *against = obstacle (site);

  if (against || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && site->method != EDGEKIT_INSTALL_METHOD_WHEEL))
    {
      _edgekit_plan_refuse (result, against ? against : _ ("EdgeKit installs MLX LM as a Python package only."), NULL,
                            NULL);
      return;
    }
  if (!_edgekit_python_check (site, result))
    return;
  _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_WHEEL, "Metal", _ ("Its packages are ready-made for Apple chips."));
  _edgekit_needs_python (site, result);
  _edgekit_plan_set_command (result, NULL, _edgekit_python_install (site, NULL, args));
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN,
                          _ ("Check that it uses the built-in graphics"),
                          _edgekit_python_run (site, "import mlx.core as mx; print(mx.default_device())"),
                          _ ("It should print “Device(gpu, 0)”."));
  _edgekit_plan_add_help (site, result, NULL);
}

const EdgeKitRecipe _edgekit_recipe_mlx_lm = { "mlx-lm", judge, plan };
