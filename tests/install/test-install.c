/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "cases.h"
#include "edgekit-model.h"
#include "edgekit-table-private.h"

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

static EdgeKitHardwareProfile *
profile_of (const char *json)
{
  GError *error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_hardware_profile_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return profile;
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
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of ("{\"schema\":\"edgekit.hardware/1\"}");
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

/* --- llama.cpp ------------------------------------------------------------------------- */

static void
assert_llama_cpp (const char *hardware, EdgeKitInstallMethod method, const char *part)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (hardware);
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama.cpp", EDGEKIT_GOAL_CHAT, NULL,
                                                                 EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                 FALSE, NULL);
  const char *command = edgekit_install_plan_get_command (plan);

  g_assert_cmpint (edgekit_install_plan_get_method (plan), ==, method);
  g_assert_nonnull (command);
  if (!strstr (command, part))
    g_test_fail_printf ("“%s” is missing in %s", part, command);
}

#define HARDWARE(os, rest) "{\"schema\":\"edgekit.hardware/1\",\"os\":{" os "}" rest "}"
#define DEBIAN "\"family\":\"linux\",\"id\":\"debian\",\"version\":\"12\",\"libc\":\"glibc\",\"libc_version\":\"2.36\""
#define UBUNTU "\"family\":\"linux\",\"id\":\"ubuntu\",\"version\":\"24.04\",\"libc\":\"glibc\",\"libc_version\":\"2.39\""
#define NVIDIA                                                                                                         \
  "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX 4090\",\"compute_capability\":\"8.9\","      \
  "\"driver_version\":\"580.95.05\",\"max_cuda\":\"13.0\"}"

static void
test_llama_cpp (void)
{
  /* a release file, chosen by processor, graphics and C library */
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""), EDGEKIT_INSTALL_METHOD_BINARY,
                    "-bin-ubuntu-x64[.]tar[.]gz");
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"),
                    EDGEKIT_INSTALL_METHOD_BINARY, "-bin-ubuntu-vulkan-x64[.]tar[.]gz");
  /* that with CUDA is made on a newer system, and its 13 needs a newer driver than this one */
  assert_llama_cpp (HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"),
                    EDGEKIT_INSTALL_METHOD_BINARY, "-bin-ubuntu-cuda-12[.][0-9]*-x64[.]tar[.]gz");
  /* the file for Arm is made on a newer system than Debian 12 */
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"aarch64\"", ""), EDGEKIT_INSTALL_METHOD_SOURCE,
                    "cmake -S llama.cpp -B llama.cpp/build -DCMAKE_BUILD_TYPE=Release && ");
  assert_llama_cpp (HARDWARE ("\"family\":\"linux\",\"id\":\"debian\",\"libc\":\"glibc\",\"libc_version\":\"2.41\","
                              "\"architecture\":\"aarch64\"", ""),
                    EDGEKIT_INSTALL_METHOD_BINARY, "-bin-ubuntu-arm64[.]");
  assert_llama_cpp (HARDWARE ("\"family\":\"linux\",\"id\":\"alpine\",\"libc\":\"musl\",\"architecture\":\"x86_64\"", ""),
                    EDGEKIT_INSTALL_METHOD_SOURCE, "git clone https://github.com/ggml-org/llama.cpp");
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"ppc64le\"", ""), EDGEKIT_INSTALL_METHOD_SOURCE, "cmake");
  /* a toolkit that is here makes the better build */
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                              ",\"accelerators\":[" NVIDIA "],\"software\":{\"nvcc\":\"12.9\",\"gcc\":\"12.2\"}"),
                    EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=89");
  /* CUDA 13 programs do not run on a driver for CUDA 12 */
  assert_llama_cpp (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                              ",\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\","
                              "\"compute_capability\":\"8.9\",\"max_cuda\":\"12.4\"}],"
                              "\"software\":{\"nvcc\":\"13.0\",\"gcc\":\"12.2\"}"),
                    EDGEKIT_INSTALL_METHOD_BINARY, "vulkan");
  assert_llama_cpp (HARDWARE ("\"family\":\"macos\",\"version\":\"15.1\",\"architecture\":\"arm64\"", ""),
                    EDGEKIT_INSTALL_METHOD_PACKAGE, "brew install llama.cpp");
  assert_llama_cpp (HARDWARE ("\"family\":\"windows\",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"),
                    EDGEKIT_INSTALL_METHOD_BINARY, "-like '*llama-*bin-win-cuda-12.*-x64.zip'");
  assert_llama_cpp (HARDWARE ("\"family\":\"windows\",\"architecture\":\"x86_64\"", ""),
                    EDGEKIT_INSTALL_METHOD_PACKAGE, "winget install llama.cpp");
  assert_llama_cpp (HARDWARE ("\"family\":\"windows\",\"architecture\":\"arm64\"", ""),
                    EDGEKIT_INSTALL_METHOD_BINARY, "-like 'llama-*-bin-win-cpu-arm64.zip'");
  assert_llama_cpp (HARDWARE ("\"family\":\"linux\",\"id\":\"nixos\",\"libc\":\"glibc\",\"libc_version\":\"2.40\","
                              "\"architecture\":\"x86_64\"", ""),
                    EDGEKIT_INSTALL_METHOD_PACKAGE, "nix profile install 'nixpkgs#llama-cpp'");
}

