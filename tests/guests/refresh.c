/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Detects, refreshes the memory three times, and prints each time what is free on
 * the first graphics card: "20000 MiB". */

#include <edgekit.h>

#define TIMES 3

typedef struct
{
  GMainLoop *loop;
  EdgeKitHardwareProfile *profile;
} Refresh;

static void
print_free (EdgeKitHardwareProfile *profile)
{
  GListModel *pools = edgekit_hardware_profile_get_memory_pools (profile);

  for (guint i = 0; i < g_list_model_get_n_items (pools); i++)
    {
      g_autoptr(EdgeKitMemoryPool) pool = g_list_model_get_item (pools, i);

      if (edgekit_memory_pool_get_kind (pool) != EDGEKIT_POOL_KIND_VRAM)
        continue;
      g_print ("%" G_GINT64_FORMAT " MiB\n", edgekit_memory_pool_get_available (pool) >> 20);
      return;
    }
  g_print ("nothing\n");
}

static void
on_refreshed (GObject *object, GAsyncResult *result, gpointer data)
{
  Refresh *refresh = data;
  g_autoptr(GError) error = NULL;

  refresh->profile = edgekit_detector_refresh_memory_finish (EDGEKIT_DETECTOR (object), result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (refresh->loop);
}

int
main (void)
{
  g_autoptr(EdgeKitDetector) detector = edgekit_detector_new ();
  g_autoptr(EdgeKitHardwareProfile) first = edgekit_detector_detect (detector, NULL, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  print_free (first);
  for (guint i = 0; i < TIMES; i++)
    {
      Refresh refresh = { loop, NULL };

      edgekit_detector_refresh_memory_async (detector, NULL, on_refreshed, &refresh);
      g_main_loop_run (loop);
      print_free (refresh.profile);
      g_object_unref (refresh.profile);
    }
  return 0;
}
