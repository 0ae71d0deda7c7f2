/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which of the files in a folder or a repository are the model that is meant.
 * Names alone decide; nothing is opened. */

#include "edgekit-model-files-private.h"

G_BEGIN_DECLS

/* No set of files has more parts. */
#define EDGEKIT_MODEL_MAX_PARTS 1000

typedef struct
{
  char *gguf;        /* one file, or any part of a set; else NULL, and the model is made of safetensors files */
  char *index;       /* that lists the files, or NULL */
  GPtrArray *shards; /* char *, the files in order; empty where the index lists them */
  GPtrArray *likely; /* char *, files beside the index, which lists all of them or some, in order; else empty */
  GPtrArray *beside; /* char *, GGUF files that lie beside, sorted */
} EdgeKitModelChoice;

/* @name is the file that was named, or NULL for the whole of @files. */
EdgeKitModelChoice *_edgekit_model_choice_new  (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable,
                                                GError **error);
/* Whether the files beside the index are the parts of one set, and all of them: what else
 * the index may list is not there. */
gboolean            _edgekit_model_choice_is_set (const EdgeKitModelChoice *self);
void                _edgekit_model_choice_free (EdgeKitModelChoice *self);

/* Of a name like "model-00002-of-00003.gguf". */
typedef struct
{
  gsize prefix;      /* bytes before the number */
  gsize width;       /* digits of the number */
  guint number;      /* counted from 1 */
  guint count;
} EdgeKitPartName;

/* FALSE when @name is not of that form, or does not end in @extension. */
gboolean            _edgekit_part_name_parse   (const char *name, const char *extension, EdgeKitPartName *parsed);
/* The name of part @number of the set that @name belongs to. */
char               *_edgekit_part_name_sibling (const char *name, const EdgeKitPartName *parsed, guint number);

/* For arrays of names. */
int                 _edgekit_part_name_compare (gconstpointer a, gconstpointer b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitModelChoice, _edgekit_model_choice_free)

G_END_DECLS
