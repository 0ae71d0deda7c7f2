/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One loading: the parts of a model, read one after the other. */

#include "edgekit-model-choice-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-model-files-private.h"
#include "edgekit-progress-private.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitModelFiles *files;
  EdgeKitProgress *progress; /* or NULL */
  guint64 budget;            /* bytes of a file that may be read; 0: the usual */
  guint64 n_read_before;     /* by the files that are done */
  guint64 n_read;            /* by this one */
  double fraction;
  guint part;
  guint n_parts;
} EdgeKitModelLoading;

/* Reads one of the two kinds of headers into @part. */
typedef gboolean (*EdgeKitModelReadHeader) (EdgeKitModelLoading *self, EdgeKitByteReader *reader,
                                            EdgeKitModelPart *part, GCancellable *cancellable, GError **error);

/* The header of @name. With @may_be_missing, a file that is not there gives a
 * part without a header. */
EdgeKitModelPart *_edgekit_model_loading_read_part   (EdgeKitModelLoading *self, const char *name,
                                                      gboolean may_be_missing, EdgeKitModelReadHeader read,
                                                      GCancellable *cancellable, GError **error);
EdgeKitModelPart *_edgekit_model_loading_read_stream (EdgeKitModelLoading *self, GInputStream *stream, guint64 size,
                                                      const char *name, const char *what,
                                                      EdgeKitModelReadHeader read, GCancellable *cancellable,
                                                      GError **error);
/* A reader of the whole of @name, a document beside the parts. NULL without an
 * error when it is not there. */
EdgeKitByteReader *_edgekit_model_loading_open       (EdgeKitModelLoading *self, const char *name,
                                                      GCancellable *cancellable, GError **error);
void               _edgekit_model_loading_done       (EdgeKitModelLoading *self, EdgeKitByteReader *reader);
/* A model that a config.json describes. */
EdgeKitModel      *_edgekit_model_load_config        (EdgeKitModelLoading *self, EdgeKitModelChoice *choice,
                                                      GCancellable *cancellable, GError **error);
/* For the progress of a header. */
void               _edgekit_model_loading_grew       (double fraction, gpointer self);

G_END_DECLS
