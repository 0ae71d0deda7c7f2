/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The description of a model (specs/NAME.spec), and GGUF files made from it:
 * a real header, and a hole where the weights would be. Nothing here uses the
 * library, so that the two check each other.
 *
 *   # comment
 *   parameters N                   what they must add up to
 *   key NAME TYPE VALUE            u32 i32 f32 bool str arr:i32 …
 *   vocabulary MODEL PRE SIZE      the tokenizer's arrays
 *   tensors                        what follows belongs to no layer
 *   tensors blk.%d. 0-3,7          what follows is in these layers
 *   NAME DIMxDIM TYPE              a tensor, the innermost dimension first
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  guint64 dims[4];
  guint n_dims;
  const char *type; /* of a static table */
  guint64 elements;
  guint64 size;
} SpecTensor;

typedef struct
{
  char *name;
  char *type;
  char *value;
} SpecKey;

typedef struct
{
  guint64 parameters;
  GPtrArray *keys;    /* SpecKey */
  GPtrArray *tensors; /* SpecTensor */
  char *vocabulary;   /* NULL: none */
  char *pre;
  guint64 vocabulary_size;
  guint64 weights_size; /* without padding */
} Spec;

typedef struct
{
  guint32 version;
  gboolean big_endian;
} SpecOptions;

Spec       *spec_load    (const char *path, GError **error);
void        spec_free    (Spec *self);
const char *spec_get_key (const Spec *self, const char *name);
/* The header, and in @file_size what the whole file measures. */
GByteArray *spec_header  (const Spec *self, const SpecOptions *options, guint64 *file_size);
gboolean    spec_write   (const Spec *self, const SpecOptions *options, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Spec, spec_free)

G_END_DECLS
