/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"

/* ik_llama.cpp: a relative of llama.cpp, for large mixture-of-experts models
 * split between processor and NVIDIA card. Built from source only. */

#define REPOSITORY "https://github.com/ikawrakow/ik_llama.cpp"

static const char *
obstacle (const EdgeKitSite *site)
{
  const char *against = _edgekit_gate_system (site, "ik_llama.cpp");

  if (against)
    return against;
  if (g_strcmp0 (site->arch, "x86_64") == 0 && !_edgekit_site_has_avx2 (site))
    return _ ("It needs a processor with AVX2.");
  return NULL;
}

static void
judge (const EdgeKitSite *site, EdgeKitJudgement *judgement)
{
  static const char *const formats[] = { "gguf", NULL };
  const char *against = obstacle (site);

  judgement->summary = _ ("It can be faster for large models of many experts that do not fit in graphics memory.");
  _edgekit_judge_for (judgement, 25, _ ("Has more ways to shrink and to split large models."));
  if (against)
    _edgekit_judge_against (judgement, against);
  _edgekit_judge_format (site, judgement, formats);
}

/* Its options are its own: only CUDA and the processor are taken over. */
static const EdgeKitBackend *
choose_backend (const EdgeKitSite *site, GPtrArray *backends)
{
  for (guint i = 0; i < backends->len; i++)
    {
      const EdgeKitBackend *backend = g_ptr_array_index (backends, i);

      if (backend->kind == EDGEKIT_BACKEND_CUDA && _edgekit_cmake_ready (site, backend))
        return backend;
    }
  return g_ptr_array_index (backends, backends->len - 1);
}

static void
plan (const EdgeKitSite *site, EdgeKitInstallPlan *result)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);
  g_autoptr(GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) environment = g_ptr_array_new_with_free_func (g_free);
  const EdgeKitBackend *backend = choose_backend (site, backends);
  const char *const check[] = { "ik_llama.cpp/build/bin/llama-cli", "--version", NULL };
  const char *against = obstacle (site);

  if (against || (site->method != EDGEKIT_INSTALL_METHOD_AUTO && site->method != EDGEKIT_INSTALL_METHOD_SOURCE))
    {
      _edgekit_plan_refuse (result, against ? against : _ ("ik_llama.cpp is built from source only."), NULL, NULL);
      return;
    }
  _edgekit_plan_set_way (result, EDGEKIT_INSTALL_METHOD_SOURCE, _edgekit_backend_title (backend->kind),
                         _ ("There are no packages of it."));
  _edgekit_needs_build_tools (site, result, FALSE);
  _edgekit_needs_backend (site, result, backend, TRUE);
  _edgekit_plan_add_cmake (result, options, "CMAKE_BUILD_TYPE", "Release", NULL);
  _edgekit_cmake_options (site, result, backend, options, environment);
  g_ptr_array_add (environment, NULL);
  _edgekit_plan_set_command (result, (const char *const *) environment->pdata,
                             _edgekit_cmake_commands (site, REPOSITORY, "ik_llama.cpp", options,
                                                      (const char *const *) environment->pdata, 0));
  _edgekit_plan_add_step (result, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN, _ ("Check that it starts"),
                          _edgekit_shell_command (site->shell, NULL, check),
                          backend->kind == EDGEKIT_BACKEND_CUDA ? _ ("When it loads a model, it should name the card.")
                                                                : _ ("It should print a version."));
  _edgekit_plan_add_help (site, result, backend);
}

const EdgeKitRecipe _edgekit_recipe_ik_llama_cpp = { "ik_llama.cpp", judge, plan };
