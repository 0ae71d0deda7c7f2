/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Makes the row of a thing. */
typedef GtkWidget *(*EkRowMake) (gpointer thing, gpointer user_data);

void ek_row_come_in_turn  (GtkWidget  *place,
                           GtkWidget  *row);
void ek_list_fill_in_turn (GtkListBox *list,
                           GPtrArray  *things,
                           EkRowMake   make,
                           gpointer    user_data);
void ek_list_stop_filling (GtkListBox *list);
void ek_list_clear        (GtkListBox *list);

G_END_DECLS
