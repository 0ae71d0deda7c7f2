/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-placement-private.h"

/**
 * EdgeKitPlacement:
 *
 * Where the parts of a model lie: how many layers on graphics cards, what in which pool.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitPlacement, edgekit_placement, G_TYPE_OBJECT)

/**
 * EdgeKitPlacement:gpu-layers: (getter get_gpu_layers)
 *
 * How many layers lie on graphics cards, the output layer counted as one like in llama.cpp.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:n-layers: (getter get_n_layers)
 *
 * How many layers there are, the output layer counted as one.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:cpu-expert-layers: (getter get_cpu_expert_layers)
 *
 * Of how many layers the experts stay in main memory.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:pools: (getter get_pools)
 *
 * What is used of each pool, unused pools included.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:budget: (getter get_budget)
 *
 * How many bytes the pools in use offer together at the largest share.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:card-budget: (getter get_card_budget)
 *
 * How many bytes the graphics cards in use offer together at the largest share,
 * of memory of their own, or [const@EdgeKit.UNKNOWN].
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:explanation: (getter get_explanation)
 *
 * Why the parts of the model lie in different pools, in one sentence, or %NULL
 * where they lie together.
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:card-memory-needed: (getter get_card_memory_needed)
 *
 * How many bytes would have to be free on one graphics card for the whole model
 * to lie there, or [const@EdgeKit.UNKNOWN].
 *
 * Since: 0.1
 */
/**
 * EdgeKitPlacement:main-memory-needed: (getter get_main_memory_needed)
 *
 * How many bytes of main memory would have to be free to run the model without a
 * graphics card, or [const@EdgeKit.UNKNOWN].
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "gpu-layers", "gpu_layers", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPlacement, gpu_layers) },
  { "n-layers", "layers", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPlacement, n_layers) },
  { "cpu-expert-layers", "cpu_expert_layers", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitPlacement, cpu_expert_layers) },
  { "pools", NULL, EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitPlacement, pools), edgekit_pool_use_get_type },
  { "explanation", "explanation", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitPlacement, explanation) },
  { "card-memory-needed", "card_memory_needed", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitPlacement, card_memory_needed) },
  { "main-memory-needed", "main_memory_needed", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitPlacement, main_memory_needed) },
  { "budget", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPlacement, budget) },
  { "card-budget", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitPlacement, card_budget) },
};

static void
edgekit_placement_class_init (EdgeKitPlacementClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_placement_init (EdgeKitPlacement *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_placement_get_gpu_layers: (get-property gpu-layers)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many layers lie on graphics cards, the output layer counted as one like in llama.cpp.
 *
 * Returns: how many layers lie on graphics cards, the output layer counted as one like in llama.cpp,
 *   or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_gpu_layers (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->gpu_layers;
}

/**
 * edgekit_placement_get_n_layers: (get-property n-layers)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many layers there are, the output layer counted as one.
 *
 * Returns: how many layers there are, the output layer counted as one, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_n_layers (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->n_layers;
}

/**
 * edgekit_placement_get_cpu_expert_layers: (get-property cpu-expert-layers)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets of how many layers the experts stay in main memory.
 *
 * Returns: of how many layers the experts stay in main memory, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_cpu_expert_layers (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->cpu_expert_layers;
}

/**
 * edgekit_placement_get_pools: (get-property pools)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets what is used of each pool, unused pools included.
 *
 * Returns: (transfer none): what is used of each pool, unused pools included (a list of [class@EdgeKit.PoolUse])
 *
 * Since: 0.1
 */
GListModel *
edgekit_placement_get_pools (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), NULL);

  return G_LIST_MODEL (self->pools);
}

/**
 * edgekit_placement_get_budget: (get-property budget)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many bytes the pools in use offer together at the largest share.
 *
 * Returns: how many bytes the pools in use offer together at the largest share, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_budget (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->budget;
}

/**
 * edgekit_placement_get_card_budget: (get-property card-budget)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many bytes the graphics cards in use offer together at the largest
 * share. Memory that processor and graphics share does not count. Where main
 * memory is in use too, it is the part of [property@EdgeKit.Placement:budget] up
 * to which a model lies on the cards alone.
 *
 * Returns: a number of bytes, or [const@EdgeKit.UNKNOWN] where no graphics card
 *   with memory of its own is in use
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_card_budget (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->card_budget;
}

/**
 * edgekit_placement_get_explanation: (get-property explanation)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets why the parts of the model lie in different pools, in one sentence.
 *
 * Returns: (nullable): a sentence, or %NULL where the parts lie together
 *
 * Since: 0.1
 */
const char *
edgekit_placement_get_explanation (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), NULL);

  return self->explanation;
}

/**
 * edgekit_placement_get_card_memory_needed: (get-property card-memory-needed)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many bytes would have to be free on one graphics card for the whole
 * model to lie there, with the workload as it is and the largest share of the
 * memory that is used.
 *
 * Returns: a number of bytes, or [const@EdgeKit.UNKNOWN] for an engine that takes
 *   a share of each card
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_card_memory_needed (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->card_memory_needed;
}

/**
 * edgekit_placement_get_main_memory_needed: (get-property main-memory-needed)
 * @self: a [class@EdgeKit.Placement]
 *
 * Gets how many bytes of main memory would have to be free to run the model
 * without a graphics card.
 *
 * Returns: a number of bytes, or [const@EdgeKit.UNKNOWN] for an engine that needs
 *   a graphics card
 *
 * Since: 0.1
 */
gint64
edgekit_placement_get_main_memory_needed (EdgeKitPlacement *self)
{
  g_return_val_if_fail (EDGEKIT_IS_PLACEMENT (self), EDGEKIT_UNKNOWN);

  return self->main_memory_needed;
}
