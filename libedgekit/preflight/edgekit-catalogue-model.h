/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_CATALOGUE_MODEL (edgekit_catalogue_model_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCatalogueModel, edgekit_catalogue_model, EDGEKIT, CATALOGUE_MODEL, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_id (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_location (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_name (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_family (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_catalogue_model_get_uses (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_catalogue_model_get_modalities (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_catalogue_model_get_parameters (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_catalogue_model_get_active_parameters (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_catalogue_model_get_context_length (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_quantization (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_catalogue_model_get_size (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_repository (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_catalogue_model_get_gguf_repository (EdgeKitCatalogueModel *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_catalogue_model_get_model (EdgeKitCatalogueModel *self);

G_END_DECLS
