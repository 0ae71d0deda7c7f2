/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ek-context-chart.h"

G_BEGIN_DECLS

#define EK_TYPE_CONTEXT_PLOT (ek_context_plot_get_type ())

G_DECLARE_FINAL_TYPE (EkContextPlot, ek_context_plot, EK, CONTEXT_PLOT, GtkWidget)

EkContextChart *ek_context_plot_get_chart (EkContextPlot *self);
GtkScale       *ek_context_plot_get_scale (EkContextPlot *self);

G_END_DECLS
