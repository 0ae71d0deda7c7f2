/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-model-private.h"
#include "edgekit-vllm-private.h"

/* vLLM takes a fraction of a device's memory when it starts, whatever the model.
 * What is left of it after the weights and a trial run becomes pages of the KV
 * cache, and it starts if they hold one conversation of the whole context. What a
 * model needs is therefore that: all but the pages, and pages for so many
 * conversations as are asked for. What it takes is the reserve. */

#define MAX_CONTEXT (G_GUINT64_CONSTANT (1) << 40)

static gboolean
vllm_can_load (EdgeKitModel *model, const char **why)
{
  *why = NULL;
  if (g_strcmp0 (model->format, "gguf") == 0)
    *why = "vllm-gguf-unsure"; /* by a plug-in, which is experimental */
  else if (g_strcmp0 (model->format, "safetensors") != 0)
    *why = "engine-format";
  return *why == NULL;
}

static gboolean
vllm_can_divide (const EdgeKitNetwork *network, guint n, const char **why)
{
  *why = NULL;
  if (n > 1 && (network->heads % n != 0 || (network->kv_heads % n != 0 && n % MAX (network->kv_heads, 1) != 0)))
    *why = "heads-do-not-divide";
  return *why == NULL;
}

static guint64
or_default (gint64 value, double fallback)
{
  return value > 0 ? MIN ((guint64) value, MAX_CONTEXT) : (guint64) fallback;
}

/* vLLM does not start where less is free than it would take. */
static double
find_fraction (EdgeKitWorkload *workload, const EdgeKitDevices *devices, const char *release)
{
  double fraction = edgekit_workload_get_gpu_memory_utilization (workload);
  double free = 1;

  if (fraction > 0)
    return MIN (fraction, 1);
  fraction = _edgekit_vllm_release_number (release, "fraction");
  if (devices->memory > 0)
    free = (double) devices->free / (double) devices->memory;
  if (free >= fraction)
    return fraction;
  return (guint) (free * 100) / 100.0;
}

/* Prompts of this length and longer were always read in chunks. */
#define LONG_CONTEXT 32768

static double
usual_step (const EdgeKitSettings *s, gboolean large)
{
  double tokens = _edgekit_vllm_release_number (s->release, large ? "large_tokens" : "tokens");

  if (_edgekit_vllm_release_says (s->release, "steps", "whole") && s->context <= LONG_CONTEXT)
    return MAX (tokens, (double) s->context);
  return tokens;
}

static gboolean
vllm_get_settings (const EdgeKitNetwork *network, EdgeKitWorkload *workload, guint64 context,
                   const EdgeKitDevices *devices, EdgeKitSettings *s, const char **why)
{
  const gboolean large = devices->memory >= EDGEKIT_VLLM_LARGE_DEVICE;
  const char *type = edgekit_workload_get_cache_type_k (workload);
  guint sixteenths;

  *why = NULL;
  memset (s, 0, sizeof *s);
  s->release = _edgekit_vllm_release (edgekit_workload_get_engine_version (workload));
  s->context = s->padded_context = s->cells = CLAMP (context, 1, MAX_CONTEXT);
  s->batch = or_default (edgekit_workload_get_batch (workload), usual_step (s, large));
  s->ubatch = s->tokens = s->batch;
  s->parallel = or_default (edgekit_workload_get_parallel (workload),
                            _edgekit_vllm_release_number (s->release, large ? "large_sequences" : "sequences"));
  s->outputs = MIN (s->parallel, s->batch);
  s->streams = or_default (edgekit_workload_get_parallel (workload), 1);
  s->unified = TRUE;
  s->flash_attention = TRUE;
  s->eager = edgekit_workload_get_eager (workload);
  s->devices = or_default (edgekit_workload_get_tensor_parallel (workload), 0);
  s->fraction = find_fraction (workload, devices, s->release);
  s->type_k = s->type_v = type ? g_intern_string (type) : "auto";
  if (!_edgekit_vllm_cache_type (s->type_k, &sixteenths))
    {
      *why = "cache-type-unknown";
      s->type_k = s->type_v = "auto";
    }
  return *why == NULL;
}

static void
charge (EdgeKitBill *bill, EdgeKitMemoryKind kind, const char *what, const EdgeKitVllmRange *range, const char *source)
{
  _edgekit_bill_add (bill, kind, what, 0, range->low, range->likely, range->high, source);
}

