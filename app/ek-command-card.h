/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_COMMAND_CARD (ek_command_card_get_type ())

G_DECLARE_FINAL_TYPE (EkCommandCard, ek_command_card, EK, COMMAND_CARD, GtkWidget)

void ek_command_card_focus (EkCommandCard *self);
void ek_command_card_copy  (EkCommandCard *self);

void ek_copy_command       (GtkWidget     *widget,
                            const char    *command);
void ek_copy_when_clicked  (GtkButton     *button,
                            const char    *command);

G_END_DECLS
