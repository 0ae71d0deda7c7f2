/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-config-facts-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-table-private.h"

/* What each layer remembers. Most files list it, under one of a dozen keys; what
 * they leave to the code of the model is in data/tables/hf-families.ini. */

typedef struct
{
  gint64 size; /* of its tensors in bytes */
  gboolean experts;
} LayerTensors;

typedef struct
{
  EdgeKitConfig *config;
  LayerTensors *tensors; /* one a layer */
  gint64 n_layers;
  gint64 n_own_kv;       /* layers from this one on use the caches of earlier ones */
  gint64 embedding;
  gint64 experts;
  gint64 kv_rank;
  gint64 rope_length;
  gint64 interval;
  gint64 group;
  gint64 period;
  gint64 offset;
  gint64 window;
  gint64 window_period;
  gint64 window_from;
  guint64 state_size;    /* of a recurrent layer, in bytes */
  guint64 conv_size;     /* a part of it */
  gint64 scan_bytes;     /* of a number of the rest */
  gboolean window_first_full;
  gboolean no_cache;
  gboolean all_recurrent;
  gboolean beside;
  gboolean attention_is_window;
} Plan;

static gboolean
rule_says (EdgeKitConfig *config, const char *key, const char *word)
{
  return g_strcmp0 (_edgekit_config_get_rule (config, key), word) == 0;
}

static void
look_at_tensors (EdgeKitModel *model, Plan *plan)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model->tensors));

  for (guint i = 0; i < n; i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (model, i);
      LayerTensors *layer;

      if (tensor->layer < 0 || tensor->layer >= plan->n_layers)
        continue;
      layer = &plan->tensors[tensor->layer];
      layer->size = _edgekit_sat_add (layer->size, tensor->size);
      layer->experts |= tensor->experts;
    }
}

static void
plan_windows (Plan *plan, gint64 context)
{
  EdgeKitConfig *config = plan->config;
  gboolean from = rule_says (config, "windows", "from-max-window-layers");

  plan->window = _edgekit_config_get_int (config, "window", 0);
  if (!_edgekit_config_get_bool (config, "window_use", !from))
    plan->window = 0;
  if (context > 0 && plan->window >= context)
    plan->window = 0; /* it sees everything */
  plan->window_from = from ? _edgekit_config_get_int (config, "window_from", 0) : G_MAXINT64;
  if (rule_says (config, "windows", "all"))
    plan->window_from = 0;
  plan->window_first_full = rule_says (config, "window_first", "full");
  if (!_edgekit_config_get_string (config, "window_period"))
    plan->window_period = _edgekit_config_get_int (config, "window_period", 0);
}

/* Of a type by torch's name for it. */
static gint64
number_bytes (const char *type)
{
  if (!type)
    return EDGEKIT_UNKNOWN;
  return strstr (type, "32") ? 4 : strstr (type, "16") ? 2 : EDGEKIT_UNKNOWN;
}

static void
plan_recurrence (Plan *plan)
{
  EdgeKitConfig *config = plan->config;

  plan->interval = _edgekit_config_get_int (config, "interval", 0);
  plan->group = _edgekit_config_get_int (config, "group", 0);
  plan->period = _edgekit_config_get_int (config, "attention_period", 0);
  plan->offset = _edgekit_config_get_int (config, "attention_offset", plan->period / 2);
  plan->all_recurrent = rule_says (config, "recurrent", "all");
  plan->beside = rule_says (config, "recurrent", "beside");
  plan->attention_is_window = rule_says (config, "attention", "window");
  plan->state_size = _edgekit_sat_mul (_edgekit_config_count_state (config, &plan->conv_size), sizeof (float));
  plan->conv_size = _edgekit_sat_mul (plan->conv_size, sizeof (float));
  plan->scan_bytes = number_bytes (_edgekit_config_get_string (config, "state_type"));
}

/* A word that no table has is taken for full attention, the upper bound. */
static EdgeKitAttentionKind
kind_of_word (const char *word)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  g_autofree char *nick = g_key_file_get_string (_edgekit_table_get ("layer-kinds"), word, "kind", NULL);
  GEnumValue *value = nick ? g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), nick) : NULL;

  return value ? (EdgeKitAttentionKind) value->value : EDGEKIT_ATTENTION_KIND_FULL;
}

static EdgeKitAttentionKind
kind_of_letter (const char *letters, guint i)
{
  const char letter[] = { letters[i % strlen (letters)], '\0' };

  return kind_of_word (letter);
}

