/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What the files of an installed engine mean on one computer or another. */

#include <json-glib/json-glib.h>
#include <string.h>

#include "edgekit-installation-private.h"

#define LINUX                                                                                                          \
  "{\"schema\":\"edgekit.hardware/1\",\"os\":{\"family\":\"linux\",\"architecture\":\"x86_64\",\"libc\":\"glibc\","    \
  "\"libc_version\":\"2.36\"},\"cpu\":{\"features\":[\"avx\",\"avx2\",\"fma\",\"f16c\",\"bmi2\"]},\"accelerators\":["
#define RTX "{\"id\":\"gpu1\",\"kind\":\"gpu\",\"vendor\":\"nvidia\",\"name\":\"RTX 4090\",\"integrated\":false"
#define UHD "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"intel\",\"name\":\"UHD 630\",\"integrated\":true},"
#define RADEON "{\"id\":\"gpu0\",\"kind\":\"gpu\",\"vendor\":\"amd\",\"name\":\"RX 7900 XTX\",\"integrated\":false}"
#define NO_CARD LINUX "]}"
#define CARD LINUX UHD RTX ",\"usable\":true}]}"
#define NO_DRIVER LINUX RTX ",\"usable\":false}]}"
#define AMD LINUX RADEON "]}"

#define ENGINE(name, files) "{\"engine\":\"" name "\",\"path\":\"~/x\",\"files\":[" files "]}"
#define FILE_(name, loaded, more) "{\"name\":\"" name "\",\"loaded\":" loaded ",\"machine\":62" more "}"
#define BASE FILE_ ("libllama.so", "true", "") "," FILE_ ("libggml-base.so", "true", "")
#define CPU FILE_ ("libggml-cpu.so", "true", ",\"has\":[\"avx\",\"avx2\",\"sse3\"]")
#define CPU_512 FILE_ ("libggml-cpu.so", "true", ",\"has\":[\"avx2\",\"avx512\"]")
#define VARIANTS                                                                                                       \
  FILE_ ("libggml-cpu-haswell.so", "false", ",\"has\":[\"avx2\"]") ","                                                 \
  FILE_ ("libggml-cpu-zen4.so", "false", ",\"has\":[\"avx2\",\"avx512\"]")
#define CUDA(loaded, more) FILE_ ("libggml-cuda.so", loaded, ",\"needed\":[\"libcudart.so.12\"]" more)
#define NO_CUDART ",\"missing\":[\"libcudart.so.12\"]"

static const struct
{
  const char *name;
  const char *facts;
  const char *hardware;
  EdgeKitTristate starts, uses;
  const char *device;   /* or NULL */
  const char *backends; /* between commas */
  const char *summary;
} cases[] = {
  { "package-without-cuda", ENGINE ("llama-cpp-python", BASE "," CPU), CARD, 1, 0, "RTX 4090", "cpu",
    "llama-cpp-python will not use RTX 4090: nothing for it was installed along with it, so the processor does the work." },
  { "package-with-cuda", ENGINE ("llama-cpp-python", BASE "," CPU "," CUDA ("true", "")), CARD, 1, 1, "RTX 4090",
    "cpu,cuda", "llama-cpp-python will use RTX 4090 with CUDA, if your program sets n_gpu_layers=-1." },
  /* linked with it: nothing starts; looked for at run time: the processor does the work, and nobody says so */
  { "package-lacks-cudart", ENGINE ("llama-cpp-python", BASE "," CPU "," CUDA ("true", NO_CUDART)), CARD, 0, 0, NULL,
    "cpu,cuda", "llama-cpp-python does not start: libcudart.so.12 is missing." },
  { "module-lacks-cudart", ENGINE ("llama.cpp", BASE "," CPU "," CUDA ("false", NO_CUDART)), CARD, 1, 0, "RTX 4090",
    "cpu,cuda", "llama.cpp will not use RTX 4090: its part for CUDA is not loaded, because libcudart.so.12 is missing." },
  { "two-modules-of-which-one-loads",
    ENGINE ("ollama", FILE_ ("ollama", "true", "") "," VARIANTS "," CUDA ("false", NO_CUDART) "," CUDA ("false", "")), CARD,
    1, 1, "RTX 4090", "cpu,cuda", "Ollama will use RTX 4090 with CUDA." },
  { "driver-missing", ENGINE ("llama.cpp", BASE "," CPU "," CUDA ("true", "")), NO_DRIVER, 1, 0, "RTX 4090", "cpu,cuda",
    "llama.cpp will not use RTX 4090: the driver of it is missing or not in use." },
  { "other-maker", ENGINE ("llama.cpp", BASE "," CPU "," CUDA ("true", "")), AMD, 1, 0, "RX 7900 XTX", "cpu,cuda",
    "llama.cpp will not use RX 7900 XTX: nothing for it was installed along with it, so the processor does the work." },
  { "vulkan-for-everybody", ENGINE ("llama.cpp", BASE "," CPU "," FILE_ ("libggml-vulkan.so", "false", "")), AMD, 1, 1,
    "RX 7900 XTX", "cpu,vulkan", "llama.cpp will use RX 7900 XTX with Vulkan." },
  { "built-in", ENGINE ("llama.cpp", FILE_ ("llama-server", "true", ",\"needed\":[\"libcublas.so.12\"]")), CARD, 1, 1,
    "RTX 4090", "cuda", "llama.cpp will use RTX 4090 with CUDA." },
  { "no-card", ENGINE ("llama.cpp", BASE "," CPU "," CUDA ("false", NO_CUDART)), NO_CARD, 1, 0, NULL, "cpu,cuda",
    "llama.cpp computes on the processor: this computer has no graphics for it." },
  { "newer-processor", ENGINE ("llama-cpp-python", BASE "," CPU_512), CARD, 0, 0, NULL, "cpu",
    "llama-cpp-python stops with “Illegal instruction”: it is built for a processor with avx512f, which this one does not "
    "have." },
  { "variants", ENGINE ("llama.cpp", BASE "," VARIANTS), NO_CARD, 1, 0, NULL, "cpu",
    "llama.cpp computes on the processor: this computer has no graphics for it." },
  { "newer-glibc", ENGINE ("llama.cpp", FILE_ ("llama-server", "true", ",\"glibc\":2038") "," CPU), CARD, 0, 0, NULL, "cpu",
    "llama.cpp does not start: it needs glibc 2.38, and this system has 2.36." },
  { "other-processor", ENGINE ("ollama", "{\"name\":\"ollama\",\"loaded\":true,\"machine\":183}"), CARD, 0, 0, NULL, "",
    "Ollama does not start: it is built for another kind of processor." },
  { "nothing-to-see", ENGINE ("llama.cpp", FILE_ ("llama-server", "true", "")), CARD, -1, -1, NULL, "",
    "What llama.cpp computes with cannot be told from its files." },
  /* the child read files of strangers: whatever it says, there is an answer */
  { "wrong-types",
    "{\"engine\":\"ollama\",\"path\":7,\"files\":[7,null,{\"name\":[],\"loaded\":\"yes\",\"machine\":-1,\"needed\":{},"
    "\"missing\":[null,3],\"has\":\"avx\"}]}",
    CARD, -1, -1, NULL, "", "What Ollama computes with cannot be told from its files." },
};

