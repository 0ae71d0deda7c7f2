/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-hardware-profile.h"
#include "edgekit-progress-private.h"
#include "edgekit-snapshot.h"

G_BEGIN_DECLS

/* One detection: what it needs and what comes out, so that the thread never
 * touches the detector. */
typedef struct
{
  GFile *root;
  EdgeKitSnapshot *given;
  EdgeKitHardwareProfile *known; /* NULL: detect everything, else memory only */
  EdgeKitSnapshot *latest;       /* what is known was read from this */
  gboolean wake;
  gboolean measure;              /* the bandwidth of main memory, of this computer */
  gboolean run_programs;
  EdgeKitProgress *progress;     /* NULL: a refresh says nothing */
  EdgeKitSnapshot *snapshot;
  EdgeKitHardwareProfile *profile;
} EdgeKitDetection;

gboolean _edgekit_detection_run  (EdgeKitDetection *detection, GCancellable *cancellable, GError **error);
void     _edgekit_detection_free (EdgeKitDetection *detection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitDetection, _edgekit_detection_free)

G_END_DECLS
