/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Reads the headers of a model's files. Blocks; runs in any thread. */

#include "edgekit-model-files-private.h"
#include "edgekit-model.h"
#include "edgekit-progress-private.h"
#include "edgekit-remote-name-private.h"
#include "edgekit-remote-options-private.h"

G_BEGIN_DECLS

/* @location names it; @file is where it is, or NULL when only the location is
 * known. @terms: how models elsewhere are read. @progress may be NULL. */
EdgeKitModel *_edgekit_model_load        (const char *location, GFile *file, const EdgeKitRemoteTerms *terms,
                                          EdgeKitProgress *progress, GCancellable *cancellable, GError **error);
/* Takes @name. */
EdgeKitModel *_edgekit_model_load_remote (EdgeKitRemoteName *name, const char *location,
                                          const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress,
                                          GCancellable *cancellable, GError **error);
/* The model that @name is, or that is among @files when it is NULL. */
EdgeKitModel *_edgekit_model_load_files  (EdgeKitModelFiles *files, const char *name, EdgeKitProgress *progress,
                                          GCancellable *cancellable, GError **error);
/* The same, of no file more than @budget bytes. */
EdgeKitModel *_edgekit_model_load_files_within (EdgeKitModelFiles *files, const char *name, guint64 budget,
                                                EdgeKitProgress *progress, GCancellable *cancellable, GError **error);
/* One GGUF file of @size bytes in @stream; for tests. */
EdgeKitModel *_edgekit_model_load_stream (GInputStream *stream, guint64 size, const char *name,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
