/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_MODEL_RESULT (ek_model_result_get_type ())

G_DECLARE_FINAL_TYPE (EkModelResult, ek_model_result, EK, MODEL_RESULT, GtkWidget)

void ek_model_result_use_longest (EkModelResult *self);

G_END_DECLS
