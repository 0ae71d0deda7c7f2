/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Collectors copy bytes into a snapshot; they read no meaning into them. */

#include "edgekit-progress-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_COLLECT_ALL,
  EDGEKIT_COLLECT_WITHOUT_PROGRAMS, /* what no file tells of build tools stays unknown */
  EDGEKIT_COLLECT_MEMORY, /* only what changes while a computer runs */
} EdgeKitCollectScope;

typedef enum
{
  EDGEKIT_GUEST_WAKE = 1 << 0,  /* the drivers of sleeping graphics cards as well */
  EDGEKIT_GUEST_AGAIN = 1 << 1, /* not those of cards that may fall asleep: being asked keeps them awake */
} EdgeKitGuestFlags;

/* The whole collection. @root: a folder with the files of a recorded computer,
 * from which alone everything is taken; NULL for this computer, where the guests
 * are asked by @flags unless @scope is memory alone. @progress may be NULL. */
EdgeKitSnapshot *_edgekit_collect (GFile *root, EdgeKitCollectScope scope, EdgeKitGuestFlags flags,
                                   const char *recorded, EdgeKitProgress *progress, GCancellable *cancellable,
                                   GError **error);

/* --- files (edgekit-collector-files.c) --- */

typedef enum
{
  EDGEKIT_GLOB_FILE = 0,
  EDGEKIT_GLOB_DIR = 1 << 0,      /* record the names in the folder */
  EDGEKIT_GLOB_EXISTS = 1 << 1,   /* record only that it can be opened */
  EDGEKIT_GLOB_NUL_LINES = 1 << 2, /* NUL separates: becomes a line break */
  EDGEKIT_GLOB_MEMORY = 1 << 3,   /* part of EDGEKIT_COLLECT_MEMORY */
  EDGEKIT_GLOB_ROOT_ONLY = 1 << 4, /* only in a recorded tree */
  EDGEKIT_GLOB_QUIET = 1 << 5,    /* absence says nothing: do not record it */
  EDGEKIT_GLOB_LINK = 1 << 6,     /* record where a symbolic link points */
} EdgeKitGlobFlags;

typedef struct
{
  const char *pattern; /* absolute, below the root; * ? [] within a component, | between names in the last one */
  EdgeKitGlobFlags flags;
  guint max_kib;       /* of one file; 0: 64 KiB */
  /* Keep only lines that begin (or, with a “!”, do not begin) with one of these
   * words, separated by “|”; NULL: keep all. */
  const char *lines;
} EdgeKitGlob;

typedef struct _EdgeKitTree EdgeKitTree;

/* A folder that paths cannot leave, whatever symbolic links are in it. @root
 * NULL: the real root. */
EdgeKitTree *_edgekit_tree_open  (GFile *root, GError **error);
void         _edgekit_tree_close (EdgeKitTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitTree, _edgekit_tree_close)

/* Copies what the globs name, stopping when @cancellable is cancelled. */
void     _edgekit_tree_collect (EdgeKitTree *tree, const EdgeKitGlob *globs, guint n_globs,
                                EdgeKitSnapshot *snapshot, GCancellable *cancellable);
gboolean _edgekit_tree_is_live (EdgeKitTree *tree);

/* --- the tables and sources --- */
const EdgeKitGlob *_edgekit_linux_globs (guint *n_globs);
void _edgekit_collect_cgroups   (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable);
void _edgekit_collect_dmi       (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable);
/* What a Mac's programs printed, below recorded/: sysctl.txt, vm_stat.txt, system_profiler.json. */
void _edgekit_collect_recorded  (EdgeKitSnapshot *snapshot);
void _edgekit_collect_live      (EdgeKitSnapshot *snapshot);
/* Asks the guests of these @names, or all (NULL). */
void _edgekit_collect_guests    (EdgeKitSnapshot *snapshot, const char *const *names, EdgeKitGuestFlags flags,
                                 GCancellable *cancellable);
/* Build tools; a program is run only where no file tells its version, and @may_run. */
void _edgekit_collect_toolchain (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, gboolean may_run,
                                 GCancellable *cancellable);
void _edgekit_collect_libraries (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, GCancellable *cancellable);
void _edgekit_collect_pci       (EdgeKitTree *tree, EdgeKitSnapshot *snapshot); /* more of the devices in it */
void _edgekit_collect_disk      (EdgeKitTree *tree, EdgeKitSnapshot *snapshot, const char *key, const char *path);
void _edgekit_collect_access    (EdgeKitTree *tree, EdgeKitSnapshot *snapshot); /* of this computer */
/* Measures main memory for about 150 ms with up to @threads threads, and writes
 * “measured:memory-bandwidth”. @caches: bytes of the last-level caches;
 * @available: bytes of memory, of which an eighth is used at most. */
void _edgekit_collect_bandwidth (EdgeKitSnapshot *snapshot, guint threads, guint64 caches, guint64 available,
                                 GCancellable *cancellable);

/* What the calls of this system tell, where they are its source rather than files
 * (edgekit-collector-macos.c, edgekit-collector-windows.c; meson chooses one). FALSE:
 * this system has no such collector. */
gboolean _edgekit_collect_platform (EdgeKitSnapshot *snapshot, EdgeKitCollectScope scope);
/* FALSE for a stand-in that would bother the person instead of answering. */
gboolean _edgekit_may_run (const char *program);

/* --- child processes (edgekit-children.c, edgekit-children-windows.c) --- */

typedef struct
{
  const char *const *argv;
  const char *failure; /* NULL: it ended with status 0 */
  GString *output;     /* stdout, never NULL afterwards */
  gboolean truncated;
} EdgeKitChild;

/* Runs all of them at the same time, in process groups of their own, without
 * standard input or a terminal; returns when all have ended, been cancelled, or
 * @timeout_ms are over, whatever they do. */
void _edgekit_children_run (EdgeKitChild *children, guint n, guint timeout_ms, gsize max_output,
                            GCancellable *cancellable);

G_END_DECLS
