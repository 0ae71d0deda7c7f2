/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>
#include <gtk/gtk.h>

#include "ek-context-stops.h"

G_BEGIN_DECLS

#define EK_TYPE_CONTEXT_CHART (ek_context_chart_get_type ())

G_DECLARE_FINAL_TYPE (EkContextChart, ek_context_chart, EK, CONTEXT_CHART, GtkWidget)

GtkWidget *ek_context_chart_new         (void);
void       ek_context_chart_set_stops   (EkContextChart      *self,
                                         const EkContextStop *stops,
                                         gsize                n_stops,
                                         gint64               limit,
                                         gint64               cards,
                                         gint64               usable,
                                         gint64               rounded,
                                         EdgeKitMemoryUnits   units);
void       ek_context_chart_set_current (EkContextChart      *self,
                                         gint64               context);
void       ek_context_chart_set_track   (EkContextChart      *self,
                                         int                  first,
                                         int                  last);

G_END_DECLS
