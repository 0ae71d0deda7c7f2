/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_FINDING_LIST (ek_finding_list_get_type ())

G_DECLARE_FINAL_TYPE (EkFindingList, ek_finding_list, EK, FINDING_LIST, GtkWidget)

G_END_DECLS
