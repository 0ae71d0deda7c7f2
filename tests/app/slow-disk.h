/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From now on each opening and each reading of a file of a disk takes so long, in
 * this whole program.  0: as long as it takes. */
void   slow_disk_begin (unsigned int milliseconds);
/* How long the main thread waited for that since it was asked last, in milliseconds. */
double slow_disk_tell  (void);
