/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "tool-private.h"

#define SHOWN 20

static const char *const uses[] = { "chat", "code", "reasoning", "vision", "embedding", "edge", NULL };

static void
add_suggestion (ToolTable *table, EdgeKitSuggestion *suggestion)
{
  EdgeKitCatalogueModel *model = edgekit_suggestion_get_model (suggestion);
  double low = edgekit_suggestion_get_speed_low (suggestion), high = edgekit_suggestion_get_speed_high (suggestion);
  g_autofree char *memory = edgekit_format_memory (edgekit_suggestion_get_total (suggestion), EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *size = edgekit_format_size (edgekit_catalogue_model_get_size (model));
  g_autofree char *speed = edgekit_format_speed (low, high);
  const char *const texts[] = { edgekit_catalogue_model_get_name (model),
                                edgekit_catalogue_model_get_quantization (model), size, memory, speed };

  tool_table_add (table, edgekit_suggestion_get_outcome (suggestion), texts);
}

static void
print_suggestions (GListModel *list)
{
  const ToolColumn columns[] = {
    { _ ("Model"), FALSE, 0 }, { _ ("Version"), FALSE, 3 }, { _ ("Download"), TRUE, 1 },
    { _ ("Memory"), TRUE, 4 }, { _ ("Speed"), FALSE, 2 },
  };
  const guint n = g_list_model_get_n_items (list);
  g_autoptr(ToolTable) table = tool_table_new (columns, G_N_ELEMENTS (columns));
  /* Translators: %u is a number */
  g_autofree char *title = g_strdup_printf (ngettext ("%u model of the catalogue runs on this computer",
                                                      "%u models of the catalogue run on this computer", n), n);

  tool_print_wrapped (TOOL_BOLD, 0, title);
  g_print ("\n");
  for (guint i = 0; i < MIN (n, SHOWN); i++)
    {
      g_autoptr(EdgeKitSuggestion) suggestion = g_list_model_get_item (list, i);

      add_suggestion (table, suggestion);
    }
  tool_table_print (table);
  if (n > SHOWN)
    tool_print (TOOL_DIM, ngettext ("\n%u more with --json.\n", "\n%u more with --json.\n", n - SHOWN), n - SHOWN);
}

int
tool_suggest (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autofree char *use = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(GListModel) list = NULL;
  EdgeKitCatalogue *catalogue;
  GError *error = NULL;
  guint n;
  const GOptionEntry entries[] = {
    { "use", 0, 0, G_OPTION_ARG_STRING, &use, N_ ("What the model is for (default: everything)"),
      "chat|code|reasoning|vision|embedding|edge" },
    { NULL },
  };

  if (!tool_options_parse (&o, "suggest", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("suggest", _ ("“%s” is not an option"), rest[0]);
  if (use && !g_strv_contains (uses, use))
    return tool_usage ("suggest", _ ("--use: “%s” is none of chat, code, reasoning, vision, embedding, edge"), use);
  o.without_programs = TRUE;
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("suggest", error);
  catalogue = edgekit_catalogue_get_default ();
  list = edgekit_catalogue_suggest (catalogue, profile, use, NULL, NULL);
  n = g_list_model_get_n_items (list);
  if (o.json)
    {
      tool_print_json (edgekit_catalogue_suggest_to_json (catalogue, profile, use, o.translated));
      return n > 0 ? TOOL_RUNS : TOOL_DOES_NOT;
    }
  if (n == 0)
    {
      tool_print_wrapped (TOOL_BOLD, 0, _ ("No model of the catalogue runs on this computer."));
      return TOOL_DOES_NOT;
    }
  print_suggestions (list);
  return TOOL_RUNS;
}
