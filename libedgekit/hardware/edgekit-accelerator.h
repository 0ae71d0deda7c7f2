/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_ACCELERATOR (edgekit_accelerator_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitAccelerator, edgekit_accelerator, EDGEKIT, ACCELERATOR, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_id (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitAcceleratorKind edgekit_accelerator_get_kind (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_vendor (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_name (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_accelerator_get_integrated (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_pci (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_pci_id (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_driver (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_driver_version (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_compute_capability (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_max_cuda (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_gfx_target (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_accelerator_get_generation (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_accelerator_get_runtimes (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_accelerator_get_pools (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_accelerator_get_max_allocation (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_accelerator_get_max_storage_range (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_accelerator_get_partitions (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_accelerator_get_usable (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_accelerator_get_external (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_accelerator_get_resizable_bar (EdgeKitAccelerator *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_accelerator_describe_runtimes (EdgeKitAccelerator *self);

G_END_DECLS
