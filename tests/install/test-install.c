/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "plans.h"

/* What a plan is like for one computer or another. */

/* --- llama.cpp ------------------------------------------------------------------------- */

static void
assert_llama_cpp (const char *hardware, EdgeKitInstallMethod method, const char *part)
{
  g_autoptr(EdgeKitInstallPlan) plan = plan_of (hardware, "llama.cpp");
  const char *command = edgekit_install_plan_get_command (plan);

  g_assert_cmpint (edgekit_install_plan_get_method (plan), ==, method);
  g_assert_nonnull (command);
  if (!strstr (command, part))
    g_test_fail_printf ("“%s” is missing in %s", part, command);
}

/* What a release file weighs is a fact of the table, said once as a number and once in a sentence; what a build
 * fetches is not known. */
static void
test_download_size (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (HARDWARE (DEBIAN ",\"architecture\":\"x86_64\"", ""));
  static const struct
  {
    EdgeKitInstallMethod method;
    gint64 size;
  } rows[] = { { EDGEKIT_INSTALL_METHOD_BINARY, 17400000 }, { EDGEKIT_INSTALL_METHOD_SOURCE, EDGEKIT_UNKNOWN } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama.cpp", EDGEKIT_GOAL_CHAT, NULL,
                                                                     rows[i].method, EDGEKIT_SHELL_BASH, FALSE, &error);
      g_autofree char *json = edgekit_install_plan_to_json (plan);
      g_autoptr(JsonNode) root = json_from_string (json, &error);
      JsonObject *object = json_node_get_object (root);
      const gboolean known = rows[i].size != EDGEKIT_UNKNOWN;

      g_assert_no_error (error);
      g_assert_cmpint (edgekit_install_plan_get_download_size (plan), ==, rows[i].size);
      g_assert_true (json_object_has_member (object, "download_size") == known);
      g_assert_true ((strstr (json, "It downloads about 17.4") != NULL) == known);
      if (known)
        g_assert_cmpint (json_object_get_int_member (object, "download_size"), ==, rows[i].size);
    }
}

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

/* In a container one is root; in WSL the driver belongs to Windows. */
static void
test_container (void)
{
  g_autoptr(EdgeKitInstallPlan) plan = plan_of (HARDWARE (DEBIAN ",\"architecture\":\"aarch64\",\"environment\":[\"container:docker\"]",
                ",\"software\":{\"gcc\":null}"), "llama.cpp");
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
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/install/download-size", test_download_size);
  g_test_add_func ("/install/llama-cpp", test_llama_cpp);
  g_test_add_func ("/install/distributed", test_distributed);
  g_test_add_func ("/install/container", test_container);
  g_test_add_func ("/install/portable", test_portable);
  g_test_add_func ("/install/python-environments", test_python_environments);
  g_test_add_func ("/install/names", test_names);
  g_test_add_func ("/install/model", test_model);
  g_test_add_func ("/install/engines-json", test_engines_json);
  return g_test_run ();
}
