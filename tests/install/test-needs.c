/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "plans.h"

/* What is needed first: whether it is here, the command that brings it, and what is so until then. */

static EdgeKitInstallPlan *
source_plan (const char *software)
{
  g_autofree char *json = g_strdup_printf (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ",\"software\":{%s}"),
                                           software);
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (json);

  return edgekit_install_plan_new (profile, "llama.cpp", EDGEKIT_GOAL_CHAT, NULL, EDGEKIT_INSTALL_METHOD_SOURCE,
                                   EDGEKIT_SHELL_AUTO, FALSE, NULL);
}

static void
test_steps (void)
{
  g_autoptr(EdgeKitInstallPlan) here = source_plan ("\"gcc\":\"13.2\",\"cmake\":\"3.28\"");
  g_autoptr(EdgeKitInstallPlan) half = source_plan ("\"gcc\":\"13.2\",\"cmake\":null");
  g_autoptr(EdgeKitInstallPlan) missing = source_plan ("\"gcc\":null,\"clang\":null,\"cmake\":null");
  g_autoptr(EdgeKitInstallPlan) unknown = source_plan ("");
  g_autofree char *command = NULL;

  g_assert_cmpint (state_of (here, "GCC 13.2", NULL), ==, EDGEKIT_STEP_STATE_FOUND);
  g_assert_cmpint (state_of (half, "CMake", NULL), ==, EDGEKIT_STEP_STATE_MISSING);
  g_assert_cmpint (state_of (missing, "CMake", &command), ==, EDGEKIT_STEP_STATE_MISSING);
  g_assert_cmpstr (command, ==, "sudo apt update && sudo apt install -y build-essential cmake ninja-build git");
  g_assert_cmpint (state_of (unknown, "CMake", NULL), ==, EDGEKIT_STEP_STATE_UNKNOWN);
}

/* The small programs that the command runs: what was not looked for is neither here nor missing. */
static void
test_programs (void)
{
  static const struct
  {
    const char *software;
    EdgeKitStepState state;
    EdgeKitOutcome outcome;
  } rows[] = {
    { "", EDGEKIT_STEP_STATE_UNKNOWN, EDGEKIT_OUTCOME_PARTIAL },
    { ",\"software\":{\"programs\":[\"curl\",\"tar\"]}", EDGEKIT_STEP_STATE_FOUND, EDGEKIT_OUTCOME_FITS },
    { ",\"software\":{\"programs\":[\"tar\"]}", EDGEKIT_STEP_STATE_MISSING, EDGEKIT_OUTCOME_TIGHT },
    { ",\"software\":{\"programs\":[]}", EDGEKIT_STEP_STATE_MISSING, EDGEKIT_OUTCOME_TIGHT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *hardware = g_strdup_printf (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", "%s"),
                                                   rows[i].software);
      g_autoptr(EdgeKitHardwareProfile) profile = profile_of (hardware);
      g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama.cpp", EDGEKIT_GOAL_CHAT, NULL,
                                                                     EDGEKIT_INSTALL_METHOD_BINARY, EDGEKIT_SHELL_BASH,
                                                                     FALSE, NULL);

      g_assert_cmpint (state_of (plan, "curl and tar", NULL), ==, rows[i].state);
      g_assert_cmpint (edgekit_install_plan_judge (plan), ==, rows[i].outcome);
    }
}

#define IDLE_CARD(driver)                                                                                              \
  ",\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX 4090\","                  \
  "\"compute_capability\":\"8.9\",\"driver\":" driver ",\"usable\":false}],"                                           \
  "\"software\":{\"python\":\"3.11\",\"python_environment\":\"venv\"}"
#define NOTE(code, command)                                                                                            \
  ",\"notes\":[{\"code\":\"" code "\",\"severity\":\"warning\",\"message\":\"\",\"command\":\"" command "\"}]"

