/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-model-private.h"
#include "edgekit-network-private.h"
#include "edgekit-table-private.h"

/* torch and Metal hand out small pieces from a common block; what is larger has
 * a block of its own, which is rounded up. */
#define SMALL_TENSOR (1024 * 1024)

typedef enum
{
  ROLE_OTHER,
  ROLE_INPUT,
  ROLE_OUTPUT,
} Role;

typedef struct
{
  char **input;
  char **output;
  char **whole;
  char **whole_parts;
  char **latent;
} Words;

/* As long-lived as the library. */
static const Words *
get_words (void)
{
  static gsize once = 0;
  static Words words;

  if (g_once_init_enter (&once))
    {
      GKeyFile *table = _edgekit_table_get ("weight-roles");

      words.input = g_key_file_get_string_list (table, "input", "words", NULL, NULL);
      words.output = g_key_file_get_string_list (table, "output", "words", NULL, NULL);
      words.whole = g_key_file_get_string_list (table, "whole", "words", NULL, NULL);
      words.whole_parts = g_key_file_get_string_list (table, "whole", "parts", NULL, NULL);
      words.latent = g_key_file_get_string_list (table, "latent", "words", NULL, NULL);
      g_assert (words.input && words.output && words.whole && words.whole_parts && words.latent);
      g_once_init_leave (&once, 1);
    }
  return &words;
}

static gboolean
has_word (const char *name, char **words)
{
  for (const char *word = name; *word;)
    {
      gsize length = strcspn (word, ".");

      for (guint i = 0; words[i]; i++)
        if (strncmp (words[i], word, length) == 0 && words[i][length] == '\0')
          return TRUE;
      word += length + (word[length] == '.');
    }
  return FALSE;
}

static gboolean
has_part (const char *name, char **parts)
{
  for (guint i = 0; parts[i]; i++)
    if (strstr (name, parts[i]))
      return TRUE;
  return FALSE;
}

static Role
find_role (const EdgeKitTensor *tensor)
{
  const Words *words = get_words ();

  if (tensor->layer != EDGEKIT_UNKNOWN)
    return ROLE_OTHER;
  if (has_word (tensor->name, words->output))
    return ROLE_OUTPUT;
  return has_word (tensor->name, words->input) ? ROLE_INPUT : ROLE_OTHER;
}

static guint64
known (gint64 value)
{
  return value > 0 ? (guint64) value : 0;
}

static void
add (guint64 *sum, guint64 value)
{
  *sum = _edgekit_sat_add (*sum, value);
}

static void
add_model_tensor (EdgeKitNetwork *self, const EdgeKitTensor *tensor)
{
  const guint64 size = known (tensor->size);

  switch (find_role (tensor))
    {
    case ROLE_INPUT:
      add (&self->input_weights, size);
      break;
    case ROLE_OUTPUT:
      if (self->tied)
        return;
      add (&self->output_weights, size);
      break;
    case ROLE_OTHER:
    default:
      add (tensor->experts ? &self->expert_weights : &self->other_weights, size);
    }
  if (!tensor->experts && (has_word (tensor->name, get_words ()->whole) ||
                           has_part (tensor->name, get_words ()->whole_parts)))
    add (&self->whole_weights, size);
  if (has_word (tensor->name, get_words ()->latent))
    add (&self->latent_parameters, known (tensor->parameters));
  if (tensor->n_dims > 1 && g_strcmp0 (tensor->tensor_type, "F32") == 0)
    add (&self->wide_weights, size);
}

static void
take_tensors (EdgeKitNetwork *self, EdgeKitModel *model)
{
  guint n = _edgekit_model_count_weights (model);

  for (guint i = 0; i < n; i++)
    {
      const EdgeKitTensor *tensor = _edgekit_model_weight (model, i);
      const EdgeKitLayer *layer =
        tensor->layer >= 0 && tensor->layer < model->n_layers ? _edgekit_model_layer (model, tensor->layer) : NULL;

      if (tensor->part == EDGEKIT_TENSOR_PART_DRAFT || (layer && layer->extra))
        add (&self->draft_weights, known (tensor->size));
      else if (tensor->part == EDGEKIT_TENSOR_PART_TOWER)
        add (&self->tower_weights, known (tensor->size));
      else
        add_model_tensor (self, tensor);
      self->n_weights += tensor->size >= SMALL_TENSOR;
    }
}

/* A description without its tensors tells the whole, and what of it is active. */
static void
take_totals (EdgeKitNetwork *self, EdgeKitModel *model)
{
  guint64 total = known (model->weights_size);
  double active = 1, used = 0;

  if (model->active_parameters > 0 && model->parameters > model->active_parameters)
    active = (double) model->active_parameters / (double) model->parameters;
  if (self->experts > self->experts_used)
    used = (double) self->experts_used / (double) self->experts;
  if (active < 1 && used < active)
    self->expert_weights = (guint64) ((1 - active) / (1 - used) * (double) total);
  self->other_weights = total - self->expert_weights;
}

