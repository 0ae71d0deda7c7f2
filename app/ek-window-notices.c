/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ek-line-breaks.h"
#include "ek-network-state.h"
#include "ek-settings.h"
#include "ek-window-private.h"

/* The lines below the header of a window. */

/* 2026-11-12 → 12 November 2026, as the locale writes it, in one line. */
static char *
format_date (const char *recorded)
{
  g_autofree char *whole = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (recorded == NULL)
    return NULL;
  whole = strlen (recorded) == 10 ? g_strconcat (recorded, "T00:00:00Z", NULL) : g_strdup (recorded);
  date = g_date_time_new_from_iso8601 (whole, NULL);
  /* Translators: a date such as “12 November 2026”, see strftime(3) */
  text = date ? g_date_time_format (date, _ ("%-e %B %Y")) : NULL;
  return text ? ek_keep_in_line (text) : NULL;
}

static char *
describe_shown (const char *name, const char *date)
{
  if (date)
    /* Translators: the name of a file, and a date: “Showing “laptop”, recorded on 12 November 2026, not this …” */
    return g_strdup_printf (_ ("Showing “%1$s”, recorded on %2$s, not this computer."), name, date);
  /* Translators: the name of a file */
  return g_strdup_printf (_ ("Showing “%s”, not this computer."), name);
}

/* Whose computer is shown, if it is not this one. */
void
_ek_window_update_notice (EkWindow *self)
{
  EdgeKitHardwareProfile *profile = ek_session_get_profile (self->session);
  const char *wanted = ek_session_get_machine_name (self->session);
  const char *shown = ek_session_get_shown_name (self->session);
  g_autofree char *date = profile ? format_date (edgekit_hardware_profile_get_recorded (profile)) : NULL;
  g_autofree char *text = NULL;

  if (shown)
    text = describe_shown (shown, date);
  else if (wanted && ek_session_get_busy (self->session))
    /* Translators: the name of a file */
    text = g_strdup_printf (_ ("Reading “%s”…"), wanted);
  else if (wanted && ek_session_get_problem (self->session))
    /* Translators: the name of a file, shown while the page says why */
    text = g_strdup_printf (_ ("“%s” could not be read."), wanted);
  if (text)
    g_object_set (self->notice, "text", text, NULL);
  g_object_set (self->notice, "revealed", text != NULL, NULL);
}

/* A verdict that is about to be another one, and what cannot be checked without
 * the network, matter where models are checked. */
void
_ek_window_update_model_notices (EkWindow *self)
{
  const gboolean here = g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "model") == 0;
  const gboolean wanted = g_settings_get_boolean (ek_settings_get (), "offline");
  const gboolean reached = ek_network_state_get_available (ek_network_state_get ());
  const char *news = ek_session_get_news (self->session);

  if (news)
    g_object_set (self->news, "text", news, NULL);
  g_object_set (self->news, "revealed", here && news != NULL, NULL);
  if (wanted || !reached)
    g_object_set (self->offline, "text",
                  wanted ? _ ("Offline mode is on. Models on this computer can still be checked.")
                         : _ ("You are offline. Models on this computer can still be checked."),
                  "button-label", wanted ? _ ("Go Online") : NULL, "action-name", wanted ? "win.go-online" : NULL, NULL);
  g_object_set (self->offline, "revealed", here && (wanted || !reached), NULL);
}
