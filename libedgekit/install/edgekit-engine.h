/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_ENGINE (edgekit_engine_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitEngine, edgekit_engine, EDGEKIT, ENGINE, GObject)

EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_engine_list (EdgeKitHardwareProfile *profile,
                                 EdgeKitModel *model,
                                 EdgeKitGoal goal);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_engine_list_to_json (EdgeKitHardwareProfile *profile,
                                   EdgeKitModel *model,
                                   EdgeKitGoal goal,
                                   gboolean translated);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_engine_canonical_name (const char *name);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_engine_get_name (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_engine_get_title (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_engine_get_score (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_engine_get_suitable (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_engine_get_reasons (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_engine_get_why_not (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_engine_get_loads (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_engine_get_summary (EdgeKitEngine *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_engine_get_install (EdgeKitEngine *self);

G_END_DECLS
