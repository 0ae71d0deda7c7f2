/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-estimate-words.h"

/* The names that the library gives the parts of an estimate are those of the engines, for programs; these are for
 * people. */
static const struct
{
  const char *name;
  const char *words;
} parts[] = {
  /* Translators: parts of an estimate of memory, in a table for developers */
  { "model weights", N_ ("Weights of the model") },
  { "kv cache", N_ ("KV cache") },
  { "rs state", N_ ("Recurrent state") },
  { "compute buffer", N_ ("Compute buffer") },
  { "output buffer", N_ ("Output buffer") },
  { "overhead of the back end", N_ ("Overhead of the back end") },
  { "model weights of the draft", N_ ("Weights of the draft model") },
  { "kv cache of the draft", N_ ("KV cache of the draft model") },
  { "rs state of the draft", N_ ("Recurrent state of the draft model") },
  { "compute buffer of the draft", N_ ("Compute buffer of the draft model") },
  { "output buffer of the draft", N_ ("Output buffer of the draft model") },
  { "model weights of the projector", N_ ("Weights of the projector (mmproj)") },
  { "compute buffer of the projector", N_ ("Compute buffer of the projector (mmproj)") },
  { "model weights of adapters", N_ ("Weights of the adapters (LoRA)") },
  { "kv cache pages", N_ ("Pages of the KV cache") },
  { "rs state pages", N_ ("Pages of the recurrent state") },
  { "compute of the trial run", N_ ("Compute of the trial run") },
  { "compute of a prompt", N_ ("Compute of a prompt") },
  { "overhead of CUDA graphs", N_ ("Overhead of CUDA graphs") },
  { "overhead of libraries", N_ ("Overhead of libraries") },
  { "overhead of the driver", N_ ("Overhead of the driver") },
};

char *
ek_estimate_words_what (EdgeKitEstimateItem *item)
{
  const char *name = edgekit_estimate_item_get_what (item);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (name, parts[i].name) == 0)
      return g_strdup (_ (parts[i].words));
  return g_strdup (name);
}

/* The memory that it lies in, as the page calls it. */
char *
ek_estimate_words_where (EdgeKitEstimateItem *item, EdgeKitPlacement *placement)
{
  GListModel *pools = placement ? edgekit_placement_get_pools (placement) : NULL;
  const char *id = edgekit_estimate_item_get_pool (item);

  for (guint i = 0; pools != NULL && i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr (EdgeKitPoolUse) use = g_list_model_get_item (pools, i);
      EdgeKitMemoryPool *pool = edgekit_pool_use_get_pool (use);

      if (pool != NULL && g_strcmp0 (edgekit_memory_pool_get_id (pool), id) == 0)
        return g_strdup (edgekit_pool_use_get_label (use));
    }
  return g_strdup (id);
}
