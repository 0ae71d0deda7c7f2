/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-present.h"
#include "ek-window-private.h"

#define COME_UP_MS 100

/* Called when something has come that was waited for. */
void
_ek_window_come_up_if_ready (EkWindow *self)
{
  if (self->come_up_id == 0 || self->build_id != 0 || ek_session_get_busy (self->session))
    return;
  g_clear_handle_id (&self->come_up_id, g_source_remove);
  ek_present (GTK_WINDOW (self));
}

static gboolean
come_up (gpointer user_data)
{
  EkWindow *self = user_data;

  self->come_up_id = 0;
  ek_present (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Shows the window once it has something to show, which it mostly has sooner than a person notices: to draw it empty
 * before takes several frames, and so keeps back what it is opened for.  It does not wait longer. */
void
ek_window_come_up (EkWindow *self)
{
  g_return_if_fail (EK_IS_WINDOW (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    ek_present (GTK_WINDOW (self));
  else if (self->come_up_id == 0)
    {
      self->come_up_id = g_timeout_add (COME_UP_MS, come_up, self);
      _ek_window_come_up_if_ready (self);
    }
}
