/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_NOTICE (ek_notice_get_type ())

/* Properties: text, button-label, action-name, revealed, narrow. */
G_DECLARE_FINAL_TYPE (EkNotice, ek_notice, EK, NOTICE, GtkWidget)

G_END_DECLS
