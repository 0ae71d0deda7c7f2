/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-context-words.h"

/* The picture of the lengths of the conversation, for those who do not see it.
 * @limit and @cards may be EDGEKIT_UNKNOWN: there is no such line. */
char *
ek_context_words_description (const EkContextStop *stops, gsize n_stops, gint64 limit, gint64 cards, gint64 usable,
                              gint64 rounded, EdgeKitMemoryUnits units)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (stops != NULL || n_stops == 0, NULL);

  for (gsize i = 0; i < n_stops; i++)
    {
      g_autofree char *tokens = edgekit_format_tokens (stops[i].context);
      g_autofree char *memory = edgekit_format_memory (stops[i].base + stops[i].grows, units);

      if (i > 0)
        g_string_append (text, C_ ("list", ", "));
      /* Translators: a length of the conversation and a size: “4,096 tokens need 5.4 GiB” */
      g_string_append_printf (text, _ ("%1$s need %2$s"), tokens, memory);
    }
  if (limit > 0 && n_stops > 0)
    {
      g_autofree char *memory = edgekit_format_memory (limit, units);
      g_autofree char *reached = edgekit_format_tokens (rounded);

      g_string_append (text, C_ ("list", ", "));
      if (rounded > 0 && usable < stops[n_stops - 1].context)
        /* Translators: a size, and a length of the conversation: “the limit is 9.3 GiB, reached at 34,000 tokens” */
        g_string_append_printf (text, _ ("the limit is %1$s, reached at %2$s"), memory, reached);
      else
        /* Translators: a size: “the limit is 9.3 GiB” */
        g_string_append_printf (text, _ ("the limit is %s"), memory);
    }
  if (cards > 0 && n_stops > 0)
    {
      g_autofree char *memory = edgekit_format_memory (cards, units);

      g_string_append (text, C_ ("list", ", "));
      /* Translators: a size, the last words of a sentence: “the graphics memory alone offers 9.3 GiB” */
      g_string_append_printf (text, _ ("the graphics memory alone offers %s"), memory);
    }
  return g_string_free (text, FALSE);
}
