/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How far a slow call has come, told from the thread that works to the context
 * that started it, at most twenty times a second. */

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _EdgeKitProgress EdgeKitProgress;

typedef struct
{
  double fraction;      /* from 0 to 1 */
  const char *activity; /* a sentence that a person reads, or NULL: as before */
  guint64 n_read;       /* bytes, where a call counts them */
  gboolean done;        /* the last that is told */
} EdgeKitProgressState;

/* Called on the context that made the progress. */
typedef void (*EdgeKitProgressNotify) (GObject *object, const EdgeKitProgressState *state);

/* @object is not kept alive. @direct: the caller works itself and is told at
 * once, within the report. */
EdgeKitProgress *_edgekit_progress_new    (GObject *object, EdgeKitProgressNotify notify, gboolean direct);
void             _edgekit_progress_unref  (EdgeKitProgress *progress);

/* From any thread. @progress may be NULL: nobody wants to know. */
void             _edgekit_progress_report (EdgeKitProgress *progress, double fraction, const char *activity,
                                           guint64 n_read);
/* Tells the latest without waiting, and nothing afterwards; before the callback
 * of a task that returns after this. */
void             _edgekit_progress_done   (EdgeKitProgress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitProgress, _edgekit_progress_unref)

G_END_DECLS
