/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-http-soup-private.h"
#include "edgekit-i18n-private.h"

/* Reading what an answer holds. */

gssize
_edgekit_http_read_some (EdgeKitHttp *self, GInputStream *stream, gpointer bytes, gsize length,
                         EdgeKitHttpExpiry *expiry, GCancellable *cancellable, GError **error)
{
  EdgeKitHttpWait wait;
  gssize n;

  _edgekit_http_wait_begin (&wait, self, cancellable);
  _edgekit_http_wait_set_limit (&wait, EDGEKIT_HTTP_IDLE, self->settings->idle_timeout);
  g_input_stream_read_async (stream, bytes, length, G_PRIORITY_DEFAULT, wait.inner, _edgekit_http_wait_done, &wait);
  _edgekit_http_wait_run (&wait);
  n = g_input_stream_read_finish (stream, wait.result, error);
  *expiry = wait.expiry;
  _edgekit_http_wait_end (&wait);
  if (n > 0)
    self->n_received += n;
  return n;
}

void
_edgekit_http_drop_stream (GInputStream *stream)
{
  g_autoptr(GCancellable) now = g_cancellable_new ();

  g_cancellable_cancel (now);
  g_input_stream_close (stream, now, NULL);
  g_object_unref (stream);
}

gboolean
_edgekit_http_broke_early (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

EdgeKitHttpBody *
_edgekit_http_body_new (EdgeKitHttp *self, const EdgeKitHttpRequest *request)
{
  EdgeKitHttpBody *body = g_new0 (EdgeKitHttpBody, 1);

  body->http = self;
  body->url = g_strdup (request->url);
  body->what = g_strdup (request->what);
  body->head.total = EDGEKIT_UNKNOWN;
  return body;
}

void
_edgekit_http_body_free (EdgeKitHttpBody *body)
{
  EdgeKitHttp *self = body->http;

  g_main_context_push_thread_default (self->context);
  if (body->stream)
    _edgekit_http_drop_stream (body->stream);
  g_clear_object (&body->message);
  g_main_context_pop_thread_default (self->context);
  g_free (body->url);
  g_free (body->what);
  g_free (body->head.etag);
  g_free (body->head.linked);
  g_free (body->head.commit);
  g_free (body->head.next);
  g_free (body->head.type);
  g_free (body);
}

/* --- Its body --------------------------------------------------------------- */

const EdgeKitHttpHead *
_edgekit_http_body_get_head (EdgeKitHttpBody *body)
{
  return &body->head;
}

gssize
_edgekit_http_body_read (EdgeKitHttpBody *body, gpointer bytes, gsize length, GCancellable *cancellable,
                         GError **error)
{
  EdgeKitHttp *self = body->http;
  EdgeKitHttpExpiry expiry;
  GError *cause = NULL;
  gssize n;

  length = MIN (MIN (length, body->left), G_MAXSSIZE);
  if (length == 0)
    return 0;
  g_main_context_push_thread_default (self->context);
  n = _edgekit_http_read_some (self, body->stream, bytes, length, &expiry, cancellable, &cause);
  if (n > 0)
    {
      body->got_any = TRUE;
      if (body->left != G_MAXUINT64)
        body->left -= n;
      if (body->expected != G_MAXUINT64)
        body->expected -= MIN (body->expected, (guint64) n);
      /* the end is read, too, so that the connection can be used again */
      if (body->expected == 0)
        {
          char more;

          _edgekit_http_read_some (self, body->stream, &more, 1, &expiry, cancellable, NULL);
          body->left = 0;
        }
    }
  g_main_context_pop_thread_default (self->context);
  if (n >= 0)
    return n;
  if (expiry == EDGEKIT_HTTP_IN_TIME && _edgekit_http_broke_early (cause))
    {
      g_error_free (cause);
      return 0; /* the caller knows that more was to come */
    }
  _edgekit_http_failed (self, body->url, body->what, expiry, body->got_any, cause, error);
  return -1;
}

char *
_edgekit_http_body_read_all (EdgeKitHttpBody *body, gsize max, gsize *length, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  gssize n = 1;

  while (n > 0)
    {
      guint8 part[16 * 1024];

      n = _edgekit_http_body_read (body, part, sizeof part, cancellable, error);
      if (n < 0)
        return NULL;
      if (bytes->len + (gsize) n > max)
        {
          g_autofree char *limit = edgekit_format_size (max);

          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_ENDLESS,
                       /* Translators: what was asked for, and a size such as "8 MB" */
                       _ ("%1$s: the answer of the server does not end, or is larger than %2$s, which no real one is"),
                       body->what, limit);
          return NULL;
        }
      g_byte_array_append (bytes, part, n);
    }
  if (body->expected != G_MAXUINT64 && body->expected > 0)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NETWORK,
                   /* Translators: what was asked for */
                   _ ("%s: the connection ended before the answer did; try again"), body->what);
      return NULL;
    }
  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
