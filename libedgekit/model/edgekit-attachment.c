/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-attachment-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-model-file-private.h"
#include "edgekit-model-loader-private.h"
#include "edgekit-model-loading-private.h"
#include "edgekit-model-location-private.h"
#include "edgekit-task-private.h"

/**
 * EdgeKitAttachment:
 *
 * A file that an engine loads together with a model: the part that sees (a
 * projector, “mmproj”), a small model that guesses tokens ahead (a draft), or an
 * adapter (LoRA). Of a file only the header is read.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitAttachment, edgekit_attachment, G_TYPE_OBJECT)

/**
 * EdgeKitAttachment:kind: (getter get_kind)
 *
 * What it is: `mmproj`, `draft` or `lora`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAttachment:name: (getter get_name)
 *
 * The name of its file, of the first of its files, or of the folder of an adapter.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAttachment:weights-size: (getter get_weights_size)
 *
 * The size of its weights in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitAttachment:model: (getter get_model)
 *
 * The model that a draft is.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "kind", "kind", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAttachment, kind) },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitAttachment, name) },
  { "weights-size", "weights_size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitAttachment, weights_size) },
  { "model", NULL, EDGEKIT_FIELD_OBJECT, G_STRUCT_OFFSET (EdgeKitAttachment, model), edgekit_model_get_type },
};

static void
edgekit_attachment_class_init (EdgeKitAttachmentClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_attachment_init (EdgeKitAttachment *self)
{
  _edgekit_record_init (self);
}

/* --- From a header ------------------------------------------------------------ */

/* Larger than any, and far from what would overflow a product. */
#define MAX_WIDTH (16 * 1024 * 1024)

static gint64
get_number (EdgeKitMetadata *metadata, const char *key)
{
  const EdgeKitMetaValue *value = _edgekit_metadata_lookup (metadata, key);

  return value && value->type == EDGEKIT_META_INT ? CLAMP (value->integer, 0, MAX_WIDTH) : 0;
}

static const char *
get_word (EdgeKitMetadata *metadata, const char *key)
{
  const EdgeKitMetaValue *value = _edgekit_metadata_lookup (metadata, key);

  return value && value->type == EDGEKIT_META_STRING ? value->string : NULL;
}

/* Keys of llama.cpp's tools/mtmd/clip-impl.h. */
static void
take_tower (EdgeKitAttachment *self, EdgeKitMetadata *metadata)
{
  gint64 picture = get_number (metadata, "clip.vision.image_size");
  gint64 patch = get_number (metadata, "clip.vision.patch_size");

  self->embedding = get_number (metadata, "clip.vision.embedding_length");
  self->feed_forward = get_number (metadata, "clip.vision.feed_forward_length");
  self->heads = get_number (metadata, "clip.vision.attention.head_count");
  self->patches = patch > 0 ? MIN (picture / patch * (picture / patch), MAX_WIDTH) : 0;
}

static EdgeKitAttachment *
new_from_part (EdgeKitModelPart *part, const char *kind)
{
  EdgeKitAttachment *self = g_object_new (EDGEKIT_TYPE_ATTACHMENT, NULL);
  GPtrArray *tensors = _edgekit_model_part_get_tensors (part);
  guint64 sum = 0;

  for (guint i = 0; tensors && i < tensors->len; i++)
    sum = _edgekit_sat_add (sum, edgekit_tensor_get_size (g_ptr_array_index (tensors, i)));
  self->kind = g_strdup (kind);
  self->name = g_strdup (part->name);
  self->weights_size = (gint64) MIN (sum, G_MAXINT64);
  return self;
}

static EdgeKitAttachment *
new_from_model (EdgeKitModel *model)
{
  EdgeKitAttachment *self = g_object_new (EDGEKIT_TYPE_ATTACHMENT, NULL);
  g_autoptr(EdgeKitModelFile) file = g_list_model_get_item (edgekit_model_get_files (model), 0);

  self->kind = g_strdup (EDGEKIT_ATTACHMENT_DRAFT);
  self->name = g_strdup (file ? file->name : edgekit_model_get_title (model));
  self->weights_size = edgekit_model_get_weights_size (model);
  self->model = g_object_ref (model);
  return self;
}

/* --- From a file -------------------------------------------------------------- */

static gboolean
read_gguf (EdgeKitModelLoading *loading, EdgeKitByteReader *reader, EdgeKitModelPart *part, GCancellable *cancellable,
           GError **error)
{
  part->gguf = _edgekit_gguf_read (reader, _edgekit_model_loading_grew, loading, cancellable, error);
  return part->gguf != NULL;
}

static gboolean
read_safetensors (EdgeKitModelLoading *loading, EdgeKitByteReader *reader, EdgeKitModelPart *part,
                  GCancellable *cancellable, GError **error)
{
  part->safetensors = _edgekit_safetensors_read (reader, _edgekit_model_loading_grew, loading, cancellable, error);
  return part->safetensors != NULL;
}

/* An adapter of PEFT or MLX: its folder, or the file in it. */
static const char *
find_adapter (EdgeKitModelFiles *files, const char *name, GCancellable *cancellable)
{
  static const char *const names[] = { "adapter_model.safetensors", "adapters.safetensors" };
  guint64 size;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name ? g_str_equal (name, names[i]) : _edgekit_model_files_query (files, names[i], &size, cancellable, NULL))
      return names[i];
  return NULL;
}

