/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything that can go wrong on the way: each has its own code and sentence, and
 * none is waited for longer than it must be, read further, or read twice. */

#include "world.h"

#define REPOSITORY "owner/llama"
#define LOCATION "hf:owner/llama:Q4_K_M"
#define FILE_NAME "llama-Q4_K_M.gguf"
/* Of the path of a listing, of where a file is, and of the file. */
#define LISTING "/tree/"
#define RESOLVE "/resolve/"
#define CONTENT "/bridge/"

static Hub *hub;

typedef struct
{
  const char *name;
  const char *part;
  HubFault fault;
  int code; /* EdgeKitError */
  const char *says; /* part of the sentence: what to do */
} Case;

static const Case cases[] = {
  { "gated", LISTING, HUB_GATED, EDGEKIT_ERROR_GATED, "accept conditions" },
  { "gated-file", RESOLVE, HUB_GATED, EDGEKIT_ERROR_GATED, "HF_TOKEN" },
  { "gated-for-you", LISTING, HUB_GATED_FOR_YOU, EDGEKIT_ERROR_GATED, "page of the model" },
  { "private", LISTING, HUB_PRIVATE, EDGEKIT_ERROR_PRIVATE, "private" },
  { "not-found", LISTING, HUB_NOT_FOUND, EDGEKIT_ERROR_NOT_FOUND, "check the name" },
  { "no-revision", LISTING, HUB_NO_REVISION, EDGEKIT_ERROR_NOT_FOUND, "revision" },
  { "disabled", LISTING, HUB_DISABLED, EDGEKIT_ERROR_PERMISSION, "closed" },
  { "rate-limited", LISTING, HUB_RATE_LIMITED_LONG, EDGEKIT_ERROR_RATE_LIMITED, "5 minutes" },
  { "rate-limited-hour", LISTING, HUB_RATE_LIMITED_HOUR, EDGEKIT_ERROR_RATE_LIMITED, "60 minutes" },
  { "rate-limited-until", LISTING, HUB_RATE_LIMITED_UNTIL, EDGEKIT_ERROR_RATE_LIMITED, "30 minutes" },
  { "server", CONTENT, HUB_SERVER_ERROR, EDGEKIT_ERROR_SERVER, "503" },
  { "stall", LISTING, HUB_STALL, EDGEKIT_ERROR_TIMED_OUT, "stopped answering" },
  { "stall-content", CONTENT, HUB_STALL, EDGEKIT_ERROR_TIMED_OUT, "stopped answering" },
  { "trickle", CONTENT, HUB_TRICKLE, EDGEKIT_ERROR_TOO_SLOW, "too slowly" },
  { "endless", LISTING, HUB_ENDLESS, EDGEKIT_ERROR_ENDLESS, "does not end" },
  { "wrong-range", CONTENT, HUB_WRONG_RANGE, EDGEKIT_ERROR_BAD_RANGE, "another part" },
  { "multipart", CONTENT, HUB_MULTIPART, EDGEKIT_ERROR_BAD_RANGE, "another part" },
  { "gzip", CONTENT, HUB_GZIP, EDGEKIT_ERROR_ENCODED, "packed" },
  { "loop", RESOLVE, HUB_LOOP, EDGEKIT_ERROR_REDIRECTS, "without an end" },
  { "insecure", RESOLVE, HUB_INSECURE, EDGEKIT_ERROR_REDIRECTS, "not secure" },
  { "page", LISTING, HUB_PAGE, EDGEKIT_ERROR_WEB_PAGE, "log in" },
  { "page-content", CONTENT, HUB_PAGE, EDGEKIT_ERROR_WEB_PAGE, "log in" },
  { "garbage", LISTING, HUB_GARBAGE, EDGEKIT_ERROR_INVALID_DATA, "makes no sense" },
  { "break", CONTENT, HUB_BREAK, EDGEKIT_ERROR_NETWORK, "try again" },
  { "forbidden", CONTENT, HUB_FORBIDDEN, EDGEKIT_ERROR_PERMISSION, "does not hand this out" },
};

static void
check_one_line (const GError *error, const char *location)
{
  g_assert_true (g_str_has_prefix (error->message, location));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strstr (error->message, "Signature"));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (LOCATION);
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();

  world_fresh (hub);
  hub_set_fault (hub, c->part, c->fault, G_MAXUINT);
  if (c->fault == HUB_TRICKLE)
    edgekit_remote_options_set_timeout (options, 5);
  edgekit_model_source_set_options (source, options);
  g_assert_null (edgekit_model_source_load (source, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, EDGEKIT_ERROR, c->code);
  check_one_line (error, LOCATION);
  g_assert_nonnull (strstr (error->message, c->says));
}

