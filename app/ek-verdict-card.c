/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-css-class.h"
#include "ek-flow-layout.h"
#include "ek-outcome.h"
#include "ek-text-layout.h"
#include "ek-verdict-card.h"

#define ACTION_SPACING 12
#define TEXT_SPACING 6 /* as in the .ui file */

/* The answer of a page: an icon, a headline, a sentence, and up to three
 * numbers.  It shows what it is given and decides nothing.
 *
 * In XML its children are EkTile objects; a child of type “action” is a button
 * below the sentence. */
struct _EkVerdictCard
{
  GtkWidget parent_instance;

  GtkBox *head;
  GtkImage *icon;
  GtkWidget *headline;
  GtkWidget *summary;
  GtkWidget *hint;
  GtkBox *actions;
  GtkBox *tiles;

  EdgeKitOutcome outcome;
  char *icon_name;
  char *headline_text;
  char *summary_text;
  char *hint_text;
  gboolean narrow;
  guint reserved_lines;
};

static void ek_verdict_card_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EkVerdictCard, ek_verdict_card, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, ek_verdict_card_buildable_init))

static GtkBuildableIface *parent_buildable;

enum
{
  PROP_OUTCOME = 1,
  PROP_ICON_NAME,
  PROP_HEADLINE,
  PROP_SUMMARY,
  PROP_HINT,
  PROP_NARROW,
  PROP_RESERVED_LINES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static char **
text_of (EkVerdictCard *self, guint id)
{
  switch (id)
    {
    case PROP_ICON_NAME:
      return &self->icon_name;
    case PROP_HEADLINE:
      return &self->headline_text;
    case PROP_SUMMARY:
      return &self->summary_text;
    case PROP_HINT:
      return &self->hint_text;
    default:
      return NULL;
    }
}

static void
show_outcome (EkVerdictCard *self)
{
  ek_outcome_style_widget (GTK_WIDGET (self), self->outcome);
  gtk_image_set_from_icon_name (self->icon, self->icon_name && *self->icon_name
                                              ? self->icon_name
                                              : ek_outcome_get_icon_name (self->outcome));
}

static int
line_height (GtkWidget *label)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (label), NULL, NULL);
  const int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  return height;
}

/* Keeps room for so many lines of the sentence, so that the page does not jump
 * when another sentence comes while a slider moves.  Beside the icon the text
 * stays in the middle of that room; below it, it begins at the top. */
static void
reserve_lines (EkVerdictCard *self)
{
  const int lines = self->reserved_lines < 2 ? -1 : line_height (self->summary) * (int) self->reserved_lines;

  gtk_widget_set_size_request (self->summary, -1, self->narrow ? lines : -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->head), -1,
                               self->narrow || lines < 0 ? -1 : line_height (self->headline) + TEXT_SPACING + lines);
}

static void
align_label (EkVerdictCard *self, GtkWidget *label)
{
  gtk_label_set_xalign (GTK_LABEL (label), self->narrow ? 0.5 : 0.0);
  gtk_label_set_justify (GTK_LABEL (label), self->narrow ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
}

/* Below each other, or in a line that breaks: some errors have many ways on. */
static GtkLayoutManager *
new_actions_layout (gboolean narrow)
{
  GtkLayoutManager *layout;

  if (narrow)
    {
      layout = gtk_box_layout_new (GTK_ORIENTATION_VERTICAL);
      gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), ACTION_SPACING);
    }
  else
    {
      layout = ek_flow_layout_new ();
      ek_flow_layout_set_spacing (EK_FLOW_LAYOUT (layout), ACTION_SPACING, ACTION_SPACING);
    }
  return layout;
}

static void
arrange (EkVerdictCard *self)
{
  const GtkOrientation orientation = self->narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->head), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->tiles), orientation);
  gtk_widget_set_layout_manager (GTK_WIDGET (self->actions), new_actions_layout (self->narrow));
  gtk_box_set_homogeneous (self->tiles, !self->narrow);
  align_label (self, self->headline);
  align_label (self, self->summary);
  align_label (self, self->hint);
  ek_css_class_set (self->headline, "title-1", !self->narrow);
  ek_css_class_set (self->headline, "title-2", self->narrow);
  gtk_widget_set_valign (GTK_WIDGET (self->icon), self->narrow ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  ek_css_class_set (GTK_WIDGET (self), "narrow", self->narrow);
  for (GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles)); tile != NULL;
       tile = gtk_widget_get_next_sibling (tile))
    g_object_set (tile, "narrow", self->narrow, NULL);
  reserve_lines (self);
}

static void
ek_verdict_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkVerdictCard *self = EK_VERDICT_CARD (object);
  char **text = text_of (self, id);

  if (text)
    g_value_set_string (value, *text);
  else if (id == PROP_OUTCOME)
    g_value_set_enum (value, self->outcome);
  else if (id == PROP_NARROW)
    g_value_set_boolean (value, self->narrow);
  else if (id == PROP_RESERVED_LINES)
    g_value_set_uint (value, self->reserved_lines);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
