/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-line-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-model-roles-private.h"
#include "edgekit-quant-label-private.h"
#include "edgekit-tensor-type-private.h"

#define MAX_WIDTH (16 * 1024 * 1024)
#define MAX_VOCABULARY (1 << 30)

gboolean
_edgekit_model_get_bounded (EdgeKitModel *self, const char *key, gint64 max, gint64 fallback, gint64 *value,
                            const char *what, GError **error)
{
  *value = _edgekit_model_get_int (self, key, fallback);
  if (*value == fallback || (*value >= 0 && *value <= max))
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
               /* Translators: the name of a file, a key of its description, and a number */
               _ ("%1$s: the description is damaged: “%2$s%3$s” is %4$" PRId64), what,
               *key == '.' && self->architecture ? self->architecture : "", key, *value);
  return FALSE;
}

/* --- What it is ------------------------------------------------------------- */

static gboolean
take_architecture (EdgeKitModel *self, const char *what, GError **error)
{
  const char *architecture = _edgekit_model_get_string (self, "general.architecture");

  self->kind = _edgekit_model_kind_find (_edgekit_model_get_string (self, "general.type"), architecture);
  if (architecture && !*architecture)
    architecture = NULL;
  if (!architecture && self->kind == EDGEKIT_MODEL_KIND_MODEL)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA,
                   /* Translators: the name of a file */
                   _ ("%s: the description does not say what architecture the model has"), what);
      return FALSE;
    }
  self->architecture = _edgekit_line_take (g_strdup (architecture));
  return TRUE;
}

/* --- Names ------------------------------------------------------------------ */

/* "model-00001-of-00003.gguf" → "model" */
static char *
file_stem (const char *name)
{
  gsize length = strlen (name);
  char *stem;

  if (length > 5 && g_ascii_strcasecmp (name + length - 5, ".gguf") == 0)
    length -= 5;
  stem = g_strndup (name, length);
  if (length > 15 && stem[length - 15] == '-' && strncmp (stem + length - 9, "-of-", 4) == 0)
    stem[length - 15] = '\0';
  return stem;
}

static void
take_names (EdgeKitModel *self, const char *file_name)
{
  const char *name = _edgekit_model_get_string (self, "general.name");

  if (name && *name)
    self->name = _edgekit_line_take (g_strdup (name));
  self->title = self->name ? g_strdup (self->name) : _edgekit_line_take (file_stem (file_name));
}

/* The mix that the quantiser recorded; else the one in the file's name; else
 * the type that most bytes have. */
static void
take_quantization (EdgeKitModel *self, const char *file_name)
{
  g_autofree char *stem = file_stem (file_name);
  g_auto(EdgeKitQuantLabel) label = { 0 };
  const char *recorded = _edgekit_file_type_get_name (_edgekit_model_get_int (self, "general.file_type", -1));

  if (!recorded && _edgekit_quant_label_find (stem, &label) && label.bits > 0 && !label.vague)
    recorded = label.text;
  if (recorded)
    {
      self->quantization = g_strdup (recorded);
      return;
    }
  self->quantization = _edgekit_model_find_main_type (self);
}

/* --- Numbers ---------------------------------------------------------------- */

static gboolean
take_vocabulary (EdgeKitModel *self, const char *what, GError **error)
{
  const EdgeKitMetaValue *tokens = _edgekit_model_lookup (self, "tokenizer.ggml.tokens");

  if (!_edgekit_model_get_bounded (self, ".vocab_size", MAX_VOCABULARY, EDGEKIT_UNKNOWN, &self->vocabulary_size, what,
                                   error))
    return FALSE;
  if (self->vocabulary_size != EDGEKIT_UNKNOWN)
    return TRUE;
  if (tokens && tokens->type == EDGEKIT_META_SKIPPED)
    {
      self->vocabulary_size = MIN (tokens->length, MAX_VOCABULARY);
      return TRUE;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tensors)); i++)
    {
      EdgeKitTensor *tensor = _edgekit_model_tensor (self, i);

      if (g_str_equal (tensor->name, "token_embd.weight"))
        self->vocabulary_size = MIN (tensor->dims[1], MAX_VOCABULARY);
    }
  return TRUE;
}

