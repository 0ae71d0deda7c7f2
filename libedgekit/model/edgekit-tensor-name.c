/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-table-private.h"
#include "edgekit-tensor-name-private.h"

/* In the order in which they are asked; the first that has a word of the name
 * wins. */
static const struct
{
  const char *row;
  EdgeKitTensorRole role;
  gboolean outside; /* only outside layers */
} role_rows[] = {
  { "norm", EDGEKIT_TENSOR_ROLE_NORM },
  { "output", EDGEKIT_TENSOR_ROLE_OUTPUT, TRUE },
  { "embedding", EDGEKIT_TENSOR_ROLE_EMBEDDING, TRUE },
  { "recurrent", EDGEKIT_TENSOR_ROLE_RECURRENT },
  { "attention", EDGEKIT_TENSOR_ROLE_ATTENTION },
  { "feed-forward", EDGEKIT_TENSOR_ROLE_FEED_FORWARD },
};

typedef struct
{
  char **words;
  char **parts;
} RoleWords;

typedef struct
{
  char **layer_words;
  char **tower_words;
  char **tower_parts;
  char **draft_words;
  char **draft_parts;
  char **experts_between; /* with the dots */
  char **experts_endings; /* with the dot that follows */
  char **shared_parts;
  RoleWords roles[G_N_ELEMENTS (role_rows)];
} Words;

static char **
row_words (const char *row, const char *key, const char *format)
{
  GKeyFile *table = _edgekit_table_get ("tensor-names");
  char **words = g_key_file_get_string_list (table, row, key, NULL, NULL);

  g_assert (words != NULL);
  for (guint i = 0; words[i]; i++)
    {
      GString *word = g_string_new (format);

      g_string_replace (word, "%s", words[i], 1);
      g_free (words[i]);
      words[i] = g_string_free (word, FALSE);
    }
  return words;
}

/* As long-lived as the library. */
static const Words *
get_words (void)
{
  static gsize once = 0;
  static Words words;

  if (g_once_init_enter (&once))
    {
      words.layer_words = row_words ("layer", "words", "%s");
      words.tower_words = row_words ("tower", "words", "%s");
      words.tower_parts = row_words ("tower", "parts", "%s");
      words.draft_words = row_words ("draft", "words", "%s");
      words.draft_parts = row_words ("draft", "parts", "%s");
      words.experts_between = row_words ("experts", "between", ".%s.");
      words.experts_endings = row_words ("experts", "endings", "%s.");
      words.shared_parts = row_words ("shared-experts", "parts", "%s");
      for (guint i = 0; i < G_N_ELEMENTS (role_rows); i++)
        {
          words.roles[i].words = row_words (role_rows[i].row, "words", "%s");
          words.roles[i].parts = row_words (role_rows[i].row, "parts", "%s");
        }
      g_once_init_leave (&once, 1);
    }
  return &words;
}

static gboolean
is_word (const char *word, gsize length, char **words)
{
  for (guint i = 0; words[i]; i++)
    if (strlen (words[i]) == length && memcmp (words[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_part (const char *word, gsize length, char **parts)
{
  for (guint i = 0; parts[i]; i++)
    if (g_strstr_len (word, (gssize) length, parts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
contains (const char *name, char **parts)
{
  for (guint i = 0; parts[i]; i++)
    if (strstr (name, parts[i]))
      return TRUE;
  return FALSE;
}

/* "17." → 17 */
static gint64
number_before_dot (const char *word, gsize length)
{
  gint64 number = 0;

  if (length == 0 || length > 9 || word[length] != '.')
    return EDGEKIT_UNKNOWN;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (word[i]))
        return EDGEKIT_UNKNOWN;
      number = number * 10 + (word[i] - '0');
    }
  return number;
}

static gboolean
has_role (const char *name, const RoleWords *role)
{
  for (const char *word = name; *word;)
    {
      gsize length = strcspn (word, ".");

      if (is_word (word, length, role->words) || has_part (word, length, role->parts))
        return TRUE;
      word += length + (word[length] == '.');
    }
  return FALSE;
}

static EdgeKitTensorRole
find_role (const char *name, const EdgeKitTensorName *parsed, const Words *words)
{
  if (parsed->part == EDGEKIT_TENSOR_PART_TOWER)
    return EDGEKIT_TENSOR_ROLE_TOWER;
  if (parsed->part == EDGEKIT_TENSOR_PART_DRAFT)
    return EDGEKIT_TENSOR_ROLE_DRAFT;
  if (parsed->experts)
    return EDGEKIT_TENSOR_ROLE_EXPERTS;
  for (guint i = 0; i < G_N_ELEMENTS (role_rows); i++)
    if (!(role_rows[i].outside && parsed->layer != EDGEKIT_UNKNOWN) && has_role (name, &words->roles[i]))
      return role_rows[i].role;
  return EDGEKIT_TENSOR_ROLE_OTHER;
}

void
_edgekit_tensor_name_parse (const char *name, EdgeKitTensorName *parsed)
{
  const Words *words = get_words ();
  gboolean after_layer_word = FALSE;

  *parsed = (EdgeKitTensorName) { .layer = EDGEKIT_UNKNOWN, .rest = name };
  for (const char *word = name; *word;)
    {
      gsize length = strcspn (word, ".");
      gint64 number = after_layer_word ? number_before_dot (word, length) : EDGEKIT_UNKNOWN;

      if (number != EDGEKIT_UNKNOWN)
        {
          if (parsed->part == EDGEKIT_TENSOR_PART_MODEL)
            {
              parsed->layer = number;
              parsed->rest = word + length + 1;
            }
          break;
        }
      if (is_word (word, length, words->tower_words) || has_part (word, length, words->tower_parts))
        parsed->part = EDGEKIT_TENSOR_PART_TOWER;
      else if (is_word (word, length, words->draft_words) || has_part (word, length, words->draft_parts))
        parsed->part = EDGEKIT_TENSOR_PART_DRAFT;
      after_layer_word = is_word (word, length, words->layer_words);
      word += length + (word[length] == '.');
    }
  parsed->experts = contains (name, words->experts_between) || contains (name, words->experts_endings);
  parsed->shared_expert = contains (name, words->shared_parts);
  parsed->role = find_role (name, parsed, words);
}

gint64
_edgekit_tensor_parse_layer (const char *name, const char **rest)
{
  EdgeKitTensorName parsed;

  _edgekit_tensor_name_parse (name, &parsed);
  if (rest && parsed.layer != EDGEKIT_UNKNOWN)
    *rest = parsed.rest;
  return parsed.layer;
}
