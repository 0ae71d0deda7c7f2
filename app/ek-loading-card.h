/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_LOADING_CARD (ek_loading_card_get_type ())

G_DECLARE_FINAL_TYPE (EkLoadingCard, ek_loading_card, EK, LOADING_CARD, GtkWidget)

G_END_DECLS
