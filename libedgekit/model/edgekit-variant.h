/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_VARIANT (edgekit_variant_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitVariant, edgekit_variant, EDGEKIT, VARIANT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_name (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_quantization (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_variant_get_bits_per_weight (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_get_parameters (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_format (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_get_size (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_folder (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_variant_get_files (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_get_parts (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_variant_get_complete (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_location (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_path (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_variant_get_model (EdgeKitVariant *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_get_problem (EdgeKitVariant *self);

G_END_DECLS
