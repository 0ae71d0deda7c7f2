/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-badge.h"
#include "ek-column.h"
#include "ek-command-card.h"
#include "ek-compat.h"
#include "ek-install-page.h"
#include "ek-install-steps.h"
#include "ek-machine-words.h"
#include "ek-rows.h"
#include "ek-settings.h"
#include "ek-toast.h"
#include "ek-verdict-card.h"

/* “Install”: the engine to use and why, one command to copy, and the check that
 * it worked.  EdgeKit runs none of it. */
struct _EkInstallPage
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scrolled;
  GtkWidget *content;
  GtkWidget *card;
  GtkWidget *method_tile;
  GtkWidget *download_tile;
  GtkWidget *uses_tile;
  GtkWidget *needs_group;
  GtkListBox *needs;
  GtkWidget *command_group;
  GtkDropDown *shell;
  EkCommandCard *command;
  GtkWidget *verify_group;
  GtkListBox *verify;
  GtkListBox *options;
  GtkWidget *others_group;
  GtkListBox *others;

  EkSession *session;
  EdgeKitInstallPlan *plan;
  char *engine;
  EdgeKitShell chosen_shell;
  gboolean filling;
  gboolean missing; /* something that is needed is not here */
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
add_need (EkInstallPage *self, GtkWidget *all_found, EdgeKitInstallStep *step)
{
  const gboolean missing = edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_MISSING;
  /* the command of the first that is missing is the one to run next */
  GtkWidget *row = ek_install_need_row_new (step, missing && !self->missing);

  self->missing |= missing;
  if (all_found)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (all_found), row);
  else
    gtk_list_box_append (self->needs, row);
}

/* The first is the check itself, the others say what to do when it fails. */
static void
add_verification (EkInstallPage *self, GListStore *help, EdgeKitInstallStep *step)
{
  const char *title = edgekit_install_step_get_title (step);
  const char *reason = edgekit_install_step_get_reason (step);
  GtkWidget *row;

  if (gtk_list_box_get_row_at_index (self->verify, 0) == NULL)
    {
      gtk_list_box_append (self->verify, ek_install_check_row_new (step, title, reason));
      return;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (help)) == 0)
    {
      row = ek_expander_row_new ("ek-unknown-symbolic", title, NULL);
      ek_expander_row_fill_when_opened (row, ek_install_fill_help, g_object_ref (help), g_object_unref);
      gtk_list_box_append (self->verify, row);
    }
  g_list_store_append (help, step);
}

/* What is there need not be read: one row for all of it. */
static GtkWidget *
new_all_found (GListModel *steps)
{
  guint found = 0;
  g_autofree char *title = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) != EDGEKIT_STEP_KIND_PREREQUISITE)
        continue;
      if (edgekit_install_step_get_state (step) != EDGEKIT_STEP_STATE_FOUND)
        return NULL;
      found++;
    }
  if (found < 2)
    return NULL;
  /* Translators: everything that an installation needs is on the computer: “Everything needed is here (4)” */
  title = g_strdup_printf (_ ("Everything needed is here (%u)"), found);
  return ek_expander_row_new ("ek-check-symbolic", title, NULL);
}

static void
fill_steps (EkInstallPage *self)
{
  GListModel *steps = edgekit_install_plan_get_steps (self->plan);
  GtkWidget *all_found = new_all_found (steps);
  g_autoptr (GListStore) help = g_list_store_new (EDGEKIT_TYPE_INSTALL_STEP);

  ek_list_clear (self->needs);
  ek_list_clear (self->verify);
  self->missing = FALSE;
  if (all_found)
    {
      gtk_widget_add_css_class (all_found, "step-found");
      gtk_list_box_append (self->needs, all_found);
    }
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_PREREQUISITE)
        add_need (self, all_found, step);
      else if (edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_VERIFY)
        add_verification (self, help, step);
    }
  gtk_widget_set_visible (self->needs_group, gtk_list_box_get_row_at_index (self->needs, 0) != NULL);
  gtk_widget_set_visible (self->verify_group, gtk_list_box_get_row_at_index (self->verify, 0) != NULL);
}

static void
fill_option_rows (GtkWidget *row, gpointer user_data)
{
  GListModel *options = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (EdgeKitInstallOption) option = g_list_model_get_item (options, i);
      const char *value = edgekit_install_option_get_value (option);
      g_autofree char *name =
        g_strconcat (edgekit_install_option_get_name (option), value ? "=" : NULL, value, NULL);

      ek_row_come_in_turn (row, ek_row_new (NULL, name, edgekit_install_option_get_reason (option)));
    }
}

static void
fill_options (EkInstallPage *self)
{
  GListModel *options = edgekit_install_plan_get_options (self->plan);
  const guint n = g_list_model_get_n_items (options);
  /* Translators: the number of options in a command */
  g_autofree char *count = g_strdup_printf (ngettext ("%u option", "%u options", n), n);
  GtkWidget *row = ek_expander_row_new ("ek-note-symbolic", _ ("What the Command Does"), count);

  ek_list_clear (self->options);
  gtk_list_box_append (self->options, row);
  ek_expander_row_fill_when_opened (row, fill_option_rows, g_object_ref (options), g_object_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->options), n > 0);
}

static void
choose_engine (EkInstallPage *self, const char *engine)
{
  g_free (self->engine);
  self->engine = g_strdup (engine);
  update (self);
}

static void
undo_engine (AdwToast *toast, gpointer user_data)
{
  choose_engine (user_data, g_object_get_data (G_OBJECT (toast), "ek-engine"));
}

