/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_ADAPTIVE_BIN (ek_adaptive_bin_get_type ())

G_DECLARE_FINAL_TYPE (EkAdaptiveBin, ek_adaptive_bin, EK, ADAPTIVE_BIN, GtkWidget)

gboolean ek_adaptive_bin_get_narrow   (EkAdaptiveBin *self);
gboolean ek_adaptive_bin_get_spacious (EkAdaptiveBin *self);

G_END_DECLS
