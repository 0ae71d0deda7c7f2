/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the files that use libsoup share. */

#include <libsoup/soup.h>

#include "edgekit-http-private.h"

G_BEGIN_DECLS

struct _EdgeKitHttp
{
  EdgeKitRemoteSettings *settings;
  GMainContext *context; /* private: nothing else runs while a call waits */
  SoupSession *session;
  GHashTable *targets;   /* where a link led before: URL → URL, for this session only */
  GError *broken;        /* what makes any request pointless; or NULL */
  gint64 deadline;       /* monotonic, or 0 */
  guint n_requests;
  guint64 n_received;
  gboolean token_is_stale;
};

struct _EdgeKitHttpBody
{
  EdgeKitHttp *http;
  SoupMessage *message;
  GInputStream *stream;
  EdgeKitHttpHead head;
  char *url;             /* that was asked for, before redirects */
  char *what;
  guint64 left;          /* bytes that may still be handed out */
  guint64 expected;      /* that the server announced, from here on; or G_MAXUINT64 */
  gboolean got_any;
};

/* --- edgekit-http-wait.c ------------------------------------------------------ */

typedef enum
{
  EDGEKIT_HTTP_IN_TIME,
  EDGEKIT_HTTP_NOT_CONNECTED,
  EDGEKIT_HTTP_IDLE,
  EDGEKIT_HTTP_TOO_LONG, /* the whole call */
} EdgeKitHttpExpiry;

/* One thing that is waited for, on the private context. */
typedef struct
{
  EdgeKitHttp *http;
  GCancellable *inner;
  GSource *outer_source; /* of the caller's cancellable */
  GSource *timer;
  GAsyncResult *result;
  EdgeKitHttpExpiry expiry, reason;
} EdgeKitHttpWait;

void _edgekit_http_wait_begin     (EdgeKitHttpWait *wait, EdgeKitHttp *http, GCancellable *cancellable);
/* From now on, what is waited for may take so many milliseconds. */
void _edgekit_http_wait_set_limit (EdgeKitHttpWait *wait, EdgeKitHttpExpiry reason, guint limit);
/* A GAsyncReadyCallback, with the wait as its data. */
void _edgekit_http_wait_done      (GObject *source, GAsyncResult *result, gpointer wait);
/* Until that was called. */
void _edgekit_http_wait_run       (EdgeKitHttpWait *wait);
void _edgekit_http_wait_end       (EdgeKitHttpWait *wait);

/* --- edgekit-http-exchange.c ---------------------------------------------------- */

/* Zeros before it begins. */
typedef struct
{
  EdgeKitHttp *http;
  const EdgeKitHttpRequest *request;
  GCancellable *cancellable; /* or NULL */
  EdgeKitHttpBody *body;
  GError *error;
  gboolean done;

  EdgeKitHttpWait wait; /* for one of the next two, or a pause */
  SoupMessage *message;
  GInputStream *stream; /* of a text that is not wanted */
  GSource *pause;
  char *url;
  guint hop;
  gboolean known;       /* the URL is where a link led before */
  gboolean had_token;
  guint tries;          /* repetitions for a fault of the server */
  gboolean broke;       /* a connection, once */
  gboolean resolved;    /* a link that was remembered has been looked up anew */
  SoupMessage *refused; /* the token, when asked for the first time; or NULL */
} EdgeKitHttpExchange;

void             _edgekit_http_exchange_begin (EdgeKitHttpExchange *self, EdgeKitHttp *http,
                                               const EdgeKitHttpRequest *request, GCancellable *cancellable);
/* When it is done: what there is to read, or NULL with an error. */
EdgeKitHttpBody *_edgekit_http_exchange_end   (EdgeKitHttpExchange *self, GError **error);

/* --- edgekit-http-body.c ------------------------------------------------------ */

EdgeKitHttpBody *_edgekit_http_body_new (EdgeKitHttp *http, const EdgeKitHttpRequest *request);
gssize   _edgekit_http_read_some    (EdgeKitHttp *http, GInputStream *stream, gpointer bytes, gsize length,
                                     EdgeKitHttpExpiry *expiry, GCancellable *cancellable, GError **error);
/* Closes it without reading the rest, which an ordinary close would do. */
void     _edgekit_http_drop_stream  (GInputStream *stream);
/* Whether the other side hung up. */
gboolean _edgekit_http_broke_early  (const GError *error);

/* --- edgekit-http-error.c ----------------------------------------------------- */

/* What went wrong on the way; takes @cause. */
void     _edgekit_http_failed        (EdgeKitHttp *http, const char *url, const char *what, EdgeKitHttpExpiry expiry,
                                      gboolean slow, GError *cause, GError **error);
/* What the server refused. */
void     _edgekit_http_refused       (EdgeKitHttp *http, SoupMessage *message, const char *what, gboolean had_token,
                                      GError **error);
/* Whether the way to @url leads through one. */
gboolean _edgekit_http_has_proxy    (EdgeKitHttp *http, const char *url);
/* What the proxy refused that the way leads through. */
void     _edgekit_http_refused_by_proxy (const char *host, const char *what, guint status, GError **error);
/* Seconds until it may be asked again, or -1. */
int      _edgekit_http_get_retry_after (SoupMessage *message);
gboolean _edgekit_http_token_was_refused (SoupMessage *message);

/* --- edgekit-http-head.c ------------------------------------------------------ */

/* Checks what the server says about the body; FALSE when it cannot be used. */
gboolean _edgekit_http_check_answer (EdgeKitHttpBody *body, const EdgeKitHttpRequest *request, GError **error);
/* Where a redirect leads; NULL when nobody should go there. */
char    *_edgekit_http_find_target  (SoupMessage *message);
/* What only the answers before a redirect say. */
void     _edgekit_http_take_hints   (EdgeKitHttpHead *head, SoupMessage *message);

G_END_DECLS
