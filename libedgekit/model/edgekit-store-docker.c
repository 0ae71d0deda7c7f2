/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-store-manifest-private.h"

/* The store of Docker Model Runner (docker/model-runner,
 * pkg/distribution/internal/store):
 *   models.json              {"models":[{"id":DIGEST,"tags":["ai/smollm2:latest"]}]}
 *   manifests/sha256/HEX     what a model consists of
 *   blobs/sha256/HEX         its parts, and a description of the whole */

#define DEFAULT_OWNER "ai/"
#define DEFAULT_HOST "docker.io/"
#define MEDIA "application/vnd.docker.ai.gguf"
#define BLOBS "blobs/sha256/"
#define MANIFESTS "manifests/sha256/"
#define MAX_LAYERS 1000

/* "docker.io/ai/smollm2:latest" is called "ai/smollm2:latest". */
static const char *
short_name (const char *tag)
{
  return g_str_has_prefix (tag, DEFAULT_HOST) ? tag + strlen (DEFAULT_HOST) : tag;
}

/* An owner need not be said where it is the usual one. */
static gboolean
is_wanted (EdgeKitStoreScan *scan, const char *repository)
{
  return _edgekit_store_scan_wants (scan, repository) ||
         (g_str_has_prefix (repository, DEFAULT_OWNER) &&
          _edgekit_store_scan_wants (scan, repository + strlen (DEFAULT_OWNER)));
}

static void
scan_tag (EdgeKitStoreScan *scan, const char *name, JsonObject *manifest, JsonArray *layers)
{
  const char *colon = strrchr (name, ':');
  g_autofree char *repository = colon ? g_strndup (name, colon - name) : g_strdup (name);
  g_autoptr(EdgeKitInstalledModel) model = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *config;

  if (!is_wanted (scan, repository))
    return;
  root = _edgekit_manifest_read (scan, BLOBS, _edgekit_manifest_get_object (manifest, "config"));
  config = root ? _edgekit_manifest_get_object (json_node_get_object (root), "config") : NULL;
  model = _edgekit_installed_model_new (repository);
  model->name = g_strdup (name);
  model->title = g_strdup (name);
  model->format = g_strdup ("gguf");
  model->quantization = config ? g_strdup (_edgekit_manifest_get_string (config, "quantization")) : NULL;
  _edgekit_manifest_take_parts (scan, BLOBS, layers, MEDIA, model);
  if (model->path)
    _edgekit_store_scan_found (scan, model);
}

static void
scan_model (EdgeKitStoreScan *scan, JsonObject *entry)
{
  g_autofree char *path = _edgekit_manifest_get_path (scan, MANIFESTS, _edgekit_manifest_get_string (entry, "id"));
  g_autoptr(JsonNode) root = path ? _edgekit_store_walk_read_json (&scan->walk, path) : NULL;
  JsonArray *layers = root ? _edgekit_manifest_get_array (json_node_get_object (root), "layers") : NULL;
  JsonArray *tags = _edgekit_manifest_get_array (entry, "tags");

  if (!layers || !tags || json_array_get_length (layers) > MAX_LAYERS || _edgekit_manifest_count (layers, MEDIA) == 0)
    return;
  for (guint i = 0; i < json_array_get_length (tags) && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      JsonNode *tag = json_array_get_element (tags, i);

      if (JSON_NODE_HOLDS_VALUE (tag) && json_node_get_value_type (tag) == G_TYPE_STRING &&
          *short_name (json_node_get_string (tag)))
        scan_tag (scan, short_name (json_node_get_string (tag)), json_node_get_object (root), layers);
    }
}

void
_edgekit_store_scan_docker (EdgeKitStoreScan *scan)
{
  g_autofree char *path = g_build_filename (scan->walk.root, "models.json", NULL);
  g_autoptr(JsonNode) root = _edgekit_store_walk_read_json (&scan->walk, path);
  JsonArray *models = root ? _edgekit_manifest_get_array (json_node_get_object (root), "models") : NULL;
  guint n = models ? json_array_get_length (models) : 0;

  for (guint i = 0; i < n && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      JsonNode *entry = json_array_get_element (models, i);

      if (JSON_NODE_HOLDS_OBJECT (entry))
        scan_model (scan, json_node_get_object (entry));
    }
}
