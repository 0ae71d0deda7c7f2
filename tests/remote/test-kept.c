/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The cache among several processes, some of which are killed, and at its limit. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <time.h>
#include <utime.h>

#include "edgekit-remote-cache-private.h"
#include "world.h"

#define LOCATION "hf:owner/llama:Q4_K_M"

static Hub *hub;
static char *tool;

static GSubprocess *
start (void)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, tool,
                                           "inspect", LOCATION, "--tensors", "--json", NULL);

  g_assert_no_error (error);
  return process;
}

static char *
finish (GSubprocess *process)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *err = NULL;
  char *out;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_test_message ("%s", err);
  g_assert_true (g_subprocess_get_successful (process));
  return out;
}

static char *
run (void)
{
  g_autoptr(GSubprocess) process = start ();

  return finish (process);
}

/* All at the same time, on an empty cache and then on a full one that goes away. */
static void
test_processes (void)
{
  g_autofree char *right = NULL;

  world_fresh (hub);
  right = run ();
  world_fresh (hub);
  for (guint round = 0; round < 2; round++)
    {
      GSubprocess *processes[4] = { start (), start (), start (), start () };

      if (round == 1)
        g_assert_true (edgekit_remote_cache_clear (NULL));
      for (guint i = 0; i < G_N_ELEMENTS (processes); i++)
        {
          g_autofree char *out = finish (processes[i]);

          g_assert_cmpstr (out, ==, right);
          g_object_unref (processes[i]);
        }
    }
}

/* What a process that was killed leaves is the old, the new or nothing, and no more of
 * that than a file that goes away later. */
static void
test_killed (void)
{
  g_autofree char *right = NULL;
  g_autofree char *after = NULL;
  guint n_killed = 0;

  world_fresh (hub);
  right = run ();
  hub_set_latency (hub, 5);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GSubprocess) process = NULL;

      if (i % 5 == 0)
        world_fresh (hub);
      process = start ();
      g_usleep (i * 20000);
      g_subprocess_send_signal (process, SIGKILL);
      g_subprocess_wait (process, NULL, NULL);
      n_killed += g_subprocess_get_if_signaled (process);
    }
  hub_set_latency (hub, 0);
  g_test_message ("%u killed", n_killed);
  g_assert_cmpuint (n_killed, >, 0);
  after = run ();
  g_assert_cmpstr (after, ==, right);
}

/* --- Its limit ---------------------------------------------------------------- */

static EdgeKitRemoteSettings *
make_settings (guint64 limit)
{
  EdgeKitRemoteSettings *settings = _edgekit_remote_settings_get ();

  settings->cache_limit = limit;
  return settings;
}

static void
store (EdgeKitRemoteSettings *settings, const char *key, gsize size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (text, size);
  g_autoptr(EdgeKitRemoteCacheEntry) entry = _edgekit_remote_cache_entry_new ("tag", NULL, NULL, size, bytes);

  _edgekit_remote_cache_store (settings, key, entry);
}

static gboolean
is_there (EdgeKitRemoteSettings *settings, const char *key)
{
  g_autoptr(EdgeKitRemoteCacheEntry) entry = _edgekit_remote_cache_lookup (settings, key);

  return entry != NULL;
}

/* So long ago that the clock of a file system can tell. */
static void
make_older (EdgeKitRemoteSettings *settings, const char *key, guint seconds)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  g_autofree char *path = g_build_filename (settings->cache_folder, hash, NULL);
  const struct utimbuf times = { time (NULL) - seconds, time (NULL) - seconds };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static void
test_limit (void)
{
  g_autoptr(EdgeKitRemoteSettings) settings = make_settings (100000);

  world_fresh (hub);
  store (settings, "a", 30000);
  store (settings, "b", 30000);
  store (settings, "c", 30000);
  make_older (settings, "a", 3000);
  make_older (settings, "b", 2000);
  make_older (settings, "c", 1000);
  g_assert_true (is_there (settings, "a")); /* and so it is the newest */
  store (settings, "d", 30000);
  g_assert_cmpuint (_edgekit_remote_cache_measure (settings), <=, 100000);
  g_assert_false (is_there (settings, "b")); /* the longest unused */
  g_assert_true (is_there (settings, "a"));
  g_assert_true (is_there (settings, "d"));
  /* what is larger than all of it is not kept, and nothing goes for it */
  store (settings, "e", 200000);
  g_assert_false (is_there (settings, "e"));
  g_assert_true (is_there (settings, "d"));
}

/* Left by a process that was killed while it wrote: new ones may still be written. */
static void
test_abandoned (void)
{
  g_autoptr(EdgeKitRemoteSettings) settings = make_settings (1000);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a", -1);
  g_autofree char *old_name = g_strconcat (hash, ".OLDOLD", NULL);
  g_autofree char *new_name = g_strconcat (hash, ".NEWNEW", NULL);
  g_autofree char *old_path = g_build_filename (settings->cache_folder, old_name, NULL);
  g_autofree char *new_path = g_build_filename (settings->cache_folder, new_name, NULL);
  const struct utimbuf times = { time (NULL) - 7200, time (NULL) - 7200 };

  world_fresh (hub);
  store (settings, "a", 10);
  g_assert_true (g_file_set_contents (old_path, "edge", -1, NULL));
  g_assert_true (g_file_set_contents (new_path, "edge", -1, NULL));
  g_assert_cmpint (utime (old_path, &times), ==, 0);
  store (settings, "b", 10);
  g_assert_false (g_file_test (old_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (new_path, G_FILE_TEST_EXISTS));
  g_assert_true (_edgekit_remote_cache_clear (settings, NULL));
  g_assert_false (g_file_test (new_path, G_FILE_TEST_EXISTS));
}

/* Where nothing can be kept, everything is read all the same. */
static void
test_read_only (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "edgekit", NULL);
  g_autofree char *away = g_strconcat (folder, ".away", NULL);
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_mkdir_with_parents (folder, 0700);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_true (g_file_set_contents (folder, "a file in its place", -1, NULL));
  model = world_load (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_remote_cache_get_size (), ==, 0);
  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  tool = g_build_filename (g_getenv ("EDGEKIT_TEST_BUILD_ROOT"), "libedgekit", "tool", "edgekit", NULL);
  hub = world_begin ();
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.2-1b");
  g_test_add_func ("/kept/processes", test_processes);
  g_test_add_func ("/kept/killed", test_killed);
  g_test_add_func ("/kept/limit", test_limit);
  g_test_add_func ("/kept/abandoned", test_abandoned);
  g_test_add_func ("/kept/read-only", test_read_only);
  status = g_test_run ();
  g_free (tool);
  return world_end (hub, status);
}
