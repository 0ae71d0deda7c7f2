/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A repository on a hub, a model in a registry, or files by their links: what is
 * there, and the bytes of it. Blocks; belongs to one thread at a time. */

#include "edgekit-http-private.h"
#include "edgekit-hub-json-private.h"
#include "edgekit-remote-name-private.h"
#include "edgekit-remote-stream-private.h"

G_BEGIN_DECLS

typedef struct _EdgeKitRemoteRepository EdgeKitRemoteRepository;

/* Takes @name; errors say @what. */
EdgeKitRemoteRepository *_edgekit_remote_repository_new      (EdgeKitRemoteName *name, const char *what,
                                                              EdgeKitRemoteSettings *settings);
void                     _edgekit_remote_repository_free     (EdgeKitRemoteRepository *self);
const EdgeKitRemoteName *_edgekit_remote_repository_get_name (EdgeKitRemoteRepository *self);
EdgeKitHttp             *_edgekit_remote_repository_get_http (EdgeKitRemoteRepository *self);

/* Whether @error is that a file changed while it was read, and this happened for the first
 * time: then all that is known is forgotten, and @error is cleared, to begin anew. */
gboolean                 _edgekit_remote_repository_restart  (EdgeKitRemoteRepository *self, GError **error);

/* EdgeKitRemoteFile, asked for once. */
GPtrArray               *_edgekit_remote_repository_list     (EdgeKitRemoteRepository *self, GCancellable *cancellable,
                                                              GError **error);
/* One of them by its path; NULL when there is none. Only after the list. */
const EdgeKitRemoteFile *_edgekit_remote_repository_find     (EdgeKitRemoteRepository *self, const char *path);
/* That @path will be opened, after those that were announced before it: where it is,
 * the next ones are asked for together with it. Errors say @what. Takes both. */
void                     _edgekit_remote_repository_announce (EdgeKitRemoteRepository *self, char *path, char *what);
char                    *_edgekit_remote_repository_get_url  (EdgeKitRemoteRepository *self,
                                                              const EdgeKitRemoteFile *file);
EdgeKitRemoteStream     *_edgekit_remote_repository_open     (EdgeKitRemoteRepository *self,
                                                              const EdgeKitRemoteFile *file, const char *what,
                                                              GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitRemoteRepository, _edgekit_remote_repository_free)

G_END_DECLS
