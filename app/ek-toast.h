/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *ek_toast_new (const char *text,
                        const char *button);
void      ek_toast_add (GtkWidget  *widget,
                        AdwToast   *toast);
void      ek_toast     (GtkWidget  *widget,
                        const char *text);

G_END_DECLS
