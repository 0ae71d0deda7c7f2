/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_MODEL_PAGE (ek_model_page_get_type ())

/* “Check a Model”.  Properties: preflight, narrow, busy (read only). */
G_DECLARE_FINAL_TYPE (EkModelPage, ek_model_page, EK, MODEL_PAGE, GtkWidget)

void        ek_model_page_load         (EkModelPage *self,
                                        const char  *location);
void        ek_model_page_cancel       (EkModelPage *self);
void        ek_model_page_focus_entry  (EkModelPage *self);
void        ek_model_page_use_longest  (EkModelPage *self);
const char *ek_model_page_get_location (EkModelPage *self);

G_END_DECLS
