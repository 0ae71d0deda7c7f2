/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Stores in the home folder of a test, and what is found in them. */

#include "edgekit-installed-model.h"
#include "edgekit-model-library.h"
#include "edgekit-model-source.h"
#include "edgekit-model-store.h"
#include "edgekit-model.h"
#include "edgekit-note.h"
#include "home.h"

#define HEX(d) d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d
#define HEX64(d) HEX (d) HEX (d)
#define COMMIT "0123456789abcdef0123456789abcdef01234567"

/* --- Looking ---------------------------------------------------------------- */

static inline EdgeKitModelLibrary *
load (void)
{
  EdgeKitModelLibrary *library = edgekit_model_library_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (edgekit_model_library_load (library, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (edgekit_model_library_get_activity (library));
  g_assert_cmpfloat (edgekit_model_library_get_fraction (library), ==, 1);
  return library;
}

/* "ollama:llama3.1:8b gguf Q4_K_M 1", a line each; "!" when it is not complete */
static inline char *
describe (EdgeKitModelLibrary *library)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (library)); i++)
    {
      g_autoptr(EdgeKitInstalledModel) model = g_list_model_get_item (G_LIST_MODEL (library), i);

      g_string_append_printf (text, "%s%s %s %s %u%s", i ? "\n" : "", edgekit_installed_model_get_name (model),
                              edgekit_installed_model_get_format (model),
                              edgekit_installed_model_get_quantization (model)
                                ? edgekit_installed_model_get_quantization (model)
                                : "-",
                              g_list_model_get_n_items (edgekit_installed_model_get_files (model)),
                              edgekit_installed_model_get_complete (model) ? "" : "!");
      g_assert_nonnull (edgekit_installed_model_get_title (model));
      g_assert_nonnull (edgekit_installed_model_get_path (model));
      g_assert_true (g_utf8_validate (edgekit_installed_model_get_name (model), -1, NULL));
    }
  return g_string_free (text, FALSE);
}

static inline void
expect (const char *wanted)
{
  g_autoptr(EdgeKitModelLibrary) library = load ();
  g_autofree char *found = describe (library);

  g_assert_cmpstr (found, ==, wanted);
}

static inline gboolean
has_note (const char *store, const char *code)
{
  g_autoptr(EdgeKitModelLibrary) library = load ();
  GListModel *stores = edgekit_model_library_get_stores (library);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(EdgeKitModelStore) one = g_list_model_get_item (stores, i);
      GListModel *notes = edgekit_model_store_get_notes (one);

      for (guint j = 0; j < g_list_model_get_n_items (notes); j++)
        {
          g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, j);

          found |= g_str_equal (edgekit_model_store_get_store (one), store) &&
                   g_str_equal (edgekit_note_get_code (note), code);
        }
    }
  return found;
}

static inline EdgeKitModel *
open_model (const char *name, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (name);

  return edgekit_model_source_load (source, NULL, error);
}

static inline void
opens (const char *name, const char *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = open_model (name, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (edgekit_model_get_name (model), ==, wanted);
}

static inline void
refuses (const char *name, EdgeKitError code, const char *word)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = open_model (name, &error);

  g_assert_null (model);
  g_assert_error (error, EDGEKIT_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, name));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '\n'));
}

/* As registry.ollama.ai answers, and Ollama keeps it (ollama manifest/manifest.go). */
static inline void
write_manifest (const char *root, const char *name, const char *layers, const char *config)
{
  g_autofree char *path = g_build_filename (root, "manifests", name, NULL);
  g_autofree char *text = g_strdup_printf (
    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\","
    "\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"digest\":\"%s\",\"size\":483},"
    "\"layers\":[%s]}",
    config, layers);

  home_write (path, text, -1);
}

#define LAYER(kind, digest, size)                                                                                  \
  "{\"mediaType\":\"application/vnd.ollama.image." kind "\",\"digest\":\"sha256:" digest "\",\"size\":" size "}"