static gboolean
take_numbers (EdgeKitModel *self, const char *what, GError **error)
{
  const struct
  {
    const char *key;
    gint64 max;
    gint64 *value;
  } facts[] = {
    { ".block_count", EDGEKIT_MODEL_MAX_LAYERS, &self->n_layers },
    { ".embedding_length", MAX_WIDTH, &self->embedding_length },
    { ".attention.kv_lora_rank", MAX_WIDTH, &self->kv_lora_rank },
    { ".rope.dimension_count", MAX_WIDTH, &self->rope_dimension },
    { ".expert_count", MAX_WIDTH, &self->experts },
    { ".expert_used_count", MAX_WIDTH, &self->experts_used },
    { ".expert_shared_count", MAX_WIDTH, &self->experts_shared },
    { ".context_length", G_MAXINT64, &self->context_length },
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (!_edgekit_model_get_bounded (self, facts[i].key, facts[i].max, EDGEKIT_UNKNOWN, facts[i].value, what, error))
      return FALSE;
  if (self->n_layers == EDGEKIT_UNKNOWN)
    self->n_layers = _edgekit_model_count_layers (self);
  if (!take_vocabulary (self, what, error))
    return FALSE;
  /* many converters write that a dense model has 0 experts */
  if (self->experts == 0)
    self->experts = self->experts_used = EDGEKIT_UNKNOWN;
  if (self->experts == EDGEKIT_UNKNOWN)
    self->experts_shared = EDGEKIT_UNKNOWN;
  return TRUE;
}

/* The key for the context is the length before or after stretching, as the
 * converter found it. */
static void
take_rope (EdgeKitModel *self)
{
  const char *kind = _edgekit_model_get_string (self, ".rope.scaling.type");
  double factor = _edgekit_model_get_double (self, ".rope.scaling.factor", 0);
  gint64 original = _edgekit_model_get_int (self, ".rope.scaling.original_context_length", 0);
  double stretched;

  if (!kind || g_str_equal (kind, "none"))
    return;
  self->rope_scaling = _edgekit_line_take (g_strdup (kind));
  if (original > 0)
    self->original_context_length = original;
  if (!isfinite (factor) || factor <= 0)
    return;
  self->rope_factor = factor;
  stretched = factor * original;
  if (stretched > self->context_length && stretched <= (double) G_MAXINT32)
    self->context_length = stretched;
}

static void
take_feed_forward (EdgeKitModel *self)
{
  guint n;
  const gint64 *widths = _edgekit_model_get_ints (self, ".feed_forward_length", &n);

  self->feed_forward_length = _edgekit_model_get_int (self, ".feed_forward_length", EDGEKIT_UNKNOWN);
  for (guint i = 0; widths && i < n; i++)
    self->feed_forward_length = MAX (self->feed_forward_length, widths[i]);
  if (self->feed_forward_length < 0)
    self->feed_forward_length = EDGEKIT_UNKNOWN;
}

/* What only belongs to a model has none of the layers that one is run by; a draft
 * has its own. */
static gboolean
take_layers (EdgeKitModel *self, const char *what, GError **error)
{
  g_auto(EdgeKitFamily) family = { 0 };

  if (self->kind != EDGEKIT_MODEL_KIND_MODEL && self->kind != EDGEKIT_MODEL_KIND_DRAFT)
    {
      self->n_layers = 0;
      return TRUE;
    }
  _edgekit_family_get (self->architecture, &family);
  self->architecture_known = family.known ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  return _edgekit_model_add_layers (self, &family, what, error);
}

EdgeKitModel *
_edgekit_model_new_from_gguf (GPtrArray *parts, guint64 n_read, const char *what, GError **error)
{
  EdgeKitModelPart *first = g_ptr_array_index (parts, 0);
  g_autoptr(EdgeKitModel) self = g_object_new (EDGEKIT_TYPE_MODEL, NULL);

  _edgekit_metadata_free (self->metadata);
  self->metadata = g_steal_pointer (&first->gguf->metadata);
  self->format = g_strdup ("gguf");
  self->bytes_read = MIN (n_read, G_MAXINT64);
  if (!take_architecture (self, what, error))
    return NULL;
  _edgekit_model_take_parts (self, parts);
  take_names (self, first->name);
  take_quantization (self, first->name);
  if (!take_numbers (self, what, error))
    return NULL;
  take_rope (self);
  take_feed_forward (self);
  _edgekit_model_add_up (self);
  if (!take_layers (self, what, error))
    return NULL;
  _edgekit_model_add_roles (self);
  /* the layers are those that it describes */
  if (self->kind == EDGEKIT_MODEL_KIND_MODEL && parts->len == 1 && first->gguf->tensors->len == 0 &&
      _edgekit_model_lookup (self, "tokenizer.ggml.tokens"))
    self->kind = EDGEKIT_MODEL_KIND_VOCABULARY;
  _edgekit_model_mark_absent (self);
  _edgekit_model_add_notes (self, parts);
  _edgekit_model_add_gguf_notes (self, parts);
  return g_steal_pointer (&self);
}
