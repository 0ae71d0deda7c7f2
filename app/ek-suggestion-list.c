/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-catalogue-window.h"
#include "ek-present.h"
#include "ek-rows.h"
#include "ek-suggestion-list.h"
#include "ek-suggestion-row.h"

#define SHOWN 3

struct _EkSuggestionList
{
  GtkWidget parent_instance;

  GtkListBox *list;
  GtkWidget *all;

  EdgeKitHardwareProfile *profile;
  EdgeKitCpu *judged; /* of the computer that the suggestions are for */
  GListModel *suggestions;
  GCancellable *cancellable; /* while it is judged */
  guint ask_id;
  gboolean active;
  gboolean wanted; /* all of them, once they are known */
};

G_DEFINE_FINAL_TYPE (EkSuggestionList, ek_suggestion_list, GTK_TYPE_WIDGET)

enum
{
  PROP_PROFILE = 1,
  PROP_ACTIVE,
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

static gboolean
is_empty (EkSuggestionList *self)
{
  return self->suggestions == NULL || g_list_model_get_n_items (self->suggestions) == 0;
}

/* One model for each thing that people want of one, the best of its kind, as long
 * as there are enough kinds. */
static void
add_few (EkSuggestionList *self)
{
  const guint n = g_list_model_get_n_items (self->suggestions);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();

  for (guint i = 0; i < n && kinds->len < SHOWN; i++)
    {
      g_autoptr (EdgeKitSuggestion) suggestion = g_list_model_get_item (self->suggestions, i);
      const char *const *uses = edgekit_catalogue_model_get_uses (edgekit_suggestion_get_model (suggestion));
      gpointer kind = (gpointer) g_intern_string (uses && uses[0] ? uses[0] : "");

      if (g_ptr_array_find (kinds, kind, NULL))
        continue;
      g_ptr_array_add (kinds, kind);
      gtk_list_box_append (self->list, ek_suggestion_row_new (suggestion));
    }
}

static void
show (EkSuggestionList *self)
{
  ek_list_clear (self->list);
  self->all = NULL;
  if (!is_empty (self))
    {
      const guint n = g_list_model_get_n_items (self->suggestions);
      /* Translators: opens a list of that many models */
      g_autofree char *title = g_strdup_printf (ngettext ("Show the Only One…", "Show All %u…", n), n);

      add_few (self);
      self->all = ek_row_new (NULL, title, NULL);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->all), TRUE);
      gtk_list_box_append (self->list, self->all);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EMPTY]);
}

static void
forward (EkSuggestionList *self, const char *location)
{
  g_signal_emit (self, signals[CHOSEN], 0, location);
}

static void
show_all (EkSuggestionList *self)
{
  GtkWidget *window = ek_catalogue_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->suggestions);

  self->wanted = FALSE;
  g_signal_connect_object (window, "chosen", G_CALLBACK (forward), self, G_CONNECT_SWAPPED);
  ek_present (GTK_WINDOW (window));
}

/* Here and not in edgekit_catalogue_suggest_async(): what takes longest is to read the catalogue. */
static void
suggest_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GListModel *list =
    edgekit_catalogue_suggest (edgekit_catalogue_get_default (), task_data, NULL, cancellable, &error);

  if (list)
    g_task_return_pointer (task, list, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
suggested (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkSuggestionList *self;
  g_autoptr (GListModel) list = g_task_propagate_pointer (G_TASK (result), NULL);

  /* cancelled: another computer is looked at meanwhile, or the window is gone */
  if (list == NULL)
    return;
  self = user_data;
  g_clear_object (&self->cancellable);
  g_set_object (&self->suggestions, list);
  show (self);
  if (self->wanted)
    show_all (self);
}

static gboolean
ask (gpointer user_data)
{
  EkSuggestionList *self = user_data;
  g_autoptr (GTask) task = NULL;

  self->ask_id = 0;
  g_set_object (&self->judged, edgekit_hardware_profile_get_cpu (self->profile));
  self->cancellable = g_cancellable_new ();
  /* nothing here keeps the widget: one that outlives what its template binds it to warns (GTK 4.8) */
  task = g_task_new (NULL, self->cancellable, suggested, self);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, g_object_ref (self->profile), g_object_unref);
  g_task_run_in_thread (task, suggest_in_thread);
  return G_SOURCE_REMOVE;
}

static void
stop_asking (EkSuggestionList *self)
{
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->judged);
}

/* Judging a hundred models takes a moment: it is done once for a computer, not each
 * time that its free memory is read again, and only where it is seen: a window that
 * opens with a model has other things to do. */
static void
update (EkSuggestionList *self)
{
  const gboolean active = self->active || self->wanted;
  EdgeKitCpu *cpu = self->profile ? edgekit_hardware_profile_get_cpu (self->profile) : NULL;

  if (active && cpu != NULL && cpu == self->judged)
    return;
  if (!active && self->cancellable == NULL && self->ask_id == 0)
    return;
  stop_asking (self);
  if (active && cpu != NULL)
    self->ask_id = g_idle_add (ask, self);
}

static void
row_activated (EkSuggestionList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->all)
    show_all (self);
  else
    forward (self, ek_suggestion_row_get_location (row));
}

static void
set_profile (EkSuggestionList *self, EdgeKitHardwareProfile *profile)
{
  if (!g_set_object (&self->profile, profile))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROFILE]);
}

static void
set_active (EkSuggestionList *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

static void
ek_suggestion_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkSuggestionList *self = EK_SUGGESTION_LIST (object);

  switch (id)
    {
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, is_empty (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_suggestion_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PROFILE)
    set_profile (EK_SUGGESTION_LIST (object), g_value_get_object (value));
  else if (id == PROP_ACTIVE)
    set_active (EK_SUGGESTION_LIST (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_suggestion_list_dispose (GObject *object)
{
  EkSuggestionList *self = EK_SUGGESTION_LIST (object);

  stop_asking (self);
  if (self->list)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  g_clear_object (&self->profile);
  g_clear_object (&self->judged);
  g_clear_object (&self->suggestions);
  G_OBJECT_CLASS (ek_suggestion_list_parent_class)->dispose (object);
}

static void
ek_suggestion_list_class_init (EkSuggestionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_suggestion_list_get_property;
  object_class->set_property = ek_suggestion_list_set_property;
  object_class->dispose = ek_suggestion_list_dispose;
  props[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, EDGEKIT_TYPE_HARDWARE_PROFILE, flags);
  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  props[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_suggestion_list_init (EkSuggestionList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);
}

void
ek_suggestion_list_show_all (EkSuggestionList *self)
{
  EdgeKitCpu *cpu;

  g_return_if_fail (EK_IS_SUGGESTION_LIST (self));

  cpu = self->profile ? edgekit_hardware_profile_get_cpu (self->profile) : NULL;
  if (self->suggestions && cpu == self->judged)
    show_all (self);
  else
    {
      self->wanted = TRUE;
      update (self);
    }
}
