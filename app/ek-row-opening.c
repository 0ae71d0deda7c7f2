/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ek-row-opening.h"

/* What a row opens below the lower edge of its window scrolls into sight, as far as
 * the head of the row stays there. */

/* between the row and the edge of what scrolls */
#define MARGIN 12
/* what is inside may still come, one row a frame */
#define REST_US (G_USEC_PER_SEC / 2)

typedef struct
{
  GtkWidget *place; /* that scrolls; the row is in it while it is followed */
  double value;     /* where it was scrolled to; back from there scrolls only a person */
  float height;
  gint64 since; /* it is as high as this */
} Opening;

/* The row grows while it is revealed, and what scrolls moves with it: where animations are off, all at once. */
static gboolean
follow (GtkWidget *row, GdkFrameClock *clock, gpointer user_data)
{
  Opening *opening = user_data;
  GtkAdjustment *adjustment;
  graphene_rect_t box;
  double value, hidden;

  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)) || !gtk_widget_is_ancestor (row, opening->place)
      || !gtk_widget_compute_bounds (row, opening->place, &box))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (opening->place));
  value = gtk_adjustment_get_value (adjustment);
  /* on from there the row goes out of sight at the top, and needs nothing; or the page still follows the keyboard */
  if (value <= opening->value - 1)
    return G_SOURCE_REMOVE;
  opening->value = value;
  hidden = MIN (box.origin.y + box.size.height + MARGIN - gtk_adjustment_get_page_size (adjustment),
                box.origin.y - MARGIN);
  if (hidden > 0)
    {
      gtk_adjustment_set_value (adjustment, value + hidden);
      opening->value = gtk_adjustment_get_value (adjustment);
    }
  if (fabsf (box.size.height - opening->height) >= 1)
    {
      opening->height = box.size.height;
      opening->since = gdk_frame_clock_get_frame_time (clock);
    }
  return gdk_frame_clock_get_frame_time (clock) - opening->since < REST_US ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
expanded (GtkWidget *row)
{
  GtkWidget *place = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  Opening *opening;

  /* a row that takes the place of an open one is open before it is seen */
  if (place == NULL || !gtk_widget_get_mapped (row) || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    return;
  opening = g_new0 (Opening, 1);
  opening->place = place;
  opening->value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (place)));
  gtk_widget_add_tick_callback (row, follow, opening, g_free);
}

/* @row: an expander row of a page or window that scrolls. */
void
ek_row_show_what_opens (GtkWidget *row)
{
  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  g_signal_connect (row, "notify::expanded", G_CALLBACK (expanded), NULL);
}
