/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-adaptive-bin.h"
#include "ek-column.h"
#include "ek-command-card.h"
#include "ek-details-window.h"
#include "ek-estimate-words.h"
#include "ek-line-breaks.h"
#include "ek-row-turns.h"
#include "ek-rows.h"

#define WHAT_CHARS 18   /* the least that the first column has */
#define TABLE_CHARS 60  /* all columns, in the languages whose words are long */
#define TABLE_SPACE 120 /* between them, and around */

/* “Details for Developers”: every number of a check with its source, the
 * commands, and what the model’s file says about itself. */
struct _EkDetailsWindow
{
  AdwWindow parent_instance;

  EkAdaptiveBin *adaptive;
  GtkColumnView *table;
  GtkColumnViewColumn *where; /* borrowed of the table */
  GtkColumnViewColumn *range;
  GtkListBox *commands;
  GtkWidget *commands_group;
  AdwPreferencesGroup *facts;

  EdgeKitPreflight *preflight;
  guint fill_id;
};

G_DEFINE_FINAL_TYPE (EkDetailsWindow, ek_details_window, ADW_TYPE_WINDOW)

typedef char *(*ItemText) (EkDetailsWindow *self, EdgeKitEstimateItem *item);

static char *
item_where (EkDetailsWindow *self, EdgeKitEstimateItem *item)
{
  return ek_estimate_words_where (item, edgekit_preflight_get_placement (self->preflight));
}

static char *
item_size (EkDetailsWindow *self, EdgeKitEstimateItem *item)
{
  return edgekit_format_memory (edgekit_estimate_item_get_likely (item),
                                edgekit_preflight_get_memory_units (self->preflight));
}

static char *
item_range (EkDetailsWindow *self, EdgeKitEstimateItem *item)
{
  return edgekit_format_memory_range (edgekit_estimate_item_get_low (item), edgekit_estimate_item_get_high (item),
                                      edgekit_preflight_get_memory_units (self->preflight));
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_INT (user_data) ? 1 : 0);
  if (GPOINTER_TO_INT (user_data))
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (cell, label);
  gtk_list_item_set_activatable (cell, FALSE);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  ItemText text_of = (ItemText) user_data;
  EkDetailsWindow *self = g_object_get_data (G_OBJECT (factory), "ek-window");
  g_autofree char *text = text_of (self, gtk_list_item_get_item (cell));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (cell)), text ? text : "");
}

/* Where a part lies, and between what, where there is no column for them. */
static char *
item_place (EkDetailsWindow *self, EdgeKitEstimateItem *item)
{
  g_autofree char *where = item_where (self, item);
  g_autofree char *range = item_range (self, item);
  /* Translators: where a part of the memory lies, and its lowest and highest estimate: “Main memory · 44–52 MiB” */
  g_autofree char *text = g_strdup_printf (_ ("%1$s · %2$s"), where ? where : "", range ? range : "");

  return ek_keep_together (where && range ? text : where ? where : range ? range : "");
}

enum
{
  WHAT,
  PLACE, /* seen where the window is narrow */
  SOURCE,
  N_LINES
};

/* What a part is, and below where its number comes from, which takes the lines that it needs. */
static void
setup_what (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  EkDetailsWindow *self = user_data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < N_LINES; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), WHAT_CHARS);
      if (i != WHAT)
        gtk_widget_add_css_class (label, "caption");
      if (i == SOURCE)
        gtk_widget_add_css_class (label, "dim-label");
      if (i == PLACE)
        g_object_bind_property (self->adaptive, "narrow", label, "visible", G_BINDING_SYNC_CREATE);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_child (cell, box);
  gtk_list_item_set_activatable (cell, FALSE);
}

static void
bind_what (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  EkDetailsWindow *self = user_data;
  EdgeKitEstimateItem *item = gtk_list_item_get_item (cell);
  GtkWidget *what = gtk_widget_get_first_child (gtk_list_item_get_child (cell));
  GtkWidget *place = gtk_widget_get_next_sibling (what);
  GtkWidget *source = gtk_widget_get_next_sibling (place);
  g_autofree char *what_text = ek_estimate_words_what (item);
  g_autofree char *place_text = item_place (self, item);

  gtk_label_set_label (GTK_LABEL (what), what_text);
  gtk_label_set_label (GTK_LABEL (place), place_text);
  gtk_label_set_label (GTK_LABEL (source), edgekit_estimate_item_get_source (item));
  gtk_widget_set_visible (source, edgekit_estimate_item_get_source (item) != NULL);
}

/* In a narrow window what these columns say stands in the first one. */
static void
narrow_changed (EkDetailsWindow *self)
{
  const gboolean narrow = ek_adaptive_bin_get_narrow (self->adaptive);

  gtk_column_view_column_set_visible (self->where, !narrow);
  gtk_column_view_column_set_visible (self->range, !narrow);
}

static GtkColumnViewColumn *
add_column (EkDetailsWindow *self, const char *title, GtkListItemFactory *factory)
{
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->table, column);
  return column;
}

static GtkColumnViewColumn *
add_text_column (EkDetailsWindow *self, const char *title, ItemText text_of, gboolean number)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "ek-window", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), GINT_TO_POINTER (number));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), (gpointer) text_of);
  return add_column (self, title, factory);
}

static void
add_what_column (EkDetailsWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_what), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_what), self);
  gtk_column_view_column_set_expand (add_column (self, _ ("What"), factory), TRUE);
}

