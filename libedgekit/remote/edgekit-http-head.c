/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

/* What the head of an answer says of its body, and whether it is what was asked for. */

static const char *
get_header (SoupMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (message), name);
}

/* W/"abc" → abc; NULL for what cannot be one. */
static char *
clean_etag (const char *etag)
{
  gsize n;

  if (!etag)
    return NULL;
  if (g_str_has_prefix (etag, "W/"))
    etag += 2;
  n = strlen (etag);
  if (n >= 2 && etag[0] == '"' && etag[n - 1] == '"')
    {
      etag++;
      n -= 2;
    }
  if (n == 0 || n > 256)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isgraph (etag[i]) || etag[i] == '"')
      return NULL;
  return g_strndup (etag, n);
}

static gboolean
is_commit (const char *text)
{
  return text && strlen (text) == 40 && strspn (text, "0123456789abcdef") == 40;
}

void
_edgekit_http_take_hints (EdgeKitHttpHead *head, SoupMessage *message)
{
  const char *commit = get_header (message, "X-Repo-Commit"), *size = get_header (message, "X-Linked-Size");
  guint64 n;

  if (!head->commit && is_commit (commit))
    head->commit = g_strdup (commit);
  if (!head->linked)
    head->linked = clean_etag (get_header (message, "X-Linked-Etag"));
  if (head->total == EDGEKIT_UNKNOWN && size && g_ascii_string_to_unsigned (size, 10, 0, G_MAXINT64, &n, NULL))
    head->total = (gint64) n;
}

char *
_edgekit_http_find_target (SoupMessage *message)
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

/* <https://…>; rel="next", as listings of several pages have it */
static char *
next_page (SoupMessage *message)
{
  const char *link = soup_message_headers_get_list (soup_message_get_response_headers (message), "Link");
  const char *end = link ? strstr (link, ">; rel=\"next\"") : NULL;
  const char *begin = end ? g_strrstr_len (link, end - link, "<") : NULL;
  g_autofree char *reference = begin ? g_strndup (begin + 1, end - begin - 1) : NULL;
  g_autoptr(GUri) uri = NULL;

  if (!reference)
    return NULL;
  uri = g_uri_parse_relative (soup_message_get_uri (message), reference,
                              G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);
  return uri ? g_uri_to_string (uri) : NULL;
}

static gboolean
refuse (EdgeKitHttpBody *body, EdgeKitError code, const char *sentence, GError **error)
{
  GUri *uri = soup_message_get_uri (body->message);
  const char *host = g_uri_get_host (uri);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, EDGEKIT_ERROR, code, sentence, body->what, host);
#pragma GCC diagnostic pop
  return FALSE;
}

/* Translators: in the sentences here, %1$s is the name of a file, and %2$s of a server */
static gboolean
refuse_range (EdgeKitHttpBody *body, GError **error)
{
  return refuse (body, EDGEKIT_ERROR_BAD_RANGE,
                 _ ("%1$s: %2$s sent another part of the file than was asked for, so nothing of it was used; try again, "
                    "or download the model and name its file"),
                 error);
}

static gboolean
check_range (EdgeKitHttpBody *body, const EdgeKitHttpRequest *request, gint64 length, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (body->message);
  gboolean has_range = get_header (body->message, "Content-Range") != NULL;
  goffset begin = -1, end = -1, total = -1;

  if (has_range && !soup_message_headers_get_content_range (headers, &begin, &end, &total))
    return refuse_range (body, error);
  if (!has_range)
    {
      /* its place is only known from its length */
      if (length < 0 || (guint64) length != request->length)
        return refuse_range (body, error);
      body->expected = request->length;
      return TRUE;
    }
  if (begin < 0 || (guint64) begin != request->begin || end < begin ||
      (guint64) (end - begin) >= request->length || (total >= 0 && end >= total) ||
      (length >= 0 && length != end - begin + 1))
    return refuse_range (body, error);
  body->expected = end - begin + 1;
  if (total >= 0)
    body->head.total = total;
  return TRUE;
}

gboolean
_edgekit_http_check_answer (EdgeKitHttpBody *body, const EdgeKitHttpRequest *request, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (body->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *encoding = get_header (body->message, "Content-Encoding");
  gint64 length = -1;

  body->head.status = soup_message_get_status (body->message);
  body->head.type = type ? g_ascii_strdown (type, -1) : NULL;
  body->head.next = next_page (body->message);
  _edgekit_http_take_hints (&body->head, body->message);
  body->head.etag = clean_etag (get_header (body->message, "ETag"));
  body->expected = G_MAXUINT64;
  body->left = request->ranged ? request->length : G_MAXUINT64;
  if (body->head.status == 304)
    return TRUE;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    length = soup_message_headers_get_content_length (headers);
  if (!request->ranged)
    {
      if (!encoding && length >= 0)
        body->expected = length;
      return TRUE;
    }
  if (encoding && g_ascii_strcasecmp (encoding, "identity") != 0)
    return refuse (body, EDGEKIT_ERROR_ENCODED,
                   _ ("%1$s: %2$s sent the part of the file packed, so that it cannot be read; try again later, or "
                      "download the model and name its file"),
                   error);
  if (body->head.type && g_str_has_prefix (body->head.type, "multipart/"))
    return refuse_range (body, error);
  /* ModelScope honours a range, and says 200 */
  if (body->head.status == 206 || get_header (body->message, "Content-Range"))
    return check_range (body, request, length, error);
  if (request->begin > 0)
    return refuse (body, EDGEKIT_ERROR_RANGE_IGNORED,
                   _ ("%1$s: %2$s hands out whole files only, so no more than the begin can be read without "
                      "downloading all of it"),
                   error);
  body->head.whole = TRUE;
  body->left = G_MAXUINT64;
  if (length >= 0)
    {
      body->expected = length;
      body->head.total = length;
    }
  return TRUE;
}