static void
take_layer (EdgeKitNetwork *self, const EdgeKitLayer *facts)
{
  EdgeKitNetworkLayer layer = {
    .kind = facts->attention,
    .kv_heads = known (facts->kv_heads),
    .key_length = known (facts->key_length),
    .value_length = known (facts->value_length),
    .window = known (facts->window),
    .conv_values = known (facts->conv_size) / sizeof (float),
    .scan_bytes = known (facts->scan_bytes),
  };

  if (facts->extra)
    return;
  layer.scan_values = known (facts->state_size) / sizeof (float);
  layer.scan_values -= MIN (layer.scan_values, layer.conv_values);
  g_array_append_val (self->layers, layer);
  self->heads = MAX (self->heads, known (facts->heads));
  if (_edgekit_network_has_cache (&layer) && layer.kv_heads > 0)
    self->kv_heads = self->kv_heads ? MIN (self->kv_heads, layer.kv_heads) : layer.kv_heads;
  if (facts->experts > 0)
    self->expert_feed_forward = MAX (self->expert_feed_forward, known (facts->feed_forward_length));
  else
    self->feed_forward = MAX (self->feed_forward, known (facts->feed_forward_length));
}

EdgeKitNetwork *
_edgekit_network_new (EdgeKitModel *model)
{
  EdgeKitNetwork *self = g_new0 (EdgeKitNetwork, 1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model->layers));
  gboolean remembers = FALSE;

  self->known = model->architecture_known == EDGEKIT_TRISTATE_YES;
  self->layers = g_array_sized_new (FALSE, TRUE, sizeof (EdgeKitNetworkLayer), n);
  self->embedding = known (model->embedding_length);
  self->vocabulary = known (model->vocabulary_size);
  self->experts = known (model->experts);
  self->experts_used = known (model->experts_used);
  self->positions = known (model->position_rows);
  self->rope_length = known (model->rope_dimension);
  for (guint i = 0; i < n; i++)
    {
      take_layer (self, _edgekit_model_layer (model, i));
      remembers |= _edgekit_model_layer (model, i)->attention != EDGEKIT_ATTENTION_KIND_NONE;
    }
  self->encoder = n > 0 && !remembers;
  self->tied = model->tied;
  self->block_floats = model->quantization && g_str_has_prefix (model->quantization, "MXFP4");
  if (_edgekit_model_count_weights (model) > 0)
    take_tensors (self, model);
  else
    take_totals (self, model);
  self->sees = self->tower_weights > 0;
  return self;
}

/* vLLM distributed/utils.py, get_pp_indices: all have as many, and what is left over
 * goes to those before the last, from behind. */
guint
_edgekit_network_count_stage (const EdgeKitNetwork *self, guint stage, guint n)
{
  const guint layers = self->layers->len, left = layers % n;

  return layers / n + (stage + 1 < n && stage + 1 + left >= n);
}

static void
take_part (guint64 *weights, double part)
{
  *weights = (guint64) (part * (double) *weights);
}

EdgeKitNetwork *
_edgekit_network_new_stage (const EdgeKitNetwork *self, guint stage, guint n)
{
  EdgeKitNetwork *part = g_memdup2 (self, sizeof *self);
  const guint layers = _edgekit_network_count_stage (self, stage, n);
  const double share = self->layers->len > 0 ? (double) layers / self->layers->len : 1.0 / n;
  const gboolean last = stage + 1 == n;
  guint first = 0;

  for (guint i = 0; i < stage; i++)
    first += _edgekit_network_count_stage (self, i, n);
  part->layers = g_array_sized_new (FALSE, TRUE, sizeof (EdgeKitNetworkLayer), layers);
  if (layers > 0)
    g_array_append_vals (part->layers, &g_array_index (self->layers, EdgeKitNetworkLayer, first), layers);
  take_part (&part->expert_weights, share);
  take_part (&part->other_weights, share);
  take_part (&part->whole_weights, share);
  take_part (&part->wide_weights, share);
  take_part (&part->latent_parameters, share);
  part->n_weights = (guint) (share * self->n_weights) + 1;
  /* the input is the output, too, where that has no weights of its own */
  if (last && self->output_weights == 0)
    part->output_weights = stage > 0 ? self->input_weights : 0;
  if (stage > 0)
    part->input_weights = 0;
  if (!last)
    part->output_weights = part->vocabulary = 0; /* and it does not choose words */
  return part;
}

void
_edgekit_network_free (EdgeKitNetwork *self)
{
  g_array_unref (self->layers);
  g_free (self);
}

guint64
_edgekit_network_sum (const EdgeKitNetwork *self)
{
  return _edgekit_sat_add (_edgekit_sat_add (self->input_weights, self->output_weights),
                           _edgekit_sat_add (self->expert_weights, self->other_weights));
}

guint64
_edgekit_network_read_of_token (const EdgeKitNetwork *self)
{
  guint64 experts = self->expert_weights;

  if (self->experts > 0)
    experts = (guint64) ((double) experts * MIN (self->experts_used, self->experts) / self->experts);
  else if (experts > 0)
    experts = 0; /* of a description that only says how much is active: all that is, is in the other weights */
  /* where no tensor is the output, the input's is read as such */
  return _edgekit_sat_add (_edgekit_sat_add (experts, self->other_weights),
                           self->output_weights ? self->output_weights : self->input_weights);
}

gboolean
_edgekit_network_has_cache (const EdgeKitNetworkLayer *layer)
{
  return layer->kind != EDGEKIT_ATTENTION_KIND_NONE && layer->kind != EDGEKIT_ATTENTION_KIND_RECURRENT;
}

gboolean
_edgekit_network_has_state (const EdgeKitNetworkLayer *layer)
{
  return layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT || layer->kind == EDGEKIT_ATTENTION_KIND_HYBRID;
}
