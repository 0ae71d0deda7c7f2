/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ek-row-turns.h"

G_BEGIN_DECLS

/* Adds the rows that an expander row has inside. */
typedef void (*EkRowFill) (GtkWidget *row, gpointer user_data);

GtkWidget *ek_row_new                       (const char    *icon_name,
                                             const char    *title,
                                             const char    *subtitle);
GtkWidget *ek_expander_row_new              (const char    *icon_name,
                                             const char    *title,
                                             const char    *subtitle);
void       ek_expander_row_fill_when_opened (GtkWidget     *row,
                                             EkRowFill      fill,
                                             gpointer       user_data,
                                             GDestroyNotify destroy);
void       ek_row_measure_once              (GtkWidget     *row);
void       ek_row_set_subtitle              (GtkWidget     *row,
                                             const char    *subtitle);
void       ek_row_describe                  (GtkWidget     *row,
                                             const char    *text);
void       ek_row_speak                     (GtkWidget     *row,
                                             const char    *word,
                                             const char    *subtitle);
GtkWidget *ek_fact_row_new                  (const char    *name,
                                             const char    *value,
                                             const char    *source);
void       ek_fact_row_set_value            (GtkWidget     *row,
                                             const char    *value);
void       ek_button_wrap                   (GtkWidget     *button);
void       ek_entry_row_align               (GtkWidget     *row);

G_END_DECLS
