/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ek-context-stops.h"

/* Where a context stands on a scale of stops: between two of them by its
 * logarithm, as the stops themselves are spaced. */
double
ek_context_stops_index (const EkContextStop *stops, gsize n, gint64 context)
{
  g_return_val_if_fail (stops != NULL || n == 0, 0);

  if (n == 0 || context <= stops[0].context)
    return 0;
  for (gsize i = 1; i < n; i++)
    {
      double from, to;

      if (context > stops[i].context)
        continue;
      from = log2 ((double) stops[i - 1].context);
      to = log2 ((double) stops[i].context);
      return (double) (i - 1) + (log2 ((double) context) - from) / (to - from);
    }
  return (double) (n - 1);
}

/* The stop nearest to @index. */
gint64
ek_context_stops_context_at (const EkContextStop *stops, gsize n, double index)
{
  g_return_val_if_fail (stops != NULL && n > 0, 0);

  return stops[CLAMP (lround (index), 0, (long) n - 1)].context;
}

/* How many labels are left out that would touch each other: 0 shows all, 1 those of the powers of two, 2 every other of
 * them, and so on. */
guint
ek_context_stops_label_step (double pitch, int widest)
{
  guint step = 1;

  if (pitch >= widest || pitch <= 0)
    return 0;
  /* between two powers there is one stop */
  while (pitch * 2 * step < widest)
    step *= 2;
  return step;
}

/* POWERS counts those that were met so far. */
gboolean
ek_context_stops_shows_label (const EkContextStop *stop, guint step, guint *powers)
{
  g_return_val_if_fail (stop != NULL && powers != NULL, FALSE);

  if (step == 0)
    return TRUE;
  return stop->context > 0 && (stop->context & (stop->context - 1)) == 0 && (*powers)++ % step == 0;
}
