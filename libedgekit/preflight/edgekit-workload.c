/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-workload-private.h"

/**
 * EdgeKitWorkload:
 *
 * What a model is to do: the options of the engine that decide how much memory
 * it needs.
 *
 * Every option may be left open; then the defaults of the
 * [property@EdgeKit.Workload:preset] hold. A workload is one of the two kinds
 * of object in EdgeKit that can be changed: keep a
 * [method@EdgeKit.Workload.copy] to undo.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitWorkload, edgekit_workload, G_TYPE_OBJECT)

/**
 * EdgeKitWorkload:preset: (getter get_preset) (setter set_preset)
 *
 * Whose defaults fill in what is left open.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:engine: (getter get_engine) (setter set_engine)
 *
 * The engine that runs the model, such as `llama.cpp`.
 *
 * Unset means one that reads the format of the model: llama.cpp for GGUF, mlx-lm for
 * MLX, and for safetensors vLLM, or mlx-lm on a Mac.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:context: (getter get_context) (setter set_context)
 *
 * The context in tokens, all sequences together.
 *
 * Unset means 8192, or less where the model or the memory allows less.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:parallel: (getter get_parallel) (setter set_parallel)
 *
 * How many sequences run at once.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:kv-unified: (getter get_kv_unified) (setter set_kv_unified)
 *
 * Whether all sequences share one KV cache.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:batch: (getter get_batch) (setter set_batch)
 *
 * How many tokens are handed to the engine at once.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:ubatch: (getter get_ubatch) (setter set_ubatch)
 *
 * How many tokens are computed at once (micro-batch).
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:outputs: (getter get_outputs) (setter set_outputs)
 *
 * For how many tokens logits are kept.
 *
 * Unset or 0 means what the preset does: a server keeps one per sequence, completion the
 * whole batch.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:cache-type-k: (getter get_cache_type_k) (setter set_cache_type_k)
 *
 * The type of the keys in the KV cache, such as `f16` or `q8_0`.
 *
 * Unset means `f16`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:cache-type-v: (getter get_cache_type_v) (setter set_cache_type_v)
 *
 * The type of the values in the KV cache, such as `f16` or `q8_0`.
 *
 * Unset means `f16`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:flash-attention: (getter get_flash_attention) (setter set_flash_attention)
 *
 * Whether flash attention is used.
 *
 * Unset means that the engine decides.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:swa-full: (getter get_swa_full) (setter set_swa_full)
 *
 * Whether layers with a sliding window cache the whole context.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:repack: (getter get_repack) (setter set_repack)
 *
 * Whether the processor rearranges weights for its instructions.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:embeddings: (getter get_embeddings) (setter set_embeddings)
 *
 * Whether the model is used for embeddings.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:backend: (getter get_backend) (setter set_backend)
 *
 * What computes: `cpu`, `cuda`, `hip`, `vulkan`, `sycl` or `metal`.
 *
 * Unset or `auto` means the best one that the computer has.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:gpu-layers: (getter get_gpu_layers) (setter set_gpu_layers)
 *
 * How many layers lie on graphics cards, the output layer counted as one.
 *
 * Unset means as many as fit.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:cpu-moe: (getter get_cpu_moe) (setter set_cpu_moe)
 *
 * Of how many layers the experts stay in main memory.
 *
 * Unset means as many as need be.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:engine-version: (getter get_engine_version) (setter set_engine_version)
 *
 * The version of the engine, such as `0.19`, where its rules changed.
 *
 * Unset means the newest one that EdgeKit knows.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:gpu-memory-utilization: (getter get_gpu_memory_utilization) (setter set_gpu_memory_utilization)
 *
 * The share of a graphics card's memory that vLLM takes when it starts.
 *
 * Unset means vLLM's own default, or less where less is free.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:tensor-parallel: (getter get_tensor_parallel) (setter set_tensor_parallel)
 *
 * How many graphics cards hold each layer together in vLLM.
 *
 * Unset means as few as it takes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitWorkload:eager: (getter get_eager) (setter set_eager)
 *
 * Whether vLLM records no CUDA graphs: slower, with less memory.
 *
 * Since: 0.1
 */
