/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"
#include "edgekit-error.h"

G_BEGIN_DECLS

#define EDGEKIT_TYPE_INSTALL_OPTION (edgekit_install_option_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitInstallOption, edgekit_install_option, EDGEKIT, INSTALL_OPTION, GObject)

#define EDGEKIT_TYPE_INSTALL_STEP (edgekit_install_step_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitInstallStep, edgekit_install_step, EDGEKIT, INSTALL_STEP, GObject)

#define EDGEKIT_TYPE_INSTALL_PLAN (edgekit_install_plan_get_type ())

EDGEKIT_AVAILABLE_IN_0_1
G_DECLARE_FINAL_TYPE (EdgeKitInstallPlan, edgekit_install_plan, EDGEKIT, INSTALL_PLAN, GObject)

EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_option_get_name (EdgeKitInstallOption *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_option_get_value (EdgeKitInstallOption *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_option_get_reason (EdgeKitInstallOption *self);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitStepKind edgekit_install_step_get_kind (EdgeKitInstallStep *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_step_get_title (EdgeKitInstallStep *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_step_get_command (EdgeKitInstallStep *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitShell edgekit_install_step_get_shell (EdgeKitInstallStep *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitStepState edgekit_install_step_get_state (EdgeKitInstallStep *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_step_get_reason (EdgeKitInstallStep *self);

EDGEKIT_AVAILABLE_IN_0_1
EdgeKitInstallPlan *edgekit_install_plan_new (EdgeKitHardwareProfile *profile,
                                              const char *engine,
                                              EdgeKitGoal goal,
                                              EdgeKitModel *model,
                                              EdgeKitInstallMethod method,
                                              EdgeKitShell shell,
                                              gboolean portable,
                                              GError **error);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitInstallPlan *edgekit_install_plan_new_distributed (EdgeKitHardwareProfile *profile,
                                                          const char *engine,
                                                          EdgeKitGoal goal,
                                                          EdgeKitModel *model,
                                                          EdgeKitInstallMethod method,
                                                          EdgeKitShell shell,
                                                          gboolean portable,
                                                          GError **error);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_install_plan_to_json (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_engine (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_title (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitInstallMethod edgekit_install_plan_get_method (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitShell edgekit_install_plan_get_shell (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_install_plan_get_steps (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_install_plan_get_options (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char * const *edgekit_install_plan_get_environment (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_command (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_reason (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_summary (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_uses (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
const char *edgekit_install_plan_get_uses_detail (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
gint64 edgekit_install_plan_get_download_size (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
EdgeKitOutcome edgekit_install_plan_judge (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
GListModel *edgekit_install_plan_get_alternatives (EdgeKitInstallPlan *self);
EDGEKIT_AVAILABLE_IN_0_1
gboolean edgekit_install_plan_get_complete (EdgeKitInstallPlan *self);

G_END_DECLS
