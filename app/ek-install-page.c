/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-badge.h"
#include "ek-compat.h"
#include "ek-install-page.h"
#include "ek-rows.h"
#include "ek-settings.h"
#include "ek-verdict-card.h"

/* “Install”: the engine to use and why, one command to copy, and the check that
 * it worked.  EdgeKit runs none of it. */
struct _EkInstallPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *card;
  GtkWidget *method_tile;
  GtkWidget *uses_tile;
  GtkWidget *needs_group;
  GtkListBox *needs;
  GtkWidget *command_group;
  GtkDropDown *shell;
  GtkLabel *command;
  GtkWidget *verify_group;
  GtkListBox *verify;
  GtkWidget *options_group;
  GtkListBox *options;
  GtkWidget *others_group;
  GtkListBox *others;

  EkSession *session;
  EdgeKitInstallPlan *plan;
  char *engine;
  EdgeKitShell chosen_shell;
  gboolean filling;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkInstallPage, ek_install_page, GTK_TYPE_WIDGET)

enum
{
  PROP_SESSION = 1,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void update (EkInstallPage *self);

static void
copy (EkInstallPage *self, const char *command)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (command == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  if (overlay)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (_ ("Command copied")));
}

static void
copy_of_row (GtkButton *button, gpointer user_data)
{
  copy (user_data, g_object_get_data (G_OBJECT (button), "ek-command"));
}

static void
add_copy (EkInstallPage *self, GtkWidget *row, const char *command)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy Command"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy Command"), -1);
  g_object_set_data_full (G_OBJECT (button), "ek-command", g_strdup (command), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_of_row), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_step (EkInstallPage *self, EdgeKitInstallStep *step)
{
  static const struct
  {
    const char *icon_name;
    const char *word;
    EdgeKitOutcome outcome;
  } looks[] = {
    [EDGEKIT_STEP_STATE_UNKNOWN] = { "ek-unknown-symbolic", N_ ("Unknown"), EDGEKIT_OUTCOME_UNKNOWN },
    [EDGEKIT_STEP_STATE_FOUND] = { "ek-check-symbolic", N_ ("Found"), EDGEKIT_OUTCOME_FITS },
    [EDGEKIT_STEP_STATE_MISSING] = { "ek-stop-symbolic", N_ ("Missing"), EDGEKIT_OUTCOME_NO },
  };
  const EdgeKitStepState state = edgekit_install_step_get_state (step);
  const char *command = edgekit_install_step_get_command (step);
  const gboolean needed = edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_PREREQUISITE;
  GtkWidget *row = ek_row_new (needed ? looks[state].icon_name : NULL, edgekit_install_step_get_title (step),
                               edgekit_install_step_get_reason (step));

  if (needed)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), ek_badge_new (_ (looks[state].word), looks[state].outcome));
  if (command && (!needed || state != EDGEKIT_STEP_STATE_FOUND))
    add_copy (self, row, command);
  gtk_list_box_append (needed ? self->needs : self->verify, row);
}

static void
fill_steps (EkInstallPage *self)
{
  GListModel *steps = edgekit_install_plan_get_steps (self->plan);

  ek_list_clear (self->needs);
  ek_list_clear (self->verify);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) != EDGEKIT_STEP_KIND_INSTALL)
        add_step (self, step);
    }
  gtk_widget_set_visible (self->needs_group, gtk_list_box_get_row_at_index (self->needs, 0) != NULL);
  gtk_widget_set_visible (self->verify_group, gtk_list_box_get_row_at_index (self->verify, 0) != NULL);
}

static void
fill_options (EkInstallPage *self)
{
  GListModel *options = edgekit_install_plan_get_options (self->plan);

  ek_list_clear (self->options);
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (EdgeKitInstallOption) option = g_list_model_get_item (options, i);
      const char *value = edgekit_install_option_get_value (option);
      g_autofree char *name =
        g_strconcat (edgekit_install_option_get_name (option), value ? "=" : NULL, value, NULL);

      gtk_list_box_append (self->options, ek_row_new (NULL, name, edgekit_install_option_get_reason (option)));
    }
  gtk_widget_set_visible (self->options_group, g_list_model_get_n_items (options) > 0);
}

static void
engine_chosen (AdwActionRow *row, gpointer user_data)
{
  EkInstallPage *self = user_data;

  g_free (self->engine);
  self->engine = g_strdup (g_object_get_data (G_OBJECT (row), "ek-engine"));
  update (self);
}

static void
fill_others (EkInstallPage *self)
{
  GListModel *engines = edgekit_install_plan_get_alternatives (self->plan);

  ek_list_clear (self->others);
  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr (EdgeKitEngine) engine = g_list_model_get_item (engines, i);
      const char *const *against = edgekit_engine_get_why_not (engine);
      const gboolean suitable = edgekit_engine_get_suitable (engine);
      GtkWidget *row = ek_row_new (NULL, edgekit_engine_get_title (engine),
                                   suitable || !against || !*against ? edgekit_engine_get_summary (engine) : *against);

      if (!suitable)
        gtk_widget_add_css_class (row, "dim-label");
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "ek-engine", g_strdup (edgekit_engine_get_name (engine)), g_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (engine_chosen), self, 0);
      gtk_list_box_append (self->others, row);
    }
  gtk_widget_set_visible (self->others_group, g_list_model_get_n_items (engines) > 0);
}

