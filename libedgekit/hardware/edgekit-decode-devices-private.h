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
  char *pci_id;      /* "10de:2684", or NULL */
  gint64 revision;   /* -1 when not known */
  char *chip;        /* a row of chips.ini, or NULL */
  char *driver;
  gboolean driver_known; /* a uevent was recorded: no driver in it means none is bound */
  char *folder;      /* key prefix of its files: "file:/sys/class/drm/card1/device", or NULL */
  char *pci_folder;  /* "file:/sys/bus/pci/devices/…", or NULL */
  char *node;        /* what programs open: "/dev/dri/renderD128", or NULL when not known */
  char *compatible;  /* of the device tree: a row of platform-devices.ini, or NULL */
  const char *kfd;   /* properties of its first KFD node, or NULL */
  GArray *kfd_nodes; /* of guint: the numbers of its KFD nodes, a copy of one left out */
  guint partitions;  /* KFD nodes, 0 when there are none */
  char *name;        /* as the driver tells it */
} EdgeKitDevice;

/* Every accelerator that the snapshot knows of, one per board, in a stable order. */
GPtrArray *_edgekit_decode_find_devices (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile);

/* For those who find devices. @pci may be NULL. */
EdgeKitDevice *_edgekit_device_new        (EdgeKitAcceleratorKind kind, const char *pci);
void           _edgekit_device_free       (EdgeKitDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitDevice, _edgekit_device_free)
/* The ids of the PCI bus, unless it has some, and the chip that has them. */
void           _edgekit_device_set_ids    (EdgeKitDevice *device, gint64 vendor, gint64 id);
/* Displays for managing a computer, and those of virtual machines. */
gboolean       _edgekit_device_is_ignored (guint vendor, const char *chip);
EdgeKitDevice *_edgekit_device_add (GPtrArray *devices, EdgeKitAcceleratorKind kind, const char *pci);
/* Those on no PCI bus (edgekit-decode-platform.c). */
void _edgekit_decode_find_on_platform (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                                       GPtrArray *devices);
/* The first name of the device tree in a uevent that has a row; owned, or NULL. */
char                  *_edgekit_platform_compatible (const char *uevent);
EdgeKitAcceleratorKind _edgekit_platform_kind       (const char *compatible);

/* The text of a file of the device, wherever it was recorded; NULL when nowhere. */
const char *_edgekit_decode_device_text (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device, const char *file);

/* Identity, chip, and whether it is built in, as far as ids and tables tell. */
void _edgekit_decode_identify (EdgeKitSnapshot *snapshot, const EdgeKitDevice *device,
                               EdgeKitAccelerator *accelerator);

/* The driver: its version, what runs on it, whether this program can use it, and
 * what is in the way (edgekit-decode-drivers.c). */
void _edgekit_decode_driver (EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                             const EdgeKitDevice *device, EdgeKitAccelerator *accelerator);
/* The newest CUDA that NVIDIA’s @driver runs on @system (“linux”, “windows”); owned, or NULL. */
char *_edgekit_decode_newest_cuda (const char *driver, const char *system);

/* The memory of a device: adds its pools to the profile and names them in
 * @accelerator (edgekit-decode-device-memory.c). */
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

/* The pool “@accelerator.@name”, owned by the profile, and what is known of it. */
EdgeKitMemoryPool *_edgekit_decode_add_pool (EdgeKitHardwareProfile *profile, EdgeKitAccelerator *accelerator,
                                             const char *name, EdgeKitPoolKind kind);
void _edgekit_decode_set_total     (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total,
                                    const char *source);
void _edgekit_decode_set_available (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 available,
                                    const char *source);
/* What is shared with the processor cannot be freer than main memory is. */
void _edgekit_decode_set_shared    (EdgeKitHardwareProfile *profile, EdgeKitMemoryPool *pool, gint64 total,
                                    gint64 available, EdgeKitProvenance kind, const char *source);

G_END_DECLS
