/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

/* Each cause has a code and a sentence of its own: what happened, and what to do.
 * Nothing that a server or a library says is repeated, as an address may be in it
 * that holds a key. */

static char *
host_of (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri && g_uri_get_host (uri) ? g_uri_get_host (uri) : "?");
}

/* --- On the way ------------------------------------------------------------- */

/* Translators: in all of the sentences here, %1$s is what was asked for, and %2$s the name of a server */
static const struct
{
  int code; /* of G_IO_ERROR */
  EdgeKitError error;
  const char *sentence;
} failures[] = {
  { G_IO_ERROR_PROXY_FAILED, EDGEKIT_ERROR_PROXY,
    N_ ("%1$s: the proxy that leads to %2$s does not work; check the proxy settings") },
  { G_IO_ERROR_PROXY_AUTH_FAILED, EDGEKIT_ERROR_PROXY,
    N_ ("%1$s: the proxy that leads to %2$s refused the name or password; check the proxy settings") },
  { G_IO_ERROR_PROXY_NEED_AUTH, EDGEKIT_ERROR_PROXY,
    N_ ("%1$s: the proxy that leads to %2$s asks for a name and password; add them to the proxy settings") },
  { G_IO_ERROR_PROXY_NOT_ALLOWED, EDGEKIT_ERROR_PROXY,
    N_ ("%1$s: the proxy does not allow %2$s; ask whoever runs it, or name a mirror in HF_ENDPOINT") },
  { G_IO_ERROR_CONNECTION_REFUSED, EDGEKIT_ERROR_UNREACHABLE,
    N_ ("%1$s: %2$s does not take connections; check the address, or try again later") },
  { G_IO_ERROR_HOST_UNREACHABLE, EDGEKIT_ERROR_UNREACHABLE,
    N_ ("%1$s: there is no way to %2$s; check the connection to the Internet") },
  { G_IO_ERROR_NETWORK_UNREACHABLE, EDGEKIT_ERROR_UNREACHABLE,
    N_ ("%1$s: there is no way to %2$s; check the connection to the Internet") },
  { G_IO_ERROR_HOST_NOT_FOUND, EDGEKIT_ERROR_NAME_RESOLUTION,
    N_ ("%1$s: the address of %2$s was not found; check the name and the connection to the Internet") },
  { G_IO_ERROR_TIMED_OUT, EDGEKIT_ERROR_TIMED_OUT,
    N_ ("%1$s: %2$s did not answer in time; check the connection, and try again") },
};

static const char *
describe (const GError *cause, EdgeKitError *code)
{
  if (cause->domain == G_RESOLVER_ERROR)
    {
      *code = EDGEKIT_ERROR_NAME_RESOLUTION;
      return N_ ("%1$s: the address of %2$s was not found; check the name and the connection to the Internet");
    }
  if (cause->domain == G_TLS_ERROR)
    {
      *code = EDGEKIT_ERROR_TLS;
      return N_ ("%1$s: the connection to %2$s is not secure, so nothing was sent; check the date of this computer "
                 "and, where a proxy has a certificate of its own, name it in SSL_CERT_FILE");
    }
  for (guint i = 0; cause->domain == G_IO_ERROR && i < G_N_ELEMENTS (failures); i++)
    if (cause->code == failures[i].code)
      {
        *code = failures[i].error;
        return failures[i].sentence;
      }
  *code = EDGEKIT_ERROR_NETWORK;
  return N_ ("%1$s: the connection to %2$s broke; try again");
}

static const char *
describe_expiry (EdgeKitHttpExpiry expiry, gboolean slow, EdgeKitError *code)
{
  *code = EDGEKIT_ERROR_TIMED_OUT;
  if (expiry == EDGEKIT_HTTP_NOT_CONNECTED)
    return N_ ("%1$s: %2$s could not be reached in time; check the connection, and try again");
  if (expiry == EDGEKIT_HTTP_IDLE)
    return N_ ("%1$s: %2$s stopped answering; try again");
  if (!slow)
    return N_ ("%1$s: %2$s did not answer in time; check the connection, and try again");
  *code = EDGEKIT_ERROR_TOO_SLOW;
  return N_ ("%1$s: %2$s answers too slowly; try again later, or download the model and name its file");
}

