/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_VERDICT (edgekit_verdict_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitVerdict, edgekit_verdict, EDGEKIT, VERDICT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_verdict_get_outcome (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitVerdictReason edgekit_verdict_get_reason (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_verdict_get_headline (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_verdict_get_summary (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_verdict_get_utilization (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_verdict_get_findings (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_verdict_get_context_model_max (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_verdict_get_context_requested (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_verdict_get_context_used (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_verdict_get_context_usable (EdgeKitVerdict *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_verdict_get_context_rounded (EdgeKitVerdict *self);

G_END_DECLS
