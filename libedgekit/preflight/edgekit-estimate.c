/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-checked-private.h"
#include "edgekit-estimate-private.h"

/**
 * EdgeKitEstimate:
 *
 * The memory that a model needs for a workload, item by item.
 *
 * The totals are the sums of the items' likely bytes; the interval is the sum of
 * theirs.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitEstimate, edgekit_estimate, G_TYPE_OBJECT)

/**
 * EdgeKitEstimate:weights: (getter get_weights)
 *
 * The likely bytes of the model's weights.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:kv-cache: (getter get_kv_cache)
 *
 * The likely bytes of keys and values of the context.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:recurrent-state: (getter get_recurrent_state)
 *
 * The likely bytes of the state of recurrent layers.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:compute: (getter get_compute)
 *
 * The likely bytes of the working space.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:output: (getter get_output)
 *
 * The likely bytes of logits and embeddings that the engine hands out.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:overhead: (getter get_overhead)
 *
 * The likely bytes of what run-time libraries take for themselves.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:total: (getter get_total)
 *
 * The likely bytes of everything.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:total-low: (getter get_total_low)
 *
 * The lowest bytes of everything.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:total-high: (getter get_total_high)
 *
 * The highest bytes of everything.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:items: (getter get_items)
 *
 * The parts.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:context: (getter get_context)
 *
 * The context in tokens that the estimate is for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:reserved: (getter get_reserved)
 *
 * The bytes that the engine takes when it starts, whatever the model needs, over
 * all devices; [const@EdgeKit.UNKNOWN] for an engine that takes what it needs.
 *
 * vLLM takes a share of each device's memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:cache-bytes: (getter get_cache_bytes)
 *
 * The part of [property@EdgeKit.Estimate:reserved] that becomes KV cache, in bytes
 * over all devices.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:cache-tokens: (getter get_cache_tokens)
 *
 * How many tokens that cache holds, of all conversations together.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEstimate:conversations: (getter get_conversations)
 *
 * How many conversations of the whole context that cache holds at once.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "weights", "weights", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, weights) },
  { "kv-cache", "kv_cache", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, kv_cache) },
  { "recurrent-state", "recurrent_state", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, recurrent_state) },
  { "compute", "compute", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, compute) },
  { "output", "output", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, output) },
  { "overhead", "overhead", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, overhead) },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, total) },
  { "total-low", "total_low", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, total_low) },
  { "total-high", "total_high", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, total_high) },
  { "items", "items", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitEstimate, items), edgekit_estimate_item_get_type },
  { "context", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, context) },
  { "reserved", "reserved", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, reserved) },
  { "cache-bytes", "cache_bytes", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, cache_bytes) },
  { "cache-tokens", "cache_tokens", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEstimate, cache_tokens) },
  { "conversations", "conversations", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitEstimate, conversations) },
};

static void
edgekit_estimate_class_init (EdgeKitEstimateClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_estimate_init (EdgeKitEstimate *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_estimate_get_weights: (get-property weights)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of the model's weights.
 *
 * Returns: the likely bytes of the model's weights, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_weights (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->weights;
}

/**
 * edgekit_estimate_get_kv_cache: (get-property kv-cache)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of keys and values of the context.
 *
 * Returns: the likely bytes of keys and values of the context, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_kv_cache (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->kv_cache;
}

/**
 * edgekit_estimate_get_recurrent_state: (get-property recurrent-state)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of the state of recurrent layers.
 *
 * Returns: the likely bytes of the state of recurrent layers, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_recurrent_state (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->recurrent_state;
}

/**
 * edgekit_estimate_get_compute: (get-property compute)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of the working space.
 *
 * Returns: the likely bytes of the working space, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_compute (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->compute;
}

/**
 * edgekit_estimate_get_output: (get-property output)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of logits and embeddings that the engine hands out.
 *
 * Returns: the likely bytes of logits and embeddings that the engine hands out, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_output (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->output;
}

/**
 * edgekit_estimate_get_overhead: (get-property overhead)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of what run-time libraries take for themselves.
 *
 * Returns: the likely bytes of what run-time libraries take for themselves, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_overhead (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->overhead;
}

/**
 * edgekit_estimate_get_total: (get-property total)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the likely bytes of everything.
 *
 * Returns: the likely bytes of everything, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_total (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_estimate_get_total_low: (get-property total-low)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the lowest bytes of everything.
 *
 * Returns: the lowest bytes of everything, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_total_low (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->total_low;
}

/**
 * edgekit_estimate_get_total_high: (get-property total-high)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the highest bytes of everything.
 *
 * Returns: the highest bytes of everything, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_total_high (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->total_high;
}

/**
 * edgekit_estimate_get_items: (get-property items)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the parts.
 *
 * Returns: (transfer none): the parts (a list of [class@EdgeKit.EstimateItem])
 *
 * Since: 0.1
 */
