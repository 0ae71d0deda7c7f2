/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Requests over HTTP for small documents and for ranges of large files. Blocks;
 * belongs to one thread at a time, which may be any. What a server says is
 * believed only as far as it was checked. */

#include "edgekit-error.h"
#include "edgekit-remote-settings-private.h"

G_BEGIN_DECLS

/* Requests that may be on their way together. */
#define EDGEKIT_HTTP_AT_ONCE 6

typedef struct _EdgeKitHttp EdgeKitHttp;
typedef struct _EdgeKitHttpBody EdgeKitHttpBody;

typedef struct
{
  const char *url;
  const char *what;       /* that errors begin with */
  const char *accept;     /* or NULL */
  const char *agent;      /* a program that the server asks for; or NULL */
  const char *known_etag; /* of the content that is there already; or NULL */
  gboolean ranged;
  guint64 begin;          /* of a range */
  guint64 length;
} EdgeKitHttpRequest;

/* The head of an answer. */
typedef struct
{
  guint status;        /* 200, 206 or 304 */
  char *etag;          /* without quotes and W/; or NULL */
  char *linked;        /* what the hub calls the content, before it redirects; or NULL */
  char *commit;        /* of the repository; or NULL */
  char *next;          /* page of a listing, an URL; or NULL */
  char *type;          /* Content-Type in lower case; or NULL */
  gint64 total;        /* size of the whole file, or EDGEKIT_UNKNOWN */
  gboolean whole;      /* the range was ignored: this is the file from its begin on */
} EdgeKitHttpHead;

EdgeKitHttp         *_edgekit_http_new           (EdgeKitRemoteSettings *settings);
void                 _edgekit_http_free          (EdgeKitHttp *self);
EdgeKitRemoteSettings *_edgekit_http_get_settings (EdgeKitHttp *self);
/* Requests that were sent, and bytes of bodies that came. */
guint                _edgekit_http_get_n_requests (EdgeKitHttp *self);
guint64              _edgekit_http_get_n_received (EdgeKitHttp *self);
/* Where links led before is looked up anew. */
void                 _edgekit_http_forget_links  (EdgeKitHttp *self);
/* A token was sent, refused, and was not needed. */
gboolean             _edgekit_http_token_is_stale (EdgeKitHttp *self);

/* Follows redirects, repeats what may work the next time, and checks the answer.
 * Errors: EDGEKIT_ERROR, each cause with a code of its own, or cancelled. */
EdgeKitHttpBody     *_edgekit_http_open          (EdgeKitHttp *self, const EdgeKitHttpRequest *request,
                                                  GCancellable *cancellable, GError **error);
/* As many as EDGEKIT_HTTP_AT_ONCE, at the same time. Of each either the body or the
 * error is set; a body that is read to its end gives its connection back. */
void                 _edgekit_http_open_all      (EdgeKitHttp *self, const EdgeKitHttpRequest *requests, guint n,
                                                  EdgeKitHttpBody **bodies, GError **errors,
                                                  GCancellable *cancellable);
const EdgeKitHttpHead *_edgekit_http_body_get_head (EdgeKitHttpBody *self);
/* 0 at the end, -1 on an error. No more comes than was asked for. */
gssize               _edgekit_http_body_read     (EdgeKitHttpBody *self, gpointer bytes, gsize length,
                                                  GCancellable *cancellable, GError **error);
/* What is not read yet, and would come, is not waited for. */
void                 _edgekit_http_body_free     (EdgeKitHttpBody *self);

/* A whole document of @max bytes at most; ends with a NUL that is not counted. */
char                *_edgekit_http_body_read_all (EdgeKitHttpBody *self, gsize max, gsize *length,
                                                  GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitHttp, _edgekit_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitHttpBody, _edgekit_http_body_free)

G_END_DECLS
