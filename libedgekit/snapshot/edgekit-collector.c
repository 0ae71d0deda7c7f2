/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-collector-private.h"
#include "edgekit-i18n-private.h"

static void
collect_files (EdgeKitTree *tree, EdgeKitCollectScope scope, EdgeKitSnapshot *snapshot, EdgeKitProgress *progress,
               GCancellable *cancellable)
{
  guint n;
  const EdgeKitGlob *globs = _edgekit_linux_globs (&n);

  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (scope == EDGEKIT_COLLECT_MEMORY && !(globs[i].flags & EDGEKIT_GLOB_MEMORY))
        continue;
      if (i % 8 == 0)
        _edgekit_progress_report (progress, 0.5 * i / n,
                                  i < n / 2 ? _ ("Reading the processor and the memory…") : _ ("Reading the graphics cards…"), 0);
      _edgekit_tree_collect (tree, &globs[i], 1, snapshot, cancellable);
    }
  _edgekit_collect_cgroups (tree, snapshot, cancellable);
  if (scope == EDGEKIT_COLLECT_MEMORY)
    return;
  _edgekit_collect_pci (tree, snapshot);
  _edgekit_collect_libraries (tree, snapshot, cancellable);
  _edgekit_collect_dmi (tree, snapshot, cancellable);
}

/* This computer, where its system has a collector of its own; else its files. */
static void
collect_here (EdgeKitTree *tree, EdgeKitCollectScope scope, EdgeKitSnapshot *snapshot, EdgeKitProgress *progress,
              GCancellable *cancellable)
{
  if (!_edgekit_collect_platform (snapshot, scope))
    collect_files (tree, scope, snapshot, progress, cancellable);
}

/* What is asked of others, or looked for all over the disk, goes on beside the rest. */
typedef struct
{
  EdgeKitTree *tree;
  EdgeKitSnapshot *found;
  gboolean may_run;
  EdgeKitGuestFlags flags;
  GCancellable *cancellable;
} Beside;

static gpointer
ask_guests (gpointer data)
{
  Beside *beside = data;

  _edgekit_collect_guests (beside->found, NULL, beside->flags, beside->cancellable);
  return NULL;
}

static gpointer
look_for_tools (gpointer data)
{
  Beside *beside = data;

  _edgekit_collect_toolchain (beside->tree, beside->found, beside->may_run, beside->cancellable);
  return NULL;
}

static void
collect_from_here (EdgeKitTree *tree, EdgeKitCollectScope scope, EdgeKitGuestFlags flags, EdgeKitSnapshot *snapshot,
                   EdgeKitProgress *progress, GCancellable *cancellable)
{
  g_autoptr(EdgeKitSnapshot) answers = _edgekit_snapshot_new (NULL, TRUE);
  g_autoptr(EdgeKitSnapshot) tools = _edgekit_snapshot_new (NULL, TRUE);
  Beside guests = { tree, answers, FALSE, flags, cancellable };
  Beside toolchain = { tree, tools, scope == EDGEKIT_COLLECT_ALL, flags, cancellable };
  GThread *guests_thread = g_thread_new ("edgekit-guests", ask_guests, &guests);
  GThread *tools_thread = g_thread_new ("edgekit-tools", look_for_tools, &toolchain);

  collect_here (tree, EDGEKIT_COLLECT_ALL, snapshot, progress, cancellable);
  _edgekit_collect_live (snapshot);
  _edgekit_collect_access (tree, snapshot);
  _edgekit_collect_disk (tree, snapshot, "disk:/", "/");
  _edgekit_collect_disk (tree, snapshot, "disk:home", g_get_home_dir ());
  _edgekit_progress_report (progress, 0.6, _ ("Looking for build tools…"), 0);
  g_thread_join (tools_thread);
  _edgekit_snapshot_merge (snapshot, tools);
  _edgekit_progress_report (progress, 0.8, _ ("Asking the graphics drivers…"), 0);
  g_thread_join (guests_thread);
  _edgekit_snapshot_merge (snapshot, answers);
}

EdgeKitSnapshot *
_edgekit_collect (GFile *root, EdgeKitCollectScope scope, EdgeKitGuestFlags flags, const char *recorded,
                  EdgeKitProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitTree) tree = _edgekit_tree_open (root, error);
  g_autoptr(EdgeKitSnapshot) snapshot = NULL;

  if (!tree)
    return NULL;
  snapshot = _edgekit_snapshot_new (recorded, root == NULL);
  if (!root && scope != EDGEKIT_COLLECT_MEMORY)
    collect_from_here (tree, scope, flags, snapshot, progress, cancellable);
  else if (!root)
    collect_here (tree, scope, snapshot, progress, cancellable);
  else
    {
      collect_files (tree, scope, snapshot, progress, cancellable);
      _edgekit_collect_toolchain (tree, snapshot, FALSE, cancellable);
      _edgekit_collect_recorded (snapshot);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  _edgekit_progress_report (progress, 1.0, _ ("Done"), 0);
  return g_steal_pointer (&snapshot);
}
