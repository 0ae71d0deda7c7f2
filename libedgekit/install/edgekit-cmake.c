/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"

/* Building ggml: the options that choose a back end, with their reasons. */

#define SETVARS "/opt/intel/oneapi/setvars.sh"

static void
cuda_options (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, GPtrArray *words,
              GPtrArray *environment)
{
  g_auto(EdgeKitCudaBuild) build = { 0 };

  _edgekit_cuda_build_init (&build, site, backend);
  _edgekit_plan_add_cmake (plan, words, "GGML_CUDA", "ON", _ ("Computes on the NVIDIA card."));
  if (!site->portable && build.architectures)
    {
      g_autofree char *reason = NULL;

      if (strchr (backend->targets, ';'))
        {
          g_auto(GStrv) targets = g_strsplit (backend->targets, ";", -1);
          g_autofree char *list = g_strjoinv (", ", targets);

          /* Translators: %s is a list of numbers: “8.6, 8.9” */
          reason = g_strdup_printf (_ ("Because the cards have the compute capabilities %s."), list);
        }
      else
        /* Translators: %s is a number: “8.9” */
        reason = g_strdup_printf (_ ("Because the card has the compute capability %s."), backend->targets);
      _edgekit_plan_add_cmake (plan, words, "CMAKE_CUDA_ARCHITECTURES", build.architectures, reason);
    }
  if (build.host_compiler)
    {
      g_autofree char *path = g_strdup_printf ("/usr/bin/g++-%u", build.host_compiler);

      _edgekit_plan_add_cmake (plan, words, "CMAKE_CUDA_HOST_COMPILER", path,
                               _ ("The CUDA compiler does not take the newer GCC of this computer."));
    }
  /* On Windows the CUDA compiler is found by way of Visual Studio. */
  if (site->software->nvcc_path && build.possible && site->family != EDGEKIT_FAMILY_WINDOWS)
    {
      g_ptr_array_add (environment, g_strconcat ("CUDACXX=", site->software->nvcc_path, NULL));
      _edgekit_plan_add_option (plan, "CUDACXX", site->software->nvcc_path,
                                _ ("The CUDA compiler is not where programs are looked for."));
    }
}

static void
hip_options (EdgeKitInstallPlan *plan, const EdgeKitBackend *backend, GPtrArray *words, GPtrArray *environment)
{
  _edgekit_plan_add_cmake (plan, words, "GGML_HIP", "ON", _ ("Computes on the AMD card with ROCm."));
  if (backend->targets)
    {
      g_autofree char *reason = g_strdelimit (g_strdup (backend->targets), ";", ' ');
      /* Translators: %s is a name such as “gfx1100” */
      g_autofree char *sentence = g_strdup_printf (_ ("Builds for %s alone: other graphics in the computer may not be "
                                                      "supported."),
                                                   reason);

      _edgekit_plan_add_cmake (plan, words, "GPU_TARGETS", backend->targets, sentence);
    }
  g_ptr_array_add (environment, g_strdup ("HIPCXX=" EDGEKIT_SHELL_RAW "\"$(hipconfig -l)/clang\""));
  g_ptr_array_add (environment, g_strdup ("HIP_PATH=" EDGEKIT_SHELL_RAW "\"$(hipconfig -R)\""));
}

static void
portable_options (const EdgeKitSite *site, EdgeKitInstallPlan *plan, GPtrArray *words)
{
  static const char *const newer[] = { "GGML_AVX2", "GGML_FMA", "GGML_F16C", "GGML_BMI2" };

  _edgekit_plan_add_cmake (plan, words, "GGML_NATIVE", "OFF",
                           _ ("Builds for other computers too, not for this processor alone."));
  for (guint i = 0; !_edgekit_site_has_avx2 (site) && i < G_N_ELEMENTS (newer); i++)
    if (_edgekit_plan_has_cmake (plan, newer[i]))
      _edgekit_plan_add_cmake (plan, words, newer[i], "OFF", _ ("This processor does not have these instructions."));
}

void
_edgekit_cmake_set_way (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  _edgekit_plan_set_way (plan, EDGEKIT_INSTALL_METHOD_SOURCE, _edgekit_backend_title (backend->kind),
                         backend->kind == EDGEKIT_BACKEND_CPU
                             ? _ ("Built on this computer it uses every instruction of the processor.")
                         : _edgekit_cmake_ready (site, backend)
                             ? _ ("What the build needs is here, and the result fits this computer exactly.")
                             : _ ("No ready-made package suits this computer."));
}

