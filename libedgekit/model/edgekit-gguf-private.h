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
  gboolean facts_only;   /* reading stopped before the tensors, or among them */
  gboolean stopped;      /* because no more might be read */
  guint64 n_tensors;     /* that there are, by its begin */
  guint64 header_guess;  /* bytes of the whole header, where reading stopped before its end */
  char *unknown_type;    /* one that no table has, or NULL */
  const char *engine;    /* the only engine that reads one of the types, or NULL */
  const char *removed;   /* a type that llama.cpp no longer reads, or NULL */
} EdgeKitGguf;

/* All of it; where the reader may stop at its budget, what came before is kept if it is
 * enough for a start, without tensors. */
EdgeKitGguf *_edgekit_gguf_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress, gpointer data,
                                 GCancellable *cancellable, GError **error);
/* As far as the facts that a model is judged by: where they are complete reading
 * stops, and it stops at the budget of @reader with those that came before, if
 * they are enough for a start. No tensors. */
EdgeKitGguf *_edgekit_gguf_read_facts (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error);
void         _edgekit_gguf_free (EdgeKitGguf *self);

/* For the three parts of the reader. */
gboolean     _edgekit_gguf_read_string  (EdgeKitByteReader *reader, gsize max, char **string,
                                         GCancellable *cancellable, GError **error);
/* Everything before the first key. */
gboolean     _edgekit_gguf_read_begin   (EdgeKitGguf *self, EdgeKitByteReader *reader, guint64 *n_pairs,
                                         GCancellable *cancellable, GError **error);
/* Whether @error is that the budget of @reader ended, and what is known by then is a
 * start: then the rest is left alone. */
gboolean     _edgekit_gguf_stop         (EdgeKitGguf *self, EdgeKitByteReader *reader, const GError *error);
/* One key and its value. @kept counts the bytes that the metadata takes. With
 * @at_vocabulary, reading may stop where a list of tokens begins: its length is
 * kept then, and @at_vocabulary set. */
gboolean     _edgekit_gguf_read_pair    (EdgeKitByteReader *reader, EdgeKitMetadata *metadata, gsize *kept,
                                         gboolean *at_vocabulary, GCancellable *cancellable, GError **error);
gboolean     _edgekit_gguf_read_tensor  (EdgeKitGguf *self, EdgeKitByteReader *reader, GCancellable *cancellable,
                                         GError **error);
/* When all are read: their sizes, and their places in the file. */
gboolean     _edgekit_gguf_place_tensors (EdgeKitGguf *self, EdgeKitByteReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitGguf, _edgekit_gguf_free)

G_END_DECLS
