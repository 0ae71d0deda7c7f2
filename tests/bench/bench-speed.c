/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-speed [FILE]: how the speeds that EdgeKit says lie to those that other people measured. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "speeds.h"

typedef struct
{
  GArray *generation; /* ratios */
  GArray *prompt;
  guint inside;
  guint prompt_inside;
} Group;

static Group *
get_group (GHashTable *groups, const char *name)
{
  Group *group = g_hash_table_lookup (groups, name);

  if (group)
    return group;
  group = g_new0 (Group, 1);
  group->generation = g_array_new (FALSE, FALSE, sizeof (double));
  group->prompt = g_array_new (FALSE, FALSE, sizeof (double));
  g_hash_table_insert (groups, g_strdup (name), group);
  return group;
}

static void
group_free (Group *group)
{
  g_array_unref (group->generation);
  g_array_unref (group->prompt);
  g_free (group);
}

static void
add (Group *group, const SpeedRow *row, const SpeedResult *result)
{
  double ratio = result->likely / row->generation;

  g_array_append_val (group->generation, ratio);
  group->inside += row->generation >= result->low && row->generation <= result->high;
  if (!result->prompt_compares || result->prompt_likely <= 0)
    return;
  ratio = result->prompt_likely / row->prompt;
  g_array_append_val (group->prompt, ratio);
  group->prompt_inside += row->prompt >= result->prompt_low && row->prompt <= result->prompt_high;
}

static void
print_group (const char *name, Group *group)
{
  g_print ("%-22s %4u  %5.2f  %5.2f  %5.2f  %5.2f  %5.2f  %4.0f %%", name, group->generation->len,
           speeds_quantile (group->generation, 0), speeds_quantile (group->generation, 0.1),
           speeds_quantile (group->generation, 0.5), speeds_quantile (group->generation, 0.9),
           speeds_quantile (group->generation, 1), 100.0 * group->inside / MAX (group->generation->len, 1));
  if (group->prompt->len > 0)
    g_print ("   %4u  %5.2f  %5.2f  %5.2f  %4.0f %%", group->prompt->len, speeds_quantile (group->prompt, 0.1),
             speeds_quantile (group->prompt, 0.5), speeds_quantile (group->prompt, 0.9),
             100.0 * group->prompt_inside / group->prompt->len);
  g_print ("\n");
}

static gboolean
judge (const char *what, double value, double least, double most)
{
  const gboolean good = value >= least && value <= most;

  g_print ("%-42s %6.2f  between %.2f and %.2f  %s\n", what, value, least, most, good ? "PASS" : "FAIL");
  return good;
}

static gboolean
judge_all (Group *all)
{
  gboolean good = TRUE;

  good &= judge ("likely to measured, median", speeds_quantile (all->generation, 0.5), 0.9, 1.1);
  good &= judge ("likely to measured, 10th percentile", speeds_quantile (all->generation, 0.1), 0.75, 1.4);
  good &= judge ("likely to measured, 90th percentile", speeds_quantile (all->generation, 0.9), 0.75, 1.4);
  good &= judge ("share of rows in the range", (double) all->inside / MAX (all->generation->len, 1), 0.8, 1);
  return good;
}

int
main (int argc, char **argv)
{
  const gboolean verbose = argc > 1 && g_str_equal (argv[argc - 1], "-v");
  g_autoptr(GPtrArray) rows = speeds_load (argc > 1 + verbose ? argv[1] : NULL);
  g_autoptr(GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) group_free);
  g_autoptr(GList) names = NULL;
  guint left_out = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const SpeedRow *row = g_ptr_array_index (rows, i);
      SpeedResult result;

      if (!speeds_estimate (row, &result))
        {
          left_out++;
          continue;
        }
      if (verbose)
        g_print ("%-5s %-26.26s %-8.8s %-30.30s %-12.12s %8.2f–%8.2f–%8.2f  measured %8.2f  ratio %.2f\n", row->id,
                 row->device, row->backend, row->model, row->quant, result.low, result.likely, result.high,
                 row->generation, result.likely / row->generation);
      add (get_group (groups, strchr (result.basis, '.') + 1), row, &result);
      add (get_group (groups, "~ all"), row, &result);
      g_free (result.basis);
    }
  g_print ("Ratios of the likely speed to the measured one\n\n%-22s %4s  %5s  %5s  %5s  %5s  %5s  %6s   %4s  %5s  %5s  "
           "%5s  %6s\n",
           "row of speed-classes", "rows", "least", "p10", "half", "p90", "most", "inside", "prom", "p10", "half", "p90",
           "inside");
  names = g_list_sort (g_hash_table_get_keys (groups), (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    print_group (l->data, g_hash_table_lookup (groups, l->data));
  g_print ("\n%u rows left out, whose bandwidth or size is not known\n\n", left_out);
  return judge_all (get_group (groups, "~ all")) ? EXIT_SUCCESS : EXIT_FAILURE;
}
