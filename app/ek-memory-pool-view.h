/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

#include "ek-memory-bar.h"

G_BEGIN_DECLS

#define EK_TYPE_MEMORY_POOL_VIEW (ek_memory_pool_view_get_type ())

G_DECLARE_FINAL_TYPE (EkMemoryPoolView, ek_memory_pool_view, EK, MEMORY_POOL_VIEW, GtkWidget)

GtkWidget   *ek_memory_pool_view_new     (void);
EkMemoryBar *ek_memory_pool_view_get_bar (EkMemoryPoolView *self);

G_END_DECLS
