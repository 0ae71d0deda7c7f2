/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include "edgekit-config-facts-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-line-private.h"
#include "edgekit-model-roles-private.h"

static gboolean
take_architecture (EdgeKitModel *self, EdgeKitConfig *config, const char *what, GError **error)
{
  JsonObject *root = _edgekit_config_get_root (config);
  JsonNode *list = _edgekit_config_walk (root, "architectures");
  JsonArray *array = list && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
  const char *name = _edgekit_config_get_type (config);

  if ((!name || !*name) && array && json_array_get_length (array) > 0)
    {
      JsonNode *node = json_array_get_element (array, 0);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        name = json_node_get_string (node);
    }
  if (!name || !*name)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file */
                   _ ("%s: the description does not say what architecture the model has"), what);
      return FALSE;
    }
  self->architecture = _edgekit_line_take (g_strdup (name));
  self->architecture_known = _edgekit_config_is_known (config) ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  return TRUE;
}

/* Where the file does not say it: the height of the embeddings. */
static gint64
count_vocabulary (EdgeKitModel *self)
{
  static const char *const names[] = { "embed_tokens.weight", "wte.weight", "word_embeddings.weight",
                                       "embed_in.weight",     "shared.weight", "tok_embeddings.weight",
                                       "embeddings.weight",   "embedding.weight" };

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);

      if (tensor->layer != EDGEKIT_UNKNOWN || tensor->part != EDGEKIT_TENSOR_PART_MODEL || tensor->n_dims != 2)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        if (g_str_has_suffix (tensor->name, names[j]))
          return tensor->dims[1];
    }
  return EDGEKIT_UNKNOWN;
}

/* Some files only list them, and some leave out what is the default of the code. */
static gint64
count_layers (EdgeKitModel *self, EdgeKitConfig *config)
{
  gint64 n = _edgekit_config_get_int (config, "layers", 0);

  if (n == 0)
    n = _edgekit_config_get_length (config, "layer_kinds");
  if (n == 0)
    n = _edgekit_config_get_length (config, "layer_letters");
  return n ? n : _edgekit_model_count_layers (self);
}

static gboolean
take_numbers (EdgeKitModel *self, EdgeKitConfig *config, const char *what, GError **error)
{
  self->n_layers = count_layers (self, config);
  if (self->n_layers > EDGEKIT_MODEL_MAX_LAYERS)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file and a number */
                   _ ("%1$s: the description is damaged: the model would have %2$" PRId64 " layers"), what,
                   self->n_layers);
      return FALSE;
    }
  self->embedding_length = _edgekit_config_get_int (config, "embedding", EDGEKIT_UNKNOWN);
  self->feed_forward_length = EDGEKIT_UNKNOWN;
  for (gint64 i = 0; i < self->n_layers; i++)
    self->feed_forward_length =
      MAX (self->feed_forward_length, _edgekit_config_get_nth (config, "feed_forward", i, EDGEKIT_UNKNOWN));
  self->kv_lora_rank = _edgekit_config_get_int (config, "kv_rank", EDGEKIT_UNKNOWN);
  self->experts = _edgekit_config_get_int (config, "experts", EDGEKIT_UNKNOWN);
  self->experts_used = _edgekit_config_get_int (config, "experts_used", EDGEKIT_UNKNOWN);
  self->experts_shared = _edgekit_config_get_int (config, "experts_shared", EDGEKIT_UNKNOWN);
  /* many files of dense models say that there is one expert, or none */
  if (self->experts <= 1)
    self->experts = self->experts_used = self->experts_shared = EDGEKIT_UNKNOWN;
  self->vocabulary_size = _edgekit_config_get_int (config, "vocabulary", EDGEKIT_UNKNOWN);
  if (self->vocabulary_size == EDGEKIT_UNKNOWN)
    self->vocabulary_size = count_vocabulary (self);
  self->tied = _edgekit_config_get_bool (config, "tied", FALSE);
  _edgekit_config_take_rope (config, self);
  return _edgekit_config_check (config, error);
}

