/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-model-private.h"
#include "edgekit-note-private.h"

/**
 * EdgeKitModel:
 *
 * The facts of a model: what its files say about its architecture and its size.
 *
 * A model is a list of layers, each with what it remembers of the tokens before. It is read by a
 * [class@EdgeKit.ModelSource], from the description at the begin of a file and never from the weights,
 * and does not change.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitModel, edgekit_model, G_TYPE_OBJECT)

/**
 * EdgeKitModel:format: (getter get_format)
 *
 * The format of the files: `gguf`, `safetensors` or `mlx`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:kind: (getter get_kind)
 *
 * What the file is: a model, or something that belongs to one.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:architecture: (getter get_architecture)
 *
 * The design of the model in the word that its file uses, such as `llama` or `qwen3moe`; of a `config.json` its
 * `model_type`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:architecture-known: (getter get_architecture_known)
 *
 * Whether EdgeKit knows this architecture, so that its numbers can be trusted.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:name: (getter get_name)
 *
 * The name that the file gives.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:title: (getter get_title)
 *
 * A name for people: the one that the file gives, or else the name of the file.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:parameters: (getter get_parameters)
 *
 * The number of parameters: the values of all tensors together, those of packed weights unpacked and without their
 * scales.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:active-parameters: (getter get_active_parameters)
 *
 * The number of parameters that work on one token; fewer than all where there are experts.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:quantization: (getter get_quantization)
 *
 * How the weights are stored, such as `Q4_K_M`, `BF16`, `GPTQ-Int4` or `4-bit`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:bits-per-weight: (getter get_bits_per_weight)
 *
 * The mean size of a parameter in bits, scales and the like included.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:file-size: (getter get_file_size)
 *
 * The size of all files in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:weights-size: (getter get_weights_size)
 *
 * The size of all tensors in bytes, without padding.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:n-layers: (getter get_n_layers)
 *
 * The number of layers.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:embedding-length: (getter get_embedding_length)
 *
 * The width of the model: how many values stand for a token between layers.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:feed-forward-length: (getter get_feed_forward_length)
 *
 * The largest width of a dense feed-forward part.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:window: (getter get_window)
 *
 * How many tokens the windows of the layers span, where there are such layers.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:kv-lora-rank: (getter get_kv_lora_rank)
 *
 * The rank to which latent attention (MLA) compresses keys and values.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:rope-dimension: (getter get_rope_dimension)
 *
 * How many values of a head the rotary embedding turns.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:experts: (getter get_experts)
 *
 * The number of experts in a layer.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:experts-used: (getter get_experts_used)
 *
 * The number of experts that work on one token.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:experts-shared: (getter get_experts_shared)
 *
 * How many experts of a layer always work, beside those that are chosen.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:vocabulary-size: (getter get_vocabulary_size)
 *
 * The number of tokens that the model knows.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:context-length: (getter get_context_length)
 *
 * The longest context in tokens that the model was made for, with its positions stretched if the file says so.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:rope-scaling: (getter get_rope_scaling)
 *
 * How positions are stretched beyond the trained ones, such as `yarn`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:rope-factor: (getter get_rope_factor)
 *
 * How many times longer positions are stretched beyond those that the model was first trained on.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:original-context-length: (getter get_original_context_length)
 *
 * The context in tokens that the model was first trained on, before its positions were stretched.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:state-kind: (getter get_state_kind)
 *
 * What recurrent layers keep: `mamba`, `mamba2` (which gated delta rule resembles), `rwkv`, `short-convolution`, `kda`
 * or `lightning`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:files: (getter get_files)
 *
 * The files.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:bytes-read: (getter get_bytes_read)
 *
 * How many bytes of the files were read to learn this.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:notes: (getter get_notes)
 *
 * What is worth knowing about the files.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:layers: (getter get_layers)
 *
 * The layers in order.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModel:tensors: (getter get_tensors)
 *
 * The tensors in the order of the files; empty in a model that was read from a document without them.
 *
 * Since: 0.1
 */
static const EdgeKitField model_fields[] = {
  { "format", "format", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, format) },
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitModel, kind), edgekit_model_kind_get_type },
  { "architecture", "architecture", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, architecture) },
  { "architecture-known", "architecture_known", EDGEKIT_FIELD_TRISTATE,
    G_STRUCT_OFFSET (EdgeKitModel, architecture_known),
    edgekit_tristate_get_type },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, name) },
  { "title", "title", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, title) },
  { "parameters", "parameters", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, parameters) },
  { "active-parameters", "active_parameters", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, active_parameters) },
  { "quantization", "quantization", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, quantization) },
  { "bits-per-weight", "bits_per_weight", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitModel, bits_per_weight) },
  { "file-size", "file_size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, file_size) },
  { "weights-size", "weights_size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, weights_size) },
  { "n-layers", "layers", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, n_layers) },
  { "embedding-length", "embedding_length", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, embedding_length) },
  { "feed-forward-length", "feed_forward_length", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel,
    feed_forward_length) },
  { "window", "window", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, window) },
  { "kv-lora-rank", "kv_lora_rank", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, kv_lora_rank) },
  { "rope-dimension", "rope_dimension", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, rope_dimension) },
  { "experts", "experts", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, experts) },
  { "experts-used", "experts_used", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, experts_used) },
  { "experts-shared", "experts_shared", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, experts_shared) },
  { "vocabulary-size", "vocabulary_size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, vocabulary_size) },
  { "context-length", "context_length", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, context_length) },
  { "rope-scaling", "rope_scaling", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, rope_scaling) },
  { "rope-factor", "rope_scaling_factor", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitModel, rope_factor) },
  { "original-context-length", "original_context_length", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitModel, original_context_length) },
  { "state-kind", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModel, state_kind) },
  { "files", "files", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitModel, files), edgekit_model_file_get_type },
  { "bytes-read", "bytes_read", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitModel, bytes_read) },
  { "notes", "notes", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitModel, notes), edgekit_note_get_type },
  { "layers", NULL, EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitModel, layers), edgekit_layer_get_type },
  { "tensors", NULL, EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitModel, tensors), edgekit_tensor_get_type },
};

static void (*record_finalize) (GObject *object);

static void
edgekit_model_finalize (GObject *object)
{
  EdgeKitModel *self = EDGEKIT_MODEL (object);

  _edgekit_metadata_free (self->metadata);
  g_clear_pointer (&self->expected, g_ptr_array_unref);
  g_free (self->hub_name);
  record_finalize (object);
}

static void
edgekit_model_class_init (EdgeKitModelClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), model_fields, G_N_ELEMENTS (model_fields),
                                 G_STRUCT_OFFSET (EdgeKitModel, absent));
  record_finalize = G_OBJECT_CLASS (klass)->finalize;
  G_OBJECT_CLASS (klass)->finalize = edgekit_model_finalize;
}

static void
edgekit_model_init (EdgeKitModel *self)
{
  _edgekit_record_init (self);
  self->metadata = _edgekit_metadata_new ();
  for (guint i = 0; i < EDGEKIT_TENSOR_N_ROLES; i++)
    self->roles[i] = EDGEKIT_UNKNOWN;
}

void
_edgekit_model_add_note (EdgeKitModel *self, const char *code, EdgeKitSeverity severity, const char *message,
                         const char *hint)
{
  g_autoptr(EdgeKitNote) note = _edgekit_note_new (code, severity, message, hint);

  g_list_store_append (self->notes, note);
}
