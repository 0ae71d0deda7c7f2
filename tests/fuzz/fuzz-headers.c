/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as the head of an answer: what comes of it is within what was asked for. The
 * first byte chooses what that was. */

#include "config.h"

#include <string.h>

#include "edgekit-http-soup-private.h"
#include "fuzz.h"

#define URL "https://hub.test/owner/name/resolve/main/model.gguf"

static const char *
get_variable (const char *name, gpointer data)
{
  return NULL;
}

static EdgeKitHttp *
get_http (void)
{
  static EdgeKitHttp *http;
  g_autoptr(EdgeKitRemoteSettings) settings = NULL;

  if (http)
    return http;
  settings = _edgekit_remote_settings_new (get_variable, NULL);
  http = _edgekit_http_new (settings);
  return http;
}

static void
check_head (const EdgeKitHttpHead *head)
{
  g_assert_true (!head->etag || (*head->etag && !strpbrk (head->etag, "\" \r\n")));
  g_assert_true (!head->linked || (*head->linked && !strpbrk (head->linked, "\" \r\n")));
  g_assert_true (!head->commit || strlen (head->commit) == 40);
  g_assert_cmpint (head->total, >=, EDGEKIT_UNKNOWN);
  if (head->next)
    {
      g_autoptr(GUri) uri = g_uri_parse (head->next, G_URI_FLAGS_NONE, NULL);

      g_assert_nonnull (uri);
    }
}

static void
check_range (const EdgeKitHttpBody *body, const EdgeKitHttpRequest *request)
{
  if (body->head.whole)
    {
      g_assert_cmpuint (request->begin, ==, 0);
      return;
    }
  g_assert_cmpuint (body->left, <=, request->length);
  g_assert_cmpuint (body->expected, <=, request->length);
}

static void
check_location (SoupMessage *message)
{
  g_autofree char *target = _edgekit_http_find_target (message);
  g_autoptr(GUri) uri = target ? g_uri_parse (target, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  if (!target)
    return;
  g_assert_nonnull (uri);
  g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
  g_assert_nonnull (g_uri_get_host (uri));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const struct { guint64 begin, length; } ranges[] = { { 0, 65536 }, { 65536, 32768 }, { 4096, 8 * 1024 * 1024 },
                                                              { G_GUINT64_CONSTANT (1) << 40, 1 } };
  EdgeKitHttp *http = get_http ();
  g_autoptr(SoupMessage) message = soup_message_new ("GET", URL);
  EdgeKitHttpRequest request = { .url = URL, .what = "fuzz", .ranged = size > 0 && (data[0] & 4) };
  g_autoptr(EdgeKitHttpBody) body = NULL;
  g_autoptr(GError) error = NULL, refused = NULL;
  g_autofree char *text = NULL;
  int seconds;

  if (size < 2)
    return 0;
  request.begin = ranges[data[0] & 3].begin;
  request.length = ranges[data[0] & 3].length;
  /* libsoup skips the line of the status */
  text = g_strdup_printf ("HTTP/1.1 206 Partial Content\r\n%.*s\r\n", (int) (size - 1), (const char *) data + 1);
  if (!soup_headers_parse (text, (int) strlen (text), soup_message_get_response_headers (message)))
    return 0;
  body = _edgekit_http_body_new (http, &request);
  body->message = g_object_ref (message);
  if (_edgekit_http_check_answer (body, &request, &error))
    {
      g_assert_no_error (error);
      check_head (&body->head);
      if (request.ranged)
        check_range (body, &request);
    }
  else
    g_assert_true (error && error->domain == EDGEKIT_ERROR && g_str_has_prefix (error->message, "fuzz: ") &&
                   !strchr (error->message, '\n'));
  check_location (message);
  seconds = _edgekit_http_get_retry_after (message);
  g_assert_true (seconds >= -1 && seconds <= 24 * 3600);
  _edgekit_http_token_was_refused (message);
  _edgekit_http_refused (http, message, "fuzz", data[0] & 8, &refused);
  g_assert_nonnull (refused);
  return 0;
}
