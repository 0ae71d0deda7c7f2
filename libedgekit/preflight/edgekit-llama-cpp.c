/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-ggml-backend-private.h"
#include "edgekit-llama-private.h"
#include "edgekit-table-private.h"

typedef struct
{
  guint64 weights;
  guint64 cache;
  guint64 state;
  gboolean used;
} Share;

typedef struct
{
  Share shares[EDGEKIT_MAX_DEVICES + 1]; /* 0 is the host */
} Parts;

static void
add (guint64 *sum, guint64 value)
{
  *sum = _edgekit_sat_add (*sum, value);
}

/* The pool of layer @il of @n: the last gpu_layers - 1 layers, in order,
 * fill the devices; the output layer comes after them. */
guint
_edgekit_llama_pool_of (const EdgeKitSplit *split, guint64 il, guint64 n)
{
  guint64 first = split->gpu_layers > n ? 0 : n + 1 - split->gpu_layers;
  guint64 place;

  if (split->gpu_layers == 0 || il < first)
    return 0;
  place = il - first;
  for (guint i = 0; i < split->n_devices; i++)
    {
      if (place < split->layers_on[i])
        return i + 1;
      place -= split->layers_on[i];
    }
  return split->n_devices; /* more layers than the split speaks of: the last device */
}

/* What of a layer's weights no operation of the device can work on. */
static guint64
stays_on_host (const EdgeKitShapeLayer *layer, const EdgeKitBackend *backend, gboolean experts)
{
  const EdgeKitShapeTensor *scan = _edgekit_shape_tensors_get (layer->tensors, EDGEKIT_ROLE_SSM_A, FALSE);
  guint64 bytes = experts ? layer->expert_weights : 0;

  for (guint i = 0; layer->largest > backend->max_tensor && i < layer->tensors->list->len; i++)
    {
      const EdgeKitShapeTensor *t = &g_array_index (layer->tensors->list, EdgeKitShapeTensor, i);

      if (t->bytes > backend->max_tensor && !experts)
        bytes = _edgekit_sat_add (bytes, t->bytes);
    }
  if (scan && scan->ne[0] > 1 && !_edgekit_backend_scans (backend, scan->ne[0], 1, scan->ne[1]))
    bytes = _edgekit_sat_add (bytes, scan->bytes);
  return MIN (bytes, layer->weights);
}

/* The weights of @n layers from @i on, and the experts among them. */
static void
weigh (const EdgeKitShape *shape, guint64 i, guint64 n, guint64 *weights, guint64 *experts)
{
  const EdgeKitShapeLayer *first = _edgekit_shape_layer (shape, i), *last = _edgekit_shape_layer (shape, i + n - 1);

  *weights = _edgekit_sat_add (last->weights_before, last->weights) - first->weights_before;
  *experts = _edgekit_sat_add (last->experts_before, last->expert_weights) - first->experts_before;
}

/* How many layers from @i on are alike and lie in the same place. */
static guint64
count_alike (const EdgeKitShape *shape, const EdgeKitSplit *split, guint64 i)
{
  const guint64 n = shape->layers->len, start = split->gpu_layers > n ? 0 : n + 1 - split->gpu_layers;
  guint64 end = MIN (i + _edgekit_shape_layer (shape, i)->run, n), border = start;

  if (i < split->cpu_expert_layers)
    end = MIN (end, split->cpu_expert_layers);
  for (guint d = 0; d <= split->n_devices; d++)
    {
      if (i < border)
        end = MIN (end, border);
      if (d < split->n_devices)
        border = _edgekit_sat_add (border, split->layers_on[d]);
    }
  return end - i;
}

static void
share_layers (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, Parts *parts)
{
  const guint64 n = shape->layers->len; /* layers that are not loaded count all the same */

  for (guint64 i = 0, alike; i < n; i += alike)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      const guint pool = _edgekit_llama_pool_of (split, i, n);
      const EdgeKitBackend *backend = pool > 0 ? split->devices[pool - 1].rules : NULL;
      const gboolean picky = backend && (shape->largest > backend->max_tensor || shape->scans);
      Share *share = &parts->shares[pool], *host = &parts->shares[0];
      const gboolean aside = share != host && i < split->cpu_expert_layers;
      guint64 weights, experts, stays;

      alike = picky ? 1 : count_alike (shape, split, i);
      if (layer->extra)
        continue;
      weigh (shape, i, alike, &weights, &experts);
      stays = aside ? MIN (experts, weights) : 0;
      if (picky)
        stays = stays_on_host (layer, backend, aside);
      share->used = TRUE;
      add (&share->weights, weights - stays);
      add (&host->weights, stays);
      add (&share->cache, _edgekit_sat_mul (alike, _edgekit_llama_layer_cache (shape, settings, layer)));
      add (&share->state, _edgekit_sat_mul (alike, _edgekit_llama_layer_state (settings, layer)));
    }
}

static void
share_all (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, Parts *parts)
{
  const guint output = _edgekit_llama_pool_of (split, shape->layers->len, shape->layers->len);
  const guint first = _edgekit_llama_pool_of (split, 0, shape->layers->len);

  memset (parts->shares, 0, (split->n_devices + 1) * sizeof parts->shares[0]);
  share_layers (shape, settings, split, parts);
  add (&parts->shares[0].weights, shape->input_weights);
  add (&parts->shares[first].weights, shape->first_weights);
  add (&parts->shares[output].weights, shape->output_weights);
  if (output > 0 || shape->hints.input_twice) /* a tied output is a second copy of the embeddings */
    add (&parts->shares[output].weights, shape->tied_weights);
  parts->shares[output].used = TRUE;
}

