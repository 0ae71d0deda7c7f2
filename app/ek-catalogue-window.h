/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

#define EK_TYPE_CATALOGUE_WINDOW (ek_catalogue_window_get_type ())

/* The signal “chosen” hands on what to check; the window closes with it. */
G_DECLARE_FINAL_TYPE (EkCatalogueWindow, ek_catalogue_window, EK, CATALOGUE_WINDOW, AdwWindow)

GtkWidget *ek_catalogue_window_new (GtkWindow  *parent,
                                    GListModel *suggestions);

G_END_DECLS
