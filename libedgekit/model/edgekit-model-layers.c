/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-facts-private.h"

/* What each layer remembers. A file says most of it; what it leaves to the
 * engine is in data/tables/families.ini; and for an architecture that has no
 * row, the names of its tensors tell attention from recurrence. */

#define MAX_COUNT (16 * 1024 * 1024)

typedef struct
{
  gint64 size; /* of its tensors in bytes */
  gboolean attention;
  gboolean attention_output;
  gboolean state;
  gboolean experts;
} LayerTensors;

typedef struct
{
  const EdgeKitFamily *family;
  LayerTensors *tensors; /* one a layer */
  gint64 n_layers;
  gint64 n_own_kv;       /* layers from this one on use the caches of earlier ones */
  gint64 n_loaded;       /* layers from this one on are for drafting */
  gint64 n_dense;        /* layers before this one have no experts */
  gint64 head_length;    /* where no key says it */
  gint64 window;
  gint64 period;
  const gint64 *pattern; /* yes or no for each layer */
  guint n_pattern;
  gint64 interval;
  const gint64 *recurrent; /* yes or no for each layer */
  guint n_recurrent;
  const gint64 *cross;   /* the numbers of layers that see an image only */
  guint n_cross;
  EdgeKitStateForm state;
  gint64 n_indexer_keys;
  gint64 indexer_length;
  const gint64 *ratios;  /* for each layer, how many tokens become one; 0: none do */
  guint n_ratios;
  gint64 loops;
  gboolean latent;
  gboolean no_cache;
} Plan;

static gboolean
starts_with_any (const char *name, const char *const *prefixes)
{
  for (guint i = 0; prefixes[i]; i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
look_at_tensors (EdgeKitModel *self, Plan *plan)
{
  static const char *const attention[] = { "attn_k.", "attn_k_b.", "attn_qkv.", "attn_kv_a_mqa.", "attn_kv_b.", NULL };
  static const char *const state[] = { "ssm_", "shortconv.", "time_mix_", NULL };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tensors));

  for (guint i = 0; i < n; i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);
      LayerTensors *layer;

      if (tensor->layer < 0 || tensor->layer >= plan->n_layers)
        continue;
      layer = &plan->tensors[tensor->layer];
      layer->size = _edgekit_sat_add (layer->size, tensor->size);
      layer->attention |= starts_with_any (tensor->rest, attention);
      layer->attention_output |= g_str_has_prefix (tensor->rest, "attn_output.");
      layer->state |= starts_with_any (tensor->rest, state);
      layer->experts |= tensor->experts;
    }
}

/* --- Windows ---------------------------------------------------------------- */

static void
plan_windows (EdgeKitModel *self, Plan *plan)
{
  const EdgeKitFamily *family = plan->family;

  plan->window = _edgekit_model_get_int (self, ".attention.sliding_window", family->window_missing);
  if (plan->window > 0 && family->window_fixed)
    plan->window = family->window_fixed;
  plan->pattern = _edgekit_model_get_ints (self, ".attention.sliding_window_pattern", &plan->n_pattern);
  plan->period = _edgekit_model_get_int (self, ".attention.sliding_window_pattern", family->window_period);
  /* engines read neither key where the architecture is not made with windows */
  if (family->known && ((family->windows == EDGEKIT_WINDOWS_PERIODIC && !family->window_period) ||
                        (family->window_layers && family->window_layers != plan->n_loaded)))
    plan->window = 0;
  /* of others, only what the file itself says of a pattern counts */
  if (!family->known && !plan->pattern && plan->period <= 1)
    plan->window = 0;
  /* what is beyond the window is not known then */
  if (family->compressed && !plan->ratios)
    plan->window = 0;
}

