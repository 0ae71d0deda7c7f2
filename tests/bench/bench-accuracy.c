/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-accuracy [FOLDER]: how far the estimates lie from what llama.cpp measured. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measured.h"

enum { PART_CONTEXT, PART_COMPUTE, PART_OUTPUT, PART_TOTAL, N_PARTS };

static const char *const part_names[] = { "context", "compute", "output", "total" };

typedef struct
{
  GArray *errors[N_PARTS];
  guint n;
  guint inside; /* rows whose measured compute lies in the interval */
} Group;

static void
free_group (Group *group)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_array_unref (group->errors[i]);
  g_free (group);
}

static Group *
get_group (GHashTable *groups, const char *name)
{
  Group *group = g_hash_table_lookup (groups, name);

  if (group)
    return group;
  group = g_new0 (Group, 1);
  for (guint i = 0; i < N_PARTS; i++)
    group->errors[i] = g_array_new (FALSE, FALSE, sizeof (double));
  g_hash_table_insert (groups, g_strdup (name), group);
  return group;
}

static void
add_error (Group *group, guint part, double estimate, double measured)
{
  double error = measured > 0 ? fabs (estimate - measured) / measured : estimate > 0 ? 1 : 0;

  g_array_append_val (group->errors[part], error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (GArray *errors, double q)
{
  g_array_sort (errors, compare);
  return errors->len ? 100 * g_array_index (errors, double, (guint) (q * (errors->len - 1))) : 0;
}

static void
add_row (Group *group, const MeasuredRow *row, const EdgeKitBill *bill)
{
  double measured_context = row->host_context + row->device_context;
  double measured_compute = row->host_compute + row->device_compute;
  double measured_output = row->output * 1048576.0 / 100;
  double context = 0, compute = 0, weights = 0, low = 0, high = 0, output;

  for (guint i = 0; i < bill->n_charges; i++)
    {
      const EdgeKitCharge *charge = &bill->charges[i];

      if (charge->kind == EDGEKIT_MEMORY_KIND_KV_CACHE || charge->kind == EDGEKIT_MEMORY_KIND_RECURRENT_STATE)
        context += charge->likely;
      else if (charge->kind == EDGEKIT_MEMORY_KIND_WEIGHTS)
        weights += charge->likely;
      else if (charge->kind == EDGEKIT_MEMORY_KIND_COMPUTE)
        {
          compute += charge->likely;
          low += charge->low;
          high += charge->high;
        }
    }
  output = _edgekit_bill_get (bill, 0, EDGEKIT_MEMORY_KIND_OUTPUT);
  group->n++;
  group->inside += measured_compute >= low && measured_compute <= high;
  add_error (group, PART_CONTEXT, context, measured_context);
  add_error (group, PART_COMPUTE, compute, measured_compute);
  /* the log gives two decimals of a MiB */
  add_error (group, PART_OUTPUT, fabs (output - measured_output) <= 5300 ? measured_output : output, measured_output);
  add_error (group, PART_TOTAL, weights + context + compute + output,
             row->host_model + row->device_model + measured_context + measured_compute + measured_output);
}

static void
print_group (const char *name, Group *group)
{
  g_print ("%-28s %5u", name, group->n);
  for (guint i = 0; i < N_PARTS; i++)
    g_print ("  %6.2f %6.2f %7.2f", quantile (group->errors[i], 0.5), quantile (group->errors[i], 0.9),
             quantile (group->errors[i], 1));
  g_print ("  %5.1f\n", 100.0 * group->inside / MAX (group->n, 1));
}

int
main (int argc, char **argv)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GHashTable) shapes = NULL;
  g_autoptr(GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) free_group);
  g_autoptr(GList) names = NULL;
  g_autoptr(GTimer) timer = NULL;
  guint n = 0;
  const char *root = g_getenv ("EDGEKIT_TEST_SOURCE_ROOT");
  g_autofree char *folder = NULL;

  folder = argc == 2 ? g_strdup (argv[1]) : g_build_filename (root ? root : ".", "tests", "preflight", NULL);
  rows = measured_load_rows (folder);
  shapes = measured_load_shapes (folder);
  timer = g_timer_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      const MeasuredRow *row = g_ptr_array_index (rows, i);
      const EdgeKitShape *shape = g_hash_table_lookup (shapes, row->model);
      g_autofree char *name = NULL;
      EdgeKitBill bill;

      if (!row->ok)
        continue;
      name = g_strdup_printf ("%s %s", row->vulkan ? "split" : "cpu", shape->architecture);
      measured_price (row, shape, &bill);
      add_row (get_group (groups, name), row, &bill);
      add_row (get_group (groups, row->vulkan ? "split, all" : "cpu, all"), row, &bill);
      n++;
    }
  g_print ("%u rows in %.1f ms. Errors in %%: median, 90th percentile, maximum; last: rows whose compute lies in the "
           "interval, in %%.\n\n%-28s %5s",
           n, 1000 * g_timer_elapsed (timer, NULL), "", "rows");
  for (guint i = 0; i < N_PARTS; i++)
    g_print ("  %-21s", part_names[i]);
  g_print ("\n");
  names = g_list_sort (g_hash_table_get_keys (groups), (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    print_group (l->data, g_hash_table_lookup (groups, l->data));
  return 0;
}
