/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

#define EK_TYPE_DETAILS_WINDOW (ek_details_window_get_type ())

G_DECLARE_FINAL_TYPE (EkDetailsWindow, ek_details_window, EK, DETAILS_WINDOW, AdwWindow)

GtkWidget *ek_details_window_new (EdgeKitPreflight *preflight);

G_END_DECLS
