/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-llama-private.h"

#define CONTEXT_PADDING 256
#define SERVER_SLOTS 4

/* Keeps products of settings far from the end of 64 bits. */
#define MAX_CONTEXT (G_GUINT64_CONSTANT (1) << 40)

static guint64
or_default (gint64 value, guint64 fallback)
{
  return value > 0 ? MIN ((guint64) value, MAX_CONTEXT) : fallback;
}

static gboolean
set_cache_types (EdgeKitSettings *s, EdgeKitWorkload *workload, const char **why)
{
  const char *k = edgekit_workload_get_cache_type_k (workload);
  const char *v = edgekit_workload_get_cache_type_v (workload);

  s->type_k = g_intern_string (k ? k : "f16");
  s->type_v = g_intern_string (v ? v : "f16");
  s->row_k = _edgekit_llama_cache_type (s->type_k);
  s->row_v = _edgekit_llama_cache_type (s->type_v);
  if (s->row_k && s->row_v)
    return TRUE;
  *why = "cache-type-unknown";
  s->type_k = s->type_v = g_intern_string ("f16");
  s->row_k = s->row_v = _edgekit_llama_cache_type (s->type_k);
  return FALSE;
}

/* llama.cpp refuses these when it makes a context. */
static gboolean
check_cache_types (const EdgeKitShape *shape, const EdgeKitSettings *s, const char **why)
{
  const gboolean quantized_k = s->row_k->block > 1, quantized_v = s->row_v->block > 1;
  const gboolean same = g_str_equal (s->type_k, s->type_v);

  for (guint i = 0; (quantized_k || quantized_v || !same) && i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);

      if (layer->kind == EDGEKIT_ATTENTION_KIND_NONE || layer->kind == EDGEKIT_ATTENTION_KIND_RECURRENT)
        continue;
      if ((quantized_k && layer->key_length % 32 != 0) || (quantized_v && layer->value_length % 32 != 0))
        {
          *why = "cache-type-head-size";
          return FALSE;
        }
      if (layer->kind == EDGEKIT_ATTENTION_KIND_MLA && !same)
        {
          *why = "cache-types-differ";
          return FALSE;
        }
    }
  if (quantized_v && !s->flash_attention)
    {
      *why = "cache-type-flash-attention";
      return FALSE;
    }
  return TRUE;
}

static void
set_sequences (EdgeKitSettings *s, EdgeKitWorkload *workload, EdgeKitPreset preset)
{
  gint64 parallel = edgekit_workload_get_parallel (workload);
  EdgeKitTristate unified = edgekit_workload_get_kv_unified (workload);

  s->parallel = or_default (parallel, preset == EDGEKIT_PRESET_SERVER ? SERVER_SLOTS : 1);
  s->parallel = MIN (s->parallel, 4096);
  /* llama-server shares one cache while it chooses the number of slots itself */
  if (unified == EDGEKIT_TRISTATE_UNKNOWN)
    s->unified = preset == EDGEKIT_PRESET_SERVER && parallel <= 0;
  else
    s->unified = unified == EDGEKIT_TRISTATE_YES;
  s->unified |= s->parallel == 1;

  s->padded_context = _edgekit_sat_pad (s->context, CONTEXT_PADDING);
  s->streams = s->unified ? 1 : s->parallel;
  s->cells = s->unified ? s->padded_context
                        : MAX (_edgekit_sat_pad (s->padded_context / s->parallel, CONTEXT_PADDING), CONTEXT_PADDING);
  s->padded_context = s->unified ? s->padded_context : _edgekit_sat_mul (s->cells, s->parallel);
}

static void
set_outputs (const EdgeKitShape *shape, EdgeKitSettings *s, EdgeKitWorkload *workload, EdgeKitPreset preset)
{
  /* pooling needs every token */
  guint64 usual = preset == EDGEKIT_PRESET_COMPLETION || shape->encoder ? s->batch : s->parallel;

  s->outputs = or_default (edgekit_workload_get_outputs (workload), usual);
  if (shape->decodes)
    s->outputs = s->batch; /* whatever was asked for, where there is an encoder beside the decoder */
  s->outputs = MIN (s->outputs, s->tokens);
}

gboolean
_edgekit_llama_get_settings (const EdgeKitShape *shape, EdgeKitWorkload *workload, guint64 context,
                             EdgeKitSettings *s, const char **why)
{
  EdgeKitPreset preset = edgekit_workload_get_preset (workload);
  gboolean good;

  *s = (EdgeKitSettings) { 0 };
  *why = NULL;
  s->context = CLAMP (context, 1, MAX_CONTEXT);
  s->widest_value = _edgekit_llama_max_value (shape);
  set_sequences (s, workload, preset);

  s->batch = or_default (edgekit_workload_get_batch (workload), preset == EDGEKIT_PRESET_OLLAMA ? 512 : 2048);
  if (!shape->encoder)
    s->batch = MIN (s->batch, s->context); /* the context as asked for, not as rounded */
  s->ubatch = MIN (or_default (edgekit_workload_get_ubatch (workload), 512), s->batch);
  s->tokens = _edgekit_sat_pad (MIN (s->padded_context, s->ubatch), s->parallel);
  set_outputs (shape, s, workload, preset);

  s->flash_automatic = edgekit_workload_get_flash_attention (workload) == EDGEKIT_TRISTATE_UNKNOWN;
  s->flash_attention = edgekit_workload_get_flash_attention (workload) != EDGEKIT_TRISTATE_NO;
  s->swa_full = edgekit_workload_get_swa_full (workload);
  s->embeddings = edgekit_workload_get_embeddings (workload);
  good = set_cache_types (s, workload, why);
  return good && check_cache_types (shape, s, why);
}
