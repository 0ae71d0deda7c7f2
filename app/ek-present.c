/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-present.h"

typedef struct
{
  GWeakRef window; /* it may be closed before its turn comes */
  GtkAllocation size;
  guint n;
} Turn;

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  g_weak_ref_clear (&turn->window);
  g_free (turn);
}

/* Whether there is a size to lay it out for; MEASURED: that of its content, of the default one and what it needs. */
static gboolean
measure (GtkWindow *window, GtkWidget *content, GtkAllocation *measured)
{
  GtkWindow *parent = gtk_window_get_transient_for (window);
  /* around a window there is a frame where nothing draws shadows; its own is known once it is seen */
  const GtkBorder frame = ek_get_frame (GTK_WIDGET (parent ? parent : window));
  int width, height, least;

  gtk_window_get_default_size (window, &width, &height);
  if (content == NULL || width <= 0 || height <= 0)
    return FALSE;
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  measured->width = MAX (width - frame.left - frame.right, least);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, measured->width, &least, NULL, NULL, NULL);
  measured->height = MAX (height - frame.top - frame.bottom, least);
  return TRUE;
}

static gboolean
take_turn (gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&turn->window);
  GtkWidget *content = window ? gtk_widget_get_first_child (GTK_WIDGET (window)) : NULL;

  if (window == NULL)
    return G_SOURCE_REMOVE;
  switch (turn->n++)
    {
    case 0:
      if (measure (window, content, &turn->size))
        return G_SOURCE_CONTINUE;
      break;
    case 1:
      gtk_widget_size_allocate (content, &turn->size, -1);
      return G_SOURCE_CONTINUE;
    default:
      break;
    }
  gtk_window_present (window);
  return G_SOURCE_REMOVE;
}

/* Shows a window that was just built.  To build one, to lay it out and to draw it for the first time each takes about
 * as long as a frame, so each has its own turn of the main loop: GTK remembers what it has measured and allocated, and
 * so the first frame draws alone, unless the window comes up in another size than it was to have. */
void
ek_present (GtkWindow *window)
{
  Turn *turn;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    {
      gtk_window_present (window);
      return;
    }
  turn = g_new0 (Turn, 1);
  g_weak_ref_init (&turn->window, window);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, take_turn, turn, turn_free);
}
