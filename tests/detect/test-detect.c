/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Collecting and decoding in one call, in a thread and not. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <edgekit.h>

#define DEADLINE 60 /* tells a hang from an answer */

typedef struct
{
  GMainLoop *loop;
  EdgeKitHardwareProfile *profile;
  GError *error;
  GThread *thread;
  double fraction;
  guint notifications;
} Call;

static gboolean
give_up (gpointer data)
{
  g_printerr ("no answer in %d seconds\n", DEADLINE);
  abort ();
}

static void
on_progress (EdgeKitDetector *detector, GParamSpec *pspec, Call *call)
{
  g_assert_true (g_thread_self () == call->thread);
  g_assert_cmpfloat (edgekit_detector_get_fraction (detector), >=, call->fraction);
  call->fraction = edgekit_detector_get_fraction (detector);
  call->notifications++;
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->profile = edgekit_detector_detect_finish (EDGEKIT_DETECTOR (object), result, &call->error);
  g_main_loop_quit (call->loop);
}

static void
run (EdgeKitDetector *detector, GCancellable *cancellable, Call *call)
{
  guint timeout = g_timeout_add_seconds (DEADLINE, give_up, NULL);

  *call = (Call) { .loop = g_main_loop_new (NULL, FALSE), .thread = g_thread_self () };
  edgekit_detector_detect_async (detector, cancellable, on_done, call);
  g_signal_connect (detector, "notify::fraction", G_CALLBACK (on_progress), call);
  g_main_loop_run (call->loop);
  g_signal_handlers_disconnect_by_data (detector, call);
  g_main_loop_unref (call->loop);
  g_source_remove (timeout);
}

static void
test_here (void)
{
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
  EdgeKitMemoryPool *ram;
  Call call;

  run (detector, NULL, &call);
  g_assert_no_error (call.error);
  g_assert_true (edgekit_hardware_profile_get_live (call.profile));
  ram = edgekit_hardware_profile_lookup_pool (call.profile, "ram");
  g_assert_cmpint (edgekit_memory_pool_get_total (ram), >, 0);
  g_assert_cmpint (edgekit_memory_pool_get_available (ram), <=, edgekit_memory_pool_get_total (ram));
  g_assert_nonnull (edgekit_detector_get_snapshot (detector));
  g_assert_cmpfloat (edgekit_detector_get_fraction (detector), ==, 1);
  g_assert_cmpuint (call.notifications, >, 0);
  g_object_unref (call.profile);
}

static void
test_cancelled (void)
{
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Call call;

  g_cancellable_cancel (cancellable);
  run (detector, cancellable, &call);
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (call.profile);
  g_clear_error (&call.error);
}

static void
test_missing_root (void)
{
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nowhere/at/all");
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new_for_root (nowhere);
  g_autoptr(GError) error = NULL;

  g_assert_null (edgekit_detector_detect (detector, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
}

/* Nothing of this computer shows through an empty folder. */
static void
test_empty_root (void)
{
  g_autofree char *path = g_dir_make_tmp ("edgekit-test-XXXXXX", NULL);
  g_autoptr(GFile) root = g_file_new_for_path (path);
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new_for_root (root);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_detector_detect (detector, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (edgekit_hardware_profile_get_live (profile));
  g_assert_null (edgekit_hardware_profile_lookup_pool (profile, "ram"));
  g_assert_cmpint (edgekit_cpu_get_threads (edgekit_hardware_profile_get_cpu (profile)), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_hardware_profile_get_accelerators (profile)), ==, 0);
  g_assert_true (g_file_delete (root, NULL, NULL));
}

static void
on_refreshed (GObject *object, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->profile = edgekit_detector_refresh_memory_finish (EDGEKIT_DETECTOR (object), result, &call->error);
  g_main_loop_quit (call->loop);
}

/* A refresh changes memory and keeps everything else. */
static void
test_refresh (void)
{
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
  g_autoptr(EdgeKitHardwareProfile) first = edgekit_detector_detect (detector, NULL, NULL);
  guint timeout = g_timeout_add_seconds (DEADLINE, give_up, NULL);
  Call call = { .loop = g_main_loop_new (NULL, FALSE) };

  edgekit_detector_refresh_memory_async (detector, NULL, on_refreshed, &call);
  g_main_loop_run (call.loop);
  g_assert_no_error (call.error);
  g_assert_true (edgekit_hardware_profile_get_cpu (call.profile) == edgekit_hardware_profile_get_cpu (first));
  g_assert_cmpint (
      edgekit_memory_pool_get_total (edgekit_hardware_profile_lookup_pool (call.profile, "ram")), ==,
      edgekit_memory_pool_get_total (edgekit_hardware_profile_lookup_pool (first, "ram")));
  g_object_unref (call.profile);
  g_main_loop_unref (call.loop);
  g_source_remove (timeout);
}

/* What was measured is kept when only the free memory is read again. */
static void
test_measure (void)
{
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
  g_autoptr(EdgeKitHardwareProfile) first = NULL;
  guint timeout = g_timeout_add_seconds (DEADLINE, give_up, NULL);
  Call call = { .loop = g_main_loop_new (NULL, FALSE) };
  EdgeKitMemoryPool *ram;
  gboolean measured;

  g_object_set (detector, "measure", TRUE, NULL);
  g_assert_true (edgekit_detector_get_measure (detector));
  first = edgekit_detector_detect (detector, NULL, NULL);
  ram = edgekit_hardware_profile_lookup_pool (first, "ram");
  /* where too little memory is free, nothing is measured */
  measured = edgekit_snapshot_has (edgekit_detector_get_snapshot (detector), "measured:memory-bandwidth");
  g_assert_true (!measured || edgekit_memory_pool_get_bandwidth (ram) > 0);
  g_assert_true (!measured || edgekit_hardware_profile_get_provenance (first, "memory_pools.ram.bandwidth", NULL) ==
                                  EDGEKIT_PROVENANCE_MEASURED);
  edgekit_detector_refresh_memory_async (detector, NULL, on_refreshed, &call);
  g_main_loop_run (call.loop);
  g_assert_no_error (call.error);
  g_assert_cmpint (edgekit_memory_pool_get_bandwidth (edgekit_hardware_profile_lookup_pool (call.profile, "ram")), ==,
                   edgekit_memory_pool_get_bandwidth (ram));
  g_object_unref (call.profile);
  g_main_loop_unref (call.loop);
  g_source_remove (timeout);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/detect/here", test_here);
  g_test_add_func ("/detect/cancelled", test_cancelled);
  g_test_add_func ("/detect/missing-root", test_missing_root);
  g_test_add_func ("/detect/empty-root", test_empty_root);
  g_test_add_func ("/detect/refresh", test_refresh);
  g_test_add_func ("/detect/measure", test_measure);
  return g_test_run ();
}