static inline void
write_ollama (const char *root)
{
  g_autofree char *blob = g_build_filename (root, "blobs", "sha256-" HEX64 ("a"), NULL);
  g_autofree char *projector = g_build_filename (root, "blobs", "sha256-" HEX64 ("b"), NULL);
  g_autofree char *config = g_build_filename (root, "blobs", "sha256-" HEX64 ("c"), NULL);
  g_autofree char *part = g_build_filename (root, "blobs", "sha256-" HEX64 ("d") "-partial", NULL);

  home_write_model (blob, "Llama 3.1 8B");
  home_write (projector, "GGUF", 4);
  home_write (part, "GGUF", 4);
  home_write (config,
              "{\"model_format\":\"gguf\",\"model_family\":\"llama\",\"model_families\":[\"llama\"],"
              "\"model_type\":\"8.0B\",\"file_type\":\"Q4_K_M\",\"architecture\":\"amd64\",\"os\":\"linux\"}",
              -1);
  write_manifest (root, "registry.ollama.ai/library/llama3.1/8b",
                  LAYER ("model", HEX64 ("a"), "4448") "," LAYER ("projector", HEX64 ("b"), "4") "," LAYER (
                    "license", HEX64 ("e"), "12403"),
                  "sha256:" HEX64 ("c"));
  write_manifest (root, "registry.ollama.ai/somebody/tiny/latest", LAYER ("model", HEX64 ("a"), "99"),
                  "sha256:" HEX64 ("f"));
  write_manifest (root, "hf.co/bartowski/Llama-3.2-1B-GGUF/Q8_0", LAYER ("model", HEX64 ("a"), "4448"),
                  "sha256:" HEX64 ("c"));
  /* runs elsewhere, and is not here */
  write_manifest (root, "registry.ollama.ai/library/gpt-oss/120b-cloud", "", "sha256:" HEX64 ("c"));
  write_manifest (root, "registry.ollama.ai/library/gone/latest", LAYER ("model", HEX64 ("9"), "1"),
                  "sha256:" HEX64 ("c"));
}

#define HUB ".cache/huggingface/hub/"
#define SNAPSHOT(repo) HUB repo "/snapshots/" COMMIT "/"

static inline void
write_hub (void)
{
  home_write (HUB "models--bartowski--Llama-3.2-1B-Instruct-GGUF/refs/main", COMMIT, -1);
  home_write_model (HUB "models--bartowski--Llama-3.2-1B-Instruct-GGUF/blobs/" HEX64 ("a"), "Llama 3.2 1B");
  home_link (SNAPSHOT ("models--bartowski--Llama-3.2-1B-Instruct-GGUF") "Llama-3.2-1B-Instruct-Q4_K_M.gguf",
             "../../blobs/" HEX64 ("a"));
  home_link (SNAPSHOT ("models--bartowski--Llama-3.2-1B-Instruct-GGUF") "Llama-3.2-1B-Instruct-Q8_0.gguf",
             "../../blobs/" HEX64 ("a"));
  /* a download that did not end: the link leads nowhere */
  home_link (SNAPSHOT ("models--bartowski--Llama-3.2-1B-Instruct-GGUF") "Llama-3.2-1B-Instruct-f16.gguf",
             "../../blobs/" HEX64 ("b"));
  home_write (HUB "models--bartowski--Llama-3.2-1B-Instruct-GGUF/blobs/" HEX64 ("b") ".incomplete", "x", 1);
  /* a set of which one part is missing, in a folder */
  home_write (HUB "models--unsloth--Kimi-K2.5-GGUF/refs/main", COMMIT "\n", -1);
  home_write_model (SNAPSHOT ("models--unsloth--Kimi-K2.5-GGUF")
                    "UD-Q3_K_XL/Kimi-K2.5-UD-Q3_K_XL-00001-of-00002.gguf", "Kimi K2.5");
  /* real files in a snapshot, as on Windows; no branch says which; no owner */
  home_write (HUB "models--gpt2/snapshots/" COMMIT "/config.json",
              "{\"model_type\":\"gpt2\",\"n_layer\":1,\"torch_dtype\":\"float16\"}", -1);
  home_write (HUB "models--gpt2/snapshots/" COMMIT "/model.safetensors", "\2\0\0\0\0\0\0\0{}", 10);
  home_write (HUB "models--mlx-community--Qwen3-0.6B-4bit/refs/main", COMMIT, -1);
  home_write (SNAPSHOT ("models--mlx-community--Qwen3-0.6B-4bit") "config.json",
              "{\"model_type\":\"qwen3\",\"num_hidden_layers\":1,\"quantization\":{\"group_size\":64,\"bits\":4}}", -1);
  home_write (SNAPSHOT ("models--mlx-community--Qwen3-0.6B-4bit") "model.safetensors", "\2\0\0\0\0\0\0\0{}", 10);
  /* not models */
  home_write (HUB "datasets--a--b/refs/main", COMMIT, -1);
  home_write (HUB "version.txt", "1", 1);
  home_write (HUB ".locks/models--x--y/a.lock", "", 0);
  home_write (HUB "models--empty--one/refs/main", COMMIT, -1);
}