/* --- steps ----------------------------------------------------------------------------- */

static EdgeKitStepState
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

/* One of several computers: how it is installed, or refused, and how that is checked. */
static void
test_distributed (void)
{
  static const struct
  {
    const char *hardware, *engine;
    EdgeKitInstallMethod method, expected;
    const char *part; /* of the command */
  } rows[] = {
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""), "llama.cpp", EDGEKIT_INSTALL_METHOD_SOURCE,
      EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_RPC=ON" },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""), NULL, EDGEKIT_INSTALL_METHOD_AUTO,
      EDGEKIT_INSTALL_METHOD_BINARY, "-bin-ubuntu-x64" },
    /* Homebrew builds without it, the release with it */
    { HARDWARE ("\"family\":\"macos\",\"version\":\"15.0\",\"architecture\":\"arm64\"", ""), "llama.cpp",
      EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_INSTALL_METHOD_BINARY, "-bin-macos-arm64" },
    /* the CUDA release for Linux is not known to have it */
    { HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"), "llama.cpp",
      EDGEKIT_INSTALL_METHOD_SOURCE, EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_CUDA=ON" },
    { HARDWARE (UBUNTU ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"), "vllm",
      EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_INSTALL_METHOD_WHEEL, "vllm 'ray[cgraph]' --torch-backend=auto" },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""), "ollama", EDGEKIT_INSTALL_METHOD_AUTO,
      EDGEKIT_INSTALL_METHOD_REFUSE, NULL },
    { HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""), "llama.cpp", EDGEKIT_INSTALL_METHOD_PACKAGE,
      EDGEKIT_INSTALL_METHOD_REFUSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(EdgeKitHardwareProfile) profile = profile_of (rows[i].hardware);
      g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new_distributed (
          profile, rows[i].engine, EDGEKIT_GOAL_CHAT, NULL, rows[i].method, EDGEKIT_SHELL_BASH, FALSE, NULL);
      g_autoptr(EdgeKitInstallPlan) alone = edgekit_install_plan_new (
          profile, edgekit_install_plan_get_engine (plan), EDGEKIT_GOAL_CHAT, NULL, rows[i].method, EDGEKIT_SHELL_BASH,
          FALSE, NULL);
      const char *command = edgekit_install_plan_get_command (plan);
      g_autofree char *json = edgekit_install_plan_to_json (plan), *json_alone = edgekit_install_plan_to_json (alone);
      const gboolean llama = g_str_equal (edgekit_install_plan_get_engine (plan), "llama.cpp") && command;

      g_test_message ("row %u: %s", i, command);
      g_assert_cmpint (edgekit_install_plan_get_method (plan), ==, rows[i].expected);
      g_assert_true (rows[i].part ? strstr (command, rows[i].part) != NULL : command == NULL);
      /* the document is made anew, and is of the same plan */
      g_assert_true (!rows[i].part || strstr (json, rows[i].part));
      g_assert_cmpint (strstr (json, "ggml-rpc-server") != NULL, ==, llama);
      g_assert_null (strstr (json_alone, "rpc"));
      g_assert_null (strstr (json_alone, "RPC"));
    }
}

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