gboolean
_edgekit_http_has_proxy (EdgeKitHttp *http, const char *url)
{
  GProxyResolver *resolver = http->settings->proxies ? http->settings->proxies : g_proxy_resolver_get_default ();
  g_auto(GStrv) proxies = g_proxy_resolver_lookup (resolver, url, NULL, NULL);

  return proxies && proxies[0] && !g_str_has_prefix (proxies[0], "direct:");
}

static void
set_failure (int io_error, const char *what, const char *host, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].code == io_error)
      {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        g_set_error (error, EDGEKIT_ERROR, failures[i].error, _ (failures[i].sentence), what, host);
#pragma GCC diagnostic pop
        return;
      }
}

void
_edgekit_http_refused_by_proxy (const char *host, const char *what, guint status, GError **error)
{
  set_failure (status == 407                    ? G_IO_ERROR_PROXY_NEED_AUTH
               : status == 403 || status == 405 ? G_IO_ERROR_PROXY_NOT_ALLOWED
                                                : G_IO_ERROR_PROXY_FAILED,
               what, host, error);
}

void
_edgekit_http_failed (EdgeKitHttp *http, const char *url, const char *what, EdgeKitHttpExpiry expiry, gboolean slow,
                      GError *cause, GError **error)
{
  g_autofree char *host = host_of (url);
  g_autoptr(GError) owned = cause;
  EdgeKitError code;
  const char *sentence;

  if (expiry == EDGEKIT_HTTP_IN_TIME && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&owned));
      return;
    }
  sentence = expiry == EDGEKIT_HTTP_IN_TIME ? describe (cause, &code) : describe_expiry (expiry, slow, &code);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, EDGEKIT_ERROR, code, _ (sentence), what, host);
#pragma GCC diagnostic pop
}

/* --- Refused ---------------------------------------------------------------- */

static const char *
get_header (SoupMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (message), name);
}

static gboolean
header_is (SoupMessage *message, const char *name, const char *value)
{
  return g_strcmp0 (get_header (message, name), value) == 0;
}

/* huggingface_hub, utils/_http.py, hf_raise_for_status */
gboolean
_edgekit_http_token_was_refused (SoupMessage *message)
{
  const char *text = get_header (message, "X-Error-Message");

  return soup_message_get_status (message) == 401 && text && strstr (text, "Invalid credentials in Authorization header");
}

/* RateLimit: "api";r=0;t=55 — draft-ietf-httpapi-ratelimit-headers */
static int
rate_limit_reset (const char *limit)
{
  const char *left = limit ? strstr (limit, ";r=") : NULL, *reset = limit ? strstr (limit, ";t=") : NULL;

  if (!left || !reset || g_ascii_strtoull (left + 3, NULL, 10) > 0)
    return -1;
  return (int) MIN (g_ascii_strtoull (reset + 3, NULL, 10) + 1, 24 * 3600);
}

int
_edgekit_http_get_retry_after (SoupMessage *message)
{
  const char *text = get_header (message, "Retry-After");
  g_autoptr(GDateTime) date = NULL;
  g_autoptr(GDateTime) now = NULL;
  guint64 seconds;

  if (!text)
    return rate_limit_reset (get_header (message, "RateLimit"));
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return (int) MIN (seconds, 24 * 3600);
  date = soup_date_time_new_from_http_string (text);
  if (!date)
    return -1;
  now = g_date_time_new_now_utc ();
  return (int) CLAMP (g_date_time_difference (date, now) / G_TIME_SPAN_SECOND + 1, 0, 24 * 3600);
}

static void
set_rate_limited (SoupMessage *message, const char *what, const char *host, gboolean had_token, GError **error)
{
  int seconds = _edgekit_http_get_retry_after (message);
  g_autofree char *sentence = NULL;

  if (seconds < 0)
    /* Translators: what was asked for, and the name of a server */
    sentence = g_strdup_printf (_ ("%1$s: %2$s was asked too often from here; try again in some minutes"), what, host);
  else if (seconds < 120)
    sentence = g_strdup_printf (
      /* Translators: what was asked for, the name of a server, and a number of seconds */
      _edgekit_ngettext ("%1$s: %2$s was asked too often from here; try again in %3$d second",
                         "%1$s: %2$s was asked too often from here; try again in %3$d seconds", seconds),
      what, host, seconds);
  else
    sentence = g_strdup_printf (
      /* Translators: what was asked for, the name of a server, and a number of minutes */
      _edgekit_ngettext ("%1$s: %2$s was asked too often from here; try again in %3$d minute",
                         "%1$s: %2$s was asked too often from here; try again in %3$d minutes", (seconds + 59) / 60),
      what, host, (seconds + 59) / 60);
  /* Translators: added to “… was asked too often from here; try again in 5 minutes” */
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RATE_LIMITED, "%s%s", sentence,
               had_token ? "" : _ ("; with a token (HF_TOKEN) more is allowed"));
}

