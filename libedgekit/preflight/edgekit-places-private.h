/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where an engine could put a model on a computer: main memory and the devices
 * that would compute together. */

#include "edgekit-estimator-private.h"
#include "edgekit-hardware-profile.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitMemoryPool *pool;    /* borrowed of the profile; NULL: nothing is known of main memory */
  EdgeKitAccelerator *device; /* NULL: the processor */
  gint64 capacity;            /* what can be used of it now, or EDGEKIT_UNKNOWN */
  gint64 size;                /* what could be used if nothing else ran */
  gboolean on_host;           /* its bytes are bytes of main memory, too */
} EdgeKitPlace;

typedef struct
{
  EdgeKitPlace places[EDGEKIT_MAX_DEVICES + 1]; /* the host is the first */
  guint n_devices;
  const char *backend;    /* "cpu" without devices */
  guint capability;       /* of CUDA, 89 for 8.9, the least of the devices; 0 when not known */
  gboolean assumed;       /* a recorded pool without free memory counts in full */
  gboolean unread;        /* of this computer, free memory could not be read */
  EdgeKitAccelerator *left_out; /* a card whose memory is unknown, or NULL */
} EdgeKitPlaces;

/* @backend: an option of a workload, NULL and "auto" choose. */
void _edgekit_places_find (EdgeKitHardwareProfile *profile, const char *backend, EdgeKitPlaces *places);
/* Of its pool, or of the one that backs it; EDGEKIT_UNKNOWN. */
gint64 _edgekit_place_get_bandwidth (const EdgeKitPlace *place, EdgeKitHardwareProfile *profile);
/* @backends, NULL-terminated: those that an engine runs on; only devices that have one of them. */
void _edgekit_places_find_among (EdgeKitHardwareProfile *profile, const char *const *backends, EdgeKitPlaces *places);
/* What an engine wants to know of the devices. */
void _edgekit_places_describe (const EdgeKitPlaces *places, EdgeKitDevices *devices);
/* As if no other program used memory. */
void _edgekit_places_free_all (EdgeKitPlaces *places);

G_END_DECLS
