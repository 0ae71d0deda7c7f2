/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How far a slow call has come, told from the thread that works to the context
 * that started it, at most twenty times a second. */

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _EdgeKitProgress EdgeKitProgress;

/* Called on the context that made the progress; not after it was ended. */
typedef void (*EdgeKitProgressNotify) (GObject *object, double fraction, const char *activity);

/* @object is not kept alive. @direct: the caller works itself and is told at
 * once, within _edgekit_progress_report(). */
EdgeKitProgress *_edgekit_progress_new    (GObject *object, EdgeKitProgressNotify notify, gboolean direct);
EdgeKitProgress *_edgekit_progress_ref    (EdgeKitProgress *progress);
void             _edgekit_progress_unref  (EdgeKitProgress *progress);
/* From any thread; @progress is a gpointer so that it serves as a callback. */
void             _edgekit_progress_report (double fraction, const char *activity, gpointer progress);
/* On the context that made it. */
void             _edgekit_progress_end    (EdgeKitProgress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitProgress, _edgekit_progress_unref)

G_END_DECLS
