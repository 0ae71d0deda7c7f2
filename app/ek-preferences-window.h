/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define EK_TYPE_PREFERENCES_WINDOW (ek_preferences_window_get_type ())

G_DECLARE_FINAL_TYPE (EkPreferencesWindow, ek_preferences_window, EK, PREFERENCES_WINDOW, AdwWindow)

GtkWidget *ek_preferences_window_new (void);

G_END_DECLS
