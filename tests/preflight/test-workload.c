/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#define EDGEKIT_INSIDE
#include "edgekit-error.h"
#include "edgekit-workload.h"
#undef EDGEKIT_INSIDE

static void
count_notify (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_open (void)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();

  g_assert_cmpint (edgekit_workload_get_context (workload), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpint (edgekit_workload_get_kv_unified (workload), ==, EDGEKIT_TRISTATE_UNKNOWN);
  g_assert_null (edgekit_workload_get_cache_type_k (workload));
  g_assert_cmpint (edgekit_workload_get_preset (workload), ==, EDGEKIT_PRESET_SERVER);
}

static void
test_notify (void)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  guint count = 0;

  g_signal_connect (workload, "notify", G_CALLBACK (count_notify), &count);
  edgekit_workload_set_context (workload, 4096);
  edgekit_workload_set_context (workload, 4096);
  g_assert_cmpuint (count, ==, 1);
  edgekit_workload_set_cache_type_k (workload, "q8_0");
  edgekit_workload_set_cache_type_k (workload, "q8_0");
  g_assert_cmpuint (count, ==, 2);
  /* an empty word is no word, and below zero is open */
  edgekit_workload_set_cache_type_k (workload, "");
  edgekit_workload_set_context (workload, -7);
  g_assert_null (edgekit_workload_get_cache_type_k (workload));
  g_assert_cmpint (edgekit_workload_get_context (workload), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpuint (count, ==, 4);
}

static void
test_copy (void)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  g_autoptr(EdgeKitWorkload) undo = NULL;

  edgekit_workload_set_backend (workload, "cuda");
  edgekit_workload_set_swa_full (workload, TRUE);
  edgekit_workload_set_preset (workload, EDGEKIT_PRESET_OLLAMA);
  undo = edgekit_workload_copy (workload);
  g_assert_true (edgekit_workload_equal (workload, undo));
  edgekit_workload_set_backend (workload, "cpu");
  g_assert_false (edgekit_workload_equal (workload, undo));
  g_assert_cmpstr (edgekit_workload_get_backend (undo), ==, "cuda");
  edgekit_workload_reset (workload);
  edgekit_workload_reset (undo);
  g_assert_true (edgekit_workload_equal (workload, undo));
}

static void
test_apply (void)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
  g_autoptr(EdgeKitWorkload) again = edgekit_workload_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;

  g_assert_true (edgekit_workload_apply (workload,
                                         "{\"context\": 4096, \"cache-type-k\": \"q8_0\", \"flash_attn\": true,"
                                         " \"gpu_layers\": \"auto\", \"preset\": \"completion\","
                                         " \"kv_unified\": \"off\", \"embeddings\": true}",
                                         &error));
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_workload_get_context (workload), ==, 4096);
  g_assert_cmpstr (edgekit_workload_get_cache_type_k (workload), ==, "q8_0");
  g_assert_cmpint (edgekit_workload_get_flash_attention (workload), ==, EDGEKIT_TRISTATE_YES);
  g_assert_cmpint (edgekit_workload_get_kv_unified (workload), ==, EDGEKIT_TRISTATE_NO);
  g_assert_cmpint (edgekit_workload_get_preset (workload), ==, EDGEKIT_PRESET_COMPLETION);

  json = edgekit_workload_to_json (workload);
  g_assert_true (edgekit_workload_apply (again, json, &error));
  g_assert_no_error (error);
  g_assert_true (edgekit_workload_equal (workload, again));

  g_assert_true (edgekit_workload_apply (workload, "{\"context\": null, \"preset\": null, \"flash_attn\": \"auto\"}",
                                         &error));
  g_assert_cmpint (edgekit_workload_get_context (workload), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpint (edgekit_workload_get_preset (workload), ==, EDGEKIT_PRESET_SERVER);
}

/* Every one of these is an error, and leaves the workload alone. */
static void
test_apply_refused (void)
{
  static const char *const bad[] = {
    "", "nonsense", "[]", "7", "{\"context\": -1}", "{\"context\": 1.5}", "{\"context\": \"many\"}",
    "{\"context\": 99999999999999}", "{\"cache_type_k\": 8}", "{\"flash_attn\": \"perhaps\"}",
    "{\"swa_full\": \"auto\"}", "{\"preset\": \"best\"}", "{\"colour\": 1}",
    "{\"batch\": 64, \"colour\": 1}",
  };
  g_autoptr(EdgeKitWorkload) fresh = edgekit_workload_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(EdgeKitWorkload) workload = edgekit_workload_new ();
      g_autoptr(GError) error = NULL;

      g_assert_false (edgekit_workload_apply (workload, bad[i], &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == EDGEKIT_ERROR);
      g_assert_true (edgekit_workload_equal (workload, fresh));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();

  g_test_add_func ("/preflight/workload/open", test_open);
  g_test_add_func ("/preflight/workload/notify", test_notify);
  g_test_add_func ("/preflight/workload/copy", test_copy);
  g_test_add_func ("/preflight/workload/apply", test_apply);
  g_test_add_func ("/preflight/workload/apply-refused", test_apply_refused);

  return g_test_run ();
}
