/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* macOS.  What the decoder reads:
 *
 *   sysctl:NAME               as sysctlbyname() gives it, numbers in decimal
 *   run:host_statistics64     a line for each member, as in "free_count 123456", and "page_size 16384"
 *   run:vm_stat               the same as the program of that name prints it
 *   guest:metal               the document of probe-metal.c
 *   registry:IOAccelerator    {"entries":[{"registry_id","class","model","gpu-core-count","vendor-id","device-id",
 *                             "VRAM,totalMB","PerformanceStatistics":{…}}]}, names as in the I/O registry, what the
 *                             entry lacks taken from its parent
 *   registry:H11ANEIn         {"entries":[{"cores"}]}, the Neural Engine
 *   run:system_profiler       what "system_profiler -json SPDisplaysDataType" prints; never asked for by EdgeKit
 *                             itself, because it takes up to a second
 *
 * Any of them may be missing. */

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* FALSE: not a Mac. */
gboolean _edgekit_decode_macos_system (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_macos_cpu          (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_macos_memory       (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_macos_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

/* --- what the parts share --- */

gboolean _edgekit_decode_macos_is_arm (EdgeKitHardwareProfile *profile);

/* A fact on which the rows of apple-chips.ini agree that are left for this chip
 * ("Apple M3 Max"), its processor cores and GPU cores; EDGEKIT_UNKNOWN is “any”. */
gint64 _edgekit_decode_apple_chip_int    (const char *chip, gint64 cores, gint64 gpu_cores, const char *key);
char  *_edgekit_decode_apple_chip_string (const char *chip, gint64 cores, gint64 gpu_cores, const char *key);

G_END_DECLS
