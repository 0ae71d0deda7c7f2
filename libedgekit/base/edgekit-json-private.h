/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* JSON from outside: size cap, strict scan, then JsonParser (design §3). */

#include <json-glib/json-glib.h>

#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_JSON_MAX_DEPTH 64

typedef enum
{
  EDGEKIT_JSON_DEFAULT = 0,
  /* config.json of a model is written by Python: NaN and Infinity become null */
  EDGEKIT_JSON_NAN_IS_NULL = 1 << 0,
  /* for documents that anybody may have written: the tree takes 32 MiB at most,
   * however many empty objects the text is made of */
  EDGEKIT_JSON_SMALL_TREE = 1 << 1,
} EdgeKitJsonFlags;

/* @what names the document in errors ("snapshot.json"). */
JsonNode   *_edgekit_json_parse     (const char        *data,
                                     gsize              length,
                                     gsize              max_length,
                                     EdgeKitJsonFlags   flags,
                                     const char        *what,
                                     GError           **error);
/* The root as an object whose "schema" member is @schema; error otherwise. */
JsonObject *_edgekit_json_get_document (JsonNode       *root,
                                        const char     *schema,
                                        const char     *what,
                                        GError        **error);

/* The bytes of @file, which may be a pipe; never more than @max_length. Errors
 * name the file. */
gboolean    _edgekit_json_load      (GFile             *file,
                                     gsize              max_length,
                                     char             **contents,
                                     gsize             *length,
                                     GCancellable      *cancellable,
                                     GError           **error);

char       *_edgekit_json_to_string (JsonNode          *node);
/* Ends @builder and gives its text. */
char       *_edgekit_json_build     (JsonBuilder       *builder);

/* Typed members: FALSE with an error when the member has another type;
 * TRUE and untouched *value when it is missing or null. */
gboolean    _edgekit_json_get_int    (JsonObject *object, const char *member, gint64 min, gint64 max,
                                      gint64 *value, const char *where, GError **error);
gboolean    _edgekit_json_get_string (JsonObject *object, const char *member,
                                      const char **value, const char *where, GError **error);

/* Writers that leave an unknown value out. */
void        _edgekit_json_add_int    (JsonBuilder *builder, const char *member, gint64 value);
void        _edgekit_json_add_double (JsonBuilder *builder, const char *member, double value);
void        _edgekit_json_add_string (JsonBuilder *builder, const char *member, const char *value);
void        _edgekit_json_add_strv   (JsonBuilder *builder, const char *member, const char * const *value);
void        _edgekit_json_add_enum   (JsonBuilder *builder, const char *member, GType type, int value);
/* @json is text that the library wrote itself. */
void        _edgekit_json_add_document (JsonBuilder *builder, const char *member, const char *json);

G_END_DECLS
