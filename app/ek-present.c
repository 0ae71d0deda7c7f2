/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-present.h"

typedef struct
{
  GWeakRef window; /* it may be closed before its turn comes */
} Turn;

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  g_weak_ref_clear (&turn->window);
  g_free (turn);
}

static gboolean
present (gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (&turn->window);

  if (window)
    gtk_window_present (window);
  return G_SOURCE_REMOVE;
}

/* Shows a window that was just built.  To build one and to measure it for the
 * first time each takes about as long as a frame, so each has its own turn of the
 * main loop. */
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
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, present, turn, turn_free);
}
