/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-json-private.h"
#include "edgekit-preflight.h"

/* One is some tens of KiB; the per-layer facts of its model are the largest part. */
#define MAX_RESULT (16 * 1024 * 1024)

/**
 * edgekit_preflight_comparison_to_json:
 * @results: (array zero-terminated=1): `edgekit.preflight/1` documents, of
 *   [method@EdgeKit.Preflight.to_json]
 * @error: return location for an error
 *
 * Puts several checks side by side in one `edgekit.comparison/1` document, in the
 * order in which they are given: one model with several engines, several models, or
 * both. The engines are those of [func@EdgeKit.Preflight.list_engines]:
 *
 * ```c
 * const char *const *engines = edgekit_preflight_list_engines ();
 * g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
 * g_auto(GStrv) results = NULL;
 * g_autofree char *comparison = NULL;
 *
 * for (gsize i = 0; engines[i]; i++)
 *   {
 *     g_autofree char *result = NULL;
 *
 *     edgekit_workload_set_engine (edgekit_preflight_get_workload (preflight), engines[i]);
 *     result = edgekit_preflight_to_json (preflight, FALSE);
 *     g_strv_builder_add (builder, result);
 *   }
 * results = g_strv_builder_end (builder);
 * comparison = edgekit_preflight_comparison_to_json ((const char *const *) results, &error);
 * ```
 *
 * A result that is no such document is an error %EDGEKIT_ERROR_INVALID_DATA that names it
 * by its place in @results, from 1 on.
 *
 * Returns: (transfer full): a JSON document, or %NULL on error
 *
 * Since: 0.1
 */
char *
edgekit_preflight_comparison_to_json (const char *const *results, GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (results != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.comparison/1");
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; results[i]; i++)
    {
      g_autofree char *what = g_strdup_printf ("result %u", i + 1);
      g_autoptr(JsonNode) root = _edgekit_json_parse (results[i], strlen (results[i]), MAX_RESULT,
                                                      EDGEKIT_JSON_DEFAULT, what, error);

      if (!root || !_edgekit_json_get_document (root, "edgekit.preflight/1", what, error))
        return NULL;
      json_builder_add_value (builder, g_steal_pointer (&root));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
