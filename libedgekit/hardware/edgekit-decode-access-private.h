/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a program needs to open, and what stands in its way: a node that is not
 * there, a group that it is not in, a library that a container does not have. */

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* Whether @node may be opened; yes where nothing speaks against it, unknown where
 * the first use makes it. Notes why not, and the command that mends it. @what is a
 * column of access.ini. @node NULL: not known which. */
EdgeKitTristate _edgekit_access_check_node (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                                            EdgeKitAccelerator *accelerator, const char *node, const char *what);

/* Notes what this runs in hides as a whole. */
void     _edgekit_access_explain_place   (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

/* Whether the loader finds a library; unknown where nobody looked. */
EdgeKitTristate _edgekit_access_find_library (EdgeKitSnapshot *snapshot, const char *soname);
/* The name of the file behind it, "libcuda.so.550.54.15"; owned, or NULL. */
char    *_edgekit_access_library_file    (EdgeKitSnapshot *snapshot, const char *soname);
/* Notes that the library of the NVIDIA driver is not there. */
void     _edgekit_access_explain_library (EdgeKitHardwareProfile *profile, const char *driver_version);

/* The command of driver-packages.ini for this system; owned, or NULL. */
char    *_edgekit_access_install_command (EdgeKitHardwareProfile *profile, const char *what,
                                          const char *driver_version);

G_END_DECLS
