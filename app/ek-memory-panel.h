/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_MEMORY_PANEL (ek_memory_panel_get_type ())

G_DECLARE_FINAL_TYPE (EkMemoryPanel, ek_memory_panel, EK, MEMORY_PANEL, GtkWidget)

GtkWidget *ek_memory_panel_new (void);

G_END_DECLS
