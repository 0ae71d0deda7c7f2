/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-hardware-profile-private.h"

/* The run-time libraries that see an accelerator, by the names that people know. */

static const char *
name_runtime (const char *runtime)
{
  static const char *const names[][2] = { { "cuda", "CUDA" },         { "hip", "ROCm" },      { "vulkan", "Vulkan" },
                                          { "metal", "Metal" },       { "sycl", "SYCL" },     { "opencl", "OpenCL" },
                                          { "openvino", "OpenVINO" }, { "coreml", "Core ML" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i][0], runtime))
      return names[i][1];
  return runtime;
}

/**
 * edgekit_accelerator_describe_runtimes:
 * @self: a [class@EdgeKit.Accelerator]
 *
 * Names the run-time libraries that see it, the CUDA one with the newest version that the driver runs:
 * “CUDA 12.4, Vulkan”.  For [property@EdgeKit.Accelerator:runtimes] as a person reads them; product names are
 * the same in every language.
 *
 * Returns: (nullable) (transfer full): the names, or %NULL when none sees it or that is not known
 *
 * Since: 0.1
 */
char *
edgekit_accelerator_describe_runtimes (EdgeKitAccelerator *self)
{
  GString *text;

  g_return_val_if_fail (EDGEKIT_IS_ACCELERATOR (self), NULL);

  if (!self->runtimes || !*self->runtimes)
    return NULL;
  text = g_string_new (NULL);
  for (char **runtime = self->runtimes; *runtime; runtime++)
    {
      g_string_append_printf (text, "%s%s", text->len ? ", " : "", name_runtime (*runtime));
      if (g_str_equal (*runtime, "cuda") && self->max_cuda)
        g_string_append_printf (text, " %s", self->max_cuda);
    }
  return g_string_free (text, FALSE);
}
