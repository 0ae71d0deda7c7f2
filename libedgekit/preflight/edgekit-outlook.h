/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_OUTLOOK (edgekit_outlook_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitOutlook, edgekit_outlook, EDGEKIT, OUTLOOK, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutlook *edgekit_outlook_new (EdgeKitHardwareProfile *profile);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_outlook_get_outcome (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_outlook_get_headline (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_outlook_get_summary (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_outlook_get_largest (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_outlook_get_largest_parameters (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_outlook_get_budget (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_outlook_get_speed_low (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_outlook_get_speed_high (EdgeKitOutlook *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_outlook_get_speed_model (EdgeKitOutlook *self);

G_END_DECLS
