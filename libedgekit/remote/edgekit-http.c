/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

#define MAX_REQUESTS_AT_ONCE 6
#define MAX_REDIRECTS 10
#define MAX_TRIES 3
/* Longer is not waited for, but told. */
#define MAX_PATIENCE 10
/* The text of a redirect, which is read so that the connection can be used again. */
#define MAX_REDIRECT_TEXT (16 * 1024)

/* --- The session ------------------------------------------------------------ */

static SoupSession *
make_session (EdgeKitHttp *self)
{
  const EdgeKitRemoteSettings *settings = self->settings;
  SoupSession *session = soup_session_new_with_options ("max-conns", MAX_REQUESTS_AT_ONCE, "max-conns-per-host",
                                                        MAX_REQUESTS_AT_ONCE, "timeout", 0, NULL);

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

gboolean
_edgekit_http_token_is_stale (EdgeKitHttp *self)
{
  return self->token_is_stale;
}

/* --- One exchange ----------------------------------------------------------- */

static SoupMessage *
make_message (EdgeKitHttp *self, const EdgeKitHttpRequest *request, const char *url, const char *token)
{
  SoupMessage *message = soup_message_new ("GET", url);
  SoupMessageHeaders *headers;

  if (!message)
    return NULL;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  if (request->accept)
    soup_message_headers_replace (headers, "Accept", request->accept);
  /* not the session's, which would go before that of a request */
  soup_message_headers_replace (headers, "User-Agent",
                                request->agent ? request->agent : "edgekit/" EDGEKIT_VERSION_STRING);
  if (token)
    {
      g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (request->known_etag)
    {
      g_autofree char *value = g_strdup_printf ("\"%s\", W/\"%s\"", request->known_etag, request->known_etag);

      soup_message_headers_replace (headers, "If-None-Match", value);
    }
  if (request->ranged)
    {
      /* a packed part of a file is of no use: CloudFront then answers with all of it, packed */
      soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
      soup_message_headers_replace (headers, "Accept-Encoding", "identity");
      soup_message_headers_set_range (headers, request->begin, request->begin + request->length - 1);
    }
  return message;
}

/* The connection is there, and the request goes out. */
static void
starting (SoupMessage *message, gpointer data)
{
  EdgeKitHttpWait *wait = data;

  _edgekit_http_wait_set_limit (wait, EDGEKIT_HTTP_IDLE, wait->http->settings->idle_timeout);
}

static GInputStream *
send_message (EdgeKitHttp *self, SoupMessage *message, EdgeKitHttpExpiry *expiry, GCancellable *cancellable,
              GError **error)
{
  EdgeKitHttpWait wait;
  GInputStream *stream;
  gulong handler;

  _edgekit_http_wait_begin (&wait, self, cancellable);
  _edgekit_http_wait_set_limit (&wait, EDGEKIT_HTTP_NOT_CONNECTED, self->settings->connect_timeout);
  handler = g_signal_connect (message, "starting", G_CALLBACK (starting), &wait);
  self->n_requests++;
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, wait.inner, _edgekit_http_wait_done, &wait);
  _edgekit_http_wait_run (&wait);
  g_signal_handler_disconnect (message, handler);
  stream = soup_session_send_finish (self->session, wait.result, error);
  *expiry = wait.expiry;
  _edgekit_http_wait_end (&wait);
  return stream;
}

/* The short text of an answer that is not wanted. */
static void
drain (EdgeKitHttp *self, SoupMessage *message, GInputStream *stream, GCancellable *cancellable)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gssize n = 1;

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) <= MAX_REDIRECT_TEXT)
    while (n > 0)
      {
        EdgeKitHttpExpiry expiry;
        char text[4096];

        n = _edgekit_http_read_some (self, stream, text, sizeof text, &expiry, cancellable, NULL);
      }
  _edgekit_http_drop_stream (stream);
}

/* --- Redirects -------------------------------------------------------------- */

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where the answer points to; NULL when nobody should go there. */
static char *
find_target (SoupMessage *message)
{
  GUri *from = soup_message_get_uri (message);
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr(GUri) uri = location ? g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if (!scheme || !g_uri_get_host (uri) ||
      (!g_str_equal (scheme, "https") && !(g_str_equal (scheme, "http") && g_str_equal (g_uri_get_scheme (from), "http"))))
    return NULL;
  return g_uri_to_string (uri);
}

/* --- What an answer means --------------------------------------------------- */

typedef struct
{
  guint tries;       /* repetitions for a fault of the server */
  gboolean broke;    /* a connection, once */
  gboolean resolved; /* a link that was remembered has been looked up anew */
} Patience;

static gboolean
is_passing (guint status)
{
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/* Whether it is worth asking again, after having waited. */
static gboolean
wait_for_server (EdgeKitHttp *self, SoupMessage *message, Patience *patience, GCancellable *cancellable,
                 GError **error)
{
  guint status = soup_message_get_status (message);
  int seconds = _edgekit_http_get_retry_after (message);
  guint milliseconds = seconds >= 0 ? (guint) seconds * 1000 : self->settings->backoff << patience->tries;

  if (!is_passing (status) || patience->tries == MAX_TRIES || seconds > MAX_PATIENCE || (status == 429 && seconds < 0) ||
      (self->deadline && g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000) > self->deadline))
    return FALSE;
  patience->tries++;
  return _edgekit_http_pause (self, milliseconds, cancellable, error);
}

