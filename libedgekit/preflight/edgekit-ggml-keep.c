/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-ggml-backend-private.h"

/* ggml_backend_cuda_graph_optimize of ggml-cuda.cu: the results of the experts are
 * weighted and added up in one operation, which reads them until its end. So they
 * and their weights live until the sum is there, and the product needs a place of
 * its own (add_alloc_dep of ggml-backend.cpp). */

static EdgeKitGraphTensor *
node (const EdgeKitGraph *graph, const GArray *nodes, guint i)
{
  return _edgekit_graph_tensor (graph, g_array_index (nodes, EdgeKitTensorId, i));
}

/* Whether @id is the product of what experts computed and their weights. */
static gboolean
weighs_experts (const EdgeKitGraph *graph, const EdgeKitGraphTensor *t)
{
  return t->op == EDGEKIT_OP_MUL && t->n_sources == 2 &&
         _edgekit_graph_tensor (graph, t->sources[0])->op == EDGEKIT_OP_MUL_MAT_ID;
}

/* The place of the last sum over views of the product at @i, or @i when it is not summed. */
static guint
find_sum (const EdgeKitGraph *graph, const GArray *nodes, guint i)
{
  const EdgeKitTensorId product = g_array_index (nodes, EdgeKitTensorId, i);
  guint end = i;

  for (guint j = i + 1; j < nodes->len; j++)
    {
      const EdgeKitGraphTensor *t = node (graph, nodes, j);

      if (t->op == EDGEKIT_OP_VIEW && t->viewed == product)
        continue;
      if (t->op != EDGEKIT_OP_ADD || _edgekit_graph_tensor (graph, t->sources[1])->viewed != product)
        break;
      end = j;
    }
  return end;
}

void
_edgekit_backend_keep (EdgeKitGraph *graph, GArray *nodes, guint start)
{
  for (guint i = start; i < nodes->len; i++)
    {
      const EdgeKitGraphTensor *t = node (graph, nodes, i);
      EdgeKitTensorId kept[2];
      guint end;

      if (!weighs_experts (graph, t))
        continue;
      kept[0] = t->sources[0];
      kept[1] = t->sources[1];
      end = find_sum (graph, nodes, i);
      if (end == i)
        continue;
      for (guint s = 0; s < G_N_ELEMENTS (kept); s++)
        {
          const EdgeKitTensorId until = _edgekit_graph_depend (graph, kept[s]);

          g_array_insert_val (nodes, end + 1 + s, until);
        }
      i = end + G_N_ELEMENTS (kept);
    }
}
