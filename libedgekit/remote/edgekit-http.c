/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

/* Those of a hub stay open while its network for files is read from. */
#define MAX_CONNECTIONS (2 * EDGEKIT_HTTP_AT_ONCE)

/* --- The session ------------------------------------------------------------ */

static SoupSession *
make_session (EdgeKitHttp *self)
{
  const EdgeKitRemoteSettings *settings = self->settings;
  SoupSession *session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                        EDGEKIT_HTTP_AT_ONCE, "timeout", 0, NULL);

  if (settings->proxies)
    soup_session_set_proxy_resolver (session, settings->proxies);
  if (settings->ca_file)
    {
      g_autoptr(GTlsDatabase) database = g_tls_file_database_new (settings->ca_file, NULL);

      if (database)
        soup_session_set_tls_database (session, database);
      else
        g_set_error (&self->broken, EDGEKIT_ERROR, EDGEKIT_ERROR_TLS,
                     /* Translators: the path of a file */
                     _ ("%s: the certificates that SSL_CERT_FILE, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names cannot "
                        "be read"),
                     settings->ca_file);
    }
  return session;
}

EdgeKitHttp *
_edgekit_http_new (EdgeKitRemoteSettings *settings)
{
  EdgeKitHttp *self = g_new0 (EdgeKitHttp, 1);

  self->settings = _edgekit_remote_settings_ref (settings);
  self->context = g_main_context_new ();
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_main_context_push_thread_default (self->context);
  self->session = make_session (self);
  g_main_context_pop_thread_default (self->context);
  if (settings->whole_timeout)
    self->deadline = g_get_monotonic_time () + settings->whole_timeout * G_GINT64_CONSTANT (1000);
  return self;
}

void
_edgekit_http_free (EdgeKitHttp *self)
{
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->targets);
  g_clear_error (&self->broken);
  _edgekit_remote_settings_unref (self->settings);
  g_free (self);
}

EdgeKitRemoteSettings *
_edgekit_http_get_settings (EdgeKitHttp *self)
{
  return self->settings;
}

guint
_edgekit_http_get_n_requests (EdgeKitHttp *self)
{
  return self->n_requests;
}

guint64
_edgekit_http_get_n_received (EdgeKitHttp *self)
{
  return self->n_received;
}

void
_edgekit_http_forget_links (EdgeKitHttp *self)
{
  g_hash_table_remove_all (self->targets);
}

gboolean
_edgekit_http_token_is_stale (EdgeKitHttp *self)
{
  return self->token_is_stale;
}

/* --- Requests --------------------------------------------------------------- */

static gboolean
all_done (const EdgeKitHttpExchange *exchanges, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!exchanges[i].done)
      return FALSE;
  return TRUE;
}

void
_edgekit_http_open_all (EdgeKitHttp *self, const EdgeKitHttpRequest *requests, guint n, EdgeKitHttpBody **bodies,
                        GError **errors, GCancellable *cancellable)
{
  EdgeKitHttpExchange exchanges[EDGEKIT_HTTP_AT_ONCE] = { 0 };

  g_assert (n <= EDGEKIT_HTTP_AT_ONCE);
  g_main_context_push_thread_default (self->context);
  for (guint i = 0; i < n; i++)
    _edgekit_http_exchange_begin (&exchanges[i], self, &requests[i], cancellable);
  while (!all_done (exchanges, n))
    g_main_context_iteration (self->context, TRUE);
  for (guint i = 0; i < n; i++)
    bodies[i] = _edgekit_http_exchange_end (&exchanges[i], &errors[i]);
  g_main_context_pop_thread_default (self->context);
}

EdgeKitHttpBody *
_edgekit_http_open (EdgeKitHttp *self, const EdgeKitHttpRequest *request, GCancellable *cancellable, GError **error)
{
  EdgeKitHttpBody *body = NULL;
  GError *local = NULL;

  _edgekit_http_open_all (self, request, 1, &body, &local, cancellable);
  if (local)
    g_propagate_error (error, local);
  return body;
}
