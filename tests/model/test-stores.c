/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stores of every kind, made as their programs make them, in a home folder of the
 * test's own. */

#include "config.h"

#include "stores.h"

/* --- Ollama ----------------------------------------------------------------- */

static void
test_ollama (void)
{
  home_clear ();
  write_ollama (".ollama/models");
  expect ("ollama:hf.co/bartowski/Llama-3.2-1B-GGUF:Q8_0 gguf Q4_K_M 1\n"
          "ollama:llama3.1:8b gguf Q4_K_M 1\n"
          "ollama:somebody/tiny:latest gguf - 1!");
  g_assert_true (has_note ("ollama", "store-unfinished"));
  opens ("ollama:llama3.1:8b", "Llama 3.1 8B");
  opens ("Ollama:LLAMA3.1:8B", "Llama 3.1 8B");
  opens ("ollama:somebody/tiny", "Llama 3.1 8B");
  opens ("ollama:hf.co/bartowski/Llama-3.2-1B-GGUF:q8_0", "Llama 3.1 8B");
  refuses ("ollama:lama3.1:8b", EDGEKIT_ERROR_NOT_FOUND, "llama3.1:8b");
  refuses ("ollama:something-else-altogether", EDGEKIT_ERROR_NOT_FOUND, "edgekit models");
  refuses ("ollama:../../etc/passwd", EDGEKIT_ERROR_NOT_FOUND, "Ollama");
}

/* Several files make one model; a model of MLX lies tensor by tensor. */
static void
test_ollama_parts (void)
{
  g_autoptr(EdgeKitModelLibrary) library = NULL;

  home_clear ();
  home_write_model (".ollama/models/blobs/sha256-" HEX64 ("1"), "Set");
  home_write_model (".ollama/models/blobs/sha256-" HEX64 ("2"), "Set");
  write_manifest (".ollama/models", "registry.ollama.ai/library/set/latest",
                  LAYER ("model", HEX64 ("1"), "4448") "," LAYER ("model", HEX64 ("2"), "4448"),
                  "sha256:" HEX64 ("c"));
  write_manifest (".ollama/models", "registry.ollama.ai/library/mlx/latest",
                  LAYER ("tensor", HEX64 ("1"), "4448") "," LAYER ("tensor", HEX64 ("2"), "4448"),
                  "sha256:" HEX64 ("c"));
  library = load ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 2);
  expect ("ollama:mlx:latest mlx - 2\nollama:set:latest gguf - 2");
  refuses ("ollama:mlx", EDGEKIT_ERROR_NOT_SUPPORTED, "MLX");
}

static void
test_ollama_hostile (void)
{
  static const char *const manifests[] = {
    "", "{", "[]", "{}", "{\"layers\":{}}", "{\"layers\":[1,null,\"x\",[],{}]}",
    "{\"layers\":[{\"mediaType\":1,\"digest\":2}]}",
    "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\"}]}",
    "{\"layers\":[" LAYER ("model", "../../../secret", "4") "]}",
    "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"/etc/passwd\"}]}",
    "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"sha256:" HEX64 ("a") "/..\"}]}",
    "{\"config\":{\"digest\":\"../x\"},\"layers\":[" LAYER ("model", HEX64 ("A"), "-5") "]}",
  };
  g_autofree char *deep = NULL;
  g_autofree char *fifo = NULL;

  home_clear ();
  home_write ("secret", "GGUF", 4);
  for (guint i = 0; i < G_N_ELEMENTS (manifests); i++)
    {
      g_autofree char *path = g_strdup_printf (".ollama/models/manifests/registry.ollama.ai/library/m%u/latest", i);

      home_write (path, manifests[i], -1);
    }
  deep = g_strnfill (100000, '[');
  home_write (".ollama/models/manifests/registry.ollama.ai/library/deep/latest", deep, -1);
  home_write (".ollama/models/manifests/registry.ollama.ai/library/bad name/latest", "{}", -1);
  home_write (".ollama/models/manifests/registry.ollama.ai/too-short", "{}", -1);
  fifo = home_path (".ollama/models/manifests/registry.ollama.ai/library/fifo");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  /* a blob that is a link out of the store, and one that is a link in a circle */
  home_link (".ollama/models/blobs/sha256-" HEX64 ("7"), "../../../secret");
  home_link (".ollama/models/blobs/sha256-" HEX64 ("8"), "sha256-" HEX64 ("8"));
  write_manifest (".ollama/models", "registry.ollama.ai/library/outside/latest", LAYER ("model", HEX64 ("7"), "4"),
                  "sha256:" HEX64 ("7"));
  write_manifest (".ollama/models", "registry.ollama.ai/library/circle/latest", LAYER ("model", HEX64 ("8"), "4"),
                  "sha256:" HEX64 ("8"));
  expect ("");
  g_assert_true (has_note ("ollama", "store-damaged"));
  g_assert_true (has_note ("ollama", "store-links-outside"));
  refuses ("ollama:outside", EDGEKIT_ERROR_NOT_FOUND, "Ollama");
}

