/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-tensor.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

#define EDGEKIT_TENSOR_MAX_DIMS 4

struct _EdgeKitTensor
{
  GObject parent_instance;
  char *name;
  char *tensor_type;
  char *shape;
  gint64 elements;
  gint64 size;
  gint64 offset;
  gint64 layer;
  gint64 file;

  guint64 dims[EDGEKIT_TENSOR_MAX_DIMS]; /* the innermost first, 1 beyond n_dims */
  guint n_dims;
  gboolean size_is_bound; /* the type is not known; the size is all that can be between two offsets */
};

/* @dims are as in a file: unchecked. NULL when their product passes gint64. */
EdgeKitTensor *_edgekit_tensor_new         (const char *name, const guint64 *dims, guint n_dims);
/* The layer that a name tells, "enc.blk.7.ffn_up.weight": 7 and "ffn_up.weight"; -1 for none. */
gint64         _edgekit_tensor_parse_layer (const char *name, const char **rest);

G_END_DECLS
