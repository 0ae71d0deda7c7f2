/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

#include "ek-memory-parts.h"

G_BEGIN_DECLS

#define EK_TYPE_MEMORY_BAR (ek_memory_bar_get_type ())

G_DECLARE_FINAL_TYPE (EkMemoryBar, ek_memory_bar, EK, MEMORY_BAR, GtkWidget)

GtkWidget *ek_memory_bar_new   (void);
void       ek_memory_bar_pulse (EkMemoryBar *self,
                                EkMemoryPart part);

G_END_DECLS
