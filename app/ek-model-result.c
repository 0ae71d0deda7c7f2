/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-column.h"
#include "ek-compat.h"
#include "ek-context-card.h"
#include "ek-details-window.h"
#include "ek-finding-list.h"
#include "ek-memory-panel.h"
#include "ek-model-result.h"
#include "ek-model-words.h"
#include "ek-present.h"
#include "ek-rows.h"
#include "ek-settings-row.h"
#include "ek-settings.h"
#include "ek-toast.h"
#include "ek-verdict-card.h"
#include "ek-version-list.h"
#include "ek-version-row.h"

/* Everything that is said about a model on a computer: the verdict, what is
 * worth knowing, where the memory goes, the conversation, the settings.  All of
 * it is bound to one EdgeKitPreflight. */
struct _EkModelResult
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkBox *buttons;
  GtkWidget *tips_group;
  EkFindingList *tips;
  EkVersionList *versions;
  EkContextCard *context_card;
  EkVerdictCard *card;
  GtkButton *install;

  EdgeKitPreflight *preflight;
  char *location;
  gboolean narrow;
  guint name_id;
};

G_DEFINE_FINAL_TYPE (EkModelResult, ek_model_result, GTK_TYPE_WIDGET)

enum
{
  PROP_PREFLIGHT = 1,
  PROP_LOCATION,
  PROP_NARROW,
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
undo (AdwToast *toast, gpointer user_data)
{
  EkModelResult *self = user_data;
  EdgeKitWorkload *before = g_object_get_data (G_OBJECT (toast), "ek-workload-before");

  if (self->preflight)
    edgekit_preflight_set_workload (self->preflight, before);
}

static void
use_tip (EkFindingList *list, EdgeKitFinding *finding, gpointer user_data)
{
  EkModelResult *self = user_data;
  g_autoptr (EdgeKitWorkload) before = NULL;
  g_autoptr (EdgeKitWorkload) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  AdwToast *toast;

  before = g_object_ref (edgekit_preflight_get_workload (self->preflight));
  after = edgekit_workload_copy (before);
  if (!edgekit_workload_apply (after, edgekit_finding_get_change (finding), &error))
    {
      /* the library wrote the change itself: this is its fault, and seen */
      ek_toast (GTK_WIDGET (self), error->message);
      g_warning ("%s", error->message);
      return;
    }
  /* Translators: a tip that was applied: “Done: Store the conversation more compactly” */
  title = g_strdup_printf (_ ("Done: %s"), edgekit_finding_get_message (finding));
  edgekit_preflight_set_workload (self->preflight, after);

  toast = ek_toast_new (title, _ ("Undo"));
  g_object_set_data_full (G_OBJECT (toast), "ek-workload-before", g_object_ref (before), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo), self, 0);
  ek_toast_add (GTK_WIDGET (self), toast);
}

static void
show_details (EkModelResult *self)
{
  GtkWidget *window = ek_details_window_new (self->preflight);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  ek_present (GTK_WINDOW (window));
}

static void
undo_choice (AdwToast *toast, gpointer user_data)
{
  g_signal_emit (user_data, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (toast), "ek-location-before"));
}

static void
version_chosen (EkVersionList *list, const char *location, const char *name, gpointer user_data)
{
  EkModelResult *self = user_data;
  /* Translators: another version of a model was chosen: “Using Q3_K_M” */
  g_autofree char *title = g_strdup_printf (_ ("Using %s"), name);
  AdwToast *toast = ek_toast_new (title, _ ("Undo"));

  g_object_set_data_full (G_OBJECT (toast), "ek-location-before", g_strdup (self->location), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_choice), self, 0);
  g_signal_emit (self, signals[CHOSEN], 0, location);
  ek_toast_add (GTK_WIDGET (self), toast);
}

static void
smaller_version_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_version_list_choose_smaller (EK_MODEL_RESULT (widget)->versions);
}

/* The button names what the page behind it would install. */
static gboolean
name_engine (gpointer user_data)
{
  EkModelResult *self = user_data;
  EdgeKitHardwareProfile *profile = self->preflight ? edgekit_preflight_get_profile (self->preflight) : NULL;
  EdgeKitModel *model = self->preflight ? edgekit_preflight_get_model (self->preflight) : NULL;
  g_autoptr (GListModel) engines = NULL;
  g_autoptr (EdgeKitEngine) best = NULL;
  g_autofree char *label = NULL;

  self->name_id = 0;
  if (profile && model)
    engines = edgekit_engine_list (profile, model, g_settings_get_enum (ek_settings_get (), "goal"));
  best = engines ? g_list_model_get_item (engines, 0) : NULL;
  if (best && edgekit_engine_get_suitable (best))
    /* Translators: %s is the name of a program: “Install llama.cpp…” */
    label = g_strdup_printf (_ ("Install %s…"), edgekit_engine_get_title (best));
  gtk_button_set_label (self->install, label ? label : _ ("Install…"));
  ek_button_wrap (GTK_WIDGET (self->install));
  return G_SOURCE_REMOVE;
}

/* The verdict is seen first. */
static void
name_engine_soon (EkModelResult *self)
{
  if (self->name_id == 0)
    self->name_id = g_idle_add_full (G_PRIORITY_LOW, name_engine, self, NULL);
}