static const EdgeKitWorkloadOption options[] = {
  { "preset", "preset", EDGEKIT_OPTION_PRESET, G_STRUCT_OFFSET (EdgeKitWorkload, preset) },
  { "engine", "engine", EDGEKIT_OPTION_STRING, G_STRUCT_OFFSET (EdgeKitWorkload, engine) },
  { "context", "context", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, context) },
  { "parallel", "parallel", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, parallel) },
  { "kv-unified", "kv_unified", EDGEKIT_OPTION_SWITCH, G_STRUCT_OFFSET (EdgeKitWorkload, kv_unified) },
  { "batch", "batch", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, batch) },
  { "ubatch", "ubatch", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, ubatch) },
  { "outputs", "outputs", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, outputs) },
  { "cache-type-k", "cache_type_k", EDGEKIT_OPTION_STRING, G_STRUCT_OFFSET (EdgeKitWorkload, cache_type_k) },
  { "cache-type-v", "cache_type_v", EDGEKIT_OPTION_STRING, G_STRUCT_OFFSET (EdgeKitWorkload, cache_type_v) },
  { "flash-attention", "flash_attn", EDGEKIT_OPTION_SWITCH, G_STRUCT_OFFSET (EdgeKitWorkload, flash_attention) },
  { "swa-full", "swa_full", EDGEKIT_OPTION_FLAG, G_STRUCT_OFFSET (EdgeKitWorkload, swa_full) },
  { "repack", "repack", EDGEKIT_OPTION_SWITCH, G_STRUCT_OFFSET (EdgeKitWorkload, repack) },
  { "embeddings", "embeddings", EDGEKIT_OPTION_FLAG, G_STRUCT_OFFSET (EdgeKitWorkload, embeddings) },
  { "backend", "backend", EDGEKIT_OPTION_STRING, G_STRUCT_OFFSET (EdgeKitWorkload, backend) },
  { "gpu-layers", "gpu_layers", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, gpu_layers) },
  { "cpu-moe", "cpu_moe", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, cpu_moe) },
  { "engine-version", "engine_version", EDGEKIT_OPTION_STRING, G_STRUCT_OFFSET (EdgeKitWorkload, engine_version) },
  { "gpu-memory-utilization", "gpu_memory_utilization", EDGEKIT_OPTION_SHARE,
    G_STRUCT_OFFSET (EdgeKitWorkload, gpu_memory_utilization) },
  { "tensor-parallel", "tensor_parallel", EDGEKIT_OPTION_COUNT, G_STRUCT_OFFSET (EdgeKitWorkload, tensor_parallel) },
  { "eager", "eager", EDGEKIT_OPTION_FLAG, G_STRUCT_OFFSET (EdgeKitWorkload, eager) },
};

static GParamSpec *pspecs[G_N_ELEMENTS (options) + 1];

#define MEMBER(self, option, type) (*(type *) G_STRUCT_MEMBER_P (self, (option)->offset))

const EdgeKitWorkloadOption *
_edgekit_workload_get_options (guint *n_options)
{
  *n_options = G_N_ELEMENTS (options);
  return options;
}

static const EdgeKitWorkloadOption *
option_of (guint id)
{
  g_assert (id > 0 && id <= G_N_ELEMENTS (options));
  return &options[id - 1];
}

static void
edgekit_workload_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const EdgeKitWorkloadOption *option = option_of (id);

  switch (option->type)
    {
    case EDGEKIT_OPTION_STRING:
      g_value_set_string (value, MEMBER (object, option, char *));
      break;
    case EDGEKIT_OPTION_COUNT:
      g_value_set_int64 (value, MEMBER (object, option, gint64));
      break;
    case EDGEKIT_OPTION_FLAG:
      g_value_set_boolean (value, MEMBER (object, option, gboolean));
      break;
    case EDGEKIT_OPTION_SHARE:
      g_value_set_double (value, MEMBER (object, option, double));
      break;
    case EDGEKIT_OPTION_PRESET:
    case EDGEKIT_OPTION_SWITCH:
      g_value_set_enum (value, MEMBER (object, option, int));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
set_string (EdgeKitWorkload *self, guint id, const char *value)
{
  char **member = &MEMBER (self, option_of (id), char *);

  if (value && !*value)
    value = NULL;
  if (g_strcmp0 (*member, value) == 0)
    return;
  g_free (*member);
  *member = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), pspecs[id]);
}

static void
set_count (EdgeKitWorkload *self, guint id, gint64 value)
{
  gint64 *member = &MEMBER (self, option_of (id), gint64);

  if (value < 0)
    value = EDGEKIT_UNKNOWN;
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspecs[id]);
}

static void
set_number (EdgeKitWorkload *self, guint id, int value)
{
  int *member = &MEMBER (self, option_of (id), int);

  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspecs[id]);
}

static void
set_share (EdgeKitWorkload *self, guint id, double value)
{
  double *member = &MEMBER (self, option_of (id), double);

  if (!(value > 0))
    value = EDGEKIT_UNKNOWN;
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspecs[id]);
}

static void
edgekit_workload_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitWorkload *self = EDGEKIT_WORKLOAD (object);

  switch (option_of (id)->type)
    {
    case EDGEKIT_OPTION_STRING:
      set_string (self, id, g_value_get_string (value));
      break;
    case EDGEKIT_OPTION_COUNT:
      set_count (self, id, g_value_get_int64 (value));
      break;
    case EDGEKIT_OPTION_FLAG:
      set_number (self, id, g_value_get_boolean (value));
      break;
    case EDGEKIT_OPTION_SHARE:
      set_share (self, id, g_value_get_double (value));
      break;
    case EDGEKIT_OPTION_PRESET:
    case EDGEKIT_OPTION_SWITCH:
      set_number (self, id, g_value_get_enum (value));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
edgekit_workload_finalize (GObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].type == EDGEKIT_OPTION_STRING)
      g_free (MEMBER (object, &options[i], char *));
  G_OBJECT_CLASS (edgekit_workload_parent_class)->finalize (object);
}

