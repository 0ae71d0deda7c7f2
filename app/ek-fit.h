/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void ek_fit (GtkWindow *window,
             GtkWindow *parent,
             GtkWidget *header,
             GtkWidget *content,
             int        width,
             int        most_height);

G_END_DECLS
