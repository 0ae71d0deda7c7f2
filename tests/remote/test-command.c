/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The command, as a person types it. */

#include "world.h"

static Hub *hub;
static char *tool;
static char *computer;

static char *
run (int status, const char *const *words)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  int wait_status;

  g_ptr_array_add (argv, tool);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, (char *) words[i]);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &wait_status, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", out, err);
  if (status == 0)
    g_spawn_check_wait_status (wait_status, &error);
  else
    g_assert_true (!g_spawn_check_wait_status (wait_status, &error) && error->domain == G_SPAWN_EXIT_ERROR &&
                   error->code == status);
  if (status == 0)
    g_assert_no_error (error);
  return status == 0 || status == 3 ? g_steal_pointer (&out) : g_steal_pointer (&err);
}

static void
test_check (void)
{
  const char *const check[] = { "check", "hf:owner/llama:Q4_K_M", "--hardware", computer, NULL };
  const char *const offline[] = { "check", "hf:owner/llama:Q4_K_M", "--offline", "--hardware", computer, NULL };
  const char *const unknown[] = { "check", "hf:owner/llama:Q8_0", "--offline", "--hardware", computer, NULL };
  g_autofree char *first = NULL, *second = NULL, *none = NULL;

  world_fresh (hub);
  first = run (0, check);
  g_assert_nonnull (strstr (first, "Run it"));
  g_assert_nonnull (strstr (first, "-hf owner/llama:Q4_K_M"));
  g_assert_nonnull (strstr (first, "65.5"));
  hub_reset (hub);
  second = run (0, offline);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (hub_count_requests (hub), ==, 0);
  world_fresh (hub);
  none = run (1, unknown);
  g_assert_nonnull (strstr (none, "--offline"));
}

static void
test_variants (void)
{
  const char *const words[] = { "variants", "hf:owner/llama", "--hardware", computer, NULL };
  const char *const json[] = { "variants", "hf:owner/llama", "--json", "--hardware", computer, NULL };
  g_autofree char *text = NULL, *document = NULL;

  world_fresh (hub);
  text = run (0, words);
  g_assert_nonnull (strstr (text, "Q4_K_M"));
  g_assert_nonnull (strstr (text, "Q8_0"));
  g_assert_nonnull (strstr (text, "hf:owner/llama:"));
  document = run (0, json);
  g_assert_nonnull (strstr (document, "edgekit.variants/1"));
}

static void
test_inspect (void)
{
  const char *const facts[] = { "inspect", "hf:owner/llama:Q4_K_M", "--json", NULL };
  const char *const tensors[] = { "inspect", "hf:owner/llama:Q4_K_M", "--tensors", "--json", NULL };
  const char *const cache[] = { "cache", NULL };
  const char *const clear[] = { "cache", "--clear", NULL };
  g_autofree char *first = NULL, *second = NULL, *kept = NULL, *cleared = NULL;

  world_fresh (hub);
  first = run (0, facts);
  g_assert_nonnull (strstr (first, "\"bytes_read\" : 65536"));
  second = run (0, tensors);
  g_assert_nonnull (strstr (second, "token_embd.weight"));
  g_assert_true (hub_sent_once (hub));
  kept = run (0, cache);
  cleared = run (0, clear);
  g_assert_cmpstr (kept, !=, cleared);
  g_assert_cmpint (edgekit_remote_cache_get_size (), ==, 0);
}

/* A server that hands out whole files only, and somebody who asks for all of it. */
static void
test_download (void)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), "downloads", NULL);
  const char *const words[] = { "inspect", "hf:owner/small:F16", "--tensors", "--download", folder, NULL };
  g_autofree char *path = g_build_filename (folder, "small-F16.gguf", NULL);
  g_autofree char *first = NULL, *second = NULL;

  world_fresh (hub);
  hub_set_fault (hub, "/bridge/", HUB_WHOLE, G_MAXUINT);
  first = run (0, words);
  g_assert_nonnull (strstr (first, "token_embd.weight"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (hub_sent_once (hub));
  /* it is there by now */
  second = run (0, words);
  g_assert_cmpstr (first, ==, second);
  g_assert_true (hub_sent_once (hub));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  tool = g_build_filename (g_getenv ("EDGEKIT_TEST_BUILD_ROOT"), "libedgekit", "tool", "edgekit", NULL);
  computer = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "remote", "computer.json", NULL);
  hub = world_begin ();
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.1-8b");
  world_add_model (hub, "owner/llama", "llama-Q8_0.gguf", "llama-2-7b-q8_0");
  world_add_model (hub, "owner/small", "small-F16.gguf", "all-minilm-l6");
  g_test_add_func ("/command/check", test_check);
  g_test_add_func ("/command/variants", test_variants);
  g_test_add_func ("/command/inspect", test_inspect);
  g_test_add_func ("/command/download", test_download);
  status = g_test_run ();
  g_free (tool);
  g_free (computer);
  return world_end (hub, status);
}
