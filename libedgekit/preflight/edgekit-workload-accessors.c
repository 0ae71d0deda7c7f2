/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-workload-private.h"

/* The accessors go through the properties, whose setters compare, normalise
 * and notify in one place (edgekit-workload.c). */

/**
 * edgekit_workload_get_preset: (get-property preset)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whose defaults fill in what is left open.
 *
 * Returns: whose defaults fill in what is left open
 *
 * Since: 0.1
 */
EdgeKitPreset
edgekit_workload_get_preset (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_PRESET_SERVER);

  return self->preset;
}

/**
 * edgekit_workload_set_preset: (set-property preset)
 * @self: a [class@EdgeKit.Workload]
 * @preset: whose defaults fill in what is left open
 *
 * Sets whose defaults fill in what is left open.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_preset (EdgeKitWorkload *self, EdgeKitPreset preset)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "preset", preset, NULL);
}

/**
 * edgekit_workload_get_engine: (get-property engine)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the engine that runs the model, such as `llama.cpp`.
 *
 * Returns: (nullable): the engine that runs the model, such as `llama.cpp`, or %NULL when it is left open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_engine (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->engine;
}

/**
 * edgekit_workload_set_engine: (set-property engine)
 * @self: a [class@EdgeKit.Workload]
 * @engine: (nullable): the engine that runs the model, such as `llama.cpp`, or %NULL to leave it open
 *
 * Sets the engine that runs the model, such as `llama.cpp`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_engine (EdgeKitWorkload *self, const char *engine)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "engine", engine, NULL);
}

/**
 * edgekit_workload_get_context: (get-property context)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the context in tokens, all sequences together.
 *
 * Returns: the context in tokens, all sequences together, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_context (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->context;
}

/**
 * edgekit_workload_set_context: (set-property context)
 * @self: a [class@EdgeKit.Workload]
 * @context: the context in tokens, all sequences together, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets the context in tokens, all sequences together.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_context (EdgeKitWorkload *self, gint64 context)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "context", MAX (context, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_parallel: (get-property parallel)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many sequences run at once.
 *
 * Returns: how many sequences run at once, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_parallel (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->parallel;
}

/**
 * edgekit_workload_set_parallel: (set-property parallel)
 * @self: a [class@EdgeKit.Workload]
 * @parallel: how many sequences run at once, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many sequences run at once.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_parallel (EdgeKitWorkload *self, gint64 parallel)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "parallel", MAX (parallel, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_kv_unified: (get-property kv-unified)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether all sequences share one KV cache.
 *
 * Returns: whether all sequences share one KV cache
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_workload_get_kv_unified (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->kv_unified;
}

/**
 * edgekit_workload_set_kv_unified: (set-property kv-unified)
 * @self: a [class@EdgeKit.Workload]
 * @kv_unified: whether all sequences share one KV cache, or %EDGEKIT_TRISTATE_UNKNOWN to leave it open
 *
 * Sets whether all sequences share one KV cache.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_kv_unified (EdgeKitWorkload *self, EdgeKitTristate kv_unified)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "kv-unified", kv_unified, NULL);
}

/**
 * edgekit_workload_get_batch: (get-property batch)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many tokens are handed to the engine at once.
 *
 * Returns: how many tokens are handed to the engine at once, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_batch (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->batch;
}

/**
 * edgekit_workload_set_batch: (set-property batch)
 * @self: a [class@EdgeKit.Workload]
 * @batch: how many tokens are handed to the engine at once, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many tokens are handed to the engine at once.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_batch (EdgeKitWorkload *self, gint64 batch)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "batch", MAX (batch, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_ubatch: (get-property ubatch)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many tokens are computed at once (micro-batch).
 *
 * Returns: how many tokens are computed at once (micro-batch), or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_ubatch (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->ubatch;
}

/**
 * edgekit_workload_set_ubatch: (set-property ubatch)
 * @self: a [class@EdgeKit.Workload]
 * @ubatch: how many tokens are computed at once (micro-batch), or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many tokens are computed at once (micro-batch).
 *
 * Since: 0.1
 */
void
edgekit_workload_set_ubatch (EdgeKitWorkload *self, gint64 ubatch)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "ubatch", MAX (ubatch, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_outputs: (get-property outputs)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets for how many tokens logits are kept.
 *
 * Returns: for how many tokens logits are kept, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_outputs (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->outputs;
}

/**
 * edgekit_workload_set_outputs: (set-property outputs)
 * @self: a [class@EdgeKit.Workload]
 * @outputs: for how many tokens logits are kept, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets for how many tokens logits are kept.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_outputs (EdgeKitWorkload *self, gint64 outputs)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "outputs", MAX (outputs, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_cache_type_k: (get-property cache-type-k)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the type of the keys in the KV cache, such as `f16` or `q8_0`.
 *
 * Returns: (nullable): the type of the keys in the KV cache, such as `f16` or `q8_0`, or %NULL when it is left open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_cache_type_k (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->cache_type_k;
}

/**
 * edgekit_workload_set_cache_type_k: (set-property cache-type-k)
 * @self: a [class@EdgeKit.Workload]
 * @cache_type_k: (nullable): the type of the keys in the KV cache, such as `f16` or `q8_0`, or %NULL to leave it open
 *
 * Sets the type of the keys in the KV cache, such as `f16` or `q8_0`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_cache_type_k (EdgeKitWorkload *self, const char *cache_type_k)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "cache-type-k", cache_type_k, NULL);
}

/**
 * edgekit_workload_get_cache_type_v: (get-property cache-type-v)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the type of the values in the KV cache, such as `f16` or `q8_0`.
 *
 * Returns: (nullable): the type of the values in the KV cache, such as `f16` or `q8_0`, or %NULL when it is left
 *   open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_cache_type_v (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->cache_type_v;
}

/**
 * edgekit_workload_set_cache_type_v: (set-property cache-type-v)
 * @self: a [class@EdgeKit.Workload]
 * @cache_type_v: (nullable): the type of the values in the KV cache, such as `f16` or `q8_0`, or %NULL to leave it open
 *
 * Sets the type of the values in the KV cache, such as `f16` or `q8_0`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_cache_type_v (EdgeKitWorkload *self, const char *cache_type_v)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "cache-type-v", cache_type_v, NULL);
}

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
 * edgekit_workload_get_swa_full: (get-property swa-full)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether layers with a sliding window cache the whole context.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_get_swa_full (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);

  return self->swa_full;
}

/**
 * edgekit_workload_set_swa_full: (set-property swa-full)
 * @self: a [class@EdgeKit.Workload]
 * @swa_full: whether layers with a sliding window cache the whole context
 *
 * Sets whether layers with a sliding window cache the whole context.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_swa_full (EdgeKitWorkload *self, gboolean swa_full)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "swa-full", swa_full, NULL);
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
 * edgekit_workload_get_embeddings: (get-property embeddings)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether the model is used for embeddings.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_get_embeddings (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);

  return self->embeddings;
}

/**
 * edgekit_workload_set_embeddings: (set-property embeddings)
 * @self: a [class@EdgeKit.Workload]
 * @embeddings: whether the model is used for embeddings
 *
 * Sets whether the model is used for embeddings.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_embeddings (EdgeKitWorkload *self, gboolean embeddings)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "embeddings", embeddings, NULL);
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
