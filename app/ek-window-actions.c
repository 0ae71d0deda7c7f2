/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-command-card.h"
#include "ek-compat.h"
#include "ek-drop.h"
#include "ek-present.h"
#include "ek-report-window.h"
#include "ek-settings.h"
#include "ek-shortcuts-window.h"
#include "ek-window-private.h"

/* What the menu, the keys, the buttons of the pages and a drop do. */

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  ek_window_set_page (self, page);
  if (g_str_equal (page, "model"))
    ek_model_page_focus_entry (_ek_window_ensure_model_page (self));
  else
    _ek_window_focus_page (self);
}

static void
model_chosen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = ek_choose_file_finish (result, NULL);

  if (file)
    ek_window_open_model (EK_WINDOW (object), file);
}

static void
open_model_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_open_file_async (GTK_WINDOW (widget), EK_FILE_KIND_MODEL, _ ("Open a Model File"), NULL, model_chosen, NULL);
}

static void
focus_model_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);

  ek_window_set_page (self, "model");
  ek_model_page_focus_entry (_ek_window_ensure_model_page (self));
}

static void
pasted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkWindow) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  /* one line is a name; a whole text is something else */
  if (text && *g_strstrip (text) && strchr (text, '\n') == NULL)
    ek_window_check (self, text);
  else
    ek_window_toast (self, _ ("The clipboard holds no name of a model"));
}

static void
paste_model_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted, g_object_ref (widget));
}

static void
check_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);

  self->asked = TRUE;
  ek_session_look (self->session);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);

  if (self->model_page)
    ek_model_page_cancel (self->model_page);
  ek_session_cancel (self->session);
}

static void
longest_context_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_model_page_use_longest (_ek_window_ensure_model_page (EK_WINDOW (widget)));
}

/* What the page “Install” shows, or would show: it need not be built for that.  NULL before a computer is known. */
static EdgeKitInstallPlan *
get_plan (EkWindow *self)
{
  EdgeKitInstallPlan *shown = self->install_page ? ek_install_page_get_plan (self->install_page) : NULL;

  if (shown)
    return g_object_ref (shown);
  return ek_session_get_profile (self->session)
           ? ek_install_page_make_plan (self->session, NULL, EDGEKIT_SHELL_AUTO, NULL)
           : NULL;
}

/* The command that the page in front is about. */
static void
copy_command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);
  GListModel *commands = edgekit_preflight_get_commands (ek_session_get_preflight (self->session));

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "model") != 0)
    {
      g_autoptr (EdgeKitInstallPlan) plan = get_plan (self);

      if (self->install_page && ek_install_page_get_plan (self->install_page))
        ek_install_page_copy_command (self->install_page);
      else if (plan && edgekit_install_plan_get_command (plan))
        ek_copy_command (GTK_WIDGET (self->stack), edgekit_install_plan_get_command (plan));
    }
  else if (commands && g_list_model_get_n_items (commands) > 0)
    {
      g_autoptr (EdgeKitCommand) command = g_list_model_get_item (commands, 0);

      ek_copy_command (GTK_WIDGET (self->stack), edgekit_command_get_command (command));
    }
}

static void
machine_chosen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = ek_choose_file_finish (result, NULL);

  if (file)
    ek_window_show_machine (EK_WINDOW (object), file, EK_MACHINE_ANY);
}

static void
open_machine_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_open_file_async (GTK_WINDOW (widget), EK_FILE_KIND_MACHINE, _ ("Open Recorded Computer"), NULL, machine_chosen,
                      NULL);
}

static void
machine_saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    ek_window_toast (self, _ ("Computer saved. Nothing was sent."));
  else
    ek_window_toast (self, error->message);
}

static void
save_place_chosen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkWindow *self = EK_WINDOW (object);
  g_autoptr (GBytes) bytes = user_data;
  g_autoptr (GFile) file = ek_choose_file_finish (result, NULL);

  if (file)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, machine_saved,
                                         g_object_ref (self));
}

/* A recording can be shown on another computer; names and numbers that point at
 * a person are taken out first. */
