/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_SPEED (edgekit_speed_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitSpeed, edgekit_speed, EDGEKIT, SPEED, GObject)

EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_low (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_likely (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_high (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_speed_get_basis (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_full (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_prompt_low (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_prompt_likely (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_prompt_high (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_speed_get_prompt_tokens (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_first_token_low (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_first_token_likely (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_first_token_high (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_load_low (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_load_likely (EdgeKitSpeed *self);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_speed_get_load_high (EdgeKitSpeed *self);

G_END_DECLS
