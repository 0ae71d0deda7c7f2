/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-model-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

/* Generating a token reads every weight that takes part in it, and the cache;
 * the memory's bandwidth is the limit on every device that people have. */

static double
number (const char *row, const char *key)
{
  g_autoptr(GError) error = NULL;
  double value = g_key_file_get_double (_edgekit_table_get ("speed-classes"), row, key, &error);

  g_assert_no_error (error);
  return value;
}

static gint64
bandwidth_of (const EdgeKitQuestion *question, const EdgeKitPlace *place)
{
  EdgeKitMemoryPool *pool = place->pool;

  if (pool && pool->bandwidth == EDGEKIT_UNKNOWN && pool->backing)
    pool = edgekit_hardware_profile_lookup_pool (question->profile, pool->backing);
  return pool ? pool->bandwidth : EDGEKIT_UNKNOWN;
}

/* The part of the weights that one token uses. */
static double
active_share (EdgeKitModel *model)
{
  if (model->active_parameters <= 0 || model->parameters <= 0 || model->active_parameters > model->parameters)
    return 1;
  return (double) model->active_parameters / (double) model->parameters;
}

EdgeKitSpeed *
_edgekit_answer_make_speed (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  const gboolean moe = question->shape && _edgekit_shape_has_experts (question->shape);
  const char *worst = NULL;
  double seconds = 0;
  EdgeKitSpeed *self;

  if (!answer->estimator || answer->context_used <= 0)
    return NULL;
  for (guint i = 0; i <= answer->fit.split.n_devices; i++)
    {
      const EdgeKitPlace *place = &answer->places.places[i];
      const char *row = i == 0 ? "cpu" : answer->fit.split.backend;
      double weights = (double) _edgekit_bill_get (&answer->fit.bill, i, EDGEKIT_MEMORY_KIND_WEIGHTS);
      double cache = (double) _edgekit_bill_get (&answer->fit.bill, i, EDGEKIT_MEMORY_KIND_KV_CACHE);
      gint64 bandwidth = bandwidth_of (question, place);

      /* of the input embeddings, which stay on the host, a token reads one row */
      if (i == 0 && answer->fit.split.gpu_layers > question->shape->layers->len &&
          answer->fit.split.cpu_expert_layers == 0)
        continue;
      if (weights <= 0)
        continue;
      if (bandwidth <= 0)
        return NULL;
      seconds += (moe ? number (row, "moe_factor") : 1) * (weights * active_share (question->model) + cache / 2) /
                     ((double) bandwidth * number (row, "efficiency")) +
                 number (row, "overhead_ms") / 1000;
      if (!worst || number (row, "low") < number (worst, "low"))
        worst = row;
    }
  if (seconds <= 0)
    return NULL;
  self = g_object_new (EDGEKIT_TYPE_SPEED, NULL);
  self->likely = 1 / seconds;
  self->low = self->likely * number (worst, "low");
  self->high = self->likely * number (worst, "high");
  self->basis = g_strdup ("bytes of the weights in use and half of the cache, over the memory’s bandwidth; "
                          "table speed-classes");
  return self;
}
