/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ek-error-card.h"
#include "ek-load-error.h"
#include "ek-network-state.h"
#include "ek-settings.h"

/* A card that says why a model could not be read, with a button for each way on. */

static const struct
{
  EkLoadAction flag;
  const char *label;
  const char *action;
  gboolean wants_page;
} ways[] = {
  { EK_LOAD_ACTION_GO_ONLINE, N_ ("Go Online"), "model.go-online", FALSE },
  { EK_LOAD_ACTION_OPEN_PAGE, N_ ("Open Web Page"), "app.open-page", TRUE },
  { EK_LOAD_ACTION_SIGN_IN, N_ ("How to Sign In"), "app.sign-in", TRUE },
  { EK_LOAD_ACTION_TRY_AGAIN, N_ ("Try Again"), "model.try-again", FALSE },
  { EK_LOAD_ACTION_OPEN_FILE, N_ ("Open a Model File…"), "win.open-model", FALSE },
  { EK_LOAD_ACTION_OPEN_ANOTHER, N_ ("Open Another…"), "win.open-model", FALSE },
  { EK_LOAD_ACTION_OPEN_FOLDER, N_ ("Open Folder"), "model.open-folder", FALSE },
  { EK_LOAD_ACTION_PREFERENCES, N_ ("Preferences"), "app.preferences", FALSE },
  { EK_LOAD_ACTION_REPORT, N_ ("Create Report…"), "win.report", FALSE },
};

static EkNetwork
find_network (void)
{
  if (g_settings_get_boolean (ek_settings_get (), "offline"))
    return EK_NETWORK_UNWANTED;
  return ek_network_state_get_available (ek_network_state_get ()) ? EK_NETWORK_THERE : EK_NETWORK_MISSING;
}

void
ek_error_card_fill (EkVerdictCard *card, const GError *error, const char *location)
{
  g_auto (EkLoadError) words = { 0 };
  g_autofree char *page = ek_location_get_web_page (location);

  g_return_if_fail (EK_IS_VERDICT_CARD (card) && error != NULL && location != NULL);

  ek_load_error_init (&words, error, location, find_network ());
  g_object_set (card, "outcome", EDGEKIT_OUTCOME_UNKNOWN, "icon-name", words.icon_name, "headline", words.headline,
                "summary", words.sentence, "hint", words.hint, NULL);
  ek_verdict_card_clear_actions (card);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if ((words.actions & ways[i].flag) && (page || ways[i].flag != EK_LOAD_ACTION_OPEN_PAGE))
      {
        GtkWidget *button = gtk_button_new_with_label (_ (ways[i].label));

        if (ways[i].wants_page)
          gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page ? page : "");
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), ways[i].action);
        ek_verdict_card_add_action (card, button);
      }
}
