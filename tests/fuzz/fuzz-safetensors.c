/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as a safetensors file, beside a config.json that says how its weights
 * are packed. */

#include "config.h"

#include <string.h>

#include "check-model.h"
#include "edgekit-model-loader-private.h"
#include "fuzz.h"
#include "memory-files.h"

static const char config[] = "{\"model_type\":\"llama\",\"num_hidden_layers\":2,\"hidden_size\":64,"
                             "\"num_attention_heads\":4,\"num_experts\":4,\"num_experts_per_tok\":2,"
                             "\"quantization_config\":{\"quant_method\":\"gptq\",\"bits\":4,\"group_size\":16}}";

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(EdgeKitModelFiles) files = memory_files_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  memory_files_add (files, "config.json", config, -1);
  memory_files_add (files, "model.safetensors", data, size);
  model = _edgekit_model_load_files (files, NULL, NULL, NULL, &error);
  if (model)
    {
      g_assert_no_error (error);
      check_model (model);
      return 0;
    }
  check_error (error, "model.safetensors");
  return 0;
}
