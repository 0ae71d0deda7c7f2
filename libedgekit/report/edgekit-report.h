/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_REPORT (edgekit_report_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitReport, edgekit_report, EDGEKIT, REPORT, GObject)

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitReport *edgekit_report_new (EdgeKitHardwareProfile *profile,
                                   EdgeKitPreflight *preflight,
                                   EdgeKitInstallPlan *plan);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_report_get_include_private (EdgeKitReport *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_report_set_include_private (EdgeKitReport *self,
                                         gboolean include_private);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_report_get_include_model (EdgeKitReport *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_report_set_include_model (EdgeKitReport *self,
                                       gboolean include_model);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitSnapshot *edgekit_report_get_snapshot (EdgeKitReport *self);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_report_set_snapshot (EdgeKitReport *self,
                                  EdgeKitSnapshot *snapshot);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_report_add_private_name (EdgeKitReport *self,
                                      const char *name);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_report_to_string (EdgeKitReport *self,
                                EdgeKitReportFormat format);
EDGEKIT_AVAILABLE_IN_0_1
void edgekit_report_to_string_async (EdgeKitReport *self,
                                     EdgeKitReportFormat format,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_report_to_string_finish (EdgeKitReport *self,
                                       GAsyncResult *result,
                                       char ***removed,
                                       GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char **edgekit_report_list_removed (EdgeKitReport *self);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_report_make_issue_uri (EdgeKitReport *self,
                                     const char *engine,
                                     char **paste_into,
                                     GError **error);

G_END_DECLS
