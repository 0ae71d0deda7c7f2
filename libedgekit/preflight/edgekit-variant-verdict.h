/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_VARIANT_VERDICT (edgekit_variant_verdict_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitVariantVerdict, edgekit_variant_verdict, EDGEKIT, VARIANT_VERDICT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_variant_verdict_get_outcome (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_variant_verdict_get_headline (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_verdict_get_total (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_variant_verdict_get_usable (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_variant_verdict_get_speed_low (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_variant_verdict_get_speed_likely (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_variant_verdict_get_speed_high (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_variant_verdict_get_recommended (EdgeKitVariantVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitVariant *edgekit_variant_verdict_get_variant (EdgeKitVariantVerdict *self);

G_END_DECLS
