/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-badge.h"
#include "ek-outcome.h"

/* A word in a tinted pill at the end of a row.  The outcome gives the tint;
 * PARTIAL is the accent colour, for badges such as “Best” too. */
struct _EkBadge
{
  GtkWidget parent_instance;

  GtkLabel *label;
  EdgeKitOutcome outcome;
};

G_DEFINE_FINAL_TYPE (EkBadge, ek_badge, GTK_TYPE_WIDGET)

enum
{
  PROP_LABEL = 1,
  PROP_OUTCOME,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
ek_badge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkBadge *self = EK_BADGE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, ek_badge_get_label (self));
      break;
    case PROP_OUTCOME:
      g_value_set_enum (value, self->outcome);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_badge_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkBadge *self = EK_BADGE (object);

  switch (id)
    {
    case PROP_LABEL:
      ek_badge_set_label (self, g_value_get_string (value));
      break;
    case PROP_OUTCOME:
      ek_badge_set_outcome (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_badge_dispose (GObject *object)
{
  EkBadge *self = EK_BADGE (object);

  if (self->label)
    gtk_widget_unparent (GTK_WIDGET (self->label));
  self->label = NULL;
  G_OBJECT_CLASS (ek_badge_parent_class)->dispose (object);
}

static void
ek_badge_class_init (EkBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_badge_get_property;
  object_class->set_property = ek_badge_set_property;
  object_class->dispose = ek_badge_dispose;

  props[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_OUTCOME] =
    g_param_spec_enum ("outcome", NULL, NULL, EDGEKIT_TYPE_OUTCOME, EDGEKIT_OUTCOME_UNKNOWN,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "badge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ek_badge_init (EkBadge *self)
{
  self->outcome = EDGEKIT_OUTCOME_UNKNOWN;
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_single_line_mode (self->label, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  ek_outcome_style_widget (GTK_WIDGET (self), self->outcome);
}

GtkWidget *
ek_badge_new (const char *label, EdgeKitOutcome outcome)
{
  return g_object_new (EK_TYPE_BADGE, "label", label, "outcome", outcome, NULL);
}

const char *
ek_badge_get_label (EkBadge *self)
{
  g_return_val_if_fail (EK_IS_BADGE (self), NULL);

  return gtk_label_get_label (self->label);
}

void
ek_badge_set_label (EkBadge *self, const char *label)
{
  g_return_if_fail (EK_IS_BADGE (self));

  if (g_strcmp0 (ek_badge_get_label (self), label) == 0)
    return;
  gtk_label_set_label (self->label, label ? label : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
}

EdgeKitOutcome
ek_badge_get_outcome (EkBadge *self)
{
  g_return_val_if_fail (EK_IS_BADGE (self), EDGEKIT_OUTCOME_UNKNOWN);

  return self->outcome;
}

void
ek_badge_set_outcome (EkBadge *self, EdgeKitOutcome outcome)
{
  g_return_if_fail (EK_IS_BADGE (self));

  if (self->outcome == outcome)
    return;
  self->outcome = outcome;
  ek_outcome_style_widget (GTK_WIDGET (self), outcome);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OUTCOME]);
}
