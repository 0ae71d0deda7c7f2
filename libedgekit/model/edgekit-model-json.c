/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-model-roles-private.h"

/* The document edgekit.model/1, both ways. What is said of each layer is an
 * array with one item a layer: "heads", "kv_heads" and "attention" beside the
 * other facts, the rest in "per_layer", where one number stands for all layers
 * if they agree. */

#define MAX_DOCUMENT (64 * 1024 * 1024)
#define MAX_LAYERS 4096
#define MAX_TENSORS 1000000

typedef struct
{
  const char *key;
  goffset offset; /* a gint64 in EdgeKitLayer */
} LayerColumn;

static const LayerColumn head_columns[] = {
  { "heads", G_STRUCT_OFFSET (EdgeKitLayer, heads) },
  { "kv_heads", G_STRUCT_OFFSET (EdgeKitLayer, kv_heads) },
};

static const LayerColumn layer_columns[] = {
  { "key_length", G_STRUCT_OFFSET (EdgeKitLayer, key_length) },
  { "value_length", G_STRUCT_OFFSET (EdgeKitLayer, value_length) },
  { "window", G_STRUCT_OFFSET (EdgeKitLayer, window) },
  { "extra_length", G_STRUCT_OFFSET (EdgeKitLayer, extra_length) },
  { "state_size", G_STRUCT_OFFSET (EdgeKitLayer, state_size) },
  { "feed_forward_length", G_STRUCT_OFFSET (EdgeKitLayer, feed_forward_length) },
  { "experts", G_STRUCT_OFFSET (EdgeKitLayer, experts) },
  { "weights_size", G_STRUCT_OFFSET (EdgeKitLayer, weights_size) },
};

#define COLUMN(layer, column) (*(gint64 *) G_STRUCT_MEMBER_P (layer, (column)->offset))

/* --- Writing ---------------------------------------------------------------- */

static void
add_number_or_null (JsonBuilder *builder, gint64 value)
{
  if (value == EDGEKIT_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, value);
}

static void
write_column (EdgeKitModel *self, JsonBuilder *builder, const LayerColumn *column)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->layers));

  json_builder_set_member_name (builder, column->key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_number_or_null (builder, COLUMN (_edgekit_model_layer (self, i), column));
  json_builder_end_array (builder);
}

/* One number where all layers agree. */
static void
write_short_column (EdgeKitModel *self, JsonBuilder *builder, const LayerColumn *column)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->layers));
  gint64 first = n > 0 ? COLUMN (_edgekit_model_layer (self, 0), column) : EDGEKIT_UNKNOWN;

  for (guint i = 1; i < n; i++)
    if (COLUMN (_edgekit_model_layer (self, i), column) != first)
      {
        write_column (self, builder, column);
        return;
      }
  _edgekit_json_add_int (builder, column->key, first);
}

static void
write_attention (EdgeKitModel *self, JsonBuilder *builder)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->layers));

  json_builder_set_member_name (builder, "attention");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      int kind = _edgekit_model_layer (self, i)->attention;

      json_builder_add_string_value (builder, g_enum_get_value (G_ENUM_CLASS (kinds), kind)->value_nick);
    }
  json_builder_end_array (builder);
}

/* The longest over the layers: what most readers want to know. */
static gint64
longest (EdgeKitModel *self, goffset offset)
{
  const LayerColumn column = { NULL, offset };
  gint64 value = EDGEKIT_UNKNOWN;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i++)
    value = MAX (value, COLUMN (_edgekit_model_layer (self, i), &column));
  return value;
}

static void
write_layers (EdgeKitModel *self, JsonBuilder *builder)
{
  for (guint i = 0; i < G_N_ELEMENTS (head_columns); i++)
    write_column (self, builder, &head_columns[i]);
  _edgekit_json_add_int (builder, "key_length", longest (self, G_STRUCT_OFFSET (EdgeKitLayer, key_length)));
  _edgekit_json_add_int (builder, "value_length", longest (self, G_STRUCT_OFFSET (EdgeKitLayer, value_length)));
  write_attention (self, builder);
  json_builder_set_member_name (builder, "state");
  json_builder_begin_object (builder);
  _edgekit_json_add_int (builder, "size", longest (self, G_STRUCT_OFFSET (EdgeKitLayer, state_size)));
  if (self->state_kind)
    _edgekit_json_add_string (builder, "kind", self->state_kind);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "per_layer");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (layer_columns); i++)
    write_short_column (self, builder, &layer_columns[i]);
  json_builder_end_object (builder);
}

