/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hub-private.h"

#include <string.h>

#define PIECE (64 * 1024)
#define TRICKLE_INTERVAL 20

static void
set_header (SoupServerMessage *message, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), name, value);
}

static void
answer_text (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

/* --- Bodies that come piece by piece ---------------------------------------- */

typedef struct
{
  Hub *hub;
  const HubFile *file; /* or NULL: zeros */
  char *path;
  guint64 at, end;
  guint64 breaks_at;
  gboolean endless;
} Flow;

static void
flow_free (gpointer data, GClosure *closure)
{
  Flow *flow = data;

  g_free (flow->path);
  g_free (flow);
}

static void
append_piece (Flow *flow, SoupMessageBody *body)
{
  guint64 n = MIN (PIECE, flow->end - flow->at);
  guint8 *bytes = g_malloc0 (n);

  if (n > 0 && flow->file && flow->at < g_bytes_get_size (flow->file->begin))
    memcpy (bytes, (const guint8 *) g_bytes_get_data (flow->file->begin, NULL) + flow->at,
            MIN (n, g_bytes_get_size (flow->file->begin) - flow->at));
  soup_message_body_append (body, SOUP_MEMORY_TAKE, bytes, n);
  if (!flow->endless || flow->breaks_at != G_MAXUINT64)
    flow->at = MIN (flow->at + n, flow->end);
}

static void
wrote_piece (SoupServerMessage *message, gpointer data)
{
  Flow *flow = data;
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  if (flow->at >= flow->breaks_at)
    {
      /* the server finds out when it writes on */
      g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
      append_piece (flow, body);
      soup_server_message_unpause (message);
      return;
    }
  if (flow->at < flow->end || flow->endless)
    append_piece (flow, body);
  else
    soup_message_body_complete (body);
  soup_server_message_unpause (message);
}

static void
note_span (Hub *self, const HubFile *file, guint64 begin, guint64 end)
{
  HubSpan span = { g_strdup_printf ("%s/%s", file->repository, file->path), begin, end };

  g_array_append_val (self->spans, span);
}

static void
start_flow (Hub *self, SoupServerMessage *message, const HubFile *file, guint64 begin, guint64 end, guint64 breaks_at,
            gboolean endless)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  Flow *flow = g_new0 (Flow, 1);

  flow->hub = self;
  flow->file = file;
  flow->at = begin;
  flow->end = end;
  flow->breaks_at = breaks_at;
  flow->endless = endless;
  soup_message_body_set_accumulate (body, FALSE);
  append_piece (flow, body);
  g_signal_connect_data (message, "wrote-chunk", G_CALLBACK (wrote_piece), flow, flow_free, 0);
}

typedef struct
{
  Hub *hub;
  SoupServerMessage *message;
  gboolean finished;
} Drip;

static gboolean
drip (gpointer data)
{
  Drip *d = data;

  if (d->finished || d->hub->closed)
    {
      g_object_unref (d->message);
      g_free (d);
      return G_SOURCE_REMOVE;
    }
  soup_message_body_append (soup_server_message_get_response_body (d->message), SOUP_MEMORY_STATIC, "G", 1);
  soup_server_message_unpause (d->message);
  return G_SOURCE_CONTINUE;
}

static void
drip_finished (SoupServerMessage *message, gpointer data)
{
  ((Drip *) data)->finished = TRUE;
}

static void
start_drip (Hub *self, SoupServerMessage *message)
{
  Drip *d = g_new0 (Drip, 1);
  GSource *source = g_timeout_source_new (TRICKLE_INTERVAL);

  d->hub = self;
  d->message = g_object_ref (message);
  g_signal_connect (message, "finished", G_CALLBACK (drip_finished), d);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC, "G", 1);
  g_source_set_callback (source, drip, d, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/* --- Files ------------------------------------------------------------------ */

static gboolean
parse_range (const char *range, guint64 size, guint64 *begin, guint64 *end)
{
  char *rest;

  if (!range || !g_str_has_prefix (range, "bytes="))
    return FALSE;
  *begin = g_ascii_strtoull (range + 6, &rest, 10);
  *end = *rest == '-' && rest[1] ? g_ascii_strtoull (rest + 1, NULL, 10) + 1 : size;
  *end = MIN (*end, size);
  return TRUE;
}

static void
set_content_range (SoupServerMessage *message, guint64 begin, guint64 end, guint64 size)
{
  g_autofree char *value = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                                            begin, end - 1, size);

  set_header (message, "Content-Range", value);
}

