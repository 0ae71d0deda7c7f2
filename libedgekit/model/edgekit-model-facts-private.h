/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From the headers of the files to the facts of the model. */

#include "edgekit-family-private.h"
#include "edgekit-gguf-private.h"
#include "edgekit-model-private.h"
#include "edgekit-safetensors-private.h"

G_BEGIN_DECLS

/* No model has more; llama.cpp allows 512. */
#define EDGEKIT_MODEL_MAX_LAYERS 4096

/* One file of a model, or of a set of them. Without a header it is not there. */
typedef struct
{
  char *name; /* without its folder */
  guint64 size;
  EdgeKitGguf *gguf;
  EdgeKitSafetensors *safetensors;
} EdgeKitModelPart;

EdgeKitModelPart *_edgekit_model_part_new         (const char *name);
void              _edgekit_model_part_free        (EdgeKitModelPart *part);
/* EdgeKitTensor; NULL for a part that is not there. */
GPtrArray        *_edgekit_model_part_get_tensors (const EdgeKitModelPart *part);
/* How large the file is when it is whole. */
guint64           _edgekit_model_part_get_end     (const EdgeKitModelPart *part);

/* @parts: EdgeKitModelPart; the header of the first one is there, and loses its
 * metadata to the model. @what names the model in errors. */
EdgeKitModel *_edgekit_model_new_from_gguf   (GPtrArray *parts, guint64 n_read, const char *what, GError **error);

/* The steps that all kinds of models have in common. */
void          _edgekit_model_take_parts      (EdgeKitModel *self, GPtrArray *parts);
/* Parameters and sizes: tensors and numbers of experts are there. */
void          _edgekit_model_add_up          (EdgeKitModel *self);
/* The type that most bytes have; NULL without tensors. */
char         *_edgekit_model_find_main_type  (EdgeKitModel *self);
/* By the names of the tensors. */
gint64        _edgekit_model_count_layers    (EdgeKitModel *self);
void          _edgekit_model_mark_absent     (EdgeKitModel *self);
/* What is worth knowing about the files, and what only GGUF files have. */
void          _edgekit_model_add_notes       (EdgeKitModel *self, GPtrArray *parts);
void          _edgekit_model_note_unknown_type (EdgeKitModel *self, const char *type);
void          _edgekit_model_add_gguf_notes  (EdgeKitModel *self, GPtrArray *parts);

/* By general.type and general.architecture. */
EdgeKitModelKind _edgekit_model_kind_find    (const char *type, const char *architecture);
void          _edgekit_model_add_kind_note   (EdgeKitModel *self);

/* The number under @key if it is between 0 and @max, @fallback where it is
 * missing; an error otherwise. */
gboolean      _edgekit_model_get_bounded     (EdgeKitModel *self, const char *key, gint64 max, gint64 fallback,
                                              gint64 *value, const char *what, GError **error);
/* What its recurrent layers keep, if it has any; and how many values of that
 * @layer keeps. */
EdgeKitStateForm _edgekit_model_find_state_form (EdgeKitModel *self, const EdgeKitFamily *family);
guint64       _edgekit_model_count_state     (EdgeKitModel *self, EdgeKitStateForm form, EdgeKitLayer *layer);
const char   *_edgekit_state_form_get_name   (EdgeKitStateForm form);
/* Fills in the layers: all other facts are there. */
gboolean      _edgekit_model_add_layers      (EdgeKitModel *self, const EdgeKitFamily *family, const char *what,
                                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitModelPart, _edgekit_model_part_free)

G_END_DECLS
