/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-model-private.h"
#include "edgekit-shape-private.h"

/* Counts of a model are EDGEKIT_UNKNOWN where the header does not tell. */
static guint64
known (gint64 value)
{
  return value > 0 ? (guint64) value : 0;
}

static void
take_layer (EdgeKitShapeLayer *layer, EdgeKitLayer *facts)
{
  layer->kind = facts->attention;
  layer->heads = known (facts->heads);
  layer->kv_heads = known (facts->kv_heads);
  layer->key_length = known (facts->key_length);
  layer->value_length = known (facts->value_length);
  layer->window = known (facts->window);
  layer->state_size = known (facts->state_size);
  layer->extra = facts->extra;
}

/* A description without its tensors, as in a document: weights by layer are
 * known, the widths of the tensors follow from the facts of the layer. */
static void
take_totals (EdgeKitShape *shape, EdgeKitModel *model)
{
  guint64 in_layers = 0, total = known (model->weights_size);

  for (guint i = 0; i < shape->layers->len; i++)
    {
      EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      EdgeKitLayer *facts = _edgekit_model_layer (model, i);

      layer->weights = facts->weights_size != EDGEKIT_UNKNOWN ? known (facts->weights_size)
                                                              : total / (shape->layers->len + 1);
      layer->largest = layer->largest_dense = layer->weights / 3;
      layer->feed_forward = known (facts->feed_forward_length);
      layer->gated = TRUE;
      layer->query = _edgekit_sat_mul (layer->heads, layer->key_length);
      in_layers = _edgekit_sat_add (in_layers, layer->weights);
    }
  shape->input_weights = in_layers < total ? (total - in_layers) / 2 : 0;
  shape->output_weights = in_layers < total ? (total - in_layers) - shape->input_weights : 0;
  shape->output_largest = shape->output_weights;
}

EdgeKitShape *
_edgekit_shape_new_for_model (EdgeKitModel *model)
{
  guint n_layers = g_list_model_get_n_items (G_LIST_MODEL (model->layers));
  guint n_tensors = g_list_model_get_n_items (G_LIST_MODEL (model->tensors));
  EdgeKitShape *shape =
      _edgekit_shape_new (model->architecture, model->architecture_known == EDGEKIT_TRISTATE_YES, n_layers);

  shape->embedding = known (model->embedding_length);
  shape->vocabulary = known (model->vocabulary_size);
  shape->experts_used = known (model->experts_used);
  shape->kv_lora_rank = known (model->kv_lora_rank);
  shape->rope_dimension = known (model->rope_dimension);
  for (guint i = 0; i < n_layers; i++)
    take_layer (_edgekit_shape_layer (shape, i), _edgekit_model_layer (model, i));
  for (guint i = 0; i < n_tensors; i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (model, i);

      _edgekit_shape_add_tensor (shape, tensor->name, tensor->dims, tensor->n_dims, known (tensor->size));
    }
  if (n_tensors == 0)
    take_totals (shape, model);
  _edgekit_shape_finish (shape);
  return shape;
}
