/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

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
  gint64 head_length;    /* where no key says it */
  gint64 window;
  gint64 period;
  const gint64 *pattern; /* yes or no for each layer */
  guint n_pattern;
  gint64 interval;
  gboolean latent;
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
      const char *rest;

      if (tensor->layer < 0 || tensor->layer >= plan->n_layers)
        continue;
      _edgekit_tensor_parse_layer (tensor->name, &rest);
      layer = &plan->tensors[tensor->layer];
      layer->size = _edgekit_sat_add (layer->size, tensor->size);
      layer->attention |= starts_with_any (rest, attention);
      layer->state |= starts_with_any (rest, state);
      layer->experts |= strstr (rest, "_exps.") != NULL;
    }
}

static void
plan_windows (EdgeKitModel *self, Plan *plan)
{
  const EdgeKitFamily *family = plan->family;

  plan->window = _edgekit_model_get_int (self, ".attention.sliding_window", -1);
  if (plan->window < 0 || (family->window && plan->window > 0))
    plan->window = family->window;
  plan->pattern = _edgekit_model_get_ints (self, ".attention.sliding_window_pattern", &plan->n_pattern);
  plan->period = _edgekit_model_get_int (self, ".attention.sliding_window_pattern", family->window_period);
  /* engines read neither key where the architecture is not made with windows */
  if (family->known && (!family->window_period || (family->window_layers && family->window_layers != plan->n_layers)))
    plan->window = 0;
  if (!family->known && !plan->pattern)
    plan->window = 0;
}

static gboolean
has_window (const Plan *plan, gint64 i)
{
  if (plan->window <= 0)
    return FALSE;
  if (plan->pattern)
    return i < plan->n_pattern && plan->pattern[i];
  if (plan->period <= 1)
    return FALSE;
  return plan->family->window_first_full ? i % plan->period != 0 : i % plan->period < plan->period - 1;
}

/* In number of values: what a convolution keeps, and what a scan keeps. */
static gint64
state_values (EdgeKitModel *self, EdgeKitLayer *layer)
{
  const guint64 embedding = MAX (self->embedding_length, 0);
  const guint64 kernel = MAX (_edgekit_model_get_int (self, ".ssm.conv_kernel", 0), 0);
  const guint64 before = kernel ? kernel - 1 : 0; /* tokens that the convolution looks back */
  const guint64 head_size = MAX (_edgekit_model_get_int (self, ".wkv.head_size", 0), 0);
  const guint64 l_cache = MAX (_edgekit_model_get_int (self, ".shortconv.l_cache", 0), 0);
  const guint64 kda = MAX (_edgekit_model_get_int (self, ".kda.head_dim", 0), 0);
  const guint64 inner = MAX (_edgekit_model_get_int (self, ".ssm.inner_size", 0), 0);
  const guint64 state = MAX (_edgekit_model_get_int (self, ".ssm.state_size", 0), 0);
  const guint64 groups = MAX (_edgekit_model_get_int (self, ".ssm.group_count", 0), 0);
  const guint64 heads = MAX (layer->heads, 0);
  guint64 channels;

  if (head_size)
    {
      guint64 shift = MAX (_edgekit_model_get_int (self, ".token_shift_count", 2), 0);

      return _edgekit_sat_add (_edgekit_sat_mul (shift, embedding), _edgekit_sat_mul (embedding, head_size));
    }
  if (l_cache)
    return _edgekit_sat_mul (embedding, l_cache - 1);
  if (kda)
    return _edgekit_sat_add (_edgekit_sat_mul (_edgekit_sat_mul (3, before), _edgekit_sat_mul (heads, kda)),
                             _edgekit_sat_mul (_edgekit_sat_mul (kda, kda), heads));
  channels = _edgekit_sat_add (inner, _edgekit_sat_mul (2, _edgekit_sat_mul (groups, state)));
  return _edgekit_sat_add (_edgekit_sat_mul (before, channels), _edgekit_sat_mul (state, inner));
}

static EdgeKitAttentionKind
guess_kind (const Plan *plan, const LayerTensors *tensors)
{
  if (tensors->state)
    return tensors->attention ? EDGEKIT_ATTENTION_KIND_HYBRID : EDGEKIT_ATTENTION_KIND_RECURRENT;
  if (tensors->size > 0 && !tensors->attention)
    return EDGEKIT_ATTENTION_KIND_FULL; /* other names: the upper bound */
  return plan->latent ? EDGEKIT_ATTENTION_KIND_MLA : EDGEKIT_ATTENTION_KIND_FULL;
}

