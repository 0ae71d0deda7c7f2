/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_SOFTWARE (edgekit_software_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitSoftware, edgekit_software, EDGEKIT, SOFTWARE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_shell (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_python (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_python_architecture (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_python_environment (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_gcc (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_clang (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_msvc (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_cmake (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_nvcc (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_nvcc_path (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_cudart (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_rocm (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_software_get_oneapi (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_software_get_vulkan_sdk (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_software_get_package_managers (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_software_get_programs (EdgeKitSoftware *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_software_get_source_date_epoch (EdgeKitSoftware *self);

G_END_DECLS
