/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-memory-words.h"

/* What a picture of the memory says to those who do not see it, and above it. */

static gboolean
has_known_space (EdgeKitPoolUse *use)
{
  return edgekit_pool_use_get_available (use) >= 0 && edgekit_pool_use_get_capacity (use) >= 0;
}

char *
ek_memory_words_header (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  g_autofree char *likely = NULL;
  g_autofree char *available = NULL;

  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (use), NULL);

  if (edgekit_pool_use_get_over (use) > 0)
    {
      g_autofree char *over = edgekit_format_memory (edgekit_pool_use_get_over (use), units);

      /* Translators: by so much a model is larger than a memory: “15.3 GiB too much” */
      return g_strdup_printf (_ ("%s too much"), over);
    }
  if (!edgekit_pool_use_get_used (use))
    /* Translators: the model does not need this memory */
    return g_strdup (C_ ("memory", "Not used"));
  if (!has_known_space (use))
    {
      likely = edgekit_format_memory (edgekit_pool_use_get_likely (use), units);
      /* Translators: the size of what a model takes: “Uses 6.9 GiB; how much is free is unknown” */
      return g_strdup_printf (_ ("Uses %s; how much is free is unknown"), likely);
    }
  available = edgekit_format_memory (edgekit_pool_use_get_capacity (use), units);
  likely =
    edgekit_format_memory_amount (edgekit_pool_use_get_likely (use), edgekit_pool_use_get_capacity (use), units);
  /* Translators: a number, and a size with its unit: “Uses 6.9 of 10.9 GiB free” */
  return g_strdup_printf (_ ("Uses %1$s of %2$s free"), likely, available);
}

/* Whose memory it is; NULL for that of the computer. */
char *
ek_memory_words_device (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  EdgeKitMemoryPool *pool;
  const char *device;
  g_autofree char *limit = NULL;

  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (use), NULL);

  pool = edgekit_pool_use_get_pool (use);
  device = edgekit_pool_use_get_device (use);
  if (device == NULL || *device == '\0')
    return NULL;
  if (pool == NULL || edgekit_memory_pool_get_kind (pool) != EDGEKIT_POOL_KIND_SHARED)
    return g_strdup (device);
  if (edgekit_pool_use_get_total (use) < 0)
    /* Translators: who shares a memory; %s is the name of a graphics chip: “Processor and AMD Radeon 8060S” */
    return g_strdup_printf (_ ("Processor and %s"), device);
  limit = edgekit_format_memory (edgekit_pool_use_get_total (use), units);
  /* Translators: the name of a graphics chip, and how much of the memory that it shares with the processor it may
   * take: “Processor and AMD Radeon 8060S · graphics limit 89.6 GiB” */
  return g_strdup_printf (_ ("Processor and %1$s · graphics limit %2$s"), device, limit);
}

char *
ek_memory_words_label (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  g_autofree char *likely = NULL;
  g_autofree char *available = NULL;
  const char *label;

  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (use), NULL);

  label = edgekit_pool_use_get_label (use);
  if (edgekit_pool_use_get_over (use) > 0)
    {
      g_autofree char *over = edgekit_format_memory (edgekit_pool_use_get_over (use), units);

      /* Translators: for screen readers: “Main memory: 15.3 GiB too much, does not fit” */
      return g_strdup_printf (_ ("%1$s: %2$s too much, does not fit"), label, over);
    }
  if (!edgekit_pool_use_get_used (use))
    /* Translators: for screen readers: “Main memory: not used” */
    return g_strdup_printf (_ ("%s: not used"), label);
  if (!has_known_space (use))
    {
      likely = edgekit_format_memory (edgekit_pool_use_get_likely (use), units);
      /* Translators: for screen readers: “Graphics memory: uses 6.9 GiB, how much is free is unknown” */
      return g_strdup_printf (_ ("%1$s: uses %2$s, how much is free is unknown"), label, likely);
    }
  available = edgekit_format_memory (edgekit_pool_use_get_capacity (use), units);
  likely =
    edgekit_format_memory_amount (edgekit_pool_use_get_likely (use), edgekit_pool_use_get_capacity (use), units);
  /* Translators: for screen readers: “Graphics memory: uses 6.9 of 10.9 GiB free, fits” */
  return g_strdup_printf (_ ("%1$s: uses %2$s of %3$s free, fits"), label, likely, available);
}

