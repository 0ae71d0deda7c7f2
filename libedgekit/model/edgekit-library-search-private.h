/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One search of all stores: what a thread found, until another takes it. */

#include <gio/gio.h>

#include "edgekit-progress-private.h"

G_BEGIN_DECLS

typedef struct _EdgeKitLibrarySearch EdgeKitLibrarySearch;

/* @progress is taken: whoever is told takes what was found. */
EdgeKitLibrarySearch *_edgekit_library_search_new   (EdgeKitProgress *progress);
EdgeKitLibrarySearch *_edgekit_library_search_ref   (EdgeKitLibrarySearch *self);
void                  _edgekit_library_search_unref (EdgeKitLibrarySearch *self);
gboolean              _edgekit_library_search_run   (EdgeKitLibrarySearch *self, GCancellable *cancellable,
                                                     GError **error);
/* What was found since the last time: EdgeKitInstalledModel and EdgeKitModelStore.
 * From any thread. */
void                  _edgekit_library_search_take  (EdgeKitLibrarySearch *self, GPtrArray **models,
                                                     GPtrArray **stores);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitLibrarySearch, _edgekit_library_search_unref)

G_END_DECLS
