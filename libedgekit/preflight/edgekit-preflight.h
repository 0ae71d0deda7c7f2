/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_PREFLIGHT (edgekit_preflight_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitPreflight, edgekit_preflight, EDGEKIT, PREFLIGHT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPreflight *edgekit_preflight_new (void);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_preflight_list_engines (void);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_get_profiles (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_profiles (EdgeKitPreflight *self,
                                     GListModel *profiles);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_get_models (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_preflight_get_profile (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_profile (EdgeKitPreflight *self,
                                    EdgeKitHardwareProfile *profile);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitModel *edgekit_preflight_get_model (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_model (EdgeKitPreflight *self,
                                  EdgeKitModel *model);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitWorkload *edgekit_preflight_get_workload (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_workload (EdgeKitPreflight *self,
                                     EdgeKitWorkload *workload);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_preflight_get_comfortable_utilization (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_comfortable_utilization (EdgeKitPreflight *self,
                                                    double fraction);
EDGEKIT_AVAILABLE_IN_0_1
double edgekit_preflight_get_max_utilization (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_max_utilization (EdgeKitPreflight *self,
                                            double fraction);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_preflight_get_min_context (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_min_context (EdgeKitPreflight *self,
                                        gint64 tokens);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitMemoryUnits edgekit_preflight_get_memory_units (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_set_memory_units (EdgeKitPreflight *self,
                                         EdgeKitMemoryUnits units);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_get_attachments (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_attach (EdgeKitPreflight *self,
                               EdgeKitAttachment *attachment);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_detach (EdgeKitPreflight *self,
                               EdgeKitAttachment *attachment);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitHardwareProfile *edgekit_preflight_make_profile_after (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_preflight_get_ready (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitEstimate *edgekit_preflight_get_estimate (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitVerdict *edgekit_preflight_get_verdict (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitPlacement *edgekit_preflight_get_placement (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSpeed *edgekit_preflight_get_speed (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_preflight_get_engine (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_get_commands (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitEstimate *edgekit_preflight_estimate_at (EdgeKitPreflight *self,
                                                gint64 context);
EDGEKIT_AVAILABLE_IN_0_1
gint64 *edgekit_preflight_list_context_stops (EdgeKitPreflight *self,
                                              gsize *n_stops);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_preflight_describe_context (EdgeKitPreflight *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_preflight_to_json (EdgeKitPreflight *self,
                                 gboolean translated);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_preflight_comparison_to_json (const char * const *results,
                                            GError **error);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_check_variants (EdgeKitPreflight *self,
                                              EdgeKitVariantList *variants);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_preflight_check_variants_async (EdgeKitPreflight *self,
                                             EdgeKitVariantList *variants,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_preflight_check_variants_finish (EdgeKitPreflight *self,
                                                     GAsyncResult *result,
                                                     GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_preflight_variants_to_json (EdgeKitPreflight *self,
                                          EdgeKitVariantList *variants,
                                          gboolean translated);

G_END_DECLS
