/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static void
add_verdict (ToolTable *table, EdgeKitVariantVerdict *verdict)
{
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (verdict);
  double bits = edgekit_variant_get_bits_per_weight (variant);
  g_autofree char *memory = edgekit_format_memory (edgekit_variant_verdict_get_total (verdict),
                                                   EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *size = edgekit_format_size (edgekit_variant_get_size (variant));
  g_autofree char *speed = edgekit_format_speed (edgekit_variant_verdict_get_speed_low (verdict),
                                                 edgekit_variant_verdict_get_speed_high (verdict));
  g_autofree char *bits_text = bits >= 0 ? g_strdup_printf ("%.2f", bits) : g_strdup (_ ("Unknown"));
  const char *const texts[] = { edgekit_variant_get_name (variant), bits_text, size, memory, speed };

  tool_table_add (table, edgekit_variant_verdict_get_outcome (verdict), texts);
  if (!edgekit_variant_get_complete (variant))
    {
      guint n = g_list_model_get_n_items (edgekit_variant_get_files (variant));
      g_autofree char *missing = g_strdup_printf (
        /* Translators: %1$u of %2$d files of a model */
        _ ("Not complete: %1$u of %2$d files are there"), n, (int) edgekit_variant_get_parts (variant));

      tool_table_add_note (table, TOOL_YELLOW, missing);
    }
  else
    tool_table_add_note (table, TOOL_YELLOW, edgekit_variant_get_problem (variant));
}

static void
print_verdicts (GListModel *verdicts)
{
  const ToolColumn columns[] = {
    { _ ("Version"), FALSE, 0 }, { _ ("Bits"), FALSE, 1 }, { _ ("Size"), TRUE, 3 },
    { _ ("Memory"), TRUE, 4 },   { _ ("Speed"), FALSE, 2 },
  };
  g_autoptr(ToolTable) table = tool_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < g_list_model_get_n_items (verdicts); i++)
    {
      g_autoptr(EdgeKitVariantVerdict) verdict = g_list_model_get_item (verdicts, i);

      add_verdict (table, verdict);
    }
  tool_table_print (table);
}

static void
print_recommended (GListModel *verdicts)
{
  for (guint i = 0; i < g_list_model_get_n_items (verdicts); i++)
    {
      g_autoptr(EdgeKitVariantVerdict) verdict = g_list_model_get_item (verdicts, i);

      if (!edgekit_variant_verdict_get_recommended (verdict))
        continue;
      tool_print_heading (_ ("Take this one"));
      g_print ("  %s\n", edgekit_variant_get_location (edgekit_variant_verdict_get_variant (verdict)));
    }
}

static void
print_companions (GListModel *companions)
{
  static const ToolColumn columns[] = { { NULL, FALSE, 0 }, { NULL, TRUE, 1 } };
  g_autoptr(ToolTable) table = tool_table_new (columns, G_N_ELEMENTS (columns));

  if (g_list_model_get_n_items (companions) == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (companions); i++)
    {
      g_autoptr(EdgeKitCompanion) companion = g_list_model_get_item (companions, i);
      g_autofree char *size = edgekit_format_size (edgekit_companion_get_size (companion));
      const char *const texts[] = { edgekit_companion_get_name (companion), size };

      tool_table_add (table, -1, texts);
    }
  tool_print_heading (_ ("Beside them"));
  tool_table_print (table);
}

static gboolean
any_recommended (GListModel *verdicts)
{
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (verdicts); i++)
    {
      g_autoptr(EdgeKitVariantVerdict) verdict = g_list_model_get_item (verdicts, i);

      found |= edgekit_variant_verdict_get_recommended (verdict);
    }
  return found;
}

int
tool_variants (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitWorkload) workload = NULL;
  g_autoptr(GListModel) profiles = NULL;
  g_autoptr(EdgeKitVariantList) variants = NULL;
  g_autoptr(EdgeKitRemoteOptions) options = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  g_autoptr(GListModel) verdicts = NULL;
  GError *error = NULL;

  if (!tool_options_parse (&o, "variants", TOOL_TAKES_SOURCE | TOOL_TAKES_WORKLOAD | TOOL_TAKES_JSON, NULL, argc,
                           argv, &rest))
    return TOOL_USAGE;
  if (!rest[0])
    return tool_usage ("variants", _ ("name a folder or a repository"));
  if (rest[1])
    return tool_usage ("variants", _ ("name one folder or repository, not several"));
  if (o.max_utilization < 0 || o.max_utilization > 1)
    return tool_usage ("variants", _ ("--max-utilization must be between 0 and 1"));
  if (!tool_options_get_workload (&o, &workload, &error))
    return tool_fail ("variants", error);
  variants = edgekit_variant_list_new (rest[0]);
  options = tool_options_make_remote (&o);
  edgekit_variant_list_set_options (variants, options);
  o.without_programs = TRUE;
  if (!edgekit_variant_list_load (variants, NULL, &error) ||
      !(profiles = tool_options_load_profiles (&o, NULL, &error)))
    return tool_fail ("variants", error);
  preflight = tool_make_preflight (&o, workload);
  edgekit_preflight_set_profiles (preflight, profiles);
  verdicts = edgekit_preflight_check_variants (preflight, variants);
  if (o.json)
    tool_print_json (edgekit_preflight_variants_to_json (preflight, variants, o.translated));
  else
    {
      print_verdicts (verdicts);
      print_companions (edgekit_variant_list_get_companions (variants));
      g_print ("\n");
      tool_print_read (edgekit_variant_list_get_bytes_read (variants));
      print_recommended (verdicts);
    }
  return any_recommended (verdicts) ? TOOL_RUNS : TOOL_DOES_NOT;
}
