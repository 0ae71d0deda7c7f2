/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How the files below a root are reached: one implementation for each kind of
 * system (edgekit-tree-unix.c, edgekit-tree-windows.c). Paths are absolute, below
 * the root. Each function returns NULL, or why it could not be done, in the words
 * of a snapshot. */

#include "edgekit-collector-private.h"

G_BEGIN_DECLS

/* Regular files alone: a device or a pipe could block, or act. */
const char *_edgekit_tree_read  (EdgeKitTree *tree, const char *path, gsize max, GString *data, gboolean *truncated);
/* A large file of which a few lines are wanted, without keeping it: @func is given whole
 * pieces of it, each of which ends with a NUL that is not counted, and where a @separator
 * stood unless none came for long. It stops reading by returning FALSE. */
typedef gboolean (*EdgeKitPiece) (const char *piece, gsize length, gpointer data);
const char *_edgekit_tree_scan  (EdgeKitTree *tree, const char *path, gsize max, char separator, EdgeKitPiece func,
                                 gpointer data);
/* Whether it is there and may be opened. */
const char *_edgekit_tree_check (EdgeKitTree *tree, const char *path);
/* The names in a folder, sorted; (element-type utf8); NULL and *@failure. */
GPtrArray  *_edgekit_tree_list  (EdgeKitTree *tree, const char *path, gboolean *truncated, const char **failure);
/* Where a symbolic link points; owned, NULL when it is none. */
char       *_edgekit_tree_read_link (EdgeKitTree *tree, const char *path);
/* The path without any symbolic link in it; owned, NULL when that leads nowhere. */
char       *_edgekit_tree_resolve   (EdgeKitTree *tree, const char *path);

G_END_DECLS