static EdgeKitInstallation *
judge (const char *facts, const char *hardware)
{
  GError *error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (hardware, -1, &error);
  g_autoptr(JsonNode) node = json_from_string (facts, &error);

  g_assert_no_error (error);
  return _edgekit_installation_new (json_node_get_object (node), profile);
}

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr(EdgeKitInstallation) installation = judge (cases[i].facts, cases[i].hardware);
  g_autofree char *backends = NULL;

  g_assert_nonnull (installation);
  g_assert_cmpstr (edgekit_installation_get_summary (installation), ==, cases[i].summary);
  g_assert_cmpint (edgekit_installation_get_starts (installation), ==, cases[i].starts);
  g_assert_cmpint (edgekit_installation_get_uses_graphics (installation), ==, cases[i].uses);
  g_assert_cmpstr (edgekit_installation_get_device (installation), ==, cases[i].device);
  backends = g_strjoinv (",", (char **) edgekit_installation_get_backends (installation));
  g_assert_cmpstr (backends, ==, cases[i].backends);
}

static void
test_features (void)
{
  g_autoptr(EdgeKitInstallation) one = judge (cases[0].facts, CARD);
  g_autoptr(EdgeKitInstallation) several = judge (ENGINE ("llama.cpp", BASE "," VARIANTS), CARD);
  g_autofree char *text = g_strjoinv (" ", (char **) edgekit_installation_get_cpu_features (one));

  g_assert_cmpstr (text, ==, "avx avx2");
  g_assert_null (edgekit_installation_get_cpu_features (several)[0]);
}

static void
test_unknown_engine (void)
{
  g_autoptr(EdgeKitInstallation) installation = judge (ENGINE ("no-such-engine", CPU), CARD);

  g_assert_null (installation);
}

static void
test_json (void)
{
  g_autoptr(JsonNode) node = json_from_string ("{\"installations\":[" ENGINE ("ollama", CPU) ",7,{}]}", NULL);
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_hardware_profile_new_from_json (CARD, -1, NULL);
  g_autoptr(GListStore) list = _edgekit_installation_list (json_node_get_object (node), profile);
  g_autofree char *json = edgekit_installation_list_to_json (G_LIST_MODEL (list));
  g_autoptr(JsonNode) root = json_from_string (json, NULL);
  JsonArray *array = json_object_get_array_member (json_node_get_object (root), "installations");
  JsonObject *first = json_array_get_object_element (array, 0);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "schema"), ==, "edgekit.verify/1");
  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (first, "engine"), ==, "ollama");
  g_assert_false (json_object_get_boolean_member (first, "uses_graphics"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/verify/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/verify/features", test_features);
  g_test_add_func ("/verify/unknown-engine", test_unknown_engine);
  g_test_add_func ("/verify/json", test_json);
  return g_test_run ();
}
