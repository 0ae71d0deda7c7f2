/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-similar-private.h"

/* Names are compared up to here. */
#define MAX_LENGTH 128

typedef struct
{
  guint distance;
  char *name;
} Candidate;

struct _EdgeKitSimilar
{
  char *name;
  guint n_most;
  guint most_distance;
  GArray *best; /* Candidate, the nearest first */
};

static void
clear_candidate (gpointer data)
{
  g_free (((Candidate *) data)->name);
}

EdgeKitSimilar *
_edgekit_similar_new (const char *name, guint n_most)
{
  EdgeKitSimilar *self = g_new0 (EdgeKitSimilar, 1);

  self->name = g_ascii_strdown (name, -1);
  self->n_most = n_most;
  /* one letter in three may be another */
  self->most_distance = MAX (2, MIN (strlen (name), MAX_LENGTH) / 3);
  self->best = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (self->best, clear_candidate);
  return self;
}

void
_edgekit_similar_free (EdgeKitSimilar *self)
{
  g_free (self->name);
  g_array_unref (self->best);
  g_free (self);
}

/* How many letters must be changed, put in or taken out (Levenshtein 1965). */
static guint
count_changes (const char *a, const char *b)
{
  guint row[MAX_LENGTH + 1];
  gsize n = MIN (strlen (a), MAX_LENGTH), m = MIN (strlen (b), MAX_LENGTH);

  for (gsize j = 0; j <= m; j++)
    row[j] = j;
  for (gsize i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (gsize j = 1; j <= m; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (row[j - 1], above) + 1, diagonal + (a[i - 1] != b[j - 1]));
          diagonal = above;
        }
    }
  return row[m];
}

void
_edgekit_similar_add (EdgeKitSimilar *self, const char *candidate)
{
  g_autofree char *lower = g_ascii_strdown (candidate, -1);
  gboolean within = strlen (self->name) > 2 && (strstr (lower, self->name) || strstr (self->name, lower));
  Candidate new = { .distance = within ? 1 : count_changes (self->name, lower) };
  guint i = 0;

  if (new.distance > self->most_distance)
    return;
  while (i < self->best->len && g_array_index (self->best, Candidate, i).distance <= new.distance)
    if (g_str_equal (g_array_index (self->best, Candidate, i++).name, candidate))
      return;
  if (i == self->n_most)
    return;
  new.name = g_strdup (candidate);
  g_array_insert_val (self->best, i, new);
  if (self->best->len > self->n_most)
    g_array_set_size (self->best, self->n_most);
}

char *
_edgekit_similar_list (EdgeKitSimilar *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->best->len; i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "", g_array_index (self->best, Candidate, i).name);
  return g_string_free (list, self->best->len == 0);
}
