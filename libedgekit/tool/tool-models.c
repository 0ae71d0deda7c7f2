/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static void
print_models (GListModel *models)
{
  static const ToolColumn columns[] = {
    { NULL, FALSE, 0 }, { NULL, FALSE, 1 }, { NULL, TRUE, 2 }, { NULL, FALSE, 3 },
  };
  g_autoptr(ToolTable) table = tool_table_new (columns, G_N_ELEMENTS (columns));
  guint n = g_list_model_get_n_items (models);

  if (n == 0)
    {
      tool_print_wrapped (TOOL_BOLD, 0, _ ("There are no models in the stores of this computer."));
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitInstalledModel) model = g_list_model_get_item (models, i);
      g_autofree char *size = edgekit_format_size (edgekit_installed_model_get_size (model));
      const char *const texts[] = { edgekit_installed_model_get_name (model),
                                    edgekit_installed_model_get_quantization (model), size,
                                    edgekit_installed_model_get_complete (model) ? "" : _ ("(not complete)") };

      tool_table_add (table, -1, texts);
    }
  tool_table_print (table);
}

static void
print_stores (GListModel *stores)
{
  guint n_notes = 0;

  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(EdgeKitModelStore) store = g_list_model_get_item (stores, i);
      GListModel *notes = edgekit_model_store_get_notes (store);

      for (guint j = 0; j < g_list_model_get_n_items (notes); j++)
        {
          g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, j);
          g_autofree char *message = NULL;

          if (n_notes++ == 0)
            tool_print_heading (_ ("Worth knowing"));
          /* Translators: the name of a program, its folder, and what is odd there */
          message = g_strdup_printf (_ ("%1$s (%2$s): %3$s"), edgekit_model_store_get_title (store),
                                     edgekit_model_store_get_path (store), edgekit_note_get_message (note));
          tool_print_note (edgekit_note_get_severity (note), message, edgekit_note_get_hint (note));
        }
    }
}

int
tool_models (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitModelLibrary) library = edgekit_model_library_new ();
  GError *error = NULL;

  if (!tool_options_parse (&o, "models", TOOL_TAKES_JSON, NULL, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("models", _ ("“%s” is not an option"), rest[0]);
  if (!edgekit_model_library_load (library, NULL, &error))
    return tool_fail ("models", error);
  if (o.json)
    return tool_print_json (edgekit_model_library_to_json (library));
  print_models (G_LIST_MODEL (library));
  print_stores (edgekit_model_library_get_stores (library));
  return TOOL_RUNS;
}
