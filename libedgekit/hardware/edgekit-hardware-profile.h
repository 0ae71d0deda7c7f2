/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_HARDWARE_PROFILE (edgekit_hardware_profile_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitHardwareProfile, edgekit_hardware_profile, EDGEKIT, HARDWARE_PROFILE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_hardware_profile_new_from_json (const char *json,
                                                                gssize length,
                                                                GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_hardware_profile_load (GFile *file,
                                                       GCancellable *cancellable,
                                                       GError **error);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_hardware_profile_load_all (GFile *file,
                                               GCancellable *cancellable,
                                               GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_hardware_profile_new_from_snapshot (EdgeKitSnapshot *snapshot,
                                                                    GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_hardware_profile_with (EdgeKitHardwareProfile *self,
                                                       const char *changes,
                                                       GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_hardware_profile_with_gpu (EdgeKitHardwareProfile *self,
                                                           const char *name,
                                                           GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_hardware_profile_to_json (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_hardware_profile_get_live (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_hardware_profile_get_recorded (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSystem *edgekit_hardware_profile_get_os (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCpu *edgekit_hardware_profile_get_cpu (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_hardware_profile_get_memory_pools (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_hardware_profile_get_accelerators (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_hardware_profile_get_storage (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSoftware *edgekit_hardware_profile_get_software (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_hardware_profile_get_notes (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitMemoryPool *edgekit_hardware_profile_lookup_pool (EdgeKitHardwareProfile *self,
                                                         const char *id);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitProvenance edgekit_hardware_profile_get_provenance (EdgeKitHardwareProfile *self,
                                                           const char *path,
                                                           const char **source);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_hardware_profile_describe_accelerator (EdgeKitHardwareProfile *self,
                                                     EdgeKitAccelerator *accelerator);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_hardware_profile_describe_cpu (EdgeKitHardwareProfile *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_hardware_profile_describe_memory (EdgeKitHardwareProfile *self);

G_END_DECLS
