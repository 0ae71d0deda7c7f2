/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What must be true of any model that was read, whatever it was read from. */

#include "edgekit-model-private.h"

static inline void
check_model (EdgeKitModel *model)
{
  g_autofree char *json = edgekit_model_to_json (model, TRUE);
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) copy = edgekit_model_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  again = edgekit_model_to_json (copy, TRUE);
  g_assert_cmpstr (json, ==, again);
  g_assert_cmpint (edgekit_model_get_weights_size (model), >=, 0);
  g_assert_cmpint (edgekit_model_get_n_layers (model), >=, 0);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_layers (model)), ==,
                    edgekit_model_get_n_layers (model));
  for (guint i = 0; i < g_list_model_get_n_items (edgekit_model_get_layers (model)); i++)
    {
      EdgeKitLayer *layer = _edgekit_model_layer (model, i);

      g_assert_cmpint (layer->heads, >=, 0);
      g_assert_cmpint (layer->kv_heads, >=, 0);
      g_assert_cmpint (layer->key_length, >=, 0);
      g_assert_cmpint (layer->value_length, >=, 0);
      g_assert_cmpint (layer->window, >=, 0);
      g_assert_cmpint (layer->state_size, >=, 0);
      g_assert_cmpint (layer->weights_size, >=, 0);
    }
}

static inline void
check_error (GError *error, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\n\r"));
}
