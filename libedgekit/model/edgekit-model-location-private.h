/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From what a person names to the files that hold the model. */

#include "edgekit-error.h"

G_BEGIN_DECLS

/* A file of this computer; an error for what is elsewhere. */
GFile   *_edgekit_model_location_to_file (const char *location, GError **error);
/* @file itself when it is a plain file, the one model in it when it is a
 * folder. @size is the size of the file that is returned. @what names @file in
 * errors. */
GFile   *_edgekit_model_location_find    (GFile *file, const char *what, guint64 *size, GCancellable *cancellable,
                                          GError **error);
/* Whether @name is of the form "model-00002-of-00003.gguf". */
gboolean _edgekit_model_location_is_part (const char *name, guint *number, guint *count);
/* The name of part @number of the set that @name belongs to. */
char    *_edgekit_model_location_part    (const char *name, guint number);
/* Turns an error of GIO into one that names @what; frees @cause. */
void     _edgekit_model_location_failed  (const char *what, GError *cause, GError **error);

G_END_DECLS
