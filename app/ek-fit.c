/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-fit.h"

/* Makes a window that is not shown yet as high as its texts, which scroll only in a lower one: a scrolled window asks
 * for the height of texts that do not wrap.  @content is what scrolls below @header; the window is to be shown over
 * @parent, if there is one, and is @width wide if that has the room. */
void
ek_fit (GtkWindow *window, GtkWindow *parent, GtkWidget *header, GtkWidget *content, int width, int most_height)
{
  GtkBorder frame = { 0 };
  int parent_width = 0;
  int shown, header_height, content_height;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  if (parent)
    {
      frame = ek_get_frame (GTK_WIDGET (parent));
      parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
    }
  shown = parent_width > 0 ? MIN (width, parent_width) : width;
  gtk_widget_measure (header, GTK_ORIENTATION_VERTICAL, -1, NULL, &header_height, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, shown - frame.left - frame.right, NULL, &content_height, NULL,
                      NULL);
  gtk_window_set_default_size (window, width,
                               MIN (header_height + content_height + frame.top + frame.bottom, most_height));
}
