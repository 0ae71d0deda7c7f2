/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-flow-layout.h"
#include "ek-memory-panel.h"
#include "ek-memory-pool-view.h"

/* A card with a bar for each memory that a model would use, and one legend for
 * all of them.  EdgeKitPlacement:pools holds each memory once, so a pool that
 * borrows from another never gets a bar of its own. */
struct _EkMemoryPanel
{
  GtkWidget parent_instance;

  GtkWidget *legend;
  GtkWidget *entries[EK_N_MEMORY_PARTS];
  GtkLabel *amounts[EK_N_MEMORY_PARTS];
  GPtrArray *views;

  EdgeKitPlacement *placement;
  EdgeKitEstimate *estimate;
  EdgeKitMemoryUnits units;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkMemoryPanel, ek_memory_panel, GTK_TYPE_WIDGET)

enum
{
  PROP_PLACEMENT = 1,
  PROP_ESTIMATE,
  PROP_UNITS,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
pulse_part (GtkGestureClick *click, int n_press, double x, double y, gpointer user_data)
{
  EkMemoryPanel *self = user_data;
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));

  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    if (self->entries[i] == entry)
      for (guint v = 0; v < self->views->len; v++)
        ek_memory_bar_pulse (ek_memory_pool_view_get_bar (g_ptr_array_index (self->views, v)), i);
}

static GtkWidget *
create_entry (EkMemoryPanel *self, EkMemoryPart part)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = g_object_new (ADW_TYPE_BIN, "css-name", "swatch", "valign", GTK_ALIGN_CENTER,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *name = gtk_label_new (ek_memory_part_get_name (part));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_add_css_class (swatch, ek_memory_part_get_css_class (part));
  gtk_widget_add_css_class (name, "caption");
  self->amounts[part] = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->amounts[part]), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->amounts[part]), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->amounts[part]), "numeric");
  gtk_box_append (GTK_BOX (entry), swatch);
  gtk_box_append (GTK_BOX (entry), name);
  gtk_box_append (GTK_BOX (entry), GTK_WIDGET (self->amounts[part]));
  g_signal_connect (click, "released", G_CALLBACK (pulse_part), self);
  gtk_widget_add_controller (entry, GTK_EVENT_CONTROLLER (click));
  return entry;
}

/* With one memory every part has its number, and they add up to its size.  With
 * several, only what the model takes is added up: free memory here and free
 * memory there are not one. */
static void
update_legend (EkMemoryPanel *self, GListModel *pools)
{
  const guint n_pools = pools ? g_list_model_get_n_items (pools) : 0;
  gint64 sums[EK_N_MEMORY_PARTS] = { 0 };
  gint64 scale = EDGEKIT_UNKNOWN;

  for (guint i = 0; i < n_pools; i++)
    {
      g_autoptr (EdgeKitPoolUse) use = g_list_model_get_item (pools, i);
      gint64 parts[EK_N_MEMORY_PARTS];

      ek_memory_parts_read (use, parts);
      ek_memory_parts_clip (parts);
      for (int part = 0; part < EK_N_MEMORY_PARTS; part++)
        sums[part] += parts[part];
      scale = MAX (scale, edgekit_pool_use_get_total (use));
    }
  for (int part = 0; part < EK_N_MEMORY_PARTS; part++)
    {
      const gboolean with_amount = n_pools == 1 || ek_memory_part_is_of_model (part);

      gtk_widget_set_visible (self->entries[part], sums[part] > 0);
      gtk_widget_set_visible (GTK_WIDGET (self->amounts[part]), with_amount);
      if (with_amount)
        {
          g_autofree char *amount = edgekit_format_memory_amount (sums[part], scale, self->units);

          gtk_label_set_label (self->amounts[part], amount);
        }
    }
}

