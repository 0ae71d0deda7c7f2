/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_CELL_LAYOUT (ek_cell_layout_get_type ())

G_DECLARE_FINAL_TYPE (EkCellLayout, ek_cell_layout, EK, CELL_LAYOUT, GtkLayoutManager)

/* How wide the cells of a column are. */
typedef struct _EkCellWidth EkCellWidth;

EkCellWidth      *ek_cell_width_new   (void);
void              ek_cell_width_unref (EkCellWidth *width);
GtkLayoutManager *ek_cell_layout_new  (EkCellWidth *width);

G_END_DECLS