static GParamSpec *
option_pspec (const EdgeKitWorkloadOption *option)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (option->type)
    {
    case EDGEKIT_OPTION_STRING:
      return g_param_spec_string (option->name, NULL, NULL, NULL, flags);
    case EDGEKIT_OPTION_COUNT:
      return g_param_spec_int64 (option->name, NULL, NULL, EDGEKIT_UNKNOWN, G_MAXINT64, EDGEKIT_UNKNOWN, flags);
    case EDGEKIT_OPTION_FLAG:
      return g_param_spec_boolean (option->name, NULL, NULL, FALSE, flags);
    case EDGEKIT_OPTION_SHARE:
      return g_param_spec_double (option->name, NULL, NULL, EDGEKIT_UNKNOWN, 1, EDGEKIT_UNKNOWN, flags);
    case EDGEKIT_OPTION_PRESET:
      return g_param_spec_enum (option->name, NULL, NULL, EDGEKIT_TYPE_PRESET, EDGEKIT_PRESET_SERVER, flags);
    case EDGEKIT_OPTION_SWITCH:
      return g_param_spec_enum (option->name, NULL, NULL, EDGEKIT_TYPE_TRISTATE, EDGEKIT_TRISTATE_UNKNOWN, flags);
    default:
      g_assert_not_reached ();
    }
}

static void
edgekit_workload_class_init (EdgeKitWorkloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = edgekit_workload_get_property;
  object_class->set_property = edgekit_workload_set_property;
  object_class->finalize = edgekit_workload_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    pspecs[i + 1] = option_pspec (&options[i]);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (pspecs), pspecs);
}

static void
edgekit_workload_init (EdgeKitWorkload *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].type == EDGEKIT_OPTION_COUNT)
      MEMBER (self, &options[i], gint64) = EDGEKIT_UNKNOWN;
    else if (options[i].type == EDGEKIT_OPTION_SHARE)
      MEMBER (self, &options[i], double) = EDGEKIT_UNKNOWN;
    else if (options[i].type == EDGEKIT_OPTION_SWITCH)
      MEMBER (self, &options[i], int) = EDGEKIT_TRISTATE_UNKNOWN;
}

/**
 * edgekit_workload_new:
 *
 * Makes a workload that leaves every option to `llama-server`.
 *
 * Returns: (transfer full): a new workload
 *
 * Since: 0.1
 */
EdgeKitWorkload *
edgekit_workload_new (void)
{
  return g_object_new (EDGEKIT_TYPE_WORKLOAD, NULL);
}

void
_edgekit_workload_assign (EdgeKitWorkload *self, EdgeKitWorkload *other)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const EdgeKitWorkloadOption *option = &options[i];

      if (option->type == EDGEKIT_OPTION_STRING)
        set_string (self, i + 1, MEMBER (other, option, char *));
      else if (option->type == EDGEKIT_OPTION_COUNT)
        set_count (self, i + 1, MEMBER (other, option, gint64));
      else if (option->type == EDGEKIT_OPTION_SHARE)
        set_share (self, i + 1, MEMBER (other, option, double));
      else
        set_number (self, i + 1, MEMBER (other, option, int));
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * edgekit_workload_copy:
 * @self: a [class@EdgeKit.Workload]
 *
 * Copies a workload, for instance to undo a change later.
 *
 * Returns: (transfer full): a new workload with the same options
 *
 * Since: 0.1
 */
EdgeKitWorkload *
edgekit_workload_copy (EdgeKitWorkload *self)
{
  EdgeKitWorkload *copy;

  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  copy = edgekit_workload_new ();
  _edgekit_workload_assign (copy, self);
  return copy;
}

/**
 * edgekit_workload_equal:
 * @self: a [class@EdgeKit.Workload]
 * @other: another one
 *
 * Whether two workloads have the same options. An option that is left open
 * differs from one that is set to what the preset would choose.
 *
 * Returns: %TRUE if every option is the same
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_equal (EdgeKitWorkload *self, EdgeKitWorkload *other)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (other), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const EdgeKitWorkloadOption *option = &options[i];
      gboolean same;

      if (option->type == EDGEKIT_OPTION_STRING)
        same = g_strcmp0 (MEMBER (self, option, char *), MEMBER (other, option, char *)) == 0;
      else if (option->type == EDGEKIT_OPTION_COUNT)
        same = MEMBER (self, option, gint64) == MEMBER (other, option, gint64);
      else if (option->type == EDGEKIT_OPTION_SHARE)
        same = MEMBER (self, option, double) == MEMBER (other, option, double);
      else
        same = MEMBER (self, option, int) == MEMBER (other, option, int);
      if (!same)
        return FALSE;
    }
  return TRUE;
}

/**
 * edgekit_workload_reset:
 * @self: a [class@EdgeKit.Workload]
 *
 * Leaves every option open again.
 *
 * Since: 0.1
 */
void
edgekit_workload_reset (EdgeKitWorkload *self)
{
  g_autoptr(EdgeKitWorkload) fresh = NULL;

  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  fresh = edgekit_workload_new ();
  _edgekit_workload_assign (self, fresh);
}
