/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-memory-segment.h"

#define TEXT_PADDING 6

/* A block of a memory bar: its text where it fits, else a shorter one, else
 * none.  It asks for no room of its own. */
struct _EkMemorySegment
{
  GtkWidget parent_instance;

  GtkWidget *labels[2];
};

G_DEFINE_FINAL_TYPE (EkMemorySegment, ek_memory_segment, GTK_TYPE_WIDGET)

static void
ek_memory_segment_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  EkMemorySegment *self = EK_MEMORY_SEGMENT (widget);

  *minimum = *natural = 0;
  /* GTK wants every visible child measured before it is allocated */
  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    gtk_widget_measure (self->labels[i], orientation, -1, NULL, NULL, NULL, NULL);
}

static void
ek_memory_segment_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkMemorySegment *self = EK_MEMORY_SEGMENT (widget);
  gboolean done = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    {
      GtkWidget *label = self->labels[i];
      const char *text = gtk_label_get_label (GTK_LABEL (label));
      int w, h;

      gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
      gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
      if (!done && *text != '\0' && w + 2 * TEXT_PADDING <= width && h <= height)
        {
          GtkAllocation box = { (width - w) / 2, (height - h) / 2, w, h };

          gtk_widget_set_child_visible (label, TRUE);
          gtk_widget_size_allocate (label, &box, -1);
          done = TRUE;
        }
      else
        gtk_widget_set_child_visible (label, FALSE);
    }
}

static void
ek_memory_segment_dispose (GObject *object)
{
  EkMemorySegment *self = EK_MEMORY_SEGMENT (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    g_clear_pointer (&self->labels[i], gtk_widget_unparent);
  G_OBJECT_CLASS (ek_memory_segment_parent_class)->dispose (object);
}

static void
ek_memory_segment_class_init (EkMemorySegmentClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_memory_segment_dispose;
  widget_class->measure = ek_memory_segment_measure;
  widget_class->size_allocate = ek_memory_segment_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "segment");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ek_memory_segment_init (EkMemorySegment *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    {
      /* the bar as a whole says it in words: a picture has no readable parts */
      self->labels[i] = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_set_parent (self->labels[i], GTK_WIDGET (self));
    }
}

GtkWidget *
ek_memory_segment_new (const char *css_class)
{
  EkMemorySegment *self = g_object_new (EK_TYPE_MEMORY_SEGMENT, NULL);

  gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  return GTK_WIDGET (self);
}

void
ek_memory_segment_set_text (EkMemorySegment *self, const char *text, const char *short_text)
{
  g_return_if_fail (EK_IS_MEMORY_SEGMENT (self));

  gtk_label_set_label (GTK_LABEL (self->labels[0]), text ? text : "");
  gtk_label_set_label (GTK_LABEL (self->labels[1]), short_text ? short_text : "");
}