static gboolean
is_missing_something (EkInstallPage *self)
{
  GListModel *steps = edgekit_install_plan_get_steps (self->plan);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_PREREQUISITE
          && edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_MISSING)
        return TRUE;
    }
  return FALSE;
}

static void
show_plan (EkInstallPage *self)
{
  const gboolean refused = edgekit_install_plan_get_method (self->plan) == EDGEKIT_INSTALL_METHOD_REFUSE;
  const char *command = edgekit_install_plan_get_command (self->plan);
  const char *summary = edgekit_install_plan_get_summary (self->plan);
  const char *uses = edgekit_install_plan_get_uses (self->plan);
  const EdgeKitShell shell = edgekit_install_plan_get_shell (self->plan);

  g_object_set (self->card, "outcome",
                refused                       ? EDGEKIT_OUTCOME_NO
                : is_missing_something (self) ? EDGEKIT_OUTCOME_TIGHT
                                              : EDGEKIT_OUTCOME_FITS,
                "headline", edgekit_install_plan_get_title (self->plan), "summary",
                edgekit_install_plan_get_reason (self->plan), NULL);
  g_object_set (self->method_tile, "value", summary ? summary : "—", NULL);
  g_object_set (self->uses_tile, "value", uses ? uses : "—", NULL);
  gtk_label_set_label (self->command, command ? command : "");
  gtk_widget_set_visible (self->command_group, command != NULL);
  self->filling = TRUE;
  if (shell >= EDGEKIT_SHELL_BASH)
    gtk_drop_down_set_selected (self->shell, shell - EDGEKIT_SHELL_BASH);
  self->filling = FALSE;
  fill_steps (self);
  fill_options (self);
  fill_others (self);
}

static void
update (EkInstallPage *self)
{
  EdgeKitHardwareProfile *profile = self->session ? ek_session_get_profile (self->session) : NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->plan);
  gtk_widget_set_visible (self->content, profile != NULL);
  if (profile == NULL)
    return;
  self->plan = edgekit_install_plan_new (profile, self->engine, g_settings_get_enum (ek_settings_get (), "goal"),
                                         edgekit_preflight_get_model (ek_session_get_preflight (self->session)),
                                         EDGEKIT_INSTALL_METHOD_AUTO, self->chosen_shell, FALSE, &error);
  if (self->plan)
    show_plan (self);
  else
    g_object_set (self->card, "outcome", EDGEKIT_OUTCOME_UNKNOWN, "headline",
                  _ ("No Command Could Be Written"), "summary", error->message, NULL);
}

static void
shell_chosen (EkInstallPage *self)
{
  if (self->filling)
    return;
  self->chosen_shell = EDGEKIT_SHELL_BASH + gtk_drop_down_get_selected (self->shell);
  update (self);
}

static void
set_session (EkInstallPage *self, EkSession *session)
{
  if (!g_set_object (&self->session, session))
    return;
  if (session)
    {
      /* not of every new profile: free memory, which is read again and again, changes no plan */
      g_signal_connect_object (session, "looked", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (ek_session_get_preflight (session), "notify::model", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (ek_settings_get (), "changed::goal", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
ek_install_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkInstallPage *self = EK_INSTALL_PAGE (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_NARROW)
    g_value_set_boolean (value, self->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_install_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkInstallPage *self = EK_INSTALL_PAGE (object);

  if (id == PROP_SESSION)
    set_session (self, g_value_get_object (value));
  else if (id == PROP_NARROW)
    {
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ek_install_page_dispose (GObject *object)
{
  EkInstallPage *self = EK_INSTALL_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_INSTALL_PAGE);
  g_clear_object (&self->session);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->engine, g_free);
  G_OBJECT_CLASS (ek_install_page_parent_class)->dispose (object);
}

static void
ek_install_page_class_init (EkInstallPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_install_page_get_property;
  object_class->set_property = ek_install_page_set_property;
  object_class->dispose = ek_install_page_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, EK_TYPE_SESSION, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_VERDICT_CARD);
  g_type_ensure (EK_TYPE_TILE);
  gtk_widget_class_set_css_name (widget_class, "installpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-install-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, content);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, card);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, method_tile);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, uses_tile);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, needs_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, needs);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, command_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, shell);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, command);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, verify_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, verify);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, options_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, options);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, others_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, others);
  gtk_widget_class_bind_template_callback (widget_class, shell_chosen);
  gtk_widget_class_bind_template_callback (widget_class, ek_install_page_copy_command);
}

static void
ek_install_page_init (EkInstallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_drop_down_set_label (self->shell, _ ("Shell"));
  /* a command reads from left to right in every language */
  gtk_widget_set_direction (GTK_WIDGET (self->command), GTK_TEXT_DIR_LTR);
}

/* NULL before a computer is known. */
EdgeKitInstallPlan *
ek_install_page_get_plan (EkInstallPage *self)
{
  g_return_val_if_fail (EK_IS_INSTALL_PAGE (self), NULL);

  return self->plan;
}

void
ek_install_page_copy_command (EkInstallPage *self)
{
  g_return_if_fail (EK_IS_INSTALL_PAGE (self));

  if (self->plan)
    copy (self, edgekit_install_plan_get_command (self->plan));
}
