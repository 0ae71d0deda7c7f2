/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How the weights of a model are packed, by its config.json, and how many
 * parameters that makes. Sizes never come from here: they are those of the
 * tensors. */

#include "edgekit-config-private.h"
#include "edgekit-tensor-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;            /* for people, "GPTQ-Int4"; NULL where nothing is packed */
  double bits;           /* of a packed weight, 0 where the file does not say */
  double expert_bits;    /* the same for experts, where they differ; else 0 */
  double group;          /* weights that share a scale, 0 where the file does not say */
  JsonObject *overrides; /* module → object, borrowed; or NULL */
  gboolean mlx;          /* in the form of MLX */
  gboolean unknown;      /* no table has the method, or how many bits it takes */
} EdgeKitQuantization;

/* @more is a document that may describe it instead (hf_quant_config.json), or NULL. */
EdgeKitQuantization *_edgekit_quantization_new      (EdgeKitConfig *config, JsonObject *more);
void                 _edgekit_quantization_free     (EdgeKitQuantization *self);
/* Corrects the parameters of all tensors, which are so far as many as their values. */
void                 _edgekit_quantization_unpack   (const EdgeKitQuantization *self, GPtrArray *tensors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitQuantization, _edgekit_quantization_free)

G_END_DECLS
