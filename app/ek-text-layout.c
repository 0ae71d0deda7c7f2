/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-text-layout.h"

/* For texts that wrap, beside something else or in the middle of a room; several stand
 * below each other, as in a vertical GtkBox.  There GTK asks how wide they are at the
 * height that they have; a label that wraps lays its text out a dozen times to find that
 * out (gtk_label_measure(), GTK 4.8), and gets the width of the room anyway.  Here the
 * width is the same at every height. */
struct _EkTextLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (EkTextLayout, ek_text_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
ek_text_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static GtkWidget *
next_text (GtkWidget *text)
{
  while (text && !gtk_widget_should_layout (text))
    text = gtk_widget_get_next_sibling (text);
  return text;
}

static void
ek_text_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  const int gap = EK_TEXT_LAYOUT (manager)->spacing;
  GtkWidget *first = next_text (gtk_widget_get_first_child (widget));
  const gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  for (GtkWidget *text = first; text; text = next_text (gtk_widget_get_next_sibling (text)))
    {
      int least, usual;

      gtk_widget_measure (text, orientation, wide ? -1 : for_size, &least, &usual, NULL, NULL);
      *minimum = wide ? MAX (*minimum, least) : *minimum + least + (text == first ? 0 : gap);
      *natural = wide ? MAX (*natural, usual) : *natural + usual + (text == first ? 0 : gap);
    }
}

/* The last has what is left. */
static void
ek_text_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *text = next_text (gtk_widget_get_first_child (widget));
  int y = 0;

  while (text)
    {
      GtkWidget *next = next_text (gtk_widget_get_next_sibling (text));
      int usual = height - y;

      if (next)
        gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, width, NULL, &usual, NULL, NULL);
      gtk_widget_size_allocate (text, &(GtkAllocation) { 0, y, width, MAX (usual, 0) }, -1);
      y += usual + EK_TEXT_LAYOUT (manager)->spacing;
      text = next;
    }
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

GtkLayoutManager *
ek_text_layout_new (int spacing)
{
  EkTextLayout *self = g_object_new (EK_TYPE_TEXT_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
