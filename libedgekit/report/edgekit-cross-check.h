/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_CROSS_CHECK (edgekit_cross_check_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitCrossCheck, edgekit_cross_check, EDGEKIT, CROSS_CHECK, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCrossCheck *edgekit_cross_check_run (EdgeKitPreflight *preflight,
                                            const char *model_file,
                                            GCancellable *cancellable);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_cross_check_get_program (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_cross_check_get_failure (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_estimate (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_estimate_weights (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_estimate_context (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_estimate_compute (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_reported (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_reported_weights (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_reported_context (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_cross_check_get_reported_compute (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_cross_check_get_ratio (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_cross_check_describe_failure (EdgeKitCrossCheck *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_cross_check_add_to_json (EdgeKitCrossCheck *self,
                                       const char *document);

G_END_DECLS
