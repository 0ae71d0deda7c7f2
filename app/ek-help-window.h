/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define EK_TYPE_HELP_WINDOW (ek_help_window_get_type ())

G_DECLARE_FINAL_TYPE (EkHelpWindow, ek_help_window, EK, HELP_WINDOW, AdwWindow)

GtkWidget *ek_help_window_new (void);

G_END_DECLS
