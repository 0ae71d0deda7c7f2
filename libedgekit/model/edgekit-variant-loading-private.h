/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From a folder, or the name of a repository in a store, to its versions. Blocks;
 * runs in any thread. */

#include "edgekit-progress-private.h"
#include "edgekit-variant-private.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *variants;   /* EdgeKitVariant, in order */
  GPtrArray *companions; /* EdgeKitCompanion */
  guint64 n_read;        /* bytes, of headers */
} EdgeKitVariantLoading;

gboolean _edgekit_variant_loading_run   (EdgeKitVariantLoading *self, const char *location, EdgeKitProgress *progress,
                                         GCancellable *cancellable, GError **error);
void     _edgekit_variant_loading_init  (EdgeKitVariantLoading *self);
void     _edgekit_variant_loading_clear (EdgeKitVariantLoading *self);

G_END_DECLS
