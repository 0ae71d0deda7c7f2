/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-llama-private.h"
#include "edgekit-table-private.h"

/* Below this batch llama.cpp does not lend the device a weight of the host. */
#define OFFLOAD_TOKENS 32
/* Vulkan cuts a buffer into pieces of at most this, and the pieces add up. */
#define VULKAN_PIECE (G_GUINT64_CONSTANT (1) << 30)
/* Rotation matrices of some cache types and the small change of the allocator. */
#define SMALL_CHANGE (128 * 1024)
/* Copies of the inputs that several devices keep in flight, beside the first. */
#define PIPELINE_COPIES 3
/* Tensors of the width of an embedding that may find no hole. */
#define LOOSE_TENSORS 1.3

typedef struct
{
  guint64 weights;
  guint64 cache;
  guint64 state;
  gboolean used;
  gboolean output;
} Share;

typedef struct
{
  Share shares[EDGEKIT_MAX_DEVICES + 1]; /* 0 is the host */
  guint64 lent;                          /* the largest weight that a device borrows from the host */
  gboolean devices;                      /* a device computes */
} Parts;

static void
add (guint64 *sum, guint64 value)
{
  *sum = _edgekit_sat_add (*sum, value);
}

/* The pool of layer @il of @n: the last gpu_layers - 1 layers, in order,
 * fill the devices; the output layer comes after them. */
static guint
pool_of (const EdgeKitSplit *split, guint64 il, guint64 n)
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

static void
share_layers (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, Parts *parts)
{
  guint64 n = shape->layers->len; /* layers that are not loaded count all the same */

  for (guint64 i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      Share *share, *host = &parts->shares[0];
      guint64 stays = 0;

      if (layer->extra)
        continue;
      share = &parts->shares[pool_of (split, i, n)];
      if (share != host && i < split->cpu_expert_layers)
        stays = layer->expert_weights;
      share->used = TRUE;
      add (&share->weights, layer->weights - stays);
      add (&host->weights, stays);
      add (&share->cache, _edgekit_llama_layer_cache (shape, settings, layer));
      add (&share->state, _edgekit_llama_layer_state (settings, layer));
      if (share == host || stays > 0)
        parts->lent = MAX (parts->lent, layer->largest);
    }
}

static void
share_all (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, Parts *parts)
{
  guint output = pool_of (split, shape->layers->len, shape->layers->len);

  memset (parts, 0, sizeof *parts);
  parts->devices = split->n_devices > 0;
  share_layers (shape, settings, split, parts);
  add (&parts->shares[0].weights, shape->input_weights);
  add (&parts->shares[output].weights, shape->output_weights);
  if (output > 0) /* a tied output is a second copy of the embeddings */
    add (&parts->shares[output].weights, shape->tied_weights);
  parts->shares[output].output = TRUE;
  parts->shares[output].used = TRUE;
}

static guint64
scaled (double factor, guint64 value)
{
  double result = factor * (double) value;

  return result < (double) G_MAXINT64 ? (guint64) result : G_MAXINT64;
}

static guint64
slack (const EdgeKitLlamaCompute *c)
{
  return _edgekit_sat_add (scaled (LOOSE_TENSORS, c->width), SMALL_CHANGE);
}

/* What an architecture that EdgeKit knows by measurement only in part adds. */
static void
charge_compute (EdgeKitBill *bill, const EdgeKitShape *shape, guint pool, guint64 low, guint64 likely, guint64 high,
                const char *what, const char *source)
{
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_COMPUTE, what, pool, scaled (MIN (shape->form.low, 1), low), likely,
                     MAX (high, scaled (MAX (shape->form.high, 1), high)), source);
}

static void
charge_host_compute (EdgeKitBill *bill, const EdgeKitShape *shape, const EdgeKitLlamaCompute *c, const Parts *parts)
{
  guint64 likely;

  if (!parts->devices)
    {
      likely = _edgekit_sat_add (c->inputs, MAX (c->logits, c->layers));
      charge_compute (bill, shape, 0, likely - MIN (likely, c->width), likely,
                      _edgekit_sat_add (likely, slack (c)), "compute buffer",
                      "closed form of llama.cpp’s graph; ± one tensor that the allocator may or may not fit in a hole");
      return;
    }
  likely = c->inputs - MIN (c->inputs, c->width);
  charge_compute (bill, shape, 0, likely, likely, _edgekit_sat_add (likely, slack (c)),
                  "compute buffer, inputs", "inputs of llama.cpp’s graph, kept in host memory beside a device");
}

