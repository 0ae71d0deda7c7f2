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

static gboolean
devices_fit (const EdgeKitProblem *problem, const EdgeKitFit *fit)
{
  for (guint i = 1; i <= fit->split.n_devices; i++)
    {
      guint64 low, likely, high;

      _edgekit_bill_sums (&fit->bill, i, &low, &likely, &high);
      if (_edgekit_solver_share (likely, problem->places->places[i].capacity) > problem->max_utilization)
        return FALSE;
    }
  return TRUE;
}

gboolean
_edgekit_solver_holds (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 n)
{
  EdgeKitFit fit;

  try (problem, settings, n, &fit);
  return devices_fit (problem, &fit);
}

/* The largest number below @end whose split the devices hold, as they do that of
 * 0 and of every smaller one. It is looked for around @guess. */
static guint64
find_most (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 end, guint64 guess)
{
  guint64 most = 0, too_many = end, step = 1, tried = CLAMP (guess, 1, MAX (end, 2) - 1);

  while (too_many - most > 1)
    {
      if (_edgekit_solver_holds (problem, settings, try, tried))
        most = tried;
      else
        too_many = tried;
      if (most == 0)
        tried = too_many > step ? too_many - step : 0;
      else if (too_many == end)
        tried = most + step;
      else
        tried = most + (too_many - most) / 2;
      step *= 2;
      if (tried <= most || tried >= too_many)
        tried = most + (too_many - most) / 2;
    }
  return most;
}

/* What the devices hold, and how much of it is too much. */
static void
sum_devices (const EdgeKitProblem *problem, const EdgeKitFit *fit, double *sum, double *over)
{
  *sum = *over = 0;
  for (guint i = 1; i <= fit->split.n_devices; i++)
    {
      const double room = problem->max_utilization * (double) problem->places->places[i].capacity;
      guint64 low, likely, high;

      _edgekit_bill_sums (&fit->bill, i, &low, &likely, &high);
      *sum += (double) likely;
      *over += MAX ((double) likely - room, 0);
    }
}

/* How many layers fewer than the bound says the working space may cost. */
static guint64
guess_gap (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 limit)
{
  const EdgeKitSettings bound = _edgekit_solver_bound (settings);
  double with, without, over, ignored;
  EdgeKitFit fit;

  try (problem, settings, limit, &fit);
  sum_devices (problem, &fit, &ignored, &over);
  try (problem, &bound, limit, &fit);
  sum_devices (problem, &fit, &with, &ignored);
  try (problem, &bound, limit - 1, &fit);
  sum_devices (problem, &fit, &without, &ignored);
  if (over <= 0)
    return 0;
  return with > without ? (guint64) MIN (ceil (over / (with - without)), (double) limit) : 1;
}

guint64
_edgekit_solver_find_most (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try, guint64 end,
                   EdgeKitGuess *guess)
{
  const EdgeKitSettings bound = _edgekit_solver_bound (settings);
  guint64 most;

  guess->limit = find_most (problem, &bound, try, end, guess->limit);
  if (guess->limit == 0)
    return 0;
  if (guess->gap == EDGEKIT_NO_GAP)
    guess->gap = guess_gap (problem, settings, try, guess->limit);
  most = find_most (problem, settings, try, guess->limit + 1, guess->limit - MIN (guess->gap, guess->limit - 1));
  guess->gap = guess->limit - most;
  return most;
}
