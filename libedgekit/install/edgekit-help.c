/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"

/* The check of an installation, and what to do when it fails. */

const char *
_edgekit_plan_check_title (const EdgeKitBackend *backend)
{
  const gboolean built_in = backend->kind == EDGEKIT_BACKEND_METAL ||
                            (backend->device && backend->device->integrated == EDGEKIT_TRISTATE_YES);

  if (backend->kind == EDGEKIT_BACKEND_CPU)
    return _ ("Check that it starts");
  return built_in ? _ ("Check that it uses the built-in graphics") : _ ("Check that it uses the graphics card");
}

static const char *
help_with_device (const EdgeKitSite *site, const EdgeKitBackend *backend)
{
  switch (backend->kind)
    {
    case EDGEKIT_BACKEND_CUDA:
      return site->wsl ? _ ("If “nvidia-smi” does not show the card either, update the NVIDIA driver of Windows.")
                       : _ ("If “nvidia-smi” does not show the card either, install or update the NVIDIA driver.");
    case EDGEKIT_BACKEND_HIP:
      return site->family == EDGEKIT_FAMILY_LINUX
                 ? _ ("If “rocminfo” does not show the card either, you may not be in the groups “render” and “video” yet.")
                 : _ ("Update the driver of the card.");
    case EDGEKIT_BACKEND_SYCL:
      return _ ("Load oneAPI’s settings (setvars.sh) in the same terminal first.");
    case EDGEKIT_BACKEND_VULKAN:
      return _ ("“llvmpipe” is the processor in disguise: then the Vulkan driver of the graphics is missing.");
    case EDGEKIT_BACKEND_METAL:
      return _ ("Terminal and Python must not run under Rosetta: “uname -m” should print arm64.");
    case EDGEKIT_BACKEND_CPU:
    default:
      return NULL;
    }
}

static const char *
help_with_method (const EdgeKitInstallPlan *plan)
{
  switch (plan->method)
    {
    case EDGEKIT_INSTALL_METHOD_WHEEL:
      return _ ("“Illegal instruction” means that the package expects a newer processor: add “--method source” to "
                "“edgekit install”. “cannot open shared object file” names a library that has to be installed first.");
    case EDGEKIT_INSTALL_METHOD_SOURCE:
      return _ ("If the build stops, its first line with “error” says why; delete what it left before you try again.");
    case EDGEKIT_INSTALL_METHOD_PACKAGE:
    case EDGEKIT_INSTALL_METHOD_BINARY:
      return _ ("If it does not start, what it prints names the library that is missing.");
    case EDGEKIT_INSTALL_METHOD_AUTO:
    case EDGEKIT_INSTALL_METHOD_REFUSE:
    default:
      return NULL;
    }
}

void
_edgekit_plan_add_help (const EdgeKitSite *site, EdgeKitInstallPlan *plan, const EdgeKitBackend *backend)
{
  const char *device = backend ? help_with_device (site, backend) : NULL;
  const char *method = help_with_method (plan);
  g_autofree char *text = NULL;

  g_assert (method);
  /* Translators: advice, one sentence or two behind the other */
  text = device ? g_strdup_printf (_ ("%s %s"), device, method) : g_strdup (method);
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_VERIFY, EDGEKIT_STEP_STATE_UNKNOWN, _ ("If it does not work"), NULL,
                          text);
}
