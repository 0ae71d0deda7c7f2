/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_SUGGESTION (edgekit_suggestion_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitSuggestion, edgekit_suggestion, EDGEKIT, SUGGESTION, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_suggestion_get_outcome (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_suggestion_get_headline (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_suggestion_get_total (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_suggestion_get_usable (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_suggestion_get_speed_low (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_suggestion_get_speed_likely (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_suggestion_get_speed_high (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_suggestion_get_score (EdgeKitSuggestion *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitCatalogueModel *edgekit_suggestion_get_model (EdgeKitSuggestion *self);

G_END_DECLS
