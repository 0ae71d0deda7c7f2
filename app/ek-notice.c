/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-application.h"
#include "ek-compat.h"
#include "ek-notice.h"
#include "ek-rows.h"
#include "ek-text-layout.h"

/* A line below the header bar that stays until its reason is gone, with at most
 * one button. */
struct _EkNotice
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkOrientable *box;
  GtkLabel *label;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (EkNotice, ek_notice, GTK_TYPE_WIDGET)

enum
{
  PROP_TEXT = 1,
  PROP_BUTTON_LABEL,
  PROP_ACTION_NAME,
  PROP_REVEALED,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
ek_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkNotice *self = EK_NOTICE (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->label));
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (GTK_BUTTON (self->button)));
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, gtk_revealer_get_reveal_child (self->revealer));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, gtk_orientable_get_orientation (self->box) == GTK_ORIENTATION_VERTICAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkNotice *self = EK_NOTICE (object);

  switch (id)
    {
    case PROP_TEXT:
      gtk_label_set_label (self->label, g_value_get_string (value) ? g_value_get_string (value) : "");
      break;
    case PROP_BUTTON_LABEL:
      gtk_button_set_label (GTK_BUTTON (self->button), g_value_get_string (value));
      if (g_value_get_string (value))
        ek_button_wrap (self->button);
      gtk_widget_set_visible (self->button, g_value_get_string (value) != NULL);
      break;
    case PROP_ACTION_NAME:
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), g_value_get_string (value));
      break;
    case PROP_REVEALED:
      gtk_revealer_set_reveal_child (self->revealer, g_value_get_boolean (value));
      /* what is hidden must not be reached by the keyboard */
      gtk_widget_set_sensitive (GTK_WIDGET (self), g_value_get_boolean (value));
      break;
    case PROP_NARROW:
      gtk_orientable_set_orientation (self->box, g_value_get_boolean (value) ? GTK_ORIENTATION_VERTICAL
                                                                             : GTK_ORIENTATION_HORIZONTAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_notice_dispose (GObject *object)
{
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_NOTICE);
  G_OBJECT_CLASS (ek_notice_parent_class)->dispose (object);
}

static void
ek_notice_class_init (EkNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_notice_get_property;
  object_class->set_property = ek_notice_set_property;
  object_class->dispose = ek_notice_dispose;

  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  props[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  props[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "ek-notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  g_type_ensure (EK_TYPE_TEXT_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, EkNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, EkNotice, box);
  gtk_widget_class_bind_template_child (widget_class, EkNotice, label);
  gtk_widget_class_bind_template_child (widget_class, EkNotice, button);
}

static void
ek_notice_init (EkNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
