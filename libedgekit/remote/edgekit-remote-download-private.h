/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Files of a repository, brought to a folder of this computer: for servers that
 * hand out no parts of files, and only when somebody asks for it. */

#include "edgekit-remote-repository-private.h"

G_BEGIN_DECLS

/* @n_done of @n_all bytes are there. */
typedef void (*EdgeKitRemoteDownloadProgress) (guint64 n_done, guint64 n_all, gpointer data);

/* @files: EdgeKitRemoteFile, whose sizes are known. What is there is kept, and
 * what is there in part goes on. */
gboolean _edgekit_remote_download (EdgeKitRemoteRepository *repository, GPtrArray *files, const char *folder,
                                   const char *what, EdgeKitRemoteDownloadProgress progress, gpointer data,
                                   GCancellable *cancellable, GError **error);

G_END_DECLS
