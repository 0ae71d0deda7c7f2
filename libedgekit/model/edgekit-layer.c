/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-layer-private.h"

/**
 * EdgeKitLayer:
 *
 * One layer of a model, and what it remembers of the tokens before.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitLayer, edgekit_layer, G_TYPE_OBJECT)

/**
 * EdgeKitLayer:index: (getter get_index)
 *
 * The number of the layer, counted from 0.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:attention: (getter get_attention)
 *
 * What the layer remembers.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:heads: (getter get_heads)
 *
 * The number of attention heads; 0 where the layer has none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:kv-heads: (getter get_kv_heads)
 *
 * The number of heads that keys and values have; 0 where the layer has none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:key-length: (getter get_key_length)
 *
 * The length of the key that is kept for each of these heads and each token, in values.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:value-length: (getter get_value_length)
 *
 * The length of the value that is kept for each of these heads and each token, in values.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:window: (getter get_window)
 *
 * How many tokens a sliding or chunked window spans; 0 where the layer has none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:extra-length: (getter get_extra_length)
 *
 * How many more values are kept for each token, such as the keys of an indexer; 0 where there are none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:state-size: (getter get_state_size)
 *
 * The size in bytes of the state that is kept for each sequence; 0 where the layer has none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:feed-forward-length: (getter get_feed_forward_length)
 *
 * The width of the feed-forward part, of one expert where there are several.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:experts: (getter get_experts)
 *
 * The number of experts; 0 where the layer has none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitLayer:weights-size: (getter get_weights_size)
 *
 * The size of its tensors in bytes, without padding.
 *
 * Since: 0.1
 */
static const EdgeKitField layer_fields[] = {
  { "index", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, index) },
  { "attention", NULL, EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitLayer, attention),
    edgekit_attention_kind_get_type },
  { "heads", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, heads) },
  { "kv-heads", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, kv_heads) },
  { "key-length", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, key_length) },
  { "value-length", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, value_length) },
  { "window", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, window) },
  { "extra-length", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, extra_length) },
  { "state-size", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, state_size) },
  { "feed-forward-length", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, feed_forward_length) },
  { "experts", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, experts) },
  { "weights-size", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitLayer, weights_size) },
};

static void
edgekit_layer_class_init (EdgeKitLayerClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), layer_fields, G_N_ELEMENTS (layer_fields), 0);
}

static void
edgekit_layer_init (EdgeKitLayer *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_layer_get_index: (get-property index)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the number of the layer, counted from 0.
 *
 * Returns: the number of the layer, counted from 0, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_index (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->index;
}

/**
 * edgekit_layer_get_attention: (get-property attention)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets what the layer remembers.
 *
 * Returns: what the layer remembers
 *
 * Since: 0.1
 */
EdgeKitAttentionKind
edgekit_layer_get_attention (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), 0);

  return self->attention;
}

/**
 * edgekit_layer_get_heads: (get-property heads)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the number of attention heads; 0 where the layer has none.
 *
 * Returns: the number of attention heads; 0 where the layer has none, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_heads (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->heads;
}

/**
 * edgekit_layer_get_kv_heads: (get-property kv-heads)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the number of heads that keys and values have; 0 where the layer has none.
 *
 * Returns: the number of heads that keys and values have; 0 where the layer has none, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_kv_heads (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->kv_heads;
}

/**
 * edgekit_layer_get_key_length: (get-property key-length)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the length of the key that is kept for each of these heads and each token, in values.
 *
 * Returns: the length of the key that is kept for each of these heads and each token, in values, or
 *   [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_key_length (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->key_length;
}

/**
 * edgekit_layer_get_value_length: (get-property value-length)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the length of the value that is kept for each of these heads and each token, in values.
 *
 * Returns: the length of the value that is kept for each of these heads and each token, in values, or
 *   [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_value_length (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->value_length;
}

/**
 * edgekit_layer_get_window: (get-property window)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets how many tokens a sliding or chunked window spans; 0 where the layer has none.
 *
 * Returns: how many tokens a sliding or chunked window spans; 0 where the layer has none, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_window (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->window;
}

/**
 * edgekit_layer_get_extra_length: (get-property extra-length)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets how many more values are kept for each token, such as the keys of an indexer; 0 where there are none.
 *
 * Returns: how many more values are kept for each token; 0 where there are none, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_extra_length (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->extra_length;
}

/**
 * edgekit_layer_get_state_size: (get-property state-size)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the size in bytes of the state that is kept for each sequence; 0 where the layer has none.
 *
 * Returns: the size in bytes of the state that is kept for each sequence; 0 where the layer has none,
 *   or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_state_size (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->state_size;
}

/**
 * edgekit_layer_get_feed_forward_length: (get-property feed-forward-length)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the width of the feed-forward part, of one expert where there are several.
 *
 * Returns: the width of the feed-forward part, of one expert where there are several, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_feed_forward_length (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->feed_forward_length;
}

/**
 * edgekit_layer_get_experts: (get-property experts)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the number of experts; 0 where the layer has none.
 *
 * Returns: the number of experts; 0 where the layer has none, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_experts (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->experts;
}

/**
 * edgekit_layer_get_weights_size: (get-property weights-size)
 * @self: a [class@EdgeKit.Layer]
 *
 * Gets the size of its tensors in bytes, without padding.
 *
 * Returns: the size of its tensors in bytes, without padding, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_layer_get_weights_size (EdgeKitLayer *self)
{
  g_return_val_if_fail (EDGEKIT_IS_LAYER (self), EDGEKIT_UNKNOWN);

  return self->weights_size;
}
