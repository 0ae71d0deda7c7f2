/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-workload-private.h"

/* The options of engines other than llama.cpp; see edgekit-workload-accessors.c. */

/**
 * edgekit_workload_get_engine_version: (get-property engine-version)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the version of the engine.
 *
 * Returns: (nullable): the version of the engine, or %NULL when it is left open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_engine_version (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->engine_version;
}

/**
 * edgekit_workload_set_engine_version: (set-property engine-version)
 * @self: a [class@EdgeKit.Workload]
 * @engine_version: (nullable): the version of the engine, or %NULL to leave it open
 *
 * Sets the version of the engine.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_engine_version (EdgeKitWorkload *self, const char *engine_version)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "engine-version", engine_version, NULL);
}

/**
 * edgekit_workload_get_gpu_memory_utilization: (get-property gpu-memory-utilization)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the share of a graphics card’s memory that vLLM takes.
 *
 * Returns: the share of a graphics card’s memory that vLLM takes, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
double
edgekit_workload_get_gpu_memory_utilization (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->gpu_memory_utilization;
}

/**
 * edgekit_workload_set_gpu_memory_utilization: (set-property gpu-memory-utilization)
 * @self: a [class@EdgeKit.Workload]
 * @gpu_memory_utilization: the share of a graphics card’s memory that vLLM takes, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets the share of a graphics card’s memory that vLLM takes.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_gpu_memory_utilization (EdgeKitWorkload *self, double gpu_memory_utilization)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "gpu-memory-utilization", gpu_memory_utilization > 0 ? MIN (gpu_memory_utilization, 1.0) : (double) EDGEKIT_UNKNOWN,
                NULL);
}

/**
 * edgekit_workload_get_tensor_parallel: (get-property tensor-parallel)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many graphics cards hold each layer together.
 *
 * Returns: how many graphics cards hold each layer together, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_tensor_parallel (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->tensor_parallel;
}

/**
 * edgekit_workload_set_tensor_parallel: (set-property tensor-parallel)
 * @self: a [class@EdgeKit.Workload]
 * @tensor_parallel: how many graphics cards hold each layer together, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many graphics cards hold each layer together.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_tensor_parallel (EdgeKitWorkload *self, gint64 tensor_parallel)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "tensor-parallel", MAX (tensor_parallel, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_eager: (get-property eager)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether vLLM records no CUDA graphs.
 *
 * Returns: whether vLLM records no CUDA graphs
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_get_eager (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);

  return self->eager;
}

/**
 * edgekit_workload_set_eager: (set-property eager)
 * @self: a [class@EdgeKit.Workload]
 * @eager: whether vLLM records no CUDA graphs
 *
 * Sets whether vLLM records no CUDA graphs.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_eager (EdgeKitWorkload *self, gboolean eager)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "eager", eager, NULL);
}
