/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* The parts of the CPU decoder. The name also tells performance and efficiency
 * cores where they are told by name (Arm). */
void _edgekit_decode_cpu_name     (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu);
void _edgekit_decode_cpu_features (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitCpu *cpu);

G_END_DECLS
