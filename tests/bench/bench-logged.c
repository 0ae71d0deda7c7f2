/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-logged [FILE]: how far the estimates for vLLM and mlx-lm lie from what those
 * engines logged on other people's computers. */
#include "config.h"

#include <stdlib.h>

#include "logged.h"

static void
print_pair (double estimate, double logged, int decimals)
{
  g_print ("  %10.*f", decimals, estimate);
  if (logged > 0)
    g_print (" %10.*f", decimals, logged);
  else
    g_print (" %10s", "-");
}

static void
print_row (const LoggedRow *row, const LoggedResult *result)
{
  g_print ("%-5s %-9.9s %-52.52s %-22.22s", row->id, row->version ? row->version : "?", row->model, row->devices);
  if (row->peak > 0)
    {
      g_print ("  peak of memory %.2f, between %.2f and %.2f GB; logged %.2f GB\n", result->peak / 1e9,
               result->peak_low / 1e9, result->peak_high / 1e9, row->peak / 1e9);
      return;
    }
  print_pair (result->weights, row->weights, 2);
  print_pair (result->cache, row->cache, 2);
  if (logged_tokens_compare (row))
    print_pair (result->tokens, row->tokens, 0);
  else if (row->conversations > 0)
    print_pair (result->conversations, row->conversations, 2);
  g_print ("\n");
}

static void
print_errors (const char *name, GArray *errors)
{
  g_print ("%-34s %3u rows, error: median %.2f %%, p90 %.2f %%, worst %.1f %%\n", name, errors->len,
           100 * logged_quantile (errors, 0.5), 100 * logged_quantile (errors, 0.9), 100 * logged_quantile (errors, 1));
}

static gboolean
judge (const char *what, GArray *errors, double limit)
{
  double median = logged_quantile (errors, 0.5);
  gboolean good = errors->len > 0 && median <= limit;

  g_print ("%-46s %7.2f %%  at most %.0f %%  %s\n", what, 100 * median, 100 * limit, good ? "PASS" : "FAIL");
  return good;
}

int
main (int argc, char **argv)
{
  g_autoptr(GPtrArray) rows = logged_load (argc > 1 ? argv[1] : NULL);
  g_autoptr(LoggedErrors) errors = NULL;
  gboolean good = TRUE;

  g_print ("%-5s %-9s %-52s %-22s  %10s %10s  %10s %10s  %10s %10s\n", "row", "version", "model", "devices", "weights",
           "logged", "KV cache", "logged", "tokens", "logged");
  errors = logged_collect (rows, print_row);
  g_print ("\nWeights and KV cache in GiB of one device; tokens that the cache holds, or conversations.\n");
  print_errors ("weights", errors->weights);
  print_errors ("KV cache", errors->cache);
  print_errors ("tokens or conversations", errors->tokens);
  print_errors ("peak of memory (mlx-lm)", errors->peaks);
  g_print ("%u of %u peaks lie in the interval\n", errors->peaks_inside, errors->peaks->len);
  g_print ("%u rows left out: no description of the model, or a division that is not estimated\n\n", errors->left_out);
  good &= judge ("median error of the weights", errors->weights, 0.01);
  good &= judge ("median error of the tokens that the cache holds", errors->tokens, 0.05);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