static void
save_machine_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);
  EdgeKitSnapshot *snapshot = ek_session_get_snapshot (self->session);
  g_auto (GStrv) names = ek_list_private_names ();
  g_autoptr (EdgeKitSnapshot) redacted = NULL;
  char *json;

  if (snapshot == NULL)
    return;
  redacted = edgekit_snapshot_redact_names (snapshot, (const char *const *) names);
  json = edgekit_snapshot_to_json (redacted);
  ek_save_file_async (GTK_WINDOW (widget), EK_FILE_KIND_MACHINE, _ ("Save This Computer"), "computer.json", NULL,
                      save_place_chosen, g_bytes_new_take (json, strlen (json)));
}

static void
report_copied (EkWindow *self)
{
  ek_window_toast (self, _ ("Report copied. Nothing was sent."));
}

static void
report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);
  g_autoptr (EdgeKitInstallPlan) plan = get_plan (self);
  GtkWidget *report = ek_report_window_new (GTK_WINDOW (self), ek_session_get_profile (self->session),
                                            ek_session_get_snapshot (self->session),
                                            ek_session_get_preflight (self->session), plan);

  g_signal_connect_object (report, "copied", G_CALLBACK (report_copied), self, G_CONNECT_SWAPPED);
  ek_present (GTK_WINDOW (report));
}

static void
this_computer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  EkWindow *self = EK_WINDOW (widget);

  ek_session_show_this (self->session);
}

/* The verdict is asked for anew with the memory that is free now. */
static void
use_memory_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ek_session_use_memory (EK_WINDOW (widget)->session);
}

static void
show_help_overlay_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *shortcuts = ek_shortcuts_window_new (gtk_window_get_application (GTK_WINDOW (widget)));

  gtk_window_set_transient_for (GTK_WINDOW (shortcuts), GTK_WINDOW (widget));
  ek_present (GTK_WINDOW (shortcuts));
}

static void
go_online_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_settings_set_boolean (ek_settings_get (), "offline", FALSE);
}

void
_ek_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.open-model", NULL, open_model_action);
  gtk_widget_class_install_action (widget_class, "win.focus-model", NULL, focus_model_action);
  gtk_widget_class_install_action (widget_class, "win.paste-model", NULL, paste_model_action);
  gtk_widget_class_install_action (widget_class, "win.check-again", NULL, check_again_action);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "win.longest-context", NULL, longest_context_action);
  gtk_widget_class_install_action (widget_class, "win.copy-command", NULL, copy_command_action);
  gtk_widget_class_install_action (widget_class, "win.open-machine", NULL, open_machine_action);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, report_action);
  gtk_widget_class_install_action (widget_class, "win.save-machine", NULL, save_machine_action);
  gtk_widget_class_install_action (widget_class, "win.use-memory", NULL, use_memory_action);
  gtk_widget_class_install_action (widget_class, "win.go-online", NULL, go_online_action);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, show_help_overlay_action);
  gtk_widget_class_install_action (widget_class, "win.this-computer", NULL, this_computer_action);
}

/* What cannot be done now is grey in the menu. */
void
_ek_window_update_actions (EkWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean known = ek_session_get_profile (self->session) != NULL;
  const gboolean checked = edgekit_preflight_get_model (ek_session_get_preflight (self->session)) != NULL;

  gtk_widget_action_set_enabled (widget, "win.cancel",
                                 _ek_window_get_loading (self) || ek_session_get_busy (self->session));
  gtk_widget_action_set_enabled (widget, "win.check-again", !ek_session_get_busy (self->session));
  gtk_widget_action_set_enabled (widget, "win.save-machine", ek_session_get_snapshot (self->session) != NULL);
  gtk_widget_action_set_enabled (widget, "win.longest-context", checked);
  gtk_widget_action_set_enabled (widget, "win.copy-command", known);
  gtk_widget_action_set_enabled (widget, "win.report", known);
}

/* A model may be dropped on the other pages too; the page for models takes its
 * own. */
void
_ek_window_add_drop_target (EkWindow *self)
{
  GtkWidget *pages[] = { GTK_WIDGET (self->computer_place), GTK_WIDGET (self->install_place) };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    ek_drop_target_add (pages[i], self->drop_frame, (EkDropFunc) ek_window_check, self);
}
