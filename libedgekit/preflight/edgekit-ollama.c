/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-llama-private.h"

/* Ollama starts a llama-server for each model, with settings of its own choice:
 * one slot, a context by how much graphics memory there is, and a batch by how
 * long the context is. What it then allocates is what llama.cpp allocates.
 * server/routes.go, server/sched.go and llm/llama_server.go at fb3076099. */

#define GIB (G_GUINT64_CONSTANT (1) << 30)

/* Slightly below 48 and 24 GiB, as cards are. */
static guint64
ollama_usual_context (const EdgeKitDevices *devices)
{
  if (devices->sum >= 47 * GIB)
    return 262144;
  return devices->sum >= 23 * GIB ? 32768 : 4096;
}

/* It takes fewer where the card would be filled by that, which is not foreseen here. */
static guint64
batch_for (guint64 context)
{
  return context > 32768 ? 2048 : context > 4096 ? 1024 : 512;
}

static gboolean
ollama_get_settings (const EdgeKitShape *shape, EdgeKitWorkload *workload, guint64 context, EdgeKitSettings *settings,
                     const char **why)
{
  g_autoptr(EdgeKitWorkload) chosen = edgekit_workload_copy (workload);

  edgekit_workload_set_preset (chosen, EDGEKIT_PRESET_SERVER);
  if (edgekit_workload_get_parallel (workload) <= 0)
    edgekit_workload_set_parallel (chosen, 1); /* OLLAMA_NUM_PARALLEL */
  if (edgekit_workload_get_batch (workload) <= 0)
    edgekit_workload_set_batch (chosen, (gint64) batch_for (context));
  if (edgekit_workload_get_ubatch (workload) <= 0)
    edgekit_workload_set_ubatch (chosen, edgekit_workload_get_batch (chosen));
  return _edgekit_llama_cpp_estimator.get_settings (shape, chosen, context, settings, why);
}

static gboolean
ollama_can_load (const char *format, const char **why)
{
  return _edgekit_llama_cpp_estimator.can_load (format, why);
}

static void
ollama_price (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, EdgeKitBill *bill)
{
  _edgekit_llama_cpp_estimator.price (shape, settings, split, bill);
}

const EdgeKitEstimator _edgekit_ollama_estimator = {
  .name = "ollama",
  .cache_type = _edgekit_llama_cache_type_name,
  .can_load = ollama_can_load,
  .get_settings = ollama_get_settings,
  .price = ollama_price,
  .usual_context = ollama_usual_context,
};
