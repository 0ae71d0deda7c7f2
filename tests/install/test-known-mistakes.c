/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Mistakes that programs like this one made before, each a slow build that looked
 * fine, or one that stopped. None of them comes back. */

#include <edgekit.h>
#include <string.h>

#define COMPUTER(os, rest) "{\"schema\":\"edgekit.hardware/1\",\"os\":{" os "}," rest "}"
#define UBUNTU                                                                                                         \
  "\"family\":\"linux\",\"id\":\"ubuntu\",\"version\":\"24.04\",\"architecture\":\"x86_64\",\"libc\":\"glibc\","       \
  "\"libc_version\":\"2.39\""
#define WINDOWS "\"family\":\"windows\",\"architecture\":\"x86_64\""
#define MAC "\"family\":\"macos\",\"version\":\"15.1\",\"architecture\":\"arm64\""
#define AVX512                                                                                                         \
  "\"cpu\":{\"vendor\":\"amd\",\"features\":[\"avx\",\"avx2\",\"fma\",\"f16c\",\"bmi2\",\"avx512f\",\"avx512_vnni\","   \
  "\"amx_int8\"]},"
#define GPU(vendor, name, more) "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"" vendor "\",\"name\":\"" name "\"" more "}"
#define SECOND(vendor, name, more) ",{\"id\":\"gpu1\",\"kind\":\"gpu\",\"vendor\":\"" vendor "\",\"name\":\"" name "\"" more "}"
#define GPUS(list) "\"accelerators\":[" list "],"
#define TOOLS(more) "\"software\":{\"python\":\"3.12\",\"python_environment\":\"venv\",\"gcc\":\"13\"" more "}"

static const struct
{
  const char *name;
  const char *hardware;
  EdgeKitInstallMethod method;
  const char *with;    /* between spaces; or NULL */
  const char *without;
} commands[] = {
  /* “Accelerate” is no vendor of BLAS: the build stopped on every Mac */
  { "mac-blas", COMPUTER (MAC, TOOLS ("")), EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_METAL=ON", "BLAS SVE KLEIDIAI" },
  /* GGML_HIPBLAS is ignored: a build for the processor */
  { "hipblas", COMPUTER (UBUNTU, GPUS (GPU ("amd", "RX 6800", ",\"gfx_target\":\"gfx1030\"")) TOOLS (",\"rocm\":\"6.4\"")),
    EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_HIP=ON -DGPU_TARGETS=gfx1030 HIPCXX=", "HIPBLAS AMDGPU_TARGETS" },
  { "rocm-too-old",
    COMPUTER (UBUNTU, GPUS (GPU ("amd", "RX 6800", ",\"gfx_target\":\"gfx1030\"")) TOOLS (",\"rocm\":\"5.7\"")),
    EDGEKIT_INSTALL_METHOD_AUTO, "whl/vulkan", "HIP rocm72" },
  { "rocm-of-windows", COMPUTER (WINDOWS, GPUS (GPU ("amd", "RX 6800", ",\"gfx_target\":\"gfx1030\"")) TOOLS ("")),
    EDGEKIT_INSTALL_METHOD_AUTO, "whl/vulkan", "HIP rocm" },
  /* a variable of the run, not of the build */
  { "unified-memory",
    COMPUTER (UBUNTU, "\"memory_pools\":[{\"id\":\"ram\",\"kind\":\"ram\",\"total\":137438953472}],"
              GPUS (GPU ("nvidia", "RTX 4090", ",\"compute_capability\":\"8.9\",\"max_cuda\":\"12.9\""))
              TOOLS (",\"nvcc\":\"12.9\"")),
    EDGEKIT_INSTALL_METHOD_AUTO, "-DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=89", "UNIFIED_MEMORY" },
  /* Intel's compiler and library, on a processor of AMD, beside CUDA; and libraries that are not here */
  { "avx512", COMPUTER (UBUNTU, AVX512 TOOLS ("")), EDGEKIT_INSTALL_METHOD_SOURCE, "--no-binary=llama-cpp-python",
    "icx icpx BLAS AVX512 MKL" },
  { "avx512-and-cuda",
    COMPUTER (UBUNTU, AVX512 GPUS (GPU ("nvidia", "RTX 4090", ",\"compute_capability\":\"8.9\",\"max_cuda\":\"12.9\""))
              TOOLS (",\"nvcc\":\"12.9\"")),
    EDGEKIT_INSTALL_METHOD_AUTO, "-DGGML_CUDA=ON", "icx icpx BLAS AVX512" },
  /* no architecture comes from a name: “L4” is a part of “L40S” */
  { "name-is-no-architecture",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "NVIDIA L40S", ",\"max_cuda\":\"12.9\"")) TOOLS (",\"nvcc\":\"12.9\"")),
    EDGEKIT_INSTALL_METHOD_SOURCE, "-DGGML_CUDA=ON -DGGML_NATIVE=OFF", "ARCHITECTURES" },
  /* numbers, not words: 86 before 120 */
  { "order-of-architectures",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "RTX 5090", ",\"compute_capability\":\"12.0\",\"max_cuda\":\"12.9\"")
                            SECOND ("nvidia", "RTX 3090", ",\"compute_capability\":\"8.6\",\"max_cuda\":\"12.9\""))
              TOOLS (",\"nvcc\":\"12.9\"")),
    EDGEKIT_INSTALL_METHOD_SOURCE, "ARCHITECTURES=86;120", "120;86" },
  /* a card that is too old does not hide the one beside it */
  { "two-makers",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "GTX 680", ",\"compute_capability\":\"3.0\"")
                            SECOND ("amd", "RX 7900 XTX", ",\"gfx_target\":\"gfx1100\"")) TOOLS (",\"rocm\":\"7.2\"")),
    EDGEKIT_INSTALL_METHOD_AUTO, "whl/rocm72", "cu1 whl/cpu" },
  /* pip keeps what it built once, and prefers the newer source to the package */
  { "options-of-pip", COMPUTER (UBUNTU, TOOLS ("")), EDGEKIT_INSTALL_METHOD_WHEEL,
    "--upgrade --force-reinstall --no-cache-dir --only-binary=llama-cpp-python --extra-index-url", "FORCE_CMAKE" },
};

