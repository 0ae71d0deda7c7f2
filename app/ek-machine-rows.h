/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *ek_machine_row_for_accelerator (EdgeKitHardwareProfile *profile,
                                           EdgeKitAccelerator     *accelerator,
                                           const char             *badge);
GtkWidget *ek_machine_row_for_group       (EdgeKitHardwareProfile *profile,
                                           GPtrArray              *accelerators,
                                           const char             *badge);
GtkWidget *ek_machine_row_for_cpu         (EdgeKitHardwareProfile *profile);
GtkWidget *ek_machine_row_for_memory      (EdgeKitHardwareProfile *profile);
GtkWidget *ek_machine_row_for_system      (EdgeKitHardwareProfile *profile);
void       ek_machine_row_refresh_memory  (GtkWidget              *row,
                                           EdgeKitHardwareProfile *profile);

G_END_DECLS
