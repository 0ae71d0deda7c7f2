/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ek-bar-layout.h"

/* The arithmetic of a stacked bar, apart from any widget so that it can be
 * tested without a display. */

static gsize
largest (const EkBarSlot *slots, gsize n)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (slots[i].width > slots[best].width)
      best = i;
  return best;
}

/* Divides @width pixels among @n amounts, in order, with @gap pixels between
 * two that are shown.  Amounts of zero or less get no room.  The edges are
 * rounded, not the widths, so nothing drifts and the slots with their gaps add
 * up to @width exactly.  Whatever is shown is at least @minimum wide, as far as
 * there is room; the largest gives it. */
void
ek_bar_layout (const gint64 *amounts, gsize n, int width, int gap, int minimum, EkBarSlot *slots)
{
  double total = 0;
  double sum = 0;
  int shown = 0;
  int room;
  int edge = 0;
  int x = 0;

  g_return_if_fail (amounts != NULL && slots != NULL);
  g_return_if_fail (width >= 0 && gap >= 0 && minimum >= 0);

  for (gsize i = 0; i < n; i++)
    {
      slots[i].x = slots[i].width = 0;
      if (amounts[i] <= 0)
        continue;
      total += (double) amounts[i];
      shown++;
    }
  if (shown == 0)
    return;

  if (width < gap * (shown - 1) + shown)
    gap = 0;
  room = width - gap * (shown - 1);
  minimum = MIN (minimum, room / shown);

  for (gsize i = 0; i < n; i++)
    {
      int next;

      if (amounts[i] <= 0)
        continue;
      sum += (double) amounts[i];
      next = (int) lround (room * (sum / total));
      slots[i].width = next - edge;
      edge = next;
    }
  for (gsize i = 0; i < n; i++)
    {
      while (amounts[i] > 0 && slots[i].width < minimum)
        {
          gsize from = largest (slots, n);
          int given = MIN (minimum - slots[i].width, slots[from].width - minimum);

          if (given <= 0)
            break;
          slots[from].width -= given;
          slots[i].width += given;
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      slots[i].x = x;
      if (amounts[i] > 0)
        x += slots[i].width + gap;
    }
}

/* The slot under @x, or the one before the gap under it; -1 outside. */
int
ek_bar_layout_at (const EkBarSlot *slots, gsize n, int x)
{
  int found = -1;

  g_return_val_if_fail (slots != NULL, -1);

  if (x < 0)
    return -1;
  for (gsize i = 0; i < n; i++)
    {
      if (slots[i].width <= 0)
        continue;
      if (x < slots[i].x)
        return found;
      if (x < slots[i].x + slots[i].width)
        return (int) i;
      found = (int) i;
    }
  return -1;
}
