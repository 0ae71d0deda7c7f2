/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "world.h"

#include <string.h>

#include "../remove-tree.h"
#include "hf-spec.h"
#include "spec.h"

static char *home;

Hub *
world_begin (void)
{
  static const char *const unset[] = { "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HOME",
                                       "HF_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE",
                                       "HF_HUB_DISABLE_IMPLICIT_TOKEN", "OLLAMA_MODELS", "LLAMA_CACHE",
                                       "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "MODELSCOPE_DOMAIN",
                                       "MODELSCOPE_API_TOKEN" };
  g_autofree char *cache = NULL;
  g_autofree char *ca = hub_get_ca_file ();
  Hub *hub;

  home = g_dir_make_tmp ("edgekit-remote-XXXXXX", NULL);
  cache = g_build_filename (home, "cache", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (unset); i++)
    g_unsetenv (unset[i]);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("SSL_CERT_FILE", ca, TRUE);
  hub = hub_new ();
  g_setenv ("HF_ENDPOINT", hub_get_endpoint (hub), TRUE);
  g_setenv ("MODELSCOPE_ENDPOINT", hub_get_endpoint (hub), TRUE);
  return hub;
}

int
world_end (Hub *hub, int status)
{
  hub_free (hub);
  remove_tree (home);
  g_free (home);
  return status;
}

static Spec *
load_spec (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *path =
    g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "specs", file, NULL);
  g_autoptr(GError) error = NULL;
  Spec *spec = spec_load (path, &error);

  g_assert_no_error (error);
  return spec;
}

const char *
world_get_quantization (const char *name)
{
  g_autoptr(Spec) spec = load_spec (name);
  const char *type = spec_get_key (spec, "general.file_type");

  switch (type ? g_ascii_strtoull (type, NULL, 10) : 1)
    {
    case 0:
      return "F32";
    case 1:
      return "F16";
    case 2:
      return "Q4_0";
    case 7:
      return "Q8_0";
    case 15:
      return "Q4_K_M";
    default:
      g_error ("%s: file type %s", name, type);
    }
}

GBytes *
world_make_header (const char *name, guint64 *size)
{
  g_autoptr(Spec) spec = load_spec (name);

  return g_byte_array_free_to_bytes (spec_header (spec, NULL, size));
}

void
world_add_model (Hub *hub, const char *repository, const char *path, const char *spec)
{
  guint64 size;
  g_autoptr(GBytes) header = world_make_header (spec, &size);

  hub_add_file (hub, repository, path, header, size);
}

static void
add_text (Hub *hub, const char *repository, const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_strconcat (folder, *folder ? "/" : "", name, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  hub_add_file (hub, repository, path, bytes, strlen (text));
}

void
world_add_weights (Hub *hub, const char *repository, const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *spec_path =
    g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "hf", file, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HfSpec) spec = hf_spec_load (spec_path, &error);
  g_autofree char *index = NULL;

  g_assert_no_error (error);
  add_text (hub, repository, folder, "config.json", spec->config);
  if (spec->more)
    add_text (hub, repository, folder, "hf_quant_config.json", spec->more);
  for (guint i = 0; i < spec->n_files; i++)
    {
      g_autofree char *shard = hf_spec_file_name (spec, i);
      g_autofree char *path = g_strconcat (folder, *folder ? "/" : "", shard, NULL);
      guint64 size;
      g_autoptr(GBytes) header = g_byte_array_free_to_bytes (hf_spec_header (spec, i, &size));

      hub_add_file (hub, repository, path, header, size);
    }
  if (spec->n_files == 1)
    return;
  index = hf_spec_index (spec);
  add_text (hub, repository, folder, "model.safetensors.index.json", index);
}

EdgeKitModel *
world_load (const char *location, EdgeKitModelDepth depth, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();

  edgekit_remote_options_set_depth (options, depth);
  edgekit_model_source_set_options (source, options);
  return edgekit_model_source_load (source, NULL, error);
}

void
world_fresh (Hub *hub)
{
  g_autoptr(GError) error = NULL;

  edgekit_remote_cache_clear (&error);
  g_assert_no_error (error);
  hub_clear_faults (hub);
  hub_reset (hub);
}
