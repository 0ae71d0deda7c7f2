/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <edgekit.h>

G_BEGIN_DECLS

#define EK_TYPE_HOW_WINDOW (ek_how_window_get_type ())

G_DECLARE_FINAL_TYPE (EkHowWindow, ek_how_window, EK, HOW_WINDOW, AdwWindow)

GtkWidget *ek_how_window_new (GtkWindow   *parent,
                              EdgeKitNote *note);

G_END_DECLS
