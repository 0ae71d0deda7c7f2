/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_TILE (ek_tile_get_type ())

G_DECLARE_FINAL_TYPE (EkTile, ek_tile, EK, TILE, GtkWidget)

GtkWidget *ek_tile_new (void);

G_END_DECLS
