/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-catalogue-window.h"
#include "ek-compat.h"
#include "ek-present.h"
#include "ek-rows.h"
#include "ek-suggestion-row.h"
#include "ek-take-down.h"
#include "ek-use.h"

/* “Fits This Computer”: all models of the catalogue that run here, by what they are
 * for and by name. */
struct _EkCatalogueWindow
{
  AdwWindow parent_instance;

  GtkDropDown *use;
  GtkEditable *search;
  GtkListBox *list;
  GtkStack *stack;

  GPtrArray *suggestions;
};

G_DEFINE_FINAL_TYPE (EkCatalogueWindow, ek_catalogue_window, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* NULL for all. */
static const char *
chosen_use (EkCatalogueWindow *self)
{
  const guint selected = gtk_drop_down_get_selected (self->use);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : ek_use_list ()[selected - 1];
}

static gboolean
is_wanted (EdgeKitCatalogueModel *model, const char *use, const char *text)
{
  const char *const *uses = edgekit_catalogue_model_get_uses (model);

  if (use && !(uses && g_strv_contains (uses, use)))
    return FALSE;
  return *text == '\0' || g_str_match_string (text, edgekit_catalogue_model_get_name (model), TRUE)
         || g_str_match_string (text, edgekit_catalogue_model_get_id (model), TRUE);
}

static gboolean
is_row_wanted (GtkListBoxRow *row, gpointer user_data)
{
  EkCatalogueWindow *self = user_data;

  return is_wanted (ek_suggestion_row_get_model (row), chosen_use (self), gtk_editable_get_text (self->search));
}

static void
update (EkCatalogueWindow *self)
{
  const char *use = chosen_use (self);
  const char *text = gtk_editable_get_text (self->search);
  gboolean found = FALSE;

  for (guint i = 0; i < self->suggestions->len && !found; i++)
    found = is_wanted (edgekit_suggestion_get_model (g_ptr_array_index (self->suggestions, i)), use, text);
  gtk_list_box_invalidate_filter (self->list);
  gtk_stack_set_visible_child_name (self->stack, found ? "list" : "nothing");
}

static GtkWidget *
make_row (gpointer suggestion, gpointer user_data)
{
  return ek_suggestion_row_new (suggestion);
}

static void
row_activated (EkCatalogueWindow *self, GtkListBoxRow *row)
{
  g_autofree char *location = g_strdup (ek_suggestion_row_get_location (row));

  g_signal_emit (self, signals[CHOSEN], 0, location);
  gtk_window_close (GTK_WINDOW (self));
}

#define ROWS_AT_ONCE 16

static gboolean
take_rows_out (GtkWindow *window)
{
  EkCatalogueWindow *self = EK_CATALOGUE_WINDOW (window);
  GtkWidget *row = NULL;

  for (guint i = 0; i < ROWS_AT_ONCE && (row = gtk_widget_get_last_child (GTK_WIDGET (self->list))) != NULL; i++)
    gtk_list_box_remove (self->list, row);
  return row != NULL;
}

static gboolean
ek_catalogue_window_close_request (GtkWindow *window)
{
  ek_list_stop_filling (EK_CATALOGUE_WINDOW (window)->list);
  ek_take_down (window, take_rows_out);
  return TRUE;
}

static void
ek_catalogue_window_dispose (GObject *object)
{
  EkCatalogueWindow *self = EK_CATALOGUE_WINDOW (object);

  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  G_OBJECT_CLASS (ek_catalogue_window_parent_class)->dispose (object);
}

static void
ek_catalogue_window_class_init (EkCatalogueWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_catalogue_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ek_catalogue_window_close_request;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-catalogue-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkCatalogueWindow, use);
  gtk_widget_class_bind_template_child (widget_class, EkCatalogueWindow, search);
  gtk_widget_class_bind_template_child (widget_class, EkCatalogueWindow, list);
  gtk_widget_class_bind_template_child (widget_class, EkCatalogueWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
ek_catalogue_window_init (EkCatalogueWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->suggestions = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: models for every purpose */
  gtk_string_list_append (names, _ ("All Uses"));
  for (guint i = 0; ek_use_list ()[i]; i++)
    gtk_string_list_append (names, ek_use_get_name (ek_use_list ()[i]));
  gtk_drop_down_set_model (self->use, G_LIST_MODEL (names));
  gtk_list_box_set_filter_func (self->list, is_row_wanted, self, NULL);
  ek_drop_down_set_label (self->use, _ ("What models are for"));
}

GtkWidget *
ek_catalogue_window_new (GtkWindow *parent, GListModel *suggestions)
{
  EkCatalogueWindow *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (suggestions), NULL);

  self = g_object_new (EK_TYPE_CATALOGUE_WINDOW, "transient-for", parent, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    g_ptr_array_add (self->suggestions, g_list_model_get_item (suggestions, i));
  ek_list_fill_in_turn (self->list, self->suggestions, make_row, NULL);
  update (self);
  ek_focus_first (GTK_WIDGET (self->search));
  return GTK_WIDGET (self);
}