static const struct
{
  const char *name;
  const char *hardware;
  EdgeKitGoal goal;
  const char *engine;
  gboolean suitable;
} engines[] = {
  { "tensorrt-for-a-laptop",
    COMPUTER (WINDOWS, GPUS (GPU ("nvidia", "RTX 3050 Laptop GPU", ",\"compute_capability\":\"8.6\"")) TOOLS ("")),
    EDGEKIT_GOAL_CHAT, "tensorrt-llm", FALSE },
  { "tensorrt-for-a-player",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "RTX 4090", ",\"compute_capability\":\"8.9\"")) TOOLS ("")), EDGEKIT_GOAL_SERVE,
    "tensorrt-llm", FALSE },
  { "vllm-for-volta",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "Tesla V100", ",\"compute_capability\":\"7.0\"")) TOOLS ("")),
    EDGEKIT_GOAL_SERVE, "vllm", FALSE },
  { "vllm-on-windows",
    COMPUTER (WINDOWS, GPUS (GPU ("nvidia", "RTX 4090", ",\"compute_capability\":\"8.9\"")) TOOLS ("")),
    EDGEKIT_GOAL_SERVE, "vllm", FALSE },
  { "openvino-for-amd",
    COMPUTER (UBUNTU, "\"cpu\":{\"vendor\":\"amd\"},\"accelerators\":[{\"id\":\"npu0\",\"kind\":\"npu\",\"vendor\":\"amd\","
              "\"name\":\"XDNA 2\"}]," TOOLS ("")),
    EDGEKIT_GOAL_CHAT, "openvino-genai", FALSE },
  { "mlx-on-an-old-mac", COMPUTER ("\"family\":\"macos\",\"version\":\"13.5\",\"architecture\":\"arm64\"", TOOLS ("")),
    EDGEKIT_GOAL_CHAT, "mlx-lm", FALSE },
  { "mlx-on-a-mac", COMPUTER (MAC, TOOLS ("")), EDGEKIT_GOAL_CHAT, "mlx-lm", TRUE },
  { "vllm-for-turing",
    COMPUTER (UBUNTU, GPUS (GPU ("nvidia", "RTX 2080 Ti", ",\"compute_capability\":\"7.5\"")) TOOLS ("")),
    EDGEKIT_GOAL_SERVE, "vllm", TRUE },
};

static EdgeKitHardwareProfile *
profile_of (const char *json)
{
  GError *error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_hardware_profile_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_command (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (commands[i].hardware);
  g_autoptr(EdgeKitInstallPlan) plan = edgekit_install_plan_new (profile, "llama-cpp-python", EDGEKIT_GOAL_CHAT, NULL,
                                                                 commands[i].method, EDGEKIT_SHELL_AUTO, FALSE, NULL);
  const char *command = edgekit_install_plan_get_command (plan);
  g_auto(GStrv) with = g_strsplit (commands[i].with, " ", -1), without = g_strsplit (commands[i].without, " ", -1);

  g_assert_nonnull (command);
  for (char **word = with; *word; word++)
    if (!strstr (command, *word))
      g_test_fail_printf ("“%s” is missing in %s", *word, command);
  for (char **word = without; *word; word++)
    if (strstr (command, *word))
      g_test_fail_printf ("“%s” is in %s", *word, command);
}

static void
test_engine (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr(EdgeKitHardwareProfile) profile = profile_of (engines[i].hardware);
  g_autoptr(GListModel) list = edgekit_engine_list (profile, NULL, engines[i].goal);
  gboolean seen = FALSE;

  for (guint e = 0; e < g_list_model_get_n_items (list); e++)
    {
      g_autoptr(EdgeKitEngine) engine = g_list_model_get_item (list, e);
      g_autofree char *reasons = g_strjoinv (" ", (char **) edgekit_engine_get_reasons (engine));

      /* MLX computes on the graphics */
      g_assert_null (strstr (reasons, "Neural Engine"));
      if (!g_str_equal (edgekit_engine_get_name (engine), engines[i].engine))
        continue;
      seen = TRUE;
      g_assert_cmpint (edgekit_engine_get_suitable (engine), ==, engines[i].suitable);
      g_assert_true (engines[i].suitable == (edgekit_engine_get_why_not (engine)[0] == NULL));
    }
  g_assert_true (seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *path = g_strconcat ("/mistakes/command/", commands[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_command);
    }
  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    {
      g_autofree char *path = g_strconcat ("/mistakes/engine/", engines[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_engine);
    }
  return g_test_run ();
}
