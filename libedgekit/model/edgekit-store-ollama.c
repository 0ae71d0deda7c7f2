/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-store-manifest-private.h"

/* The store of Ollama (ollama manifest/, types/model/name.go):
 *   manifests/HOST/NAMESPACE/MODEL/TAG   what a model consists of
 *   blobs/sha256-HEX                     its parts, and a description of the whole
 * A model of GGUF files has one part “model”, or one for each file of a set. */

#define DEFAULT_HOST "registry.ollama.ai"
#define DEFAULT_NAMESPACE "library"
#define MEDIA "application/vnd.ollama.image."
#define BLOBS "blobs/sha256-"
#define MAX_LAYERS 20000
#define MAX_NAME 350

typedef struct
{
  const char *host;
  const char *namespace;
  const char *model;
  const char *tag;
} Name;

/* "llama3.1:8b", "somebody/model:tag", "hf.co/owner/name:Q4_K_M": as Ollama itself
 * shortens it. @tag may be NULL. */
static char *
short_name (const Name *name, const char *tag)
{
  GString *text = g_string_new (NULL);

  if (g_ascii_strcasecmp (name->host, DEFAULT_HOST) != 0)
    g_string_append_printf (text, "%s/%s/", name->host, name->namespace);
  else if (g_ascii_strcasecmp (name->namespace, DEFAULT_NAMESPACE) != 0)
    g_string_append_printf (text, "%s/", name->namespace);
  g_string_append (text, name->model);
  if (tag)
    g_string_append_printf (text, ":%s", tag);
  return g_string_free (text, FALSE);
}

static gboolean
is_part_of_name (const char *text)
{
  for (const char *p = text; *p; p++)
    if (!g_ascii_isalnum (*p) && !strchr ("-_.:", *p))
      return FALSE;
  return g_ascii_isalnum (*text) || *text == '_' ? strlen (text) <= MAX_NAME : FALSE;
}

/* --- One model -------------------------------------------------------------- */

/* A model of MLX lies here tensor by tensor, which only Ollama reads. */
static void
take_tensors (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model, JsonArray *layers)
{
  for (guint i = 0; i < json_array_get_length (layers) && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      JsonNode *node = json_array_get_element (layers, i);
      JsonObject *layer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *media = layer ? _edgekit_manifest_get_string (layer, "mediaType") : NULL;
      g_autoptr(EdgeKitStoreEntry) blob =
        g_strcmp0 (media, MEDIA "tensor") == 0 ? _edgekit_manifest_look (scan, BLOBS, layer) : NULL;

      if (!blob)
        {
          model->complete &= g_strcmp0 (media, MEDIA "tensor") != 0;
          continue;
        }
      _edgekit_installed_model_add_file (model, blob->name, blob->size);
      if (!model->path)
        model->path = g_strdup (blob->path);
    }
}

/* What the description of the whole says. */
static void
take_description (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model, JsonObject *manifest)
{
  g_autoptr(JsonNode) root = _edgekit_manifest_read (scan, BLOBS, _edgekit_manifest_get_object (manifest, "config"));
  const char *type = root ? _edgekit_manifest_get_string (json_node_get_object (root), "file_type") : NULL;

  if (type && *type && !g_str_equal (type, "unknown"))
    model->quantization = g_strdup (type);
}

static void
scan_manifest (EdgeKitStoreScan *scan, const Name *name, const char *path)
{
  g_autoptr(JsonNode) root = _edgekit_store_walk_read_json (&scan->walk, path);
  JsonArray *layers = root ? _edgekit_manifest_get_array (json_node_get_object (root), "layers") : NULL;
  g_autofree char *repository = short_name (name, NULL);
  g_autoptr(EdgeKitInstalledModel) model = NULL;
  guint parts;

  if (!layers || json_array_get_length (layers) > MAX_LAYERS)
    {
      scan->walk.n_damaged += root != NULL;
      return;
    }
  parts = _edgekit_manifest_count (layers, MEDIA "model");
  if (parts == 0 && _edgekit_manifest_count (layers, MEDIA "tensor") == 0) /* a model that runs elsewhere */
    return;
  model = _edgekit_installed_model_new (repository);
  model->name = short_name (name, name->tag);
  model->title = g_strdup (model->name);
  model->format = g_strdup (parts > 0 ? "gguf" : "mlx");
  take_description (scan, model, json_node_get_object (root));
  if (parts > 0)
    _edgekit_manifest_take_parts (scan, BLOBS, layers, MEDIA "model", model);
  else
    take_tensors (scan, model, layers);
  if (model->path) /* of a download that only began, there is nothing to show */
    _edgekit_store_scan_found (scan, model);
}

/* --- All of them ------------------------------------------------------------ */

/* The folders of hosts, namespaces and models, and then the manifests. */
static void
scan_names (EdgeKitStoreScan *scan, const char *folder, const char **parts, guint n)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, folder);

  for (guint i = 0; i < entries->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *repository = NULL;

      if (entry->folder != (n < 3) || !is_part_of_name (entry->name))
        continue;
      parts[n] = entry->name;
      if (n == 2)
        {
          const Name name = { parts[0], parts[1], parts[2], NULL };

          repository = short_name (&name, NULL);
          if (!_edgekit_store_scan_wants (scan, repository))
            continue;
        }
      if (n < 3)
        scan_names (scan, entry->real_path, parts, n + 1);
      else
        {
          const Name name = { parts[0], parts[1], parts[2], parts[3] };

          scan_manifest (scan, &name, entry->path);
        }
    }
}

static void
count_unfinished (EdgeKitStoreScan *scan)
{
  g_autofree char *blobs = g_build_filename (scan->walk.root, "blobs", NULL);
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, blobs);

  for (guint i = 0; i < entries->len; i++)
    scan->walk.n_unfinished += _edgekit_store_name_is_unfinished (((EdgeKitStoreEntry *) entries->pdata[i])->name);
}

void
_edgekit_store_scan_ollama (EdgeKitStoreScan *scan)
{
  g_autofree char *manifests = g_build_filename (scan->walk.root, "manifests", NULL);
  const char *parts[4] = { NULL };

  scan_names (scan, manifests, parts, 0);
  if (!scan->wanted)
    count_unfinished (scan);
}
