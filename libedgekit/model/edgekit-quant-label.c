/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-quant-label-private.h"
#include "edgekit-table-private.h"

#define TABLE "file-types"
#define WORDS "file-words"
/* The longest, "Q4_1_SOME_F16", and some more. */
#define MAX_LENGTH 16
#define WHOLE_BITS 16

typedef struct
{
  const char *row; /* static */
  double bits;
  gboolean vague;
} Row;

typedef struct
{
  GHashTable *rows;     /* upper case word, interned → Row * */
  GHashTable *versions; /* lower case word, interned */
} Labels;

static void
add_row (Labels *labels, GKeyFile *table, const char *name)
{
  g_auto(GStrv) aliases = g_key_file_get_string_list (table, name, "aliases", NULL, NULL);
  Row *row = g_new0 (Row, 1);

  row->row = g_intern_string (name);
  row->bits = _edgekit_table_double (TABLE, name, "bits");
  row->vague = g_key_file_get_boolean (table, name, "vague", NULL);
  g_hash_table_insert (labels->rows, (gpointer) row->row, row);
  for (char **alias = aliases; alias && *alias; alias++)
    g_hash_table_insert (labels->rows, (gpointer) g_intern_string (*alias), row);
}

/* As long-lived as the library. */
static const Labels *
get_labels (void)
{
  static gsize once = 0;
  static Labels labels;

  if (g_once_init_enter (&once))
    {
      g_auto(GStrv) names = g_key_file_get_groups (_edgekit_table_get (TABLE), NULL);
      g_auto(GStrv) words = g_key_file_get_groups (_edgekit_table_get (WORDS), NULL);

      labels.rows = g_hash_table_new (g_str_hash, g_str_equal);
      labels.versions = g_hash_table_new (g_str_hash, g_str_equal);
      for (char **name = names; *name; name++)
        add_row (&labels, _edgekit_table_get (TABLE), *name);
      for (char **word = words; *word; word++)
        {
          g_autofree char *kind = g_key_file_get_string (_edgekit_table_get (WORDS), *word, "kind", NULL);

          if (g_strcmp0 (kind, "version") == 0)
            g_hash_table_add (labels.versions, (gpointer) g_intern_string (*word));
        }
      g_once_init_leave (&once, 1);
    }
  return &labels;
}

gboolean
_edgekit_quant_label_is_separator (char c)
{
  return c != '\0' && strchr ("-._/ +()[]", c) != NULL;
}

static const Row *
look_up (const char *word, gsize length)
{
  char upper[MAX_LENGTH + 1];

  if (length == 0 || length > MAX_LENGTH)
    return NULL;
  for (gsize i = 0; i < length; i++)
    upper[i] = g_ascii_toupper (word[i]);
  upper[length] = '\0';
  return g_hash_table_lookup (get_labels ()->rows, upper);
}

/* "Q4_X", "IQ4_XXS": words that are made like those of the table. */
static gsize
match_unknown (const char *p)
{
  gsize n = 0, groups = 0;

  if (strchr ("IT", g_ascii_toupper (p[n])))
    n++;
  if (g_ascii_toupper (p[n]) != 'Q' || !g_ascii_isdigit (p[n + 1]))
    return 0;
  for (n += 2; p[n] == '_'; groups++)
    {
      gsize length = strspn (p + n + 1, "KSMLXTNBVRksmlxtnbvr0123456789");

      if (length == 0 || length > 3)
        break;
      n += 1 + length;
    }
  return groups > 0 && (p[n] == '\0' || _edgekit_quant_label_is_separator (p[n])) ? n : 0;
}

/* The longest word that begins at @p: Q4_0_4_4 is not Q4_0. @row is NULL for one
 * that the table does not have. Its length, or 0. */
static gsize
match_at (const char *p, const Row **row)
{
  gsize length = 0, unknown;

  *row = NULL;
  if (!strchr ("BFIMNQT", g_ascii_toupper (*p)))
    return 0;
  for (gsize n = 1; n <= MAX_LENGTH && p[n - 1]; n++)
    {
      const Row *found =
        p[n] == '\0' || _edgekit_quant_label_is_separator (p[n]) ? look_up (p, n) : NULL;

      if (!found)
        continue;
      *row = found;
      length = n;
    }
  /* "IQ4_NL_XL" and the repacked "IQ4_K_R4" have about the bits of what they begin with */
  unknown = match_unknown (p);
  return MAX (length, unknown);
}

