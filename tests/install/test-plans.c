/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "cases.h"
#include "edgekit-table-private.h"

/* The plan for each of the recorded computers, and what holds for every plan. */

/* What never stands in a command: names that ggml does not know, or that break it. */
static const char *const never[] = {
  "BLAS_VENDOR=Accelerate", "FORCE_CMAKE", "GGML_BACKEND_DL", "GGML_CPU_ALL_VARIANTS", "GGML_CUBLAS",
  "GGML_CUDA_ENABLE_UNIFIED_MEMORY", "GGML_HIPBLAS", "GGML_OPENBLAS", "GGML_SVE", "LLAMA_CUBLAS", "LLAMA_HIPBLAS",
  "--break-system-packages", "sudo pip", "=native", "-allow-unsupported-compiler",
};

static const char *const engines[] = { "llama.cpp", "llama-cpp-python", "ollama", "vllm", "mlx-lm",
                                       "openvino-genai", "tensorrt-llm", "ik_llama.cpp" };

static GPtrArray *cases;

static EdgeKitInstallPlan *
make_plan (const Case *c, const char *engine, EdgeKitInstallMethod method, EdgeKitShell shell)
{
  GError *error = NULL;
  EdgeKitInstallPlan *plan = edgekit_install_plan_new (c->profile, engine, c->goal, NULL, method, shell, c->portable,
                                                       &error);

  g_assert_no_error (error);
  g_assert_nonnull (plan);
  return plan;
}

static const char *
method_nick (EdgeKitInstallMethod method)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (EDGEKIT_TYPE_INSTALL_METHOD);

  return g_enum_get_value (klass, method)->value_nick;
}

/* Each string of the expectation's list @member. */
#define FOR_EACH_EXPECTED(c, member, string)                                                                           \
  for (guint n_ = 0; n_ < json_array_get_length (json_object_get_array_member ((c)->expect, member)) &&                \
                     ((string) = json_array_get_string_element (json_object_get_array_member ((c)->expect, member),    \
                                                                n_));                                                  \
       n_++)

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(EdgeKitInstallPlan) plan = make_plan (c, "llama-cpp-python", c->method, EDGEKIT_SHELL_AUTO);
  const char *command = edgekit_install_plan_get_command (plan);
  const char *reason = edgekit_install_plan_get_reason (plan);
  const char *string;

  g_test_message ("%s", command ? command : reason);
  g_assert_cmpstr (method_nick (edgekit_install_plan_get_method (plan)), ==,
                   json_object_get_string_member (c->expect, "method"));
  g_assert_true ((command == NULL) == (edgekit_install_plan_get_method (plan) == EDGEKIT_INSTALL_METHOD_REFUSE));
  FOR_EACH_EXPECTED (c, "include", string)
    if (!strstr (command ? command : reason, string))
      g_test_fail_printf ("“%s” is missing", string);
  FOR_EACH_EXPECTED (c, "exclude", string)
    if (command && strstr (command, string))
      g_test_fail_printf ("“%s” must not be there", string);
}

static void
test_recommended (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GListModel) list = edgekit_engine_list (c->profile, NULL, c->goal);
  g_autoptr(EdgeKitEngine) best = g_list_model_get_item (list, 0);
  gboolean found = FALSE;
  const char *string;

  FOR_EACH_EXPECTED (c, "engines", string)
    found |= g_str_equal (string, edgekit_engine_get_name (best));
  if (!found)
    g_test_fail_printf ("%s is recommended", edgekit_engine_get_name (best));
  g_assert_true (edgekit_engine_get_suitable (best));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, G_N_ELEMENTS (engines));
}

/* --- what holds for every plan --------------------------------------------------------- */

