/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-ggml-backend-private.h"

#define MAX_EXPERTS 15

/* ggml_backend_cuda_graph_optimize of ggml-cuda.cu: the results of the experts are
 * weighted and added up in one operation, which reads them until its end. So they
 * and their weights live until the sum is there, and the product needs a place of
 * its own (add_alloc_dep of ggml-backend.cpp). */

/* Whether @t is the product of what experts computed, and their weights. The kernel has room
 * for MAX_EXPERTS of them (ggml_cuda_match_moe_weighted_reduction). */
static gboolean
weighs_experts (const EdgeKitGraph *graph, const EdgeKitGraphTensor *t)
{
  const EdgeKitGraphTensor *weights;

  if (t->op != EDGEKIT_OP_MUL || t->n_sources != 2 || t->ne[1] < 2 || t->ne[1] > MAX_EXPERTS)
    return FALSE;
  weights = _edgekit_graph_tensor (graph, t->sources[1]);
  return weights->ne[0] == 1 && memcmp (weights->ne + 1, t->ne + 1, 3 * sizeof *t->ne) == 0;
}

/* The place of the last sum over views of the product at @i, or @i when it is not summed. */
static guint
find_sum (const EdgeKitGraph *graph, const EdgeKitTensorId *nodes, guint n, guint i)
{
  const EdgeKitTensorId product = nodes[i];
  guint end = i;

  for (guint j = i + 1; j < n; j++)
    {
      const EdgeKitGraphTensor *t = _edgekit_graph_tensor (graph, nodes[j]);

      if (t->op == EDGEKIT_OP_VIEW && t->viewed == product)
        continue;
      if (t->op != EDGEKIT_OP_ADD || _edgekit_graph_tensor (graph, t->sources[1])->viewed != product)
        break;
      end = j;
    }
  return end;
}

void
_edgekit_backend_keep (EdgeKitGraph *graph, EdgeKitTensorList *nodes, guint start)
{
  const guint n = nodes->n - start;
  g_autofree EdgeKitTensorId *old = g_memdup2 (nodes->ids + start, n * sizeof *old);
  EdgeKitTensorId kept[2] = { EDGEKIT_NO_TENSOR, EDGEKIT_NO_TENSOR };
  guint end = n;

  nodes->n = start;
  for (guint i = 0; i < n; i++)
    {
      const EdgeKitGraphTensor *t = _edgekit_graph_tensor (graph, old[i]);

      if (end == n && weighs_experts (graph, t))
        {
          kept[0] = t->sources[0];
          kept[1] = t->sources[1];
          end = find_sum (graph, old, n, i);
          end = end > i ? end : n;
        }
      _edgekit_tensor_list_add (nodes, old[i]);
      if (i != end)
        continue;
      for (guint s = 0; s < G_N_ELEMENTS (kept); s++)
        _edgekit_tensor_list_add (nodes, _edgekit_graph_depend (graph, kept[s]));
      end = n;
    }
}
