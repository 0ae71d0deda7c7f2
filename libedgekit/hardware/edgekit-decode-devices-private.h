/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-hardware-profile-private.h"
#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* A device as the sources name it, before a meaning is read into it. */
typedef struct
{
  EdgeKitAcceleratorKind kind;
  char *pci;         /* "0000:01:00.0", or NULL for a platform device */
  guint vendor;      /* PCI ids, 0 when not known */
  guint device;
  char *driver;
  gboolean driver_known; /* a uevent was recorded: no driver in it means none is bound */
  char *folder;      /* key prefix of its files: "file:/sys/class/drm/card1/device", or NULL */
  char *pci_folder;  /* "file:/sys/bus/pci/devices/…", or NULL */
  char *compatible;  /* of the device tree, for platform devices */
  const char *kfd;   /* properties of its first KFD node, or NULL */
  char *kfd_folder;
  guint partitions;
  char *name;        /* as the driver tells it */
} EdgeKitDevice;

/* Every accelerator that the snapshot knows of, one per board, in a stable order. */
GPtrArray *_edgekit_decode_find_devices (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

/* The memory of a device: adds its pools to the profile and names them in
 * @accelerator. */
void _edgekit_decode_device_memory (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                                    const EdgeKitDevice *device, EdgeKitAccelerator *accelerator);

/* For the decoders of other systems: the pool “@accelerator.@name”, owned by the
 * profile, and what is known of it. */
EdgeKitMemoryPool *_edgekit_decode_add_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator,
                                             const char *name, EdgeKitPoolKind kind);
void _edgekit_decode_set_total     (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total,
                                    const char *source);
void _edgekit_decode_set_available (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 available,
                                    const char *source);
/* What is shared with the processor cannot be freer than main memory is. */
void _edgekit_decode_set_shared    (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total,
                                    gint64 available, EdgeKitProvenance kind, const char *source);
/* Identity, chip, and whether it is built in, as far as ids and tables tell. */
void _edgekit_decode_identify      (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device,
                                    EdgeKitAccelerator *accelerator);
/* The newest CUDA that NVIDIA’s @driver runs on @system (“linux”, “windows”); owned, or NULL. */
char *_edgekit_decode_newest_cuda  (const char *driver, const char *system);

G_END_DECLS
