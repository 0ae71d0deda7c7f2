/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as the index of a set of safetensors files, one of which is there. */

#include "config.h"

#include <string.h>

#include "check-model.h"
#include "edgekit-model-loader-private.h"
#include "fuzz.h"
#include "memory-files.h"

#define INDEX "model.safetensors.index.json"

static const char header[] = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
  g_autoptr(GByteArray) weights = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  g_byte_array_append (weights, (const guint8 *) &length, sizeof length);
  g_byte_array_append (weights, (const guint8 *) header, strlen (header));
  memory_files_add (files, "config.json", "{\"model_type\":\"llama\",\"num_hidden_layers\":2}", -1);
  memory_files_add (files, "m1.safetensors", weights->data, weights->len);
  memory_files_add (files, INDEX, data, size);
  model = _edgekit_model_load_files (files, INDEX, NULL, NULL, &error);
  if (model)
    {
      g_assert_no_error (error);
      check_model (model);
      return 0;
    }
  g_assert_nonnull (error);
  /* the files that an index names may not be there, under whatever name */
  if (!g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND))
    check_error (error, INDEX);
  return 0;
}