static void
write_tensor (EdgeKitTensor *tensor, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "name", tensor->name);
  _edgekit_json_add_string (builder, "type", tensor->tensor_type);
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->n_dims; i++)
    json_builder_add_int_value (
      builder, tensor->dims[tensor->order == EDGEKIT_TENSOR_INNERMOST_FIRST ? i : tensor->n_dims - 1 - i]);
  json_builder_end_array (builder);
  _edgekit_json_add_int (builder, "size", tensor->size);
  _edgekit_json_add_int (builder, "offset", tensor->offset);
  _edgekit_json_add_int (builder, "file", tensor->file);
  json_builder_end_object (builder);
}

/**
 * edgekit_model_to_json:
 * @self: a [class@EdgeKit.Model]
 * @with_tensors: whether to list every tensor
 *
 * Writes the model as an `edgekit.model/1` document.
 *
 * Returns: (transfer full): the document, UTF-8
 *
 * Since: 0.1
 */
char *
edgekit_model_to_json (EdgeKitModel *self, gboolean with_tensors)
{
  g_autoptr(JsonBuilder) builder = NULL;

  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.model/1");
  _edgekit_record_write (self, builder);
  _edgekit_model_write_roles (self, builder);
  write_layers (self, builder);
  if (with_tensors)
    {
      json_builder_set_member_name (builder, "tensors");
      json_builder_begin_array (builder);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
        write_tensor (_edgekit_model_tensor (self, i), builder);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}

/* --- Reading ---------------------------------------------------------------- */

static gboolean
bad_member (const char *key, const char *expected, GError **error)
{
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "model: “%s”: expected %s", key, expected);
  return FALSE;
}

static gboolean
read_number (JsonNode *node, gint64 *value)
{
  if (JSON_NODE_HOLDS_NULL (node))
    {
      *value = EDGEKIT_UNKNOWN;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

/* The array under @key, which has an item for each of @n layers; NULL without
 * an error when there is none. */
static JsonArray *
layer_array (JsonObject *object, const char *key, guint n, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == n)
    return json_node_get_array (node);
  bad_member (key, "an array with one item for each layer", error);
  return NULL;
}

static gboolean
read_column (EdgeKitModel *self, JsonObject *object, const LayerColumn *column, GError **error)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->layers));
  JsonNode *node = json_object_get_member (object, column->key);
  g_autoptr(GError) local = NULL;
  JsonArray *array;
  gint64 value;

  if (node && JSON_NODE_HOLDS_VALUE (node))
    {
      if (!read_number (node, &value))
        return bad_member (column->key, "a number of zero or more", error);
      for (guint i = 0; i < n; i++)
        COLUMN (_edgekit_model_layer (self, i), column) = value;
      return TRUE;
    }
  array = layer_array (object, column->key, n, &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; array && i < n; i++)
    {
      if (!read_number (json_array_get_element (array, i), &value))
        return bad_member (column->key, "numbers of zero or more", error);
      COLUMN (_edgekit_model_layer (self, i), column) = value;
    }
  return TRUE;
}

static gboolean
read_attention (EdgeKitModel *self, JsonObject *object, GError **error)
{
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_ATTENTION_KIND);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->layers));
  g_autoptr(GError) local = NULL;
  JsonArray *array = layer_array (object, "attention", n, &local);

  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; array && i < n; i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      const char *nick = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;
      const GEnumValue *value = nick ? g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), nick) : NULL;

      if (!value)
        return bad_member ("attention", "“full”, “window”, “mla”, “recurrent”, “hybrid” or “none”", error);
      _edgekit_model_layer (self, i)->attention = value->value;
    }
  return TRUE;
}

static gboolean
read_state (EdgeKitModel *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "state");
  const char *kind = NULL;

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  if (!_edgekit_json_get_string (json_node_get_object (node), "kind", &kind, "state", error))
    return FALSE;
  self->state_kind = g_strdup (kind);
  return TRUE;
}

static gboolean
read_layers (EdgeKitModel *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "per_layer");

  if (self->n_layers > MAX_LAYERS)
    return bad_member ("layers", "fewer layers", error);
  for (gint64 i = 0; i < self->n_layers; i++)
    {
      g_autoptr(EdgeKitLayer) layer = g_object_new (EDGEKIT_TYPE_LAYER, NULL);

      layer->index = i;
      layer->attention = EDGEKIT_ATTENTION_KIND_FULL;
      g_list_store_append (self->layers, layer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (head_columns); i++)
    if (!read_column (self, object, &head_columns[i], error))
      return FALSE;
  /* a document written by hand may say it once for all */
  for (guint i = 0; i < 2; i++)
    if (!read_column (self, object, &layer_columns[i], error))
      return FALSE;
  if (!read_attention (self, object, error) || !read_state (self, object, error))
    return FALSE;
  if (node && !JSON_NODE_HOLDS_OBJECT (node))
    return bad_member ("per_layer", "an object", error);
  for (guint i = 0; node && i < G_N_ELEMENTS (layer_columns); i++)
    if (!read_column (self, json_node_get_object (node), &layer_columns[i], error))
      return FALSE;
  return TRUE;
}

