/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-config-facts-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-json-reader-private.h"
#include "edgekit-line-private.h"
#include "edgekit-model-loading-private.h"

/* Models of Hugging Face and MLX: a config.json and safetensors files. */

#define CONFIG "config.json"
#define MORE "hf_quant_config.json" /* of NVIDIA ModelOpt */

static gboolean
read_safetensors (EdgeKitModelLoading *loading, EdgeKitByteReader *reader, EdgeKitModelPart *part,
                  GCancellable *cancellable, GError **error)
{
  part->safetensors = _edgekit_safetensors_read (reader, _edgekit_model_loading_grew, loading, cancellable, error);
  return part->safetensors != NULL;
}

/* The whole of a document that is read into a tree. @contents is NULL when it is
 * not there. */
static gboolean
read_document (EdgeKitModelLoading *loading, const char *name, char **contents, gsize *length,
               GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(EdgeKitByteReader) reader = _edgekit_model_loading_open (loading, name, cancellable, &local);
  g_autofree char *bytes = NULL;

  *contents = NULL;
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!reader)
    return TRUE;
  *length = MIN (_edgekit_byte_reader_get_size (reader), EDGEKIT_CONFIG_MAX_LENGTH + 1);
  bytes = g_malloc (*length + 1);
  if (!_edgekit_byte_reader_read (reader, bytes, *length, cancellable, error))
    return FALSE;
  _edgekit_model_loading_done (loading, reader);
  bytes[*length] = '\0';
  *contents = g_steal_pointer (&bytes);
  return TRUE;
}

static EdgeKitConfig *
read_config (EdgeKitModelLoading *loading, const char *what, GCancellable *cancellable, GError **error)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!read_document (loading, CONFIG, &contents, &length, cancellable, error))
    return NULL;
  if (!contents)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                   /* Translators: the name of a file */
                   _ ("%s: there is no such file"), what);
      return NULL;
    }
  return _edgekit_config_new (contents, length, what, error);
}

/* What a second document says; one that cannot be read says nothing. */
static JsonNode *
read_more (EdgeKitModelLoading *loading, GCancellable *cancellable, GError **error)
{
  g_autofree char *contents = NULL;
  JsonNode *node;
  gsize length;

  if (!read_document (loading, MORE, &contents, &length, cancellable, error) || !contents)
    return NULL;
  node = _edgekit_json_parse (contents, length, EDGEKIT_CONFIG_MAX_LENGTH,
                              EDGEKIT_JSON_NAN_IS_NULL | EDGEKIT_JSON_SMALL_TREE, MORE, NULL);
  if (node && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* --- The index -------------------------------------------------------------- */

static gboolean
is_plain_name (const char *name)
{
  return *name && *name != '.' && !strpbrk (name, "/\\") && strlen (name) <= 255;
}

/* The names of the files, each once, in the order in which they first appear. */
static gboolean
read_weight_map (EdgeKitJsonReader *json, GPtrArray *shards, GError **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *name, *file;

  if (!_edgekit_json_reader_enter_object (json, error))
    return FALSE;
  for (;;)
    {
      if (!_edgekit_json_reader_next_member (json, &name, error))
        return FALSE;
      if (!name)
        return TRUE;
      if (!_edgekit_json_reader_read_string (json, &file, error))
        return FALSE;
      if (g_hash_table_contains (seen, file))
        continue;
      if (!is_plain_name (file))
        return _edgekit_json_reader_damaged (json, error, _ ("“%.80s” is not the name of a file in this folder"), file);
      if (shards->len == EDGEKIT_MODEL_MAX_PARTS)
        return _edgekit_json_reader_damaged (json, error, _ ("it lists more than %d files"), EDGEKIT_MODEL_MAX_PARTS);
      g_ptr_array_add (shards, g_strdup (file));
      g_hash_table_add (seen, g_ptr_array_index (shards, shards->len - 1));
    }
}

static gboolean
parse_index (EdgeKitJsonReader *json, GPtrArray *shards, GError **error)
{
  const char *name;

  if (!_edgekit_json_reader_enter_object (json, error))
    return FALSE;
  for (;;)
    {
      if (!_edgekit_json_reader_next_member (json, &name, error))
        return FALSE;
      if (!name)
        break;
      if (!(g_str_equal (name, "weight_map") ? read_weight_map (json, shards, error)
                                             : _edgekit_json_reader_skip (json, error)))
        return FALSE;
    }
  if (shards->len == 0)
    return _edgekit_json_reader_damaged (json, error, "%s", _ ("it lists no files"));
  return _edgekit_json_reader_finish (json, error);
}

static gboolean
read_index (EdgeKitModelLoading *loading, const char *name, GPtrArray *shards, GCancellable *cancellable,
            GError **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(EdgeKitByteReader) reader = _edgekit_model_loading_open (loading, name, cancellable, &local);
  g_autoptr(EdgeKitJsonReader) json = NULL;
  g_autofree char *what = _edgekit_model_files_describe (loading->files, name);

  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!reader)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND, _ ("%s: there is no such file"), what);
      return FALSE;
    }
  json = _edgekit_json_reader_new (reader, _edgekit_byte_reader_get_size (reader), cancellable);
  if (!parse_index (json, shards, error))
    return FALSE;
  _edgekit_model_loading_done (loading, reader);
  g_ptr_array_sort (shards, _edgekit_part_name_compare);
  return TRUE;
}

