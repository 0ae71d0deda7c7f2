/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-model-facts-private.h"

/* What is the same whatever describes the model. */

EdgeKitModelPart *
_edgekit_model_part_new (const char *name)
{
  EdgeKitModelPart *part = g_new0 (EdgeKitModelPart, 1);

  part->name = g_strdup (name);
  return part;
}

void
_edgekit_model_part_free (EdgeKitModelPart *part)
{
  g_free (part->name);
  g_clear_pointer (&part->gguf, _edgekit_gguf_free);
  g_clear_pointer (&part->safetensors, _edgekit_safetensors_free);
  g_free (part);
}

GPtrArray *
_edgekit_model_part_get_tensors (const EdgeKitModelPart *part)
{
  return part->gguf ? part->gguf->tensors : part->safetensors ? part->safetensors->tensors : NULL;
}

guint64
_edgekit_model_part_get_end (const EdgeKitModelPart *part)
{
  return part->gguf ? part->gguf->data_end : part->safetensors ? part->safetensors->data_end : 0;
}

void
_edgekit_model_take_parts (EdgeKitModel *self, GPtrArray *parts)
{
  guint64 size = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      EdgeKitModelPart *part = g_ptr_array_index (parts, i);
      GPtrArray *tensors = _edgekit_model_part_get_tensors (part);
      g_autoptr(EdgeKitModelFile) file = g_object_new (EDGEKIT_TYPE_MODEL_FILE, NULL);

      file->name = g_filename_display_name (part->name);
      if (tensors)
        {
          file->size = MIN (part->size, G_MAXINT64);
          size = _edgekit_sat_add (size, part->size);
          for (guint j = 0; j < tensors->len; j++)
            ((EdgeKitTensor *) g_ptr_array_index (tensors, j))->file = i;
          g_list_store_splice (self->tensors, g_list_model_get_n_items (G_LIST_MODEL (self->tensors)), 0,
                               tensors->pdata, tensors->len);
        }
      g_list_store_append (self->files, file);
    }
  self->file_size = size;
}

void
_edgekit_model_add_up (EdgeKitModel *self)
{
  guint64 parameters = 0, experts = 0, size = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);

      parameters = _edgekit_sat_add (parameters, tensor->parameters);
      size = _edgekit_sat_add (size, tensor->size);
      if (tensor->experts)
        experts = _edgekit_sat_add (experts, tensor->parameters);
    }
  self->weights_size = size;
  if (parameters == 0)
    return;
  self->parameters = parameters;
  self->active_parameters = parameters;
  self->bits_per_weight = (double) size * 8 / parameters;
  if (self->experts > 0 && self->experts_used >= 0 && self->experts_used <= self->experts)
    self->active_parameters -= experts - (guint64) ((double) experts / self->experts * self->experts_used);
}

char *
_edgekit_model_find_main_type (EdgeKitModel *self)
{
  g_autoptr(GHashTable) sizes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const char *type = NULL;
  gint64 largest = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);
      gint64 *sum = g_hash_table_lookup (sizes, tensor->tensor_type);

      if (!sum)
        {
          sum = g_new0 (gint64, 1);
          g_hash_table_insert (sizes, tensor->tensor_type, sum);
        }
      *sum = _edgekit_sat_add (*sum, tensor->size);
      if (*sum > largest)
        {
          largest = *sum;
          type = tensor->tensor_type;
        }
    }
  return g_strdup (type);
}

gint64
_edgekit_model_count_layers (EdgeKitModel *self)
{
  gint64 n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
    n = MAX (n, _edgekit_model_tensor (self, i)->layer + 1);
  return MIN (n, EDGEKIT_MODEL_MAX_LAYERS);
}

static void
mark_absent (EdgeKitModel *self, gint64 value, const char *key)
{
  if (value == EDGEKIT_UNKNOWN)
    _edgekit_record_set_absent (self, key);
}

void
_edgekit_model_mark_absent (EdgeKitModel *self)
{
  mark_absent (self, self->window, "window");
  mark_absent (self, self->kv_lora_rank, "kv_lora_rank");
  mark_absent (self, self->experts, "experts");
  mark_absent (self, self->experts_used, "experts_used");
  mark_absent (self, self->experts_shared, "experts_shared");
}
