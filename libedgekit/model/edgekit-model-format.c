/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-model-format-private.h"

typedef struct
{
  const char *bytes;
  EdgeKitError code;
  const char *sentence; /* %s is the name of the file */
} Signature;

/* What people open instead of a model file, the most telling first. */
static const Signature signatures[] = {
  { "version https://git-lfs", EDGEKIT_ERROR_NOT_A_MODEL,
    /* Translators: the name of a file, in all of the sentences here */
    N_ ("%s: this is only a pointer to the file, left by Git LFS; fetch the file itself with “git lfs pull”") },
  { "<!DOCTYPE", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { "<!doctype", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { "<html", EDGEKIT_ERROR_NOT_A_MODEL,
    N_ ("%s: this is a web page, not the model; use the download link of the file") },
  { "GGUF", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGUF file under another name; rename it so that it ends in .gguf") },
  { "lmgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { "fmgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { "tjgg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a GGML file from before GGUF, which engines no longer load; look for a GGUF version of the model") },
  { "algg", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is an adapter (LoRA) from before GGUF, which engines no longer load") },
  { "PK\003\004", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is a PyTorch file or another archive, and EdgeKit reads only GGUF and safetensors files; look for "
        "such a version of the model") },
  { "\211HDF", EDGEKIT_ERROR_NOT_SUPPORTED,
    N_ ("%s: this is an HDF5 file, and EdgeKit reads only GGUF and safetensors files; look for such a version of the "
        "model") },
  { "FUGG", EDGEKIT_ERROR_NOT_A_MODEL, N_ ("%s: this is a GGUF file whose bytes are in the wrong order") },
};

static const Signature *
find_signature (const guint8 *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      gsize n = strlen (signatures[i].bytes);

      if (length >= n && memcmp (bytes, signatures[i].bytes, n) == 0)
        return &signatures[i];
    }
  return NULL;
}

gboolean
_edgekit_model_format_is_other (const guint8 *begin, gsize length)
{
  return find_signature (begin, length) != NULL;
}

static gboolean
refuse (EdgeKitByteReader *reader, EdgeKitError code, const char *sentence, GError **error)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, EDGEKIT_ERROR, code, sentence, _edgekit_byte_reader_get_name (reader));
#pragma GCC diagnostic pop
  return FALSE;
}

gboolean
_edgekit_model_format_refuse (EdgeKitByteReader *reader, const guint8 *begin, gsize length, const char *sentence,
                              GCancellable *cancellable, GError **error)
{
  guint8 bytes[64] = { 0 };
  gsize more = MIN (sizeof bytes - length, _edgekit_byte_reader_get_left (reader));
  const Signature *signature;

  g_assert (length < sizeof bytes);
  memcpy (bytes, begin, length);
  if (!_edgekit_byte_reader_read (reader, bytes + length, more, cancellable, error))
    return FALSE;
  signature = find_signature (bytes, length + more);
  return signature ? refuse (reader, signature->code, _ (signature->sentence), error)
                   : refuse (reader, EDGEKIT_ERROR_NOT_A_MODEL, sentence, error);
}

gboolean
_edgekit_model_format_check_not_empty (EdgeKitByteReader *reader, GError **error)
{
  /* Translators: the name of a file */
  return _edgekit_byte_reader_get_size (reader) > 0 ||
         refuse (reader, EDGEKIT_ERROR_NOT_A_MODEL, _ ("%s: the file is empty"), error);
}

gboolean
_edgekit_model_format_check_magic (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error)
{
  guint8 bytes[10];
  gsize first = MIN (4, _edgekit_byte_reader_get_size (reader)), more;

  if (!_edgekit_model_format_check_not_empty (reader, error) ||
      !_edgekit_byte_reader_read (reader, bytes, first, cancellable, error))
    return FALSE;
  if (first == 4 && memcmp (bytes, "GGUF", 4) == 0)
    return TRUE;
  more = MIN (sizeof bytes - first, _edgekit_byte_reader_get_left (reader));
  if (!_edgekit_byte_reader_read (reader, bytes + first, more, cancellable, error))
    return FALSE;
  if (first + more == sizeof bytes && memcmp (bytes + 8, "{\"", 2) == 0)
    return refuse (reader, EDGEKIT_ERROR_NOT_SUPPORTED,
                   _ ("%s: this is a safetensors file under another name; rename it so that it ends in .safetensors"),
                   error);
  return _edgekit_model_format_refuse (
    reader, bytes, first + more,
    _ ("%s: this is not a model file that EdgeKit knows; it does not begin like a GGUF file"), cancellable, error);
}
