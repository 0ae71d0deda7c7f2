/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ek-session.h"

G_BEGIN_DECLS

#define EK_TYPE_WINDOW (ek_window_get_type ())

G_DECLARE_FINAL_TYPE (EkWindow, ek_window, EK, WINDOW, AdwApplicationWindow)

GtkWidget *ek_window_new          (GtkApplication *application);
void       ek_window_come_up      (EkWindow       *self);
void       ek_window_look         (EkWindow       *self);
void       ek_window_show_machine (EkWindow       *self,
                                   GFile          *file,
                                   EkMachineKind   kind);
void       ek_window_open_model   (EkWindow       *self,
                                   GFile          *file);
void       ek_window_check        (EkWindow       *self,
                                   const char     *location);
void       ek_window_set_page     (EkWindow       *self,
                                   const char     *page);
void       ek_window_toast        (EkWindow       *self,
                                   const char     *text);

G_END_DECLS
