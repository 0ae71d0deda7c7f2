/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-adaptive-bin.h"
#include "ek-column.h"
#include "ek-command-card.h"
#include "ek-details-window.h"
#include "ek-estimate-row.h"
#include "ek-row-turns.h"
#include "ek-rows.h"

#define TABLE_CHARS 60  /* all columns, in the languages whose words are long */
#define TABLE_SPACE 120 /* between them, and around */

/* “Details for Developers”: every number of a check with its source, the
 * commands, and what the model’s file says about itself. */
struct _EkDetailsWindow
{
  AdwWindow parent_instance;

  EkAdaptiveBin *adaptive;
  GtkBox *table;
  GtkListBox *items;
  GtkListBox *commands;
  GtkWidget *commands_group;
  AdwPreferencesGroup *facts;

  EkCellWidth *widths[EK_N_ESTIMATE_COLUMNS];
  EdgeKitPreflight *preflight;
  guint fill_id;
};

G_DEFINE_FINAL_TYPE (EkDetailsWindow, ek_details_window, ADW_TYPE_WINDOW)

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

static GtkWidget *
make_item (gpointer thing, gpointer user_data)
{
  EkDetailsWindow *self = user_data;

  return ek_estimate_row_new (thing, self->preflight, self->adaptive, self->widths);
}

static void
fill_table (EkDetailsWindow *self)
{
  EdgeKitEstimate *estimate = edgekit_preflight_get_estimate (self->preflight);
  GListModel *items = estimate ? edgekit_estimate_get_items (estimate) : NULL;
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (g_object_unref);

  gtk_box_prepend (self->table, ek_estimate_row_new_caption (self->adaptive, self->widths));
  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    g_ptr_array_add (things, g_list_model_get_item (items, i));
  ek_list_fill_in_turn (self->items, things, make_item, self);
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
  if (self->items)
    ek_list_stop_filling (self->items);
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_DETAILS_WINDOW);
  for (guint i = 0; i < EK_N_ESTIMATE_COLUMNS; i++)
    g_clear_pointer (&self->widths[i], ek_cell_width_unref);
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
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, items);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, commands);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, commands_group);
  gtk_widget_class_bind_template_child (widget_class, EkDetailsWindow, facts);
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

static void
ek_details_window_init (EkDetailsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < EK_N_ESTIMATE_COLUMNS; i++)
    self->widths[i] = ek_cell_width_new ();
  g_object_set (self->adaptive, "min-wide", measure_table (self), NULL);
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
