/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The types of tensors: rows of data/tables/tensor-types.ini. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef struct _EdgeKitTensorType EdgeKitTensorType;

struct _EdgeKitTensorType
{
  guint32 id;
  const char *name;
  guint64 block;        /* values in a block, never 0 */
  guint64 bytes;        /* of a block */
  guint64 row_bytes;    /* that each row has besides */
  guint64 tensor_bytes; /* that each tensor has besides */
  const char *engine;   /* the one engine that reads it; NULL for llama.cpp */
  gboolean removed;     /* llama.cpp no longer loads it */
  gboolean reused;      /* other programs have given the number to other types */
  const EdgeKitTensorType *next; /* another one of the same number */
};

/* NULL for a number that no row has. */
const EdgeKitTensorType *_edgekit_tensor_type_get      (guint32 id);
/* NULL for a name that no row has. */
const EdgeKitTensorType *_edgekit_tensor_type_find     (const char *name);
/* The bytes of a tensor of @n_dims @dims, the innermost first. FALSE when the
 * rows do not divide into blocks, or the size passes gint64. */
gboolean                 _edgekit_tensor_type_get_size (const EdgeKitTensorType *self, const guint64 *dims, guint n_dims,
                                                        guint64 *size);
/* "Q4_K_M" for 15, a row of data/tables/file-types.ini; NULL for unknown ones. */
const char              *_edgekit_file_type_get_name   (gint64 id);

G_END_DECLS