static void
charge_device_compute (EdgeKitBill *bill, const EdgeKitShape *shape, const EdgeKitSettings *s,
                       const EdgeKitLlamaCompute *c, const EdgeKitSplit *split, const Parts *parts, guint pool)
{
  guint64 inputs = c->inputs - MIN (c->inputs, c->width);
  guint64 lent = s->tokens >= OFFLOAD_TOKENS ? parts->lent : 0;
  guint64 output = parts->shares[0].output ? 0 : c->logits;
  guint64 full, likely, high;

  if (!parts->shares[pool].output && parts->shares[0].output && pool == 1 && s->outputs >= OFFLOAD_TOKENS)
    output = _edgekit_sat_add (c->logits, shape->output_largest); /* the output layer is lent, too */
  else if (pool != split->n_devices)
    output = 0;
  full = _edgekit_sat_add (inputs, MAX (output, c->layers));
  likely = MAX (full, _edgekit_sat_add (inputs, _edgekit_sat_add (c->layers, lent)));
  high = _edgekit_sat_add (_edgekit_sat_add (likely, lent), slack (c));
  if (split->n_devices > 1)
    high = _edgekit_sat_add (high, _edgekit_sat_mul (PIPELINE_COPIES, inputs));
  if (g_strcmp0 (split->backend, "vulkan") == 0 && likely > VULKAN_PIECE)
    high = MAX (high, scaled (1.4, likely));
  charge_compute (bill, shape, pool, full - MIN (full, c->width), likely, high, "compute buffer",
                  lent ? "closed form of llama.cpp’s graph and the largest weight lent by the host; no exact form is known"
                       : "closed form of llama.cpp’s graph; ± one tensor that the allocator may or may not fit in a hole");
}

static void
charge_overhead (EdgeKitBill *bill, const char *backend, guint pool)
{
  if (!backend || !g_key_file_has_group (_edgekit_table_get ("overhead"), backend))
    return;
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of the back end", pool,
                     _edgekit_table_int ("overhead", backend, "low"), _edgekit_table_int ("overhead", backend, "likely"),
                     _edgekit_table_int ("overhead", backend, "high"), "table overhead, measured on other computers");
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
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_WEIGHTS, "model weights", pool, share->weights, share->weights,
                     share->weights, "sum of the tensors, each padded to 32 bytes");
  charge_exact (bill, EDGEKIT_MEMORY_KIND_KV_CACHE, "kv cache", pool, share->cache, shape->known,
                "sum over layers: cells × streams × (row of K + row of V)");
  charge_exact (bill, EDGEKIT_MEMORY_KIND_RECURRENT_STATE, "rs state", pool, share->state, shape->known,
                "sum over layers: sequences × (convolution + state) × 4 bytes");
}

static void
llama_price (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split, EdgeKitBill *bill)
{
  EdgeKitLlamaCompute compute;
  Parts parts;
  guint64 output = _edgekit_llama_output (shape, settings);

  bill->n_charges = 0;
  _edgekit_llama_compute (shape, settings, &compute);
  share_all (shape, settings, split, &parts);
  charge_pool (bill, shape, &parts.shares[0], 0);
  charge_host_compute (bill, shape, &compute, &parts);
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_OUTPUT, "output buffer", 0, output, output, output,
                     "sequences × vocabulary × 4 bytes");
  for (guint i = 1; i <= split->n_devices; i++)
    {
      if (!parts.shares[i].used && i > 1)
        continue; /* llama.cpp opens it, and allocates next to nothing there */
      charge_pool (bill, shape, &parts.shares[i], i);
      charge_device_compute (bill, shape, settings, &compute, split, &parts, i);
      charge_overhead (bill, split->backend, i);
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
  .can_load = llama_can_load,
  .get_settings = _edgekit_llama_get_settings,
  .price = llama_price,
};