/* A card without its driver: the processor does the work, and the plan says why. */
static void
test_driver_missing (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (
      HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                ",\"accelerators\":[{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX 4090\","
                "\"compute_capability\":\"8.9\",\"driver\":\"nouveau\",\"usable\":false}],"
                "\"software\":{\"python\":\"3.11\",\"python_environment\":\"venv\"}"));
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama-cpp-python", EDGEKIT_GOAL_CHAT, NULL,
                                                                 EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                 FALSE, NULL);

  g_assert_nonnull (strstr (edgekit_install_plan_get_command (plan), "/whl/cpu"));
  g_assert_cmpint (state_of (plan, "NVIDIA", NULL), ==, EDGEKIT_STEP_STATE_MISSING);
}

/* In a container one is root; in WSL the driver belongs to Windows. */
static void
test_container (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (
      HARDWARE (DEBIAN ",\"architecture\":\"aarch64\",\"environment\":[\"container:docker\"]",
                ",\"software\":{\"gcc\":null}"));
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama.cpp", EDGEKIT_GOAL_CHAT, NULL,
                                                                 EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO,
                                                                 FALSE, NULL);
  g_autofree char *command = NULL;

  g_assert_cmpint (state_of (plan, "Compiler", &command), ==, EDGEKIT_STEP_STATE_MISSING);
  g_assert_true (g_str_has_prefix (command, "apt update && apt install -y "));
}

/* --- wishes ---------------------------------------------------------------------------- */

static void
assert_python (const char *hardware, EdgeKitInstallMethod method, gboolean portable, const char *part)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (hardware);
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama-cpp-python", EDGEKIT_GOAL_CHAT, NULL,
                                                                 method, EDGEKIT_SHELL_AUTO, portable, NULL);
  const char *command = edgekit_install_plan_get_command (plan);

  g_assert_nonnull (command);
  if (!strstr (command, part))
    g_test_fail_printf ("“%s” is missing in %s", part, command);
}

static void
test_portable (void)
{
  /* for any card of a fleet: all architectures, no processor in particular */
  assert_python (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\",\"environment\":[\"container:docker\"]",
                           ",\"accelerators\":[],\"software\":{\"nvcc\":\"12.9\",\"gcc\":\"12.2\",\"python\":\"3.11\"}"),
                 EDGEKIT_INSTALL_METHOD_AUTO, TRUE, "CMAKE_ARGS='-DGGML_CUDA=ON -DGGML_NATIVE=OFF'");
  assert_python (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ",\"cpu\":{\"features\":[\"avx\"]}"),
                 EDGEKIT_INSTALL_METHOD_SOURCE, TRUE, "-DGGML_NATIVE=OFF -DGGML_AVX2=OFF -DGGML_FMA=OFF");
}

static void
test_python_environments (void)
{
  assert_python (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                           ",\"software\":{\"python\":\"3.12\",\"python_environment\":\"uv\"}"),
                 EDGEKIT_INSTALL_METHOD_AUTO, FALSE,
                 "uv pip install --upgrade --reinstall-package llama-cpp-python --no-cache "
                 "--only-binary=llama-cpp-python llama-cpp-python --extra-index-url "
                 "https://abetlen.github.io/llama-cpp-python/whl/cpu");
  assert_python (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                           ",\"software\":{\"python\":\"3.11\",\"python_environment\":\"externally-managed\"}"),
                 EDGEKIT_INSTALL_METHOD_AUTO, FALSE,
                 "python3 -m venv ~/.venvs/llm && ~/.venvs/llm/bin/python -m pip install ");
}

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "llama_cpp", "llama.cpp" },   { "LLAMA.CPP", "llama.cpp" },      { "mlx", "mlx-lm" },
    { "mlx_lm", "mlx-lm" },         { "openvino", "openvino-genai" },  { "Ollama", "ollama" },
    { "vllm", "vllm" },             { "llama_cpp_python", "llama-cpp-python" },
  };
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of ("{\"schema\":\"edgekit.hardware/1\"}");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (edgekit_engine_canonical_name (names[i][0]), ==, names[i][1]);
  g_assert_null (edgekit_engine_canonical_name ("no-such-engine"));
  g_assert_null (edgekit_engine_canonical_name (""));
  g_assert_null (edgekit_install_plan_new (profile, "no-such-engine", EDGEKIT_GOAL_CHAT, NULL,
                                           EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO, FALSE, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT);
}

