/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-context-plot.h"

#define KNOB_OVERHANG 2

/* The chart above the slider, each column over its stop: the slider is laid out
 * first, so that the chart can follow wherever the theme puts its knob. */
struct _EkContextPlot
{
  GtkWidget parent_instance;

  GtkWidget *chart;
  GtkWidget *scale;
};

G_DEFINE_FINAL_TYPE (EkContextPlot, ek_context_plot, GTK_TYPE_WIDGET)

static void
ek_context_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  EkContextPlot *self = EK_CONTEXT_PLOT (widget);
  int chart_minimum, chart_natural, scale_minimum, scale_natural;

  gtk_widget_measure (self->chart, orientation, for_size, &chart_minimum, &chart_natural, NULL, NULL);
  gtk_widget_measure (self->scale, orientation, for_size, &scale_minimum, &scale_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (chart_minimum, scale_minimum);
      *natural = MAX (chart_natural, scale_natural);
      return;
    }
  *minimum = chart_minimum + scale_minimum;
  *natural = chart_natural + scale_natural;
}

static void
ek_context_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkContextPlot *self = EK_CONTEXT_PLOT (widget);
  GtkAllocation box = { 0, 0, width, 0 };
  GdkRectangle trough;
  int inset, minimum, natural;

  gtk_widget_measure (self->scale, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  box.y = height - natural;
  box.height = natural;
  gtk_widget_size_allocate (self->scale, &box, -1);

  /* the rectangle is the trough’s, counted from the inside of the padding; the
   * knob’s centre goes from one end of it to the other */
  gtk_range_get_range_rect (GTK_RANGE (self->scale), &trough);
  inset = MAX ((width - trough.width) / 2, 0) + KNOB_OVERHANG;
  ek_context_chart_set_track (EK_CONTEXT_CHART (self->chart), inset, width - inset);

  box.y = 0;
  box.height = height - natural;
  gtk_widget_size_allocate (self->chart, &box, -1);
}

static void
ek_context_plot_dispose (GObject *object)
{
  EkContextPlot *self = EK_CONTEXT_PLOT (object);

  g_clear_pointer (&self->chart, gtk_widget_unparent);
  g_clear_pointer (&self->scale, gtk_widget_unparent);
  G_OBJECT_CLASS (ek_context_plot_parent_class)->dispose (object);
}

static void
ek_context_plot_class_init (EkContextPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_context_plot_dispose;
  widget_class->measure = ek_context_plot_measure;
  widget_class->size_allocate = ek_context_plot_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "contextplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_context_plot_init (EkContextPlot *self)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (0, 0, 1, 1, 2, 0);

  self->chart = ek_context_chart_new ();
  gtk_widget_set_parent (self->chart, GTK_WIDGET (self));
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  /* rounds what a person chooses; a value that is set may rest between two stops */
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Conversation length"), -1);
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
}

EkContextChart *
ek_context_plot_get_chart (EkContextPlot *self)
{
  g_return_val_if_fail (EK_IS_CONTEXT_PLOT (self), NULL);

  return EK_CONTEXT_CHART (self->chart);
}

GtkScale *
ek_context_plot_get_scale (EkContextPlot *self)
{
  g_return_val_if_fail (EK_IS_CONTEXT_PLOT (self), NULL);

  return GTK_SCALE (self->scale);
}
