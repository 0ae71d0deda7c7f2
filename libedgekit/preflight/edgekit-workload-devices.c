/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-workload-private.h"

/* What llama.cpp computes with, and what lies where; see edgekit-workload-accessors.c. */

/**
 * edgekit_workload_get_flash_attention: (get-property flash-attention)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether flash attention is used.
 *
 * Returns: whether flash attention is used
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_workload_get_flash_attention (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->flash_attention;
}

/**
 * edgekit_workload_set_flash_attention: (set-property flash-attention)
 * @self: a [class@EdgeKit.Workload]
 * @flash_attention: whether flash attention is used, or %EDGEKIT_TRISTATE_UNKNOWN to leave it open
 *
 * Sets whether flash attention is used.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_flash_attention (EdgeKitWorkload *self, EdgeKitTristate flash_attention)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "flash-attention", flash_attention, NULL);
}

/**
 * edgekit_workload_get_repack: (get-property repack)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether the processor rearranges weights for its instructions.
 *
 * Returns: whether the processor rearranges weights for its instructions
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_workload_get_repack (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->repack;
}

/**
 * edgekit_workload_set_repack: (set-property repack)
 * @self: a [class@EdgeKit.Workload]
 * @repack: whether the processor rearranges weights for its instructions, or %EDGEKIT_TRISTATE_UNKNOWN to leave it
 *   open
 *
 * Sets whether the processor rearranges weights for its instructions.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_repack (EdgeKitWorkload *self, EdgeKitTristate repack)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "repack", repack, NULL);
}

/**
 * edgekit_workload_get_backend: (get-property backend)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets what computes: `cpu`, `cuda`, `hip`, `vulkan`, `sycl` or `metal`.
 *
 * Returns: (nullable): what computes: `cpu`, `cuda`, `hip`, `vulkan`, `sycl` or `metal`, or %NULL when it is left
 *   open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_backend (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->backend;
}

/**
 * edgekit_workload_set_backend: (set-property backend)
 * @self: a [class@EdgeKit.Workload]
 * @backend: (nullable): what computes: `cpu`, `cuda`, `hip`, `vulkan`, `sycl` or `metal`, or %NULL to leave it open
 *
 * Sets what computes: `cpu`, `cuda`, `hip`, `vulkan`, `sycl` or `metal`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_backend (EdgeKitWorkload *self, const char *backend)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "backend", backend, NULL);
}

/**
 * edgekit_workload_get_gpu_layers: (get-property gpu-layers)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many layers lie on graphics cards, the output layer counted as one.
 *
 * Returns: how many layers lie on graphics cards, the output layer counted as one, or [const@EdgeKit.UNKNOWN] when
 *   it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_gpu_layers (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->gpu_layers;
}

/**
 * edgekit_workload_set_gpu_layers: (set-property gpu-layers)
 * @self: a [class@EdgeKit.Workload]
 * @gpu_layers: how many layers lie on graphics cards, the output layer counted as one, or [const@EdgeKit.UNKNOWN] to
 *   leave it open
 *
 * Sets how many layers lie on graphics cards, the output layer counted as one.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_gpu_layers (EdgeKitWorkload *self, gint64 gpu_layers)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "gpu-layers", MAX (gpu_layers, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_cpu_moe: (get-property cpu-moe)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets of how many layers the experts stay in main memory.
 *
 * Returns: of how many layers the experts stay in main memory, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_cpu_moe (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->cpu_moe;
}

/**
 * edgekit_workload_set_cpu_moe: (set-property cpu-moe)
 * @self: a [class@EdgeKit.Workload]
 * @cpu_moe: of how many layers the experts stay in main memory, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets of how many layers the experts stay in main memory.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_cpu_moe (EdgeKitWorkload *self, gint64 cpu_moe)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "cpu-moe", MAX (cpu_moe, EDGEKIT_UNKNOWN), NULL);
}