set_text (EkVerdictCard *self, guint id, const char *text)
{
  char **field = text_of (self, id);

  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  if (id == PROP_ICON_NAME)
    show_outcome (self);
  if (id == PROP_HINT)
    gtk_widget_set_visible (self->hint, text != NULL && *text != '\0');
  if (id == PROP_SUMMARY)
    gtk_widget_set_visible (self->summary, text != NULL && *text != '\0');
  return TRUE;
}

static void
ek_verdict_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkVerdictCard *self = EK_VERDICT_CARD (object);

  switch (id)
    {
    case PROP_ICON_NAME:
    case PROP_HEADLINE:
    case PROP_SUMMARY:
    case PROP_HINT:
      if (!set_text (self, id, g_value_get_string (value)))
        return;
      break;
    case PROP_OUTCOME:
      if (self->outcome == (EdgeKitOutcome) g_value_get_enum (value))
        return;
      self->outcome = g_value_get_enum (value);
      show_outcome (self);
      break;
    case PROP_NARROW:
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      arrange (self);
      break;
    case PROP_RESERVED_LINES:
      self->reserved_lines = g_value_get_uint (value);
      reserve_lines (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
ek_verdict_card_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ek_verdict_card_parent_class)->root (widget);
  /* the font is only known now */
  reserve_lines (EK_VERDICT_CARD (widget));
}

static void
ek_verdict_card_dispose (GObject *object)
{
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_VERDICT_CARD);
  G_OBJECT_CLASS (ek_verdict_card_parent_class)->dispose (object);
}

static void
ek_verdict_card_finalize (GObject *object)
{
  EkVerdictCard *self = EK_VERDICT_CARD (object);

  g_free (self->icon_name);
  g_free (self->headline_text);
  g_free (self->summary_text);
  g_free (self->hint_text);
  G_OBJECT_CLASS (ek_verdict_card_parent_class)->finalize (object);
}

static void
ek_verdict_card_class_init (EkVerdictCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_verdict_card_get_property;
  object_class->set_property = ek_verdict_card_set_property;
  object_class->dispose = ek_verdict_card_dispose;
  object_class->finalize = ek_verdict_card_finalize;
  widget_class->root = ek_verdict_card_root;

  props[PROP_OUTCOME] =
    g_param_spec_enum ("outcome", NULL, NULL, EDGEKIT_TYPE_OUTCOME, EDGEKIT_OUTCOME_UNKNOWN, flags);
  /* in place of the outcome's own icon */
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_HEADLINE] = g_param_spec_string ("headline", NULL, NULL, NULL, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  props[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  props[PROP_RESERVED_LINES] = g_param_spec_uint ("reserved-lines", NULL, NULL, 0, 6, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "verdictcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (EK_TYPE_TEXT_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-verdict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, head);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, icon);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, headline);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, summary);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, hint);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, actions);
  gtk_widget_class_bind_template_child (widget_class, EkVerdictCard, tiles);
}

static void
ek_verdict_card_init (EkVerdictCard *self)
{
  self->outcome = EDGEKIT_OUTCOME_UNKNOWN;
  gtk_widget_init_template (GTK_WIDGET (self));
  show_outcome (self);
  arrange (self);
}

static void
ek_verdict_card_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  EkVerdictCard *self = EK_VERDICT_CARD (buildable);

  if (EK_IS_TILE (child))
    ek_verdict_card_add_tile (self, EK_TILE (child));
  else if (g_strcmp0 (type, "action") == 0)
    ek_verdict_card_add_action (self, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
ek_verdict_card_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = ek_verdict_card_add_child;
}

GtkWidget *
ek_verdict_card_new (void)
{
  return g_object_new (EK_TYPE_VERDICT_CARD, NULL);
}

void
ek_verdict_card_add_tile (EkVerdictCard *self, EkTile *tile)
{
  g_return_if_fail (EK_IS_VERDICT_CARD (self));
  g_return_if_fail (EK_IS_TILE (tile));

  gtk_box_append (self->tiles, GTK_WIDGET (tile));
  g_object_set (tile, "narrow", self->narrow, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->tiles), TRUE);
}

void
ek_verdict_card_add_action (EkVerdictCard *self, GtkWidget *action)
{
  g_return_if_fail (EK_IS_VERDICT_CARD (self));
  g_return_if_fail (GTK_IS_WIDGET (action));

  gtk_box_append (self->actions, action);
  gtk_widget_set_visible (GTK_WIDGET (self->actions), TRUE);
}

void
ek_verdict_card_clear_actions (EkVerdictCard *self)
{
  GtkWidget *action;

  g_return_if_fail (EK_IS_VERDICT_CARD (self));

  while ((action = gtk_widget_get_first_child (GTK_WIDGET (self->actions))) != NULL)
    gtk_box_remove (self->actions, action);
  gtk_widget_set_visible (GTK_WIDGET (self->actions), FALSE);
}
