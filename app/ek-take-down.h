/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes something out of the window; FALSE if there is nothing left that takes long. */
typedef gboolean (*EkTakeOut) (GtkWindow *window);

void     ek_take_down     (GtkWindow *window,
                           EkTakeOut  take_out);
gboolean ek_is_taken_down (GtkWindow *window);

G_END_DECLS
