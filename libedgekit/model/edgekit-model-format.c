/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-format-private.h"

typedef struct
{
  guint offset;
  const char *bytes;
  EdgeKitError code;
  const char *sentence; /* %s is the name of the file */
} Signature;

/* What people open instead of a model file, the most telling first. */
static const Signature signatures[] = {
  { 0, "version https://git-lfs", EDGEKIT_ERROR_NOT_A_MODEL,
    /* Translators: the name of a file, in all of the sentences here */
    N_ ("%s: this is only a pointer to the file, left by Git LFS; fetch the file itself with “git lfs pull”") },
  { 0, "<!DOCTYPE", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { 0, "<!doctype", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { 0, "<html", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { 8, "{\"", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a safetensors file under another name; rename it so that it ends in .safetensors") },
  { 0, "GGUF", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGUF file under another name; rename it so that it ends in .gguf") },
  { 0, "lmgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { 0, "fmgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { 0, "tjgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { 0, "algg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is an adapter (LoRA) from before GGUF, which engines no longer load") },
  { 0, "PK\003\004", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a PyTorch file or another archive, and EdgeKit reads only GGUF and safetensors files; look for "
        "such a version of the model") },
  { 0, "\211HDF", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is an HDF5 file, and EdgeKit reads only GGUF and safetensors files; look for such a version of the "
        "model") },
  { 0, "FUGG", EDGEKIT_ERROR_NOT_A_MODEL, N_ ("%s: this is a GGUF file whose bytes are in the wrong order") },
};

static gboolean
refuse (EdgeKitByteReader *reader, const guint8 *bytes, gsize length, const char *sentence, GError **error)
{
  const char *name = _edgekit_byte_reader_get_name (reader);
  EdgeKitError code = EDGEKIT_ERROR_NOT_A_MODEL;

  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *s = &signatures[i];
      gsize n = strlen (s->bytes);

      if (length < s->offset + n || memcmp (bytes + s->offset, s->bytes, n) != 0)
        continue;
      sentence = _ (s->sentence);
      code = s->code;
      break;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, EDGEKIT_ERROR, code, sentence, name);
#pragma GCC diagnostic pop
  return FALSE;
}

gboolean
_edgekit_model_format_refuse (EdgeKitByteReader *reader, const guint8 *begin, gsize length, const char *sentence,
                              GCancellable *cancellable, GError **error)
{
  guint8 bytes[64] = { 0 };
  gsize more = MIN (sizeof bytes - length, _edgekit_byte_reader_get_left (reader));

  g_assert (length < sizeof bytes);
  memcpy (bytes, begin, length);
  return _edgekit_byte_reader_read (reader, bytes + length, more, cancellable, error) &&
         refuse (reader, bytes, length + more, sentence, error);
}

gboolean
_edgekit_model_format_check_not_empty (EdgeKitByteReader *reader, GError **error)
{
  if (_edgekit_byte_reader_get_size (reader) > 0)
    return TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_A_MODEL,
               /* Translators: the name of a file */
               _ ("%s: the file is empty"), _edgekit_byte_reader_get_name (reader));
  return FALSE;
}

gboolean
_edgekit_model_format_check_magic (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  /* Translators: the name of a file */
  const char *sentence = _ ("%s: this is not a model file that EdgeKit knows; it does not begin like a GGUF file");
  guint8 bytes[4];

  if (!_edgekit_model_format_check_not_empty (reader, error))
    return FALSE;
  if (_edgekit_byte_reader_get_size (reader) < sizeof bytes)
    return refuse (reader, bytes, 0, sentence, error);
  if (!_edgekit_byte_reader_read (reader, bytes, sizeof bytes, cancellable, error))
    return FALSE;
  if (memcmp (bytes, "GGUF", sizeof bytes) == 0)
    return TRUE;
  return _edgekit_model_format_refuse (reader, bytes, sizeof bytes, sentence, cancellable, error);
}
