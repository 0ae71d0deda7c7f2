/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_DETECTOR (edgekit_detector_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitDetector, edgekit_detector, EDGEKIT, DETECTOR, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitDetector *edgekit_detector_new (void);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitDetector *edgekit_detector_new_for_root (GFile *root);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitDetector *edgekit_detector_new_for_snapshot (EdgeKitSnapshot *snapshot);
EDGEKIT_AVAILABLE_IN_0_1
GFile *edgekit_detector_get_root (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_detector_get_wake (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_detector_set_wake (EdgeKitDetector *self,
                                gboolean wake);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_detector_get_measure (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_detector_set_measure (EdgeKitDetector *self,
                                   gboolean measure);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_detector_get_run_programs (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_detector_set_run_programs (EdgeKitDetector *self,
                                        gboolean run_programs);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_detector_get_fraction (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_detector_get_activity (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_detector_get_snapshot (EdgeKitDetector *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_detector_detect (EdgeKitDetector *self,
                                                 GCancellable *cancellable,
                                                 GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_detector_detect_async (EdgeKitDetector *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_detector_detect_finish (EdgeKitDetector *self,
                                                        GAsyncResult *result,
                                                        GError **error);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_detector_refresh_memory_async (EdgeKitDetector *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_detector_refresh_memory_finish (EdgeKitDetector *self,
                                                                GAsyncResult *result,
                                                                GError **error);

G_END_DECLS
