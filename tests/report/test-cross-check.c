/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an installed llama-fit-params says, and what becomes of one that misbehaves. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "../remove-tree.h"
#include "edgekit-cross-check-private.h"
#include "edgekit.h"

#define MIB (1024 * 1024)
#define PATIENCE_MS 20000 /* for programs that end by themselves, however busy the computer is */

static EdgeKitPreflight *preflight;
static char *model_file;
static char *folder;
static char *program;

/* A shell script in its place; the words that it was given are in "words" beside it. */
static EdgeKitCrossCheck *
run_script (const char *script, guint timeout_ms)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nprintf '%%s ' \"$@\" > '%s/words'\n%s\n", folder, script);

  g_assert_true (g_file_set_contents (program, text, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0755), ==, 0);
  return _edgekit_cross_check_run (preflight, model_file, timeout_ms, NULL);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
assert_failure (EdgeKitCrossCheck *cross, const char *failure)
{
  g_autofree char *sentence = edgekit_cross_check_describe_failure (cross);

  g_assert_cmpstr (edgekit_cross_check_get_failure (cross), ==, failure);
  g_assert_true (strstr (sentence, "llama-fit-params"));
  g_assert_cmpint (edgekit_cross_check_get_reported (cross), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpfloat (edgekit_cross_check_get_ratio (cross), ==, -1);
}

/* What llama-fit-params of llama.cpp 0.7.0 prints for the same model. */
static void
test_agrees (void)
{
  g_autoptr(EdgeKitCrossCheck) cross = run_script ("echo 'Host 762 256 282 '", PATIENCE_MS);
  g_autofree char *words = read_file ("words");
  g_autofree char *document = edgekit_preflight_to_json (preflight, FALSE);
  g_autofree char *json = edgekit_cross_check_add_to_json (cross, document);

  g_assert_null (edgekit_cross_check_get_failure (cross));
  g_assert_null (edgekit_cross_check_describe_failure (cross));
  g_assert_cmpstr (edgekit_cross_check_get_program (cross), ==, program);
  g_assert_cmpint (edgekit_cross_check_get_reported (cross), ==, 1300 * (gint64) MIB);
  g_assert_cmpint (edgekit_cross_check_get_reported_weights (cross), ==, 762 * MIB);
  g_assert_cmpint (edgekit_cross_check_get_estimate_context (cross), ==, 256 * MIB);
  g_assert_cmpfloat_with_epsilon (edgekit_cross_check_get_ratio (cross), 1, 0.003);
  g_assert_true (g_str_has_prefix (words, "--fit-print on --no-repack --model /"));
  g_assert_true (strstr (words, " --ctx-size 8192 "));
  g_assert_true (strstr (words, " --n-gpu-layers 0 --device none"));
  g_assert_true (strstr (json, "\"cross_check\""));
  g_assert_true (strstr (json, "\"edgekit.preflight/1\""));
}

static void
test_devices (void)
{
  static const char script[] = "echo 'ggml_cuda_init: found 2 devices'\n"
                               "echo 'CUDA0 10 20 30 '; echo 'My card 1 2 3 '; echo 'Host 100 200 300 '";
  g_autoptr(EdgeKitCrossCheck) cross = run_script (script, PATIENCE_MS);

  g_assert_null (edgekit_cross_check_get_failure (cross));
  g_assert_cmpint (edgekit_cross_check_get_reported_weights (cross), ==, 111 * MIB);
  g_assert_cmpint (edgekit_cross_check_get_reported_context (cross), ==, 222 * MIB);
  g_assert_cmpint (edgekit_cross_check_get_reported_compute (cross), ==, 333 * MIB);
}

static void
test_garbage (void)
{
  static const char *const scripts[] = {
    "", "echo hello", "echo 'CUDA0 1 2 3 '", "echo 'Host 1 2 '", "echo 'Host 1 2 -3 '", "echo 'Host 1 2 3x'",
    "echo 'Host 99999999999999999999 1 1 '", "printf 'Host\\0 1 2 3 \\n'", "echo ' 1 2 3'", "echo 'Host 0 0 0 '",
    "i=0; while [ $i -lt 40 ]; do echo 'CUDA0 1 1 1 '; i=$((i + 1)); done; echo 'Host 1 1 1 '", "yes 'CUDA0 1 1 1'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr(EdgeKitCrossCheck) cross = run_script (scripts[i], PATIENCE_MS);

      g_test_message ("%s", scripts[i]);
      assert_failure (cross, "unreadable");
    }
}

static void
test_ends_badly (void)
{
  g_autoptr(EdgeKitCrossCheck) crashed = run_script ("echo 'Host 1 2 3 '; kill -SEGV $$", PATIENCE_MS);
  g_autoptr(EdgeKitCrossCheck) failed = run_script ("echo 'Host 1 2 3 '; exit 1", PATIENCE_MS);
  g_autoptr(EdgeKitCrossCheck) other = _edgekit_cross_check_run (preflight, "/nowhere/model.gguf", PATIENCE_MS, NULL);
  g_autoptr(EdgeKitCrossCheck) missing = NULL;

  g_assert_cmpstr (edgekit_cross_check_get_failure (crashed), ==, "crashed");
  g_assert_cmpstr (edgekit_cross_check_get_failure (failed), ==, "failed");
  assert_failure (other, "file");
  g_unlink (program);
  missing = _edgekit_cross_check_run (preflight, model_file, PATIENCE_MS, NULL);
  assert_failure (missing, "missing");
  g_assert_null (edgekit_cross_check_get_program (missing));
}

/* It ends when the time is over, and what it started ends with it. */
static void
test_hangs (void)
{
  g_autofree char *script = g_strdup_printf ("sleep 1000 & echo $! > '%s/child'; wait", folder);
  g_autoptr(EdgeKitCrossCheck) cross = run_script (script, 2000);
  g_autofree char *child = read_file ("child");
  gint64 pid = child ? g_ascii_strtoll (child, NULL, 10) : 0;
  gboolean gone = FALSE;

  assert_failure (cross, "timeout");
  g_assert_cmpint (pid, >, 1);
  for (guint i = 0; i < 1000 && !gone; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
      g_autofree char *stat = NULL;

      /* a zombie waits only for somebody to notice */
      gone = !g_file_get_contents (path, &stat, NULL, NULL) || strstr (stat, ") Z") || kill ((pid_t) pid, 0) != 0;
      g_usleep (10000);
    }
  g_assert_true (gone);
}

static void
test_other_engine (void)
{
  EdgeKitWorkload *workload = edgekit_preflight_get_workload (preflight);
  g_autoptr(EdgeKitCrossCheck) cross = NULL;

  edgekit_workload_set_engine (workload, "vllm");
  cross = _edgekit_cross_check_run (preflight, model_file, PATIENCE_MS, NULL);
  assert_failure (cross, "engine");
  edgekit_workload_set_engine (workload, "llama.cpp");
}

int
main (int argc, char *argv[])
{
  static const char computer[] = "{\"schema\":\"edgekit.hardware/1\",\"memory_pools\":["
                                 "{\"id\":\"ram\",\"kind\":\"ram\","
                                 "\"total\":34359738368,\"available\":30000000000}]}";
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitModelSource) source = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("edgekit-cross-XXXXXX", NULL);
  program = g_build_filename (folder, "llama-fit-params", NULL);
  path = g_strconcat (folder, ":/usr/bin:/bin", NULL);
  g_setenv ("PATH", path, TRUE);
  model_file = g_test_build_filename (G_TEST_BUILT, "models", "llama-3.2-1b.gguf", NULL);
  profile = edgekit_hardware_profile_new_from_json (computer, -1, NULL);
  source = edgekit_model_source_new (model_file);
  model = edgekit_model_source_load (source, NULL, NULL);
  g_assert_nonnull (model);
  preflight = edgekit_preflight_new ();
  edgekit_preflight_set_profile (preflight, profile);
  edgekit_preflight_set_model (preflight, model);
  g_test_add_func ("/report/cross-check/agrees", test_agrees);
  g_test_add_func ("/report/cross-check/devices", test_devices);
  g_test_add_func ("/report/cross-check/garbage", test_garbage);
  g_test_add_func ("/report/cross-check/ends-badly", test_ends_badly);
  g_test_add_func ("/report/cross-check/hangs", test_hangs);
  g_test_add_func ("/report/cross-check/other-engine", test_other_engine);
  status = g_test_run ();
  remove_tree (folder);
  g_object_unref (preflight);
  g_free (model_file);
  g_free (program);
  g_free (folder);
  return status;
}
