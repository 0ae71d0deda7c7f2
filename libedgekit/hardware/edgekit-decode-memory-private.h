/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* Lowers what is available to what the control groups leave. */
void _edgekit_decode_memory_groups (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *ram);
/* Sets the number and where it comes from. */
void _edgekit_decode_memory_set    (EdgeKitHardwareProfile *profile, gint64 *member, const char *name, gint64 value,
                                    EdgeKitProvenance kind, const char *source);

G_END_DECLS