/* NULL without an error when it is a model, which others read. */
static EdgeKitAttachment *
load_part (EdgeKitModelLoading *loading, const char *name, GCancellable *cancellable, GError **error)
{
  const char *adapter = find_adapter (loading->files, name, cancellable);
  g_autoptr(EdgeKitModelPart) part = NULL;
  EdgeKitAttachment *self;
  EdgeKitModelKind kind;

  if (adapter)
    {
      part = _edgekit_model_loading_read_part (loading, adapter, FALSE, read_safetensors, cancellable, error);
      if (!part)
        return NULL;
      self = new_from_part (part, EDGEKIT_ATTACHMENT_LORA);
      g_free (self->name);
      self->name = _edgekit_model_files_get_title (loading->files); /* engines want the folder */
      return self;
    }
  if (!name || !g_str_has_suffix (name, ".gguf"))
    return NULL;
  part = _edgekit_model_loading_read_part (loading, name, FALSE, read_gguf, cancellable, error);
  if (!part)
    return NULL;
  kind = _edgekit_model_kind_find (get_word (part->gguf->metadata, "general.type"),
                                   get_word (part->gguf->metadata, "general.architecture"));
  if (kind == EDGEKIT_MODEL_KIND_ADAPTER)
    return new_from_part (part, EDGEKIT_ATTACHMENT_LORA);
  if (kind != EDGEKIT_MODEL_KIND_PROJECTOR)
    return NULL;
  self = new_from_part (part, EDGEKIT_ATTACHMENT_MMPROJ);
  take_tower (self, part->gguf->metadata);
  return self;
}

/**
 * edgekit_attachment_load:
 * @location: the path of a file, or of the folder of an adapter
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the header of a file that goes with a model, and finds out what it is.
 * Every file that is a model by itself is taken for a draft.
 *
 * This blocks; see [func@EdgeKit.Attachment.load_async].
 *
 * Returns: (transfer full): an attachment, or %NULL with an
 *   [error@EdgeKit.Error] or `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
EdgeKitAttachment *
edgekit_attachment_load (const char *location, GCancellable *cancellable, GError **error)
{
  EdgeKitModelLoading loading = { .n_parts = 1 };
  g_autoptr(EdgeKitModelFiles) files = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GError) local = NULL;
  EdgeKitAttachment *self;

  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  file = _edgekit_model_location_to_file (location, error);
  files = file ? _edgekit_model_location_open (file, location, &name, cancellable, error) : NULL;
  if (!files)
    return NULL;
  loading.files = files;
  self = load_part (&loading, name, cancellable, &local);
  if (self)
    return self;
  if (!local)
    model = _edgekit_model_load_files (files, name, NULL, cancellable, &local);
  if (model && (edgekit_model_get_kind (model) == EDGEKIT_MODEL_KIND_DRAFT ||
                edgekit_model_check_runnable (model, &local)))
    return new_from_model (model);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  EdgeKitAttachment *self = edgekit_attachment_load (task_data, cancellable, &error);

  _edgekit_task_return (task, self, g_object_unref, error);
}

/**
 * edgekit_attachment_load_async:
 * @location: the path of a file, or of the folder of an adapter
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: data for @callback
 *
 * Does the work of [func@EdgeKit.Attachment.load] in a thread.
 *
 * Since: 0.1
 */
void
edgekit_attachment_load_async (const char *location, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_attachment_load_async);
  g_task_set_task_data (task, g_strdup (location), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * edgekit_attachment_load_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.Attachment.load_async].
 *
 * Returns: (transfer full): an attachment, or %NULL with an error
 *
 * Since: 0.1
 */
EdgeKitAttachment *
edgekit_attachment_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Getters ------------------------------------------------------------------ */

/**
 * edgekit_attachment_get_kind: (get-property kind)
 * @self: an attachment
 *
 * Gets what it is.
 *
 * Returns: `mmproj`, `draft` or `lora`
 *
 * Since: 0.1
 */
const char *
edgekit_attachment_get_kind (EdgeKitAttachment *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ATTACHMENT (self), NULL);

  return self->kind;
}

/**
 * edgekit_attachment_get_name: (get-property name)
 * @self: an attachment
 *
 * Gets the name of its file, of the first of its files, or of the folder of an adapter.
 *
 * Returns: a name
 *
 * Since: 0.1
 */
const char *
edgekit_attachment_get_name (EdgeKitAttachment *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ATTACHMENT (self), NULL);

  return self->name;
}

/**
 * edgekit_attachment_get_weights_size: (get-property weights-size)
 * @self: an attachment
 *
 * Gets the size of its weights.
 *
 * Returns: bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_attachment_get_weights_size (EdgeKitAttachment *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ATTACHMENT (self), EDGEKIT_UNKNOWN);

  return self->weights_size;
}

/**
 * edgekit_attachment_get_model: (get-property model)
 * @self: an attachment
 *
 * Gets the model that a draft is.
 *
 * Returns: (transfer none) (nullable): a model, or %NULL for what is no model by itself
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_attachment_get_model (EdgeKitAttachment *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ATTACHMENT (self), NULL);

  return self->model;
}
