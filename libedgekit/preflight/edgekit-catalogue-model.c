/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-catalogue-model-private.h"
#include "edgekit-outline-private.h"

/**
 * EdgeKitCatalogueModel:
 *
 * One of the models that EdgeKit knows by itself: what it is good for, and a shape
 * to check against a computer before anything is downloaded.
 *
 * [method@EdgeKit.CatalogueModel.get_model] gives the shape.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCatalogueModel, edgekit_catalogue_model, G_TYPE_OBJECT)

/**
 * EdgeKitCatalogueModel:id: (getter get_id)
 *
 * A short name that does not change.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:location: (getter get_location)
 *
 * What to check it by, such as “catalogue:llama-3.1-8b”.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:name: (getter get_name)
 *
 * What people call the model.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:family: (getter get_family)
 *
 * The family that it belongs to.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:uses: (getter get_uses)
 *
 * What it is good for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:modalities: (getter get_modalities)
 *
 * What it understands.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:parameters: (getter get_parameters)
 *
 * How many weights it has.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:active-parameters: (getter get_active_parameters)
 *
 * How many weights take part in each token.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:context-length: (getter get_context_length)
 *
 * The longest context that it was made for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:quantization: (getter get_quantization)
 *
 * The version that most people download.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:size: (getter get_size)
 *
 * The size of that version.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:repository: (getter get_repository)
 *
 * Where the original lies on Hugging Face, if a source states it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogueModel:gguf-repository: (getter get_gguf_repository)
 *
 * Where GGUF versions lie on Hugging Face, if a source states it.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "id", "id", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, id) },
  { "location", "location", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, location) },
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, name) },
  { "family", "family", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, family) },
  { "uses", "uses", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitCatalogueModel, uses) },
  { "modalities", "modalities", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitCatalogueModel, modalities) },
  { "parameters", "parameters", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCatalogueModel, parameters) },
  { "active-parameters", "active_parameters", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitCatalogueModel, active_parameters) },
  { "context-length", "context_length", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCatalogueModel, context_length) },
  { "quantization", "quantization", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, quantization) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCatalogueModel, size) },
  { "repository", "repository", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCatalogueModel, repository) },
  { "gguf-repository", "gguf_repository", EDGEKIT_FIELD_STRING,
    G_STRUCT_OFFSET (EdgeKitCatalogueModel, gguf_repository) },
};

static void (*finalize_record) (GObject *object);

static void
edgekit_catalogue_model_finalize (GObject *object)
{
  EdgeKitCatalogueModel *self = EDGEKIT_CATALOGUE_MODEL (object);

  g_clear_object (&self->model);
  json_object_unref (self->record);
  g_mutex_clear (&self->lock);
  finalize_record (object);
}

static void
edgekit_catalogue_model_class_init (EdgeKitCatalogueModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  _edgekit_record_class_install (object_class, fields, G_N_ELEMENTS (fields), 0);
  finalize_record = object_class->finalize;
  object_class->finalize = edgekit_catalogue_model_finalize;
}

static void
edgekit_catalogue_model_init (EdgeKitCatalogueModel *self)
{
  _edgekit_record_init (self);
  g_mutex_init (&self->lock);
}

/* --- From a record ------------------------------------------------------------ */

