/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define EK_TYPE_SIGN_IN_WINDOW (ek_sign_in_window_get_type ())

G_DECLARE_FINAL_TYPE (EkSignInWindow, ek_sign_in_window, EK, SIGN_IN_WINDOW, AdwWindow)

GtkWidget *ek_sign_in_window_new (GtkWindow  *parent,
                                  const char *page);

G_END_DECLS
