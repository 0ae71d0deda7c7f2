/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-estimator-private.h"

/* Other spellings are what people type, and what package indexes call it. */
static const struct
{
  const char *name;
  const char *canonical;
} spellings[] = {
  { "llama_cpp", "llama.cpp" },
  { "llama-cpp", "llama.cpp" },
  { "llamacpp", "llama.cpp" },
  { "llama_cpp_python", "llama-cpp-python" },
  { "mlx", "mlx-lm" },
  { "mlx_lm", "mlx-lm" },
  { "openvino", "openvino-genai" },
  { "openvino_genai", "openvino-genai" },
  { "tensorrt_llm", "tensorrt-llm" },
  { "ik-llama.cpp", "ik_llama.cpp" },
};

/* Everything that is built on llama.cpp allocates as it does. */
static const struct
{
  const char *engine;
  const EdgeKitEstimator *estimator;
} engines[] = {
  { "llama.cpp", &_edgekit_llama_cpp_estimator },
  { "llama-cpp-python", &_edgekit_llama_cpp_estimator },
  { "ollama", &_edgekit_llama_cpp_estimator },
  { "ik_llama.cpp", &_edgekit_llama_cpp_estimator },
};

const char *
_edgekit_engine_canonical_name (const char *engine)
{
  if (!engine)
    return "llama.cpp";
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (g_ascii_strcasecmp (spellings[i].name, engine) == 0)
      return spellings[i].canonical;
  return engine;
}

const EdgeKitEstimator *
_edgekit_estimator_get (const char *engine)
{
  const char *name = _edgekit_engine_canonical_name (engine);

  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    if (g_ascii_strcasecmp (engines[i].engine, name) == 0)
      return engines[i].estimator;
  return NULL;
}
