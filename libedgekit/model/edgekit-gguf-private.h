/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The header of one GGUF file: ggml docs/gguf.md, versions 1 to 3, either byte
 * order. The weights that follow are never read. */

#include "edgekit-byte-reader-private.h"
#include "edgekit-metadata-private.h"
#include "edgekit-tensor-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 version;
  gboolean big_endian;
  guint64 alignment;
  guint64 data_offset;   /* where the weights begin */
  guint64 data_end;      /* where the last known tensor ends */
  EdgeKitMetadata *metadata;
  GPtrArray *tensors;    /* EdgeKitTensor, offsets counted from the begin of the file */
  char *unknown_type;    /* one that no table has, or NULL */
  const char *engine;    /* the only engine that reads one of the types, or NULL */
  const char *removed;   /* a type that llama.cpp no longer reads, or NULL */
} EdgeKitGguf;

EdgeKitGguf *_edgekit_gguf_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress, gpointer data,
                                 GCancellable *cancellable, GError **error);
void         _edgekit_gguf_free (EdgeKitGguf *self);

/* For the three parts of the reader. */
gboolean     _edgekit_gguf_read_string  (EdgeKitByteReader *reader, gsize max, char **string,
                                         GCancellable *cancellable, GError **error);
/* One key and its value. @kept counts the bytes that the metadata takes. */
gboolean     _edgekit_gguf_read_pair    (EdgeKitByteReader *reader, EdgeKitMetadata *metadata, gsize *kept,
                                         GCancellable *cancellable, GError **error);
gboolean     _edgekit_gguf_read_tensor  (EdgeKitGguf *self, EdgeKitByteReader *reader, GCancellable *cancellable,
                                         GError **error);
/* When all are read: their sizes, and their places in the file. */
gboolean     _edgekit_gguf_place_tensors (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitGguf, _edgekit_gguf_free)

G_END_DECLS
