/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-focus-room.h"

/* A page that scrolls follows the keyboard (GtkViewport), but no further than to the edge of what has the focus: its
 * ring would lie on the edge of the window.  This scrolls a little further. */

#define ROOM 12

static void
focus_moved (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *place = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_VIEWPORT) : NULL;
  GtkWidget *content = place ? gtk_viewport_get_child (GTK_VIEWPORT (place)) : NULL;
  graphene_rect_t box;
  double top;

  /* under a pointer nothing moves, nor below a list that is open */
  if (content == NULL || gtk_widget_get_native (focus) != gtk_widget_get_native (place)
      || !gtk_window_get_focus_visible (window) || !gtk_widget_compute_bounds (focus, content, &box))
    return;
  /* from the begin of what scrolls: where it is now may not be laid out yet */
  top = box.origin.y + gtk_widget_get_margin_top (content);
  gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (place)), top - ROOM,
                             top + box.size.height + ROOM);
}

/* For all pages in the window, those that come later, too. */
void
ek_give_focus_room (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_connect_after (window, "notify::focus-widget", G_CALLBACK (focus_moved), NULL);
}
