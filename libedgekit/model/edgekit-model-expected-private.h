/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The tensors of a model of which only the facts were read: those that a model of
 * its architecture and widths has, as large together as its files are. */

#include "edgekit-model.h"

G_BEGIN_DECLS

/* EdgeKitTensor; empty where the facts are not enough. @self has no tensors;
 * @quantization is what the name of its file says, or NULL; @weights is the size
 * of all its tensors. */
GPtrArray    *_edgekit_model_expect_tensors  (EdgeKitModel *self, const char *quantization, guint64 weights);
/* A model from the facts in the first of @parts, whose files are @size bytes
 * together. The facts stay with @parts, which can be asked about another version. */
EdgeKitModel *_edgekit_model_new_from_facts  (GPtrArray *parts, const char *quantization, guint64 n_read,
                                              const char *what, GError **error);

G_END_DECLS