static void
check_options (EdgeKitInstallPlan *plan, const char *command)
{
  g_autoptr(GRegex) regex = g_regex_new ("-D([A-Z0-9_]+)=", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_regex_match (regex, command, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_auto(GStrv) allowed = g_key_file_get_string_list (_edgekit_table_get ("cmake-options"), name, "engines", NULL,
                                                          NULL);

      if (!allowed || !g_strv_contains ((const char *const *) allowed, edgekit_install_plan_get_engine (plan)))
        g_test_fail_printf ("%s is no option of %s", name, edgekit_install_plan_get_engine (plan));
    }
}

static void
check_plan (const Case *c, EdgeKitInstallPlan *plan)
{
  GListModel *steps = edgekit_install_plan_get_steps (plan);
  GListModel *options = edgekit_install_plan_get_options (plan);
  const char *command = edgekit_install_plan_get_command (plan);
  g_autofree char *json = edgekit_install_plan_to_json (plan);
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  guint verify = 0;

  g_assert_nonnull (root);
  g_assert_nonnull (edgekit_install_plan_get_title (plan));
  g_assert_nonnull (edgekit_install_plan_get_reason (plan));
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_install_plan_get_alternatives (plan)), ==,
                    G_N_ELEMENTS (engines) - 1);
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr(EdgeKitInstallOption) option = g_list_model_get_item (options, i);

      g_assert_nonnull (edgekit_install_option_get_reason (option));
      g_assert_nonnull (strstr (command, edgekit_install_option_get_name (option)));
    }
  if (!command)
    {
      g_assert_cmpint (edgekit_install_plan_get_method (plan), ==, EDGEKIT_INSTALL_METHOD_REFUSE);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);
      const char *text = edgekit_install_step_get_command (step);

      g_assert_nonnull (edgekit_install_step_get_title (step));
      g_assert_true (!text || (*text && !strchr (text, '\n') && !strchr (text, '\001')));
      verify += edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_VERIFY && text;
      /* what runs a script from the net says so */
      g_assert_true (!text || !strstr (text, "| sh") || strstr (edgekit_install_step_get_reason (step), "script"));
    }
  g_assert_cmpuint (verify, ==, 1);
  g_assert_null (strchr (command, '\n'));
  g_assert_null (strchr (command, '\001'));
  g_assert_nonnull (edgekit_install_plan_get_summary (plan));
  g_assert_nonnull (edgekit_install_plan_get_uses (plan));
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    if (strstr (command, never[i]))
      g_test_fail_printf ("%s: “%s” in %s", c->id, never[i], command);
  check_options (plan, command);
}

static void
test_every_plan (void)
{
  static const EdgeKitInstallMethod methods[] = {
    EDGEKIT_INSTALL_METHOD_AUTO,    EDGEKIT_INSTALL_METHOD_WHEEL,  EDGEKIT_INSTALL_METHOD_SOURCE,
    EDGEKIT_INSTALL_METHOD_PACKAGE, EDGEKIT_INSTALL_METHOD_BINARY,
  };

  for (guint i = 0; i < cases->len; i++)
    for (guint e = 0; e < G_N_ELEMENTS (engines); e++)
      for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
        {
          const Case *c = g_ptr_array_index (cases, i);
          g_autoptr(EdgeKitInstallPlan) plan = make_plan (c, engines[e], methods[m], EDGEKIT_SHELL_AUTO);
          EdgeKitInstallMethod method = edgekit_install_plan_get_method (plan);

          check_plan (c, plan);
          /* a way that was asked for is taken or refused, never exchanged; but a
           * package for Windows on Arm does not exist at all */
          if (methods[m] != EDGEKIT_INSTALL_METHOD_AUTO && method != EDGEKIT_INSTALL_METHOD_REFUSE)
            g_assert_cmpint (method, ==, methods[m]);
        }
}

/* A profile that knows nothing still gets a plan, and the plan says so. */
static void
test_empty_profile (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile =
      edgekit_hardware_profile_new_from_json ("{\"schema\":\"edgekit.hardware/1\"}", -1, NULL);
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, NULL, EDGEKIT_GOAL_CHAT, NULL,
                                                                 EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                 FALSE, NULL);

  g_assert_nonnull (plan);
  g_assert_cmpstr (edgekit_install_plan_get_engine (plan), ==, "llama.cpp");
  g_assert_cmpint (edgekit_install_plan_get_shell (plan), ==, EDGEKIT_SHELL_BASH);
  g_assert_false (edgekit_install_plan_get_complete (plan));
  for (guint e = 0; e < G_N_ELEMENTS (engines); e++)
    {
      g_autoptr(EdgeKitInstallPlan) one = edgekit_install_plan_new (profile, engines[e], EDGEKIT_GOAL_CHAT, NULL,
                                                                    EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                    FALSE, NULL);

      g_assert_nonnull (one);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  cases = cases_load ();
  for (guint i = 0; i < cases->len; i++)
    {
      const Case *c = g_ptr_array_index (cases, i);
      g_autofree char *install = g_strconcat ("/plans/case/", c->id, NULL);
      g_autofree char *engine = g_strconcat ("/plans/engine/", c->id, NULL);

      g_test_add_data_func (install, c, test_case);
      g_test_add_data_func (engine, c, test_recommended);
    }
  g_test_add_func ("/plans/every-plan", test_every_plan);
  g_test_add_func ("/plans/empty-profile", test_empty_profile);
  result = g_test_run ();
  g_ptr_array_unref (cases);
  return result;
}
