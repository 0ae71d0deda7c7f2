/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "plans.h"

EdgeKitHardwareProfile *
profile_of (const char *json)
{
  GError *error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_hardware_profile_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return profile;
}

EdgeKitInstallPlan *
plan_of (const char *hardware, const char *engine)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (hardware);

  return edgekit_install_plan_new (profile, engine, EDGEKIT_GOAL_CHAT, NULL, EDGEKIT_INSTALL_METHOD_AUTO,
                                   EDGEKIT_SHELL_AUTO, FALSE, NULL);
}

EdgeKitStepState
state_of (EdgeKitInstallPlan *plan, const char *part, char **command)
{
  GListModel *steps = edgekit_install_plan_get_steps (plan);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) != EDGEKIT_STEP_KIND_PREREQUISITE ||
          !strstr (edgekit_install_step_get_title (step), part))
        continue;
      if (command)
        *command = g_strdup (edgekit_install_step_get_command (step));
      return edgekit_install_step_get_state (step);
    }
  g_test_fail_printf ("no step with “%s”", part);
  return EDGEKIT_STEP_STATE_UNKNOWN;
}
