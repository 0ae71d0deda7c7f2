/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-text-layout.h"

/* A GtkBinLayout for texts that wrap, beside something else or in the middle of a room.
 * There GTK asks how wide they are at the height that they have; a label that wraps lays
 * its text out a dozen times to find that out (gtk_label_measure(), GTK 4.8), and gets
 * the width of the room anyway.  Here the width is the same at every height. */
struct _EkTextLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (EkTextLayout, ek_text_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
ek_text_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ek_text_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                        minimum_baseline, natural_baseline);
}

static void
ek_text_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
ek_text_layout_class_init (EkTextLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ek_text_layout_get_request_mode;
  layout_class->measure = ek_text_layout_measure;
  layout_class->allocate = ek_text_layout_allocate;
}

static void
ek_text_layout_init (EkTextLayout *self)
{
}
