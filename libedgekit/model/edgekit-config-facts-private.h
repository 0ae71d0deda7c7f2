/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From a config.json and the headers of the weights to the facts of the model. */

#include "edgekit-config-private.h"
#include "edgekit-model-choice-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-quantization-private.h"

G_BEGIN_DECLS

/* @more may be NULL, see _edgekit_quantization_new(). @parts: EdgeKitModelPart of
 * safetensors files, in which all tensors have different names. @what names the
 * config.json in errors. */
EdgeKitModel *_edgekit_model_new_from_config (EdgeKitConfig *config, JsonObject *more, GPtrArray *parts,
                                              const EdgeKitModelChoice *choice, const char *title, guint64 n_read,
                                              const char *what, GError **error);
/* Fills in the layers: number and tensors are there. */
gboolean _edgekit_config_add_layers  (EdgeKitConfig *self, EdgeKitModel *model, GError **error);
/* How many values a recurrent layer keeps for each sequence; @conv: those of
 * them that its convolution keeps. */
guint64  _edgekit_config_count_state (EdgeKitConfig *self, guint64 *conv);
/* The longest context, and how positions are stretched for it. */
void     _edgekit_config_take_rope   (EdgeKitConfig *self, EdgeKitModel *model);

G_END_DECLS