/* Where the file says of each layer what it is. */
static gboolean
is_listed (const Plan *plan, guint i, EdgeKitAttentionKind *kind)
{
  EdgeKitConfig *config = plan->config;
  const char *word = NULL, *letters = NULL;

  if (_edgekit_config_has (config, "layer_kinds"))
    word = _edgekit_config_get_word (config, "layer_kinds", i);
  else if ((letters = _edgekit_config_get_string (config, "layer_letters")) == NULL &&
           _edgekit_config_has (config, "layer_letters"))
    word = _edgekit_config_get_word (config, "layer_letters", i);
  if (word)
    *kind = kind_of_word (word);
  else if (letters && *letters)
    *kind = kind_of_letter (letters, i);
  else
    return FALSE;
  if (*kind == EDGEKIT_ATTENTION_KIND_FULL && plan->attention_is_window)
    *kind = EDGEKIT_ATTENTION_KIND_WINDOW;
  return TRUE;
}

static gboolean
is_recurrent (const Plan *plan, gint64 i)
{
  EdgeKitConfig *config = plan->config;

  if (plan->all_recurrent)
    return TRUE;
  if (_edgekit_config_has (config, "full_flags"))
    return _edgekit_config_get_nth (config, "full_flags", i, 1) == 0;
  if (_edgekit_config_has (config, "full_layers"))
    return !_edgekit_config_lists (config, "full_layers", i);
  if (_edgekit_config_has (config, "full_layers_from_1"))
    return !_edgekit_config_lists (config, "full_layers_from_1", i + 1);
  if (plan->interval > 0)
    return (i + 1) % plan->interval != 0;
  if (plan->group > 0)
    return (i + 1) % plan->group != 0 && i < plan->n_layers / plan->group * plan->group;
  if (plan->period > 0)
    return i % plan->period != plan->offset;
  return FALSE;
}

static gboolean
has_window (const Plan *plan, gint64 i)
{
  EdgeKitConfig *config = plan->config;
  const char *letters = _edgekit_config_get_string (config, "window_period");

  if (_edgekit_config_has (config, "window_flags"))
    return _edgekit_config_get_nth (config, "window_flags", i, 0) != 0;
  if (_edgekit_config_has (config, "window_layers"))
    return _edgekit_config_lists (config, "window_layers", i);
  if (letters && *letters)
    return kind_of_letter (letters, i) == EDGEKIT_ATTENTION_KIND_WINDOW;
  if (plan->window_period > 1)
    return plan->window_first_full ? i % plan->window_period != 0 : i % plan->window_period < plan->window_period - 1;
  return i >= plan->window_from;
}

/* A layer that mixes no tokens, in models that were searched for. */
static gboolean
is_left_out (const Plan *plan, guint i)
{
  JsonObject *block = NULL;

  if (_edgekit_config_has (plan->config, "layer_blocks"))
    block = _edgekit_config_get_block (plan->config, "layer_blocks", i);
  return block && (_edgekit_config_walk_bool (block, "attention.no_op", FALSE) ||
                   _edgekit_config_walk_bool (block, "attention.replace_with_linear", FALSE));
}

static EdgeKitAttentionKind
layer_kind (const Plan *plan, gint64 i)
{
  EdgeKitAttentionKind kind;

  if (plan->no_cache || i >= plan->n_own_kv || is_left_out (plan, i))
    return EDGEKIT_ATTENTION_KIND_NONE;
  if (_edgekit_config_has (plan->config, "cross_layers") && _edgekit_config_lists (plan->config, "cross_layers", i))
    return EDGEKIT_ATTENTION_KIND_NONE;
  if (plan->beside)
    return EDGEKIT_ATTENTION_KIND_HYBRID;
  if (!is_listed (plan, i, &kind))
    kind = is_recurrent (plan, i) ? EDGEKIT_ATTENTION_KIND_RECURRENT
           : has_window (plan, i) ? EDGEKIT_ATTENTION_KIND_WINDOW
                                  : EDGEKIT_ATTENTION_KIND_FULL;
  if (kind == EDGEKIT_ATTENTION_KIND_WINDOW && plan->window <= 0)
    kind = EDGEKIT_ATTENTION_KIND_FULL;
  if (kind == EDGEKIT_ATTENTION_KIND_FULL && plan->kv_rank > 0)
    kind = EDGEKIT_ATTENTION_KIND_MLA;
  return kind;
}

/* --- Heads ------------------------------------------------------------------ */

static gint64
first_known (gint64 a, gint64 b)
{
  return a >= 0 ? a : b;
}

static gint64
common_kv_heads (const Plan *plan, guint i, gint64 heads)
{
  EdgeKitConfig *config = plan->config;
  JsonObject *block = NULL;
  double in_group;

  if (_edgekit_config_get_bool (config, "multi_query", FALSE) &&
      !_edgekit_config_get_bool (config, "new_decoder", FALSE))
    return 1;
  if (_edgekit_config_has (config, "layer_blocks"))
    block = _edgekit_config_get_block (config, "layer_blocks", i);
  in_group = block ? _edgekit_config_walk_double (block, "attention.n_heads_in_group", 0) : 0;
  if (in_group >= 1)
    return heads / in_group;
  return _edgekit_config_get_nth (config, "kv_heads", i, heads);
}