/* A card that cannot be used: the processor does the work, the plan says so, and has the command that helps. */
static void
test_driver_missing (void)
{
  static const struct
  {
    const char *hardware;
    const char *title;
    const char *command; /* NULL: nothing that could be run here helps */
  } rows[] = {
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", IDLE_CARD ("\"nouveau\"")), "NVIDIA driver",
      "sudo apt install nvidia-driver" },
    { HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", IDLE_CARD ("null")), "NVIDIA driver",
      "sudo ubuntu-drivers install" },
    /* what the computer itself says of it comes first */
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                IDLE_CARD ("null") NOTE ("nvidia-driver-not-loaded", "sudo modprobe nvidia")),
      "NVIDIA driver", "sudo modprobe nvidia" },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                IDLE_CARD ("\"nvidia\"") NOTE ("nvidia-no-permission", "sudo usermod -aG video $USER")),
      "Access to the NVIDIA card", "sudo usermod -aG video $USER" },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", IDLE_CARD ("\"nvidia\"")), "Access to the NVIDIA card", NULL },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\",\"environment\":[\"container:docker\"]", IDLE_CARD ("null")),
      "NVIDIA driver", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(EdgeKitInstallPlan) plan = plan_of (rows[i].hardware, "llama-cpp-python");
      g_autofree char *command = NULL;
      g_autofree char *missing = g_strdup_printf ("Still missing: %s.", rows[i].title);

      g_assert_nonnull (strstr (edgekit_install_plan_get_command (plan), "/whl/cpu"));
      g_assert_cmpint (state_of (plan, rows[i].title, &command), ==, EDGEKIT_STEP_STATE_MISSING);
      g_assert_cmpstr (command, ==, rows[i].command);
      g_assert_true (g_str_has_suffix (edgekit_install_plan_get_reason (plan), missing));
      g_assert_cmpstr (edgekit_install_plan_get_uses_detail (plan), ==, "the NVIDIA card cannot be used yet");
    }
}

#define USABLE(id, vendor, name, driver, more)                                                                         \
  "{\"id\":\"" id "\",\"kind\":\"gpu\",\"vendor\":\"" vendor "\",\"name\":\"" name "\",\"driver\":\"" driver       \
  "\",\"usable\":true," more "}"
#define IDLE "{\"id\":\"gpu9\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"GT 710\",\"driver\":null,\"usable\":false}"
#define SDK ",\"software\":{\"programs\":[\"curl\",\"tar\"],\"vulkan_sdk\":true}"

/* Beside a card that computes: what is said of the idle one is true, and what computes keeps its name. */
static void
test_driver_beside (void)
{
  g_autoptr(EdgeKitInstallPlan) beside = plan_of (HARDWARE (
      UBUNTU ",\"architecture\":\"x86_64\"",
      ",\"accelerators\":[" USABLE ("gpu0", "amd", "RX 7900 XTX", "amdgpu",
                                    "\"gfx_target\":\"gfx1100\",\"runtimes\":[\"vulkan\"]") "," IDLE "]" SDK), "llama.cpp");
  g_autoptr(EdgeKitInstallPlan) of_two = plan_of (HARDWARE (
      UBUNTU ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "," IDLE "]" SDK), "llama.cpp");
  GListModel *steps = edgekit_install_plan_get_steps (beside);
  gboolean said = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);
      const char *reason = edgekit_install_step_get_reason (step);

      g_assert_false (reason && strstr (reason, "the processor does the work"));
      said |= reason && strstr (reason, "Until then the NVIDIA card is not used.");
    }
  g_assert_true (said);
  g_assert_cmpstr (edgekit_install_plan_get_uses_detail (beside), !=, "the NVIDIA card cannot be used yet");
  /* the driver that runs would run this card, too, if it could */
  g_assert_null (strstr (edgekit_install_plan_get_reason (of_two), "missing"));
}

/* A card that is given to a virtual machine lacks nothing. */
static void
test_driver_not_meant (void)
{
  g_autoptr(EdgeKitInstallPlan) plan = plan_of (
      HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", IDLE_CARD ("\"vfio-pci\"")), "llama-cpp-python");

  g_assert_null (strstr (edgekit_install_plan_get_reason (plan), "missing"));
}

/* What the engine computes with, in the words that people know it by. */
static void
test_uses_detail (void)
{
  g_autoptr(EdgeKitInstallPlan) on_card = plan_of (
      HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"), "llama.cpp");
  g_autoptr(EdgeKitInstallPlan) on_none = plan_of (
      HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", ",\"cpu\":{\"name\":\"Ryzen 7\"}"), "llama.cpp");

  g_assert_cmpstr (edgekit_install_plan_get_uses_detail (on_card), ==, "NVIDIA driver 580.95.05");
  g_assert_cmpstr (edgekit_install_plan_get_uses_detail (on_none), ==, "Ryzen 7");
  /* what nobody looked for is not said to be there */
  g_assert_true (g_str_has_suffix (edgekit_install_plan_get_reason (on_none), " Could not be checked: curl and tar."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/install/steps", test_steps);
  g_test_add_func ("/install/programs", test_programs);
  g_test_add_func ("/install/driver-beside", test_driver_beside);
  g_test_add_func ("/install/driver-missing", test_driver_missing);
  g_test_add_func ("/install/driver-not-meant", test_driver_not_meant);
  g_test_add_func ("/install/uses-detail", test_uses_detail);
  return g_test_run ();
}
