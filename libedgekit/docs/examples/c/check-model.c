/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* check-model MODEL [SNAPSHOT] - says whether a model runs, and what it would take.
 *
 * Build it with meson, or by hand:
 *   cc check-model.c -o check-model $(pkg-config --cflags --libs edgekit-1)
 *
 * SNAPSHOT, made by "edgekit snapshot", is another computer. Exits with 3 if the model
 * does not run. A window would call edgekit_model_preflight_async() instead.
 */
#include <edgekit.h>
#include <locale.h>

static EdgeKitHardwareProfile *
find_computer (const char *path, GError **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = NULL;

  if (!path)
    return edgekit_system_info (NULL, error);
  file = g_file_new_for_commandline_arg (path);
  snapshot = edgekit_snapshot_load (file, NULL, error);
  return snapshot ? edgekit_hardware_profile_new_from_snapshot (snapshot, error) : NULL;
}

/* Which memory would hold how much. */
static void
print_pools (EdgeKitPlacement *placement)
{
  GListModel *pools = edgekit_placement_get_pools (placement);

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (pools, i);
      g_autofree char *likely = NULL, *capacity = NULL;

      if (!edgekit_pool_use_get_used (use))
        continue;
      likely = edgekit_format_memory (edgekit_pool_use_get_likely (use), EDGEKIT_MEMORY_UNITS_IEC);
      capacity = edgekit_format_memory (edgekit_pool_use_get_capacity (use), EDGEKIT_MEMORY_UNITS_IEC);
      g_print ("%s: %s of %s\n", edgekit_pool_use_get_label (use), likely, capacity);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) computer = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  EdgeKitVerdict *verdict;
  EdgeKitOutcome outcome;

  setlocale (LC_ALL, "");
  if (argc < 2 || argc > 3)
    {
      g_printerr ("Usage: check-model MODEL [SNAPSHOT]\n");
      return 2;
    }
  computer = find_computer (argv[2], &error);
  if (computer)
    preflight = edgekit_model_preflight (argv[1], NULL, computer, NULL, &error);
  if (!preflight)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  verdict = edgekit_preflight_get_verdict (preflight);
  outcome = edgekit_verdict_get_outcome (verdict);
  g_print ("%s\n%s\n", edgekit_verdict_get_headline (verdict), edgekit_verdict_get_summary (verdict));
  if (outcome == EDGEKIT_OUTCOME_NO || outcome == EDGEKIT_OUTCOME_UNKNOWN)
    return 3;
  print_pools (edgekit_preflight_get_placement (preflight));
  return 0;
}