static void
set_gated (EdgeKitHttp *http, const char *what, gboolean had_token, GError **error)
{
  if (had_token)
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_GATED,
                 _ ("%s: the owner of the model decides who gets it, and your account is not among them yet; ask for "
                    "access on the page of the model"),
                 what);
  else
    /* Translators: the name of a model, and the path of a file */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_GATED,
                 _ ("%1$s: the owner asks you to accept conditions first; do so on the page of the model, make a "
                    "token at huggingface.co/settings/tokens, and put it into HF_TOKEN or %2$s"),
                 what, http->settings->token_path);
}

static void
set_forbidden (EdgeKitHttp *http, SoupMessage *message, const char *what, gboolean had_token, GError **error)
{
  if (header_is (message, "X-Error-Message", "Access to this resource is disabled."))
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 _ ("%s: the hub has closed this repository; look for another copy of the model"), what);
  else if (had_token)
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 _ ("%s: your token does not allow this; make one that may read this repository"), what);
  else
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PERMISSION,
                 _ ("%s: the server does not hand this out; if it is a link that was made for you, make a new one"),
                 what);
}

static void
set_unauthorized (EdgeKitHttp *http, SoupMessage *message, const char *what, gboolean had_token, GError **error)
{
  if (had_token)
    /* Translators: the name of a model, and the path of a file */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_WRONG_TOKEN,
                 _ ("%1$s: the hub does not know your token; it may have expired: make a new one at "
                    "huggingface.co/settings/tokens, and put it into HF_TOKEN or %2$s"),
                 what, http->settings->token_path);
  else
    /* Translators: the name of a model, and the path of a file */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_PRIVATE,
                 _ ("%1$s: there is no such model, or it is private; check the name or, if it is yours, put a token "
                    "into HF_TOKEN or %2$s"),
                 what, http->settings->token_path);
}

static void
set_not_found (SoupMessage *message, const char *what, GError **error)
{
  if (header_is (message, "X-Error-Code", "RevisionNotFound"))
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                 _ ("%s: the repository has no such revision; check what comes after “@”"), what);
  else if (header_is (message, "X-Error-Code", "EntryNotFound"))
    /* Translators: the name of a model */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("%s: the repository has no such file"), what);
  else
    /* Translators: the name of a model or a link */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("%s: there is no such model; check the name"), what);
}

void
_edgekit_http_refused (EdgeKitHttp *http, SoupMessage *message, const char *what, gboolean had_token, GError **error)
{
  guint status = soup_message_get_status (message);
  g_autofree char *host = g_strdup (g_uri_get_host (soup_message_get_uri (message)));

  if (header_is (message, "X-Error-Code", "GatedRepo"))
    set_gated (http, what, had_token && status == 403, error);
  else if (status == 401)
    set_unauthorized (http, message, what, had_token, error);
  else if (status == 403)
    set_forbidden (http, message, what, had_token, error);
  else if (status == 404 || status == 410)
    set_not_found (message, what, error);
  else if (status == 407) /* where there is no tunnel: plain HTTP */
    _edgekit_http_refused_by_proxy (host, what, status, error);
  else if (status == 416)
    /* Translators: the name of a file */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TRUNCATED,
                 _ ("%s: the file is shorter than its description says; it may be an unfinished upload"), what);
  else if (status == 429)
    set_rate_limited (message, what, host, had_token, error);
  else if (status >= 500 || status == 408)
    /* Translators: what was asked for, the name of a server, and a number such as 503 */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_SERVER,
                 _ ("%1$s: %2$s has a fault of its own (%3$u); try again later"), what, host, status);
  else
    /* Translators: what was asked for, the name of a server, and a number such as 418 */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NETWORK, _ ("%1$s: %2$s refused this (%3$u)"), what, host, status);
}