/* --- Hugging Face ----------------------------------------------------------- */

static const char hub_list[] = "hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Q8_0 gguf Q8_0 1\n"
                               "hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M gguf Q4_K_M 1\n"
                               "hf:gpt2 safetensors F16 1\n"
                               "hf:mlx-community/Qwen3-0.6B-4bit mlx 4-bit 1\n"
                               "hf:unsloth/Kimi-K2.5-GGUF:UD-Q3_K_XL gguf Q3_K_XL 1!";

static void
test_hub (void)
{
  home_clear ();
  write_hub ();
  expect (hub_list);
  g_assert_true (has_note ("hf", "store-unfinished"));
  opens ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF", "Llama 3.2 1B");
  opens ("bartowski/Llama-3.2-1B-Instruct-GGUF", "Llama 3.2 1B");
  opens ("hf:Bartowski/llama-3.2-1b-instruct-gguf:q8_0", "Llama 3.2 1B");
  opens ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Llama-3.2-1B-Instruct-Q8_0.gguf", "Llama 3.2 1B");
  opens ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Q8_0@main", "Llama 3.2 1B");
  opens ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF@" COMMIT, "Llama 3.2 1B");
  opens ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF@0123456", "Llama 3.2 1B");
  opens ("huggingface:Llama-3.2-1B-Instruct-GGUF", "Llama 3.2 1B");
  opens ("hf:unsloth/Kimi-K2.5-GGUF:Q3_K_XL", "Kimi K2.5");
  refuses ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF@other", EDGEKIT_ERROR_OFFLINE, "network");
  refuses ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF@../../..", EDGEKIT_ERROR_INVALID_ARGUMENT, "version");
  refuses ("hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Q6_K", EDGEKIT_ERROR_NOT_FOUND, "Q4_K_M");
  refuses ("hf:nobody/nothing", EDGEKIT_ERROR_OFFLINE, "network");
  refuses ("nobody/nothing", EDGEKIT_ERROR_NOT_FOUND, "no such file");
}

static void
test_hub_hostile (void)
{
  static const char *const refs[] = { "../../../../etc", "", "\xff", "0123", COMMIT COMMIT };

  home_clear ();
  home_write_model ("elsewhere/model-Q4_0.gguf", "Elsewhere");
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      g_autofree char *ref = g_strdup_printf (HUB "models--a--ref%u/refs/main", i);

      home_write (ref, refs[i], -1);
    }
  home_link (SNAPSHOT ("models--a--out") "m-Q4_0.gguf", "../../../../../../elsewhere/model-Q4_0.gguf");
  home_link (SNAPSHOT ("models--a--abs") "m-Q4_0.gguf", "/dev/zero");
  home_link (SNAPSHOT ("models--a--circle") "loop", "..");
  home_link (SNAPSHOT ("models--a--circle") "loop2", "../snapshots");
  home_write_model (SNAPSHOT ("models--a--circle") "m-Q4_0.gguf", "Inside");
  home_link (HUB "models--a--whole", "../../../elsewhere");
  home_write (SNAPSHOT ("models--a--name") "line\nbreak-Q4_0.gguf", "x", 1);
  home_write (SNAPSHOT ("models--a--name") "\xff-Q4_0.gguf", "x", 1);
  home_write (SNAPSHOT ("models--a--name") "模型 \342\200\256-Q8_0.gguf", "x", 1);
  expect ("hf:a/circle:Q4_0 gguf Q4_0 1\nhf:a/name:Q8_0 gguf Q8_0 1");
  g_assert_true (has_note ("hf", "store-links-outside"));
  opens ("hf:a/circle", "Inside");
}

