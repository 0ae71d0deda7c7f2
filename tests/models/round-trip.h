/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-model.h"

/* What is written as JSON is read as the same model, with and without its tensors. */
static inline void
check_round_trip (EdgeKitModel *model)
{
  for (guint with_tensors = 0; with_tensors < 2; with_tensors++)
    {
      g_autofree char *json = edgekit_model_to_json (model, with_tensors);
      g_autoptr(GError) error = NULL;
      g_autoptr(EdgeKitModel) again = edgekit_model_new_from_json (json, -1, &error);
      g_autofree char *json_again = NULL;

      g_assert_no_error (error);
      json_again = edgekit_model_to_json (again, with_tensors);
      g_assert_cmpstr (json, ==, json_again);
    }
}
