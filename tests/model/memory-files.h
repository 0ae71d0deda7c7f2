/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A place of files that is in memory: what reads models cannot tell it from a
 * folder, or from a hub. */

#include "edgekit-model-files-private.h"

G_BEGIN_DECLS

/* Empty at first. */
EdgeKitModelFiles *memory_files_new (void);
/* @length: -1 for a text. */
void               memory_files_add (EdgeKitModelFiles *files, const char *name, const void *data, gssize length);
/* From now on the file is said to be so large, and ends where it ends. */
void               memory_files_set_claim (EdgeKitModelFiles *files, const char *name, guint64 size);

G_END_DECLS