/* --- A request -------------------------------------------------------------- */

typedef enum
{
  STEP_DONE,
  STEP_AGAIN, /* from the begin */
  STEP_FAILED,
} Step;

/* Follows redirects to an answer, and says what that is good for. */
static Step
try_once (EdgeKitHttp *self, const EdgeKitHttpRequest *request, Patience *patience, EdgeKitHttpBody *body,
          GCancellable *cancellable, GError **error)
{
  const char *known = g_hash_table_lookup (self->targets, request->url);
  g_autofree char *url = g_strdup (known ? known : request->url);

  for (guint hop = 0; hop <= MAX_REDIRECTS; hop++)
    {
      const char *token = self->token_is_stale ? NULL : _edgekit_remote_settings_get_token (self->settings, url);
      g_autoptr(SoupMessage) message = make_message (self, request, url, token);
      g_autofree char *target = NULL;
      GError *cause = NULL;
      EdgeKitHttpExpiry expiry;
      GInputStream *stream;
      guint status;

      if (!message)
        {
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, _ ("%s: this link is not complete"),
                       request->what);
          return STEP_FAILED;
        }
      stream = send_message (self, message, &expiry, cancellable, &cause);
      if (!stream)
        {
          if (expiry == EDGEKIT_HTTP_IN_TIME && _edgekit_http_broke_early (cause) && !patience->broke)
            {
              patience->broke = TRUE;
              g_error_free (cause);
              return STEP_AGAIN;
            }
          _edgekit_http_failed (self, url, request->what, expiry, FALSE, cause, error);
          return STEP_FAILED;
        }
      status = soup_message_get_status (message);
      if (status == 200 || status == 206 || status == 304)
        {
          if (hop > 0)
            g_hash_table_replace (self->targets, g_strdup (request->url), g_steal_pointer (&url));
          body->message = g_steal_pointer (&message);
          body->stream = stream;
          return _edgekit_http_check_answer (body, request, error) ? STEP_DONE : STEP_FAILED;
        }
      drain (self, message, stream, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return STEP_FAILED;
      if (is_redirect (status))
        {
          _edgekit_http_take_hints (&body->head, message);
          target = find_target (message);
          if (!target)
            break;
          g_free (url);
          url = g_steal_pointer (&target);
          continue;
        }
      /* a link with a signature has run out */
      if (known && !patience->resolved && (status == 403 || status == 401 || status == 404))
        {
          patience->resolved = TRUE;
          g_hash_table_remove (self->targets, request->url);
          return STEP_AGAIN;
        }
      if (token && _edgekit_http_token_was_refused (message))
        {
          GError *without = NULL;
          Step step;

          /* what is public needs none; a token that ran out would hide it */
          self->token_is_stale = TRUE;
          step = try_once (self, request, patience, body, cancellable, &without);
          if (step != STEP_FAILED)
            return step;
          self->token_is_stale = FALSE;
          if (without->domain == EDGEKIT_ERROR && without->code == EDGEKIT_ERROR_PRIVATE)
            _edgekit_http_refused (self, message, request->what, TRUE, error);
          else
            g_propagate_error (error, g_steal_pointer (&without));
          g_clear_error (&without);
          return STEP_FAILED;
        }
      if (wait_for_server (self, message, patience, cancellable, error))
        {
          g_hash_table_remove (self->targets, request->url);
          return STEP_AGAIN;
        }
      if (!error || !*error)
        _edgekit_http_refused (self, message, request->what, token != NULL, error);
      return STEP_FAILED;
    }
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_REDIRECTS,
               /* Translators: what was asked for */
               _ ("%s: the server sends from one address to the next without an end, or to one that is not secure; "
                  "check the link"),
               request->what);
  return STEP_FAILED;
}

EdgeKitHttpBody *
_edgekit_http_open (EdgeKitHttp *self, const EdgeKitHttpRequest *request, GCancellable *cancellable, GError **error)
{
  Patience patience = { 0 };
  g_autoptr(EdgeKitHttpBody) body = NULL;
  g_autoptr(GError) local = NULL;
  Step step = STEP_AGAIN;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->settings->offline)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE,
                   /* Translators: what was asked for; --offline and HF_HUB_OFFLINE are not translated */
                   _ ("%s: this was not read before, and the network is not to be used (--offline or HF_HUB_OFFLINE)"),
                   request->what);
      return NULL;
    }
  if (self->broken)
    {
      g_propagate_error (error, g_error_copy (self->broken));
      return NULL;
    }
  g_main_context_push_thread_default (self->context);
  while (step == STEP_AGAIN)
    {
      g_clear_pointer (&body, _edgekit_http_body_free);
      body = _edgekit_http_body_new (self, request);
      step = try_once (self, request, &patience, body, cancellable, &local);
    }
  g_main_context_pop_thread_default (self->context);
  if (step == STEP_DONE)
    return g_steal_pointer (&body);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
