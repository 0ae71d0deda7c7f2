/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define EK_TYPE_SHORTCUTS_WINDOW (ek_shortcuts_window_get_type ())

G_DECLARE_FINAL_TYPE (EkShortcutsWindow, ek_shortcuts_window, EK, SHORTCUTS_WINDOW, AdwWindow)

GtkWidget *ek_shortcuts_window_new (GtkApplication *application);

G_END_DECLS
