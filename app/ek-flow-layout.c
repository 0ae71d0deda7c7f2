/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-flow-layout.h"

#define COLUMN_SPACING 18
#define ROW_SPACING 9

/* Children in a line where they fit, else in columns of equal width.  A
 * GtkFlowBox would do, but a screen reader takes it for a table. */
struct _EkFlowLayout
{
  GtkLayoutManager parent_instance;

  int column_spacing;
  int row_spacing;
};

G_DEFINE_FINAL_TYPE (EkFlowLayout, ek_flow_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  int n;        /* children shown */
  int minimum;  /* the widest minimum */
  int natural;  /* the widest natural width */
  int sum;      /* all natural widths and the spacing */
} Sizes;

static Sizes
measure_children (EkFlowLayout *self, GtkWidget *widget)
{
  Sizes sizes = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      sizes.sum += natural + (sizes.n > 0 ? self->column_spacing : 0);
      sizes.minimum = MAX (sizes.minimum, minimum);
      sizes.natural = MAX (sizes.natural, natural);
      sizes.n++;
    }
  return sizes;
}

/* How many columns of equal width there are; 0 for a single line. */
static int
count_columns (EkFlowLayout *self, const Sizes *sizes, int width)
{
  if (sizes->sum <= width)
    return 0;
  return MAX (1, (width + self->column_spacing) / (sizes->natural + self->column_spacing));
}

static GtkSizeRequestMode
ek_flow_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
column_width (EkFlowLayout *self, int width, int columns)
{
  return (width - (columns - 1) * self->column_spacing) / columns;
}

static void
ek_flow_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  EkFlowLayout *self = EK_FLOW_LAYOUT (manager);
  const Sizes sizes = measure_children (self, widget);
  int columns, index = 0, row_height = 0, height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = sizes.minimum;
      *natural = sizes.sum;
      return;
    }
  columns = for_size < 0 ? 0 : count_columns (self, &sizes, for_size);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, columns > 0 ? column_width (self, for_size, columns) : -1,
                          NULL, &child_height, NULL, NULL);
      if (columns > 0 && index > 0 && index % columns == 0)
        {
          height += row_height + self->row_spacing;
          row_height = 0;
        }
      row_height = MAX (row_height, child_height);
      index++;
    }
  *minimum = *natural = height + row_height;
}

static void
ek_flow_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  EkFlowLayout *self = EK_FLOW_LAYOUT (manager);
  const Sizes sizes = measure_children (self, widget);
  const int columns = count_columns (self, &sizes, width);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, index = 0, row_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation box;

      if (!gtk_widget_should_layout (child))
        continue;
      if (columns > 0 && index > 0 && index % columns == 0)
        {
          x = 0;
          y += row_height + self->row_spacing;
          row_height = 0;
        }
      if (columns > 0)
        box.width = column_width (self, width, columns);
      else
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &box.width, NULL, NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, box.width, NULL, &box.height, NULL, NULL);
      box.x = mirrored ? width - x - box.width : x;
      box.y = y;
      gtk_widget_size_allocate (child, &box, -1);
      x += box.width + self->column_spacing;
      row_height = MAX (row_height, box.height);
      index++;
    }
}

static void
ek_flow_layout_class_init (EkFlowLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ek_flow_layout_get_request_mode;
  layout_class->measure = ek_flow_layout_measure;
  layout_class->allocate = ek_flow_layout_allocate;
}

static void
ek_flow_layout_init (EkFlowLayout *self)
{
  self->column_spacing = COLUMN_SPACING;
  self->row_spacing = ROW_SPACING;
}

GtkLayoutManager *
ek_flow_layout_new (void)
{
  return g_object_new (EK_TYPE_FLOW_LAYOUT, NULL);
}

/* For children that belong closer together than entries of a list. */
void
ek_flow_layout_set_spacing (EkFlowLayout *self, int column_spacing, int row_spacing)
{
  g_return_if_fail (EK_IS_FLOW_LAYOUT (self));

  self->column_spacing = column_spacing;
  self->row_spacing = row_spacing;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
