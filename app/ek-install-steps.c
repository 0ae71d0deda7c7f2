/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-badge.h"
#include "ek-command-card.h"
#include "ek-install-steps.h"
#include "ek-rows.h"

/* The rows of the steps of an installation. */

static GtkWidget *
add_copy (GtkWidget *row, const char *command)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy Command"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy Command"), -1);
  ek_copy_when_clicked (GTK_BUTTON (button), command);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

/* What an installation needs, and whether it is here.  @next: its command is the one to run next. */
GtkWidget *
ek_install_need_row_new (EdgeKitInstallStep *step, gboolean next)
{
  static const struct
  {
    const char *icon_name;
    const char *word;
    EdgeKitOutcome outcome;
    const char *css_class;
  } looks[] = {
    [EDGEKIT_STEP_STATE_UNKNOWN] = { "ek-unknown-symbolic", N_ ("Unknown"), EDGEKIT_OUTCOME_UNKNOWN, "step-unknown" },
    [EDGEKIT_STEP_STATE_FOUND] = { "ek-check-symbolic", N_ ("Found"), EDGEKIT_OUTCOME_FITS, "step-found" },
    [EDGEKIT_STEP_STATE_MISSING] = { "ek-stop-symbolic", N_ ("Missing"), EDGEKIT_OUTCOME_NO, "step-missing" },
  };
  const EdgeKitStepState state = edgekit_install_step_get_state (step);
  const char *command = edgekit_install_step_get_command (step);
  const char *reason = edgekit_install_step_get_reason (step);
  GtkWidget *row;

  if (reason == NULL && state == EDGEKIT_STEP_STATE_UNKNOWN)
    reason = _ ("Could not be checked.");
  row = ek_row_new (looks[state].icon_name, edgekit_install_step_get_title (step), reason);

  gtk_widget_add_css_class (row, looks[state].css_class);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), ek_badge_new (_ (looks[state].word), looks[state].outcome));
  ek_row_speak (row, _ (looks[state].word), reason);
  if (command && state != EDGEKIT_STEP_STATE_FOUND)
    {
      GtkWidget *button = add_copy (row, command);

      if (next)
        gtk_widget_add_css_class (button, "suggested-action");
    }
  return row;
}

GtkWidget *
ek_install_check_row_new (EdgeKitInstallStep *step, const char *title, const char *reason)
{
  GtkWidget *row = ek_row_new (NULL, title, reason);

  if (edgekit_install_step_get_command (step))
    add_copy (row, edgekit_install_step_get_command (step));
  return row;
}

/* For an expander row: what to do when the check fails.  @user_data: a list of steps. */
void
ek_install_fill_help (GtkWidget *row, gpointer user_data)
{
  GListModel *steps = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (EdgeKitInstallStep) step = g_list_model_get_item (steps, i);
      const char *reason = edgekit_install_step_get_reason (step);
      const char *title = reason ? reason : edgekit_install_step_get_title (step);

      ek_row_come_in_turn (row, ek_install_check_row_new (step, title, NULL));
    }
}