static guint64
scaled (double factor, guint64 value)
{
  double result = factor * (double) value;

  return result < (double) G_MAXINT64 ? (guint64) result : G_MAXINT64;
}

static void
charge_overhead (EdgeKitBill *bill, const EdgeKitBackend *backend, guint pool)
{
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of the back end", pool, backend->low,
                     backend->likely, backend->high, "table overhead, measured on other computers");
}

/* An architecture whose graph was compared with llama.cpp's is known node by
 * node; of others a tensor as wide as the embeddings may be missing or one too
 * many, or a tenth of the whole: what closed forms for all kinds of layers miss
 * by in one measured row of a hundred. Other back ends than those measured may place a few tensors elsewhere. */
static void
charge_compute (EdgeKitBill *bill, const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitSplit *split,
                guint pool, guint64 likely)
{
  const EdgeKitGraphHints *hints = &shape->hints;
  const guint64 tensor = _edgekit_sat_mul (4, _edgekit_sat_mul (shape->embedding, s->tokens));
  const EdgeKitBackend *backend = split->n_devices > 0 ? split->devices[MAX (pool, 1) - 1].rules : NULL;
  /* a decoder beside an encoder was compared node by node on the processor only; cards keep more apart */
  const double doubt = !backend ? 0.002 : shape->decodes ? 0.25 : g_str_equal (backend->name, "vulkan") ? 0.05 : 0.08;
  guint64 slack = scaled (hints->checked ? doubt : doubt + 0.1, likely), low, high;

  if (s->bound)
    return;
  if (!hints->checked)
    slack = _edgekit_sat_add (slack, tensor);
  low = scaled (MIN (hints->low, 1), likely - MIN (slack, likely / 2));
  high = scaled (MAX (hints->high, 1), _edgekit_sat_add (likely, slack));
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_COMPUTE, "compute buffer", pool, low, likely, high,
                     hints->checked ? "replay of llama.cpp’s graph and ggml’s allocator; the graph of this architecture "
                                      "was compared node by node"
                                    : "replay of llama.cpp’s graph and ggml’s allocator; ± one tensor and a tenth, since the graph "
                                      "of this architecture was not compared");
}

static void
charge_exact (EdgeKitBill *bill, EdgeKitMemoryKind kind, const char *what, guint pool, guint64 bytes, gboolean known,
              const char *source)
{
  /* the keys of an unknown architecture bound the cache from above: a layer that
   * has a window, a latent or a state instead caches less */
  _edgekit_bill_add (bill, kind, what, pool, known ? bytes : bytes / 8, bytes, bytes,
                     known ? source : "bound from the file’s keys; the architecture is not known");
}

static void
charge_pool (EdgeKitBill *bill, const EdgeKitShape *shape, const Share *share, guint pool)
{
  const guint64 doubt = scaled (shape->doubt, share->weights);

  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_WEIGHTS, "model weights", pool, share->weights - doubt, share->weights,
                     _edgekit_sat_add (share->weights, doubt),
                     doubt ? "size of the files, spread over the tensors that such a model has"
                           : "sum of the tensors, each padded to 32 bytes");
  charge_exact (bill, EDGEKIT_MEMORY_KIND_KV_CACHE, "kv cache", pool, share->cache, shape->known,
                "sum over layers: cells × streams × (row of K + row of V)");
  charge_exact (bill, EDGEKIT_MEMORY_KIND_RECURRENT_STATE, "rs state", pool, share->state, shape->known,
                "sum over layers: sequences × (convolution + state) × 4 bytes");
}

static void
llama_price (const EdgeKitShape *shape, const EdgeKitSettings *asked, const EdgeKitSplit *split, EdgeKitBill *bill)
{
  guint64 compute[EDGEKIT_MAX_DEVICES + 1], output;
  EdgeKitSettings settings = *asked;
  Parts parts;

  bill->n_charges = 0;
  if (settings.bound)
    memset (compute, 0, (split->n_devices + 1) * sizeof compute[0]);
  else
    _edgekit_llama_compute (shape, &settings, split, compute);
  share_all (shape, &settings, split, &parts);
  charge_pool (bill, shape, &parts.shares[0], 0);
  charge_compute (bill, shape, &settings, split, 0, compute[0]);
  output = _edgekit_llama_output (shape, &settings);
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_OUTPUT, "output buffer", 0, output, output, output,
                     "sequences × vocabulary × 4 bytes");
  for (guint i = 1; i <= split->n_devices; i++)
    {
      if (!parts.shares[i].used && i > 1)
        continue; /* llama.cpp opens it, and allocates next to nothing there */
      charge_pool (bill, shape, &parts.shares[i], i);
      charge_compute (bill, shape, &settings, split, i, compute[i]);
      charge_overhead (bill, split->devices[i - 1].overhead, i);
    }
}

static gboolean
llama_can_load (const char *format, const char **why)
{
  *why = NULL;
  if (g_strcmp0 (format, "gguf") == 0)
    return TRUE;
  *why = "engine-format";
  return FALSE;
}

const EdgeKitEstimator _edgekit_llama_cpp_estimator = {
  .name = "llama.cpp",
  .cache_type = _edgekit_llama_cache_type_name,
  .can_load = llama_can_load,
  .get_settings = _edgekit_llama_get_settings,
  .price = llama_price,
  .helps_host = TRUE,
};
