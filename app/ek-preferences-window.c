/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-application.h"
#include "ek-column.h"
#include "ek-css-class.h"
#include "ek-preferences-window.h"
#include "ek-rows.h"
#include "ek-settings.h"
#include "ek-spin.h"

/* What holds for every check.  Each change takes effect at once. */
struct _EkPreferencesWindow
{
  AdwWindow parent_instance;

  AdwComboRow *units;
  AdwComboRow *goal;
  GtkSpinButton *share;
  GtkSpinButton *minimum;
  GtkAdjustment *share_adjustment;
  GtkAdjustment *minimum_adjustment;
  GtkWidget *live;
  GtkWidget *offline;
  AdwEntryRow *endpoint;
};

G_DEFINE_FINAL_TYPE (EkPreferencesWindow, ek_preferences_window, ADW_TYPE_WINDOW)

/* The choices of a combo row stand in the order of the enumeration. */
static gboolean
position_from_nick (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *nicks = user_data;

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
nick_from_position (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *nicks = user_data;
  const guint position = g_value_get_uint (value);

  return position < g_strv_length ((char **) nicks) ? g_variant_new_string (nicks[position]) : NULL;
}

static void
bind_combo (const char *key, AdwComboRow *row, const char *const *nicks)
{
  g_settings_bind_with_mapping (ek_settings_get (), key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                position_from_nick, nick_from_position, (gpointer) nicks, NULL);
}

static gboolean
percent_from_fraction (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_double (value, g_variant_get_double (variant) * 100);
  return TRUE;
}

static GVariant *
fraction_from_percent (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_double (g_value_get_double (value) / 100);
}

static gboolean
double_from_count (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant));
  return TRUE;
}

static GVariant *
count_from_double (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_uint32 ((guint32) g_value_get_double (value));
}

/* What is typed holds once it is an address, or nothing. */
static void
apply_endpoint (EkPreferencesWindow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->endpoint))));
  const char *scheme = g_uri_peek_scheme (text);
  const gboolean usable = *text == '\0'
                          || ((g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0)
                              && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL));

  if (usable)
    g_settings_set_string (ek_settings_get (), "hub-endpoint", text);
  ek_css_class_set (GTK_WIDGET (self->endpoint), "error", !usable);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->endpoint), GTK_ACCESSIBLE_STATE_INVALID,
                               usable ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
ek_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_PREFERENCES_WINDOW);
  G_OBJECT_CLASS (ek_preferences_window_parent_class)->dispose (object);
}

static void
ek_preferences_window_class_init (EkPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_preferences_window_dispose;
  g_type_ensure (EK_TYPE_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, units);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, goal);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, share);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, minimum);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, share_adjustment);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, minimum_adjustment);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, live);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, offline);
  gtk_widget_class_bind_template_child (widget_class, EkPreferencesWindow, endpoint);
  gtk_widget_class_bind_template_callback (widget_class, apply_endpoint);
}

static void
ek_preferences_window_init (EkPreferencesWindow *self)
{
  static const char *const units[] = { "iec", "si", NULL };
  static const char *const goals[] = { "chat", "serve", NULL };
  GSettings *settings = ek_settings_get ();
  g_autofree char *endpoint = g_settings_get_string (settings, "hub-endpoint");

  gtk_widget_init_template (GTK_WIDGET (self));
  bind_combo ("memory-units", self->units, units);
  bind_combo ("goal", self->goal, goals);
  ek_entry_row_align (GTK_WIDGET (self->endpoint));
  gtk_editable_set_text (GTK_EDITABLE (self->endpoint), endpoint);
  g_settings_bind (settings, "offline", self->offline, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "live-memory", self->live, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "max-utilization", self->share_adjustment, "value",
                                G_SETTINGS_BIND_DEFAULT, percent_from_fraction, fraction_from_percent, NULL, NULL);
  ek_spin_show_percents (self->share);
  ek_spin_show_counts (self->minimum);
  g_settings_bind_with_mapping (settings, "min-context", self->minimum_adjustment, "value", G_SETTINGS_BIND_DEFAULT,
                                double_from_count, count_from_double, NULL, NULL);
}

GtkWidget *
ek_preferences_window_new (void)
{
  return g_object_new (EK_TYPE_PREFERENCES_WINDOW, NULL);
}
