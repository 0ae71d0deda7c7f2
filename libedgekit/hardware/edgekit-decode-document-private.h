/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* JSON documents inside a snapshot come from drivers and from anybody: a member
 * of the wrong type is one that is not there, and so is one of no object. What a
 * guest says is read with its doubts (edgekit-decode-guests-read.c). */

#include <json-glib/json-glib.h>

#include "edgekit-snapshot-private.h"

G_BEGIN_DECLS

/* The document of @key, or NULL when it is not an object. */
JsonObject      *_edgekit_document_get    (EdgeKitSnapshot *snapshot, const char *key);
JsonObject      *_edgekit_document_object (JsonObject *object, const char *member);
/* The first @max objects in the array @member; (element-type JsonObject), owned by the snapshot. */
GPtrArray       *_edgekit_document_list   (JsonObject *object, const char *member, guint max);
/* NULL, and so for an empty string. */
const char      *_edgekit_document_string (JsonObject *object, const char *member);
/* EDGEKIT_UNKNOWN for what is no integer, or negative. */
gint64           _edgekit_document_int    (JsonObject *object, const char *member);
EdgeKitTristate  _edgekit_document_flag   (JsonObject *object, const char *member);

G_END_DECLS