/* --- What is overcome ------------------------------------------------------- */

static void
load_well (const char *location, EdgeKitModelDepth depth)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = world_load (location, depth, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (edgekit_model_get_architecture (model), ==, "llama");
}

static void
test_server_recovers (void)
{
  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_SERVER_ERROR, 2);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  /* the listing, and three times where the file is and the file */
  g_assert_cmpuint (hub_count_requests (hub), ==, 7);
}

static void
test_server_gives_up (void)
{
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  hub_set_fault (hub, LISTING, HUB_SERVER_ERROR, G_MAXUINT);
  g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_SERVER);
  g_assert_cmpuint (hub_count_requests (hub), ==, 4); /* once, and three times more */
}

static void
test_rate_limit_passes (void)
{
  gint64 begin = g_get_monotonic_time ();

  world_fresh (hub);
  hub_set_fault (hub, LISTING, HUB_RATE_LIMITED, 1);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  /* not before the second that it asked for */
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (hub_count_requests (hub), ==, 4);
}

static void
test_early_end (void)
{
  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_BREAK, 1);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS);
}

static void
test_signature_runs_out (void)
{
  GPtrArray *requests;
  guint n = 0;

  /* in the middle of a file, where its address is known already */
  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_fault (hub, CONTENT, HUB_FORBIDDEN, 0);
  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS);
  requests = hub_list_requests (hub);
  for (guint i = 0; i < requests->len; i++)
    n += strstr (((HubRequest *) g_ptr_array_index (requests, i))->path, RESOLVE) != NULL;
  g_assert_cmpuint (n, ==, 1); /* asked for once, used for all ranges */
  g_ptr_array_unref (requests);
}

static void
test_changed (void)
{
  g_autoptr(GError) error = NULL;

  /* once: what is known of the old file is forgotten, and the new one read */
  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_fault (hub, CONTENT, HUB_CHANGED, G_MAXUINT);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS);
  g_assert_false (hub_sent_once (hub));
  /* again and again: told after one more try */
  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_fault (hub, CONTENT, HUB_CHANGING, G_MAXUINT);
  g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_CHANGED);
  check_one_line (error, LOCATION);
}

/* All of it comes, so what is needed is read and the rest is not; of more than
 * 4 MiB there is none. */
static void
test_whole (void)
{
  g_autoptr(GError) error = NULL;
  guint64 size;
  g_autoptr(GBytes) header = world_make_header ("llama-3.1-8b", &size);

  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_WHOLE, G_MAXUINT);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_WHOLE, G_MAXUINT);
  g_assert_null (world_load ("hf:owner/large:Q4_K_M", EDGEKIT_MODEL_DEPTH_TENSORS, &error));
  g_test_message ("%s; sent %" G_GUINT64_FORMAT, error->message, hub_count_sent (hub));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED);
  g_assert_nonnull (strstr (error->message, "GB")); /* how large it is */
  /* what is on its way in buffers of the system comes on top */
  g_assert_cmpuint (hub_count_sent (hub), <, 24 * 1024 * 1024);
}

static void
test_range_ignored_later (void)
{
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_fault (hub, CONTENT, HUB_WHOLE, G_MAXUINT);
  g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED);
}

static void
test_shifted_range (void)
{
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  hub_set_fault (hub, CONTENT, HUB_SHIFTED_RANGE, G_MAXUINT);
  g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_TENSORS, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_BAD_RANGE);
}

static void
test_odd_but_right (void)
{
  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_200_WITH_RANGE, G_MAXUINT);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
  world_fresh (hub);
  hub_set_fault (hub, CONTENT, HUB_NO_RANGE_HEADER, G_MAXUINT);
  load_well (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS);
}

/* --- Downloads -------------------------------------------------------------- */

