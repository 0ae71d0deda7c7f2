/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The files of a folder or of a repository, sorted out by their names: versions
 * of a model, their parts, and what accompanies them. Pure; nothing is opened. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;  /* from the folder or repository, with slashes */
  gint64 size; /* or EDGEKIT_UNKNOWN */
} EdgeKitListedFile;

/* One version of a model. */
typedef struct
{
  char *name;               /* tells it from all others: "Q4_K_M", or the name of its file where that does not */
  char *quantization;       /* as names of files say it, "Q4_K_M", or NULL */
  double bits;              /* of a weight, by that; 0 where it is not known */
  char *base;               /* the same for all versions of one model; lower case */
  char *folder;             /* of the files, "" at the top */
  const char *format;       /* gguf or safetensors */
  GPtrArray *files;         /* EdgeKitListedFile, borrowed, in order */
  gint64 size;              /* of all files, or EDGEKIT_UNKNOWN */
  guint n_parts;            /* that there should be */
  gboolean complete;
} EdgeKitVariantGroup;

typedef struct
{
  EdgeKitCompanionKind kind;
  const EdgeKitListedFile *file; /* borrowed */
} EdgeKitCompanionFile;

typedef struct
{
  GPtrArray *variants;   /* EdgeKitVariantGroup, the largest of a model first */
  GPtrArray *companions; /* EdgeKitCompanionFile, by name */
} EdgeKitVariantGroups;

EdgeKitListedFile    *_edgekit_listed_file_new     (const char *path, gint64 size);
void                  _edgekit_listed_file_free    (EdgeKitListedFile *self);

/* @files: EdgeKitListedFile, which must outlive the result. Names that no file of
 * a repository can have are passed over. */
EdgeKitVariantGroups *_edgekit_variant_groups_new  (GPtrArray *files);
void                  _edgekit_variant_groups_free (EdgeKitVariantGroups *self);
/* The version that @wanted is: its name, its quantization in any spelling, or the
 * name of a file of it. NULL: the one that engines take where none is named
 * (Q4_K_M, then Q8_0, then the first). NULL where there is none. */
EdgeKitVariantGroup  *_edgekit_variant_groups_find (EdgeKitVariantGroups *self, const char *wanted);

/* For the two files of this: what a name says. */
typedef struct
{
  const EdgeKitListedFile *file; /* borrowed */
  const char *name;              /* of the file, without its folder; borrowed */
  char *folder;
  char *stem;                    /* without its ending, and without the number of its part */
  const char *format;            /* gguf or safetensors; NULL: not of a model */
  int companion;                 /* EdgeKitCompanionKind, or −1 */
  gboolean unless_others;        /* a companion only where there are others */
  guint number;                  /* of the part, counted from 1; 0 of a whole file */
  guint count;                   /* of parts; 0 where the name does not say */
} EdgeKitFileName;

/* FALSE when it is no file of a model. */
gboolean              _edgekit_file_name_parse     (const EdgeKitListedFile *file, EdgeKitFileName *name);
void                  _edgekit_file_name_clear     (EdgeKitFileName *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitVariantGroups, _edgekit_variant_groups_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitFileName, _edgekit_file_name_clear)

G_END_DECLS
