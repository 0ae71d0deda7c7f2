/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Reads the headers of a model's files. Blocks; runs in any thread. */

#include "edgekit-model.h"

G_BEGIN_DECLS

/* @fraction grows from 0 to 1; called often. */
typedef void (*EdgeKitLoadProgress) (double fraction, guint64 n_read, gpointer data);

/* @location names it; @file is where it is, or NULL when only the location is known. */
EdgeKitModel *_edgekit_model_load        (const char *location, GFile *file, EdgeKitLoadProgress progress,
                                          gpointer data, GCancellable *cancellable, GError **error);
/* One GGUF file of @size bytes in @stream; for tests. */
EdgeKitModel *_edgekit_model_load_stream (GInputStream *stream, guint64 size, const char *name,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