static void
test_download (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:owner/small");
  g_autoptr(EdgeKitModelSource) huge = edgekit_model_source_new ("hf:owner/huge");
  g_autofree char *folder = g_build_filename (g_get_home_dir (), "models", NULL);
  g_autofree char *path = g_build_filename (folder, "small-Q8_0.gguf", NULL);
  g_autoptr(GFile) target = g_file_new_for_path (folder);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  world_fresh (hub);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (edgekit_model_source_query_download_size (source, NULL, &error), ==, 300000);
  g_assert_cmpuint (hub_count_requests (hub), ==, 1); /* nothing but the listing */
  hub_set_fault (hub, CONTENT, HUB_BREAK, 1);
  g_assert_false (edgekit_model_source_download (source, target, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (edgekit_model_source_download (source, target, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (hub_sent_once (hub)); /* it went on where it ended */
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (length, ==, 300000);
  g_assert_true (edgekit_model_source_download (source, target, NULL, &error)); /* is there */
  g_assert_true (hub_sent_once (hub));
  g_assert_cmpint (edgekit_model_source_get_bytes_read (source), ==, 300000);
  g_assert_false (edgekit_model_source_download (huge, target, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NO_SPACE);
}

/* What is there in part is of no use where only whole files come: it begins anew, once. */
static void
test_download_anew (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:owner/small");
  g_autofree char *folder = g_build_filename (g_get_home_dir (), "anew", NULL);
  g_autofree char *path = g_build_filename (folder, "small-Q8_0.gguf", NULL);
  g_autoptr(GFile) target = g_file_new_for_path (folder);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  world_fresh (hub);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  hub_set_fault (hub, CONTENT, HUB_BREAK, 1);
  g_assert_false (edgekit_model_source_download (source, target, NULL, &error));
  g_clear_error (&error);
  hub_set_fault (hub, CONTENT, HUB_WHOLE, G_MAXUINT);
  g_assert_true (edgekit_model_source_download (source, target, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (length, ==, 300000);
}

/* --- On the way ------------------------------------------------------------- */

static void
check_endpoint (const char *endpoint, int code)
{
  g_autofree char *old = g_strdup (g_getenv ("HF_ENDPOINT"));
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_setenv ("HF_ENDPOINT", endpoint, TRUE);
  g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_setenv ("HF_ENDPOINT", old, TRUE);
  g_test_message ("%s", error->message);
  g_assert_error (error, EDGEKIT_ERROR, code);
  check_one_line (error, LOCATION);
}

static void
test_unreachable (void)
{
  /* a port that nobody listens at: it was free just now */
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autofree char *endpoint = NULL;

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  address = g_socket_get_local_address (socket, NULL);
  endpoint = g_strdup_printf ("https://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  check_endpoint (endpoint, EDGEKIT_ERROR_UNREACHABLE);
}

static void
test_not_trusted (void)
{
  g_autofree char *ca = g_strdup (g_getenv ("SSL_CERT_FILE"));

  g_unsetenv ("SSL_CERT_FILE");
  check_endpoint (hub_get_endpoint (hub), EDGEKIT_ERROR_TLS);
  g_setenv ("SSL_CERT_FILE", "/nowhere/ca.pem", TRUE);
  {
    g_autoptr(GError) error = NULL;

    g_assert_null (world_load (LOCATION, EDGEKIT_MODEL_DEPTH_FACTS, &error));
    g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TLS);
    g_assert_nonnull (strstr (error->message, "/nowhere/ca.pem"));
  }
  g_setenv ("SSL_CERT_FILE", ca, TRUE);
}

/* A server that takes connections and never says a word. */
static void
test_mute (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *endpoint = g_strdup_printf ("https://127.0.0.1:%u", port);

  check_endpoint (endpoint, EDGEKIT_ERROR_TIMED_OUT);
}

int
main (int argc, char **argv)
{
  g_autoptr(GBytes) some = g_bytes_new_static ("GGUF", 4);
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  /* seconds that a busy computer keeps to, too */
  g_setenv ("HF_HUB_DOWNLOAD_TIMEOUT", "3", TRUE);
  g_setenv ("HF_HUB_ETAG_TIMEOUT", "5", TRUE);
  world_add_model (hub, REPOSITORY, FILE_NAME, "llama-3.2-1b");
  world_add_model (hub, "owner/large", "large-Q4_K_M.gguf", "gpt-oss-20b");
  hub_add_file (hub, "owner/small", "small-Q8_0.gguf", some, 300000);
  hub_add_file (hub, "owner/huge", "huge-Q8_0.gguf", some, G_GUINT64_CONSTANT (4000000000000000));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/faults/server-recovers", test_server_recovers);
  g_test_add_func ("/faults/server-gives-up", test_server_gives_up);
  g_test_add_func ("/faults/rate-limit-passes", test_rate_limit_passes);
  g_test_add_func ("/faults/early-end", test_early_end);
  g_test_add_func ("/faults/signature-runs-out", test_signature_runs_out);
  g_test_add_func ("/faults/changed", test_changed);
  g_test_add_func ("/faults/whole", test_whole);
  g_test_add_func ("/faults/range-ignored-later", test_range_ignored_later);
  g_test_add_func ("/faults/shifted-range", test_shifted_range);
  g_test_add_func ("/faults/odd-but-right", test_odd_but_right);
  g_test_add_func ("/faults/download", test_download);
  g_test_add_func ("/faults/download-anew", test_download_anew);
  g_test_add_func ("/faults/unreachable", test_unreachable);
  g_test_add_func ("/faults/not-trusted", test_not_trusted);
  g_test_add_func ("/faults/mute", test_mute);
  status = g_test_run ();
  return world_end (hub, status);
}
