/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is known of a program without running it: the entry program:NAME, whose
 * lines are
 *
 *   path /usr/bin/g++                            as PATH has it
 *   file /usr/bin/x86_64-linux-gnu-g++-12        behind all symbolic links
 *   machine 62 64                                of its ELF header; none: a script
 *   version 12.2.0                               where the file itself tells
 *   below lib/gcc/x86_64-linux-gnu/12            what else is in that installation
 *
 * and, for small files among the latter, program:NAME/FILE. A home folder is “~”. */

#include "edgekit-tree-private.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitTree *tree;
  EdgeKitSnapshot *snapshot;
  GCancellable *cancellable;
  const char *home; /* NULL: not of this computer */
} EdgeKitPrograms;

typedef struct
{
  const char *pattern; /* below the folder above "bin"; NULL ends an array */
  EdgeKitGlobFlags flags;
  const char *lines;
} EdgeKitBelow;

/* @path with the home folder as “~”; owned. */
char    *_edgekit_programs_tilde    (EdgeKitPrograms *self, const char *path);
gboolean _edgekit_programs_exists   (EdgeKitPrograms *self, const char *path);
/* The first of PATH that is not in the folder @skip (may be NULL), and the *@file
 * behind it; owned, NULL when there is none. */
char    *_edgekit_programs_find     (EdgeKitPrograms *self, const char *name, const char *skip, char **file);
/* Adds the lines for what matches @below; TRUE when anything does. */
gboolean _edgekit_programs_add_below (EdgeKitPrograms *self, const char *name, const char *prefix,
                                      const EdgeKitBelow *below, GString *text);
/* Adds the entry; @below NULL: a number in the path tells; @literal: so does the file
 * itself. TRUE when what was looked for is there. */
gboolean _edgekit_programs_describe (EdgeKitPrograms *self, const char *name, const char *path, const char *file,
                                     const EdgeKitBelow *below, gboolean literal);

/* Python, with where it comes from (edgekit-collector-python.c). TRUE when files told
 * all of it. */
gboolean _edgekit_programs_add_python (EdgeKitPrograms *self);

G_END_DECLS