static void
test_hub_environment (void)
{
  g_autofree char *other = NULL;

  home_clear ();
  write_hub ();
  home_write_model ("other/hub/models--me--mine/snapshots/" COMMIT "/m-Q4_0.gguf", "Mine");
  other = home_path ("other");
  g_setenv ("HF_HOME", other, TRUE);
  expect ("hf:me/mine:Q4_0 gguf Q4_0 1");
  g_setenv ("HF_HUB_CACHE", "relative/is/ignored", TRUE);
  expect ("hf:me/mine:Q4_0 gguf Q4_0 1");
  g_unsetenv ("HF_HUB_CACHE");
  g_setenv ("HF_HOME", "~/other", TRUE);
  expect ("hf:me/mine:Q4_0 gguf Q4_0 1");
  g_unsetenv ("HF_HOME");
  g_unsetenv ("HF_HUB_CACHE");
  expect (hub_list);
}

/* Inside of a Flatpak the folders of the specification are those of the sandbox. */
static void
test_hub_flatpak (void)
{
  g_autofree char *sandbox = home_path (".var/app/org.edgekit.EdgeKit/cache");
  g_autofree char *moved = home_path ("moved/cache");

  home_clear ();
  write_hub ();
  home_write_model ("moved/cache/huggingface/hub/models--me--mine/snapshots/" COMMIT "/m-Q4_0.gguf", "Mine");
  g_setenv ("XDG_CACHE_HOME", sandbox, TRUE);
  expect ("");
  g_setenv ("FLATPAK_ID", "org.edgekit.EdgeKit", TRUE);
  expect (hub_list);
  g_setenv ("HOST_XDG_CACHE_HOME", moved, TRUE);
  expect ("hf:me/mine:Q4_0 gguf Q4_0 1");
  g_unsetenv ("FLATPAK_ID");
  g_unsetenv ("HOST_XDG_CACHE_HOME");
  g_unsetenv ("XDG_CACHE_HOME");
  expect (hub_list);
}

/* --- LM Studio, GPT4All, ModelScope ----------------------------------------- */

static void
test_folders (void)
{
  g_autofree char *moved = NULL;
  g_autofree char *settings = NULL;

  home_clear ();
  home_write_model (".lmstudio/models/infra-ai/ocelot-v1/ocelot-v1-instruct-q4_0.gguf", "Ocelot");
  home_write (".lmstudio/models/infra-ai/ocelot-v1/mmproj-ocelot-v1-f16.gguf", "GGUF", 4);
  home_write_model (".cache/lm-studio/models/old/thing-GGUF/thing.Q8_0.gguf", "Thing");
  home_write_model (".local/share/nomic.ai/GPT4All/Meta-Llama-3-8B-Instruct.Q4_0.gguf", "Llama 3");
  home_write_model (".local/share/nomic.ai/GPT4All/Phi-3-mini-4k-instruct.Q4_0.gguf", "Phi 3");
  home_write (".local/share/nomic.ai/GPT4All/incomplete-Nous-Hermes-2-Mistral-7B-DPO.Q4_0.gguf", "GG", 2);
  home_write (".local/share/nomic.ai/GPT4All/localdocs_v2.db", "x", 1);
  home_write_model (".cache/modelscope/hub/models/qwen/Qwen2___5-0___5B/q-Q4_K_M.gguf", "Qwen");
  expect ("lmstudio:old/thing-GGUF:Q8_0 gguf Q8_0 1\n"
          "lmstudio:infra-ai/ocelot-v1:Q4_0 gguf Q4_0 1\n"
          "gpt4all:Meta-Llama-3-8B-Instruct.Q4_0 gguf Q4_0 1\n"
          "gpt4all:Phi-3-mini-4k-instruct.Q4_0 gguf Q4_0 1\n"
          "modelscope:qwen/Qwen2___5-0___5B:Q4_K_M gguf Q4_K_M 1");
  g_assert_true (has_note ("gpt4all", "store-unfinished"));
  opens ("lmstudio:infra-ai/ocelot-v1", "Ocelot");
  opens ("lm-studio:ocelot-v1", "Ocelot");
  opens ("lmstudio:infra-ai/ocelot-v1/ocelot-v1-instruct-q4_0.gguf", "Ocelot");
  opens ("gpt4all:Phi-3-mini-4k-instruct.Q4_0.gguf", "Phi 3");
  opens ("gpt4all:phi-3-mini-4k-instruct.q4_0", "Phi 3");
  refuses ("gpt4all:Phi-3-mini", EDGEKIT_ERROR_NOT_FOUND, "Phi-3-mini-4k-instruct.Q4_0");

  /* moved, as the settings say */
  moved = home_path ("moved/models");
  settings = g_strdup_printf ("{\"downloadsFolder\":\"%s\",\"other\":[1,2]}", moved);
  home_clear ();
  home_write ("moved/home/settings.json", settings, -1);
  home_write_model ("moved/models/a/b/c-Q4_0.gguf", "Moved");
  {
    g_autofree char *pointer = home_path ("moved/home\n");
    g_autofree char *ini = g_strdup_printf ("[General]\nmodelPath=%s/\nfontSize=Small\n", moved);

    home_write (".lmstudio-home-pointer", pointer, -1);
    home_write (".config/nomic.ai/GPT4All.ini", ini, -1);
  }
  /* both programs look at one folder: it is listed once */
  expect ("lmstudio:a/b:Q4_0 gguf Q4_0 1");
}

