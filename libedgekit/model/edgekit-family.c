/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-family-private.h"
#include "edgekit-table-private.h"

static gboolean
row_says (GKeyFile *table, const char *row, const char *key, const char *word)
{
  g_autofree char *value = g_key_file_get_string (table, row, key, NULL);

  return g_strcmp0 (value, word) == 0;
}

static EdgeKitRecurrentRule
row_rule (GKeyFile *table, const char *row)
{
  static const char *const words[] = {
    [EDGEKIT_RECURRENT_ALL] = "all",
    [EDGEKIT_RECURRENT_NO_KV_HEADS] = "no-kv-heads",
    [EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD] = "no-kv-heads-no-feed-forward",
    [EDGEKIT_RECURRENT_INTERVAL] = "interval",
    [EDGEKIT_RECURRENT_BESIDE] = "beside",
  };

  if (!g_key_file_has_key (table, row, "recurrent", NULL))
    return EDGEKIT_RECURRENT_NEVER;
  for (guint i = EDGEKIT_RECURRENT_ALL; i < G_N_ELEMENTS (words); i++)
    if (row_says (table, row, "recurrent", words[i]))
      return i;
  g_error ("families.ini [%s]: recurrent is none of the words that it can be", row);
}

void
_edgekit_family_get (const char *architecture, EdgeKitFamily *family)
{
  GKeyFile *table = _edgekit_table_get ("families");

  *family = (EdgeKitFamily) { 0 };
  if (!g_key_file_has_group (table, architecture))
    return;
  family->known = TRUE;
  family->window_period = _edgekit_table_int_or ("families", architecture, "window_period", 0);
  family->window_first_full = row_says (table, architecture, "window_first", "full");
  family->window = _edgekit_table_int_or ("families", architecture, "window", 0);
  family->window_layers = _edgekit_table_int_or ("families", architecture, "window_layers", 0);
  family->recurrent = row_rule (table, architecture);
  family->full_interval = _edgekit_table_int_or ("families", architecture, "full_interval", 0);
  family->no_cache = row_says (table, architecture, "cache", "none");
}
