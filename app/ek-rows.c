/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-css-class.h"
#include "ek-line-breaks.h"
#include "ek-row-opening.h"
#include "ek-rows.h"
#include "ek-text-layout.h"

static GtkWidget *
new_icon (const char *icon_name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       NULL);
}

/* The row in an expander row that has the focus. */
static GtkWidget *
find_header (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *header = ADW_IS_ACTION_ROW (child) ? child : find_header (child);

      if (header)
        return header;
    }
  return NULL;
}

/* What is read aloud after the name.  A row of libadwaita 1.7 refers to the label of its subtitle instead; GTK 4.18
 * takes that for the whole description, and finds nothing in it (gtk_at_context_get_text_accumulate). */
void
ek_row_describe (GtkWidget *row, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (ADW_IS_EXPANDER_ROW (row))
    ek_row_describe (find_header (row), text);
}

/* The title and the line below it: “row > box.header > box.title” in the style of libadwaita, with this between them. */
#define TITLE_SPACING 3

/* To measure a row of libadwaita whose line wraps takes ten times as long as the texts need (GTK 4.8): the box around
 * them asks how wide they are at their height. */
void
ek_row_measure_once (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BOX (child) && gtk_widget_has_css_class (child, "title"))
      gtk_widget_set_layout_manager (child, ek_text_layout_new (TITLE_SPACING));
    else
      ek_row_measure_once (child);
}

/* The line below the title of a row that may open. */
void
ek_row_set_subtitle (GtkWidget *row, const char *subtitle)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (ADW_IS_PREFERENCES_ROW (row));

  shown = ek_keep_together (subtitle ? subtitle : "");
  g_object_set (row, "subtitle", shown, NULL);
}

/* Names come from drivers and files, so they are never markup; the label learns that
 * first, which it does not when an object gets both as it is made. */
static GtkWidget *
new_row (GType type, const char *title)
{
  GtkWidget *row = g_object_new (type, "use-markup", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  return row;
}

/* A thing with a name and a line about it. */
GtkWidget *
ek_row_new (const char *icon_name, const char *title, const char *subtitle)
{
  GtkWidget *row = new_row (ADW_TYPE_ACTION_ROW, title);

  ek_row_set_subtitle (row, subtitle);
  ek_row_measure_once (row);
  if (icon_name)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), new_icon (icon_name));
  if (subtitle)
    ek_row_describe (row, subtitle);
  return row;
}

/* The same, with facts inside. */
GtkWidget *
ek_expander_row_new (const char *icon_name, const char *title, const char *subtitle)
{
  GtkWidget *row = new_row (ADW_TYPE_EXPANDER_ROW, title);

  ek_row_set_subtitle (row, subtitle);
  ek_row_measure_once (row);
  ek_row_show_what_opens (row);
  if (icon_name)
    adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), new_icon (icon_name));
  /* before GTK 4.10 the row takes no name from what is in it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (subtitle)
    ek_row_describe (row, subtitle);
  return row;
}

typedef struct
{
  EkRowFill fill;
  gpointer user_data;
  GDestroyNotify destroy;
} Later;

static void
later_free (gpointer data, GClosure *closure)
{
  Later *later = data;

  if (later->destroy)
    later->destroy (later->user_data);
  g_free (later);
}

static void
opened (GtkWidget *row, GParamSpec *pspec, gpointer user_data)
{
  Later *later = user_data;

  /* told of while the row is made, too */
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    return;
  later->fill (row, later->user_data);
  g_signal_handlers_disconnect_by_func (row, opened, later);
}

/* What is inside is made when somebody opens the row: most are never opened. */
void
ek_expander_row_fill_when_opened (GtkWidget *row, EkRowFill fill, gpointer user_data, GDestroyNotify destroy)
{
  Later *later;

  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));
  g_return_if_fail (fill != NULL);

  later = g_new (Later, 1);
  *later = (Later){ fill, user_data, destroy };
  /* libadwaita's word for a row that cannot be opened */
  gtk_widget_remove_css_class (row, "empty");
  g_signal_connect_data (row, "notify::expanded", G_CALLBACK (opened), later, later_free, 0);
}

/* A badge is a picture of a word: a screen reader is told the word with the row. */
void
ek_row_speak (GtkWidget *row, const char *word, const char *subtitle)
{
  /* Translators: read aloud: a word about a row, then what stands in the row: “Missing. It is needed to build.” */
  g_autofree char *text = subtitle && *subtitle ? g_strdup_printf (_ ("%1$s. %2$s"), word, subtitle) : g_strdup (word);

  ek_row_describe (row, text);
}

#define VALUE "ek-value"

/* What is not known says so. */
void
ek_fact_row_set_value (GtkWidget *row, const char *value)
{
  const gboolean known = value != NULL && *value != '\0';
  GtkWidget *label = g_object_get_data (G_OBJECT (row), VALUE);

  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (GTK_LABEL (label), known ? value : _ ("Unknown"));
  gtk_label_set_selectable (GTK_LABEL (label), known);
  /* a row is read as one line; the value must not be a stop of its own for Tab */
  gtk_widget_set_focusable (label, FALSE);
  ek_css_class_set (label, "dim-label", !known);
}

/* A fact: its name, where it was read, and its value at the end. */
GtkWidget *
ek_fact_row_new (const char *name, const char *value, const char *source)
{
  GtkWidget *row = ek_row_new (NULL, name, source);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* one line where the row has room for it */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  g_object_set_data (G_OBJECT (row), VALUE, label);
  ek_fact_row_set_value (row, value);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

/* A button with a label takes two lines rather than more than the window is wide. */
void
ek_button_wrap (GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

static void
align_text (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);
  const PangoDirection own =
    gtk_widget_get_direction (GTK_WIDGET (entry)) == GTK_TEXT_DIR_RTL ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
  g_autoptr (PangoLayout) layout = *text != '\0' ? gtk_widget_create_pango_layout (GTK_WIDGET (entry), text) : NULL;

  gtk_editable_set_alignment (entry, layout && pango_layout_get_direction (layout, 0) != own ? 1 : 0);
}

/* While nothing is typed a name that is longer than the row begins at its begin: GTK shows where the cursor is.  A menu
 * of the entry, and another window in front, take the keyboard and not the place in the text. */
static void
show_begin (GtkEditable *entry)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (entry));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (entry)))
    gtk_editable_set_position (entry, 0);
}

static gboolean
show_begin_if_left (gpointer user_data)
{
  show_begin (user_data);
  return G_SOURCE_REMOVE;
}

/* Where the keyboard went is known a little later. */
static void
focus_moved (GtkEditable *entry)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (entry))))
    g_idle_add_full (G_PRIORITY_DEFAULT, show_begin_if_left, g_object_ref (entry), g_object_unref);
}

/* What is typed stands below the title of the row.  Left to itself GTK begins a path at the left, and so at the far end
 * of a row that begins at the right. */
void
ek_entry_row_align (GtkWidget *row)
{
  GtkEditable *text;

  g_return_if_fail (GTK_IS_EDITABLE (row));

  text = gtk_editable_get_delegate (GTK_EDITABLE (row));
  g_signal_connect (row, "changed", G_CALLBACK (align_text), NULL);
  g_signal_connect (row, "changed", G_CALLBACK (show_begin), NULL);
  g_signal_connect_object (text, "notify::has-focus", G_CALLBACK (focus_moved), row, G_CONNECT_SWAPPED);
  align_text (GTK_EDITABLE (row));
}
