/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Windows.  What the decoder reads:
 *
 *   uname:sysname, uname:machine        "Windows_NT"; "AMD64", "ARM64": the machine's, whatever the program is built for
 *   registry:HKLM\…                     {VALUE: string or number, …}; binary values as base64 strings
 *     HARDWARE\DESCRIPTION\System\CentralProcessor\0   ProcessorNameString, VendorIdentifier, Identifier, "CP 4030" …
 *     HARDWARE\DESCRIPTION\System\BIOS                 SystemManufacturer, SystemProductName
 *     SOFTWARE\Microsoft\Windows NT\CurrentVersion     ProductName, DisplayVersion, CurrentBuildNumber, UBR …
 *     SYSTEM\CurrentControlSet\Control                 ContainerType
 *     …\Control\Class\Display\0000 …                   DriverDesc, DriverVersion, MatchingDeviceId,
 *                                                      HardwareInformation.qwMemorySize
 *     …\Control\Class\ComputeAccelerator\0000 …        the same, of NPUs
 *                                         (the classes by name: as GUIDs they would be redacted)
 *   run:FUNCTION                        a line for each member of the structure that the function of that name fills,
 *                                       as in "ullTotalPhys 34359738368": RtlGetVersion, GlobalMemoryStatusEx,
 *                                       GetPhysicallyInstalledSystemMemory ("KiB …"), QueryInformationJobObject
 *   run:IsProcessorFeaturePresent       a line "NUMBER 0|1" for each feature that was asked for
 *   run:GetLogicalProcessorInformationEx  base64: the records of RelationAll as a 64-bit program gets them
 *   cpuid:leaves                        as on Linux
 *   affinity:count                      the logical processors that this program may use
 *   file:%SystemRoot%\System32\NAME     "" where that library is installed
 *   statfs:PATH                         "total", "free" in bytes
 *   guest:d3dkmt, guest:dxgi, guest:dxcore  the documents of the files probe-….c, joined by "luid"
 *
 * Any of them may be missing. */

#include <json-glib/json-glib.h>

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* FALSE: not Windows. */
gboolean _edgekit_decode_windows_system (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_windows_cpu          (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_windows_memory       (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_windows_accelerators (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);
void _edgekit_decode_windows_storage      (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

G_END_DECLS