GListModel *
edgekit_estimate_get_items (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * edgekit_estimate_get_context: (get-property context)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the context in tokens that the estimate is for.
 *
 * Returns: the context in tokens that the estimate is for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_context (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->context;
}

/**
 * edgekit_estimate_get_reserved: (get-property reserved)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the bytes that the engine takes when it starts, over all devices.
 *
 * Returns: the bytes that the engine takes when it starts, over all devices,
 *   or [const@EdgeKit.UNKNOWN] for an engine that takes what it needs
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_reserved (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->reserved;
}

/**
 * edgekit_estimate_get_cache_bytes: (get-property cache-bytes)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets the bytes of them that become KV cache.
 *
 * Returns: the bytes of them that become KV cache,
 *   or [const@EdgeKit.UNKNOWN] for an engine that takes what it needs
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_cache_bytes (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->cache_bytes;
}

/**
 * edgekit_estimate_get_cache_tokens: (get-property cache-tokens)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets how many tokens that cache holds.
 *
 * Returns: how many tokens that cache holds,
 *   or [const@EdgeKit.UNKNOWN] for an engine that takes what it needs
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_cache_tokens (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->cache_tokens;
}

/**
 * edgekit_estimate_get_conversations: (get-property conversations)
 * @self: a [class@EdgeKit.Estimate]
 *
 * Gets how many conversations of the whole context that cache holds at once.
 *
 * Returns: how many conversations of the whole context that cache holds at once,
 *   or [const@EdgeKit.UNKNOWN] for an engine that takes what it needs
 *
 * Since: 0.1
 */
double
edgekit_estimate_get_conversations (EdgeKitEstimate *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  return self->conversations;
}

static gint64 *
sum_of_kind (EdgeKitEstimate *self, EdgeKitMemoryKind kind)
{
  switch (kind)
    {
    case EDGEKIT_MEMORY_KIND_WEIGHTS:
      return &self->weights;
    case EDGEKIT_MEMORY_KIND_KV_CACHE:
      return &self->kv_cache;
    case EDGEKIT_MEMORY_KIND_RECURRENT_STATE:
      return &self->recurrent_state;
    case EDGEKIT_MEMORY_KIND_COMPUTE:
      return &self->compute;
    case EDGEKIT_MEMORY_KIND_OUTPUT:
      return &self->output;
    case EDGEKIT_MEMORY_KIND_OVERHEAD:
      return &self->overhead;
    default:
      g_assert_not_reached ();
    }
}

EdgeKitEstimate *
_edgekit_estimate_new (GListStore *items, gint64 context)
{
  EdgeKitEstimate *self = g_object_new (EDGEKIT_TYPE_ESTIMATE, NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (items));

  g_set_object (&self->items, items);
  self->context = context;
  if (n == 0)
    return self; /* nothing was estimated, which is not nothing */
  self->weights = self->kv_cache = self->recurrent_state = self->compute = self->output = self->overhead = 0;
  self->total = self->total_low = self->total_high = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitEstimateItem) item = g_list_model_get_item (G_LIST_MODEL (items), i);
      gint64 *sum = sum_of_kind (self, item->kind);

      *sum = _edgekit_sat_add (*sum, item->likely);
      self->total = _edgekit_sat_add (self->total, item->likely);
      self->total_low = _edgekit_sat_add (self->total_low, item->low);
      self->total_high = _edgekit_sat_add (self->total_high, item->high);
    }
  return self;
}

/**
 * edgekit_estimate_get_bytes:
 * @self: a [class@EdgeKit.Estimate]
 * @pool: (nullable): the id of a memory pool, or %NULL for all of them
 * @kind: what the memory is used for
 *
 * Gets the likely bytes of one kind in one pool.
 *
 * Returns: the sum of the items of that kind in that pool, 0 when there are none
 *
 * Since: 0.1
 */
gint64
edgekit_estimate_get_bytes (EdgeKitEstimate *self, const char *pool, EdgeKitMemoryKind kind)
{
  guint64 sum = 0;

  g_return_val_if_fail (EDGEKIT_IS_ESTIMATE (self), EDGEKIT_UNKNOWN);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(EdgeKitEstimateItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item->kind == (int) kind && (!pool || g_strcmp0 (item->pool, pool) == 0))
        sum = _edgekit_sat_add (sum, item->likely);
    }
  return sum;
}