/* @feed_forward is what the file's key says of this layer. */
static EdgeKitAttentionKind
layer_kind (const Plan *plan, EdgeKitLayer *layer, gint64 feed_forward)
{
  const EdgeKitFamily *family = plan->family;

  if (layer->index >= plan->n_loaded || layer->index >= plan->n_own_kv || family->no_cache)
    return EDGEKIT_ATTENTION_KIND_NONE;
  if (family->recurrent == EDGEKIT_RECURRENT_ALL)
    return EDGEKIT_ATTENTION_KIND_RECURRENT;
  if (family->recurrent == EDGEKIT_RECURRENT_BESIDE)
    return EDGEKIT_ATTENTION_KIND_HYBRID;
  if (family->recurrent == EDGEKIT_RECURRENT_INTERVAL && plan->interval > 0)
    {
      if ((layer->index + 1) % plan->interval != 0)
        return EDGEKIT_ATTENTION_KIND_RECURRENT;
    }
  else if (family->recurrent != EDGEKIT_RECURRENT_NEVER && layer->kv_heads == 0)
    {
      if (family->recurrent == EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD && feed_forward > 0)
        return EDGEKIT_ATTENTION_KIND_NONE;
      return EDGEKIT_ATTENTION_KIND_RECURRENT;
    }
  if (has_window (plan, layer->index))
    return EDGEKIT_ATTENTION_KIND_WINDOW;
  if (!family->known)
    return guess_kind (plan, &plan->tensors[layer->index]);
  /* a layer without heads of keys and values caches nothing */
  if (layer->kv_heads == 0)
    return EDGEKIT_ATTENTION_KIND_NONE;
  return plan->latent ? EDGEKIT_ATTENTION_KIND_MLA : EDGEKIT_ATTENTION_KIND_FULL;
}

static gboolean
check_count (EdgeKitModel *self, gint64 value, const char *key, const char *what, GError **error)
{
  if (value >= 0 && value <= MAX_COUNT)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file, a key of its description, and a number */
               _ ("%1$s: the description is damaged: “%2$s%3$s” is %4$" G_GINT64_FORMAT), what, self->architecture, key,
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
  layer->state_size = 0;
  if (layer->attention == EDGEKIT_ATTENTION_KIND_RECURRENT || layer->attention == EDGEKIT_ATTENTION_KIND_HYBRID)
    layer->state_size = _edgekit_sat_mul (state_values (self, layer), sizeof (float));
  layer->experts = tensors->experts || tensors->size == 0 ? MAX (self->experts, 0) : 0;
  layer->feed_forward_length = feed_forward;
  if (layer->experts > 0)
    layer->feed_forward_length = _edgekit_model_get_nth (self, ".expert_feed_forward_length", i, feed_forward);
  if (!check_count (self, layer->feed_forward_length, ".expert_feed_forward_length", what, error))
    return NULL;
  layer->weights_size = tensors->size;
  return g_steal_pointer (&layer);
}

gboolean
_edgekit_model_add_layers (EdgeKitModel *self, const EdgeKitFamily *family, const char *what, GError **error)
{
  g_autofree LayerTensors *tensors = g_new0 (LayerTensors, MAX (self->n_layers, 1));
  Plan plan = { .family = family, .tensors = tensors, .n_layers = self->n_layers };
  gint64 first_heads = _edgekit_model_get_nth (self, ".attention.head_count", 0, 0);
  gint64 extra, shared;

  g_assert (self->n_layers >= 0 && self->n_layers <= EDGEKIT_MODEL_MAX_LAYERS);
  if (!_edgekit_model_get_bounded (self, ".nextn_predict_layers", self->n_layers, 0, &extra, what, error) ||
      !_edgekit_model_get_bounded (self, ".attention.shared_kv_layers", self->n_layers, 0, &shared, what, error))
    return FALSE;
  plan.n_loaded = self->n_layers - extra;
  plan.n_own_kv = self->n_layers - shared;
  plan.head_length = first_heads > 0 && self->embedding_length > 0 ? self->embedding_length / first_heads : 0;
  plan.interval = _edgekit_model_get_int (self, ".full_attention_interval", family->full_interval);
  plan.latent = _edgekit_model_get_int (self, ".attention.key_length_mla", 0) > 0;
  plan_windows (self, &plan);
  look_at_tensors (self, &plan);
  for (gint64 i = 0; i < self->n_layers; i++)
    {
      g_autoptr(EdgeKitLayer) layer = make_layer (self, &plan, i, what, error);

      if (!layer)
        return FALSE;
      g_list_store_append (self->layers, layer);
      if (layer->attention == EDGEKIT_ATTENTION_KIND_WINDOW)
        self->window = MAX (self->window, layer->window);
    }
  return TRUE;
}
