/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ek-adaptive-bin.h"
#include "ek-css-class.h"

#define SMALLEST_WIDTH 360
#define SMALLEST_HEIGHT 294
#define SPACIOUS_WIDTH 540

/* Says whether there is little room, so that everything else can be bound to
 * it.  The limit is measured, not fixed: it depends on the language and on the
 * size of the text.  Children are never changed inside an allocation.  With a
 * large text a window may be narrow and have room to spare. */
struct _EkAdaptiveBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkWidget *probe;
  int min_wide;
  gboolean narrow;
  gboolean wanted;
  gboolean spacious;
  gboolean wanted_spacious;
  guint idle_id;
};

static void ek_adaptive_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EkAdaptiveBin, ek_adaptive_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, ek_adaptive_bin_buildable_init))

static GtkBuildableIface *parent_buildable;

enum
{
  PROP_CHILD = 1,
  PROP_PROBE,
  PROP_MIN_WIDE,
  PROP_NARROW,
  PROP_SPACIOUS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static gboolean
apply_narrow (gpointer user_data)
{
  EkAdaptiveBin *self = user_data;

  self->idle_id = 0;
  if (self->narrow != self->wanted)
    {
      self->narrow = self->wanted;
      ek_css_class_set (GTK_WIDGET (self), "narrow", self->narrow);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
    }
  if (self->spacious != self->wanted_spacious)
    {
      self->spacious = self->wanted_spacious;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPACIOUS]);
    }
  return G_SOURCE_REMOVE;
}

static int
natural_width (GtkWidget *widget)
{
  int natural = 0;

  if (widget)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* What stands beside the title, twice the wider side where it is centred strictly: how many
 * buttons a window has, and how large they are, is for the desktop to say. */
static int
measure_sides (EkAdaptiveBin *self)
{
  GtkWidget *header = self->probe ? gtk_widget_get_ancestor (self->probe, ADW_TYPE_HEADER_BAR) : NULL;

  if (header == NULL)
    return 0;
  return natural_width (header) - natural_width (adw_header_bar_get_title_widget (ADW_HEADER_BAR (header)));
}

static int
limit (EkAdaptiveBin *self)
{
  return MAX (self->min_wide, natural_width (self->probe) + measure_sides (self));
}

static int
child_minimum (EkAdaptiveBin *self)
{
  int minimum = 0;

  if (self->child)
    gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
ek_adaptive_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkAdaptiveBin *self = EK_ADAPTIVE_BIN (widget);

  self->wanted = width < limit (self);
  self->wanted_spacious = width >= SPACIOUS_WIDTH;
  if ((self->wanted != self->narrow || self->wanted_spacious != self->spacious) && self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_narrow, self, NULL);
  /* wider than its room for the one frame until the idle ran */
  if (self->child)
    {
      const int room = MAX (width, child_minimum (self));
      int needed = 0;

      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, room, &needed, NULL, NULL, NULL);
      gtk_widget_allocate (self->child, room, MAX (height, needed), baseline, NULL);
    }
}

/* The window has a size of its own, and what does not fit scrolls.  To ask the
 * page would be to lay out its texts at widths that they never get. */
static void
ek_adaptive_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  EkAdaptiveBin *self = EK_ADAPTIVE_BIN (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  /* before the window is shown its texts are shaped, so that its first frame finds them (ek-present.c) */
  if (root && !gtk_widget_get_mapped (GTK_WIDGET (root)))
    child_minimum (self);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SMALLEST_WIDTH : SMALLEST_HEIGHT;
}

static void
set_child (EkAdaptiveBin *self, GtkWidget *child)
{
  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHILD]);
}

static void
ek_adaptive_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkAdaptiveBin *self = EK_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_PROBE:
      g_value_set_object (value, self->probe);
      break;
    case PROP_MIN_WIDE:
      g_value_set_int (value, self->min_wide);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_SPACIOUS:
      g_value_set_boolean (value, self->spacious);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_adaptive_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkAdaptiveBin *self = EK_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      set_child (self, g_value_get_object (value));
      break;
    case PROP_PROBE:
      g_set_weak_pointer (&self->probe, g_value_get_object (value));
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_MIN_WIDE:
      self->min_wide = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_adaptive_bin_dispose (GObject *object)
{
  EkAdaptiveBin *self = EK_ADAPTIVE_BIN (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_weak_pointer (&self->probe);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (ek_adaptive_bin_parent_class)->dispose (object);
}

static void
ek_adaptive_bin_class_init (EkAdaptiveBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_adaptive_bin_get_property;
  object_class->set_property = ek_adaptive_bin_set_property;
  object_class->dispose = ek_adaptive_bin_dispose;
  widget_class->measure = ek_adaptive_bin_measure;
  widget_class->size_allocate = ek_adaptive_bin_size_allocate;

  props[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags | G_PARAM_EXPLICIT_NOTIFY);
  /* what must fit into the header bar where there is room */
  props[PROP_PROBE] = g_param_spec_object ("probe", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_MIN_WIDE] = g_param_spec_int ("min-wide", NULL, NULL, 0, G_MAXINT, 640, flags);
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SPACIOUS] =
    g_param_spec_boolean ("spacious", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "adaptivebin");
}

static void
ek_adaptive_bin_init (EkAdaptiveBin *self)
{
  self->min_wide = 640;
  self->spacious = self->wanted_spacious = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
ek_adaptive_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child) && type == NULL)
    set_child (EK_ADAPTIVE_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
ek_adaptive_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = ek_adaptive_bin_add_child;
}

gboolean
ek_adaptive_bin_get_narrow (EkAdaptiveBin *self)
{
  g_return_val_if_fail (EK_IS_ADAPTIVE_BIN (self), FALSE);

  return self->narrow;
}

/* Whether what stands in a row may stand apart. */
gboolean
ek_adaptive_bin_get_spacious (EkAdaptiveBin *self)
{
  g_return_val_if_fail (EK_IS_ADAPTIVE_BIN (self), FALSE);

  return self->spacious;
}
