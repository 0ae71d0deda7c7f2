/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *ek_outcome_get_css_class (EdgeKitOutcome outcome);
const char *ek_outcome_get_icon_name (EdgeKitOutcome outcome);
const char *ek_outcome_get_word      (EdgeKitOutcome outcome);
void        ek_outcome_style_widget  (GtkWidget     *widget,
                                      EdgeKitOutcome outcome);

G_END_DECLS