/* --- llama.cpp -------------------------------------------------------------- */

static void
test_llama_cpp (void)
{
  g_autofree char *cache = NULL;

  home_clear ();
  home_write_model (".cache/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M.gguf", "Gemma 3");
  home_write (".cache/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_mmproj-model-f16.gguf", "GGUF", 4);
  home_write (".cache/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M.gguf.etag", "x", 1);
  home_write (".cache/llama.cpp/manifest=ggml-org=gemma-3-4b-it-GGUF=latest.json",
              "{\"name\":\"gemma-3-4b-it-GGUF\",\"version\":\"latest\",\"ggufFile\":{\"rfilename\":"
              "\"gemma-3-4b-it-Q4_K_M.gguf\",\"size\":2489757856},\"mmprojFile\":{\"rfilename\":\"mmproj.gguf\"}}",
              -1);
  home_write (".cache/llama.cpp/manifest=a=b.json", "{}", -1);
  home_write (".cache/llama.cpp/manifest=a=b=c.json", "[", 1);
  home_write_model (".cache/llama.cpp/someone_thing_thing-q8_0.gguf", "Thing");
  home_write (".cache/llama.cpp/x_y.gguf.downloadInProgress", "x", 1);
  expect ("llama.cpp:someone_thing_thing-q8_0 gguf Q8_0 1\n"
          "llama.cpp:ggml-org/gemma-3-4b-it-GGUF:Q4_K_M gguf Q4_K_M 1");
  opens ("llama.cpp:ggml-org/gemma-3-4b-it-GGUF", "Gemma 3");
  opens ("llamacpp:someone_thing_thing-q8_0.gguf", "Thing");

  /* LLAMA_CACHE holds both forms */
  cache = home_path ("cache");
  g_setenv ("LLAMA_CACHE", cache, TRUE);
  home_write_model ("cache/models--ggml-org--Qwen3-0.6B-GGUF/snapshots/" COMMIT "/Qwen3-0.6B-Q4_0.gguf", "Qwen 3");
  home_write_model ("cache/old-f16.gguf", "Old");
  expect ("llama.cpp:old-f16 gguf F16 1\nllama.cpp:ggml-org/Qwen3-0.6B-GGUF:Q4_0 gguf Q4_0 1");
  g_unsetenv ("LLAMA_CACHE");
}

/* --- Jan, Docker Model Runner ----------------------------------------------- */

#define JAN ".local/share/Jan/data/"

