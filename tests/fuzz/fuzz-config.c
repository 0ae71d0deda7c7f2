/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as a config.json, beside a small file of weights in several packings. */

#include "config.h"

#include <string.h>

#include "check-model.h"
#include "edgekit-model-loader-private.h"
#include "fuzz.h"
#include "memory-files.h"

static const char header[] =
  "{\"model.embed_tokens.weight\":{\"dtype\":\"BF16\",\"shape\":[32,8],\"data_offsets\":[0,512]},"
  "\"model.layers.0.self_attn.q_proj.qweight\":{\"dtype\":\"I32\",\"shape\":[8,8],\"data_offsets\":[512,768]},"
  "\"model.layers.0.self_attn.q_proj.scales\":{\"dtype\":\"F16\",\"shape\":[2,8],\"data_offsets\":[768,800]},"
  "\"model.layers.1.mlp.experts.0.up_proj.weight\":{\"dtype\":\"U32\",\"shape\":[8,8],\"data_offsets\":[800,1056]},"
  "\"model.layers.1.mlp.experts.0.up_proj.scales\":{\"dtype\":\"F16\",\"shape\":[8,1],\"data_offsets\":[1056,1072]},"
  "\"model.layers.1.mlp.experts.0.up_proj.biases\":{\"dtype\":\"F16\",\"shape\":[8,1],\"data_offsets\":[1072,1088]},"
  "\"lm_head.weight\":{\"dtype\":\"U8\",\"shape\":[64,1],\"data_offsets\":[1088,1152]},"
  "\"lm_head.weight.absmax\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1152,1154]}}";

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
  memory_files_add (files, "config.json", data, size);
  memory_files_add (files, "model.safetensors", weights->data, weights->len);
  model = _edgekit_model_load_files (files, NULL, NULL, NULL, &error);
  if (model)
    {
      g_assert_no_error (error);
      check_model (model);
      return 0;
    }
  check_error (error, "config.json");
  return 0;
}
