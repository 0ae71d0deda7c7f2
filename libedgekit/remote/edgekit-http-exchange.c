/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

/* One request and all that it takes until there is an answer to read: redirects,
 * a token that is refused, a server that asks to wait. Several run at the same time
 * on the private context, each step of one called from there. */

#define MAX_REDIRECTS 10
#define MAX_TRIES 3
/* Longer is not waited for, but told. */
#define MAX_PATIENCE 10
/* The text of a redirect, which is read so that the connection can be used again. */
#define MAX_REDIRECT_TEXT (16 * 1024)

static void begin_anew (EdgeKitHttpExchange *self);
static void send_message (EdgeKitHttpExchange *self);

/* --- Its end ---------------------------------------------------------------- */

static void
fail (EdgeKitHttpExchange *self)
{
  g_assert (self->error);
  g_clear_pointer (&self->body, _edgekit_http_body_free);
  if (self->refused)
    {
      /* without the token it is not public either: then the token is what is wrong */
      self->http->token_is_stale = FALSE;
      if (g_error_matches (self->error, EDGEKIT_ERROR, EDGEKIT_ERROR_PRIVATE))
        {
          g_clear_error (&self->error);
          _edgekit_http_refused (self->http, self->refused, self->request->what, TRUE, &self->error);
        }
    }
  self->done = TRUE;
}

EdgeKitHttpBody *
_edgekit_http_exchange_end (EdgeKitHttpExchange *self, GError **error)
{
  g_clear_object (&self->message);
  g_clear_object (&self->refused);
  g_clear_pointer (&self->url, g_free);
  if (self->error)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return g_steal_pointer (&self->body);
}

/* --- A message -------------------------------------------------------------- */

static SoupMessage *
make_message (const EdgeKitHttpRequest *request, const char *url, const char *token)
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

/* --- Waiting for a server ----------------------------------------------------- */

