/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* LOCATION is a path, a link or a name. */
typedef void (*EkDropFunc) (gpointer user_data, const char *location);

void ek_drop_target_add (GtkWidget *widget,
                         GtkWidget *frame,
                         EkDropFunc dropped,
                         gpointer   user_data);

G_END_DECLS
