/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From what a person names to the place where the model's files are. */

#include "edgekit-model-files-private.h"
#include "edgekit-remote-name-private.h"
#include "edgekit-remote-options-private.h"

G_BEGIN_DECLS

/* Whether it is the name of a model in a store, and if so of which one, and what
 * it is called there. */
gboolean           _edgekit_model_location_is_stored (const char *location, const char **store, const char **rest);
/* Whether it cannot be a file of this computer. */
gboolean           _edgekit_model_location_is_link (const char *location);
/* Whether it is the name of a model elsewhere, if it is not in a store of this
 * computer; @refused: why one that looks like it is none. */
gboolean           _edgekit_model_location_is_elsewhere (const char *location, const EdgeKitRemoteTerms *terms,
                                                         EdgeKitRemoteName **name, GError **refused);
/* Whether what was looked for here may be elsewhere. */
gboolean           _edgekit_model_location_is_missing (const GError *error);
/* A file of this computer. */
GFile             *_edgekit_model_location_to_file (const char *location, GError **error);
/* The folder that @file lies in, and its @name there; or the folder that @file
 * is, and NULL. @what names @file in errors. */
EdgeKitModelFiles *_edgekit_model_location_open    (GFile *file, const char *what, char **name,
                                                    GCancellable *cancellable, GError **error);
/* Regular, with its size, or a directory; UNKNOWN with an error for all else. */
GFileType          _edgekit_model_location_look    (GFile *file, const char *what, guint64 *size,
                                                    GCancellable *cancellable, GError **error);

G_END_DECLS
