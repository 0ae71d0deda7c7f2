/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-family-private.h"
#include "edgekit-table-private.h"

static const char *const windows_words[] = {
  [EDGEKIT_WINDOWS_ALL] = "all",
  [EDGEKIT_WINDOWS_LISTED] = "listed",
};

static const char *const recurrent_words[] = {
  [EDGEKIT_RECURRENT_ALL] = "all",
  [EDGEKIT_RECURRENT_NO_KV_HEADS] = "no-kv-heads",
  [EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD] = "no-kv-heads-no-feed-forward",
  [EDGEKIT_RECURRENT_INTERVAL] = "interval",
  [EDGEKIT_RECURRENT_BESIDE] = "beside",
};

static const char *const state_words[] = {
  [EDGEKIT_STATE_MAMBA] = "mamba",
  [EDGEKIT_STATE_LIGHTNING] = "lightning",
};

static gboolean
row_says (GKeyFile *table, const char *row, const char *key, const char *word)
{
  g_autofree char *value = g_key_file_get_string (table, row, key, NULL);

  return g_strcmp0 (value, word) == 0;
}

/* The index of the word; 0 where the row has no such key. */
static guint
row_word (GKeyFile *table, const char *row, const char *key, const char *const *words, guint n)
{
  if (!g_key_file_has_key (table, row, key, NULL))
    return 0;
  for (guint i = 1; i < n; i++)
    if (words[i] && row_says (table, row, key, words[i]))
      return i;
  g_error ("families.ini [%s]: %s is none of the words that it can be", row, key);
}

/* With the dot that comes between it and the architecture. */
static char *
row_key (GKeyFile *table, const char *row, const char *key)
{
  g_autofree char *value = g_key_file_get_string (table, row, key, NULL);

  return value ? g_strconcat (".", value, NULL) : NULL;
}

static gint64
row_int (const char *row, const char *key)
{
  return _edgekit_table_int_or ("families", row, key, 0);
}

void
_edgekit_family_get (const char *architecture, EdgeKitFamily *family)
{
  GKeyFile *table = _edgekit_table_get ("families");

  *family = (EdgeKitFamily) { 0 };
  if (!architecture || !g_key_file_has_group (table, architecture))
    return;
  family->known = TRUE;
  family->windows = row_word (table, architecture, "windows", windows_words, G_N_ELEMENTS (windows_words));
  family->window_period = row_int (architecture, "window_period");
  family->window_first_full = row_says (table, architecture, "window_first", "full");
  family->window_missing = row_int (architecture, "window_missing");
  family->window_fixed = row_int (architecture, "window_fixed");
  family->window_layers = row_int (architecture, "window_layers");
  family->recurrent = row_word (table, architecture, "recurrent", recurrent_words, G_N_ELEMENTS (recurrent_words));
  family->full_interval = row_int (architecture, "full_interval");
  family->state = row_word (table, architecture, "state", state_words, G_N_ELEMENTS (state_words));
  family->no_cache = row_says (table, architecture, "cache", "none");
  family->own_kv = row_int (architecture, "own_kv");
  family->indexer = row_int (architecture, "indexer");
  family->indexer_values = row_says (table, architecture, "indexer_values", "yes");
  family->indexer_sparse = row_says (table, architecture, "indexer_layers", "sparse");
  family->indexer_ratio = row_int (architecture, "indexer_ratio");
  family->keys_only = row_says (table, architecture, "values", "none");
  family->compressed = row_key (table, architecture, "compressed");
  family->loops = row_key (table, architecture, "loops");
}

void
_edgekit_family_clear (EdgeKitFamily *family)
{
  g_clear_pointer (&family->loops, g_free);
  g_clear_pointer (&family->compressed, g_free);
}
