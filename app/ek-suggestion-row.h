/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

GtkWidget             *ek_suggestion_row_new          (EdgeKitSuggestion *suggestion);
EdgeKitCatalogueModel *ek_suggestion_row_get_model    (GtkListBoxRow     *row);
const char            *ek_suggestion_row_get_location (GtkListBoxRow     *row);

G_END_DECLS
