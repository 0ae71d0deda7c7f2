/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model of the catalogue: a few facts of its architecture, from which the
 * header is written that a GGUF file of it would have. What can be read from a
 * file can so be read from a record, and priced in the same way. */

#include <json-glib/json-glib.h>

#include "edgekit-gguf-private.h"
#include "edgekit-model.h"

G_BEGIN_DECLS

/* How a layer mixes tokens, one letter each in the catalogue. */
typedef enum
{
  EDGEKIT_OUTLINE_FULL = 'F',
  EDGEKIT_OUTLINE_WINDOW = 'W',
  EDGEKIT_OUTLINE_MLA = 'M',
  EDGEKIT_OUTLINE_RECURRENT = 'R',
  EDGEKIT_OUTLINE_CONVOLUTION = 'C',
  EDGEKIT_OUTLINE_BOTH = 'P',
  EDGEKIT_OUTLINE_NONE = 'N',
  EDGEKIT_OUTLINE_SHARED_FULL = 'S',
  EDGEKIT_OUTLINE_SHARED_WINDOW = 's',
  EDGEKIT_OUTLINE_COMPRESSED = 'X',
} EdgeKitOutlineMixer;

/* A record with its patterns written out. The strings belong to the record. */
typedef struct
{
  JsonObject *record;
  const char *architecture;
  guint64 layers;
  guint64 width;      /* embedding_length */
  guint64 vocabulary;
  char *mixers;       /* EdgeKitOutlineMixer for each layer */
  char *feeds;        /* D dense, E experts, B both, N none */
  GArray *feed_width; /* guint64 for each layer */
} EdgeKitOutline;

/* NULL with an error when a pattern is broken, or its length is not the number of layers. */
EdgeKitOutline *_edgekit_outline_new      (JsonObject *record, GError **error);
void            _edgekit_outline_free     (EdgeKitOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitOutline, _edgekit_outline_free)

/* A number of the record, or of an object in it ("mla", "recurrent"). */
guint64         _edgekit_outline_get      (const EdgeKitOutline *self, const char *member, guint64 fallback);
guint64         _edgekit_outline_get_in   (const EdgeKitOutline *self, const char *object, const char *member);
gboolean        _edgekit_outline_has      (const EdgeKitOutline *self, const char *object);
/* A number that may differ with the kind of a layer. */
guint64         _edgekit_outline_by_mixer (const EdgeKitOutline *self, const char *member, char mixer);
const char     *_edgekit_outline_string   (const EdgeKitOutline *self, const char *member);
gboolean        _edgekit_outline_flag     (const EdgeKitOutline *self, const char *flag);
/* Whether a file has one tensor for query, key and value (“qkv”), or for gate and up (“up”). */
gboolean        _edgekit_outline_is_fused (const EdgeKitOutline *self, const char *what);

static inline gboolean
_edgekit_outline_attends (char mixer)
{
  return mixer == EDGEKIT_OUTLINE_FULL || mixer == EDGEKIT_OUTLINE_WINDOW || mixer == EDGEKIT_OUTLINE_BOTH ||
         mixer == EDGEKIT_OUTLINE_COMPRESSED || mixer == EDGEKIT_OUTLINE_SHARED_FULL ||
         mixer == EDGEKIT_OUTLINE_SHARED_WINDOW;
}

/* Which type each tensor of a mix (“Q4_K_M”, a row of the table mixes) has:
 * llama.cpp src/llama-quant.cpp, llama_tensor_get_type. */
typedef struct
{
  const char *mix;
  guint64 layers;
  guint64 experts;
  guint64 groups;  /* heads for each KV head */
  gboolean tied;
  guint n_values;  /* value projections, and how many have been asked about */
  guint i_value;
} EdgeKitMixState;

/* A row of the table tensor-types. */
const char     *_edgekit_mix_get_type     (EdgeKitMixState *state, const char *name, const guint64 *dims, guint n_dims,
                                           gint64 layer);
gboolean        _edgekit_mix_exists       (const char *mix);
GStrv           _edgekit_mix_list         (void);

void            _edgekit_outline_add_keys    (const EdgeKitOutline *self, EdgeKitMetadata *metadata, const char *mix);
void            _edgekit_outline_add_tensors (const EdgeKitOutline *self, const char *mix, GPtrArray *tensors);

/* @mix: a row of the table mixes. */
EdgeKitModel   *_edgekit_outline_make_model  (JsonObject *record, const char *mix, GError **error);

#define EDGEKIT_OUTLINE_PREFIX "catalogue:"

/* All records, in the member “models”; of the library's own resources, so there is no error. */
JsonNode       *_edgekit_outline_read_catalogue (void);
/* The version that most people download. */
const char     *_edgekit_outline_get_usual_mix  (JsonObject *record);
gboolean        _edgekit_outline_is_location    (const char *location);
/* “catalogue:id” or “catalogue:id:mix”. */
EdgeKitModel   *_edgekit_outline_load           (const char *location, GError **error);
/* One model for each mix; a mix in @location does not matter. */
GPtrArray      *_edgekit_outline_list_versions  (const char *location, GError **error);

G_END_DECLS
