/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a guest says joins a device by its PCI address, or by its ids where only
 * one device has them. It fills in what nobody better told: the kernel is trusted
 * first, then DRM, NVML, CUDA, Level Zero, Vulkan, OpenCL, then the tables. What
 * cannot be right is not used, and a note says so. */

#include "edgekit-decode-document-private.h"
#include "edgekit-decode-private.h"

G_BEGIN_DECLS

#define EDGEKIT_GUEST_MAX_BYTES (G_GINT64_CONSTANT (1) << 50)

typedef struct
{
  EdgeKitHardwareProfile *profile;
  EdgeKitSnapshot *snapshot;
  const char *name;   /* as in "guest:nvml" */
  const char *title;  /* what a person calls it, translated */
  JsonObject *answer;
  gboolean doubtful;  /* something in the answer cannot be right */
} EdgeKitGuest;

/* Who a device is, as a guest tells it. */
typedef struct
{
  const char *pci; /* NULL: not told */
  guint vendor;    /* PCI ids; 0: not told */
  guint device;
} EdgeKitGuestId;

/* Fills in @guest by its @name. FALSE when it gave no document; then everything
 * that is read of it is unknown. */
gboolean _edgekit_guest_open  (EdgeKitGuest *guest, EdgeKitSnapshot *snapshot, EdgeKitHardwareProfile *profile,
                               const char *name);
/* Says what cannot be right about what was read. */
void     _edgekit_guest_close (EdgeKitGuest *guest);

/* --- one per guest; those of Windows and macOS are read by the decoders of their system --- */
void _edgekit_decode_guest_nvml       (EdgeKitGuest *guest);
void _edgekit_decode_guest_cuda       (EdgeKitGuest *guest);
void _edgekit_decode_guest_vulkan     (EdgeKitGuest *guest);
void _edgekit_decode_guest_level_zero (EdgeKitGuest *guest);
void _edgekit_decode_guest_opencl     (EdgeKitGuest *guest);
void _edgekit_decode_guest_drm        (EdgeKitGuest *guest);

/* --- reading (edgekit-decode-guests-read.c) --- */

/* The objects of an array, at most as many as the probe lists; a count that is
 * larger is worth a note. */
GPtrArray *_edgekit_guest_list   (EdgeKitGuest *guest, JsonObject *object, const char *member);
/* EDGEKIT_UNKNOWN when it is not there or cannot be right. */
gint64   _edgekit_guest_int      (EdgeKitGuest *guest, JsonObject *object, const char *member, gint64 min, gint64 max);
/* A clean name; owned, NULL when it is none. */
char    *_edgekit_guest_name     (EdgeKitGuest *guest, JsonObject *object, const char *member);
/* The member "pci": "0000:01:00.0". */
const char *_edgekit_guest_address (EdgeKitGuest *guest, JsonObject *object);
EdgeKitGuestId _edgekit_guest_id (EdgeKitGuest *guest, JsonObject *object, guint vendor);
/* "12.4" from 12040; NULL when it is not told. */
char    *_edgekit_guest_cuda_version (EdgeKitGuest *guest);
/* "8.9", likewise. */
char    *_edgekit_guest_capability (EdgeKitGuest *guest, JsonObject *device);
void     _edgekit_guest_note     (EdgeKitGuest *guest, const char *what, EdgeKitSeverity severity, const char *message,
                                  const char *hint);

/* --- joining and filling in (edgekit-decode-guests-join.c) --- */

/* The accelerator of the profile, or NULL. */
EdgeKitAccelerator *_edgekit_guest_find (EdgeKitGuest *guest, EdgeKitGuestId id);
/* The same, and a new one where nobody else has seen it and the vendor makes
 * graphics processors. */
EdgeKitAccelerator *_edgekit_guest_find_or_add (EdgeKitGuest *guest, EdgeKitGuestId id, const char *name);
gboolean _edgekit_guest_knows_vendor (EdgeKitGuest *guest, guint vendor);

/* Takes @value, which may be NULL, where the field is not known; with @reported, also in
 * place of what nobody reported, such as a row of a table. */
void _edgekit_guest_set_string  (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, const char *field, char **dest,
                                 const char *value, gboolean reported);
void _edgekit_guest_add_runtime (EdgeKitAccelerator *accelerator, const char *runtime);

/* The memory on the card; NULL for a device that shares main memory. */
EdgeKitMemoryPool *_edgekit_guest_vram   (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator);
/* What a device borrows from main memory, or NULL. */
EdgeKitMemoryPool *_edgekit_guest_shared (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator);
/* The memory on the card of a device that borrows none, so that what a guest calls
 * the memory of the device can only be that; or NULL. */
EdgeKitMemoryPool *_edgekit_guest_own    (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator);
/* Each takes EDGEKIT_UNKNOWN for nothing to say. What is free is taken with the
 * total it was told with: more than that cannot be right. */
void _edgekit_guest_set_memory    (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 total, gint64 available,
                                   const char *source);
void _edgekit_guest_set_limit     (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 limit, const char *source);
/* Transfers of @width bits, @per_clock of them in each of @hertz clocks. */
void _edgekit_guest_set_bandwidth (EdgeKitGuest *guest, EdgeKitMemoryPool *pool, gint64 hertz, gint64 per_clock,
                                   gint64 width, const char *source);
/* The pool @name of main memory that the device may use, where there is none yet. */
void _edgekit_guest_borrow (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator, const char *name, gint64 total,
                            gint64 available, EdgeKitProvenance kind, const char *source);
/* The device has no memory of its own after all. */
void _edgekit_guest_unify (EdgeKitGuest *guest, EdgeKitAccelerator *accelerator);

G_END_DECLS
