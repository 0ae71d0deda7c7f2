/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Stores whose models are lists of blobs: a manifest names each by its digest,
 * with what it is. */

#include "edgekit-store-private.h"

G_BEGIN_DECLS

/* A text, or NULL. */
const char        *_edgekit_manifest_get_string (JsonObject *object, const char *member);
/* An object, or an array; NULL where there is none. */
JsonObject        *_edgekit_manifest_get_object (JsonObject *object, const char *member);
JsonArray         *_edgekit_manifest_get_array  (JsonObject *object, const char *member);
/* The path that begins with @begin, from the root of the store, and ends with the
 * digits of @digest; NULL for a digest that is none. */
char              *_edgekit_manifest_get_path   (EdgeKitStoreScan *scan, const char *begin, const char *digest);
/* The blob of one of the things that a manifest lists; NULL when it is not there. */
EdgeKitStoreEntry *_edgekit_manifest_look       (EdgeKitStoreScan *scan, const char *begin, JsonObject *layer);
/* The same, read as JSON. */
JsonNode          *_edgekit_manifest_read       (EdgeKitStoreScan *scan, const char *begin, JsonObject *layer);
/* How many of @layers are of a kind that begins with @media. */
guint              _edgekit_manifest_count      (JsonArray *layers, const char *media);
/* All of these are GGUF files of @model, whose name they get: one, or a set. */
void               _edgekit_manifest_take_parts (EdgeKitStoreScan *scan, const char *begin, JsonArray *layers,
                                                 const char *media, EdgeKitInstalledModel *model);

G_END_DECLS