static gboolean
has_window (const Plan *plan, gint64 i)
{
  if (plan->window <= 0 || i >= plan->n_loaded)
    return FALSE;
  if (plan->family->windows == EDGEKIT_WINDOWS_ALL)
    return TRUE;
  if (plan->pattern)
    return i < plan->n_pattern && plan->pattern[i];
  if (plan->family->windows == EDGEKIT_WINDOWS_LISTED)
    return plan->period > 0;
  if (plan->period == 0) /* the file says so: set_swa_pattern (0) in llama-hparams.cpp */
    return TRUE;
  if (plan->period <= 1)
    return FALSE;
  return plan->family->window_first_full ? i % plan->period != 0 : i % plan->period < plan->period - 1;
}

/* --- What a layer is -------------------------------------------------------- */

static EdgeKitAttentionKind
attention_kind (const Plan *plan, gint64 i)
{
  if (has_window (plan, i))
    return EDGEKIT_ATTENTION_KIND_WINDOW;
  return plan->latent ? EDGEKIT_ATTENTION_KIND_MLA : EDGEKIT_ATTENTION_KIND_FULL;
}

/* By the tensors, for an architecture that has no row. Those with other names
 * are taken for full attention, the upper bound. */
static EdgeKitAttentionKind
guess_kind (const Plan *plan, EdgeKitLayer *layer)
{
  const LayerTensors *tensors = &plan->tensors[layer->index];

  if (!tensors->state)
    return attention_kind (plan, layer->index);
  return tensors->attention && tensors->attention_output && layer->kv_heads > 0 ? EDGEKIT_ATTENTION_KIND_HYBRID
                                                                                : EDGEKIT_ATTENTION_KIND_RECURRENT;
}

static gboolean
is_recurrent (const Plan *plan, EdgeKitLayer *layer)
{
  switch (plan->family->recurrent)
    {
    case EDGEKIT_RECURRENT_ALL:
      return TRUE;
    case EDGEKIT_RECURRENT_NO_KV_HEADS:
    case EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD:
      return layer->kv_heads == 0;
    case EDGEKIT_RECURRENT_INTERVAL:
      if (plan->recurrent)
        return layer->index < plan->n_recurrent && plan->recurrent[layer->index];
      return plan->interval > 0 && (layer->index + 1) % plan->interval != 0;
    case EDGEKIT_RECURRENT_BESIDE:
    case EDGEKIT_RECURRENT_NEVER:
      break;
    }
  return FALSE;
}

static gboolean
sees_image_only (const Plan *plan, gint64 i)
{
  for (guint j = 0; j < plan->n_cross; j++)
    if (plan->cross[j] == i)
      return TRUE;
  return FALSE;
}

/* @feed_forward is what the file's key says of this layer. */
static EdgeKitAttentionKind
layer_kind (const Plan *plan, EdgeKitLayer *layer, gint64 feed_forward)
{
  const EdgeKitFamily *family = plan->family;

  if (layer->index >= plan->n_loaded || layer->index >= plan->n_own_kv || plan->no_cache ||
      sees_image_only (plan, layer->index))
    return EDGEKIT_ATTENTION_KIND_NONE;
  if (!family->known)
    return guess_kind (plan, layer);
  if (family->recurrent == EDGEKIT_RECURRENT_BESIDE)
    return EDGEKIT_ATTENTION_KIND_HYBRID;
  if (is_recurrent (plan, layer))
    return family->recurrent == EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD && feed_forward > 0
             ? EDGEKIT_ATTENTION_KIND_NONE
             : EDGEKIT_ATTENTION_KIND_RECURRENT;
  /* a layer without heads of keys and values caches nothing */
  return layer->kv_heads == 0 ? EDGEKIT_ATTENTION_KIND_NONE : attention_kind (plan, layer->index);
}

static guint64
divide_up (guint64 n, guint64 by)
{
  return n / by + (n % by > 0);
}