/* Another version, or another model, where no setting is enough. */
static void
update_ways (EkModelResult *self, EdgeKitVerdict *verdict)
{
  EdgeKitVariantVerdict *smaller = verdict ? ek_version_list_get_smaller (self->versions) : NULL;
  const gboolean none = verdict && edgekit_verdict_get_outcome (verdict) == EDGEKIT_OUTCOME_NO
                        && edgekit_verdict_get_context_usable (verdict) == 0;
  g_autofree char *promise =
    smaller ? ek_version_row_promise (smaller, edgekit_preflight_get_memory_units (self->preflight)) : NULL;

  ek_finding_list_set_way (self->tips, EK_WAY_BEFORE, smaller ? _ ("Choose a smaller version") : NULL, promise,
                           _ ("Use"), "result.smaller-version");
  ek_finding_list_set_way (self->tips, EK_WAY_AFTER, none ? _ ("Choose a smaller model") : NULL,
                           _ ("The catalogue has those that fit this computer"), _ ("Show"), "model.show-fitting");
}

/* Tips are for what does not simply fit. */
static void
update_tips (EkModelResult *self)
{
  EdgeKitVerdict *verdict = self->preflight ? edgekit_preflight_get_verdict (self->preflight) : NULL;

  update_ways (self, verdict);
  gtk_widget_set_visible (self->tips_group, verdict != NULL
                                              && edgekit_verdict_get_outcome (verdict) != EDGEKIT_OUTCOME_FITS
                                              && gtk_widget_get_visible (GTK_WIDGET (self->tips)));
}

static void
set_preflight (EkModelResult *self, EdgeKitPreflight *preflight)
{
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  if (!g_set_object (&self->preflight, preflight))
    return;
  if (preflight)
    {
      g_signal_connect_object (preflight, "notify::verdict", G_CALLBACK (update_tips), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      g_signal_connect_object (preflight, "notify::model", G_CALLBACK (name_engine_soon), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (preflight, "notify::ready", G_CALLBACK (name_engine_soon), self, G_CONNECT_SWAPPED);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREFLIGHT]);
  update_tips (self);
  name_engine_soon (self);
}

static void
set_narrow (EkModelResult *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->buttons), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
ek_model_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkModelResult *self = EK_MODEL_RESULT (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_LOCATION:
      g_value_set_string (value, self->location);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_model_result_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkModelResult *self = EK_MODEL_RESULT (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      set_preflight (self, g_value_get_object (value));
      break;
    case PROP_LOCATION:
      if (g_strcmp0 (self->location, g_value_get_string (value)) == 0)
        break;
      g_free (self->location);
      self->location = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_model_result_dispose (GObject *object)
{
  EkModelResult *self = EK_MODEL_RESULT (object);

  g_clear_handle_id (&self->name_id, g_source_remove);
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_MODEL_RESULT);
  g_clear_object (&self->preflight);
  G_OBJECT_CLASS (ek_model_result_parent_class)->dispose (object);
}

static void
ek_model_result_finalize (GObject *object)
{
  g_free (EK_MODEL_RESULT (object)->location);
  G_OBJECT_CLASS (ek_model_result_parent_class)->finalize (object);
}

static void
ek_model_result_class_init (EkModelResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_model_result_get_property;
  object_class->set_property = ek_model_result_set_property;
  object_class->dispose = ek_model_result_dispose;
  object_class->finalize = ek_model_result_finalize;

  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  props[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  /* another model is asked for, by its location */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (EK_TYPE_COLUMN);
  g_type_ensure (EK_TYPE_VERSION_LIST);
  g_type_ensure (EDGEKIT_TYPE_VERDICT);
  g_type_ensure (EDGEKIT_TYPE_HARDWARE_PROFILE);
  g_type_ensure (EK_TYPE_VERDICT_CARD);
  g_type_ensure (EK_TYPE_TILE);
  g_type_ensure (EK_TYPE_FINDING_LIST);
  g_type_ensure (EK_TYPE_MEMORY_PANEL);
  g_type_ensure (EK_TYPE_CONTEXT_CARD);
  g_type_ensure (EK_TYPE_SETTINGS_ROW);
  gtk_widget_class_set_css_name (widget_class, "modelresult");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-model-result.ui");
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, column);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, buttons);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, tips_group);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, tips);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, versions);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, context_card);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, card);
  gtk_widget_class_bind_template_child (widget_class, EkModelResult, install);
  gtk_widget_class_install_action (widget_class, "result.smaller-version", NULL, smaller_version_action);
  gtk_widget_class_bind_template_callback (widget_class, update_tips);
  gtk_widget_class_bind_template_callback (widget_class, use_tip);
  gtk_widget_class_bind_template_callback (widget_class, version_chosen);
  gtk_widget_class_bind_template_callback (widget_class, show_details);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_memory);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_memory_caption);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_memory_description);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_speed);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_speed_caption);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_longest);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_longest_caption);
  gtk_widget_class_bind_template_callback (widget_class, ek_model_words_tips_title);
}

static void
ek_model_result_init (EkModelResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->tips, "notify::visible", G_CALLBACK (update_tips), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ek_settings_get (), "changed::goal", G_CALLBACK (name_engine_soon), self,
                           G_CONNECT_SWAPPED);
}

void
ek_model_result_use_longest (EkModelResult *self)
{
  g_return_if_fail (EK_IS_MODEL_RESULT (self));

  ek_context_card_use_longest (self->context_card);
}
