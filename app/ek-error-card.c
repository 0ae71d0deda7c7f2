/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ek-error-card.h"
#include "ek-load-error.h"
#include "ek-network-state.h"
#include "ek-rows.h"
#include "ek-settings.h"

/* A card that says why a model could not be read, with a button for each way on. */

static const struct
{
  EkLoadAction flag;
  const char *label;
  const char *action;
  enum
  {
    TARGET_NONE,
    TARGET_PAGE,     /* of the model */
    TARGET_PAGE_OR_NONE,
    TARGET_LINK,     /* the file itself, where it is not a page’s */
    TARGET_SEARCH,   /* for others like it */
    TARGET_NEAR,     /* the model of the catalogue that may be meant */
  } target;
} ways[] = {
  /* Translators: the name of a model */
  { EK_LOAD_ACTION_DID_YOU_MEAN, N_ ("Check “%s”"), "model.check", TARGET_NEAR },
  { EK_LOAD_ACTION_GO_ONLINE, N_ ("Go Online"), "model.go-online", TARGET_NONE },
  { EK_LOAD_ACTION_DOWNLOAD, N_ ("Download…"), "model.download", TARGET_NONE },
  { EK_LOAD_ACTION_SEARCH, N_ ("Search GGUF Versions"), "app.open-page", TARGET_SEARCH },
  { EK_LOAD_ACTION_OPEN_PAGE, N_ ("Open Web Page"), "app.open-page", TARGET_PAGE },
  { EK_LOAD_ACTION_OPEN_LINK, N_ ("Open Link in Browser"), "app.open-page", TARGET_LINK },
  { EK_LOAD_ACTION_SIGN_IN, N_ ("How to Sign In"), "app.sign-in", TARGET_PAGE_OR_NONE },
  { EK_LOAD_ACTION_TRY_AGAIN, N_ ("Try Again"), "model.try-again", TARGET_NONE },
  { EK_LOAD_ACTION_OPEN_FILE, N_ ("Open a Model File…"), "win.open-model", TARGET_NONE },
  { EK_LOAD_ACTION_OPEN_ANOTHER, N_ ("Open Another…"), "win.open-model", TARGET_NONE },
  { EK_LOAD_ACTION_OPEN_FOLDER, N_ ("Open Folder"), "model.open-folder", TARGET_NONE },
  { EK_LOAD_ACTION_PREFERENCES, N_ ("Preferences"), "app.preferences", TARGET_NONE },
  { EK_LOAD_ACTION_REPORT, N_ ("Create Report…"), "win.report", TARGET_NONE },
};

static EkNetwork
find_network (void)
{
  if (g_settings_get_boolean (ek_settings_get (), "offline"))
    return EK_NETWORK_UNWANTED;
  return ek_network_state_get_available (ek_network_state_get ()) ? EK_NETWORK_THERE : EK_NETWORK_MISSING;
}

/* What an action is about; NULL where there is nothing that it could be. */
static char *
find_target (guint way, const char *location, EdgeKitCatalogueModel *near)
{
  char *page;

  switch (ways[way].target)
    {
    case TARGET_PAGE:
      return ek_location_get_web_page (location);
    case TARGET_PAGE_OR_NONE:
      page = ek_location_get_web_page (location);
      return page ? page : g_strdup ("");
    case TARGET_LINK:
      page = ek_location_get_web_page (location);
      if (page == NULL && g_str_has_prefix (location, "http"))
        return g_strdup (location);
      g_free (page);
      return NULL;
    case TARGET_SEARCH:
      return ek_location_get_search_page (location);
    case TARGET_NEAR:
      return near ? g_strdup (edgekit_catalogue_model_get_location (near)) : NULL;
    case TARGET_NONE:
    default:
      return NULL;
    }
}

static char *
find_label (guint way, EdgeKitCatalogueModel *near)
{
  if (ways[way].target != TARGET_NEAR)
    return g_strdup (_ (ways[way].label));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (ways[way].label), edgekit_catalogue_model_get_name (near));
#pragma GCC diagnostic pop
}

void
ek_error_card_fill (EkVerdictCard *card, const GError *error, const char *location)
{
  g_auto (EkLoadError) words = { 0 };
  EdgeKitCatalogueModel *near = NULL;

  g_return_if_fail (EK_IS_VERDICT_CARD (card) && error != NULL && location != NULL);

  ek_load_error_init (&words, error, location, find_network ());
  g_object_set (card, "outcome", EDGEKIT_OUTCOME_UNKNOWN, "icon-name", words.icon_name, "headline", words.headline,
                "summary", words.sentence, "hint", words.hint, NULL);
  ek_verdict_card_clear_actions (card);
  if (words.actions & EK_LOAD_ACTION_DID_YOU_MEAN)
    near = edgekit_catalogue_find_near (edgekit_catalogue_get_default (), location);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *target = NULL;
      g_autofree char *label = NULL;
      GtkWidget *button;

      if (!(words.actions & ways[i].flag))
        continue;
      target = find_target (i, location, near);
      if (target == NULL && ways[i].target != TARGET_NONE)
        continue;
      label = find_label (i, near);
      button = gtk_button_new_with_label (label);
      ek_button_wrap (button);
      if (target)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), ways[i].action);
      ek_verdict_card_add_action (card, button);
    }
}
