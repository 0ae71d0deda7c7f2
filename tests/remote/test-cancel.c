/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever is going on ends when somebody does not want it any more. */

#include "world.h"

#define LOCATION "hf:owner/llama:Q4_K_M"
/* Of the path of a listing, of where a file is, and of the file. */
#define LISTING "/tree/"
#define RESOLVE "/resolve/"
#define CONTENT "/bridge/"

static Hub *hub;

typedef struct
{
  GMainLoop *loop;
  GError *error;
  gint64 cancelled, ended;
  GCancellable *cancellable;
} Ending;

static void
loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Ending *ending = data;

  g_assert_null (edgekit_model_source_load_finish (EDGEKIT_MODEL_SOURCE (source), result, &ending->error));
  ending->ended = g_get_monotonic_time ();
  g_main_loop_quit (ending->loop);
}

static gboolean
cancel (gpointer data)
{
  Ending *ending = data;

  ending->cancelled = g_get_monotonic_time ();
  g_cancellable_cancel (ending->cancellable);
  return G_SOURCE_REMOVE;
}

/* A tenth of a second is the goal; a hang is what a test can tell from it for sure. */
#define DEADLINE (G_TIME_SPAN_SECOND)

static void
check_ends (const char *location, EdgeKitModelDepth depth, guint after)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Ending ending = { .loop = g_main_loop_new (NULL, FALSE), .cancellable = cancellable };

  edgekit_remote_options_set_depth (options, depth);
  edgekit_model_source_set_options (source, options);
  edgekit_model_source_load_async (source, cancellable, loaded, &ending);
  g_timeout_add (after, cancel, &ending);
  g_main_loop_run (ending.loop);
  g_test_message ("ended after %d ms", (int) ((ending.ended - ending.cancelled) / 1000));
  g_assert_error (ending.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ending.ended - ending.cancelled, <, DEADLINE);
  g_error_free (ending.error);
  g_main_loop_unref (ending.loop);
}

typedef struct
{
  const char *name;
  const char *part;
  HubFault fault;
} Step;

static const Step steps[] = {
  { "listing", LISTING, HUB_STALL },
  { "resolve", RESOLVE, HUB_STALL },
  { "content", CONTENT, HUB_STALL },
  { "body", CONTENT, HUB_TRICKLE },
  { "pause", LISTING, HUB_RATE_LIMITED },
  { "several", "/safe/resolve/", HUB_STALL },
};

static void
test_cancel (gconstpointer data)
{
  const Step *step = data;

  world_fresh (hub);
  hub_set_fault (hub, step->part, step->fault, G_MAXUINT);
  check_ends (g_str_equal (step->name, "several") ? "hf:owner/safe" : LOCATION, EDGEKIT_MODEL_DEPTH_FACTS, 400);
}

/* While the connection is made. */
static void
test_cancel_connecting (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *link = g_strdup_printf ("https://127.0.0.1:%u/model.gguf", port);

  check_ends (link, EDGEKIT_MODEL_DEPTH_FACTS, 200);
}

typedef struct
{
  Ending ending;
  gboolean ok;
} Download;

static void
downloaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Download *download = data;

  download->ok = edgekit_model_source_download_finish (EDGEKIT_MODEL_SOURCE (source), result, &download->ending.error);
  download->ending.ended = g_get_monotonic_time ();
  g_main_loop_quit (download->ending.loop);
}

/* What came by then is kept, and is not asked for again. */
static void
test_cancel_download (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:owner/endless");
  g_autofree char *folder = g_build_filename (g_get_home_dir (), "cancelled", NULL);
  g_autoptr(GFile) target = g_file_new_for_path (folder);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Download download = { { .loop = g_main_loop_new (NULL, FALSE), .cancellable = cancellable } };

  world_fresh (hub);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  hub_set_fault (hub, CONTENT, HUB_TRICKLE, G_MAXUINT);
  edgekit_model_source_download_async (source, target, cancellable, downloaded, &download);
  g_timeout_add (400, cancel, &download.ending);
  g_main_loop_run (download.ending.loop);
  g_assert_false (download.ok);
  g_assert_error (download.ending.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (download.ending.ended - download.ending.cancelled, <, DEADLINE);
  g_error_free (download.ending.error);
  g_main_loop_unref (download.ending.loop);
}

int
main (int argc, char **argv)
{
  g_autoptr(GBytes) some = g_bytes_new_static ("GGUF", 4);
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.2-1b");
  world_add_weights (hub, "owner/safe", "", "llama-3.1-8b");
  hub_add_file (hub, "owner/endless", "endless-Q8_0.gguf", some, 3000000);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strconcat ("/cancel/", steps[i].name, NULL);

      g_test_add_data_func (path, &steps[i], test_cancel);
    }
  g_test_add_func ("/cancel/connecting", test_cancel_connecting);
  g_test_add_func ("/cancel/download", test_cancel_download);
  status = g_test_run ();
  return world_end (hub, status);
}
