/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Models that are not on this computer. */

#include "edgekit-model-facts-private.h"
#include "edgekit-model-files-private.h"
#include "edgekit-progress-private.h"
#include "edgekit-remote-repository-private.h"
#include "edgekit-variant-group-private.h"

G_BEGIN_DECLS

/* What is in a repository, sorted out. */
typedef struct
{
  GPtrArray *files; /* EdgeKitListedFile */
  EdgeKitVariantGroups *groups;
} EdgeKitRemoteListing;

gboolean           _edgekit_remote_listing_read  (EdgeKitRemoteListing *listing, EdgeKitRemoteRepository *repository,
                                                  GCancellable *cancellable, GError **error);
/* FALSE: there is no model in it. */
gboolean           _edgekit_remote_refuse_empty  (const char *what, GError **error);
void               _edgekit_remote_listing_clear (EdgeKitRemoteListing *listing);

/* The files in @folder of @repository, which must outlive it. Errors say @what of
 * the file @name, which may be NULL. */
EdgeKitModelFiles *_edgekit_model_files_new_remote (EdgeKitRemoteRepository *repository, const char *folder,
                                                    const char *name, const char *what);
/* Reads the listing and finds the version that is meant. @name: its file, or NULL
 * where a config.json tells. @group: the version; NULL where the file is none. */
EdgeKitModelFiles *_edgekit_remote_choose        (EdgeKitRemoteRepository *repository, EdgeKitRemoteListing *listing,
                                                  const char *what, char **name, const EdgeKitVariantGroup **group,
                                                  GCancellable *cancellable, GError **error);
/* Where engines find @model: a GGUF version on a hub. */
void               _edgekit_remote_set_hub_name  (EdgeKitModel *model, EdgeKitRemoteRepository *repository,
                                                  const EdgeKitVariantGroup *group);
/* A part whose header is not read. */
EdgeKitModelPart  *_edgekit_remote_make_part     (const EdgeKitListedFile *file);
/* The facts of a version, for _edgekit_model_new_from_facts(). */
GPtrArray         *_edgekit_remote_read_facts    (EdgeKitModelFiles *files, const EdgeKitVariantGroup *group,
                                                  guint64 budget, EdgeKitProgress *progress, guint64 *n_read,
                                                  GCancellable *cancellable, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitRemoteListing, _edgekit_remote_listing_clear)

G_END_DECLS