static void
add_command (EkDetailsWindow *self, EdgeKitCommand *command)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (edgekit_command_get_engine (command));
  GtkWidget *text = gtk_label_new (edgekit_command_get_command (command));
  GtkWidget *copy = gtk_button_new_with_label (_ ("Copy"));

  gtk_widget_add_css_class (name, "heading");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  /* a command reads from left to right in every language, and copying it keeps it on one line */
  gtk_widget_set_direction (text, GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (text, "monospace");
  ek_copy_when_clicked (GTK_BUTTON (copy), edgekit_command_get_command (command));
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), copy);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), edgekit_command_get_engine (command));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  ek_row_come_in_turn (GTK_WIDGET (self->commands), row);
}

static void
add_fact (EkDetailsWindow *self, const char *name, const char *value)
{
  ek_row_come_in_turn (GTK_WIDGET (self->facts), ek_fact_row_new (name, value, NULL));
}

static void
add_number (EkDetailsWindow *self, const char *name, gint64 value)
{
  g_autofree char *text = value < 0 ? NULL : g_strdup_printf ("%'" G_GINT64_FORMAT, value);

  add_fact (self, name, text);
}

static void
add_facts (EkDetailsWindow *self, EdgeKitModel *model)
{
  g_autofree char *size = edgekit_format_size (edgekit_model_get_file_size (model));

  add_fact (self, _ ("Name"), edgekit_model_get_title (model));
  add_fact (self, _ ("Format"), edgekit_model_get_format (model));
  add_fact (self, _ ("Design (architecture)"), edgekit_model_get_architecture (model));
  add_fact (self, _ ("Version (quantisation)"), edgekit_model_get_quantization (model));
  add_fact (self, _ ("Size on disk"), size);
  add_number (self, _ ("Parameters"), edgekit_model_get_parameters (model));
  if (edgekit_model_get_experts (model) > 0)
    {
      add_number (self, _ ("Parameters used for each token"), edgekit_model_get_active_parameters (model));
      add_number (self, _ ("Experts"), edgekit_model_get_experts (model));
      add_number (self, _ ("Experts used for each token"), edgekit_model_get_experts_used (model));
    }
  add_number (self, _ ("Layers"), edgekit_model_get_n_layers (model));
  add_number (self, _ ("Embedding length"), edgekit_model_get_embedding_length (model));
  add_number (self, _ ("Vocabulary"), edgekit_model_get_vocabulary_size (model));
  add_number (self, _ ("Longest conversation (context)"), edgekit_model_get_context_length (model));
}

static void
fill_table (EkDetailsWindow *self)
{
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (self->preflight);

  add_what_column (self);
  self->where = add_text_column (self, _ ("Where"), item_where, FALSE);
  add_text_column (self, _ ("Size"), item_size, TRUE);
  /* Translators: the head of a column with the lowest and the highest estimate */
  self->range = add_text_column (self, _ ("Low–high"), item_range, TRUE);
  if (estimate)
    {
      GtkNoSelection *items = gtk_no_selection_new (g_object_ref (edgekit_estimate_get_items (estimate)));

      gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (items));
      g_object_unref (items);
    }
}

/* What stands below the table comes after the window. */
static gboolean
fill (gpointer user_data)
{
  EkDetailsWindow *self = user_data;
  GListModel *commands = edgekit_preflight_get_commands (self->preflight);
  EdgeKitModel *model = edgekit_preflight_get_model (self->preflight);
  const guint n_commands = commands ? g_list_model_get_n_items (commands) : 0;

  self->fill_id = 0;
  for (guint i = 0; i < n_commands; i++)
    {
      g_autoptr (EdgeKitCommand) command = g_list_model_get_item (commands, i);

      add_command (self, command);
    }
  gtk_widget_set_visible (self->commands_group, n_commands > 0);
  if (model)
    add_facts (self, model);
  return G_SOURCE_REMOVE;
}

static void
ek_details_window_dispose (GObject *object)
{
  EkDetailsWindow *self = EK_DETAILS_WINDOW (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  if (self->table)
    gtk_column_view_set_model (self->table, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_DETAILS_WINDOW);
  g_clear_object (&self->preflight);
  G_OBJECT_CLASS (ek_details_window_parent_class)->dispose (object);
}

static void
ek_details_window_class_init (EkDetailsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_details_window_dispose;
  g_type_ensure (EK_TYPE_ADAPTIVE_BIN);
  g_type_ensure (EK_TYPE_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-details-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, adaptive);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, table);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, commands);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, commands_group);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, facts);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed);
}

/* How much room all columns need, by the size of the text. */
static int
measure_table (EkDetailsWindow *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int letter = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics));

  pango_font_metrics_unref (metrics);
  return TABLE_CHARS * letter + TABLE_SPACE;
}

static gboolean
go_to_start (gpointer user_data)
{
  GtkAdjustment *adjustment = user_data;

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
  return G_SOURCE_REMOVE;
}

/* Once it is known how wide the table is; while it is laid out is no time to move it. */
static void
table_measured (GtkAdjustment *adjustment)
{
  if (gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_page_size (adjustment))
    return;
  g_signal_handlers_disconnect_by_func (adjustment, table_measured, NULL);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, go_to_start, g_object_ref (adjustment), g_object_unref);
}

static void
ek_details_window_init (EkDetailsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->adaptive, "min-wide", measure_table (self), NULL);
  /* a table that is read from the right would begin at its last column */
  if (gtk_widget_get_direction (GTK_WIDGET (self->table)) == GTK_TEXT_DIR_RTL)
    g_signal_connect (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->table)), "changed",
                      G_CALLBACK (table_measured), NULL);
}

/* Shows the check as it is at this moment. */
GtkWidget *
ek_details_window_new (EdgeKitPreflight *preflight)
{
  EkDetailsWindow *self;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (preflight), NULL);

  self = g_object_new (EK_TYPE_DETAILS_WINDOW, NULL);
  self->preflight = g_object_ref (preflight);
  fill_table (self);
  self->fill_id = g_idle_add (fill, self);
  return GTK_WIDGET (self);
}
