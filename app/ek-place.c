/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-place.h"

/* A rectangle that is mirrored where text runs from right to left. */
void
ek_place_at (GtkWidget *child, int x, int y, int width, int height, int full_width, gboolean mirrored)
{
  GtkAllocation box = { mirrored ? full_width - x - width : x, y, width, height };

  gtk_widget_size_allocate (child, &box, -1);
}

/* The natural size. */
void
ek_place_measure (GtkWidget *child, int *width, int *height)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *width, NULL, height, NULL, NULL);
}
