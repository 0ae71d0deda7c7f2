/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ek-application.h"
#include "ek-command-card.h"
#include "ek-compat.h"
#include "ek-css-class.h"
#include "ek-present.h"
#include "ek-toast.h"

/* How long the button says that it was pressed. */
#define COPIED_MS 2000

/* One command to be run in a terminal, and the button that copies it.  EdgeKit
 * runs none.  A child goes to the start of the bar above the command. */
struct _EkCommandCard
{
  GtkWidget parent_instance;

  GtkBox *card;
  GtkBox *bar;
  GtkButton *button;
  AdwButtonContent *content;
  GtkLabel *label;

  gboolean suggested;
  guint copied_id;
};

static void ek_command_card_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EkCommandCard, ek_command_card, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, ek_command_card_buildable_init))

enum
{
  PROP_COMMAND = 1,
  PROP_SUGGESTED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static GtkBuildableIface *parent_buildable;

/* Copies, and says so where the widget’s window has a place for that. */
void
ek_copy_command (GtkWidget *widget, const char *command)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (command != NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  ek_toast (widget, _ ("Command copied"));
}

static void
copy_its_command (GtkButton *button)
{
  ek_copy_command (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "ek-command"));
}

void
ek_copy_when_clicked (GtkButton *button, const char *command)
{
  g_return_if_fail (GTK_IS_BUTTON (button));
  g_return_if_fail (command != NULL);

  g_object_set_data_full (G_OBJECT (button), "ek-command", g_strdup (command), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_its_command), NULL);
}

static void
show_copied (EkCommandCard *self, gboolean copied)
{
  adw_button_content_set_label (self->content, copied ? _ ("Copied") : _ ("Copy"));
  adw_button_content_set_icon_name (self->content, copied ? "ek-check-symbolic" : "edit-copy-symbolic");
}

static gboolean
forget_copied (gpointer user_data)
{
  EkCommandCard *self = user_data;

  self->copied_id = 0;
  show_copied (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* The button, and not the command, which would be selected. */
void
ek_command_card_focus (EkCommandCard *self)
{
  g_return_if_fail (EK_IS_COMMAND_CARD (self));

  ek_focus_first (GTK_WIDGET (self->button));
}

void
ek_command_card_copy (EkCommandCard *self)
{
  g_return_if_fail (EK_IS_COMMAND_CARD (self));

  if (*gtk_label_get_label (self->label) == '\0')
    return;
  ek_copy_command (GTK_WIDGET (self), gtk_label_get_label (self->label));
  show_copied (self, TRUE);
  ek_announce (GTK_WIDGET (self->button), _ ("Command copied"));
  g_clear_handle_id (&self->copied_id, g_source_remove);
  self->copied_id = g_timeout_add (COPIED_MS, forget_copied, self);
}

/* Lines end at spaces, and not behind a hyphen in the middle of an option; and where a long word has to be broken, no
 * hyphen is shown that is not in it.  The text stays exactly the command. */
static PangoAttrList *
new_break_rules (const char *command)
{
  PangoAttrList *rules = pango_attr_list_new ();

  pango_attr_list_insert (rules, pango_attr_insert_hyphens_new (FALSE));
  for (const char *hyphen = strchr (command, '-'); hyphen; hyphen = strchr (hyphen + 1, '-'))
    {
      PangoAttribute *whole;

      if (hyphen[1] == '\0' || g_ascii_isspace (hyphen[1]))
        continue;
      whole = pango_attr_allow_breaks_new (FALSE);
      whole->start_index = hyphen - command;
      whole->end_index = g_utf8_next_char (hyphen + 1) - command;
      pango_attr_list_insert (rules, whole);
    }
  return rules;
}

static void
set_command (EkCommandCard *self, const char *command)
{
  const char *text = command ? command : "";
  g_autoptr (PangoAttrList) rules = NULL;

  if (g_strcmp0 (gtk_label_get_label (self->label), text) == 0)
    return;
  rules = new_break_rules (text);
  gtk_label_set_attributes (self->label, rules);
  gtk_label_set_label (self->label, text);
  /* what is on the clipboard is another one */
  g_clear_handle_id (&self->copied_id, g_source_remove);
  show_copied (self, FALSE);
}

static void
set_suggested (EkCommandCard *self, gboolean suggested)
{
  self->suggested = suggested;
  ek_css_class_set (GTK_WIDGET (self->button), "suggested-action", suggested);
}

static void
ek_command_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkCommandCard *self = EK_COMMAND_CARD (object);

  if (id == PROP_COMMAND)
    g_value_set_string (value, gtk_label_get_label (self->label));
  else if (id == PROP_SUGGESTED)
    g_value_set_boolean (value, self->suggested);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_command_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkCommandCard *self = EK_COMMAND_CARD (object);

  if (id == PROP_COMMAND)
    set_command (self, g_value_get_string (value));
  else if (id == PROP_SUGGESTED)
    set_suggested (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_command_card_dispose (GObject *object)
{
  EkCommandCard *self = EK_COMMAND_CARD (object);

  g_clear_handle_id (&self->copied_id, g_source_remove);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_COMMAND_CARD);
  G_OBJECT_CLASS (ek_command_card_parent_class)->dispose (object);
}

static void
ek_command_card_class_init (EkCommandCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_command_card_get_property;
  object_class->set_property = ek_command_card_set_property;
  object_class->dispose = ek_command_card_dispose;

  props[PROP_COMMAND] = g_param_spec_string ("command", NULL, NULL, NULL, flags);
  props[PROP_SUGGESTED] = g_param_spec_boolean ("suggested", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "commandcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-command-card.ui");
  gtk_widget_class_bind_template_child (widget_class, EkCommandCard, card);
  gtk_widget_class_bind_template_child (widget_class, EkCommandCard, bar);
  gtk_widget_class_bind_template_child (widget_class, EkCommandCard, button);
  gtk_widget_class_bind_template_child (widget_class, EkCommandCard, content);
  gtk_widget_class_bind_template_child (widget_class, EkCommandCard, label);
  gtk_widget_class_bind_template_callback (widget_class, ek_command_card_copy);
}

/* A bar above the command for what there is to choose, or only the button beside it. */
static void
arrange (EkCommandCard *self, gboolean with_bar)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->card),
                                  with_bar ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_reorder_child_after (self->card, with_bar ? GTK_WIDGET (self->label) : GTK_WIDGET (self->bar),
                               with_bar ? GTK_WIDGET (self->bar) : GTK_WIDGET (self->label));
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), with_bar);
  gtk_widget_set_valign (GTK_WIDGET (self->bar), with_bar ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  ek_css_class_set (GTK_WIDGET (self->bar), "above", with_bar);
}

static void
ek_command_card_init (EkCommandCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* a command reads from left to right in every language */
  gtk_widget_set_direction (GTK_WIDGET (self->label), GTK_TEXT_DIR_LTR);
  show_copied (self, FALSE);
  arrange (self, FALSE);
}

static void
ek_command_card_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  EkCommandCard *self = EK_COMMAND_CARD (buildable);

  /* before the template stands, the child is the template's own */
  if (self->bar != NULL && GTK_IS_WIDGET (child))
    {
      gtk_box_prepend (self->bar, GTK_WIDGET (child));
      arrange (self, TRUE);
    }
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
ek_command_card_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = ek_command_card_add_child;
}
