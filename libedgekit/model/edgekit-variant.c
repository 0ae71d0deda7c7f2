/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-variant-private.h"
#include "edgekit-model-file.h"
#include "edgekit-model.h"

/**
 * EdgeKitVariant:
 *
 * One version of a model: the files of one quantisation.
 *
 * [class@EdgeKit.VariantList] lists those of a folder or repository.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitVariant, edgekit_variant, G_TYPE_OBJECT)

/**
 * EdgeKitVariant:name: (getter get_name)
 *
 * What tells it from the other versions, such as `UD-Q4_K_XL`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:quantization: (getter get_quantization)
 *
 * How its weights are stored, such as `Q4_K_M`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:bits-per-weight: (getter get_bits_per_weight)
 *
 * The bits that a parameter takes on average: those of all tensors, divided by the number of parameters.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:parameters: (getter get_parameters)
 *
 * The number of parameters, as a header says it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:format: (getter get_format)
 *
 * The format of its files: `gguf` or `safetensors`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:size: (getter get_size)
 *
 * The size of all its files in bytes, companions not counted.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:folder: (getter get_folder)
 *
 * The folder of the files, from the folder or repository that was named; empty at the top.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:files: (getter get_files)
 *
 * The files that hold its weights, a list of [class@EdgeKit.ModelFile], in order.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:parts: (getter get_parts)
 *
 * The number of files that there should be.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:complete: (getter get_complete)
 *
 * Whether all of its files are there.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:location: (getter get_location)
 *
 * What the version can be called, wherever EdgeKit takes a model.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:path: (getter get_path)
 *
 * Where its first file lies, or its folder.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:model: (getter get_model)
 *
 * What the header says.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariant:problem: (getter get_problem)
 *
 * Why the header could not be read, a sentence for people.
 *
 * Since: 0.1
 */
static const EdgeKitField variant_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, name) },
  { "quantization", "quantization", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, quantization) },
  { "bits-per-weight", "bits_per_weight", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitVariant, bits_per_weight) },
  { "parameters", "parameters", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVariant, parameters) },
  { "format", "format", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, format) },
  { "size", "size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVariant, size) },
  { "folder", "folder", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, folder) },
  { "files", "files", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitVariant, files), edgekit_model_file_get_type },
  { "parts", "parts", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVariant, parts) },
  { "complete", "complete", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitVariant, complete) },
  { "location", "location", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, location) },
  { "path", "local_path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, path) },
  { "model", NULL, EDGEKIT_FIELD_OBJECT, G_STRUCT_OFFSET (EdgeKitVariant, model), edgekit_model_get_type },
  { "problem", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariant, problem) },
};

static void
edgekit_variant_class_init (EdgeKitVariantClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), variant_fields, G_N_ELEMENTS (variant_fields), 0);
}

static void
edgekit_variant_init (EdgeKitVariant *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_variant_get_name: (get-property name)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets what tells it from the other versions.
 *
 * Returns: the quantisation, or more of the name of its file where others have the same
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_name (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->name;
}

/**
 * edgekit_variant_get_quantization: (get-property quantization)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets how the weights are stored.
 *
 * Returns: (nullable): a word such as `Q4_K_M`, or %NULL where neither the header nor the name says it
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_quantization (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->quantization;
}

/**
 * edgekit_variant_get_bits_per_weight: (get-property bits-per-weight)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the bits that a parameter takes on average: those of all tensors, divided by the number of parameters. In a
 * list so long that not every header is read, it is the size of the files divided by the number of another version.
 *
 * Returns: a number of bits, or −1 when it is not known
 *
 * Since: 0.1
 */
double
edgekit_variant_get_bits_per_weight (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), -1);

  return self->bits_per_weight;
}

/**
 * edgekit_variant_get_parameters: (get-property parameters)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the number of parameters.
 *
 * Returns: a number, or [const@EdgeKit.UNKNOWN] when no header of the model was read
 *
 * Since: 0.1
 */
gint64
edgekit_variant_get_parameters (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), EDGEKIT_UNKNOWN);

  return self->parameters;
}

/**
 * edgekit_variant_get_format: (get-property format)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the format of its files.
 *
 * Returns: `gguf` or `safetensors`; for a model that Ollama keeps tensor by tensor, `mlx`
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_format (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->format;
}

/**
 * edgekit_variant_get_size: (get-property size)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the size of all its files, companions not counted.
 *
 * Returns: a size in bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_variant_get_size (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), EDGEKIT_UNKNOWN);

  return self->size;
}

/**
 * edgekit_variant_get_folder: (get-property folder)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the folder of the files.
 *
 * Returns: a path with slashes from the folder or repository that was named, or an empty string
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_folder (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->folder;
}

/**
 * edgekit_variant_get_files: (get-property files)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the files that hold its weights, in order.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.ModelFile]
 *
 * Since: 0.1
 */
GListModel *
edgekit_variant_get_files (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return G_LIST_MODEL (self->files);
}

/**
 * edgekit_variant_get_parts: (get-property parts)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets the number of files that there should be.
 *
 * Returns: a number; greater than that of the files when some are missing
 *
 * Since: 0.1
 */
gint64
edgekit_variant_get_parts (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), EDGEKIT_UNKNOWN);

  return self->parts;
}

/**
 * edgekit_variant_get_complete: (get-property complete)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets whether all of its files are there.
 *
 * Returns: %FALSE for an unfinished download
 *
 * Since: 0.1
 */
gboolean
edgekit_variant_get_complete (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), FALSE);

  return self->complete;
}

/**
 * edgekit_variant_get_location: (get-property location)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets what the version can be called, wherever EdgeKit takes a model, as in [ctor@EdgeKit.ModelSource.new].
 *
 * Returns: a path, or a name such as `ollama:llama3.1:8b`
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_location (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->location;
}

/**
 * edgekit_variant_get_path: (get-property path)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets where it lies. This is private: it may have the name of a person in it.
 *
 * Returns: (nullable): the path of its first file, or of its folder; %NULL when it is not on this computer
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_path (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->path;
}

/**
 * edgekit_variant_get_model: (get-property model)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets what the header of this version says.
 *
 * Returns: (nullable) (transfer none): a model, or %NULL when the header could not be read
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_variant_get_model (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->model;
}

/**
 * edgekit_variant_get_problem: (get-property problem)
 * @self: a [class@EdgeKit.Variant]
 *
 * Gets why the header could not be read.
 *
 * Returns: (nullable): a sentence for people, or %NULL when there is no problem
 *
 * Since: 0.1
 */
const char *
edgekit_variant_get_problem (EdgeKitVariant *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT (self), NULL);

  return self->problem;
}
