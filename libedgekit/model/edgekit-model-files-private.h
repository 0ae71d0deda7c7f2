/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A set of named sources of bytes: the files of a folder of this computer, or
 * of a repository on a hub. What reads a model knows names only, and not where
 * the bytes come from. Blocks; runs in any thread. */

#include "edgekit-error.h"

G_BEGIN_DECLS

typedef struct _EdgeKitModelFiles EdgeKitModelFiles;

/* What a place of files must be able to do. Names have no folder before them.
 * Errors are EDGEKIT_ERROR and name the file, or G_IO_ERROR_CANCELLED. */
typedef struct
{
  /* The names of all files, in any order; char *, owned by the array. */
  GPtrArray *(*list) (EdgeKitModelFiles *self, GCancellable *cancellable, GError **error);
  /* The size of a plain file; NOT_FOUND where there is none. */
  gboolean (*query) (EdgeKitModelFiles *self, const char *name, guint64 *size, GCancellable *cancellable,
                     GError **error);
  GInputStream *(*open) (EdgeKitModelFiles *self, const char *name, GCancellable *cancellable, GError **error);
  /* The file in the words of an error; of the whole place when @name is NULL. */
  char *(*describe) (EdgeKitModelFiles *self, const char *name);
  /* What the place is called, which is what its model is called when it has no name. */
  char *(*get_title) (EdgeKitModelFiles *self);
  void (*free) (EdgeKitModelFiles *self);
  /* That @name will be opened, or looked for, in the order in which they are announced;
   * or NULL: it makes no difference. */
  void (*announce) (EdgeKitModelFiles *self, const char *name);
} EdgeKitModelFilesClass;

/* Each kind of place begins with this. */
struct _EdgeKitModelFiles
{
  const EdgeKitModelFilesClass *klass;
};

/* The files of @folder. Errors say @what of the file @name, or of the folder
 * when that is NULL, as this is what was named; of other files they say the
 * path. @name may be NULL. */
EdgeKitModelFiles *_edgekit_model_files_new_local (GFile *folder, const char *name, const char *what);

GPtrArray         *_edgekit_model_files_list     (EdgeKitModelFiles *self, GCancellable *cancellable, GError **error);
gboolean           _edgekit_model_files_query    (EdgeKitModelFiles *self, const char *name, guint64 *size,
                                                  GCancellable *cancellable, GError **error);
GInputStream      *_edgekit_model_files_open     (EdgeKitModelFiles *self, const char *name,
                                                  GCancellable *cancellable, GError **error);
/* Whether each file costs a journey. */
gboolean           _edgekit_model_files_is_far   (EdgeKitModelFiles *self);
void               _edgekit_model_files_announce (EdgeKitModelFiles *self, const char *name);
char              *_edgekit_model_files_describe (EdgeKitModelFiles *self, const char *name);
char              *_edgekit_model_files_get_title (EdgeKitModelFiles *self);
void               _edgekit_model_files_free     (EdgeKitModelFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitModelFiles, _edgekit_model_files_free)

G_END_DECLS