/* Whether a word is a better answer than one before it. The last counts, but not
 * one of 16 bits beside another, as in "F32-Q2_K" and "MXFP4_MOE_BF16": that is
 * said of a few of the tensors. A vague word counts where there is no better one. */
static gboolean
is_better (const Row *row, const EdgeKitQuantLabel *than)
{
  gboolean whole = row && row->bits >= WHOLE_BITS, vague = row && row->vague;

  if (than->end == 0 || whole != (than->bits >= WHOLE_BITS))
    return than->end == 0 || !whole;
  return !vague || than->vague;
}

/* "gemma-3-qat-q4_0-unquantized" was trained for it, and is not stored so. */
static gboolean
is_denied (const char *after)
{
  return *after && g_ascii_strncasecmp (after + 1, "unquantized", strlen ("unquantized")) == 0;
}

/* "devstralQ4_K_M": at the end of a name, a word needs no separator before it. */
static gsize
find_unseparated (const char *stem, const Row **row)
{
  gsize end = strlen (stem);

  for (gsize i = 1; i + 3 < end; i++)
    if (strchr (stem + i, '_') && i + match_at (stem + i, row) == end && *row && !(*row)->vague)
      return i;
  return 0;
}

/* The word of @stem that ends at @end, which is a separator or the end. */
static gsize
word_before (const char *stem, gsize end)
{
  gsize begin = end;

  while (begin > 0 && !_edgekit_quant_label_is_separator (stem[begin - 1]))
    begin--;
  return begin;
}

static gboolean
is_version_word (const char *word, gsize length)
{
  g_autofree char *lower = g_ascii_strdown (word, length);

  return length > 0 && g_hash_table_contains (get_labels ()->versions, lower);
}

/* "UD-Q4_K_XL", "i1-Q4_K_M", "Q4_K_M-imat" */
static void
take_version (const char *stem, EdgeKitQuantLabel *label)
{
  GString *version = g_string_new (NULL);
  gsize n;

  while (label->begin > 1 && stem[label->begin - 1] != '/')
    {
      gsize begin = word_before (stem, label->begin - 1);

      if (!is_version_word (stem + begin, label->begin - 1 - begin))
        break;
      g_string_prepend_c (version, '-');
      g_string_prepend_len (version, stem + begin, label->begin - 1 - begin);
      label->begin = begin;
    }
  n = stem[label->end] == '-' ? strcspn (stem + label->end + 1, "-._/ ") : 0;
  if (n > 0 && (is_version_word (stem + label->end + 1, n) ||
                (n == strlen ("imatrix") && g_ascii_strncasecmp (stem + label->end + 1, "imatrix", n) == 0)))
    label->end += 1 + n;
  label->version = g_string_free (version, FALSE);
}

static void
take_word (EdgeKitQuantLabel *label, gsize begin, gsize length, const Row *row)
{
  label->begin = begin;
  label->end = begin + length;
  label->bits = row ? row->bits : 0;
  label->vague = row && row->vague;
}

gboolean
_edgekit_quant_label_find (const char *stem, EdgeKitQuantLabel *label)
{
  const Row *row;
  gsize at;

  memset (label, 0, sizeof *label);
  for (gsize i = 0, length; stem[i]; i += MAX (length, 1))
    {
      length = i == 0 || _edgekit_quant_label_is_separator (stem[i - 1]) ? match_at (stem + i, &row) : 0;
      if (length > 0 && is_better (row, label) && !is_denied (stem + i + length))
        take_word (label, i, length, row);
    }
  at = label->end == 0 ? find_unseparated (stem, &row) : 0;
  if (at > 0)
    take_word (label, at, strlen (stem) - at, row);
  if (label->end == 0)
    return FALSE;
  row = look_up (stem + label->begin, label->end - label->begin);
  label->text = row ? g_strdup (row->row) : g_ascii_strup (stem + label->begin, label->end - label->begin);
  take_version (stem, label);
  return TRUE;
}

void
_edgekit_quant_label_clear (EdgeKitQuantLabel *label)
{
  g_clear_pointer (&label->text, g_free);
  g_clear_pointer (&label->version, g_free);
}

gboolean
_edgekit_quant_label_is_trained (const char *text, const char *architecture)
{
  g_auto(GStrv) trained = g_key_file_get_string_list (_edgekit_table_get (TABLE), text, "trained", NULL, NULL);

  return trained && architecture && g_strv_contains ((const char *const *) trained, architecture);
}
