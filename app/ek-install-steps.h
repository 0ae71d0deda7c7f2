/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

GtkWidget *ek_install_need_row_new  (EdgeKitInstallStep *step,
                                     gboolean            next);
GtkWidget *ek_install_check_row_new (EdgeKitInstallStep *step,
                                     const char         *title,
                                     const char         *reason);
void       ek_install_fill_help     (GtkWidget          *row,
                                     gpointer            user_data);

G_END_DECLS
