/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-window-private.h"

static gboolean
take_down (gpointer user_data)
{
  EkWindow *self = user_data;
  AdwBin *places[] = { self->install_place, self->model_place, self->computer_place };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (adw_bin_get_child (places[i]))
      {
        adw_bin_set_child (places[i], NULL);
        return G_SOURCE_CONTINUE;
      }
  self->take_down_id = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Whether it was closed, and is about to go. */
gboolean
ek_window_get_closed (EkWindow *self)
{
  g_return_val_if_fail (EK_IS_WINDOW (self), TRUE);

  return self->take_down_id != 0;
}

/* The window is out of sight at once, and nothing comes to it any more.  To destroy all that is in it takes several
 * frames, which another window would miss: each page has its own turn of the main loop. */
void
_ek_window_take_down (EkWindow *self)
{
  if (self->take_down_id)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  _ek_window_stop (self);
  self->take_down_id = g_idle_add (take_down, self);
}
