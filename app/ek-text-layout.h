/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_TEXT_LAYOUT (ek_text_layout_get_type ())

G_DECLARE_FINAL_TYPE (EkTextLayout, ek_text_layout, EK, TEXT_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ek_text_layout_new (int spacing);

G_END_DECLS
