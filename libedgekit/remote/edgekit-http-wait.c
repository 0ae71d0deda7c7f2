/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-http-soup-private.h"

/* libsoup's own time-out is one for all; here connecting, silence and the whole
 * call have one each, and the caller's cancellable ends a wait at once. */

static gboolean
outer_cancelled (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (((EdgeKitHttpWait *) data)->inner);
  return G_SOURCE_REMOVE;
}

void
_edgekit_http_wait_begin (EdgeKitHttpWait *wait, EdgeKitHttp *http, GCancellable *cancellable)
{
  *wait = (EdgeKitHttpWait){ .http = http, .inner = g_cancellable_new () };
  if (!cancellable)
    return;
  wait->outer_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (wait->outer_source, G_SOURCE_FUNC (outer_cancelled), wait, NULL);
  g_source_attach (wait->outer_source, http->context);
}

static void
drop_source (GSource **source)
{
  if (!*source)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

static gboolean
expired (gpointer data)
{
  EdgeKitHttpWait *wait = data;

  wait->expiry = wait->reason;
  g_cancellable_cancel (wait->inner);
  return G_SOURCE_REMOVE;
}

void
_edgekit_http_wait_set_limit (EdgeKitHttpWait *wait, EdgeKitHttpExpiry reason, guint limit)
{
  drop_source (&wait->timer);
  wait->reason = reason;
  if (wait->http->deadline)
    {
      gint64 left = MAX ((wait->http->deadline - g_get_monotonic_time ()) / 1000, 0);

      if (limit == 0 || left < limit)
        {
          wait->reason = EDGEKIT_HTTP_TOO_LONG;
          limit = (guint) left;
        }
    }
  else if (limit == 0)
    return;
  wait->timer = g_timeout_source_new (limit);
  g_source_set_callback (wait->timer, expired, wait, NULL);
  g_source_attach (wait->timer, wait->http->context);
}

void
_edgekit_http_wait_done (GObject *source, GAsyncResult *result, gpointer wait)
{
  ((EdgeKitHttpWait *) wait)->result = g_object_ref (result);
}

void
_edgekit_http_wait_run (EdgeKitHttpWait *wait)
{
  while (!wait->result)
    g_main_context_iteration (wait->http->context, TRUE);
}

void
_edgekit_http_wait_end (EdgeKitHttpWait *wait)
{
  drop_source (&wait->timer);
  drop_source (&wait->outer_source);
  g_clear_object (&wait->result);
  g_clear_object (&wait->inner);
}
