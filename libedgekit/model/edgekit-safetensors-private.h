/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The header of one safetensors file: a length, and a JSON object that names
 * every tensor with its type, shape and place. The weights that follow are
 * never read. */

#include "edgekit-byte-reader-private.h"
#include "edgekit-tensor-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 data_offset; /* where the weights begin */
  guint64 data_end;    /* where the last tensor ends */
  GPtrArray *tensors;  /* EdgeKitTensor in the order of the header, offsets counted from the begin of the file */
  char *format;        /* "format" of its metadata: "pt", "mlx", …; NULL when it has none */
  char *unknown_type;  /* one that no table has, or NULL */
} EdgeKitSafetensors;

EdgeKitSafetensors *_edgekit_safetensors_read (EdgeKitByteReader *reader, EdgeKitHeaderProgress progress,
                                               gpointer data, GCancellable *cancellable, GError **error);
void                _edgekit_safetensors_free (EdgeKitSafetensors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitSafetensors, _edgekit_safetensors_free)

G_END_DECLS
