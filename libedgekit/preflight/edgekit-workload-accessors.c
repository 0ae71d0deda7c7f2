/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-workload-private.h"

/* The accessors go through the properties, whose setters compare, normalise
 * and notify in one place (edgekit-workload.c). Here is what is to be done; how it is
 * kept is in edgekit-workload-cache.c, and where in edgekit-workload-devices.c. */

/**
 * edgekit_workload_get_preset: (get-property preset)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whose defaults fill in what is left open.
 *
 * Returns: whose defaults fill in what is left open
 *
 * Since: 0.1
 */
EdgeKitPreset
edgekit_workload_get_preset (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_PRESET_SERVER);

  return self->preset;
}

/**
 * edgekit_workload_set_preset: (set-property preset)
 * @self: a [class@EdgeKit.Workload]
 * @preset: whose defaults fill in what is left open
 *
 * Sets whose defaults fill in what is left open.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_preset (EdgeKitWorkload *self, EdgeKitPreset preset)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "preset", preset, NULL);
}

/**
 * edgekit_workload_get_engine: (get-property engine)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the engine that runs the model, such as `llama.cpp`.
 *
 * Returns: (nullable): the engine that runs the model, such as `llama.cpp`, or %NULL when it is left open
 *
 * Since: 0.1
 */
const char *
edgekit_workload_get_engine (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), NULL);

  return self->engine;
}

/**
 * edgekit_workload_set_engine: (set-property engine)
 * @self: a [class@EdgeKit.Workload]
 * @engine: (nullable): the engine that runs the model, such as `llama.cpp`, or %NULL to leave it open
 *
 * Sets the engine that runs the model, such as `llama.cpp`.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_engine (EdgeKitWorkload *self, const char *engine)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "engine", engine, NULL);
}

/**
 * edgekit_workload_get_context: (get-property context)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets the context in tokens, all sequences together.
 *
 * Returns: the context in tokens, all sequences together, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_context (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->context;
}

/**
 * edgekit_workload_set_context: (set-property context)
 * @self: a [class@EdgeKit.Workload]
 * @context: the context in tokens, all sequences together, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets the context in tokens, all sequences together.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_context (EdgeKitWorkload *self, gint64 context)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "context", MAX (context, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_parallel: (get-property parallel)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many sequences run at once.
 *
 * Returns: how many sequences run at once, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_parallel (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->parallel;
}

/**
 * edgekit_workload_set_parallel: (set-property parallel)
 * @self: a [class@EdgeKit.Workload]
 * @parallel: how many sequences run at once, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many sequences run at once.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_parallel (EdgeKitWorkload *self, gint64 parallel)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "parallel", MAX (parallel, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_batch: (get-property batch)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many tokens are handed to the engine at once.
 *
 * Returns: how many tokens are handed to the engine at once, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_batch (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->batch;
}

/**
 * edgekit_workload_set_batch: (set-property batch)
 * @self: a [class@EdgeKit.Workload]
 * @batch: how many tokens are handed to the engine at once, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many tokens are handed to the engine at once.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_batch (EdgeKitWorkload *self, gint64 batch)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "batch", MAX (batch, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_ubatch: (get-property ubatch)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets how many tokens are computed at once (micro-batch).
 *
 * Returns: how many tokens are computed at once (micro-batch), or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_ubatch (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->ubatch;
}

/**
 * edgekit_workload_set_ubatch: (set-property ubatch)
 * @self: a [class@EdgeKit.Workload]
 * @ubatch: how many tokens are computed at once (micro-batch), or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets how many tokens are computed at once (micro-batch).
 *
 * Since: 0.1
 */
void
edgekit_workload_set_ubatch (EdgeKitWorkload *self, gint64 ubatch)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "ubatch", MAX (ubatch, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_outputs: (get-property outputs)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets for how many tokens logits are kept.
 *
 * Returns: for how many tokens logits are kept, or [const@EdgeKit.UNKNOWN] when it is left open
 *
 * Since: 0.1
 */
gint64
edgekit_workload_get_outputs (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), EDGEKIT_UNKNOWN);

  return self->outputs;
}

/**
 * edgekit_workload_set_outputs: (set-property outputs)
 * @self: a [class@EdgeKit.Workload]
 * @outputs: for how many tokens logits are kept, or [const@EdgeKit.UNKNOWN] to leave it open
 *
 * Sets for how many tokens logits are kept.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_outputs (EdgeKitWorkload *self, gint64 outputs)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "outputs", MAX (outputs, EDGEKIT_UNKNOWN), NULL);
}

/**
 * edgekit_workload_get_embeddings: (get-property embeddings)
 * @self: a [class@EdgeKit.Workload]
 *
 * Gets whether the model is used for embeddings.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
edgekit_workload_get_embeddings (EdgeKitWorkload *self)
{
  g_return_val_if_fail (EDGEKIT_IS_WORKLOAD (self), FALSE);

  return self->embeddings;
}

/**
 * edgekit_workload_set_embeddings: (set-property embeddings)
 * @self: a [class@EdgeKit.Workload]
 * @embeddings: whether the model is used for embeddings
 *
 * Sets whether the model is used for embeddings.
 *
 * Since: 0.1
 */
void
edgekit_workload_set_embeddings (EdgeKitWorkload *self, gboolean embeddings)
{
  g_return_if_fail (EDGEKIT_IS_WORKLOAD (self));

  g_object_set (self, "embeddings", embeddings, NULL);
}
