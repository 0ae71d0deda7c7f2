/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-model-private.h"

/**
 * edgekit_model_get_format: (get-property format)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the format of the files: `gguf`, `safetensors` or `mlx`.
 *
 * Returns: the format of the files: `gguf`, `safetensors` or `mlx`
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_format (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->format;
}

/**
 * edgekit_model_get_architecture: (get-property architecture)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the design of the model in the word that its file uses, such as `llama` or `qwen3moe`.
 *
 * Returns: (nullable): the design of the model in the word that its file uses, such as `llama` or
 *   `qwen3moe`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_architecture (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->architecture;
}

/**
 * edgekit_model_get_architecture_known: (get-property architecture-known)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets whether EdgeKit knows this architecture, so that its numbers can be trusted.
 *
 * Returns: whether EdgeKit knows this architecture, so that its numbers can be trusted
 *
 * Since: 0.1
 */
EdgeKitTristate
edgekit_model_get_architecture_known (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_TRISTATE_UNKNOWN);

  return self->architecture_known;
}

/**
 * edgekit_model_get_name: (get-property name)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the name that the file gives.
 *
 * Returns: (nullable): the name that the file gives, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_name (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->name;
}

/**
 * edgekit_model_get_title: (get-property title)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets a name for people: the one that the file gives, or else the name of the file.
 *
 * Returns: a name for people: the one that the file gives, or else the name of the file
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_title (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->title;
}

/**
 * edgekit_model_get_parameters: (get-property parameters)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of parameters: the values of all tensors together, those of packed weights unpacked and without
 * their scales.
 *
 * Returns: the number of parameters, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_parameters (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->parameters;
}

/**
 * edgekit_model_get_active_parameters: (get-property active-parameters)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of parameters that work on one token; fewer than all where there are experts.
 *
 * Returns: the number of parameters that work on one token; fewer than all where there are experts, or
 *   [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_active_parameters (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->active_parameters;
}

/**
 * edgekit_model_get_quantization: (get-property quantization)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how the weights are stored, such as `Q4_K_M`.
 *
 * Returns: (nullable): how the weights are stored, such as `Q4_K_M`, or %NULL when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_quantization (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->quantization;
}

/**
 * edgekit_model_get_bits_per_weight: (get-property bits-per-weight)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the mean size of a parameter in bits.
 *
 * Returns: the mean size of a parameter in bits, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_model_get_bits_per_weight (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), -1);

  return self->bits_per_weight;
}

/**
 * edgekit_model_get_file_size: (get-property file-size)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the size of all files in bytes.
 *
 * Returns: the size of all files in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_file_size (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->file_size;
}

/**
 * edgekit_model_get_weights_size: (get-property weights-size)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the size of all tensors in bytes, without padding.
 *
 * Returns: the size of all tensors in bytes, without padding, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_weights_size (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->weights_size;
}

/**
 * edgekit_model_get_n_layers: (get-property n-layers)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of layers.
 *
 * Returns: the number of layers, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_n_layers (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->n_layers;
}

/**
 * edgekit_model_get_embedding_length: (get-property embedding-length)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the width of the model: how many values stand for a token between layers.
 *
 * Returns: the width of the model: how many values stand for a token between layers, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_embedding_length (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->embedding_length;
}

/**
 * edgekit_model_get_feed_forward_length: (get-property feed-forward-length)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the largest width of a dense feed-forward part.
 *
 * Returns: the largest width of a dense feed-forward part, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_feed_forward_length (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->feed_forward_length;
}

/**
 * edgekit_model_get_window: (get-property window)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how many tokens the windows of the layers span, where there are such layers.
 *
 * Returns: how many tokens the windows of the layers span, where there are such layers, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_window (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->window;
}

/**
 * edgekit_model_get_kv_lora_rank: (get-property kv-lora-rank)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the rank to which latent attention (MLA) compresses keys and values.
 *
 * Returns: the rank to which latent attention (MLA) compresses keys and values, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_kv_lora_rank (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->kv_lora_rank;
}

/**
 * edgekit_model_get_rope_dimension: (get-property rope-dimension)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how many values of a head the rotary embedding turns.
 *
 * Returns: how many values of a head the rotary embedding turns, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_rope_dimension (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->rope_dimension;
}

/**
 * edgekit_model_get_experts: (get-property experts)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of experts in a layer.
 *
 * Returns: the number of experts in a layer, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_experts (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->experts;
}

/**
 * edgekit_model_get_experts_used: (get-property experts-used)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of experts that work on one token.
 *
 * Returns: the number of experts that work on one token, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_experts_used (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->experts_used;
}

/**
 * edgekit_model_get_experts_shared: (get-property experts-shared)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how many experts of a layer always work, beside those that are chosen.
 *
 * Returns: how many experts always work, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_experts_shared (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->experts_shared;
}

/**
 * edgekit_model_get_vocabulary_size: (get-property vocabulary-size)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the number of tokens that the model knows.
 *
 * Returns: the number of tokens that the model knows, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_vocabulary_size (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->vocabulary_size;
}

/**
 * edgekit_model_get_context_length: (get-property context-length)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the longest context in tokens that the model was made for.
 *
 * Returns: the longest context in tokens that the model was made for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_context_length (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->context_length;
}

/**
 * edgekit_model_get_rope_scaling: (get-property rope-scaling)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how positions are stretched beyond the trained ones, such as `yarn`.
 *
 * Returns: (nullable): how positions are stretched beyond the trained ones, such as `yarn`, or %NULL
 *   when it is not known
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_rope_scaling (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->rope_scaling;
}

/**
 * edgekit_model_get_rope_factor: (get-property rope-factor)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets how many times longer positions are stretched beyond those that the model was first trained on.
 *
 * Returns: how many times longer, or −1 if the file does not say
 *
 * Since: 0.1
 */
double
edgekit_model_get_rope_factor (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), -1);

  return self->rope_factor;
}

/**
 * edgekit_model_get_original_context_length: (get-property original-context-length)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets the context in tokens that the model was first trained on, before its positions were stretched.
 *
 * Returns: the context in tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_model_get_original_context_length (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_UNKNOWN);

  return self->original_context_length;
}

/**
 * edgekit_model_get_state_kind: (get-property state-kind)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets what the recurrent layers keep.
 *
 * Returns: (nullable): what the recurrent layers keep, or %NULL if there are none or it is unknown
 *
 * Since: 0.1
 */
const char *
edgekit_model_get_state_kind (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  return self->state_kind;
}
