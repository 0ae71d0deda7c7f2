/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The config.json of a model of Hugging Face or MLX. Facts are named by the
 * rows of data/tables/config-keys.ini, and found under whatever spelling the
 * file and its family have for them.
 *
 * A value of the wrong type does not stop the reading: it counts as missing, and
 * the first one is the error of _edgekit_config_check(). */

#include <json-glib/json-glib.h>

#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_CONFIG_MAX_LENGTH (8 * 1024 * 1024)

typedef struct _EdgeKitConfig EdgeKitConfig;

/* @what names the document in errors. */
EdgeKitConfig *_edgekit_config_new          (const char *data, gsize length, const char *what, GError **error);
void           _edgekit_config_free         (EdgeKitConfig *self);
/* FALSE with an error when something that was asked for was of the wrong type. */
gboolean       _edgekit_config_check        (EdgeKitConfig *self, GError **error);

/* The "model_type" of the whole, or of the language model where the whole has
 * none; NULL when neither has. */
const char    *_edgekit_config_get_type     (EdgeKitConfig *self);
/* Whether one of the two types has a row in hf-families.ini. */
gboolean       _edgekit_config_is_known     (EdgeKitConfig *self);
/* What the row of the family says under @key; NULL for nothing. */
const char    *_edgekit_config_get_rule     (EdgeKitConfig *self, const char *key);

gboolean       _edgekit_config_has          (EdgeKitConfig *self, const char *fact);
/* A number of zero or more; of a list, its first. */
gint64         _edgekit_config_get_int      (EdgeKitConfig *self, const char *fact, gint64 fallback);
/* The number for layer @i, where it may be one number or a list of them. */
gint64         _edgekit_config_get_nth      (EdgeKitConfig *self, const char *fact, guint i, gint64 fallback);
double         _edgekit_config_get_double   (EdgeKitConfig *self, const char *fact, double fallback);
gboolean       _edgekit_config_get_bool     (EdgeKitConfig *self, const char *fact, gboolean fallback);
/* NULL for anything that is not a text. */
const char    *_edgekit_config_get_string   (EdgeKitConfig *self, const char *fact);
/* The word for layer @i; a list that is shorter than the model is repeated. */
const char    *_edgekit_config_get_word     (EdgeKitConfig *self, const char *fact, guint i);
/* How long a list or a text is; 0 for anything else. */
guint          _edgekit_config_get_length   (EdgeKitConfig *self, const char *fact);
/* Whether a list of numbers holds @number. */
gboolean       _edgekit_config_lists        (EdgeKitConfig *self, const char *fact, gint64 number);
/* NULL for anything that is not an object. */
JsonObject    *_edgekit_config_get_object   (EdgeKitConfig *self, const char *fact);
/* The object for layer @i in a list of objects, or NULL. */
JsonObject    *_edgekit_config_get_block    (EdgeKitConfig *self, const char *fact, guint i);
/* The whole document. */
JsonObject    *_edgekit_config_get_root     (EdgeKitConfig *self);

/* Members of an object, by a path of names with dots; NULL where there is none,
 * or null. */
JsonNode      *_edgekit_config_walk         (JsonObject *object, const char *path);
const char    *_edgekit_config_walk_string  (JsonObject *object, const char *path);
/* Also of a number that is written as a text or with decimals. */
double         _edgekit_config_walk_double  (JsonObject *object, const char *path, double fallback);
gboolean       _edgekit_config_walk_bool    (JsonObject *object, const char *path, gboolean fallback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitConfig, _edgekit_config_free)

G_END_DECLS