static EdgeKitTensor *
read_tensor (JsonNode *node, EdgeKitTensorOrder order)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *shape = object ? json_object_get_member (object, "shape") : NULL;
  JsonArray *array = shape && JSON_NODE_HOLDS_ARRAY (shape) ? json_node_get_array (shape) : NULL;
  guint64 dims[EDGEKIT_TENSOR_MAX_DIMS] = { 0 };
  g_autoptr(EdgeKitTensor) tensor = NULL;
  const char *name = NULL, *type = NULL;
  gint64 value;
  guint n_dims;

  if (!array || json_array_get_length (array) > EDGEKIT_TENSOR_MAX_DIMS ||
      !_edgekit_json_get_string (object, "name", &name, "", NULL) || !name ||
      !_edgekit_json_get_string (object, "type", &type, "", NULL))
    return NULL;
  n_dims = json_array_get_length (array);
  for (guint i = 0; i < n_dims; i++)
    {
      if (!read_number (json_array_get_element (array, i), &value) || value < 0)
        return NULL;
      dims[order == EDGEKIT_TENSOR_INNERMOST_FIRST ? i : n_dims - 1 - i] = value;
    }
  tensor = _edgekit_tensor_new (name, dims, n_dims, order);
  if (!tensor || !_edgekit_json_get_int (object, "size", 0, G_MAXINT64, &tensor->size, "", NULL) ||
      !_edgekit_json_get_int (object, "offset", 0, G_MAXINT64, &tensor->offset, "", NULL) ||
      !_edgekit_json_get_int (object, "file", 0, G_MAXINT, &tensor->file, "", NULL))
    return NULL;
  tensor->tensor_type = g_strdup (type);
  return g_steal_pointer (&tensor);
}

static gboolean
read_tensors (EdgeKitModel *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "tensors");
  gboolean gguf = !self->format || g_str_equal (self->format, "gguf");
  EdgeKitTensorOrder order = gguf ? EDGEKIT_TENSOR_INNERMOST_FIRST : EDGEKIT_TENSOR_OUTERMOST_FIRST;
  JsonArray *array;

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (!array || json_array_get_length (array) > MAX_TENSORS)
    return bad_member ("tensors", "an array of tensors", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr(EdgeKitTensor) tensor = read_tensor (json_array_get_element (array, i), order);

      if (!tensor)
        return bad_member ("tensors", "objects with “name”, “type”, “shape”, “size” and “offset”", error);
      g_list_store_append (self->tensors, tensor);
    }
  return TRUE;
}

static EdgeKitModel *
model_from_json (const char *json, gsize length, GError **error)
{
  const char *what = "model";
  g_autoptr(JsonNode) root = _edgekit_json_parse (json, length, MAX_DOCUMENT, EDGEKIT_JSON_DEFAULT, what, error);
  g_autoptr(EdgeKitModel) self = NULL;
  JsonObject *object;

  object = root ? _edgekit_json_get_document (root, "edgekit.model/1", what, error) : NULL;
  if (!object)
    return NULL;
  self = g_object_new (EDGEKIT_TYPE_MODEL, NULL);
  if (!_edgekit_record_read (self, object, "", NULL, error))
    {
      g_prefix_error (error, "%s: ", what);
      return NULL;
    }
  if (!_edgekit_model_read_roles (self, object, error) || !read_layers (self, object, error) ||
      !read_tensors (self, object, error))
    return NULL;
  if (!self->title)
    self->title = g_strdup (self->name ? self->name : "");
  return g_steal_pointer (&self);
}

/**
 * edgekit_model_new_from_json:
 * @json: an `edgekit.model/1` document
 * @length: the length of @json in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a model from a document. Every member is optional; those that EdgeKit
 * does not know are passed over.
 *
 * Returns: (transfer full): a model, or %NULL with [error@EdgeKit.Error]
 *   `INVALID_DATA` or `TOO_LARGE`
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_model_new_from_json (const char *json, gssize length, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return model_from_json (json, length < 0 ? strlen (json) : (gsize) length, error);
}
