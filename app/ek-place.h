/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For widgets that lay out their children by hand. */

void ek_place_at        (GtkWidget  *child,
                         int         x,
                         int         y,
                         int         width,
                         int         height,
                         int         full_width,
                         gboolean    mirrored);
void ek_place_measure   (GtkWidget  *child,
                         int        *width,
                         int        *height);

G_END_DECLS
