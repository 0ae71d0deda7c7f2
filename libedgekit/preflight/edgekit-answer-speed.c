/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-model-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

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

  if (!answer->estimator || answer->context_used <= 0)
    return NULL;
  for (guint i = 0; i <= answer->fit.split.n_devices; i++)
    {
      const EdgeKitPlace *place = &answer->places.places[i];
      const char *row = i == 0 ? "cpu" : answer->fit.split.backend;
      double weights = (double) _edgekit_bill_get (&answer->fit.bill, i, EDGEKIT_MEMORY_KIND_WEIGHTS);
      double cache = (double) _edgekit_bill_get (&answer->fit.bill, i, EDGEKIT_MEMORY_KIND_KV_CACHE);
      gint64 bandwidth = _edgekit_place_get_bandwidth (place, question->profile);

      /* of the input embeddings, which stay on the host, a token reads one row */
      if (i == 0 && answer->fit.split.gpu_layers > question->shape->layers->len &&
          answer->fit.split.cpu_expert_layers == 0)
        continue;
      if (weights <= 0)
        continue;
      if (bandwidth <= 0)
        return NULL;
      seconds += _edgekit_speed_seconds (row, weights * active_share (question->model) + cache / 2, bandwidth, moe);
      if (!worst || _edgekit_table_double ("speed-classes", row, "low") <
                        _edgekit_table_double ("speed-classes", worst, "low"))
        worst = row;
    }
  return seconds > 0 ? _edgekit_speed_new (worst, seconds) : NULL;
}
