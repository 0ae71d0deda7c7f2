/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-library-list.h"
#include "ek-rows.h"

#define SHOWN 5
#define KEY "ek-location"

struct _EkLibraryList
{
  GtkWidget parent_instance;

  GtkListBox *list;
  GtkWidget *all; /* the last row, or NULL when all are shown */

  EdgeKitModelLibrary *library;
  GCancellable *cancellable;
  gboolean active;
  gboolean show_all;
};

G_DEFINE_FINAL_TYPE (EkLibraryList, ek_library_list, GTK_TYPE_WIDGET)

enum
{
  PROP_ACTIVE = 1,
  PROP_EMPTY,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static guint
count (EkLibraryList *self)
{
  return self->library ? g_list_model_get_n_items (G_LIST_MODEL (self->library)) : 0;
}

static const char *
name_of_store (EkLibraryList *self, const char *store)
{
  GListModel *stores = edgekit_model_library_get_stores (self->library);

  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr (EdgeKitModelStore) candidate = g_list_model_get_item (stores, i);

      /* the list holds it */
      if (g_strcmp0 (edgekit_model_store_get_store (candidate), store) == 0)
        return edgekit_model_store_get_title (candidate);
    }
  return store;
}

static GtkWidget *
new_row (EkLibraryList *self, EdgeKitInstalledModel *model)
{
  g_autofree char *size = edgekit_format_size (edgekit_installed_model_get_size (model));
  /* Translators: the program that downloaded a model, and its size: “Ollama · 4.9 GB” */
  g_autofree char *subtitle =
    g_strdup_printf (_ ("%1$s · %2$s"), name_of_store (self, edgekit_installed_model_get_store (model)), size);
  GtkWidget *row = ek_row_new ("ek-model-symbolic", edgekit_installed_model_get_title (model), subtitle);

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                                                 "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                                                 NULL));
  gtk_widget_set_tooltip_text (row, edgekit_installed_model_get_name (model));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), KEY, g_strdup (edgekit_installed_model_get_name (model)), g_free);
  return row;
}

static void
show (EkLibraryList *self)
{
  const guint n = count (self);
  /* a row that shows one more would take its place */
  const gboolean all = self->show_all || n <= SHOWN + 1;

  ek_list_clear (self->list);
  self->all = NULL;
  for (guint i = 0; i < n && (all || i < SHOWN); i++)
    {
      g_autoptr (EdgeKitInstalledModel) model = g_list_model_get_item (G_LIST_MODEL (self->library), i);

      gtk_list_box_append (self->list, new_row (self, model));
    }
  if (!all)
    {
      /* Translators: shows the rest of a list of that many models */
      g_autofree char *title = g_strdup_printf (ngettext ("Show the Only One", "Show All %u", n), n);

      self->all = ek_row_new (NULL, title, NULL);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->all), TRUE);
      gtk_list_box_append (self->list, self->all);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EMPTY]);
}

static void
loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkLibraryList) self = user_data;

  edgekit_model_library_load_finish (EDGEKIT_MODEL_LIBRARY (object), result, NULL);
  if (self->list)
    show (self);
}

/* Once for each time that the page is empty: other programs download meanwhile. */
static void
set_active (EkLibraryList *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (active)
    {
      g_clear_object (&self->library);
      self->cancellable = g_cancellable_new ();
      self->library = edgekit_model_library_new ();
      edgekit_model_library_load_async (self->library, self->cancellable, loaded, g_object_ref (self));
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

static void
row_activated (EkLibraryList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->all)
    {
      self->show_all = TRUE;
      show (self);
    }
  else
    {
      g_autofree char *location = g_strdup (g_object_get_data (G_OBJECT (row), KEY));

      g_signal_emit (self, signals[CHOSEN], 0, location);
    }
}

static void
ek_library_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkLibraryList *self = EK_LIBRARY_LIST (object);

  if (id == PROP_ACTIVE)
    g_value_set_boolean (value, self->active);
  else if (id == PROP_EMPTY)
    g_value_set_boolean (value, count (self) == 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_library_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    set_active (EK_LIBRARY_LIST (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_library_list_dispose (GObject *object)
{
  EkLibraryList *self = EK_LIBRARY_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->list)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  g_clear_object (&self->library);
  G_OBJECT_CLASS (ek_library_list_parent_class)->dispose (object);
}

static void
ek_library_list_class_init (EkLibraryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_library_list_get_property;
  object_class->set_property = ek_library_list_set_property;
  object_class->dispose = ek_library_list_dispose;
  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_library_list_init (EkLibraryList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);
}
