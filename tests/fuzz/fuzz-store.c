/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as an index of a store, of which the first byte says which. */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../remove-tree.h"
#include "edgekit-store-private.h"
#include "fuzz.h"

#define HEX "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define COMMIT "0123456789abcdef0123456789abcdef01234567"

/* The index that is fuzzed, and files that an index may name. */
static const struct
{
  const char *layout;
  const char *index;
  const char *file;
  const char *other; /* an index that is sound */
  const char *text;
} stores[] = {
  { "ollama", "manifests/registry.ollama.ai/library/m/t", "blobs/sha256-" HEX },
  { "ollama", "blobs/sha256-" HEX, "blobs/sha256-b", "manifests/registry.ollama.ai/library/m/t",
    "{\"config\":{\"digest\":\"sha256:" HEX "\"},\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\","
    "\"digest\":\"sha256:" HEX "\"}]}" },
  { "docker", "models.json", "blobs/sha256/" HEX, "manifests/sha256/" HEX,
    "{\"layers\":[{\"mediaType\":\"application/vnd.docker.ai.gguf.v3\",\"digest\":\"sha256:" HEX "\"}]}" },
  { "docker", "manifests/sha256/" HEX, "blobs/sha256/" HEX, "models.json",
    "{\"models\":[{\"id\":\"sha256:" HEX "\",\"tags\":[\"ai/a:b\"]}]}" },
  { "jan", "llamacpp/models/a/b/model.yml", "llamacpp/models/a/b/model.gguf" },
  { "llama.cpp", "manifest=o=n=latest.json", "o_n_x-Q4_0.gguf" },
  { "hub", "models--o--n/refs/main", "models--o--n/snapshots/" COMMIT "/x-Q4_0.gguf" },
  { "folders", "o/n/config.json", "o/n/model.safetensors" },
};

static char *roots[G_N_ELEMENTS (stores)];
static char *top;

static void
clean_up (void)
{
  remove_tree (top);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    g_free (roots[i]);
  g_free (top);
}

static void
put (const char *root, const char *name, const void *data, gsize length)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  FILE *file;

  g_mkdir_with_parents (folder, 0700);
  file = g_fopen (path, "wb");
  g_assert_nonnull (file);
  if (length > 0)
    g_assert_cmpuint (fwrite (data, 1, length, file), ==, length);
  fclose (file);
}

static void
make_stores (void)
{
  top = g_dir_make_tmp ("edgekit-fuzz-XXXXXX", NULL);
  g_assert_nonnull (top);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      roots[i] = g_build_filename (top, name, NULL);
      put (roots[i], stores[i].file, "GGUF", 4);
      if (stores[i].other)
        put (roots[i], stores[i].other, stores[i].text, strlen (stores[i].text));
    }
  put (top, "secret.gguf", "GGUF", 4);
  atexit (clean_up);
}

static gboolean
is_line (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* What is found has a name that can be shown, and lies in the store. */
static void
found (EdgeKitInstalledModel *model, gpointer data)
{
  const char *root = data;

  g_assert_true (g_str_has_prefix (model->name, "s:") && is_line (model->name));
  g_assert_true (is_line (model->title));
  g_assert_true (!model->quantization || is_line (model->quantization));
  g_assert_true (g_str_has_prefix (model->path, root));
  g_assert_true (model->size >= 0 || model->size == EDGEKIT_UNKNOWN);
  for (guint i = 0; i < model->stored->len; i++)
    {
      const EdgeKitStoredFile *file = g_ptr_array_index (model->stored, i);
      g_autofree char *real = realpath (file->path, NULL);

      g_assert_true (real && g_str_has_prefix (real, root) && real[strlen (root)] == '/');
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint i = size > 0 ? data[0] % G_N_ELEMENTS (stores) : 0;
  EdgeKitStorePlace place = { .store = "s", .title = "S", .layout = stores[i].layout };
  g_auto(EdgeKitStoreScan) scan = { .place = &place, .found = found };

  if (!top)
    make_stores ();
  put (roots[i], stores[i].index, data + (size > 0), size - (size > 0));
  place.path = roots[i];
  scan.data = roots[i];
  g_assert_true (_edgekit_store_scan_begin (&scan));
  _edgekit_store_scan_run (&scan);
  return 0;
}
