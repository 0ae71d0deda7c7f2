/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The begin of a file elsewhere, read forward: first what is in the cache, then
 * ranges in growing steps, no byte of which is asked for twice. */

#include "edgekit-http-private.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_REMOTE_STREAM (_edgekit_remote_stream_get_type ())
G_DECLARE_FINAL_TYPE (EdgeKitRemoteStream, _edgekit_remote_stream, EDGEKIT, REMOTE_STREAM, GInputStream)

typedef struct
{
  EdgeKitHttp *http; /* must outlive the stream */
  const char *url;
  const char *what;  /* that errors begin with */
  const char *agent; /* or NULL */
  const char *id;    /* of the content, where a listing names it; or NULL */
  gint64 size;       /* where a listing says it, or EDGEKIT_UNKNOWN */
} EdgeKitRemoteSource;

/* Asks for the first bytes, if they are not there already, so that the size is
 * known. NULL with an error when that fails. */
EdgeKitRemoteStream *_edgekit_remote_stream_open     (const EdgeKitRemoteSource *source, GCancellable *cancellable,
                                                      GError **error);
/* Up to EDGEKIT_HTTP_AT_ONCE of one session at the same time, each with its first bytes
 * read, so that none holds a connection; of each the stream or the error is set. */
void                 _edgekit_remote_stream_open_all (const EdgeKitRemoteSource *sources, guint n,
                                                      EdgeKitRemoteStream **streams, GError **errors,
                                                      GCancellable *cancellable);
guint64              _edgekit_remote_stream_get_size (EdgeKitRemoteStream *self);
/* That no more than so many bytes of the file will be read. */
void                 _edgekit_remote_stream_set_limit (EdgeKitRemoteStream *self, guint64 limit);
/* That so many more bytes will be read for sure: the next step may be as large. */
void                 _edgekit_remote_stream_expect   (EdgeKitRemoteStream *self, guint64 n);

G_END_DECLS
