/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* vLLM's allocations, in parts: pages of the KV cache, and what a trial run at
 * the start takes. */

#include "edgekit-estimator-private.h"

G_BEGIN_DECLS

/* Devices of this size and more take longer steps (engine/arg_utils.py). */
#define EDGEKIT_VLLM_LARGE_DEVICE (G_GUINT64_CONSTANT (70) << 30)

/* --- Releases ---------------------------------------------------------------- */

/* The newest row of data/tables/vllm-releases.ini that @version is not older than; NULL is the newest of all. */
const char *_edgekit_vllm_release        (const char *version);
double      _edgekit_vllm_release_number (const char *release, const char *key);
gboolean    _edgekit_vllm_release_says   (const char *release, const char *key, const char *word);

/* --- Pages ------------------------------------------------------------------- */

#define EDGEKIT_VLLM_MAX_KINDS 16

/* Layers that remember alike. */
typedef struct
{
  gboolean state;        /* recurrent: the same for any number of tokens */
  guint64 token_bytes;   /* of an attending layer */
  guint64 page;          /* of one layer, in bytes */
  guint64 block;         /* tokens of a page */
  guint64 window;        /* 0 for all tokens */
  guint n_layers;
  guint n_groups;        /* each of as many layers as a block serves */
} EdgeKitVllmKind;

typedef struct
{
  EdgeKitVllmKind kinds[EDGEKIT_VLLM_MAX_KINDS];
  guint n_kinds;
  guint64 block_bytes;   /* of a block of the pool: one page of each layer of a group */
  guint n_groups;
  gboolean uneven;       /* pages do not divide each other: vLLM may refuse */
} EdgeKitVllmPages;

/* On one of @n devices that hold the model together. */
void    _edgekit_vllm_pages_find     (const EdgeKitNetwork *network, const EdgeKitSettings *settings, guint n,
                                      EdgeKitVllmPages *pages);
/* Blocks of one conversation of @tokens; @state: those of recurrent layers among them. */
guint64 _edgekit_vllm_pages_blocks   (const EdgeKitVllmPages *pages, const EdgeKitSettings *settings, guint64 tokens,
                                      guint64 *state);
/* Bytes of a number of the cache, times 16; FALSE when vLLM has no such type. */
gboolean _edgekit_vllm_cache_type    (const char *type, guint *sixteenths);
const char *_edgekit_vllm_cache_type_name (guint i);

/* --- The trial run ----------------------------------------------------------- */

typedef struct
{
  guint64 low;
  guint64 likely;
  guint64 high;
} EdgeKitVllmRange;

/* On one of @n devices. */
void _edgekit_vllm_weights    (const EdgeKitNetwork *network, const EdgeKitSettings *settings,
                               const EdgeKitDevices *devices, guint n, EdgeKitVllmRange *range);
void _edgekit_vllm_activation (const EdgeKitNetwork *network, const EdgeKitSettings *settings, guint n,
                               EdgeKitVllmRange *range);
void _edgekit_vllm_graphs     (const EdgeKitNetwork *network, const EdgeKitSettings *settings,
                               const EdgeKitDevices *devices, EdgeKitVllmRange *range);
/* Of libraries beside torch. */
void _edgekit_vllm_other      (const EdgeKitSettings *settings, const EdgeKitDevices *devices, guint n,
                               EdgeKitVllmRange *range);
/* Of the driver, which vLLM does not count. */
void _edgekit_vllm_context    (const EdgeKitDevices *devices, guint n, EdgeKitVllmRange *range);

G_END_DECLS