static void
take_heads (const Plan *plan, EdgeKitLayer *layer)
{
  EdgeKitConfig *config = plan->config;
  const gboolean window = layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW;
  const guint i = layer->index;
  gint64 length;

  layer->heads = _edgekit_config_get_nth (config, "heads", i, 0);
  layer->kv_heads = common_kv_heads (plan, i, layer->heads);
  length = _edgekit_config_get_nth (config, "head_length", i, layer->heads ? plan->embedding / layer->heads : 0);
  layer->key_length = length;
  layer->value_length = _edgekit_config_get_nth (config, "value_length", i, length);
  if (window)
    {
      layer->heads = _edgekit_config_get_int (config, "window_heads", layer->heads);
      layer->kv_heads = _edgekit_config_get_int (config, "window_kv_heads", layer->kv_heads);
      layer->key_length = _edgekit_config_get_int (config, "window_head_length", layer->key_length);
      layer->value_length = _edgekit_config_get_int (
        config, "window_value_length",
        first_known (_edgekit_config_get_int (config, "window_head_length", -1), layer->value_length));
    }
  else if (layer->attention == EDGEKIT_ATTENTION_KIND_FULL)
    {
      layer->kv_heads = _edgekit_config_get_int (config, "full_kv_heads", layer->kv_heads);
      layer->key_length = _edgekit_config_get_int (config, "full_head_length", layer->key_length);
      layer->value_length = _edgekit_config_get_int (config, "full_head_length", layer->value_length);
    }
  else if (layer->attention == EDGEKIT_ATTENTION_KIND_MLA)
    {
      /* what is kept: the latent and the part that the position turns, for all heads together */
      layer->kv_heads = 1;
      layer->key_length = plan->kv_rank + plan->rope_length;
      layer->value_length = plan->kv_rank;
    }
  else if (layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT)
    layer->heads = layer->kv_heads = 0;
}

/* --- Layers ----------------------------------------------------------------- */

/* A layer of a hybrid that only computes: neither attention nor state. */
static gboolean
has_no_mixer (const Plan *plan, guint i)
{
  EdgeKitAttentionKind kind;

  return is_left_out (plan, i) || (is_listed (plan, i, &kind) && kind == EDGEKIT_ATTENTION_KIND_NONE);
}

static EdgeKitLayer *
make_layer (const Plan *plan, gint64 i)
{
  EdgeKitLayer *layer = g_object_new (EDGEKIT_TYPE_LAYER, NULL);
  const LayerTensors *tensors = &plan->tensors[i];

  layer->index = i;
  layer->attention = layer_kind (plan, i);
  take_heads (plan, layer);
  if (layer->attention == EDGEKIT_ATTENTION_KIND_NONE && has_no_mixer (plan, i))
    layer->heads = layer->kv_heads = 0;
  layer->window = layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW ? plan->window : 0;
  layer->state_size = 0;
  if (layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT || layer->attention == EDGEKIT_ATTENTION_KIND_HYBRID)
    {
      layer->state_size = plan->state_size;
      layer->conv_size = plan->conv_size;
      layer->scan_bytes = plan->scan_bytes;
    }
  layer->experts = tensors->experts || tensors->size == 0 ? MAX (plan->experts, 0) : 0;
  layer->feed_forward_length = _edgekit_config_get_nth (plan->config, "feed_forward", i, 0);
  if (layer->experts > 0)
    layer->feed_forward_length =
      _edgekit_config_get_nth (plan->config, "expert_feed_forward", i, layer->feed_forward_length);
  layer->weights_size = tensors->size;
  return layer;
}

gboolean
_edgekit_config_add_layers (EdgeKitConfig *self, EdgeKitModel *model, GError **error)
{
  g_autofree LayerTensors *tensors = g_new0 (LayerTensors, MAX (model->n_layers, 1));
  Plan plan = { .config = self, .tensors = tensors, .n_layers = model->n_layers };

  plan.embedding = MAX (model->embedding_length, 0);
  plan.experts = model->experts;
  plan.kv_rank = MAX (model->kv_lora_rank, 0);
  plan.rope_length = _edgekit_config_get_int (self, "rope_length", 0);
  plan.n_own_kv = model->n_layers - MIN (_edgekit_config_get_int (self, "shared_kv", 0), model->n_layers);
  plan.no_cache = rule_says (self, "cache", "none") || _edgekit_config_get_bool (self, "bidirectional", FALSE);
  plan_windows (&plan, model->context_length);
  plan_recurrence (&plan);
  look_at_tensors (model, &plan);
  for (gint64 i = 0; i < model->n_layers; i++)
    {
      g_autoptr(EdgeKitLayer) layer = make_layer (&plan, i);

      g_list_store_append (model->layers, layer);
      if (layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW)
        model->window = MAX (model->window, layer->window);
    }
  return _edgekit_config_check (self, error);
}