void
_edgekit_cmake_options (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend,
                        GPtrArray *words, GPtrArray *environment)
{
  switch (backend->kind)
    {
    case EDGEKIT_BACKEND_CUDA:
      cuda_options (site, plan, backend, words, environment);
      break;
    case EDGEKIT_BACKEND_HIP:
      hip_options (plan, backend, words, environment);
      break;
    case EDGEKIT_BACKEND_SYCL:
      _edgekit_plan_add_cmake (plan, words, "GGML_SYCL", "ON", _ ("Computes on the Intel graphics with SYCL."));
      _edgekit_plan_add_cmake (plan, words, "CMAKE_C_COMPILER", "icx", _ ("SYCL needs Intel’s compiler."));
      _edgekit_plan_add_cmake (plan, words, "CMAKE_CXX_COMPILER", "icpx", _ ("SYCL needs Intel’s compiler."));
      break;
    case EDGEKIT_BACKEND_VULKAN:
      _edgekit_plan_add_cmake (plan, words, "GGML_VULKAN", "ON", _ ("Computes on the graphics with Vulkan."));
      break;
    case EDGEKIT_BACKEND_METAL:
      _edgekit_plan_add_cmake (plan, words, "GGML_METAL", "ON",
                               _ ("Computes on the graphics processor of the Apple chip."));
      break;
    case EDGEKIT_BACKEND_CPU:
    default:
      break;
    }
  if (site->portable)
    portable_options (site, plan, words);
  else if (backend->kind == EDGEKIT_BACKEND_CUDA && !backend->targets)
    /* the default looks for a card while it builds, and stops when it sees none */
    _edgekit_plan_add_cmake (plan, words, "GGML_NATIVE", "OFF",
                             _ ("Builds for every card, because this one is not known."));
  else if (site->software->source_date_epoch == EDGEKIT_TRISTATE_YES)
    _edgekit_plan_add_cmake (plan, words, "GGML_NATIVE", "ON",
                             _ ("SOURCE_DATE_EPOCH is set, which would leave out the fast instructions."));
}

gboolean
_edgekit_cmake_ready (const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  g_auto(EdgeKitCudaBuild) build = { 0 };

  switch (backend->kind)
    {
    case EDGEKIT_BACKEND_CUDA:
      _edgekit_cuda_build_init (&build, site, backend);
      return build.possible;
    case EDGEKIT_BACKEND_HIP:
      return site->family == EDGEKIT_FAMILY_LINUX && site->software->rocm;
    case EDGEKIT_BACKEND_SYCL:
      return site->software->oneapi != NULL;
    case EDGEKIT_BACKEND_METAL:
      return TRUE;
    case EDGEKIT_BACKEND_VULKAN:
      return site->software->vulkan_sdk == EDGEKIT_TRISTATE_YES;
    case EDGEKIT_BACKEND_CPU:
    default:
      return site->family != EDGEKIT_FAMILY_WINDOWS || site->software->msvc;
    }
}

char *
_edgekit_cmake_wrap (const EdgeKitSite *site, const EdgeKitBackend *backend, char *command)
{
  g_autofree char *inner = command;
  char *script;

  if (backend->kind != EDGEKIT_BACKEND_SYCL)
    return g_steal_pointer (&inner);
  script = g_strconcat (". " SETVARS " && ", inner, NULL);
  if (site->shell == EDGEKIT_SHELL_BASH || site->shell == EDGEKIT_SHELL_ZSH)
    return script;
  /* other shells cannot read that file */
  return _edgekit_plan_through_bash (site, script);
}

char *
_edgekit_cmake_commands (const EdgeKitSite *site, const char *repository, const char *folder, GPtrArray *options,
                         const char *const *environment, guint jobs)
{
  g_autofree char *target = g_strconcat (folder, "/build", NULL);
  g_autofree char *number = jobs ? g_strdup_printf ("%u", jobs) : NULL;
  const char *const clone[] = { "git", "clone", repository, "--depth", "1", NULL };
  const char *const build[] = { "cmake", "--build", target, "--config", "Release", "-j", number, NULL };
  const char *const configure[] = { "cmake", "-S", folder, "-B", target };
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (configure); i++)
    g_ptr_array_add (words, (gpointer) configure[i]);
  g_ptr_array_extend (words, options, NULL, NULL);
  g_ptr_array_add (words, NULL);
  {
    const EdgeKitShellStep steps[] = {
      { clone, NULL }, { (const char *const *) words->pdata, environment }, { build, NULL }
    };

    return _edgekit_shell_sequence (site->shell, steps, G_N_ELEMENTS (steps));
  }
}
