/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-record-private.h"
#include "edgekit-tensor-name-private.h"
#include "edgekit-tensor.h"

G_BEGIN_DECLS

/* GGUF has up to 4, the convolutions of vision models in safetensors 5. */
#define EDGEKIT_TENSOR_MAX_DIMS 8

/* How a file lists the dimensions, and how people who use such files do. */
typedef enum
{
  EDGEKIT_TENSOR_INNERMOST_FIRST, /* GGUF */
  EDGEKIT_TENSOR_OUTERMOST_FIRST, /* safetensors */
} EdgeKitTensorOrder;

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
  guint32 type_id;        /* in a GGUF file */
  EdgeKitTensorOrder order;
  const char *rest;       /* of the name, after the number of the layer */
  EdgeKitTensorPart part;
  EdgeKitTensorRole role; /* by its name */
  gboolean experts;       /* of those that a router chooses from */
  gboolean shared_expert; /* of one that always works */
  gint64 parameters;      /* weights that it stands for: more than values where they are packed, none in a scale */
  gboolean size_is_bound; /* the type is not known; the size is all that can be between two offsets */
};

/* @dims are as in a file, unchecked, but the innermost first. NULL when their
 * product passes gint64. */
EdgeKitTensor *_edgekit_tensor_new (const char *name, const guint64 *dims, guint n_dims, EdgeKitTensorOrder order);

G_END_DECLS
