/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-css-class.h"
#include "ek-memory-pool-view.h"
#include "ek-memory-words.h"

/* One memory: its name, how much of it a model would use, and the bar. */
struct _EkMemoryPoolView
{
  GtkWidget parent_instance;

  GtkWidget *head;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *device;
  GtkLabel *usage;
  EkMemoryBar *bar;

  EdgeKitPoolUse *use;
  EdgeKitEstimate *estimate;
  EdgeKitMemoryUnits units;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkMemoryPoolView, ek_memory_pool_view, GTK_TYPE_WIDGET)

enum
{
  PROP_POOL_USE = 1,
  PROP_ESTIMATE,
  PROP_UNITS,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
update (EkMemoryPoolView *self)
{
  g_autofree char *header = NULL;
  g_autofree char *device = NULL;
  EdgeKitMemoryPool *pool;

  g_object_set (self->bar, "units", self->units, "estimate", self->estimate, "pool-use", self->use, NULL);
  if (self->use == NULL)
    return;
  pool = edgekit_pool_use_get_pool (self->use);
  device = ek_memory_words_device (self->use, self->units);
  header = ek_memory_words_header (self->use, self->units);
  gtk_image_set_from_icon_name (self->icon, pool && edgekit_memory_pool_get_kind (pool) == EDGEKIT_POOL_KIND_VRAM
                                              ? "ek-gpu-symbolic"
                                              : "ek-ram-symbolic");
  gtk_label_set_label (self->name, edgekit_pool_use_get_label (self->use));
  gtk_label_set_label (self->device, device ? device : "");
  gtk_widget_set_visible (GTK_WIDGET (self->device), device != NULL);
  gtk_label_set_label (self->usage, header);
  ek_css_class_set (GTK_WIDGET (self->usage), "error", edgekit_pool_use_get_over (self->use) > 0);
}

static void
ek_memory_pool_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkMemoryPoolView *self = EK_MEMORY_POOL_VIEW (object);

  switch (id)
    {
    case PROP_POOL_USE:
      g_value_set_object (value, self->use);
      break;
    case PROP_ESTIMATE:
      g_value_set_object (value, self->estimate);
      break;
    case PROP_UNITS:
      g_value_set_enum (value, self->units);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_memory_pool_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkMemoryPoolView *self = EK_MEMORY_POOL_VIEW (object);

  switch (id)
    {
    case PROP_POOL_USE:
      g_set_object (&self->use, g_value_get_object (value));
      update (self);
      break;
    case PROP_ESTIMATE:
      g_set_object (&self->estimate, g_value_get_object (value));
      g_object_set (self->bar, "estimate", self->estimate, NULL);
      break;
    case PROP_UNITS:
      self->units = g_value_get_enum (value);
      update (self);
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->head), self->narrow ? GTK_ORIENTATION_VERTICAL
                                                                                : GTK_ORIENTATION_HORIZONTAL);
      gtk_box_set_spacing (GTK_BOX (self->head), self->narrow ? 6 : 12);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_memory_pool_view_dispose (GObject *object)
{
  EkMemoryPoolView *self = EK_MEMORY_POOL_VIEW (object);

  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_MEMORY_POOL_VIEW);
  g_clear_object (&self->use);
  g_clear_object (&self->estimate);
  G_OBJECT_CLASS (ek_memory_pool_view_parent_class)->dispose (object);
}

static void
ek_memory_pool_view_class_init (EkMemoryPoolViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_memory_pool_view_get_property;
  object_class->set_property = ek_memory_pool_view_set_property;
  object_class->dispose = ek_memory_pool_view_dispose;

  props[PROP_POOL_USE] = g_param_spec_object ("pool-use", NULL, NULL, EDGEKIT_TYPE_POOL_USE, flags);
  props[PROP_ESTIMATE] = g_param_spec_object ("estimate", NULL, NULL, EDGEKIT_TYPE_ESTIMATE, flags);
  props[PROP_UNITS] =
    g_param_spec_enum ("units", NULL, NULL, EDGEKIT_TYPE_MEMORY_UNITS, EDGEKIT_MEMORY_UNITS_IEC, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_MEMORY_BAR);
  gtk_widget_class_set_css_name (widget_class, "memorypool");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-memory-pool-view.ui");
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, head);
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, icon);
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, name);
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, device);
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, usage);
  gtk_widget_class_bind_template_child (widget_class, EkMemoryPoolView, bar);
}

static void
ek_memory_pool_view_init (EkMemoryPoolView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ek_memory_pool_view_new (void)
{
  return g_object_new (EK_TYPE_MEMORY_POOL_VIEW, NULL);
}

EkMemoryBar *
ek_memory_pool_view_get_bar (EkMemoryPoolView *self)
{
  g_return_val_if_fail (EK_IS_MEMORY_POOL_VIEW (self), NULL);

  return self->bar;
}
