/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From a folder, or the name of a repository in a store, to its versions. Blocks;
 * runs in any thread. */

#include "edgekit-model.h"
#include "edgekit-progress-private.h"
#include "edgekit-remote-name-private.h"
#include "edgekit-remote-options-private.h"
#include "edgekit-variant-group-private.h"
#include "edgekit-variant-private.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *variants;   /* EdgeKitVariant, in order */
  GPtrArray *companions; /* EdgeKitCompanion */
  guint64 n_read;        /* bytes, of headers */
} EdgeKitVariantLoading;

gboolean _edgekit_variant_loading_run   (EdgeKitVariantLoading *self, const char *location,
                                         const EdgeKitRemoteTerms *terms, EdgeKitProgress *progress,
                                         GCancellable *cancellable, GError **error);
/* Of what is elsewhere; takes @name. */
gboolean _edgekit_variant_loading_run_remote (EdgeKitVariantLoading *self, EdgeKitRemoteName *name,
                                              const char *location, const EdgeKitRemoteTerms *terms,
                                              EdgeKitProgress *progress, GCancellable *cancellable, GError **error);
void     _edgekit_variant_loading_init  (EdgeKitVariantLoading *self);
void     _edgekit_variant_loading_clear (EdgeKitVariantLoading *self);

/* For both. What the header says goes before what the name does. @model and
 * @problem are taken, one of them is NULL. FALSE when it was cancelled. */
gboolean        _edgekit_variant_loading_take           (EdgeKitVariantLoading *self, EdgeKitVariant *variant,
                                                         EdgeKitModel *model, GError *problem, GError **error);
void            _edgekit_variant_loading_add_companions (EdgeKitVariantLoading *self,
                                                         const EdgeKitVariantGroups *groups);
/* Without a place. */
EdgeKitVariant *_edgekit_variant_of_group               (const EdgeKitVariantGroup *group);

G_END_DECLS
