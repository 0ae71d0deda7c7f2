/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-hub-json-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-remote-name-private.h"

#define MAX_PARTS 1000

EdgeKitRemoteFile *
_edgekit_remote_file_new (const char *path, gint64 size, const char *id)
{
  EdgeKitRemoteFile *self = g_new0 (EdgeKitRemoteFile, 1);

  self->path = g_strdup (path);
  self->size = size >= 0 ? size : EDGEKIT_UNKNOWN;
  self->id = g_strdup (id);
  return self;
}

void
_edgekit_remote_file_free (EdgeKitRemoteFile *self)
{
  g_free (self->path);
  g_free (self->id);
  g_free (self->blob);
  g_free (self);
}

/* --- Members, whatever they are --------------------------------------------- */

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gint64
get_int (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 &&
             json_node_get_int (node) >= 0
           ? json_node_get_int (node)
           : EDGEKIT_UNKNOWN;
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_nth (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A hash, or what else has no characters that a file name minds. */
static const char *
clean_id (const char *id)
{
  if (!id || !*id || strlen (id) > 128)
    return NULL;
  for (const char *p = id; *p; p++)
    if (!g_ascii_isalnum (*p))
      return NULL;
  return id;
}

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a model or a link */
               _ ("%s: the server’s list of files makes no sense; try again later"), what);
  return FALSE;
}

static JsonNode *
parse (const char *text, gsize length, const char *what, GError **error)
{
  g_autoptr(GError) cause = NULL;
  JsonNode *root = _edgekit_json_parse (text, length, EDGEKIT_HUB_MAX_JSON, EDGEKIT_JSON_SMALL_TREE, what, &cause);

  if (root)
    return root;
  if (length > 0 && memchr (text, '<', MIN (length, 64)))
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_WEB_PAGE,
                 /* Translators: the name of a model or a link */
                 _ ("%s: a web page came instead of an answer; a network that asks to log in does this: open a page in "
                    "a browser, and try again"),
                 what);
  else
    refuse (what, error);
  return NULL;
}

static gboolean
add_file (GPtrArray *files, const char *path, gint64 size, const char *id, const char *what, GError **error)
{
  if (!path || !_edgekit_remote_is_path (path))
    return TRUE;
  if (files->len == EDGEKIT_HUB_MAX_FILES)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE,
                   /* Translators: the name of a model */
                   _ ("%s: the repository has more files than EdgeKit looks through"), what);
      return FALSE;
    }
  g_ptr_array_add (files, _edgekit_remote_file_new (path, size, clean_id (id)));
  return TRUE;
}

/* --- Hugging Face ----------------------------------------------------------- */

/* GET /api/models/ID/tree/REVISION?recursive=true, huggingface_hub hf_api.py */
gboolean
_edgekit_hub_read_tree (const char *text, gsize length, GPtrArray *files, const char *what, GError **error)
{
  g_autoptr(JsonNode) root = parse (text, length, what, error);
  JsonArray *entries;

  if (!root)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    return refuse (what, error);
  entries = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = get_nth (entries, i);
      JsonObject *lfs = get_object (entry, "lfs");
      const char *type = get_string (entry, "type"), *id = get_string (lfs, "oid");

      if (!entry || (type && !g_str_equal (type, "file")))
        continue;
      if (!add_file (files, get_string (entry, "path"), get_int (lfs ? lfs : entry, "size"),
                     id ? id : get_string (entry, "oid"), what, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
_edgekit_hub_read_search (const char *text, gsize length)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) root =
    _edgekit_json_parse (text, length, EDGEKIT_HUB_MAX_JSON, EDGEKIT_JSON_SMALL_TREE, "", NULL);
  JsonArray *entries = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; entries && i < MIN (json_array_get_length (entries), 100); i++)
    {
      const char *id = get_string (get_nth (entries, i), "id");

      if (id && _edgekit_remote_is_repository (id))
        g_ptr_array_add (names, g_strdup (id));
    }
  return names;
}

/* --- ModelScope ------------------------------------------------------------- */

/* GET /api/v1/models/ID/repo/files; says 200 when it means something else */
gboolean
_edgekit_modelscope_read_tree (const char *text, gsize length, GPtrArray *files, const char *what, GError **error)
{
  g_autoptr(JsonNode) root = parse (text, length, what, error);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *entries = get_array (get_object (object, "Data"), "Files");
  JsonNode *success = object ? json_object_get_member (object, "Success") : NULL;

  if (!root)
    return FALSE;
  if (success && JSON_NODE_HOLDS_VALUE (success) && json_node_get_value_type (success) == G_TYPE_BOOLEAN &&
      !json_node_get_boolean (success))
    {
      /* Translators: the name of a model or a link */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("%s: there is no such model; check the name"), what);
      return FALSE;
    }
  if (!entries)
    return refuse (what, error);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = get_nth (entries, i);

      if (!entry || g_strcmp0 (get_string (entry, "Type"), "tree") == 0)
        continue;
      if (!add_file (files, get_string (entry, "Path"), get_int (entry, "Size"), get_string (entry, "Sha256"), what,
                     error))
        return FALSE;
    }
  return TRUE;
}

/* --- Ollama ----------------------------------------------------------------- */

static gboolean
is_digest (const char *text)
{
  return text && g_str_has_prefix (text, "sha256:") && strlen (text) == strlen ("sha256:") + 64 &&
         strspn (text + strlen ("sha256:"), "0123456789abcdef") == 64;
}

static guint
count_models (JsonArray *layers)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (layers); i++)
    n += g_strcmp0 (get_string (get_nth (layers, i), "mediaType"), "application/vnd.ollama.image.model") == 0;
  return n;
}

/* ollama server/manifest.go, server/layer.go */
gboolean
_edgekit_ollama_read_manifest (const char *text, gsize length, GPtrArray *files, const char *what, GError **error)
{
  g_autoptr(JsonNode) root = parse (text, length, what, error);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *layers = get_array (object, "layers");
  guint n_models, n = 0;

  if (!root)
    return FALSE;
  if (get_array (object, "errors"))
    {
      /* Translators: the name of a model or a link */
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("%s: there is no such model; check the name"), what);
      return FALSE;
    }
  if (!layers)
    return refuse (what, error);
  n_models = count_models (layers);
  if (n_models == 0 || n_models > MAX_PARTS)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                   /* Translators: the name of a model */
                   _ ("%s: the registry has no GGUF file of this model, and EdgeKit reads no others from there"), what);
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonObject *layer = get_nth (layers, i);
      const char *type = get_string (layer, "mediaType"), *digest = get_string (layer, "digest");
      g_autofree char *path = NULL;
      EdgeKitRemoteFile *file;

      if (g_strcmp0 (type, "application/vnd.ollama.image.model") == 0)
        path = n_models == 1 ? g_strdup ("model.gguf")
                             : g_strdup_printf ("model-%05u-of-%05u.gguf", ++n, n_models);
      else if (g_strcmp0 (type, "application/vnd.ollama.image.projector") == 0)
        path = g_strdup ("mmproj.gguf");
      else
        continue;
      if (!is_digest (digest))
        return refuse (what, error);
      file = _edgekit_remote_file_new (path, get_int (layer, "size"), digest + strlen ("sha256:"));
      file->blob = g_strdup (digest);
      g_ptr_array_add (files, file);
    }
  return TRUE;
}
