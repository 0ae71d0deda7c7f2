/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_COLUMN (ek_column_get_type ())

/* Parts of a page, one below the other.  Properties: spacing, patient. */
G_DECLARE_FINAL_TYPE (EkColumn, ek_column, EK, COLUMN, GtkWidget)

G_END_DECLS