/* The keys by which an indexer chooses what a layer looks at. */
static guint64
indexer_length (const Plan *plan, EdgeKitLayer *layer, gint64 ratio)
{
  const EdgeKitFamily *family = plan->family;
  guint64 length;

  if (plan->n_indexer_keys <= 0 || plan->indexer_length <= 0 ||
      (family->indexer_sparse && layer->index < plan->n_dense) ||
      (family->indexer_ratio > 0 && family->indexer_ratio != ratio))
    return 0;
  length = _edgekit_sat_add (_edgekit_sat_mul (plan->n_indexer_keys, plan->indexer_length),
                             family->indexer_values ? layer->value_length : 0);
  return family->indexer_ratio > 0 ? divide_up (length, ratio) : length;
}

/* Values that are kept for each token of the whole context besides its keys and
 * values. */
static gint64
extra_length (const Plan *plan, EdgeKitLayer *layer)
{
  gint64 ratio = plan->ratios && layer->index < plan->n_ratios ? MAX (plan->ratios[layer->index], 0) : 0;
  guint64 length = _edgekit_sat_mul (layer->key_length, layer->kv_heads), extra = 0;

  if (layer->attention == EDGEKIT_ATTENTION_KIND_NONE || layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT)
    return 0;
  if (layer->attention != EDGEKIT_ATTENTION_KIND_MLA)
    length = _edgekit_sat_add (length, _edgekit_sat_mul (layer->value_length, layer->kv_heads));
  extra = indexer_length (plan, layer, ratio);
  if (ratio > 0 && layer->window > 0)
    extra = _edgekit_sat_add (extra, divide_up (length, ratio));
  if (plan->loops > 1)
    extra = _edgekit_sat_add (extra, _edgekit_sat_mul (plan->loops - 1, length));
  return extra;
}

static gboolean
check_count (EdgeKitModel *self, gint64 value, const char *key, const char *what, GError **error)
{
  if (value >= 0 && value <= MAX_COUNT)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file, a key of its description, and a number */
               _ ("%1$s: the description is damaged: “%2$s%3$s” is %4$" PRId64), what, self->architecture, key,
               value);
  return FALSE;
}

static EdgeKitLayer *
make_layer (EdgeKitModel *self, const Plan *plan, gint64 i, const char *what, GError **error)
{
  g_autoptr(EdgeKitLayer) layer = g_object_new (EDGEKIT_TYPE_LAYER, NULL);
  const LayerTensors *tensors = &plan->tensors[i];
  gint64 feed_forward = _edgekit_model_get_nth (self, ".feed_forward_length", i, 0);
  gboolean window;

  layer->index = i;
  layer->heads = _edgekit_model_get_nth (self, ".attention.head_count", i, 0);
  layer->kv_heads = _edgekit_model_get_nth (self, ".attention.head_count_kv", i, layer->heads);
  if (!check_count (self, layer->heads, ".attention.head_count", what, error) ||
      !check_count (self, layer->kv_heads, ".attention.head_count_kv", what, error) ||
      !check_count (self, feed_forward, ".feed_forward_length", what, error))
    return NULL;
  layer->extra = i >= plan->n_loaded;
  layer->attention = layer_kind (plan, layer, feed_forward);
  window = has_window (plan, i);
  layer->window = window ? plan->window : 0;
  layer->key_length = _edgekit_model_get_int (self, ".attention.key_length", plan->head_length);
  layer->value_length = _edgekit_model_get_int (self, ".attention.value_length", plan->head_length);
  if (window)
    {
      layer->key_length = _edgekit_model_get_int (self, ".attention.key_length_swa", layer->key_length);
      layer->value_length = _edgekit_model_get_int (self, ".attention.value_length_swa", layer->value_length);
    }
  if (!check_count (self, layer->key_length, ".attention.key_length", what, error) ||
      !check_count (self, layer->value_length, ".attention.value_length", what, error))
    return NULL;
  if (plan->family->keys_only)
    layer->value_length = 0;
  layer->extra_length = extra_length (plan, layer);
  layer->state_size = 0;
  if (layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT || layer->attention == EDGEKIT_ATTENTION_KIND_HYBRID)
    layer->state_size = _edgekit_sat_mul (_edgekit_model_count_state (self, plan->state, layer), sizeof (float));
  layer->experts = tensors->experts || tensors->size == 0 ? MAX (self->experts, 0) : 0;
  layer->feed_forward_length = feed_forward;
  if (layer->experts > 0)
    layer->feed_forward_length = _edgekit_model_get_nth (self, ".expert_feed_forward_length", i, feed_forward);
  if (!check_count (self, layer->feed_forward_length, ".expert_feed_forward_length", what, error))
    return NULL;
  layer->weights_size = tensors->size;
  return g_steal_pointer (&layer);
}

