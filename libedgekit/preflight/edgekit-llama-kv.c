/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-llama-private.h"

#define CELL_PADDING 256

/* The types that --cache-type-k takes; a row has no padding of its own. */
static const EdgeKitCacheType cache_types[] = {
  { "f32", 1, 4 },    { "f16", 1, 2 },    { "bf16", 1, 2 },   { "q8_0", 32, 34 },  { "q4_0", 32, 18 },
  { "q4_1", 32, 20 }, { "iq4_nl", 32, 18 }, { "q5_0", 32, 22 }, { "q5_1", 32, 24 },
};

const EdgeKitCacheType *
_edgekit_llama_cache_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (cache_types); i++)
    if (g_ascii_strcasecmp (cache_types[i].name, name) == 0)
      return &cache_types[i];
  return NULL;
}

const char *
_edgekit_llama_cache_type_name (guint i)
{
  return i < G_N_ELEMENTS (cache_types) ? cache_types[i].name : NULL;
}

static guint64
row_bytes (const EdgeKitCacheType *type, guint64 width)
{
  const guint64 blocks = type->block == 1 ? width : width / type->block + (width % type->block != 0);

  return _edgekit_sat_mul (blocks, type->bytes);
}

static gboolean
has_cache (const EdgeKitShapeLayer *layer)
{
  return !layer->extra && layer->kind != EDGEKIT_ATTENTION_KIND_NONE &&
         layer->kind != EDGEKIT_ATTENTION_KIND_RECURRENT;
}

guint64
_edgekit_llama_cells (const EdgeKitSettings *settings, const EdgeKitShapeLayer *layer)
{
  guint64 cells;

  if (layer->kind != EDGEKIT_ATTENTION_KIND_WINDOW || settings->swa_full || layer->window == 0)
    return settings->cells;
  /* a window for each sequence that shares the cache, and room for one micro-batch */
  cells = _edgekit_sat_mul (layer->window, settings->unified ? settings->parallel : 1);
  cells = _edgekit_sat_add (cells, settings->ubatch);
  return _edgekit_sat_pad (MIN (settings->cells, cells), CELL_PADDING);
}

guint64
_edgekit_llama_max_value (const EdgeKitShape *shape)
{
  guint64 widest = 0;

  for (guint i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);

      if (has_cache (layer) && layer->kind != EDGEKIT_ATTENTION_KIND_MLA)
        widest = MAX (widest, _edgekit_sat_mul (layer->value_length, layer->kv_heads));
    }
  return widest;
}

guint64
_edgekit_llama_layer_cache (const EdgeKitShape *shape, const EdgeKitSettings *settings,
                            const EdgeKitShapeLayer *layer)
{
  guint64 rows, keys, values, width, extra;

  if (!has_cache (layer))
    return 0;
  rows = _edgekit_sat_mul (_edgekit_llama_cells (settings, layer), settings->streams);
  extra = _edgekit_sat_mul (row_bytes (settings->row_k, layer->extra_length),
                            _edgekit_sat_mul (settings->cells, settings->streams));
  keys = row_bytes (settings->row_k, _edgekit_sat_mul (layer->key_length, layer->kv_heads));
  if (layer->kind == EDGEKIT_ATTENTION_KIND_MLA)
    return _edgekit_sat_add (_edgekit_sat_mul (keys, rows), extra); /* the values are a part of the keys */
  /* without flash attention V is stored transposed, every layer as wide as the widest */
  width = settings->flash_attention ? _edgekit_sat_mul (layer->value_length, layer->kv_heads)
                                    : settings->widest_value;
  values = row_bytes (settings->row_v, width);
  return _edgekit_sat_add (_edgekit_sat_mul (_edgekit_sat_add (keys, values), rows), extra);
}

guint64
_edgekit_llama_layer_state (const EdgeKitSettings *settings, const EdgeKitShapeLayer *layer)
{
  if (layer->extra || (layer->kind != EDGEKIT_ATTENTION_KIND_RECURRENT && layer->kind != EDGEKIT_ATTENTION_KIND_HYBRID))
    return 0;
  return _edgekit_sat_mul (layer->state_size, settings->parallel);
}
