/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-estimator-private.h"
#include "edgekit-ggml-backend-private.h"
#include "edgekit-table-private.h"

/* Those that differ in what they take; the others are kinds of them. */
static const char *const different[] = { "llama.cpp", "ollama", "vllm", "mlx-lm", NULL };

/* Everything that is built on llama.cpp allocates as it does. */
static const struct
{
  const char *engine;
  const EdgeKitEstimator *estimator;
} engines[] = {
  { "llama.cpp", &_edgekit_llama_cpp_estimator },
  { "llama-cpp-python", &_edgekit_llama_cpp_estimator },
  { "ollama", &_edgekit_ollama_estimator },
  { "ik_llama.cpp", &_edgekit_llama_cpp_estimator },
  { "vllm", &_edgekit_vllm_estimator },
  { "mlx-lm", &_edgekit_mlx_lm_estimator },
};

const char *
_edgekit_engine_find_name (const char *name)
{
  GKeyFile *table = _edgekit_table_get ("engines");
  g_autofree char *lower = g_strstrip (g_ascii_strdown (name, -1));
  g_auto(GStrv) rows = NULL;

  if (g_key_file_has_group (table, lower))
    return g_intern_string (lower);
  rows = g_key_file_get_groups (table, NULL);
  for (char **row = rows; *row; row++)
    {
      g_auto(GStrv) aliases = g_key_file_get_string_list (table, *row, "aliases", NULL, NULL);

      if (aliases && g_strv_contains ((const char *const *) aliases, lower))
        return g_intern_string (*row);
    }
  return NULL;
}

const char *
_edgekit_engine_canonical_name (const char *engine)
{
  const char *name = _edgekit_engine_find_name (engine ? engine : "llama.cpp");

  return name ? name : engine;
}

char *
_edgekit_engine_make_title (const char *name)
{
  return g_key_file_get_string (_edgekit_table_get ("engines"), name, "title", NULL);
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

void
_edgekit_split_add_device (EdgeKitSplit *self, const char *backend, guint capability, gboolean remote)
{
  EdgeKitSplitDevice *device = &self->devices[self->n_devices];

  g_assert (self->n_devices < EDGEKIT_MAX_DEVICES);
  device->rules = remote ? _edgekit_backend_get_remote (backend) : _edgekit_backend_get (backend);
  device->overhead = _edgekit_backend_measured (device->rules, capability);
  self->n_devices++;
}

const char *const *
_edgekit_estimator_list_engines (void)
{
  return different;
}
