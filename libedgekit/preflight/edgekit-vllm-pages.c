/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-vllm-private.h"

/* vLLM keeps the KV cache in pages. All layers of a model share one pool, so that
 * pages must be of one size: the block of a layer with small pages gets more
 * tokens, and that of attention beside a recurrent state so many that its page
 * holds the state. Layers that remember alike form groups of equal length, and a
 * block of the pool serves one group. vllm/v1/core/kv_cache_utils.py. */

#define BLOCK_TOKENS 16

static const struct
{
  const char *name;
  guint sixteenths;
} cache_types[] = {
  { "auto", 32 },     { "f16", 32 },      { "bf16", 32 },     { "float16", 32 },  { "bfloat16", 32 },
  { "fp8", 16 },      { "fp8_e4m3", 16 }, { "fp8_e5m2", 16 }, { "fp8_inc", 16 },
  { "nvfp4", 9 }, /* a half, and a byte for each sixteen */
};

const char *
_edgekit_vllm_cache_type_name (guint i)
{
  return i < G_N_ELEMENTS (cache_types) ? cache_types[i].name : NULL;
}

gboolean
_edgekit_vllm_cache_type (const char *type, guint *sixteenths)
{
  for (guint i = 0; i < G_N_ELEMENTS (cache_types); i++)
    if (g_ascii_strcasecmp (cache_types[i].name, type) == 0)
      {
        *sixteenths = cache_types[i].sixteenths;
        return TRUE;
      }
  return FALSE;
}

static guint64
mul (guint64 a, guint64 b)
{
  return _edgekit_sat_mul (a, b);
}

static guint64
divide_up (guint64 a, guint64 b)
{
  return a / b + (a % b != 0);
}

static void
add_layer (EdgeKitVllmPages *pages, const EdgeKitVllmKind *kind)
{
  guint i = 0;

  while (i < pages->n_kinds && (pages->kinds[i].state != kind->state || pages->kinds[i].page != kind->page ||
                                pages->kinds[i].token_bytes != kind->token_bytes ||
                                pages->kinds[i].window != kind->window))
    i++;
  if (i == EDGEKIT_VLLM_MAX_KINDS)
    {
      i--; /* more kinds than any model has: the last stands for all further ones, by the larger pages */
      pages->kinds[i].page = MAX (pages->kinds[i].page, kind->page);
      pages->kinds[i].token_bytes = MAX (pages->kinds[i].token_bytes, kind->token_bytes);
    }
  else if (i == pages->n_kinds)
    pages->kinds[pages->n_kinds++] = *kind;
  pages->kinds[i].n_layers++;
}

static void
add_layers (const EdgeKitNetwork *network, const EdgeKitSettings *settings, guint n, EdgeKitVllmPages *pages)
{
  guint sixteenths = 32;

  _edgekit_vllm_cache_type (settings->type_k, &sixteenths);
  for (guint i = 0; i < network->layers->len; i++)
    {
      const EdgeKitNetworkLayer *layer = _edgekit_network_layer (network, i);
      EdgeKitVllmKind kind = { .block = BLOCK_TOKENS };

      if (_edgekit_network_has_state (layer))
        {
          kind.state = TRUE;
          kind.page = divide_up (_edgekit_sat_add (mul (layer->conv_values, 2),
                                                   mul (layer->scan_values, layer->scan_bytes ? layer->scan_bytes : 2)),
                                 n);
          if (kind.page > 0)
            add_layer (pages, &kind);
        }
      if (!_edgekit_network_has_cache (layer))
        continue;
      kind = (EdgeKitVllmKind) { .block = BLOCK_TOKENS };
      /* of a latent only one head is kept, and every device has it */
      kind.token_bytes = layer->key_length;
      if (layer->kind != EDGEKIT_ATTENTION_KIND_MLA)
        kind.token_bytes = _edgekit_sat_add (layer->key_length, layer->value_length);
      kind.token_bytes = mul (mul (kind.token_bytes, MAX (layer->kv_heads / n, 1)), sixteenths) / 16;
      kind.page = mul (kind.token_bytes, kind.block);
      kind.window = layer->kind == EDGEKIT_ATTENTION_KIND_WINDOW ? layer->window : 0;
      if (kind.page > 0)
        add_layer (pages, &kind);
    }
}