void
hub_send_file (Hub *self, SoupServerMessage *message, const HubFile *file, const char *range, HubFault fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *known = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "If-None-Match");
  g_autofree char *mark = fault == HUB_CHANGED    ? g_strdup ("changed")
                          : fault == HUB_CHANGING ? g_strdup_printf ("%u", self->requests->len)
                                                  : g_strdup ("");
  g_autofree char *etag = g_strdup_printf ("\"%s%s\"", file->second_hash, mark);
  guint64 begin = 0, end = file->size, breaks_at = G_MAXUINT64;
  gboolean ranged = fault != HUB_WHOLE && fault != HUB_GZIP && parse_range (range, file->size, &begin, &end);

  set_header (message, "ETag", etag);
  set_header (message, "Content-Type", "application/octet-stream");
  if (known && strstr (known, file->second_hash))
    {
      soup_server_message_set_status (message, 304, NULL);
      return;
    }
  if (begin >= file->size && file->size > 0)
    {
      soup_server_message_set_status (message, 416, NULL);
      return;
    }
  soup_server_message_set_status (message, ranged && fault != HUB_200_WITH_RANGE ? 206 : 200, NULL);
  if (ranged && fault == HUB_WRONG_RANGE)
    set_content_range (message, begin + 1000, end + 1000, MAX (file->size, end + 1000));
  else if (ranged && fault == HUB_SHIFTED_RANGE)
    set_content_range (message, 0, end - begin, file->size);
  else if (ranged && fault != HUB_NO_RANGE_HEADER)
    set_content_range (message, begin, end, file->size);
  if (fault == HUB_MULTIPART)
    set_header (message, "Content-Type", "multipart/byteranges; boundary=x");
  if (fault == HUB_GZIP)
    {
      set_header (message, "Content-Encoding", "gzip");
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
    }
  else
    soup_message_headers_set_content_length (headers, end - begin);
  if (fault == HUB_BREAK)
    breaks_at = begin + 1;
  note_span (self, file, begin, fault == HUB_BREAK ? MIN (begin + PIECE / 16, end) : end);
  if (fault == HUB_BREAK)
    {
      /* so much arrives, and no more */
      start_flow (self, message, file, begin, MIN (begin + PIECE / 16, end), breaks_at, TRUE);
      return;
    }
  start_flow (self, message, file, begin, end, breaks_at, FALSE);
}

/* --- Faults ----------------------------------------------------------------- */

static void
answer_gated (SoupServerMessage *message, guint status)
{
  const char *text = status == 401 ? "Access to model owner/gated is restricted. You must have access to it and be "
                                     "authenticated to access it. Please log in."
                                   : "Access to model owner/gated is restricted and you are not in the authorized "
                                     "list. Visit the page to ask for access.";

  set_header (message, "X-Error-Code", "GatedRepo");
  set_header (message, "X-Error-Message", text);
  answer_text (message, status, "text/plain; charset=utf-8", text);
}

static void
answer_error (SoupServerMessage *message, guint status, const char *code, const char *text)
{
  if (code)
    set_header (message, "X-Error-Code", code);
  set_header (message, "X-Error-Message", text);
  answer_text (message, status, "application/json; charset=utf-8", "{\"error\":\"see the header\"}");
}

static void
redirect (SoupServerMessage *message, const char *location)
{
  set_header (message, "Location", location);
  answer_text (message, 302, "text/plain", "Found. Redirecting");
}

static void
answer_until (SoupServerMessage *message)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_minutes (now, 30);
  g_autofree char *text = soup_date_time_to_string (then, SOUP_DATE_HTTP);

  set_header (message, "Retry-After", text);
  answer_text (message, 429, "text/plain", "Too Many Requests");
}

