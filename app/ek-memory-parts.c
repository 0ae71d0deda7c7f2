/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-memory-parts.h"

static const struct
{
  const char *css_class;
  const char *name;
  const char *long_name;
} looks[EK_N_MEMORY_PARTS] = {
  /* Translators: memory that other programs use */
  [EK_MEMORY_PART_OTHERS] = { "others", N_ ("Other apps"), N_ ("Other apps") },
  /* Translators: memory that the model itself needs */
  [EK_MEMORY_PART_WEIGHTS] = { "weights", N_ ("Model"), N_ ("Model (weights)") },
  /* Translators: memory that the text of the conversation needs */
  [EK_MEMORY_PART_KV] = { "kv", N_ ("Conversation"), N_ ("Conversation (KV cache)") },
  /* Translators: memory of constant size that some models keep instead of the text of the conversation */
  [EK_MEMORY_PART_STATE] = { "state", N_ ("Running state"), N_ ("Running state (recurrent layers)") },
  /* Translators: memory that the computation needs for itself */
  [EK_MEMORY_PART_COMPUTE] = { "compute", N_ ("Working space"), N_ ("Working space (compute buffers)") },
  /* Translators: memory between the likely and the highest estimate */
  [EK_MEMORY_PART_MAYBE] = { "maybe", N_ ("Possibly more"), N_ ("Possibly needed on top") },
  /* Translators: memory that stays free */
  [EK_MEMORY_PART_FREE] = { "free", N_ ("Free"), N_ ("Free") },
  /* Translators: free memory that should not be planned for */
  [EK_MEMORY_PART_MARGIN] = { "margin", N_ ("Safety margin"), N_ ("Safety margin") },
  /* Translators: what the model needs beyond the memory there is */
  [EK_MEMORY_PART_OVER] = { "over", N_ ("Does not fit"), N_ ("Does not fit") },
};

const char *
ek_memory_part_get_css_class (EkMemoryPart part)
{
  g_return_val_if_fail ((guint) part < EK_N_MEMORY_PARTS, NULL);

  return looks[part].css_class;
}

const char *
ek_memory_part_get_name (EkMemoryPart part)
{
  g_return_val_if_fail ((guint) part < EK_N_MEMORY_PARTS, NULL);

  return _ (looks[part].name);
}

/* With the engineers’ word in brackets. */
const char *
ek_memory_part_get_long_name (EkMemoryPart part)
{
  g_return_val_if_fail ((guint) part < EK_N_MEMORY_PARTS, NULL);

  return _ (looks[part].long_name);
}

/* Whether the model takes this part, so that it can be added up over pools. */
gboolean
ek_memory_part_is_of_model (EkMemoryPart part)
{
  switch (part)
    {
    case EK_MEMORY_PART_WEIGHTS:
    case EK_MEMORY_PART_KV:
    case EK_MEMORY_PART_STATE:
    case EK_MEMORY_PART_COMPUTE:
    case EK_MEMORY_PART_OVER:
      return TRUE;
    case EK_MEMORY_PART_OTHERS:
    case EK_MEMORY_PART_MAYBE:
    case EK_MEMORY_PART_FREE:
    case EK_MEMORY_PART_MARGIN:
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

static gint64
known (gint64 bytes)
{
  return MAX (bytes, 0);
}

/* The parts as the library gives them: what the model takes may pass the limit. */
void
ek_memory_parts_read (EdgeKitPoolUse *use, gint64 parts[EK_N_MEMORY_PARTS])
{
  g_return_if_fail (parts != NULL);

  for (guint i = 0; i < EK_N_MEMORY_PARTS; i++)
    parts[i] = 0;
  if (use == NULL)
    return;
  parts[EK_MEMORY_PART_OTHERS] = known (edgekit_pool_use_get_others (use));
  parts[EK_MEMORY_PART_WEIGHTS] = known (edgekit_pool_use_get_weights (use));
  parts[EK_MEMORY_PART_KV] = known (edgekit_pool_use_get_kv_cache (use));
  parts[EK_MEMORY_PART_STATE] = known (edgekit_pool_use_get_recurrent_state (use));
  parts[EK_MEMORY_PART_COMPUTE] = known (edgekit_pool_use_get_compute (use))
                                  + known (edgekit_pool_use_get_output (use))
                                  + known (edgekit_pool_use_get_overhead (use));
  parts[EK_MEMORY_PART_MAYBE] = known (edgekit_pool_use_get_maybe (use));
  parts[EK_MEMORY_PART_FREE] = known (edgekit_pool_use_get_free (use));
  parts[EK_MEMORY_PART_MARGIN] = known (edgekit_pool_use_get_margin (use));
  parts[EK_MEMORY_PART_OVER] = known (edgekit_pool_use_get_over (use));
}

/* Makes the parts lie side by side: what does not fit is a block of its own at
 * the end and not also a part of the model, and what may be needed on top takes
 * its room from what is free, then from the margin. */
void
ek_memory_parts_clip (gint64 parts[EK_N_MEMORY_PARTS])
{
  static const EkMemoryPart from_the_end[] = {
    EK_MEMORY_PART_COMPUTE, EK_MEMORY_PART_STATE, EK_MEMORY_PART_KV, EK_MEMORY_PART_WEIGHTS,
  };
  gint64 rest;

  g_return_if_fail (parts != NULL);

  rest = parts[EK_MEMORY_PART_OVER];
  for (guint i = 0; i < G_N_ELEMENTS (from_the_end) && rest > 0; i++)
    {
      gint64 taken = MIN (rest, parts[from_the_end[i]]);

      parts[from_the_end[i]] -= taken;
      rest -= taken;
    }
  if (parts[EK_MEMORY_PART_OVER] > 0)
    {
      parts[EK_MEMORY_PART_MAYBE] = 0;
      parts[EK_MEMORY_PART_FREE] = 0;
      return;
    }
  parts[EK_MEMORY_PART_MAYBE] =
    MIN (parts[EK_MEMORY_PART_MAYBE], parts[EK_MEMORY_PART_FREE] + parts[EK_MEMORY_PART_MARGIN]);
  rest = parts[EK_MEMORY_PART_MAYBE] - parts[EK_MEMORY_PART_FREE];
  parts[EK_MEMORY_PART_FREE] = MAX (-rest, 0);
  parts[EK_MEMORY_PART_MARGIN] -= MAX (rest, 0);
}
