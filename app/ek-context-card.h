/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_CONTEXT_CARD (ek_context_card_get_type ())

G_DECLARE_FINAL_TYPE (EkContextCard, ek_context_card, EK, CONTEXT_CARD, GtkWidget)

void ek_context_card_use_longest (EkContextCard *self);

G_END_DECLS
