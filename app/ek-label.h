/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *ek_label_new      (const char *text,
                              float       xalign,
                              const char *css_class);
GtkWidget *ek_label_new_text (const char *text,
                              const char *css_class);

G_END_DECLS