static void
charge_pages (const EdgeKitNetwork *network, const EdgeKitSettings *s, guint n, EdgeKitBill *bill)
{
  EdgeKitVllmPages pages;
  EdgeKitVllmRange range;
  guint64 blocks, state, low;

  _edgekit_vllm_pages_find (network, s, n, &pages);
  blocks = _edgekit_vllm_pages_blocks (&pages, s, s->context, &state);
  /* of an architecture that is not known, layers may remember less than the keys of the file allow */
  low = network->known ? 1 : 8;
  range.likely = range.high =
    _edgekit_sat_mul (_edgekit_sat_mul (blocks - MIN (state, blocks), s->streams), pages.block_bytes);
  range.low = range.likely / low;
  charge (bill, EDGEKIT_MEMORY_KIND_KV_CACHE, "kv cache pages", &range,
          network->known ? "conversations × blocks of the groups of layers × pages; vLLM kv_cache_utils.py"
                         : "bound from the file’s keys; the architecture is not known");
  range.likely = range.high = _edgekit_sat_mul (_edgekit_sat_mul (state, s->streams), pages.block_bytes);
  range.low = range.likely / low;
  charge (bill, EDGEKIT_MEMORY_KIND_RECURRENT_STATE, "rs state pages", &range,
          "conversations × pages of the groups of recurrent layers; vLLM MambaSpec");
}

static void
vllm_price (const EdgeKitNetwork *network, const EdgeKitSettings *s, const EdgeKitDevices *devices, guint n,
            EdgeKitBill *bill)
{
  EdgeKitVllmRange range;

  _edgekit_vllm_weights (network, s, devices, n, &range);
  charge (bill, EDGEKIT_MEMORY_KIND_WEIGHTS, "model weights", &range,
          "tensors as stored, and the table of positions; the allocator may round each up by up to 1 MiB");
  charge_pages (network, s, n, bill);
  _edgekit_vllm_activation (network, s, n, &range);
  charge (bill, EDGEKIT_MEMORY_KIND_COMPUTE, "compute of the trial run", &range,
          "the larger of sampling (sequences × vocabulary) and the widest feed-forward part (tokens × width); "
          "found by 60 logs of H100, ± 0.25 GiB");
  _edgekit_vllm_graphs (network, s, devices, &range);
  charge (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of CUDA graphs", &range,
          "0.4 GiB and 17 MiB a layer on H100, half of it on smaller devices; logs lie between 0.04 and 1.9 GiB");
  _edgekit_vllm_other (s, devices, n, &range);
  charge (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of libraries", &range,
          "table vllm-releases: what NCCL, cuBLAS and others take beside torch, as logged");
  _edgekit_vllm_context (devices, n, &range);
  charge (bill, EDGEKIT_MEMORY_KIND_OVERHEAD, "overhead of the driver", &range,
          "the CUDA context: 0.51 GiB on H100, 0.3 to 0.5 GiB on others, as logged");
}

static void
vllm_reserve (const EdgeKitNetwork *network, const EdgeKitSettings *s, const EdgeKitDevices *devices, guint n,
              EdgeKitReserve *reserve)
{
  EdgeKitVllmRange range;
  EdgeKitVllmPages pages;
  guint64 taken, blocks, of_one, state;

  memset (reserve, 0, sizeof *reserve);
  reserve->reserved = (guint64) (s->fraction * (double) devices->memory);
  _edgekit_vllm_weights (network, s, devices, n, &range);
  taken = range.likely;
  _edgekit_vllm_activation (network, s, n, &range);
  taken = _edgekit_sat_add (taken, range.likely);
  _edgekit_vllm_other (s, devices, n, &range);
  taken = _edgekit_sat_add (taken, range.likely);
  _edgekit_vllm_graphs (network, s, devices, &range);
  if (_edgekit_vllm_release_says (s->release, "graphs", "inside"))
    taken = _edgekit_sat_add (taken, range.likely);
  if (taken >= reserve->reserved)
    return;
  reserve->cache = reserve->reserved - taken;
  _edgekit_vllm_pages_find (network, s, n, &pages);
  if (pages.block_bytes == 0)
    return; /* remembers nothing: any number of conversations */
  blocks = reserve->cache / pages.block_bytes;
  of_one = _edgekit_vllm_pages_blocks (&pages, s, s->context, &state);
  reserve->conversations = of_one ? (double) blocks / (double) of_one : 0;
  reserve->tokens = pages.n_groups == 1 && !pages.kinds[0].window && !pages.kinds[0].state
                      ? _edgekit_sat_mul (blocks, pages.kinds[0].block)
                      : (guint64) (reserve->conversations * (double) s->context);
}

static const char *const backends[] = { "cuda", "hip", NULL };

static const EdgeKitNetworkEngine vllm = {
  .backends = backends,
  .needs = "engine-needs-card",
  .compact_cache = "fp8",
  .least_capability = 70, /* docs/getting_started/installation/gpu.md */
  .can_load = vllm_can_load,
  .can_divide = vllm_can_divide,
  .get_settings = vllm_get_settings,
  .price = vllm_price,
  .reserve = vllm_reserve,
};

const EdgeKitEstimator _edgekit_vllm_estimator = {
  .name = "vllm",
  .cache_type = _edgekit_vllm_cache_type_name,
  .network = &vllm,
};
