/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-compat.h"
#include "ek-drop.h"
#include "ek-error-card.h"
#include "ek-library-list.h"
#include "ek-load-error.h"
#include "ek-loading-card.h"
#include "ek-model-page-private.h"
#include "ek-model-result.h"
#include "ek-recent-list.h"
#include "ek-recent-models.h"
#include "ek-rows.h"
#include "ek-settings.h"
#include "ek-suggestion-list.h"
#include "ek-verdict-card.h"

/* Reading a file that lies here is done before this; no card flashes up. */
#define PATIENCE_MS 200

G_DEFINE_FINAL_TYPE (EkModelPage, ek_model_page, GTK_TYPE_WIDGET)

enum
{
  PROP_PREFLIGHT = 1,
  PROP_NARROW,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static gboolean
is_empty (GtkWidget *list)
{
  gboolean empty;

  g_object_get (list, "empty", &empty, NULL);
  return empty;
}

/* A title that does not fit would be cut. */
static void
update_entry_title (EkModelPage *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry),
                                 self->narrow ? _ ("Model file, link or name")
                                              : _ ("Model file, link or Hugging Face name"));
}

/* Shows what belongs to the state, and nothing else. */
static void
update (EkModelPage *self)
{
  const gboolean empty = self->state == EK_MODEL_PAGE_EMPTY;
  const gboolean known = self->preflight && edgekit_preflight_get_ready (self->preflight);
  const gboolean waiting = self->state == EK_MODEL_PAGE_READY && !known;
  const gboolean busy = self->state == EK_MODEL_PAGE_LOADING && self->impatient;
  const gboolean has_result = known && edgekit_preflight_get_model (self->preflight) != NULL;

  gtk_widget_set_visible (self->hero, empty);
  gtk_widget_set_visible (self->open_button, empty);
  g_object_set (self->suggestion_list, "active", empty, NULL);
  gtk_widget_set_visible (self->suggestion_group, empty && !is_empty (self->suggestion_list));
  g_object_set (self->library_list, "active", empty, NULL);
  gtk_widget_set_visible (self->library_group, empty && !is_empty (self->library_list));
  gtk_widget_set_visible (self->recent_group, empty && !is_empty (self->recent_list));
  gtk_widget_set_sensitive (self->recent_button, !is_empty (self->recent_menu));
  g_object_set (self->loading, "title",
                waiting             ? _ ("Looking at This Computer")
                : self->downloading ? _ ("Downloading the Model…")
                                    : _ ("Reading the model’s description…"),
                "whole", self->downloading, "source", self->state == EK_MODEL_PAGE_LOADING ? self->source : NULL, NULL);
  gtk_widget_set_visible (self->loading, busy || waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->error), self->state == EK_MODEL_PAGE_ERROR);
  /* the last answer stays while the next one is read, unless that takes long */
  gtk_widget_set_visible (GTK_WIDGET (self->result_place), has_result && (self->state == EK_MODEL_PAGE_READY
                                                                         || (self->state == EK_MODEL_PAGE_LOADING
                                                                             && !self->impatient)));
}

void
_ek_model_page_set_state (EkModelPage *self, EkModelPageState state)
{
  const gboolean was_busy = self->state == EK_MODEL_PAGE_LOADING;

  self->state = state;
  self->impatient = FALSE;
  self->downloading &= state == EK_MODEL_PAGE_LOADING;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  update (self);
  if (was_busy != (state == EK_MODEL_PAGE_LOADING))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

void
_ek_model_page_lose_patience (EkModelPage *self)
{
  self->impatient = TRUE;
  update (self);
}

static gboolean
lose_patience (gpointer user_data)
{
  EkModelPage *self = user_data;

  self->patience_id = 0;
  _ek_model_page_lose_patience (self);
  return G_SOURCE_REMOVE;
}

static void
ensure_result (EkModelPage *self)
{
  g_clear_handle_id (&self->build_id, g_source_remove);
  if (self->result)
    return;
  self->result = g_object_new (EK_TYPE_MODEL_RESULT, NULL);
  g_object_bind_property (self, "narrow", self->result, "narrow", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "preflight", self->result, "preflight", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->result, "chosen", G_CALLBACK (ek_model_page_load), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->result_place, self->result);
}

static gboolean
build_result (gpointer user_data)
{
  EkModelPage *self = user_data;

  self->build_id = 0;
  ensure_result (self);
  return G_SOURCE_REMOVE;
}

void
_ek_model_page_fail (EkModelPage *self, const GError *error)
{
  ek_error_card_fill (self->error, error, self->location);
  _ek_model_page_set_state (self, EK_MODEL_PAGE_ERROR);
  g_clear_object (&self->source);
}

static void
loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkModelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EdgeKitModel) model = edgekit_model_source_load_finish (EDGEKIT_MODEL_SOURCE (object), result, &error);

  /* another model was asked for meanwhile, or the window is gone */
  if (self->source != EDGEKIT_MODEL_SOURCE (object))
    return;
  if (error || !edgekit_model_check_runnable (model, &error))
    {
      _ek_model_page_fail (self, error);
      if (g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED))
        gtk_widget_activate_action (GTK_WIDGET (self), "model.download", NULL);
      return;
    }
  ensure_result (self);
  edgekit_preflight_set_model (self->preflight, model);
  ek_recent_models_add (ek_recent_models_get (), self->location);
  g_object_set (self->result, "location", self->location, NULL);
  _ek_model_page_set_state (self, EK_MODEL_PAGE_READY);
  g_clear_object (&self->source);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
}

