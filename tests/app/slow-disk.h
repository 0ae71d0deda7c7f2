/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a file is for. */
typedef enum
{
  SLOW_DISK_OWN,     /* EdgeKit asked for it */
  SLOW_DISK_TO_DRAW, /* letters and icons, which are read by what draws them, as in any window */
  SLOW_DISK_OTHER,   /* what the toolkit asks for on its own */
  SLOW_DISK_N_REASONS
} SlowDiskReason;

/* From now on each opening, reading and asking for a file of a disk takes so long, in
 * this whole program.  0: as long as it takes.  What lies below the folder that
 * EDGEKIT_APP_SILENT_FOLDER names does not answer at all; EDGEKIT_APP_DISK_NAMES
 * tells which files the main thread waited for. */
void   slow_disk_begin (unsigned int milliseconds);
/* How long the main thread waited for that since it was asked last, in milliseconds. */
double slow_disk_tell  (SlowDiskReason reason);