/* Beside a recurrent state the pages of attention grow until they hold it. */
static void
fit_states (EdgeKitVllmPages *pages)
{
  guint64 state = 0, narrowest = 0, block;

  for (guint i = 0; i < pages->n_kinds; i++)
    if (pages->kinds[i].state)
      state = MAX (state, pages->kinds[i].page);
    else if (!narrowest || pages->kinds[i].token_bytes < narrowest)
      narrowest = pages->kinds[i].token_bytes;
  if (!state || !narrowest)
    return;
  block = mul (divide_up (state, mul (narrowest, BLOCK_TOKENS)), BLOCK_TOKENS);
  for (guint i = 0; i < pages->n_kinds; i++)
    if (!pages->kinds[i].state)
      {
        pages->kinds[i].block = MAX (pages->kinds[i].block, block);
        pages->kinds[i].page = mul (pages->kinds[i].token_bytes, pages->kinds[i].block);
      }
}

static void
make_pages_equal (EdgeKitVllmPages *pages)
{
  guint64 largest = 0;

  for (guint i = 0; i < pages->n_kinds; i++)
    largest = MAX (largest, pages->kinds[i].page);
  for (guint i = 0; i < pages->n_kinds; i++)
    {
      EdgeKitVllmKind *kind = &pages->kinds[i];

      if (!kind->state)
        {
          pages->uneven |= largest % kind->page != 0;
          kind->block = mul (kind->block, largest / kind->page);
        }
      kind->page = largest; /* a state is padded */
    }
}

/* A recurrent layer, or a window beside layers without one, takes groups. */
static gboolean
is_of_one_type (const EdgeKitVllmPages *pages)
{
  for (guint i = 0; i < pages->n_kinds; i++)
    if (pages->kinds[i].state != pages->kinds[0].state || pages->kinds[i].window != pages->kinds[0].window)
      return FALSE;
  return TRUE;
}

static void
make_groups (EdgeKitVllmPages *pages)
{
  guint fewest = G_MAXUINT, most = 0, size;

  for (guint i = 0; i < pages->n_kinds; i++)
    {
      fewest = MIN (fewest, pages->kinds[i].n_layers);
      most = MAX (most, pages->kinds[i].n_layers);
    }
  size = most < fewest * 1.5 ? most : fewest;
  for (guint i = 0; i < pages->n_kinds; i++)
    {
      pages->kinds[i].n_groups = divide_up (pages->kinds[i].n_layers, size);
      pages->n_groups += pages->kinds[i].n_groups;
    }
  pages->block_bytes = mul (pages->kinds[0].page, size);
}

void
_edgekit_vllm_pages_find (const EdgeKitNetwork *network, const EdgeKitSettings *settings, guint n,
                          EdgeKitVllmPages *pages)
{
  memset (pages, 0, sizeof *pages);
  add_layers (network, settings, n, pages);
  if (pages->n_kinds == 0)
    return;
  if (!is_of_one_type (pages))
    {
      fit_states (pages);
      make_pages_equal (pages);
      make_groups (pages);
      return;
    }
  /* one block has a page of every layer, each of its own size */
  pages->n_groups = pages->kinds[0].n_groups = 1;
  for (guint i = 0; i < pages->n_kinds; i++)
    pages->block_bytes = _edgekit_sat_add (pages->block_bytes, mul (pages->kinds[i].page, pages->kinds[i].n_layers));
}

guint64
_edgekit_vllm_pages_blocks (const EdgeKitVllmPages *pages, const EdgeKitSettings *settings, guint64 tokens,
                            guint64 *state)
{
  guint64 sum = 0;

  *state = 0;
  for (guint i = 0; i < pages->n_kinds; i++)
    {
      const EdgeKitVllmKind *kind = &pages->kinds[i];
      guint64 blocks;

      if (kind->state)
        {
          blocks = _edgekit_vllm_release_number (settings->release, "state_pages");
          *state = _edgekit_sat_add (*state, mul (blocks, kind->n_groups));
        }
      else if (kind->window) /* which may begin in the middle of a block */
        blocks = divide_up (MIN (_edgekit_sat_add (kind->window - 1, settings->batch), tokens), kind->block) + 1;
      else
        blocks = divide_up (tokens, kind->block);
      sum = _edgekit_sat_add (sum, mul (blocks, kind->n_groups));
    }
  return sum;
}
