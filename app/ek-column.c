/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-column.h"

/* Parts of a page, one below the other, as in a vertical GtkBox.  To lay out the
 * texts of a whole page takes longer than a frame, and so may those of one part.  When
 * the page comes up, each part is measured and allocated out of sight, each step in a
 * turn of the main loop of its own, and then comes with the next frame, from the top
 * down: the last before anybody could scroll to it. */
struct _EkColumn
{
  GtkWidget parent_instance;

  int spacing;
  guint n_ready; /* how many parts were let in */
  guint step;    /* of the part that comes next */
  guint next_id;
};

G_DEFINE_FINAL_TYPE (EkColumn, ek_column, GTK_TYPE_WIDGET)

enum
{
  PROP_SPACING = 1,
  N_PROPS
};

static GtkWidget *
next_part (GtkWidget *part)
{
  while (part && !gtk_widget_should_layout (part))
    part = gtk_widget_get_next_sibling (part);
  return part;
}

static GtkWidget *
part_to_come (EkColumn *self)
{
  GtkWidget *part = next_part (gtk_widget_get_first_child (GTK_WIDGET (self)));

  for (guint n = 0; part && n < self->n_ready; n++)
    part = next_part (gtk_widget_get_next_sibling (part));
  return part;
}

/* GTK remembers sizes, so that the frame which shows the part finds them done. */
static gboolean
prepare_next (gpointer user_data)
{
  EkColumn *self = user_data;
  GtkWidget *part = part_to_come (self);
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height;

  switch (part ? self->step++ : 3)
    {
    case 0:
      gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      return G_SOURCE_CONTINUE;
    case 1:
      gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
      return G_SOURCE_CONTINUE;
    case 2:
      gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      gtk_widget_size_allocate (part, &(GtkAllocation) { 0, 0, width, height }, -1);
      return G_SOURCE_CONTINUE;
    default:
      self->next_id = 0;
      self->step = 0;
      self->n_ready++;
      gtk_widget_queue_resize (GTK_WIDGET (self));
      return G_SOURCE_REMOVE;
    }
}

static void
ek_column_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  EkColumn *self = EK_COLUMN (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  guint n = 0;

  /* a window that comes up is measured before (ek-present.c), and so its first part is there with it */
  if (root && !gtk_widget_get_mapped (GTK_WIDGET (root)))
    self->n_ready = MAX (self->n_ready, 1);
  *minimum = *natural = 0;
  for (GtkWidget *part = next_part (gtk_widget_get_first_child (widget)); part && n < self->n_ready;
       part = next_part (gtk_widget_get_next_sibling (part)))
    {
      int least, usual;

      /* as wide at every height: texts that wrap would look for the narrowest width at this one */
      gtk_widget_measure (part, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, &least, &usual, NULL,
                          NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, usual);
        }
      else
        {
          const int gap = n > 0 ? self->spacing : 0;

          *minimum += least + gap;
          *natural += usual + gap;
        }
      n++;
    }
}

static void
ek_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkColumn *self = EK_COLUMN (widget);
  guint n = 0;
  int y = 0;

  for (GtkWidget *part = next_part (gtk_widget_get_first_child (widget)); part;
       part = next_part (gtk_widget_get_next_sibling (part)), n++)
    {
      int least, usual;

      gtk_widget_set_child_visible (part, n < self->n_ready);
      if (n >= self->n_ready)
        continue;
      gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, &least, &usual, NULL, NULL);
      gtk_widget_size_allocate (part, &(GtkAllocation) { 0, y, width, usual }, -1);
      y += usual + self->spacing;
    }
  /* after this frame is drawn: idles have their turn then */
  if (n > self->n_ready && self->next_id == 0)
    self->next_id = g_idle_add (prepare_next, self);
}

static GtkSizeRequestMode
ek_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ek_column_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkColumn *self = EK_COLUMN (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_column_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkColumn *self = EK_COLUMN (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_column_dispose (GObject *object)
{
  EkColumn *self = EK_COLUMN (object);
  GtkWidget *part;

  g_clear_handle_id (&self->next_id, g_source_remove);
  while ((part = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (part);
  G_OBJECT_CLASS (ek_column_parent_class)->dispose (object);
}

static void
ek_column_class_init (EkColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_column_get_property;
  object_class->set_property = ek_column_set_property;
  object_class->dispose = ek_column_dispose;
  widget_class->measure = ek_column_measure;
  widget_class->size_allocate = ek_column_size_allocate;
  widget_class->get_request_mode = ek_column_get_request_mode;

  g_object_class_install_property (object_class, PROP_SPACING,
                                   g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 24,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_css_name (widget_class, "column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_column_init (EkColumn *self)
{
  self->spacing = 24;
}
