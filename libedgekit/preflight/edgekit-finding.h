/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_FINDING (edgekit_finding_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitFinding, edgekit_finding, EDGEKIT, FINDING, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_finding_get_code (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSeverity edgekit_finding_get_severity (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_finding_get_message (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_finding_get_hint (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_finding_get_change (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_finding_get_gain_bytes (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_finding_get_gain_tokens_per_second (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_finding_get_gain_outcome (EdgeKitFinding *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_finding_get_gain_context (EdgeKitFinding *self);

G_END_DECLS