/* --- the model decides ----------------------------------------------------------------- */

static void
assert_engine (const char *hardware, const char *format, EdgeKitGoal goal, const char *engine)
{
  g_autofree char *json = g_strdup_printf ("{\"schema\":\"edgekit.model/1\",\"format\":\"%s\",\"architecture\":\"llama\","
                                           "\"weights_size\":4000000000}",
                                           format);
  GError *error = NULL;
  g_autoptr(EdgeKitModel) model = edgekit_model_new_from_json (json, -1, &error);
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (hardware);
  g_autoptr(GListModel) list = NULL;
  g_autoptr(EdgeKitEngine) best = NULL;

  g_assert_no_error (error);
  list = edgekit_engine_list (profile, model, goal);
  best = g_list_model_get_item (list, 0);
  g_assert_cmpstr (edgekit_engine_get_name (best), ==, engine);
}

static void
test_model (void)
{
  const char *linux_nvidia = HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"",
                                       ",\"accelerators\":[" NVIDIA "],\"software\":{\"python\":\"3.11\"}");
  const char *mac = HARDWARE ("\"family\":\"macos\",\"version\":\"15.1\",\"architecture\":\"arm64\"", "");

  assert_engine (linux_nvidia, "gguf", EDGEKIT_GOAL_CHAT, "llama.cpp");
  assert_engine (linux_nvidia, "gguf", EDGEKIT_GOAL_SERVE, "llama.cpp");
  assert_engine (linux_nvidia, "safetensors", EDGEKIT_GOAL_SERVE, "vllm");
  assert_engine (linux_nvidia, "safetensors", EDGEKIT_GOAL_CHAT, "vllm");
  assert_engine (mac, "gguf", EDGEKIT_GOAL_CHAT, "llama.cpp");
  assert_engine (mac, "mlx", EDGEKIT_GOAL_CHAT, "mlx-lm");
  assert_engine (mac, "safetensors", EDGEKIT_GOAL_CHAT, "mlx-lm");
}

static void
test_engines_json (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (
      HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ",\"accelerators\":[" NVIDIA "]"));
  g_autofree char *json = edgekit_engine_list_to_json (profile, NULL, EDGEKIT_GOAL_SERVE, FALSE);
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonObject *document = json_node_get_object (root);
  JsonArray *list = json_object_get_array_member (document, "engines");

  g_assert_cmpstr (json_object_get_string_member (document, "schema"), ==, "edgekit.engine/1");
  g_assert_cmpstr (json_object_get_string_member (document, "recommended"), ==, "vllm");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *engine = json_array_get_object_element (list, i);

      g_assert_true (json_object_get_boolean_member (engine, "suitable") ==
                     (json_array_get_length (json_object_get_array_member (engine, "why_not")) == 0));
      g_assert_true (json_object_get_boolean_member (engine, "suitable") ==
                     (json_object_get_int_member (engine, "score") > 0));
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
      g_autofree char *install = g_strconcat ("/install/case/", c->id, NULL);
      g_autofree char *engine = g_strconcat ("/install/engine/", c->id, NULL);

      g_test_add_data_func (install, c, test_case);
      g_test_add_data_func (engine, c, test_recommended);
    }
  g_test_add_func ("/install/every-plan", test_every_plan);
  g_test_add_func ("/install/empty-profile", test_empty_profile);
  g_test_add_func ("/install/llama-cpp", test_llama_cpp);
  g_test_add_func ("/install/distributed", test_distributed);
  g_test_add_func ("/install/steps", test_steps);
  g_test_add_func ("/install/driver-missing", test_driver_missing);
  g_test_add_func ("/install/container", test_container);
  g_test_add_func ("/install/portable", test_portable);
  g_test_add_func ("/install/python-environments", test_python_environments);
  g_test_add_func ("/install/names", test_names);
  g_test_add_func ("/install/model", test_model);
  g_test_add_func ("/install/engines-json", test_engines_json);
  result = g_test_run ();
  g_ptr_array_unref (cases);
  return result;
}
