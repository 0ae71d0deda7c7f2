/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

#include "ek-tile.h"

G_BEGIN_DECLS

#define EK_TYPE_VERDICT_CARD (ek_verdict_card_get_type ())

G_DECLARE_FINAL_TYPE (EkVerdictCard, ek_verdict_card, EK, VERDICT_CARD, GtkWidget)

GtkWidget *ek_verdict_card_new           (void);
void       ek_verdict_card_add_tile      (EkVerdictCard *self,
                                          EkTile        *tile);
void       ek_verdict_card_add_action    (EkVerdictCard *self,
                                          GtkWidget     *action);
void       ek_verdict_card_clear_actions (EkVerdictCard *self);

G_END_DECLS
