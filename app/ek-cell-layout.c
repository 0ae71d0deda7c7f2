/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-cell-layout.h"

/* A GtkBinLayout for a cell of a column: all are as wide as the widest that there was.
 * A GtkSizeGroup measures all its widgets anew whenever one comes: 50 ms each for a
 * hundred rows that come one by one.  These are measured anew when the column grows. */
struct _EkCellWidth
{
  int pixels;
  GPtrArray *layouts; /* borrowed */
  guint grow_id;
};

struct _EkCellLayout
{
  GtkLayoutManager parent_instance;

  EkCellWidth *width;
};

G_DEFINE_FINAL_TYPE (EkCellLayout, ek_cell_layout, GTK_TYPE_LAYOUT_MANAGER)

EkCellWidth *
ek_cell_width_new (void)
{
  EkCellWidth *width = g_rc_box_new0 (EkCellWidth);

  width->layouts = g_ptr_array_new ();
  return width;
}

static void
clear (gpointer data)
{
  EkCellWidth *width = data;

  g_clear_handle_id (&width->grow_id, g_source_remove);
  g_ptr_array_unref (width->layouts);
}

void
ek_cell_width_unref (EkCellWidth *width)
{
  g_rc_box_release_full (width, clear);
}

static gboolean
grow (gpointer user_data)
{
  EkCellWidth *width = user_data;

  width->grow_id = 0;
  for (guint i = 0; i < width->layouts->len; i++)
    gtk_layout_manager_layout_changed (g_ptr_array_index (width->layouts, i));
  return G_SOURCE_REMOVE;
}

static GtkSizeRequestMode
ek_cell_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
ek_cell_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  EkCellWidth *width = EK_CELL_LAYOUT (manager)->width;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, orientation, -1, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;
  /* while widgets are measured is no time to ask for a new size */
  if (*natural > width->pixels && width->pixels > 0 && width->grow_id == 0)
    width->grow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, grow, width, NULL);
  width->pixels = MAX (width->pixels, *natural);
  *minimum = *natural = width->pixels;
}

static void
ek_cell_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
ek_cell_layout_finalize (GObject *object)
{
  EkCellLayout *self = EK_CELL_LAYOUT (object);

  g_ptr_array_remove_fast (self->width->layouts, self);
  ek_cell_width_unref (self->width);
  G_OBJECT_CLASS (ek_cell_layout_parent_class)->finalize (object);
}

static void
ek_cell_layout_class_init (EkCellLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ek_cell_layout_finalize;
  layout_class->get_request_mode = ek_cell_layout_get_request_mode;
  layout_class->measure = ek_cell_layout_measure;
  layout_class->allocate = ek_cell_layout_allocate;
}

static void
ek_cell_layout_init (EkCellLayout *self)
{
}

GtkLayoutManager *
ek_cell_layout_new (EkCellWidth *width)
{
  EkCellLayout *self = g_object_new (EK_TYPE_CELL_LAYOUT, NULL);

  self->width = g_rc_box_acquire (width);
  g_ptr_array_add (width->layouts, self);
  return GTK_LAYOUT_MANAGER (self);
}
