/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "edgekit-solver-private.h"

/* How many layers the devices hold: first by what is quickly told, then exactly. */

EdgeKitSettings
_edgekit_solver_bound (const EdgeKitSettings *settings)
{
  EdgeKitSettings bound = *settings;

  bound.bound = TRUE;
  return bound;
}

/* What the devices hold together, and how many bytes the fullest of them has too much; less
 * than zero is what it can still take. */
static void
weigh_devices (const EdgeKitProblem *problem, const EdgeKitFit *fit, double *sum, double *excess)
{
  *sum = 0;
  *excess = -G_MAXDOUBLE;
  for (guint i = 1; i <= fit->split.n_devices; i++)
    {
      const gint64 capacity = problem->places->places[i].capacity;
      guint64 low, likely, high;

      _edgekit_bill_sums (&fit->bill, i, &low, &likely, &high);
      *sum += (double) likely;
      if (capacity != EDGEKIT_UNKNOWN)
        *excess = MAX (*excess, (double) likely - problem->max_utilization * (double) capacity);
    }
}

gboolean
_edgekit_solver_holds (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 n)
{
  double sum, excess;
  EdgeKitFit fit;

  try (problem, settings, n, &fit);
  weigh_devices (problem, &fit, &sum, &excess);
  return excess <= 0;
}

/* An end of the range in which the answer lies. */
typedef struct
{
  guint64 n;
  double excess; /* NAN where it has not been looked at */
} End;

/* The largest number that the devices hold is from @most to below @too_many. */
typedef struct
{
  const EdgeKitProblem *problem;
  const EdgeKitSettings *settings;
  EdgeKitTry try;
  End most;
  End too_many;
} Search;

static gboolean
look_at (Search *search, guint64 n)
{
  double sum, excess;
  EdgeKitFit fit;

  search->try (search->problem, search->settings, n, &fit);
  weigh_devices (search->problem, &fit, &sum, &excess);
  *(excess <= 0 ? &search->most : &search->too_many) = (End) { n, excess };
  return excess <= 0;
}

/* Between two that were weighed, where a straight line says; else a step away from the one
 * that was, and in the middle after @straight attempts. */
static guint64
next_of (const Search *search, guint64 end, guint64 step, guint straight)
{
  const guint64 most = search->most.n, too_many = search->too_many.n;
  const double has = search->most.excess, lacks = search->too_many.excess;
  guint64 next = most + (too_many - most) / 2;

  if (straight > 0 && isfinite (has) && isfinite (lacks) && has < lacks)
    next = most + (guint64) (-has / (lacks - has) * (double) (too_many - most));
  else if (most == 0 && too_many < end && step < too_many)
    next = too_many - step;
  else if (too_many == end && step < end - most)
    next = most + step;
  return CLAMP (next, most + 1, too_many - 1);
}

#define STRAIGHT 3

/* What the devices hold grows with every one; of 0 that is taken for granted. */
static guint64
find_most (Search *search, guint64 guess)
{
  const guint64 end = search->too_many.n;
  guint64 next = CLAMP (guess, 1, MAX (end, 2) - 1), step = 1;
  guint straight = STRAIGHT;

  while (search->too_many.n - search->most.n > 1)
    {
      look_at (search, next);
      next = next_of (search, end, step, straight);
      straight -= straight > 0 && !isnan (search->most.excess) && !isnan (search->too_many.excess);
      step *= 2;
    }
  return search->most.n;
}

/* How many layers fewer than @limit the working space may cost, which the bound does not count. */
static guint64
guess_gap (const EdgeKitProblem *problem, EdgeKitTry try, const EdgeKitSettings *bound, guint64 limit, double excess)
{
  double with, without, ignored;
  EdgeKitFit fit;

  try (problem, bound, limit, &fit);
  weigh_devices (problem, &fit, &with, &ignored);
  try (problem, bound, limit - 1, &fit);
  weigh_devices (problem, &fit, &without, &ignored);
  return with > without ? (guint64) CLAMP (ceil (excess / (with - without)), 1, (double) limit) : 1;
}

guint64
_edgekit_solver_find_most (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 end,
                           EdgeKitGuess *guess)
{
  const EdgeKitSettings bound = _edgekit_solver_bound (settings);
  Search quick = { problem, &bound, try, { 0, NAN }, { end, NAN } };
  Search exact = { problem, settings, try, { 0, NAN }, { end, NAN } };
  guint64 limit, most;

  limit = guess->limit = find_most (&quick, guess->limit);
  if (limit == 0)
    return 0;
  exact.too_many.n = limit + 1;
  if (guess->gap == EDGEKIT_NO_GAP)
    guess->gap = look_at (&exact, limit) ? 0 : guess_gap (problem, try, &bound, limit, exact.too_many.excess);
  most = find_most (&exact, limit - MIN (guess->gap, limit - 1));
  guess->gap = limit - most;
  return most;
}