static gboolean
is_passing (guint status)
{
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/* Milliseconds after which it is worth asking again, or -1. */
static gint64
find_pause (const EdgeKitHttpExchange *self)
{
  guint status = soup_message_get_status (self->message);
  int seconds = _edgekit_http_get_retry_after (self->message);
  gint64 milliseconds =
    seconds >= 0 ? seconds * G_GINT64_CONSTANT (1000) : (gint64) self->http->settings->backoff << self->tries;

  if (!is_passing (status) || self->tries == MAX_TRIES || seconds > MAX_PATIENCE || (status == 429 && seconds < 0) ||
      (self->http->deadline && g_get_monotonic_time () + milliseconds * 1000 > self->http->deadline))
    return -1;
  return milliseconds;
}

static gboolean
pause_over (GCancellable *cancellable, gpointer data)
{
  EdgeKitHttpExchange *self = data;

  g_source_unref (self->pause);
  self->pause = NULL;
  _edgekit_http_wait_end (&self->wait);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    fail (self);
  else
    begin_anew (self);
  return G_SOURCE_REMOVE;
}

/* The time that is up cancels the wait, and so does the caller. */
static void
pause_for (EdgeKitHttpExchange *self, gint64 milliseconds)
{
  _edgekit_http_wait_begin (&self->wait, self->http, self->cancellable);
  _edgekit_http_wait_set_limit (&self->wait, EDGEKIT_HTTP_IDLE, (guint) MAX (milliseconds, 1));
  self->pause = g_cancellable_source_new (self->wait.inner);
  g_source_set_callback (self->pause, G_SOURCE_FUNC (pause_over), self, NULL);
  g_source_attach (self->pause, self->http->context);
}

/* --- What an answer means --------------------------------------------------- */

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void
follow (EdgeKitHttpExchange *self)
{
  g_autofree char *target = _edgekit_http_find_target (self->message);

  _edgekit_http_take_hints (&self->body->head, self->message);
  if (target && self->hop < MAX_REDIRECTS)
    {
      g_free (self->url);
      self->url = g_steal_pointer (&target);
      self->hop++;
      send_message (self);
      return;
    }
  g_set_error (&self->error, EDGEKIT_ERROR, EDGEKIT_ERROR_REDIRECTS,
               /* Translators: what was asked for */
               _ ("%s: the server sends from one address to the next without an end, or to one that is not secure; "
                  "check the link"),
               self->request->what);
  fail (self);
}

/* An answer that is not what was asked for, whose text is out of the way. */
static void
judge (EdgeKitHttpExchange *self)
{
  guint status = soup_message_get_status (self->message);
  gint64 milliseconds;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    fail (self);
  else if (is_redirect (status))
    follow (self);
  /* a link with a signature has run out */
  else if (self->known && !self->resolved && (status == 403 || status == 401 || status == 404))
    {
      self->resolved = TRUE;
      g_hash_table_remove (self->http->targets, self->request->url);
      begin_anew (self);
    }
  /* what is public needs no token; one that ran out would hide it */
  else if (self->had_token && !self->refused && _edgekit_http_token_was_refused (self->message))
    {
      self->refused = g_object_ref (self->message);
      self->http->token_is_stale = TRUE;
      begin_anew (self);
    }
  else if ((milliseconds = find_pause (self)) >= 0)
    {
      self->tries++;
      g_hash_table_remove (self->http->targets, self->request->url);
      pause_for (self, milliseconds);
    }
  else
    {
      _edgekit_http_refused (self->http, self->message, self->request->what, self->had_token, &self->error);
      fail (self);
    }
}

/* --- Its text ----------------------------------------------------------------- */

static void drain (EdgeKitHttpExchange *self);

static void
drained (GObject *stream, GAsyncResult *result, gpointer data)
{
  EdgeKitHttpExchange *self = data;
  gssize n = g_input_stream_skip_finish (G_INPUT_STREAM (stream), result, NULL);

  _edgekit_http_wait_end (&self->wait);
  if (n > 0)
    {
      self->http->n_received += n;
      drain (self);
      return;
    }
  _edgekit_http_drop_stream (g_steal_pointer (&self->stream));
  judge (self);
}

static void
drain (EdgeKitHttpExchange *self)
{
  _edgekit_http_wait_begin (&self->wait, self->http, self->cancellable);
  _edgekit_http_wait_set_limit (&self->wait, EDGEKIT_HTTP_IDLE, self->http->settings->idle_timeout);
  g_input_stream_skip_async (self->stream, MAX_REDIRECT_TEXT, G_PRIORITY_DEFAULT, self->wait.inner, drained, self);
}

static gboolean
is_short (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) <= MAX_REDIRECT_TEXT;
}

/* --- Sending it --------------------------------------------------------------- */

/* A server shows a certificate before it says anything; a proxy that does not let through
 * to one answers in its place. */
static gboolean
has_reached (SoupMessage *message)
{
  return !g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https") ||
         soup_message_get_tls_peer_certificate (message);
}

/* It is the proxy, then, that there is no way to. */
static gboolean
ends_at_proxy (EdgeKitHttpExchange *self, EdgeKitHttpExpiry expiry, const GError *cause)
{
  return (expiry == EDGEKIT_HTTP_NOT_CONNECTED ||
          (expiry == EDGEKIT_HTTP_IN_TIME && cause->domain != G_TLS_ERROR &&
           !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))) &&
         !has_reached (self->message) && _edgekit_http_has_proxy (self->http, self->url);
}

static void
fail_at_proxy (EdgeKitHttpExchange *self, guint status)
{
  _edgekit_http_refused_by_proxy (g_uri_get_host (soup_message_get_uri (self->message)), self->request->what, status,
                                  &self->error);
  fail (self);
}

static void
failed_on_the_way (EdgeKitHttpExchange *self, EdgeKitHttpExpiry expiry, GError *cause)
{
  if (expiry == EDGEKIT_HTTP_IN_TIME && _edgekit_http_broke_early (cause) && !self->broke)
    {
      self->broke = TRUE;
      g_error_free (cause);
      begin_anew (self);
      return;
    }
  if (ends_at_proxy (self, expiry, cause))
    {
      g_error_free (cause);
      fail_at_proxy (self, 0);
      return;
    }
  _edgekit_http_failed (self->http, self->url, self->request->what, expiry, FALSE, cause, &self->error);
  fail (self);
}