static void
engine_chosen (AdwActionRow *row, gpointer user_data)
{
  EkInstallPage *self = user_data;
  /* Translators: the name of a program, a toast after it was chosen */
  g_autofree char *text =
    g_strdup_printf (_ ("Using %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  AdwToast *toast = ek_toast_new (text, _ ("Undo"));

  g_object_set_data_full (G_OBJECT (toast), "ek-engine", g_strdup (self->engine), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_engine), self, 0);
  ek_toast_add (GTK_WIDGET (self), toast);
  choose_engine (self, g_object_get_data (G_OBJECT (row), "ek-engine"));
  /* the page begins anew with the other program */
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

static GtkWidget *
new_other (gpointer engine, gpointer user_data)
{
  const char *const *against = edgekit_engine_get_why_not (engine);
  const gboolean suitable = edgekit_engine_get_suitable (engine);
  GtkWidget *row = ek_row_new (NULL, edgekit_engine_get_title (engine),
                               suitable || !against || !*against ? edgekit_engine_get_summary (engine) : *against);

  if (!suitable)
    gtk_widget_add_css_class (row, "unsuitable");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  g_object_set_data_full (G_OBJECT (row), "ek-engine", g_strdup (edgekit_engine_get_name (engine)), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (engine_chosen), user_data, 0);
  return row;
}

static void
fill_others (EkInstallPage *self)
{
  GListModel *list = edgekit_install_plan_get_alternatives (self->plan);
  g_autoptr (GPtrArray) engines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (engines, g_list_model_get_item (list, i));
  ek_list_fill_in_turn (self->others, engines, new_other, self);
  gtk_widget_set_visible (self->others_group, engines->len > 0);
}

/* What a package manager or a build downloads only they know, and only when they begin; the room for it is known. */
static void
show_download (EkInstallPage *self, gboolean refused)
{
  GListModel *disks = edgekit_hardware_profile_get_storage (ek_session_get_profile (self->session));
  g_autoptr (EdgeKitStorage) disk = g_list_model_get_item (disks, 0);
  g_autofree char *space = disk ? ek_machine_words_free_space (disk) : NULL;
  const gint64 bytes = edgekit_install_plan_get_download_size (self->plan);
  g_autofree char *size = bytes >= 0 ? edgekit_format_size (bytes) : NULL;
  const char *why = refused || size ? NULL : C_ ("download", "known once it begins");
  g_autofree char *caption = why && space ? g_strdup_printf ("%s · %s", why, space) : g_strdup (why ? why : space);

  g_object_set (self->download_tile, "value", refused ? "—" : size ? size : C_ ("fact", "Unknown"), "caption", caption,
                NULL);
}

static void
show_plan (EkInstallPage *self)
{
  const gboolean refused = edgekit_install_plan_get_method (self->plan) == EDGEKIT_INSTALL_METHOD_REFUSE;
  const char *command = edgekit_install_plan_get_command (self->plan);
  const char *summary = edgekit_install_plan_get_summary (self->plan);
  const char *uses = edgekit_install_plan_get_uses (self->plan);
  const EdgeKitShell shell = edgekit_install_plan_get_shell (self->plan);

  fill_steps (self);
  g_object_set (self->card, "outcome", edgekit_install_plan_judge (self->plan), "headline",
                edgekit_install_plan_get_title (self->plan), "summary", edgekit_install_plan_get_reason (self->plan), NULL);
  g_object_set (self->method_tile, "value", summary ? summary : "—", NULL);
  g_object_set (self->uses_tile, "value", uses ? uses : "—", "caption",
                edgekit_install_plan_get_uses_detail (self->plan), NULL);
  show_download (self, refused);
  gtk_widget_set_visible (self->command_group, command != NULL);
  self->filling = TRUE;
  if (shell >= EDGEKIT_SHELL_BASH)
    gtk_drop_down_set_selected (self->shell, shell - EDGEKIT_SHELL_BASH);
  self->filling = FALSE;
  /* the next thing to do is what is missing */
  g_object_set (self->command, "command", command, "suggested", !self->missing, NULL);
  fill_options (self);
  fill_others (self);
}

/* Of the engine that is chosen for the computer, in its own shell. */
EdgeKitInstallPlan *
ek_install_page_make_plan (EkSession *session, const char *engine, EdgeKitShell shell, GError **error)
{
  g_return_val_if_fail (EK_IS_SESSION (session) && ek_session_get_profile (session), NULL);

  return edgekit_install_plan_new (ek_session_get_profile (session), engine,
                                   g_settings_get_enum (ek_settings_get (), "goal"),
                                   edgekit_preflight_get_model (ek_session_get_preflight (session)),
                                   EDGEKIT_INSTALL_METHOD_AUTO, shell, FALSE, error);
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
  self->plan = ek_install_page_make_plan (self->session, self->engine, self->chosen_shell, &error);
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

  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_INSTALL_PAGE);
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

  g_type_ensure (EK_TYPE_COLUMN);
  g_type_ensure (EK_TYPE_COMMAND_CARD);
  g_type_ensure (EK_TYPE_VERDICT_CARD);
  g_type_ensure (EK_TYPE_TILE);
  gtk_widget_class_set_css_name (widget_class, "installpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-install-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, content);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, card);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, method_tile);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, download_tile);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, uses_tile);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, needs_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, needs);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, command_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, shell);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, command);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, verify_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, verify);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, options);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, others_group);
  gtk_widget_class_bind_template_child (widget_class, EkInstallPage, others);
  gtk_widget_class_bind_template_callback (widget_class, shell_chosen);
}

static void
ek_install_page_init (EkInstallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_drop_down_set_label (self->shell, _ ("Shell"));
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

  ek_command_card_copy (self->command);
}
