/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void ek_row_show_what_opens (GtkWidget *row);

G_END_DECLS
