/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-focus-room.h"
#include "ek-present.h"

typedef struct
{
  GWeakRef window; /* it may be closed before its turn comes */
  guint n;
} Turn;

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  g_weak_ref_clear (&turn->window);
  g_free (turn);
}

/* Shapes the texts: the toolkit forgets sizes once it knows the window's style, but not those. */
static void
prepare (GtkWindow *window)
{
  int width, height, least;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_window_get_default_size (window, &width, &height);
  if (width > 0)
    gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, MAX (width, least), NULL, NULL, NULL, NULL);
}

/* For the size that it will have, unless it is maximised or its display decides otherwise. */
static void
lay_out (GtkWindow *window)
{
  GtkWidget *content = gtk_widget_get_first_child (GTK_WIDGET (window));
  const GtkBorder frame = ek_get_frame (GTK_WIDGET (window));
  GtkAllocation size = { 0 };
  int width, height, least;

  gtk_window_get_default_size (window, &width, &height);
  if (content == NULL || width <= 0 || height <= 0)
    return;
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  size.width = MAX (width - frame.left - frame.right, least);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, size.width, &least, NULL, NULL, NULL);
  size.height = MAX (height - frame.top - frame.bottom, least);
  gtk_widget_size_allocate (content, &size, -1);
}

static gboolean
take_turn (gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&turn->window);

  if (window == NULL)
    return G_SOURCE_REMOVE;
  switch (turn->n++)
    {
    case 0:
      prepare (window);
      return G_SOURCE_CONTINUE;
    case 1:
      gtk_window_present (window);
      /* a window of its own holds no other one up, and would have its first frame a tick later */
      return gtk_window_get_transient_for (window) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    default:
      if (gtk_widget_get_mapped (GTK_WIDGET (window)))
        lay_out (window);
      return G_SOURCE_REMOVE;
    }
}

/* Shows a window that was just built.  To build one, to show it, to lay it out and to draw it for the first time each
 * takes about as long as a frame, so each has its own turn of the main loop, before that of the first frame. */
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
  ek_give_focus_room (window);
  turn = g_new0 (Turn, 1);
  g_weak_ref_init (&turn->window, window);
  g_idle_add_full (G_PRIORITY_DEFAULT, take_turn, turn, turn_free);
}

static gboolean
give_focus (gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (user_data));
  GtkWidget *first = root ? gtk_root_get_focus (root) : NULL;

  /* the toolkit began with a text that can be selected, and selected it */
  if (GTK_IS_LABEL (first))
    gtk_label_select_region (GTK_LABEL (first), 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (user_data));
  return G_SOURCE_REMOVE;
}

static void
mapped (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (widget, mapped, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT, give_focus, g_object_ref (widget), g_object_unref);
}

/* Where the keyboard is once the window of @widget comes up.  With a focus before that, GTK 4.8 tells screen readers of
 * a panel, and of no window. */
void
ek_focus_first (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (gtk_widget_get_mapped (widget))
    gtk_widget_grab_focus (widget);
  else
    g_signal_connect (widget, "map", G_CALLBACK (mapped), NULL);
}