/* --- The files -------------------------------------------------------------- */

static gboolean
check_names (EdgeKitModelFiles *files, GPtrArray *parts, GError **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);
      GPtrArray *tensors = _edgekit_model_part_get_tensors (part);

      for (guint j = 0; tensors && j < tensors->len; j++)
        {
          const EdgeKitTensor *tensor = g_ptr_array_index (tensors, j);
          g_autofree char *what = NULL;
          g_autofree char *line = NULL;

          if (g_hash_table_add (names, tensor->name))
            continue;
          what = _edgekit_model_files_describe (files, part->name);
          line = _edgekit_line_take (g_strdup (tensor->name));
          g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                       /* Translators: the names of a file and of a tensor */
                       _ ("%1$s: the tensor “%2$s” is in another file of the model as well"), what, line);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
read_shards (EdgeKitModelLoading *loading, GPtrArray *shards, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  gboolean there = FALSE;

  loading->n_parts = shards->len;
  for (guint i = 0; i < shards->len; i++)
    {
      EdgeKitModelPart *part = _edgekit_model_loading_read_part (loading, g_ptr_array_index (shards, i),
                                                                 shards->len > 1, read_safetensors, cancellable, error);

      if (!part)
        return NULL;
      there |= part->safetensors != NULL;
      g_ptr_array_add (parts, part);
    }
  if (!there)
    {
      g_autofree char *what = _edgekit_model_files_describe (loading->files, g_ptr_array_index (shards, 0));

      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND,
                   /* Translators: the name of a file, and how many there should be */
                   _ ("%1$s: this file of the model is not here, nor is any other of its %2$u files"), what,
                   shards->len);
      return NULL;
    }
  return check_names (loading->files, parts, error) ? g_steal_pointer (&parts) : NULL;
}

static void
announce_all (EdgeKitModelLoading *loading, GPtrArray *names, GPtrArray *except)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!except || !g_ptr_array_find_with_equal_func (except, name, g_str_equal, NULL))
        _edgekit_model_files_announce (loading->files, name);
    }
}

/* An index of many megabytes says no more than the names of a whole set. */
static void
drop_index (EdgeKitModelLoading *loading, EdgeKitModelChoice *choice)
{
  if (!choice->index || !_edgekit_model_files_is_far (loading->files) || !_edgekit_model_choice_is_set (choice))
    return;
  g_clear_pointer (&choice->index, g_free);
  g_ptr_array_extend_and_steal (choice->shards, g_steal_pointer (&choice->likely));
  choice->likely = g_ptr_array_new_with_free_func (g_free);
}

/* In the order in which they are read. */
static void
announce (EdgeKitModelLoading *loading, const EdgeKitModelChoice *choice)
{
  _edgekit_model_files_announce (loading->files, CONFIG);
  _edgekit_model_files_announce (loading->files, MORE);
  if (choice->index)
    _edgekit_model_files_announce (loading->files, choice->index);
  announce_all (loading, choice->likely, NULL);
  announce_all (loading, choice->shards, NULL);
}

EdgeKitModel *
_edgekit_model_load_config (EdgeKitModelLoading *loading, EdgeKitModelChoice *choice, GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *what = _edgekit_model_files_describe (loading->files, CONFIG);
  g_autofree char *title = _edgekit_model_files_get_title (loading->files);
  g_autoptr(EdgeKitConfig) config = NULL;
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) more = NULL;
  g_autoptr(GPtrArray) parts = NULL;

  drop_index (loading, choice);
  announce (loading, choice);
  config = read_config (loading, what, cancellable, error);
  if (!config)
    return NULL;
  more = read_more (loading, cancellable, &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (choice->index)
    {
      if (!read_index (loading, choice->index, choice->shards, cancellable, error))
        return NULL;
      announce_all (loading, choice->shards, choice->likely);
    }
  parts = read_shards (loading, choice->shards, cancellable, error);
  if (!parts)
    return NULL;
  return _edgekit_model_new_from_config (config, more ? json_node_get_object (more) : NULL, parts, choice, title,
                                         loading->n_read_before, what, error);
}
