/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-gguf-private.h"

/* The first kilobytes of a GGUF file: all hyper-parameters stand before the
 * vocabulary in the files of llama.cpp's converters (gguf-py gguf_writer.py), and in
 * those of Ollama (which sorts keys) for nearly every architecture. The format
 * promises no order, so reading only stops where all that is needed was seen. */

/* Bytes of a token in the lists of a vocabulary, merges among them, by files of
 * each kind: 32 000 tokens in 723 869 bytes (llama), 30 522 in 627 549 (bert),
 * 151 936 in 5 932 859 and 128 256 in 7 819 208 (gpt2). */
#define TOKEN_LLAMA 23
#define TOKEN_BERT 21
#define TOKEN_OTHER 45
/* What a header has besides: a template of a conversation, and 59 bytes a tensor. */
#define REST 8192
#define TENSOR 59

static const EdgeKitMetaValue *
look_up (const EdgeKitGguf *self, const char *architecture, const char *key)
{
  g_autofree char *full = g_strconcat (architecture, key, NULL);

  return _edgekit_metadata_lookup (self->metadata, full);
}

static const char *
get_string (const EdgeKitGguf *self, const char *key)
{
  const EdgeKitMetaValue *value = _edgekit_metadata_lookup (self->metadata, key);

  return value && value->type == EDGEKIT_META_STRING ? value->string : NULL;
}

/* Keys that every model has which caches anything. */
static gboolean
has_all (const EdgeKitGguf *self, const char *const *keys)
{
  const char *architecture = get_string (self, "general.architecture");

  for (guint i = 0; architecture && keys[i]; i++)
    if (!look_up (self, architecture, keys[i]))
      return FALSE;
  return architecture != NULL;
}

/* What it keeps of a conversation must not seem to be nothing. */
static gboolean
has_state (const EdgeKitGguf *self)
{
  static const char *const attention[] = { ".attention.head_count", NULL }, *const mamba[] = { ".ssm.state_size", NULL },
                           *const rwkv[] = { ".wkv.head_size", NULL };

  return has_all (self, attention) || has_all (self, mamba) || has_all (self, rwkv);
}

/* Whether enough is known to stop. */
static gboolean
is_complete (const EdgeKitGguf *self)
{
  static const char *const keys[] = { ".block_count", ".embedding_length", ".context_length", NULL };

  return has_all (self, keys) && has_state (self);
}

/* Whether it is a start, where no more may be read. */
static gboolean
is_start (const EdgeKitGguf *self)
{
  static const char *const keys[] = { ".block_count", ".embedding_length", NULL };

  return has_all (self, keys) && has_state (self);
}

static guint64
guess_header (const EdgeKitGguf *self, EdgeKitByteReader *reader)
{
  const char *model = get_string (self, "tokenizer.ggml.model");
  const EdgeKitMetaValue *tokens = _edgekit_metadata_lookup (self->metadata, "tokenizer.ggml.tokens");
  guint64 token = g_strcmp0 (model, "llama") == 0 ? TOKEN_LLAMA : g_strcmp0 (model, "bert") == 0 ? TOKEN_BERT : TOKEN_OTHER;
  guint64 size = _edgekit_byte_reader_get_position (reader) + REST;

  size = _edgekit_sat_add (size, _edgekit_sat_mul (tokens ? tokens->length : 0, token));
  size = _edgekit_sat_add (size, _edgekit_sat_mul (self->n_tensors, TENSOR));
  return MIN (size, _edgekit_byte_reader_get_size (reader));
}

gboolean
_edgekit_gguf_stop (EdgeKitGguf *self, EdgeKitByteReader *reader, const GError *error)
{
  if (!_edgekit_byte_reader_get_may_stop (reader) ||
      !g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TOO_LARGE) || !is_start (self))
    return FALSE;
  self->stopped = self->facts_only = TRUE;
  self->alignment = 32;
  self->header_guess = guess_header (self, reader);
  g_ptr_array_set_size (self->tensors, 0);
  return TRUE;
}

EdgeKitGguf *
_edgekit_gguf_read_facts (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitGguf) self = g_new0 (EdgeKitGguf, 1);
  gboolean at_vocabulary = FALSE;
  guint64 n_pairs;
  gsize kept = 0;

  if (!_edgekit_gguf_read_begin (self, reader, &n_pairs, cancellable, error))
    return NULL;
  for (guint64 i = 0; i < n_pairs && !at_vocabulary; i++)
    {
      g_autoptr(GError) local = NULL;

      if (_edgekit_gguf_read_pair (reader, self->metadata, &kept, is_complete (self) ? &at_vocabulary : NULL,
                                   cancellable, &local))
        continue;
      if (_edgekit_gguf_stop (self, reader, local))
        break;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  self->facts_only = TRUE;
  self->alignment = 32;
  self->header_guess = guess_header (self, reader);
  return g_steal_pointer (&self);
}
