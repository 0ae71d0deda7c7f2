/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-logged [FILE]: how far the estimates lie from what vLLM, mlx-lm, llama.cpp and
 * Ollama logged on other people's computers. */
#include "config.h"

#include <stdlib.h>

#include "logged-buffers.h"
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
print_part (double estimate, double logged, gboolean comparable)
{
  if (logged < 0 || (logged == 0 && estimate == 0))
    g_print ("  %9s %9s", "", "-");
  else if (!comparable)
    g_print ("  %9s %9.1f", "", logged);
  else
    g_print ("  %9.1f %9.1f", estimate, logged);
}

/* Each device of a row has a line. */
static void
print_buffers (const LoggedBuffers *row)
{
  if (row->why_not)
    {
      g_print ("%-5s %-9.9s %-40.40s not compared: %s\n", row->id, row->engine, row->model, row->why_not);
      return;
    }
  for (guint i = 0; i < row->n_places && row->logged_peak <= 0; i++)
    {
      const LoggedPlace *place = &row->places[i];

      g_print ("%-5s %-9.9s %-40.40s %-8s", i ? "" : row->id, i ? "" : row->engine, i ? "" : row->model, place->name);
      print_part (place->estimate.weights, place->logged.weights, !row->without_weights);
      print_part (place->estimate.cache, place->logged.cache, TRUE);
      print_part (place->estimate.compute, place->logged.compute, !row->without_compute);
      if (i == 0 && (row->without_weights || row->without_compute))
        g_print ("  %s%s%s", row->without_weights ? row->without_weights : "",
                 row->without_weights && row->without_compute ? "; " : "",
                 row->without_compute ? row->without_compute : "");
      g_print ("\n");
    }
  if (row->logged_peak > 0)
    g_print ("%-5s %-9.9s %-40.40s %-8s  in all %.0f; logged %.0f%s%s\n", row->id, row->engine, row->model,
             row->places[1].name, row->peak, row->logged_peak, row->without_weights ? "  not compared: " : "",
             row->without_weights ? row->without_weights : "");
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

static gboolean
judge_buffers (const char *file)
{
  g_autoptr(GPtrArray) rows = logged_buffers_load (file);
  g_autoptr(LoggedBufferErrors) errors = logged_buffers_collect (rows);
  gboolean good = TRUE;

  g_print ("\nBuffers of llama.cpp, ik_llama.cpp and Ollama, in MiB\n%-5s %-9s %-40s %-8s  %9s %9s  %9s %9s  %9s %9s\n",
           "row", "engine", "model", "device", "weights", "logged", "KV cache", "logged", "compute", "logged");
  for (guint i = 0; i < rows->len; i++)
    print_buffers (g_ptr_array_index (rows, i));
  g_print ("\n");
  print_errors ("weights", errors->weights);
  print_errors ("KV cache and state", errors->cache);
  print_errors ("compute, of every release", errors->compute);
  print_errors ("peak of a device (llama-bench)", errors->peaks);
  g_print ("%u of %u rows left out, each with its reason\n\n", errors->left_out, rows->len);
  good &= judge ("median error of the weights", errors->weights, 0.01);
  good &= judge ("median error of the KV cache", errors->cache, 0.01);
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
  return judge_buffers (argc > 1 ? argv[1] : NULL) && good ? EXIT_SUCCESS : EXIT_FAILURE;
}
