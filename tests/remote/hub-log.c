/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hub-private.h"

#include <string.h>

/* What the hub was asked, and what it sent. */

void
hub_request_free (HubRequest *request)
{
  g_free (request->path);
  g_free (request->query);
  g_free (request->authorization);
  g_free (request->range);
  g_free (request->if_none_match);
  g_free (request->agent);
  g_free (request);
}

HubRequest *
hub_request_new (gboolean second, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  HubRequest *request = g_new0 (HubRequest, 1);

  request->second = second;
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  request->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  request->agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));
  return request;
}

static HubRequest *
request_copy (const HubRequest *from)
{
  HubRequest *to = g_memdup2 (from, sizeof *from);

  to->path = g_strdup (from->path);
  to->query = g_strdup (from->query);
  to->authorization = g_strdup (from->authorization);
  to->range = g_strdup (from->range);
  to->if_none_match = g_strdup (from->if_none_match);
  to->agent = g_strdup (from->agent);
  return to;
}

GPtrArray *
hub_list_requests (Hub *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) hub_request_free);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->requests->len; i++)
    g_ptr_array_add (copy, request_copy (g_ptr_array_index (self->requests, i)));
  g_mutex_unlock (&self->lock);
  return copy;
}

guint
hub_count_requests (Hub *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->requests->len;
  g_mutex_unlock (&self->lock);
  return n;
}

guint
hub_count_at_once (Hub *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->most_waiting;
  g_mutex_unlock (&self->lock);
  return n;
}

guint
hub_count_round_trips (Hub *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_trips;
  g_mutex_unlock (&self->lock);
  return n;
}

guint64
hub_count_sent (Hub *self)
{
  guint64 n;

  g_mutex_lock (&self->lock);
  n = self->sent;
  g_mutex_unlock (&self->lock);
  return n;
}

gboolean
hub_sent_once (Hub *self)
{
  gboolean once = TRUE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->spans->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const HubSpan *a = &g_array_index (self->spans, HubSpan, i), *b = &g_array_index (self->spans, HubSpan, j);

        once &= !g_str_equal (a->path, b->path) || a->end <= b->begin || b->end <= a->begin;
      }
  g_mutex_unlock (&self->lock);
  return once;
}

guint64
hub_get_reach (Hub *self, const char *path)
{
  guint64 reach = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->spans->len; i++)
    {
      const HubSpan *span = &g_array_index (self->spans, HubSpan, i);

      if (g_str_has_suffix (span->path, path))
        reach = MAX (reach, span->end);
    }
  g_mutex_unlock (&self->lock);
  return reach;
}