static void
check_entry (EkModelPage *self)
{
  ek_model_page_load (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
recent_chosen (EkRecentList *list, const char *path, gpointer user_data)
{
  EkModelPage *self = user_data;

  gtk_popover_popdown (self->recent_popover);
  ek_model_page_load (self, path);
}

static void
clear_recent (void)
{
  ek_recent_models_clear (ek_recent_models_get ());
}

/* Other programs write the list of recent files, too. */
static void
ek_model_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ek_model_page_parent_class)->map (widget);
  ek_recent_models_refresh (ek_recent_models_get ());
}

static void
set_preflight (EkModelPage *self, EdgeKitPreflight *preflight)
{
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  if (!g_set_object (&self->preflight, preflight))
    return;
  if (preflight)
    g_signal_connect_object (preflight, "notify::ready", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREFLIGHT]);
  update (self);
}

static void
ek_model_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkModelPage *self = EK_MODEL_PAGE (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->state == EK_MODEL_PAGE_LOADING);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_model_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkModelPage *self = EK_MODEL_PAGE (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      set_preflight (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      if (self->narrow == g_value_get_boolean (value))
        break;
      self->narrow = g_value_get_boolean (value);
      update_entry_title (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_model_page_dispose (GObject *object)
{
  EkModelPage *self = EK_MODEL_PAGE (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->build_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_MODEL_PAGE);
  g_clear_object (&self->preflight);
  G_OBJECT_CLASS (ek_model_page_parent_class)->dispose (object);
}

static void
ek_model_page_finalize (GObject *object)
{
  g_free (EK_MODEL_PAGE (object)->location);
  G_OBJECT_CLASS (ek_model_page_parent_class)->finalize (object);
}

static void
ek_model_page_class_init (EkModelPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_model_page_get_property;
  object_class->set_property = ek_model_page_set_property;
  object_class->dispose = ek_model_page_dispose;
  object_class->finalize = ek_model_page_finalize;
  widget_class->map = ek_model_page_map;

  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_RECENT_LIST);
  g_type_ensure (EK_TYPE_SUGGESTION_LIST);
  g_type_ensure (EK_TYPE_LIBRARY_LIST);
  g_type_ensure (EK_TYPE_LOADING_CARD);
  g_type_ensure (EK_TYPE_VERDICT_CARD);
  gtk_widget_class_set_css_name (widget_class, "modelpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, hero);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, entry);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, recent_button);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, recent_popover);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, loading);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, error);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, result_place);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, suggestion_group);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, suggestion_list);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, library_group);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, library_list);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, recent_list);
  gtk_widget_class_bind_template_child (widget_class, EkModelPage, drop_frame);
  _ek_model_page_install_actions (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, check_entry);
  gtk_widget_class_bind_template_callback (widget_class, recent_chosen);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_page_cancel);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_page_load);
  gtk_widget_class_bind_template_callback (widget_class, clear_recent);
}

static void
ek_model_page_init (EkModelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_entry_row_align (GTK_WIDGET (self->entry));
  g_signal_connect_object (self->suggestion_list, "notify::empty", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->library_list, "notify::empty", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recent_list, "notify::empty", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  ek_drop_target_add (GTK_WIDGET (self), self->drop_frame, (EkDropFunc) ek_model_page_load, self);
  update (self);
}

/* Checks a file, a link or a name.  The text appears in the entry, and stays
 * there whatever comes of it. */
void
ek_model_page_load (EkModelPage *self, const char *location)
{
  g_autofree char *cleaned = NULL;
  g_autoptr (EdgeKitRemoteOptions) options = NULL;

  g_return_if_fail (EK_IS_MODEL_PAGE (self));
  g_return_if_fail (location != NULL);

  cleaned = ek_location_clean (location);
  if (*cleaned == '\0' || self->preflight == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->location);
  self->location = g_steal_pointer (&cleaned);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), location) != 0)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), self->location);
      if (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN)
        gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    }

  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->source);
  self->source = edgekit_model_source_new (self->location);
  options = ek_settings_make_remote_options ();
  edgekit_model_source_set_options (self->source, options);
  _ek_model_page_set_state (self, EK_MODEL_PAGE_LOADING);
  self->patience_id = g_timeout_add (PATIENCE_MS, lose_patience, self);
  edgekit_model_source_load_async (self->source, self->cancellable, loaded, g_object_ref (self));
  /* while the model is read in its thread */
  if (self->result == NULL && self->build_id == 0)
    self->build_id = g_idle_add (build_result, self);
}

/* Back to what was there before the model was asked for. */
void
ek_model_page_cancel (EkModelPage *self)
{
  g_return_if_fail (EK_IS_MODEL_PAGE (self));

  if (self->state != EK_MODEL_PAGE_LOADING)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->source);
  _ek_model_page_set_state (self, edgekit_preflight_get_model (self->preflight) ? EK_MODEL_PAGE_READY
                                                                                : EK_MODEL_PAGE_EMPTY);
}

void
ek_model_page_focus_entry (EkModelPage *self)
{
  g_return_if_fail (EK_IS_MODEL_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

void
ek_model_page_use_longest (EkModelPage *self)
{
  g_return_if_fail (EK_IS_MODEL_PAGE (self));

  if (self->state == EK_MODEL_PAGE_READY)
    ek_model_result_use_longest (EK_MODEL_RESULT (self->result));
}

/* What is being checked, or was last; NULL at first. */
const char *
ek_model_page_get_location (EkModelPage *self)
{
  g_return_val_if_fail (EK_IS_MODEL_PAGE (self), NULL);

  return self->location;
}
