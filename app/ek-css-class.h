/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ek_css_class_set (GtkWidget  *widget,
                       const char *css_class,
                       gboolean    on);

G_END_DECLS