char *
ek_memory_words_description (EdgeKitPoolUse *use, EdgeKitMemoryUnits units)
{
  gint64 parts[EK_N_MEMORY_PARTS];
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (use), NULL);

  ek_memory_parts_read (use, parts);
  ek_memory_parts_clip (parts);
  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      g_autofree char *amount = NULL;

      if (parts[i] <= 0)
        continue;
      amount = edgekit_format_memory (parts[i], units);
      if (text->len > 0)
        /* Translators: between the parts of a list */
        g_string_append (text, C_ ("list", ", "));
      /* Translators: what a part of the memory is for, and its size: “Conversation 2.0 GiB” */
      g_string_append_printf (text, C_ ("memory", "%1$s %2$s"), ek_memory_part_get_name (i), amount);
    }
  return g_string_free (text, FALSE);
}

static gboolean
part_of_kind (EdgeKitMemoryKind kind, EkMemoryPart part)
{
  switch (kind)
    {
    case EDGEKIT_MEMORY_KIND_WEIGHTS:
      return part == EK_MEMORY_PART_WEIGHTS;
    case EDGEKIT_MEMORY_KIND_KV_CACHE:
      return part == EK_MEMORY_PART_KV;
    case EDGEKIT_MEMORY_KIND_RECURRENT_STATE:
      return part == EK_MEMORY_PART_STATE;
    case EDGEKIT_MEMORY_KIND_COMPUTE:
    case EDGEKIT_MEMORY_KIND_OUTPUT:
    case EDGEKIT_MEMORY_KIND_OVERHEAD:
      return part == EK_MEMORY_PART_COMPUTE;
    default:
      return FALSE;
    }
}

/* One line for the part, and one for each estimate it is made of. */
char *
ek_memory_words_tooltip (EdgeKitPoolUse *use, EdgeKitEstimate *estimate, EkMemoryPart part, EdgeKitMemoryUnits units)
{
  gint64 parts[EK_N_MEMORY_PARTS];
  GString *text = g_string_new (NULL);
  g_autofree char *amount = NULL;
  const char *pool;
  GListModel *items;

  g_return_val_if_fail (EDGEKIT_IS_POOL_USE (use), NULL);

  ek_memory_parts_read (use, parts);
  if (!ek_memory_part_is_of_model (part))
    ek_memory_parts_clip (parts);
  amount = edgekit_format_memory (parts[part], units);
  /* Translators: what a part of the memory is for, and its size: “Conversation (KV cache): 2.0 GiB” */
  g_string_append_printf (text, _ ("%1$s: %2$s"), ek_memory_part_get_long_name (part), amount);
  if (estimate == NULL)
    return g_string_free (text, FALSE);

  pool = edgekit_memory_pool_get_id (edgekit_pool_use_get_pool (use));
  items = edgekit_estimate_get_items (estimate);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (EdgeKitEstimateItem) item = g_list_model_get_item (items, i);
      g_autofree char *range = NULL;

      if (!part_of_kind (edgekit_estimate_item_get_kind (item), part)
          || g_strcmp0 (edgekit_estimate_item_get_pool (item), pool) != 0)
        continue;
      range = edgekit_format_memory_range (edgekit_estimate_item_get_low (item),
                                           edgekit_estimate_item_get_high (item), units);
      /* Translators: a part of an estimate, its size, and where that comes from:
       * “Keys and values: 1.9–2.1 GiB — 16,384 tokens × 128 KiB, f16” */
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("%1$s: %2$s — %3$s"), edgekit_estimate_item_get_what (item), range,
                              edgekit_estimate_item_get_source (item));
    }
  return g_string_free (text, FALSE);
}
