/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ek-recent-list.h"
#include "ek-recent-models.h"

/* The models that were checked last, as rows.  The property “empty” says that
 * there are none; the signal “chosen” hands on a path. */
struct _EkRecentList
{
  GtkWidget parent_instance;

  GtkListBox *list;
  gboolean empty;
};

G_DEFINE_FINAL_TYPE (EkRecentList, ek_recent_list, GTK_TYPE_WIDGET)

enum
{
  PROP_EMPTY = 1,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
add_row (EkRecentList *self, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (row, path);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "ek-path", g_strdup (path), g_free);
  gtk_list_box_append (self->list, row);
}

static void
update (EkRecentList *self)
{
  GPtrArray *paths = ek_recent_models_list (ek_recent_models_get ());
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < paths->len; i++)
    add_row (self, g_ptr_array_index (paths, i));
  self->empty = paths->len == 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EMPTY]);
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (row), "ek-path"));

  g_signal_emit (user_data, signals[CHOSEN], 0, path);
}

static void
ek_recent_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EMPTY)
    g_value_set_boolean (value, EK_RECENT_LIST (object)->empty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_recent_list_dispose (GObject *object)
{
  EkRecentList *self = EK_RECENT_LIST (object);

  if (self->list)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  G_OBJECT_CLASS (ek_recent_list_parent_class)->dispose (object);
}

static void
ek_recent_list_class_init (EkRecentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_recent_list_get_property;
  object_class->dispose = ek_recent_list_dispose;
  props[PROP_EMPTY] =
    g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_recent_list_init (EkRecentList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), self);
  g_signal_connect_object (ek_recent_models_get (), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
