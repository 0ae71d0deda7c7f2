/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "service-index.h"

/* What a shell shows at most. */
#define MAX_RESULTS 20
/* With less, nearly everything would be found: "8b". */
#define MIN_LETTERS 3
/* Nobody types more. */
#define MAX_TERMS 16
#define MAX_TERM 64

typedef struct
{
  char *name;  /* what EdgeKit takes */
  char *title; /* what people read */
  GArray *letters; /* of Letter: the title first */
  guint n_title;   /* letters of the title */
} Entry;

/* Names without what separates words: “Llama 3.1 8B” is llama318b, and a word begins
 * at l, 3 and 8. */
typedef struct
{
  gunichar letter;
  gboolean begins;
} Letter;

struct _ServiceIndex
{
  GPtrArray *entries;  /* of Entry */
  GHashTable *by_name; /* name → Entry */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->title);
  g_array_unref (entry->letters);
  g_free (entry);
}

/* A word begins behind what is neither letter nor digit, and where digits follow
 * letters, so that “3.1” finds “llama3.1”. A point between digits separates nothing:
 * “8b” is not to find “1.8b”. */
static void
add_letters (GArray *letters, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  gunichar before = ' ';

  for (const char *p = folded; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      Letter letter = { c, !g_unichar_isalnum (before) || (g_unichar_isdigit (c) && g_unichar_isalpha (before)) };

      if (c == '.' && g_unichar_isdigit (before) && g_ascii_isdigit (p[1]))
        continue;
      if (g_unichar_isalnum (c))
        g_array_append_val (letters, letter);
      before = c;
    }
}

/* How well a term is met: a whole word (“qwen3” of “Qwen3 8B”) is more than the begin of one
 * (of “Qwen3.5 9B”). */
typedef enum
{
  MET_NOT,
  MET_BEGIN,
  MET_WHOLE,
} Met;

static Met
find_term (GArray *letters, GArray *term, guint *place)
{
  Met best = MET_NOT;

  for (guint i = 0; i + term->len <= letters->len && best != MET_WHOLE; i++)
    {
      const guint end = i + term->len;
      Met met = MET_BEGIN;
      guint n = 0;

      while (n < term->len && g_array_index (letters, Letter, i + n).letter == g_array_index (term, Letter, n).letter)
        n++;
      if (n < term->len || !g_array_index (letters, Letter, i).begins)
        continue;
      if (end == letters->len || g_array_index (letters, Letter, end).begins
          || g_array_index (letters, Letter, end).letter == ' ')
        met = MET_WHOLE;
      if (met <= best)
        continue;
      best = met;
      *place = i;
    }
  return best;
}

static void
add (ServiceIndex *self, const char *name, const char *title, const char *more)
{
  static const Letter gap = { ' ', FALSE };
  const char *const texts[] = { title, name, more };
  Entry *entry;

  if (g_hash_table_contains (self->by_name, name))
    return;
  entry = g_new0 (Entry, 1);
  entry->name = g_strdup (name);
  entry->title = g_strdup (title ? title : name);
  entry->letters = g_array_new (FALSE, FALSE, sizeof (Letter));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i])
      {
        add_letters (entry->letters, texts[i]);
        if (i == 0)
          entry->n_title = entry->letters->len;
        g_array_append_val (entry->letters, gap);
      }
  g_ptr_array_add (self->entries, entry);
  g_hash_table_insert (self->by_name, entry->name, entry);
}

static void
add_library (ServiceIndex *self, GListModel *library)
{
  for (guint i = 0; i < g_list_model_get_n_items (library); i++)
    {
      g_autoptr(EdgeKitInstalledModel) model = g_list_model_get_item (library, i);

      if (edgekit_installed_model_get_complete (model))
        add (self, edgekit_installed_model_get_name (model), edgekit_installed_model_get_title (model),
             edgekit_installed_model_get_quantization (model));
    }
}

static void
add_catalogue (ServiceIndex *self)
{
  GListModel *models = edgekit_catalogue_get_models (edgekit_catalogue_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(EdgeKitCatalogueModel) model = g_list_model_get_item (models, i);

      add (self, edgekit_catalogue_model_get_location (model), edgekit_catalogue_model_get_name (model),
           edgekit_catalogue_model_get_family (model));
    }
}

ServiceIndex *
service_index_new (void)
{
  ServiceIndex *self = g_new0 (ServiceIndex, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
service_index_free (ServiceIndex *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
service_index_fill (ServiceIndex *self, EdgeKitModelLibrary *library)
{
  g_hash_table_remove_all (self->by_name);
  g_ptr_array_set_size (self->entries, 0);
  if (library)
    add_library (self, G_LIST_MODEL (library));
  add_catalogue (self);
}

/* NULL: nothing is to be found. */
static GPtrArray *
read_terms (const char *const *terms)
{
  g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_letters = 0;

  for (guint i = 0; terms[i]; i++)
    {
      GArray *term = g_array_new (FALSE, FALSE, sizeof (Letter));

      g_ptr_array_add (read, term);
      if (i == MAX_TERMS || strlen (terms[i]) > MAX_TERM)
        return NULL;
      add_letters (term, terms[i]);
      n_letters += term->len;
    }
  return n_letters >= MIN_LETTERS ? g_steal_pointer (&read) : NULL;
}

typedef struct
{
  const Entry *entry;
  guint order; /* in the index */
  guint worth; /* 0: it is not met */
} Match;

/* First whether all of the title was typed, then how many terms are whole words, then whether the
 * title begins with the first of them, and last whether it is the title that says them. */
static guint
weigh (const Entry *entry, GPtrArray *terms)
{
  guint n_letters = 0, n_whole = 0;
  gboolean leads = FALSE, in_title = TRUE;

  for (guint i = 0; i < terms->len; i++)
    {
      GArray *term = terms->pdata[i];
      guint place = 0;
      Met met = find_term (entry->letters, term, &place);

      if (met == MET_NOT)
        return 0;
      n_letters += term->len;
      n_whole += met == MET_WHOLE;
      leads |= i == 0 && place == 0;
      in_title &= place + term->len <= entry->n_title;
    }
  return 1 + 1000 * (in_title && n_letters == entry->n_title) + 10 * n_whole + 4 * leads + 2 * in_title;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *x = a, *y = b;

  if (x->worth != y->worth)
    return x->worth > y->worth ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

GStrv
service_index_find (ServiceIndex *self, const char *const *terms, const char *const *among)
{
  g_autoptr(GStrvBuilder) found = g_strv_builder_new ();
  g_autoptr(GPtrArray) wanted = read_terms (terms);
  g_autoptr(GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  g_autoptr(GHashTable) allowed = NULL;

  if (among)
    {
      allowed = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; among[i]; i++)
        g_hash_table_add (allowed, (gpointer) among[i]);
    }
  for (guint i = 0; wanted && i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      Match match = { entry, i, 0 };

      if (allowed && !g_hash_table_contains (allowed, entry->name))
        continue;
      match.worth = weigh (entry, wanted);
      if (match.worth > 0)
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < MIN (matches->len, MAX_RESULTS); i++)
    g_strv_builder_add (found, g_array_index (matches, Match, i).entry->name);
  return g_strv_builder_end (found);
}

const char *
service_index_lookup (ServiceIndex *self, const char *name)
{
  Entry *entry = g_hash_table_lookup (self->by_name, name);

  return entry ? entry->title : NULL;
}