static void
test_jan (void)
{
  home_clear ();
  home_write (JAN "llamacpp/models/janhq/Jan-v1-4B-Q4_K_M/model.yml",
              "embedding: false\nmodel_path: llamacpp/models/janhq/Jan-v1-4B-Q4_K_M/model.gguf\n"
              "name: janhq/Jan-v1-4B-Q4_K_M\nsize_bytes: 2497281312\n",
              -1);
  home_write_model (JAN "llamacpp/models/janhq/Jan-v1-4B-Q4_K_M/model.gguf", "Jan v1");
  home_write (JAN "llamacpp/models/quoted/model.yml", "model_path: \"llamacpp/models/quoted/x-Q8_0.gguf\" # y\n", -1);
  home_write_model (JAN "llamacpp/models/quoted/x-Q8_0.gguf", "Quoted");
  /* elsewhere: imported, or hostile */
  home_write_model ("elsewhere/m.gguf", "Elsewhere");
  home_write (JAN "llamacpp/models/up/model.yml", "model_path: ../../../../elsewhere/m.gguf\n", -1);
  home_write (JAN "llamacpp/models/absolute/model.yml", "model_path: /etc/passwd\n", -1);
  home_write (JAN "llamacpp/models/none/model.yml", "name: none\n", -1);
  home_write (JAN "llamacpp/models/folder/model.yml", "model_path: llamacpp\n", -1);
  home_write (JAN "threads/x/messages.jsonl", "{}", -1);
  expect ("jan:janhq/Jan-v1-4B-Q4_K_M gguf - 1\njan:quoted gguf Q8_0 1");
  g_assert_true (has_note ("jan", "store-links-outside"));
  g_assert_true (has_note ("jan", "store-damaged"));
  opens ("jan:janhq/Jan-v1-4B-Q4_K_M", "Jan v1");
  opens ("jan:Jan-v1-4B-Q4_K_M", "Jan v1");
  opens ("jan:quoted", "Quoted");
}

#define DOCKER ".docker/models/"

static void
test_docker (void)
{
  home_clear ();
  home_write (DOCKER "layout.json", "{\"version\":\"1.0.0\"}", -1);
  home_write (DOCKER "models.json",
              "{\"models\":[{\"id\":\"sha256:" HEX64 ("1") "\",\"tags\":[\"ai/smollm2:latest\","
              "\"docker.io/ai/smollm2:360M-Q4_K_M\",7],\"files\":[]},{\"id\":\"sha256:../..\",\"tags\":[\"x\"]},"
              "{\"id\":\"sha256:" HEX64 ("9") "\",\"tags\":[\"gone\"]},3,{}]}",
              -1);
  home_write (DOCKER "manifests/sha256/" HEX64 ("1"),
              "{\"config\":{\"digest\":\"sha256:" HEX64 ("2") "\"},\"layers\":[{\"mediaType\":"
              "\"application/vnd.docker.ai.gguf.v3\",\"digest\":\"sha256:" HEX64 ("3") "\",\"size\":4448}]}",
              -1);
  home_write (DOCKER "blobs/sha256/" HEX64 ("2"),
              "{\"config\":{\"format\":\"gguf\",\"quantization\":\"Q4_K_M\",\"parameters\":\"361.82M\"}}", -1);
  home_write_model (DOCKER "blobs/sha256/" HEX64 ("3"), "SmolLM2");
  expect ("docker:ai/smollm2:latest gguf Q4_K_M 1\ndocker:ai/smollm2:360M-Q4_K_M gguf Q4_K_M 1");
  opens ("docker:ai/smollm2", "SmolLM2");
  opens ("docker:smollm2", "SmolLM2");
  opens ("docker:ai/smollm2:360m-q4_k_m", "SmolLM2");
}

int
main (int argc, char **argv)
{
  int status;

  home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stores/ollama", test_ollama);
  g_test_add_func ("/stores/ollama/parts", test_ollama_parts);
  g_test_add_func ("/stores/ollama/hostile", test_ollama_hostile);
  g_test_add_func ("/stores/hub", test_hub);
  g_test_add_func ("/stores/hub/hostile", test_hub_hostile);
  g_test_add_func ("/stores/hub/environment", test_hub_environment);
  g_test_add_func ("/stores/hub/flatpak", test_hub_flatpak);
  g_test_add_func ("/stores/folders", test_folders);
  g_test_add_func ("/stores/llama.cpp", test_llama_cpp);
  g_test_add_func ("/stores/jan", test_jan);
  g_test_add_func ("/stores/docker", test_docker);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
