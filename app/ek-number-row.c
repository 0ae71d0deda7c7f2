/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <glib/gi18n.h>

#include "ek-number-row.h"
#include "ek-spin.h"

/* A setting that is a number or left to EdgeKit: the word “Automatic” stands
 * one step below the smallest number.  The value is EDGEKIT_UNKNOWN then. */
struct _EkNumberRow
{
  AdwActionRow parent_instance;

  GtkSpinButton *spin;
  gint64 value;
  gint64 lower;
  gint64 upper;
  gint64 step;
  gboolean typed;
};

G_DEFINE_FINAL_TYPE (EkNumberRow, ek_number_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_VALUE = 1,
  PROP_LOWER,
  PROP_UPPER,
  PROP_STEP,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static double
automatic (EkNumberRow *self)
{
  return (double) self->lower - 1;
}

static void
show_value (EkNumberRow *self)
{
  gtk_spin_button_set_value (self->spin, self->value < self->lower ? automatic (self) : (double) self->value);
}

static void
set_value (EkNumberRow *self, gint64 value)
{
  if (self->value == value)
    return;
  self->value = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
}

static void
value_changed (GtkSpinButton *spin, gpointer user_data)
{
  EkNumberRow *self = user_data;
  double value = gtk_spin_button_get_value (spin);

  if (value <= automatic (self))
    {
      set_value (self, EDGEKIT_UNKNOWN);
      return;
    }
  /* the first step up from “Automatic” goes to the smallest number */
  if (self->value < self->lower && !self->typed && value < (double) (self->lower + self->step))
    {
      value = (double) self->lower;
      set_value (self, self->lower);
      show_value (self);
      return;
    }
  set_value (self, (gint64) value);
}

static gboolean
write_text (GtkSpinButton *spin, gpointer user_data)
{
  EkNumberRow *self = user_data;

  if (gtk_spin_button_get_value (spin) > automatic (self))
    return ek_spin_write_count (spin);
  ek_spin_write (spin, _ ("Automatic"));
  return TRUE;
}

static int
read_text (GtkSpinButton *spin, double *value, gpointer user_data)
{
  EkNumberRow *self = user_data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));

  self->typed = TRUE;
  if (*text == '\0' || g_utf8_collate (text, _ ("Automatic")) == 0)
    {
      *value = automatic (self);
      return TRUE;
    }
  return ek_spin_read (spin, value);
}

static void
configure (EkNumberRow *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  gtk_adjustment_configure (gtk_spin_button_get_adjustment (self->spin),
                            self->value < self->lower ? automatic (self) : (double) self->value, automatic (self),
                            (double) MAX (self->upper, self->lower), (double) self->step, (double) self->step * 8, 0);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
ek_number_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkNumberRow *self = EK_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_int64 (value, self->value);
      break;
    case PROP_LOWER:
      g_value_set_int64 (value, self->lower);
      break;
    case PROP_UPPER:
      g_value_set_int64 (value, self->upper);
      break;
    case PROP_STEP:
      g_value_set_int64 (value, self->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_number_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkNumberRow *self = EK_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      if (self->value == g_value_get_int64 (value))
        break;
      set_value (self, g_value_get_int64 (value));
      show_value (self);
      break;
    case PROP_LOWER:
      self->lower = g_value_get_int64 (value);
      configure (self);
      break;
    case PROP_UPPER:
      self->upper = g_value_get_int64 (value);
      configure (self);
      break;
    case PROP_STEP:
      self->step = MAX (g_value_get_int64 (value), 1);
      configure (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_number_row_class_init (EkNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_number_row_get_property;
  object_class->set_property = ek_number_row_set_property;

  props[PROP_VALUE] = g_param_spec_int64 ("value", NULL, NULL, EDGEKIT_UNKNOWN, G_MAXINT64, EDGEKIT_UNKNOWN,
                                          flags | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_LOWER] = g_param_spec_int64 ("lower", NULL, NULL, 0, G_MAXINT32, 0, flags);
  props[PROP_UPPER] = g_param_spec_int64 ("upper", NULL, NULL, 0, G_MAXINT64, 100, flags);
  props[PROP_STEP] = g_param_spec_int64 ("step", NULL, NULL, 1, G_MAXINT32, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
forget_typing (GtkSpinButton *spin, gpointer user_data)
{
  EK_NUMBER_ROW (user_data)->typed = FALSE;
}

/* A relation to the row would do, but GTK 4.8 takes no name from it. */
static void
name_spin (EkNumberRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
ek_number_row_init (EkNumberRow *self)
{
  self->value = EDGEKIT_UNKNOWN;
  self->upper = 100;
  self->step = 1;
  self->spin = GTK_SPIN_BUTTON (gtk_spin_button_new (gtk_adjustment_new (-1, -1, 100, 1, 8, 0), 1, 0));
  gtk_widget_set_valign (GTK_WIDGET (self->spin), GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin), 9);
  g_signal_connect (self->spin, "output", G_CALLBACK (write_text), self);
  g_signal_connect (self->spin, "input", G_CALLBACK (read_text), self);
  g_signal_connect (self->spin, "value-changed", G_CALLBACK (value_changed), self);
  g_signal_connect_after (self->spin, "value-changed", G_CALLBACK (forget_typing), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->spin));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->spin));
  g_signal_connect (self, "notify::title", G_CALLBACK (name_spin), NULL);
}
