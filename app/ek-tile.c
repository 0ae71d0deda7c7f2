/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-compat.h"
#include "ek-css-class.h"
#include "ek-text-layout.h"
#include "ek-tile.h"

/* One number of a verdict card: what it is, how much, and a word about it.
 * Wide, the three stand below each other; narrow, the value moves to the end. */
struct _EkTile
{
  GtkWidget parent_instance;

  GtkWidget *value;
  GtkWidget *end_value;
  GtkWidget *caption;
  GtkWidget *texts;

  char *icon_name;
  char *label_text;
  char *value_text;
  char *caption_text;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkTile, ek_tile, GTK_TYPE_WIDGET)

enum
{
  PROP_ICON_NAME = 1,
  PROP_LABEL,
  PROP_VALUE,
  PROP_CAPTION,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static char **
text_of (EkTile *self, guint id)
{
  switch (id)
    {
    case PROP_ICON_NAME:
      return &self->icon_name;
    case PROP_LABEL:
      return &self->label_text;
    case PROP_VALUE:
      return &self->value_text;
    case PROP_CAPTION:
      return &self->caption_text;
    default:
      return NULL;
    }
}

/* Two labels for one value, and not one that moves: a grid, which could move it,
 * asks for the height of its narrowest form and gets in the way of the card's. */
static void
arrange (EkTile *self)
{
  const gboolean has_caption = self->caption_text != NULL && *self->caption_text != '\0';

  gtk_widget_set_visible (self->caption, has_caption);
  /* beside the value, and not above its middle */
  gtk_widget_set_valign (self->texts, self->narrow && !has_caption ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  gtk_widget_set_visible (self->value, !self->narrow);
  gtk_widget_set_visible (self->end_value, self->narrow);
  ek_css_class_set (GTK_WIDGET (self), "narrow", self->narrow);
}

/* How far a line of the text reaches above and below its baseline. */
static void
measure_line (GtkWidget *label, const char *text, int *above, int *below)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (label, text ? text : "");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  *above = PANGO_PIXELS (pango_layout_get_baseline (layout));
  *below = height - *above;
}

/* Of letters that one font has, whose lines are of one height. */
static gboolean
is_latin (const char *text)
{
  for (const char *p = text; p && *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c >= 0x250 && !(c >= 0x2000 && c < 0x2070))
        return FALSE;
    }
  return TRUE;
}

/* A value in Latin letters, or a dash, stands on the line of those beside it, whose letters may be taller: as tall as
 * those of the label, which is in the language of the person. */
static void
level (EkTile *self)
{
  g_autofree char *words = NULL;
  int above, below, own_above, own_below;

  if (is_latin (self->label_text) && is_latin (self->value_text))
    {
      gtk_widget_set_margin_top (self->value, 0);
      gtk_widget_set_margin_bottom (self->value, 0);
      return;
    }
  words = g_strdup_printf ("%s 0", self->label_text ? self->label_text : "");
  measure_line (self->value, words, &above, &below);
  measure_line (self->value, self->value_text, &own_above, &own_below);
  gtk_widget_set_margin_top (self->value, MAX (above - own_above, 0));
  gtk_widget_set_margin_bottom (self->value, MAX (below - own_below, 0));
}

static void
ek_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ek_tile_parent_class)->css_changed (widget, change);
  level (EK_TILE (widget));
}

static void
ek_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkTile *self = EK_TILE (object);
  char **text = text_of (self, id);

  if (text)
    g_value_set_string (value, *text);
  else if (id == PROP_NARROW)
    g_value_set_boolean (value, self->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkTile *self = EK_TILE (object);
  char **text = text_of (self, id);

  if (text)
    {
      if (g_strcmp0 (*text, g_value_get_string (value)) == 0)
        return;
      g_free (*text);
      *text = g_value_dup_string (value);
      if (id == PROP_LABEL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        *text ? *text : "", -1);
      if (id == PROP_CAPTION)
        arrange (self);
      else if (id != PROP_ICON_NAME)
        level (self);
    }
  else if (id == PROP_NARROW)
    {
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      arrange (self);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
ek_tile_dispose (GObject *object)
{
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_TILE);
  G_OBJECT_CLASS (ek_tile_parent_class)->dispose (object);
}

static void
ek_tile_finalize (GObject *object)
{
  EkTile *self = EK_TILE (object);

  g_free (self->icon_name);
  g_free (self->label_text);
  g_free (self->value_text);
  g_free (self->caption_text);
  G_OBJECT_CLASS (ek_tile_parent_class)->finalize (object);
}

static void
ek_tile_class_init (EkTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_tile_get_property;
  object_class->set_property = ek_tile_set_property;
  object_class->dispose = ek_tile_dispose;
  object_class->finalize = ek_tile_finalize;
  widget_class->css_changed = ek_tile_css_changed;

  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  props[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (EK_TYPE_TEXT_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, EkTile, value);
  gtk_widget_class_bind_template_child (widget_class, EkTile, end_value);
  gtk_widget_class_bind_template_child (widget_class, EkTile, caption);
  gtk_widget_class_bind_template_child (widget_class, EkTile, texts);
}

static void
ek_tile_init (EkTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  arrange (self);
}

GtkWidget *
ek_tile_new (void)
{
  return g_object_new (EK_TYPE_TILE, NULL);
}
