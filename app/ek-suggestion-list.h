/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_SUGGESTION_LIST (ek_suggestion_list_get_type ())

/* “Fits This Computer”: a few models of the catalogue.  Properties: profile, active
 * (whether it is wanted at all), empty (read only); the signal “chosen” hands on what to check. */
G_DECLARE_FINAL_TYPE (EkSuggestionList, ek_suggestion_list, EK, SUGGESTION_LIST, GtkWidget)

/* Opens the window with all of them, once they are known. */
void ek_suggestion_list_show_all (EkSuggestionList *self);

G_END_DECLS
