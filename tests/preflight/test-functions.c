/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whole jobs in one call (edgekit-functions.h), as a program in C does them. */

#include <string.h>

#include "inputs.h"

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_this_computer (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_system_info (NULL, &error);
  g_autoptr(EdgeKitHardwareProfile) again = NULL;
  g_autoptr(EdgeKitEngine) engine = NULL;

  g_assert_no_error (error);
  g_assert_true (edgekit_hardware_profile_get_live (profile));
  edgekit_system_info_async (NULL, keep_result, &result);
  again = edgekit_system_info_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (edgekit_cpu_get_name (edgekit_hardware_profile_get_cpu (profile)), ==,
                   edgekit_cpu_get_name (edgekit_hardware_profile_get_cpu (again)));
  edgekit_recommended_engine_async (NULL, keep_result, &second);
  engine = edgekit_recommended_engine_finish (wait_for (&second), &error);
  g_assert_no_error (error);
  g_assert_true (edgekit_engine_get_suitable (engine));
}

static void
test_check (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = load_machine ("intel-i7-1370p-hybrid");
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  g_autofree char *small = find_model ("qwen3-8b");
  g_autofree char *large = find_model ("llama-3.1-405b");
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;

  edgekit_workload_set_context (workload, 16384);
  preflight = edgekit_model_preflight (small, workload, profile, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_verdict_get_context_used (edgekit_preflight_get_verdict (preflight)), ==, 16384);
  g_assert_cmpint (edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight)), ==, EDGEKIT_OUTCOME_FITS);
  /* the caller's own is free to change */
  edgekit_workload_set_context (workload, 2048);
  g_assert_cmpint (edgekit_verdict_get_context_used (edgekit_preflight_get_verdict (preflight)), ==, 16384);
  g_assert_true (edgekit_can_load (small, NULL, profile, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (edgekit_can_load (large, NULL, profile, NULL, &error));
  g_assert_no_error (error);
}

static void
test_check_in_a_thread (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = load_machine ("intel-i7-1370p-hybrid");
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  g_autofree char *model = find_model ("qwen3-8b");
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GAsyncResult) third = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;

  edgekit_workload_set_context (workload, 4096);
  edgekit_model_preflight_async (model, workload, profile, NULL, keep_result, &first);
  edgekit_workload_set_context (workload, 32768); /* too late */
  edgekit_can_load_async (model, NULL, profile, NULL, keep_result, &second);
  edgekit_can_load_async ("/nonexistent.gguf", NULL, profile, NULL, keep_result, &third);
  preflight = edgekit_model_preflight_finish (wait_for (&first), &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_verdict_get_context_used (edgekit_preflight_get_verdict (preflight)), ==, 4096);
  g_assert_true (edgekit_can_load_finish (wait_for (&second), &error));
  g_assert_no_error (error);
  g_assert_false (edgekit_can_load_finish (wait_for (&third), &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND);
}

static void
test_mistakes (void)
{
  g_autoptr(EdgeKitHardwareProfile) profile = load_machine ("intel-i7-1370p-hybrid");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *model = find_model ("qwen3-8b");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (edgekit_model_preflight ("/nonexistent.gguf", NULL, profile, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nonexistent.gguf"));
  g_clear_error (&error);
  /* a name that cannot be one of a repository */
  g_assert_null (edgekit_inspect_model_remote ("/a/b/c/d", NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (edgekit_inspect_model_remote ("owner/name", NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE);
  g_clear_error (&error);
  edgekit_inspect_model_remote_async ("owner/name", NULL, keep_result, &result);
  g_assert_null (edgekit_inspect_model_remote_finish (wait_for (&result), &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_OFFLINE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (edgekit_can_load (model, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/functions/this-computer", test_this_computer);
  g_test_add_func ("/functions/check", test_check);
  g_test_add_func ("/functions/check-in-a-thread", test_check_in_a_thread);
  g_test_add_func ("/functions/mistakes", test_mistakes);
  return g_test_run ();
}