static GStrv
strings_of (JsonObject *record, const char *member)
{
  JsonArray *array = json_object_get_array_member (record, member);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static gint64
stated_size (EdgeKitCatalogueModel *self)
{
  JsonNode *sizes = json_object_get_member (self->record, "gguf_sizes");

  return sizes ? json_object_get_int_member_with_default (json_node_get_object (sizes), self->quantization,
                                                          EDGEKIT_UNKNOWN)
               : EDGEKIT_UNKNOWN;
}

/* The catalogue is part of the library: a test reads every record of it. */
EdgeKitCatalogueModel *
_edgekit_catalogue_model_new (JsonObject *record)
{
  EdgeKitCatalogueModel *self = g_object_new (EDGEKIT_TYPE_CATALOGUE_MODEL, NULL);
  JsonObject *parameters = json_object_get_object_member (record, "parameters");

  self->record = json_object_ref (record);
  self->id = g_strdup (json_object_get_string_member (record, "id"));
  self->location = g_strconcat (EDGEKIT_OUTLINE_PREFIX, self->id, NULL);
  self->name = g_strdup (json_object_get_string_member (record, "name"));
  self->family = g_strdup (json_object_get_string_member (record, "family"));
  self->uses = strings_of (record, "use");
  self->modalities = strings_of (record, "modality");
  self->parameters = json_object_get_int_member (parameters, "total");
  self->active_parameters = json_object_get_int_member (parameters, "active");
  self->context_length = json_object_get_int_member (record, "context");
  self->quantization = g_strdup (_edgekit_outline_get_usual_mix (record));
  self->repository = g_strdup (json_object_get_string_member_with_default (record, "hf_repo", NULL));
  self->gguf_repository = g_strdup (json_object_get_string_member_with_default (record, "gguf_repo", NULL));
  self->size = stated_size (self);
  if (self->size == EDGEKIT_UNKNOWN)
    self->size = edgekit_model_get_weights_size (edgekit_catalogue_model_get_model (self));
  return self;
}

/**
 * edgekit_catalogue_model_get_model:
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets a model of this shape, to check it. Its tensors are those that a file of
 * the [property@EdgeKit.CatalogueModel:quantization] has, worked out from the facts
 * of the architecture by the rules of llama.cpp's quantiser; sizes of real files
 * are met within 2 %. It is made once. May be called from any thread.
 *
 * Returns: (transfer none): a model
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_catalogue_model_get_model (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  g_mutex_lock (&self->lock);
  if (!self->model)
    self->model = _edgekit_outline_make_model (self->record, self->quantization, NULL);
  g_mutex_unlock (&self->lock);
  return self->model;
}

/**
 * edgekit_catalogue_model_get_id: (get-property id)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets a short name that does not change.
 *
 * Returns: a short name that does not change
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_id (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->id;
}

/**
 * edgekit_catalogue_model_get_location: (get-property location)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets a name for [ctor@EdgeKit.ModelSource.new]. With “:” and a mix at its end it
 * names another version than [property@EdgeKit.CatalogueModel:quantization].
 *
 * Returns: such as “catalogue:llama-3.1-8b”
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_location (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->location;
}

/**
 * edgekit_catalogue_model_get_name: (get-property name)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets what people call the model.
 *
 * Returns: what people call the model
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_name (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->name;
}

/**
 * edgekit_catalogue_model_get_family: (get-property family)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets the family that it belongs to.
 *
 * Returns: the family that it belongs to
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_family (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->family;
}

/**
 * edgekit_catalogue_model_get_uses: (get-property uses)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets what it is good for.
 *
 * Returns: (nullable) (array zero-terminated=1): some of “chat”, “code”, “reasoning”, “vision”, “embedding” and “edge”
 *
 * Since: 0.1
 */
const char * const *
edgekit_catalogue_model_get_uses (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return (const char * const *) self->uses;
}

/**
 * edgekit_catalogue_model_get_modalities: (get-property modalities)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets what it understands.
 *
 * Returns: (nullable) (array zero-terminated=1): some of “text”, “image”, “video” and “audio”
 *
 * Since: 0.1
 */
const char * const *
edgekit_catalogue_model_get_modalities (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return (const char * const *) self->modalities;
}

/**
 * edgekit_catalogue_model_get_parameters: (get-property parameters)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets how many weights it has.
 *
 * Returns: a number of weights, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_catalogue_model_get_parameters (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), EDGEKIT_UNKNOWN);

  return self->parameters;
}

/**
 * edgekit_catalogue_model_get_active_parameters: (get-property active-parameters)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets how many weights take part in each token.
 *
 * Returns: a number of weights, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_catalogue_model_get_active_parameters (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), EDGEKIT_UNKNOWN);

  return self->active_parameters;
}

/**
 * edgekit_catalogue_model_get_context_length: (get-property context-length)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets the longest context that it was made for.
 *
 * Returns: tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_catalogue_model_get_context_length (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), EDGEKIT_UNKNOWN);

  return self->context_length;
}

/**
 * edgekit_catalogue_model_get_quantization: (get-property quantization)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets the version that most people download.
 *
 * Returns: a mix such as “Q4_K_M”
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_quantization (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->quantization;
}

/**
 * edgekit_catalogue_model_get_size: (get-property size)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets the size of that version.
 *
 * Returns: bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_catalogue_model_get_size (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), EDGEKIT_UNKNOWN);

  return self->size;
}

/**
 * edgekit_catalogue_model_get_repository: (get-property repository)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets where the original lies on Hugging Face, if a source states it.
 *
 * Returns: (nullable): “owner/name”, or %NULL
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_repository (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->repository;
}

/**
 * edgekit_catalogue_model_get_gguf_repository: (get-property gguf-repository)
 * @self: a [class@EdgeKit.CatalogueModel]
 *
 * Gets where GGUF versions lie on Hugging Face, if a source states it.
 *
 * Returns: (nullable): “owner/name”, or %NULL
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_model_get_gguf_repository (EdgeKitCatalogueModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE_MODEL (self), NULL);

  return self->gguf_repository;
}
