/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Estimates against what vLLM, mlx-lm, llama.cpp and Ollama logged. */
#include "config.h"

#include "logged-buffers.h"
#include "logged.h"

static void
test_errors (void)
{
  g_autoptr(GPtrArray) rows = logged_load (NULL);
  g_autoptr(LoggedErrors) errors = logged_collect (rows, NULL);

  g_assert_cmpuint (errors->weights->len, >=, 60);
  g_assert_cmpfloat (logged_quantile (errors->weights, 0.5), <=, 0.01);
  g_assert_cmpfloat (logged_quantile (errors->weights, 1), <=, 0.03);
  g_assert_cmpuint (errors->tokens->len, >=, 50);
  g_assert_cmpfloat (logged_quantile (errors->tokens, 0.5), <=, 0.05);
  g_assert_cmpfloat (logged_quantile (errors->tokens, 0.75), <=, 0.05);
  g_assert_cmpfloat (logged_quantile (errors->cache, 0.75), <=, 0.05);
  g_assert_cmpuint (errors->peaks->len, >=, 6);
  g_assert_cmpfloat (logged_quantile (errors->peaks, 0.5), <=, 0.05);
}

static const LoggedRow *
find_row (GPtrArray *rows, const char *id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const LoggedRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->id, id))
        return row;
    }
  g_error ("no row %s", id);
}

/* Models that differ in what they remember, each a mechanism of its own. */
static void
test_mechanisms (void)
{
  static const struct
  {
    const char *id;
    const char *about;
  } rows[] = {
    { "m001", "a head of keys for each head" }, { "m002", "latents" },      { "m009", "windows, six groups" },
    { "m017", "grouped heads" },                { "m018", "8-bit cache" },  { "m027", "four devices" },
    { "m039", "windows, two devices" },         { "m050", "experts" },      { "m053", "packed weights" },
  };
  g_autoptr(GPtrArray) all = logged_load (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const LoggedRow *row = find_row (all, rows[i].id);
      LoggedResult result;

      g_assert_true (logged_estimate (row, &result));
      g_test_message ("%s, %s: %.0f tokens, logged %.0f", row->id, rows[i].about, result.tokens, row->tokens);
      g_assert_cmpfloat (row->tokens, >, 0);
      g_assert_cmpfloat_with_epsilon (result.tokens / row->tokens, 1, 0.02);
      g_assert_cmpfloat_with_epsilon (result.weights / row->weights, 1, 0.03);
    }
}

/* Whoever logged them, and with whatever release: the cache and the weights of a device are a rule's. */
static void
test_buffers (void)
{
  g_autoptr(GPtrArray) rows = logged_buffers_load (NULL);
  g_autoptr(LoggedBufferErrors) errors = logged_buffers_collect (rows);

  g_assert_cmpuint (rows->len, >=, 60);
  g_assert_cmpuint (errors->left_out, <=, 25);
  g_assert_cmpuint (errors->cache->len, >=, 50);
  g_assert_cmpfloat (logged_quantile (errors->cache, 1), <=, 0.001);
  g_assert_cmpuint (errors->weights->len, >=, 25);
  g_assert_cmpfloat (logged_quantile (errors->weights, 1), <=, 0.005);
  g_assert_cmpuint (errors->compute->len, >=, 25);
  g_assert_cmpfloat (logged_quantile (errors->compute, 0.5), <=, 0.15);
  g_assert_cmpuint (errors->peaks->len, >=, 7);
  g_assert_cmpfloat (logged_quantile (errors->peaks, 0.5), <=, 0.02);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/logged/errors", test_errors);
  g_test_add_func ("/preflight/logged/mechanisms", test_mechanisms);
  g_test_add_func ("/preflight/logged/buffers", test_buffers);
  return g_test_run ();
}
