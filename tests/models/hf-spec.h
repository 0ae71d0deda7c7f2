/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model of Hugging Face or MLX as it lies on the hub: its config.json, and
 * every tensor's name, shape and type (tests/models/hf/NAME.spec). Written to a
 * folder, the weights are holes. This code knows nothing of the library. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  const char *type;
  guint64 dims[5]; /* the outermost first */
  guint n_dims;
  guint64 elements;
  guint64 size;
} HfTensor;

typedef struct
{
  char *config;        /* text of config.json */
  char *more;          /* of hf_quant_config.json, or NULL */
  char *metadata;      /* "format" in the headers, or NULL */
  guint64 parameters;  /* as published */
  guint n_files;
  GPtrArray *tensors;  /* HfTensor */
  GHashTable *expect;  /* char * → char *: what must come out */
} HfSpec;

HfSpec     *hf_spec_load        (const char *path, GError **error);
void        hf_spec_free        (HfSpec *self);
/* The name of file @i of the set. */
char       *hf_spec_file_name   (const HfSpec *self, guint i);
/* The header of file @i, and how large the file is with its weights. */
GByteArray *hf_spec_header      (const HfSpec *self, guint i, guint64 *file_size);
/* "model.safetensors.index.json" */
char       *hf_spec_index       (const HfSpec *self);
gboolean    hf_spec_write       (const HfSpec *self, const char *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HfSpec, hf_spec_free)

G_END_DECLS