static void
answered (GObject *session, GAsyncResult *result, gpointer data)
{
  EdgeKitHttpExchange *self = data;
  GError *cause = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (session), result, &cause);
  EdgeKitHttpExpiry expiry = self->wait.expiry;
  guint status = soup_message_get_status (self->message);

  g_signal_handlers_disconnect_by_data (self->message, &self->wait);
  _edgekit_http_wait_end (&self->wait);
  if (!stream)
    {
      failed_on_the_way (self, expiry, cause);
      return;
    }
  if (!has_reached (self->message))
    {
      _edgekit_http_drop_stream (stream);
      fail_at_proxy (self, status);
      return;
    }
  if (status == 200 || status == 206 || status == 304)
    {
      if (self->hop > 0)
        g_hash_table_replace (self->http->targets, g_strdup (self->request->url), g_strdup (self->url));
      self->body->message = g_steal_pointer (&self->message);
      self->body->stream = stream;
      if (_edgekit_http_check_answer (self->body, self->request, &self->error))
        self->done = TRUE;
      else
        fail (self);
      return;
    }
  self->stream = stream;
  if (is_short (self->message))
    {
      drain (self);
      return;
    }
  _edgekit_http_drop_stream (g_steal_pointer (&self->stream));
  judge (self);
}

/* The connection is there, and the request goes out. */
static void
starting (SoupMessage *message, gpointer data)
{
  EdgeKitHttpWait *wait = data;

  _edgekit_http_wait_set_limit (wait, EDGEKIT_HTTP_IDLE, wait->http->settings->idle_timeout);
}

static void
send_message (EdgeKitHttpExchange *self)
{
  const char *token =
    self->http->token_is_stale ? NULL : _edgekit_remote_settings_get_token (self->http->settings, self->url);

  g_clear_object (&self->message);
  self->had_token = token != NULL;
  self->message = make_message (self->request, self->url, token);
  if (!self->message)
    {
      g_set_error (&self->error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, _ ("%s: this link is not complete"),
                   self->request->what);
      fail (self);
      return;
    }
  self->http->n_requests++;
  _edgekit_http_wait_begin (&self->wait, self->http, self->cancellable);
  _edgekit_http_wait_set_limit (&self->wait, EDGEKIT_HTTP_NOT_CONNECTED, self->http->settings->connect_timeout);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting), &self->wait);
  soup_session_send_async (self->http->session, self->message, G_PRIORITY_DEFAULT, self->wait.inner, answered, self);
}

static void
begin_anew (EdgeKitHttpExchange *self)
{
  const char *known = g_hash_table_lookup (self->http->targets, self->request->url);

  g_clear_pointer (&self->body, _edgekit_http_body_free);
  self->body = _edgekit_http_body_new (self->http, self->request);
  g_free (self->url);
  self->url = g_strdup (known ? known : self->request->url);
  self->known = known != NULL;
  self->hop = 0;
  send_message (self);
}

void
_edgekit_http_exchange_begin (EdgeKitHttpExchange *self, EdgeKitHttp *http, const EdgeKitHttpRequest *request,
                              GCancellable *cancellable)
{
  self->http = http;
  self->request = request;
  self->cancellable = cancellable;
  if (!g_cancellable_set_error_if_cancelled (cancellable, &self->error))
    {
      if (http->settings->offline)
        g_set_error (&self->error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE,
                     /* Translators: what was asked for; --offline and HF_HUB_OFFLINE are not translated */
                     _ ("%s: this was not read before, and the network is not to be used (--offline or HF_HUB_OFFLINE)"),
                     request->what);
      else if (http->broken)
        self->error = g_error_copy (http->broken);
    }
  if (self->error)
    fail (self);
  else
    begin_anew (self);
}
