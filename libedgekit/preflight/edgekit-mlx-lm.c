/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-estimator-private.h"
#include "edgekit-model-private.h"

/* mlx-lm keeps weights as they are stored, caches that grow by steps of 256
 * tokens, and what a chunk of the prompt needs on its way through some layers.
 * mlx_lm/models/cache.py and mlx_lm/generate.py at d78bf58e. */

#define CACHE_STEP 256
#define PROMPT_CHUNK 2048
#define MAX_CONTEXT (G_GUINT64_CONSTANT (1) << 40)
#define MIB G_GUINT64_CONSTANT (1048576)
#define NUMBER 2 /* bytes of an activation, and of a cached number */
#define CACHE_GROUP 64

/* Of how many layers Metal holds what is computed on the way, until a batch of
 * commands is done; found by peaks that mlx-lm reports (BENCHMARKS.md). */
#define LAYERS_IN_FLIGHT 2.2

static const struct
{
  const char *name;
  guint bits;
} cache_types[] = {
  { "auto", 16 }, { "f16", 16 }, { "bf16", 16 }, { "8bit", 8 }, { "q8", 8 },   { "q8_0", 8 }, { "6bit", 6 },
  { "5bit", 5 },  { "4bit", 4 }, { "q4", 4 },    { "q4_0", 4 }, { "3bit", 3 }, { "2bit", 2 },
};

static const char *
cache_type_name (guint i)
{
  return i < G_N_ELEMENTS (cache_types) ? cache_types[i].name : NULL;
}

guint
_edgekit_mlx_lm_cache_bits (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (cache_types); i++)
    if (g_ascii_strcasecmp (cache_types[i].name, type) == 0)
      return cache_types[i].bits;
  return 0;
}

static gboolean
mlx_can_load (EdgeKitModel *model, const char **why)
{
  static const char *const plain[] = { "BF16", "F16", "F32", NULL };

  *why = NULL;
  if (g_strcmp0 (model->format, "mlx") == 0)
    return TRUE;
  if (g_strcmp0 (model->format, "safetensors") != 0)
    *why = "engine-format";
  else if (model->quantization && !g_strv_contains (plain, model->quantization))
    *why = "mlx-packing-unsure"; /* it reads some of what others pack, and not all */
  return *why == NULL;
}

static gboolean
mlx_can_divide (const EdgeKitNetwork *network, guint n, const char **why)
{
  *why = n > 1 ? "one-device" : NULL;
  return n <= 1;
}

static guint64
or_default (gint64 value, guint64 fallback)
{
  return value > 0 ? MIN ((guint64) value, MAX_CONTEXT) : fallback;
}

static gboolean
mlx_get_settings (const EdgeKitNetwork *network, EdgeKitWorkload *workload, guint64 context,
                  const EdgeKitDevices *devices, EdgeKitSettings *s, const char **why)
{
  const char *type = edgekit_workload_get_cache_type_k (workload);

  *why = NULL;
  memset (s, 0, sizeof *s);
  s->context = CLAMP (context, 1, MAX_CONTEXT);
  s->padded_context = s->cells = _edgekit_sat_pad (s->context, CACHE_STEP);
  s->parallel = s->streams = or_default (edgekit_workload_get_parallel (workload), 1);
  s->batch = or_default (edgekit_workload_get_batch (workload), PROMPT_CHUNK);
  s->ubatch = s->tokens = MIN (s->batch, s->context);
  s->outputs = s->parallel;
  s->flash_attention = TRUE;
  s->devices = 1;
  s->type_k = s->type_v = type ? g_intern_string (type) : "auto";
  if (_edgekit_mlx_lm_cache_bits (s->type_k) == 0)
    {
      *why = "cache-type-unknown";
      s->type_k = s->type_v = "auto";
    }
  return *why == NULL;
}

static guint64
mul (guint64 a, guint64 b)
{
  return _edgekit_sat_mul (a, b);
}

static guint64
add (guint64 a, guint64 b)
{
  return _edgekit_sat_add (a, b);
}

/* A number of packed ones has a scale and an offset of 16 bits in each group. */
static guint64
packed (guint64 numbers, guint bits)
{
  return bits == 16 ? mul (numbers, NUMBER) : add (mul (numbers, bits) / 8, mul (numbers / CACHE_GROUP, 4));
}

/* A rotating cache takes in a whole chunk before it drops what is too old. */
static guint64
cached_tokens (const EdgeKitNetworkLayer *layer, const EdgeKitSettings *s)
{
  if (layer->kind != EDGEKIT_ATTENTION_KIND_WINDOW || layer->window == 0)
    return s->cells;
  return MIN (s->cells, add (layer->window - 1, s->ubatch));
}

