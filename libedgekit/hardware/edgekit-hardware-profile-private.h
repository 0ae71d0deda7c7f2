/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-accelerator-private.h"
#include "edgekit-cpu-private.h"
#include "edgekit-hardware-profile.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-note-private.h"
#include "edgekit-software-private.h"
#include "edgekit-storage-private.h"
#include "edgekit-system-private.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitProvenance kind;
  char *source;
} Provenance;

struct _EdgeKitHardwareProfile
{
  GObject parent_instance;
  guint64 absent;
  gboolean live;
  char *recorded;
  EdgeKitSystem *os;
  EdgeKitCpu *cpu;
  GListStore *memory_pools;
  GListStore *accelerators;
  GListStore *storage;
  EdgeKitSoftware *software;
  GListStore *notes;
  GTree *provenance; /* path -> Provenance */
};

/* For the decoders; a profile is immutable once it is handed out. */
EdgeKitHardwareProfile *_edgekit_hardware_profile_new (gboolean live, const char *recorded);
void _edgekit_hardware_profile_set_provenance (EdgeKitHardwareProfile *self, const char *path,
                                               EdgeKitProvenance kind, const char *source);
/* @hint may be NULL; a note of the same code is not added twice. */
void _edgekit_hardware_profile_add_note       (EdgeKitHardwareProfile *self, const char *code,
                                               EdgeKitSeverity severity, const char *message, const char *hint);
/* @command helps, in a terminal of this computer; @hint does not repeat it. Both may be NULL. */
void _edgekit_hardware_profile_add_way_out    (EdgeKitHardwareProfile *self, const char *code, const char *message,
                                               const char *hint, const char *command);
/* @other's pools in place of those of the same id: what changed since. */
EdgeKitHardwareProfile *_edgekit_hardware_profile_with_memory (EdgeKitHardwareProfile *self,
                                                               EdgeKitHardwareProfile *memory);

G_END_DECLS
