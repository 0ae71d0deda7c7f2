/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-application.h"
#include "ek-settings.h"

static GThread *reader;

static gpointer
read_settings (gpointer data)
{
  return g_settings_new (EK_APPLICATION_ID);
}

/* Begins to read the settings, in a thread: the first window needs them, and GTK takes longer to start than the disk
 * to answer. */
void
ek_settings_prepare (void)
{
  g_return_if_fail (reader == NULL);

  reader = g_thread_new ("settings", read_settings, NULL);
}

/* The settings of the program, one object for all windows. */
GSettings *
ek_settings_get (void)
{
  static GSettings *settings = NULL;

  if (settings == NULL)
    settings = reader ? g_thread_join (reader) : read_settings (NULL);
  return settings;
}

static gboolean
tokens_from_setting (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_int64 (value, g_variant_get_uint32 (variant));
  return TRUE;
}

/* What a person prefers holds for every check; a check may still be given other
 * values, which stay its own. */
void
ek_settings_bind_preflight (EdgeKitPreflight *preflight)
{
  GSettings *settings = ek_settings_get ();

  g_settings_bind (settings, "memory-units", preflight, "memory-units", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "max-utilization", preflight, "max-utilization", G_SETTINGS_BIND_GET);
  g_settings_bind_with_mapping (settings, "min-context", preflight, "min-context", G_SETTINGS_BIND_GET,
                                tokens_from_setting, NULL, NULL, NULL);
}

/* How models elsewhere are read. */
EdgeKitRemoteOptions *
ek_settings_make_remote_options (void)
{
  EdgeKitRemoteOptions *options = edgekit_remote_options_new ();
  g_autofree char *endpoint = g_settings_get_string (ek_settings_get (), "hub-endpoint");

  if (*endpoint)
    edgekit_remote_options_set_endpoint (options, endpoint);
  if (g_settings_get_boolean (ek_settings_get (), "offline"))
    edgekit_remote_options_set_offline (options, TRUE);
  return options;
}