static gboolean
plan_layers (EdgeKitModel *self, Plan *plan, const char *what, GError **error)
{
  const EdgeKitFamily *family = plan->family;
  gint64 first_heads = _edgekit_model_get_nth (self, ".attention.head_count", 0, 0);
  gint64 n = plan->n_layers, extra, shared, loops = 1;

  if (!_edgekit_model_get_bounded (self, ".nextn_predict_layers", n, 0, &extra, what, error) ||
      !_edgekit_model_get_bounded (self, ".attention.shared_kv_layers", n, 0, &shared, what, error) ||
      !_edgekit_model_get_bounded (self, ".leading_dense_block_count", MAX_COUNT, 0, &plan->n_dense, what, error) ||
      !_edgekit_model_get_bounded (self, ".attention.indexer.key_length", MAX_COUNT, 0, &plan->indexer_length, what,
                                   error) ||
      (family->loops && !_edgekit_model_get_bounded (self, family->loops, MAX_COUNT, 1, &loops, what, error)))
    return FALSE;
  plan->n_loaded = n - extra;
  plan->n_own_kv = shared > 0 || family->own_kv == 0 ? n - shared : family->own_kv;
  plan->head_length = first_heads > 0 && self->embedding_length > 0 ? self->embedding_length / first_heads : 0;
  plan->interval = _edgekit_model_get_int (self, ".full_attention_interval", family->full_interval);
  plan->recurrent = _edgekit_model_get_ints (self, ".attention.recurrent_layers", &plan->n_recurrent);
  plan->cross = _edgekit_model_get_ints (self, ".attention.cross_attention_layers", &plan->n_cross);
  plan->latent = _edgekit_model_get_int (self, ".attention.key_length_mla", 0) > 0;
  plan->state = _edgekit_model_find_state_form (self, family);
  plan->loops = loops;
  plan->n_indexer_keys = family->known ? family->indexer : 1;
  /* an engine knows its encoders by their architecture; of others the key tells */
  plan->no_cache = family->known ? family->no_cache
                                 : _edgekit_model_get_bool (self, ".attention.causal") == EDGEKIT_TRISTATE_NO;
  if (family->compressed)
    plan->ratios = _edgekit_model_get_ints (self, family->compressed, &plan->n_ratios);
  plan_windows (self, plan);
  look_at_tensors (self, plan);
  return TRUE;
}

gboolean
_edgekit_model_add_layers (EdgeKitModel *self, const EdgeKitFamily *family, const char *what, GError **error)
{
  g_autofree LayerTensors *tensors = g_new0 (LayerTensors, MAX (self->n_layers, 1));
  Plan plan = { .family = family, .tensors = tensors, .n_layers = self->n_layers };

  g_assert (self->n_layers >= 0 && self->n_layers <= EDGEKIT_MODEL_MAX_LAYERS);
  if (!plan_layers (self, &plan, what, error))
    return FALSE;
  for (gint64 i = 0; i < self->n_layers; i++)
    {
      g_autoptr(EdgeKitLayer) layer = make_layer (self, &plan, i, what, error);

      if (!layer)
        return FALSE;
      g_list_store_append (self->layers, layer);
      if (layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW)
        self->window = MAX (self->window, layer->window);
      if (layer->state_size > 0 && !self->state_kind)
        self->state_kind = g_strdup (_edgekit_state_form_get_name (plan.state));
    }
  return TRUE;
}