static void
redirect_away (Hub *self, SoupServerMessage *message, HubFault fault)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *location = g_strconcat (self->endpoints[1], g_uri_get_path (uri), query ? "?" : NULL, query, NULL);

  set_header (message, "Location", location);
  answer_text (message, statuses[fault - HUB_AWAY_301], "text/plain", "Redirecting");
}

gboolean
hub_answer_fault (Hub *self, SoupServerMessage *message, HubFault fault, const HubFile *file, const char *range)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);

  switch (fault)
    {
    case HUB_GATED:
      answer_gated (message, 401);
      return TRUE;
    case HUB_GATED_FOR_YOU:
      answer_gated (message, 403);
      return TRUE;
    case HUB_PRIVATE:
      answer_error (message, 401, NULL, "Invalid username or password.");
      return TRUE;
    case HUB_NOT_FOUND:
      answer_error (message, 404, "RepoNotFound", "Repository not found");
      return TRUE;
    case HUB_NO_REVISION:
      answer_error (message, 404, "RevisionNotFound", "Invalid rev id: refs");
      return TRUE;
    case HUB_DISABLED:
      answer_error (message, 403, NULL, "Access to this resource is disabled.");
      return TRUE;
    case HUB_WRONG_TOKEN:
      if (!soup_message_headers_get_one (request, "Authorization"))
        return FALSE;
      answer_error (message, 401, NULL, "Invalid credentials in Authorization header");
      return TRUE;
    case HUB_RATE_LIMITED:
      set_header (message, "Retry-After", "1");
      answer_text (message, 429, "text/plain", "Too Many Requests");
      return TRUE;
    case HUB_RATE_LIMITED_HOUR:
      set_header (message, "Retry-After", "3600");
      answer_text (message, 429, "text/plain", "Too Many Requests");
      return TRUE;
    case HUB_RATE_LIMITED_UNTIL:
      answer_until (message);
      return TRUE;
    case HUB_RATE_LIMITED_LONG:
      set_header (message, "RateLimit", "\"api\";r=0;t=299");
      set_header (message, "RateLimit-Policy", "\"fixed window\";\"api\";q=500;w=300");
      answer_text (message, 429, "text/plain", "Too Many Requests");
      return TRUE;
    case HUB_SERVER_ERROR:
      answer_text (message, 503, "text/html", "<html>Service Unavailable</html>");
      return TRUE;
    case HUB_FORBIDDEN:
      answer_text (message, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
      return TRUE;
    case HUB_STALL:
      soup_server_message_pause (message);
      return TRUE;
    case HUB_TRICKLE:
      soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
      soup_server_message_set_status (message, 200, NULL);
      start_drip (self, message);
      return TRUE;
    case HUB_ENDLESS:
      soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
      soup_server_message_set_status (message, 200, NULL);
      start_flow (self, message, NULL, 0, PIECE, G_MAXUINT64, TRUE);
      return TRUE;
    case HUB_LOOP:
      {
        g_autofree char *url = g_uri_to_string (soup_server_message_get_uri (message));

        redirect (message, url);
        return TRUE;
      }
    case HUB_AWAY_301:
    case HUB_AWAY_302:
    case HUB_AWAY_303:
    case HUB_AWAY_307:
    case HUB_AWAY_308:
      redirect_away (self, message, fault);
      return TRUE;
    case HUB_INSECURE:
      redirect (message, "http://127.0.0.1:9/file");
      return TRUE;
    case HUB_PAGE:
      answer_text (message, 200, "text/html; charset=utf-8", "<!DOCTYPE html><html><body>Please log in</body></html>");
      return TRUE;
    case HUB_GARBAGE:
      answer_text (message, 200, "application/json", "{\"error\":[[[");
      return TRUE;
    case HUB_WHOLE:
    case HUB_WRONG_RANGE:
    case HUB_SHIFTED_RANGE:
    case HUB_NO_RANGE_HEADER:
    case HUB_MULTIPART:
    case HUB_GZIP:
    case HUB_BREAK:
    case HUB_CHANGED:
    case HUB_CHANGING:
    case HUB_200_WITH_RANGE:
    case HUB_N_FAULTS:
      return FALSE; /* of the file */
    }
  return FALSE;
}
