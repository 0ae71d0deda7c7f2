/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Reads the headers of a model's files. Blocks; runs in any thread. */

#include "edgekit-model-files-private.h"
#include "edgekit-model.h"
#include "edgekit-progress-private.h"

G_BEGIN_DECLS

/* @location names it; @file is where it is, or NULL when only the location is
 * known. @progress may be NULL. */
EdgeKitModel *_edgekit_model_load        (const char *location, GFile *file, EdgeKitProgress *progress,
                                          GCancellable *cancellable, GError **error);
/* The model that @name is, or that is among @files when it is NULL. */
EdgeKitModel *_edgekit_model_load_files  (EdgeKitModelFiles *files, const char *name, EdgeKitProgress *progress,
                                          GCancellable *cancellable, GError **error);
/* One GGUF file of @size bytes in @stream; for tests. */
EdgeKitModel *_edgekit_model_load_stream (GInputStream *stream, guint64 size, const char *name,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
