/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where an engine could put a model: main memory and the devices that would
 * compute together, of one computer or of several. */

#include "edgekit-estimator-private.h"
#include "edgekit-hardware-profile.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitHardwareProfile *profile; /* borrowed: of the computer */
  guint machine;              /* its number, 0 for the one that starts the engine */
  EdgeKitMemoryPool *pool;    /* borrowed of the profile; NULL: nothing is known of main memory */
  EdgeKitAccelerator *device; /* NULL: the processor */
  const char *backend;        /* that computes there, "cpu" for the processor */
  guint capability;           /* of CUDA, 89 for 8.9; 0 when not known */
  gint64 capacity;            /* what can be used of it now, or EDGEKIT_UNKNOWN */
  gint64 size;                /* what could be used if nothing else ran */
  gboolean on_host;           /* its bytes are bytes of the first place, too */
} EdgeKitPlace;

typedef struct
{
  EdgeKitPlace places[EDGEKIT_MAX_DEVICES + 1]; /* the host is the first */
  guint n_devices;
  guint n_machines;
  gboolean too_many;      /* devices of other computers were left out */
  const char *backend;    /* of most devices, "cpu" without any */
  guint capability;       /* of CUDA, 89 for 8.9, the least of the devices; 0 when not known */
  gboolean assumed;       /* a recorded pool without free memory counts in full */
  gboolean unread;        /* of this computer, free memory could not be read */
  EdgeKitAccelerator *left_out; /* a card whose memory is unknown, or NULL */
} EdgeKitPlaces;

/* @backend: an option of a workload, NULL and "auto" choose. */
void _edgekit_places_find (EdgeKitHardwareProfile *profile, const char *backend, EdgeKitPlaces *places);
/* Of its pool, or of the one that backs it; EDGEKIT_UNKNOWN. */
gint64 _edgekit_place_get_bandwidth (const EdgeKitPlace *place);
/* @backends, NULL-terminated: those that an engine runs on; only devices that have one of them. */
void _edgekit_places_find_among (EdgeKitHardwareProfile *profile, const char *const *backends, EdgeKitPlaces *places);
/* Adds the devices of @of, the computer of that number. */
void _edgekit_places_append (EdgeKitPlaces *places, const EdgeKitPlaces *of, guint machine);
/* The devices of @places as they look from another computer: without any, the processor is one. */
void _edgekit_places_serve (EdgeKitPlaces *places);
/* The device whose memory is main memory, or 0. */
guint _edgekit_places_find_shared (const EdgeKitPlaces *places);
/* Of another computer than the one that starts the engine. */
gboolean _edgekit_place_is_remote (const EdgeKitPlace *place);
/* As memory is called in an answer: the id of its pool, and of which computer unless it is the first; NULL: unknown. */
char *_edgekit_place_make_id (const EdgeKitPlace *place);
/* What an engine wants to know of the devices. */
void _edgekit_places_describe (const EdgeKitPlaces *places, EdgeKitDevices *devices);
/* As if no other program used memory. */
void _edgekit_places_free_all (EdgeKitPlaces *places);

G_END_DECLS
