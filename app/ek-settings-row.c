/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ek-number-row.h"
#include "ek-row-opening.h"
#include "ek-rows.h"
#include "ek-settings-row.h"
#include "ek-spin.h"

/* “More Settings”: the workload of the preflight, bound both ways.  What is inside
 * is made when somebody opens the row: most never do. */
struct _EkSettingsRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *context;
  GtkWidget *cache_type;
  GtkWidget *flash_attention;
  GtkWidget *parallel;
  GtkWidget *batch;
  GtkWidget *ubatch;
  GtkWidget *gpu_layers;
  GtkWidget *cpu_moe;
  GtkSpinButton *share_spin;
  GtkAdjustment *share_adjustment;

  EdgeKitPreflight *preflight;
  GBindingGroup *workload;
  GBinding *share;
  gboolean built;
};

G_DEFINE_FINAL_TYPE (EkSettingsRow, ek_settings_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  PROP_PREFLIGHT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* The entries of the list in the .ui file, in order. */
static const char *const cache_types[] = { NULL, "f16", "q8_0", "q4_0" };

static gboolean
cache_type_to_index (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  guint index = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cache_types); i++)
    if (g_strcmp0 (cache_types[i], g_value_get_string (from)) == 0)
      index = i;
  g_value_set_uint (to, index);
  return TRUE;
}

static gboolean
index_to_cache_type (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const guint index = g_value_get_uint (from);

  if (index >= G_N_ELEMENTS (cache_types))
    return FALSE;
  g_value_set_string (to, cache_types[index]);
  return TRUE;
}

static gboolean
tristate_to_index (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_uint (to, (guint) (g_value_get_enum (from) + 1));
  return TRUE;
}

static gboolean
index_to_tristate (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const guint index = g_value_get_uint (from);

  if (index > 2)
    return FALSE;
  g_value_set_enum (to, (int) index - 1);
  return TRUE;
}

static gboolean
share_to_percent (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_double (to, round (g_value_get_double (from) * 100));
  return TRUE;
}

static gboolean
percent_to_share (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_double (to, g_value_get_double (from) / 100);
  return TRUE;
}

static void
follow_workload (EkSettingsRow *self)
{
  g_binding_group_set_source (self->workload,
                              self->preflight ? edgekit_preflight_get_workload (self->preflight) : NULL);
}

/* What can be chosen depends on the model. */
static void
follow_model (EkSettingsRow *self)
{
  EdgeKitModel *model = self->preflight ? edgekit_preflight_get_model (self->preflight) : NULL;
  const gint64 layers = model ? edgekit_model_get_n_layers (model) : EDGEKIT_UNKNOWN;
  const gint64 longest = model ? edgekit_model_get_context_length (model) : EDGEKIT_UNKNOWN;

  /* the output layer counts as one */
  g_object_set (self->gpu_layers, "upper", layers > 0 ? layers + 1 : (gint64) 999, NULL);
  g_object_set (self->cpu_moe, "upper", layers > 0 ? layers : (gint64) 999, NULL);
  g_object_set (self->context, "upper", longest > 0 ? longest : (gint64) 1048576, NULL);
  gtk_widget_set_visible (self->cpu_moe, model != NULL && edgekit_model_get_experts (model) > 0);
}

static void
follow_preflight (EkSettingsRow *self)
{
  EdgeKitPreflight *preflight = self->preflight;

  if (preflight)
    {
      g_signal_connect_object (preflight, "notify::workload", G_CALLBACK (follow_workload), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (preflight, "notify::model", G_CALLBACK (follow_model), self, G_CONNECT_SWAPPED);
      self->share = g_object_bind_property_full (preflight, "max-utilization", self->share_adjustment, "value",
                                                 G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, share_to_percent,
                                                 percent_to_share, NULL, NULL);
    }
  follow_model (self);
  follow_workload (self);
}

static void
set_preflight (EkSettingsRow *self, EdgeKitPreflight *preflight)
{
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  g_clear_pointer (&self->share, g_binding_unbind);
  g_set_object (&self->preflight, preflight);
  if (self->built)
    follow_preflight (self);
}

static void
reset_clicked (EkSettingsRow *self)
{
  if (self->preflight)
    edgekit_workload_reset (edgekit_preflight_get_workload (self->preflight));
}

static void
ek_settings_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PREFLIGHT)
    g_value_set_object (value, EK_SETTINGS_ROW (object)->preflight);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_settings_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PREFLIGHT)
    set_preflight (EK_SETTINGS_ROW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_settings_row_dispose (GObject *object)
{
  EkSettingsRow *self = EK_SETTINGS_ROW (object);

  g_clear_pointer (&self->share, g_binding_unbind);
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  g_clear_object (&self->workload);
  g_clear_object (&self->preflight);
  if (self->built)
    gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_SETTINGS_ROW);
  G_OBJECT_CLASS (ek_settings_row_parent_class)->dispose (object);
}

static void
ek_settings_row_class_init (EkSettingsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_settings_row_get_property;
  object_class->set_property = ek_settings_row_set_property;
  object_class->dispose = ek_settings_row_dispose;

  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-settings-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, context);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, cache_type);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, flash_attention);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, parallel);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, batch);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, ubatch);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, gpu_layers);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, cpu_moe);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, share_spin);
  gtk_widget_class_bind_template_child (widget_class, EkSettingsRow, share_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked);
}

static void
bind_number (EkSettingsRow *self, const char *property, GtkWidget *row)
{
  g_binding_group_bind (self->workload, property, row, "value", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
build (GtkWidget *row, gpointer user_data)
{
  EkSettingsRow *self = EK_SETTINGS_ROW (row);
  const GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (row);
  ek_spin_show_percents (self->share_spin);
  for (GtkWidget *setting = self->context; setting; setting = gtk_widget_get_next_sibling (setting))
    ek_row_come_in_turn (row, setting);
  self->built = TRUE;
  self->workload = g_binding_group_new ();
  bind_number (self, "context", self->context);
  bind_number (self, "parallel", self->parallel);
  bind_number (self, "batch", self->batch);
  bind_number (self, "ubatch", self->ubatch);
  bind_number (self, "gpu-layers", self->gpu_layers);
  bind_number (self, "cpu-moe", self->cpu_moe);
  /* both halves of the cache: a choice for each is for the command line */
  g_binding_group_bind_full (self->workload, "cache-type-k", self->cache_type, "selected", flags, cache_type_to_index,
                             index_to_cache_type, NULL, NULL);
  g_binding_group_bind_full (self->workload, "cache-type-v", self->cache_type, "selected", flags, cache_type_to_index,
                             index_to_cache_type, NULL, NULL);
  g_binding_group_bind_full (self->workload, "flash-attention", self->flash_attention, "selected", flags,
                             tristate_to_index, index_to_tristate, NULL, NULL);
  follow_preflight (self);
}

static void
ek_settings_row_init (EkSettingsRow *self)
{
  ek_expander_row_fill_when_opened (GTK_WIDGET (self), build, NULL, NULL);
  ek_row_show_what_opens (GTK_WIDGET (self));
}
