/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void ek_give_focus_room (GtkWindow *window);

G_END_DECLS
