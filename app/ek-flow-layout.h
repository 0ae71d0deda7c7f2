/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_FLOW_LAYOUT (ek_flow_layout_get_type ())

G_DECLARE_FINAL_TYPE (EkFlowLayout, ek_flow_layout, EK, FLOW_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ek_flow_layout_new         (void);
void              ek_flow_layout_set_spacing (EkFlowLayout *self,
                                              int           column_spacing,
                                              int           row_spacing);

G_END_DECLS