/* MLX writes its own name into the files; so does what packs as MLX does. */
static gboolean
is_mlx (GPtrArray *parts, const EdgeKitQuantization *quantization)
{
  if (quantization->mlx)
    return TRUE;
  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (part->safetensors && g_strcmp0 (part->safetensors->format, "mlx") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
unpack (GPtrArray *parts, const EdgeKitQuantization *quantization)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  /* the scales of a weight may lie in another file */
  for (guint i = 0; i < parts->len; i++)
    {
      GPtrArray *tensors = _edgekit_model_part_get_tensors (g_ptr_array_index (parts, i));

      for (guint j = 0; tensors && j < tensors->len; j++)
        g_ptr_array_add (all, g_ptr_array_index (tensors, j));
    }
  _edgekit_quantization_unpack (quantization, all);
}

/* --- Notes ------------------------------------------------------------------ */

static void
note_beside (EdgeKitModel *self, GPtrArray *beside)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  if (beside->len == 0)
    return;
  name = g_filename_display_name (g_ptr_array_index (beside, 0));
  /* Translators: the name of a GGUF file */
  message = g_strdup_printf (_ ("The folder also holds the model as a GGUF file, “%s”."), name);
  _edgekit_model_add_note (self, "gguf-beside", EDGEKIT_SEVERITY_INFO, message,
                           _ ("Name that file to look at it instead."));
}

static void
add_notes (EdgeKitModel *self, GPtrArray *parts, const EdgeKitQuantization *quantization, GPtrArray *beside)
{
  g_autofree char *message = NULL;

  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (!part->safetensors || !part->safetensors->unknown_type)
        continue;
      _edgekit_model_note_unknown_type (self, part->safetensors->unknown_type);
      break;
    }
  if (quantization->unknown)
    {
      /* Translators: the name of a way to store weights in few bits */
      message = g_strdup_printf (_ ("The weights are packed in a way that EdgeKit does not know (“%s”). Their size is "
                                    "that in the files; the number of parameters may be off."),
                                 quantization->name);
      _edgekit_model_add_note (self, "quantization-unknown", EDGEKIT_SEVERITY_WARNING, message, NULL);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (!part->safetensors || part->size <= part->safetensors->data_end)
        continue;
      _edgekit_model_add_note (self, "bytes-left-over", EDGEKIT_SEVERITY_ERROR,
                               _ ("A file goes on after its last tensor, and engines refuse to load such a file."),
                               _ ("Download it again."));
      break;
    }
  note_beside (self, beside);
}

/* --- All -------------------------------------------------------------------- */

EdgeKitModel *
_edgekit_model_new_from_config (EdgeKitConfig *config, JsonObject *more, GPtrArray *parts,
                                const EdgeKitModelChoice *choice, const char *title, guint64 n_read, const char *what,
                                GError **error)
{
  g_autoptr(EdgeKitQuantization) quantization = _edgekit_quantization_new (config, more);
  g_autoptr(EdgeKitModel) self = g_object_new (EDGEKIT_TYPE_MODEL, NULL);

  if (!take_architecture (self, config, what, error))
    return NULL;
  self->format = g_strdup (is_mlx (parts, quantization) ? "mlx" : "safetensors");
  self->title = _edgekit_line_take (g_strdup (title));
  self->bytes_read = MIN (n_read, G_MAXINT64);
  unpack (parts, quantization);
  _edgekit_model_take_parts (self, parts);
  self->quantization =
    quantization->name ? g_strdup (quantization->name) : _edgekit_model_find_main_type (self);
  if (!take_numbers (self, config, what, error))
    return NULL;
  _edgekit_model_add_up (self);
  if (!_edgekit_config_add_layers (config, self, error))
    return NULL;
  _edgekit_model_add_roles (self);
  _edgekit_model_mark_absent (self);
  _edgekit_model_add_notes (self, parts);
  add_notes (self, parts, quantization, choice->beside);
  return g_steal_pointer (&self);
}
