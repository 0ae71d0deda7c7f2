/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_RECENT_LIST (ek_recent_list_get_type ())

G_DECLARE_FINAL_TYPE (EkRecentList, ek_recent_list, EK, RECENT_LIST, GtkWidget)

G_END_DECLS