static void
update (EkMemoryPanel *self)
{
  GListModel *pools = self->placement ? edgekit_placement_get_pools (self->placement) : NULL;
  const guint n_pools = pools ? g_list_model_get_n_items (pools) : 0;

  /* views are kept, so that their bars move instead of being drawn anew */
  while (self->views->len > n_pools)
    {
      gtk_widget_unparent (g_ptr_array_index (self->views, self->views->len - 1));
      g_ptr_array_set_size (self->views, (int) self->views->len - 1);
    }
  for (guint i = 0; i < n_pools; i++)
    {
      g_autoptr (EdgeKitPoolUse) use = g_list_model_get_item (pools, i);

      if (i == self->views->len)
        {
          GtkWidget *view = ek_memory_pool_view_new ();

          gtk_widget_insert_before (view, GTK_WIDGET (self), self->legend);
          g_ptr_array_add (self->views, view);
        }
      g_object_set (g_ptr_array_index (self->views, i), "narrow", self->narrow, "units", self->units, "estimate",
                    self->estimate, "pool-use", use, NULL);
    }
  update_legend (self, pools);
}

static void
ek_memory_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkMemoryPanel *self = EK_MEMORY_PANEL (object);

  switch (id)
    {
    case PROP_PLACEMENT:
      g_value_set_object (value, self->placement);
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
ek_memory_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkMemoryPanel *self = EK_MEMORY_PANEL (object);

  switch (id)
    {
    case PROP_PLACEMENT:
      if (g_set_object (&self->placement, g_value_get_object (value)))
        update (self);
      break;
    case PROP_ESTIMATE:
      g_set_object (&self->estimate, g_value_get_object (value));
      for (guint i = 0; i < self->views->len; i++)
        g_object_set (g_ptr_array_index (self->views, i), "estimate", self->estimate, NULL);
      break;
    case PROP_UNITS:
      self->units = g_value_get_enum (value);
      update (self);
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      for (guint i = 0; i < self->views->len; i++)
        g_object_set (g_ptr_array_index (self->views, i), "narrow", self->narrow, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_memory_panel_dispose (GObject *object)
{
  EkMemoryPanel *self = EK_MEMORY_PANEL (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->views, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->placement);
  g_clear_object (&self->estimate);
  G_OBJECT_CLASS (ek_memory_panel_parent_class)->dispose (object);
}

static void
ek_memory_panel_finalize (GObject *object)
{
  g_ptr_array_unref (EK_MEMORY_PANEL (object)->views);
  G_OBJECT_CLASS (ek_memory_panel_parent_class)->finalize (object);
}

static void
ek_memory_panel_class_init (EkMemoryPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_memory_panel_get_property;
  object_class->set_property = ek_memory_panel_set_property;
  object_class->dispose = ek_memory_panel_dispose;
  object_class->finalize = ek_memory_panel_finalize;

  props[PROP_PLACEMENT] = g_param_spec_object ("placement", NULL, NULL, EDGEKIT_TYPE_PLACEMENT, flags);
  props[PROP_ESTIMATE] = g_param_spec_object ("estimate", NULL, NULL, EDGEKIT_TYPE_ESTIMATE, flags);
  props[PROP_UNITS] =
    g_param_spec_enum ("units", NULL, NULL, EDGEKIT_TYPE_MEMORY_UNITS, EDGEKIT_MEMORY_UNITS_IEC, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "memorypanel");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_memory_panel_init (EkMemoryPanel *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->views = g_ptr_array_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 21);
  self->legend = g_object_new (GTK_TYPE_BOX, "css-name", "legend", NULL);
  gtk_widget_set_layout_manager (self->legend, ek_flow_layout_new ());
  gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      self->entries[i] = create_entry (self, i);
      gtk_widget_set_visible (self->entries[i], FALSE);
      gtk_box_append (GTK_BOX (self->legend), self->entries[i]);
    }
}

GtkWidget *
ek_memory_panel_new (void)
{
  return g_object_new (EK_TYPE_MEMORY_PANEL, NULL);
}
