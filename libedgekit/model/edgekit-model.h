/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_MODEL (edgekit_model_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitModel, edgekit_model, EDGEKIT, MODEL, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_model_new_from_json (const char *json,
                                           gssize length,
                                           GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_model_to_json (EdgeKitModel *self,
                             gboolean with_tensors);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_format (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModelKind edgekit_model_get_kind (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_model_check_runnable (EdgeKitModel *self,
                                       GError      **error);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_role_parameters (EdgeKitModel     *self,
                                          EdgeKitTensorRole role);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_architecture (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitTristate edgekit_model_get_architecture_known (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_name (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_title (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_parameters (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_active_parameters (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_quantization (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_model_get_bits_per_weight (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_file_size (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_weights_size (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_n_layers (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_embedding_length (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_feed_forward_length (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_window (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_kv_lora_rank (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_rope_dimension (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_experts (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_experts_used (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_experts_shared (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_vocabulary_size (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_context_length (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_rope_scaling (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_model_get_rope_factor (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_original_context_length (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_model_get_state_kind (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_get_layers (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_get_tensors (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_get_files (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_model_get_notes (EdgeKitModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_model_get_bytes_read (EdgeKitModel *self);

G_END_DECLS
