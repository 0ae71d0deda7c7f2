/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From the headers of the files to the facts of the model. */

#include "edgekit-family-private.h"
#include "edgekit-gguf-private.h"
#include "edgekit-model-private.h"

G_BEGIN_DECLS

/* No model has more; llama.cpp allows 512. */
#define EDGEKIT_MODEL_MAX_LAYERS 4096

/* One file of a model, or of a split set of them. */
typedef struct
{
  char *name;        /* without its folder */
  guint64 size;
  EdgeKitGguf *gguf; /* NULL: this part is not there */
} EdgeKitModelPart;

void          _edgekit_model_part_free      (EdgeKitModelPart *part);

/* @parts: EdgeKitModelPart; the header of the first one is there, and loses its
 * metadata and tensors to the model. @what names the model in errors. */
EdgeKitModel *_edgekit_model_new_from_parts (GPtrArray *parts, guint64 n_read, const char *what, GError **error);

/* The number under @key if it is between 0 and @max, @fallback where it is
 * missing; an error otherwise. */
gboolean      _edgekit_model_get_bounded    (EdgeKitModel *self, const char *key, gint64 max, gint64 fallback,
                                             gint64 *value, const char *what, GError **error);
/* Fills in the layers: all other facts are there. */
gboolean      _edgekit_model_add_layers     (EdgeKitModel *self, const EdgeKitFamily *family, const char *what,
                                             GError **error);
/* What is worth knowing about the files. */
void          _edgekit_model_add_notes      (EdgeKitModel *self, GPtrArray *parts);

G_END_DECLS
