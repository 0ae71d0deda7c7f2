/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The key-value pairs of a model's header, in memory of a bounded size: of long
 * arrays (a vocabulary) only the length is kept. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_META_INT,
  EDGEKIT_META_DOUBLE,
  EDGEKIT_META_BOOL,
  EDGEKIT_META_STRING,
  EDGEKIT_META_INTS,    /* integers, or yes and no */
  EDGEKIT_META_SKIPPED, /* an array or a long string of which only the length is known */
} EdgeKitMetaType;

typedef struct
{
  EdgeKitMetaType type;
  gint64 integer;   /* of INT and BOOL; larger numbers of 64 bits are G_MAXINT64 */
  double number;    /* of DOUBLE */
  char *string;     /* of STRING, valid UTF-8 */
  gint64 *integers; /* of INTS */
  guint64 length;   /* of arrays in elements, of strings in bytes */
} EdgeKitMetaValue;

typedef struct _EdgeKitMetadata EdgeKitMetadata;

EdgeKitMetadata        *_edgekit_metadata_new        (void);
/* Once it is filled it does not change, so several models may share it. */
EdgeKitMetadata        *_edgekit_metadata_ref        (EdgeKitMetadata *self);
void                    _edgekit_metadata_free       (EdgeKitMetadata *self);
/* Takes over what @value points to, also when it fails: FALSE when the key is there already. */
gboolean                _edgekit_metadata_take       (EdgeKitMetadata *self, const char *key, EdgeKitMetaValue *value);
const EdgeKitMetaValue *_edgekit_metadata_lookup     (EdgeKitMetadata *self, const char *key);
guint                   _edgekit_metadata_get_length (EdgeKitMetadata *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitMetadata, _edgekit_metadata_free)

G_END_DECLS
