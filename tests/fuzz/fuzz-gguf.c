/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as a GGUF file. What is read must make sense, and survive its own
 * document. */

#include "config.h"

#include <string.h>

#include "check-model.h"
#include "edgekit-model-loader-private.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (data, size, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = _edgekit_model_load_stream (stream, size, "fuzz.gguf", NULL, &error);

  if (model)
    {
      g_assert_no_error (error);
      check_model (model);
      return 0;
    }
  check_error (error, "fuzz.gguf");
  return 0;
}
