/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-json-private.h"
#include "edgekit-model-choice-private.h"
#include "edgekit-store-manifest-private.h"

const char *
_edgekit_manifest_get_string (JsonObject *object, const char *member)
{
  const char *value = NULL;

  return _edgekit_json_get_string (object, member, &value, "manifest", NULL) ? value : NULL;
}

JsonObject *
_edgekit_manifest_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
_edgekit_manifest_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char *
_edgekit_manifest_get_path (EdgeKitStoreScan *scan, const char *begin, const char *digest)
{
  if (!digest || !_edgekit_store_digest_is_valid (digest))
    return NULL;
  return g_strconcat (scan->walk.root, "/", begin, digest + strlen ("sha256:"), NULL);
}

EdgeKitStoreEntry *
_edgekit_manifest_look (EdgeKitStoreScan *scan, const char *begin, JsonObject *layer)
{
  const char *digest = layer ? _edgekit_manifest_get_string (layer, "digest") : NULL;
  g_autofree char *path = _edgekit_manifest_get_path (scan, begin, digest);
  g_autoptr(EdgeKitStoreEntry) entry = path ? _edgekit_store_walk_look (&scan->walk, path) : NULL;

  return entry && !entry->folder ? g_steal_pointer (&entry) : NULL;
}

JsonNode *
_edgekit_manifest_read (EdgeKitStoreScan *scan, const char *begin, JsonObject *layer)
{
  g_autoptr(EdgeKitStoreEntry) blob = _edgekit_manifest_look (scan, begin, layer);

  return blob ? _edgekit_store_walk_read_json (&scan->walk, blob->real_path) : NULL;
}

static JsonObject *
get_layer (JsonArray *layers, guint i, const char *media)
{
  JsonNode *node = json_array_get_element (layers, i);
  JsonObject *layer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *type = layer ? _edgekit_manifest_get_string (layer, "mediaType") : NULL;

  return type && g_str_has_prefix (type, media) ? layer : NULL;
}

guint
_edgekit_manifest_count (JsonArray *layers, const char *media)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (layers); i++)
    n += get_layer (layers, i, media) != NULL;
  return n;
}

/* Blobs have no names; what reads a set of parts looks for these. */
static char *
name_of_part (const EdgeKitInstalledModel *model, guint number, guint count)
{
  g_autofree char *stem = g_strdelimit (g_strdup (model->name), "/:", '-');

  return count == 1 ? g_strconcat (stem, ".gguf", NULL)
                    : g_strdup_printf ("%s-%05u-of-%05u.gguf", stem, number, count);
}

static void
take_part (EdgeKitStoreScan *scan, const char *begin, JsonObject *layer, EdgeKitInstalledModel *model,
           const char *name)
{
  g_autoptr(EdgeKitStoreEntry) blob = _edgekit_manifest_look (scan, begin, layer);
  gint64 size = EDGEKIT_UNKNOWN;

  if (!blob)
    {
      model->complete = FALSE;
      return;
    }
  _edgekit_json_get_int (layer, "size", 0, G_MAXINT64, &size, "manifest", NULL);
  model->complete &= size == EDGEKIT_UNKNOWN || size == blob->size;
  _edgekit_installed_model_add_file (model, name, blob->size);
  _edgekit_installed_model_add_stored (model, name, blob->real_path);
  if (model->path)
    return;
  model->path = g_strdup (blob->path);
  model->main = g_strdup (name);
  _edgekit_installed_model_set_used (model, blob->accessed, blob->modified);
}

void
_edgekit_manifest_take_parts (EdgeKitStoreScan *scan, const char *begin, JsonArray *layers, const char *media,
                              EdgeKitInstalledModel *model)
{
  guint count = MIN (_edgekit_manifest_count (layers, media), EDGEKIT_MODEL_MAX_PARTS), number = 0;

  for (guint i = 0; i < json_array_get_length (layers) && number < count; i++)
    {
      JsonObject *layer = get_layer (layers, i, media);
      g_autofree char *name = layer ? name_of_part (model, ++number, count) : NULL;

      if (layer)
        take_part (scan, begin, layer, model, name);
    }
}