static guint64
cache_of_layer (const EdgeKitNetworkLayer *layer, const EdgeKitSettings *s)
{
  const guint bits = _edgekit_mlx_lm_cache_bits (s->type_k);
  guint64 row;

  if (!_edgekit_network_has_cache (layer))
    return 0;
  row = packed (layer->key_length, bits);
  if (layer->kind != EDGEKIT_ATTENTION_KIND_MLA)
    row = add (row, packed (layer->value_length, bits));
  return mul (mul (row, MAX (layer->kv_heads, 1)), cached_tokens (layer, s));
}

static guint64
state_of_layer (const EdgeKitNetworkLayer *layer)
{
  if (!_edgekit_network_has_state (layer))
    return 0;
  return add (mul (layer->conv_values, NUMBER), mul (layer->scan_values, sizeof (float)));
}

static void
charge_memory (const EdgeKitNetwork *network, const EdgeKitSettings *s, EdgeKitBill *bill)
{
  guint64 cache = 0, state = 0, largest = 0;

  for (guint i = 0; i < network->layers->len; i++)
    {
      const EdgeKitNetworkLayer *layer = _edgekit_network_layer (network, i);
      guint64 one = mul (cache_of_layer (layer, s), s->streams);

      cache = add (cache, one);
      largest = MAX (largest, one);
      state = add (state, mul (state_of_layer (layer), s->streams));
    }
  /* a cache grows by making a longer copy */
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_KV_CACHE, "kv cache", 0, network->known ? cache : cache / 8, cache,
                     add (cache, largest),
                     "sum over layers: tokens, in steps of 256, × (row of K + row of V); a cache that grows is there twice");
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_RECURRENT_STATE, "rs state", 0, network->known ? state : state / 8,
                     state, state, "sum over layers: convolution in 16 and scan in 32 bits");
}

/* Metal has fused attention for heads of these lengths; for others the scores of
 * a chunk against the whole context are a tensor. */
static gboolean
is_fused (const EdgeKitNetworkLayer *layer)
{
  return layer->kind != EDGEKIT_ATTENTION_KIND_MLA &&
         (layer->key_length == 64 || layer->key_length == 80 || layer->key_length == 128);
}

static void
charge_prompt (const EdgeKitNetwork *network, const EdgeKitSettings *s, EdgeKitBill *bill)
{
  guint64 scores = 0, width, on_the_way, likely;

  for (guint i = 0; i < network->layers->len; i++)
    {
      const EdgeKitNetworkLayer *layer = _edgekit_network_layer (network, i);
      guint64 one;

      if (!_edgekit_network_has_cache (layer) || is_fused (layer))
        continue;
      one = mul (mul (mul (cached_tokens (layer, s), network->heads), s->ubatch), NUMBER);
      if (layer->kind == EDGEKIT_ATTENTION_KIND_MLA)
        one = mul (one, 2); /* of the latent and of the positions */
      scores = MAX (scores, one);
    }
  /* about: norms, queries, keys, values, output and sums; gate, up, activation and product */
  width = add (mul (8, network->embedding), mul (4, network->feed_forward));
  width = MAX (width, add (mul (8, network->embedding),
                           mul (MAX (network->experts_used, 1),
                                add (mul (3, network->expert_feed_forward), network->embedding))));
  on_the_way = mul (mul (width, s->ubatch), NUMBER);
  likely = add (scores, (guint64) (LAYERS_IN_FLIGHT * (double) on_the_way));
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_COMPUTE, "compute of a prompt", 0, on_the_way / 2, likely,
                     add (mul (scores, 2), mul (on_the_way, 5)),
                     "what some layers compute on the way for a chunk of 2,048 tokens; how many are held at once varies");
}

static void
mlx_price (const EdgeKitNetwork *network, const EdgeKitSettings *s, const EdgeKitDevices *devices, guint n,
           EdgeKitBill *bill)
{
  const guint64 weights = _edgekit_network_sum (network);

  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_WEIGHTS, "model weights", 0, weights, weights,
                     add (weights, network->tower_weights),
                     "tensors of the language model as stored; mlx-lm leaves out what sees and hears");
  charge_memory (network, s, bill);
  charge_prompt (network, s, bill);
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of the back end", 0, 0, 100 * MIB, 400 * MIB,
                     "Metal’s libraries and command buffers; no figure was found");
}

static const char *const backends[] = { "metal", NULL };

static const EdgeKitNetworkEngine mlx_lm = {
  .backends = backends,
  .needs = "engine-needs-mac",
  .compact_cache = "8bit",
  .can_load = mlx_can_load,
  .can_divide = mlx_can_divide,
  .get_settings = mlx_get_settings,
  .price = mlx_price,
};

const EdgeKitEstimator _edgekit_mlx_lm_estimator = {
  .name = "mlx-lm",
  .cache_type = cache_type_name,
  .network = &mlx_lm,
};
