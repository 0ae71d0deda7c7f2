/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What stands between this computer and a server: names, routes, proxies, time. */

#include "config.h"

#include <string.h>

#include "edgekit-http-private.h"
#include "edgekit-http-soup-private.h"
#include "world.h"

#define WHAT "hf:owner/llama"

static Hub *hub;

/* --- Names without a server of names ---------------------------------------------- */

typedef struct
{
  GResolver parent_instance;
} TestResolver;
typedef GResolverClass TestResolverClass;

static GType test_resolver_get_type (void);
G_DEFINE_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

/* "localhost" is there, and nothing else. */
static void
lookup_async (GResolver *resolver, const char *name, GResolverNameLookupFlags flags, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, data);

  if (g_str_equal (name, "localhost"))
    g_task_return_pointer (task, g_list_prepend (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)),
                           (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "secret details");
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
plain_lookup_async (GResolver *resolver, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer data)
{
  lookup_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, data);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  klass->lookup_by_name_async = plain_lookup_async;
  klass->lookup_by_name_finish = lookup_finish;
  klass->lookup_by_name_with_flags_async = lookup_async;
  klass->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* --- One request ------------------------------------------------------------------ */

static void
check_fails (EdgeKitRemoteSettings *settings, const char *url, int code, const char *says)
{
  g_autoptr(EdgeKitHttp) http = _edgekit_http_new (settings);
  const EdgeKitHttpRequest request = { .url = url, .what = WHAT };
  g_autoptr(GError) error = NULL;

  g_assert_null (_edgekit_http_open (http, &request, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, EDGEKIT_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, WHAT ": "));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_names (void)
{
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_get ();

  check_fails (settings, "https://nowhere.test/secret", EDGEKIT_ERROR_NAME_RESOLUTION, "nowhere.test was not found");
}

/* As GIO reports them; what a network does not do on demand. */
static void
test_reports (void)
{
  static const struct
  {
    int code; /* G_IO_ERROR */
    int error;
    const char *says;
  } reports[] = {
    { G_IO_ERROR_NETWORK_UNREACHABLE, EDGEKIT_ERROR_UNREACHABLE, "no way to host.test; check the connection" },
    { G_IO_ERROR_HOST_UNREACHABLE, EDGEKIT_ERROR_UNREACHABLE, "no way to host.test; check the connection" },
    { G_IO_ERROR_CONNECTION_REFUSED, EDGEKIT_ERROR_UNREACHABLE, "does not take connections" },
    { G_IO_ERROR_HOST_NOT_FOUND, EDGEKIT_ERROR_NAME_RESOLUTION, "was not found" },
    { G_IO_ERROR_PROXY_FAILED, EDGEKIT_ERROR_PROXY, "proxy settings" },
    { G_IO_ERROR_PROXY_AUTH_FAILED, EDGEKIT_ERROR_PROXY, "refused the name or password" },
    { G_IO_ERROR_PROXY_NEED_AUTH, EDGEKIT_ERROR_PROXY, "asks for a name and password" },
    { G_IO_ERROR_PROXY_NOT_ALLOWED, EDGEKIT_ERROR_PROXY, "does not allow host.test" },
    { G_IO_ERROR_TIMED_OUT, EDGEKIT_ERROR_TIMED_OUT, "did not answer in time" },
    { G_IO_ERROR_FAILED, EDGEKIT_ERROR_NETWORK, "broke; try again" },
  };
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_get ();
  g_autoptr(EdgeKitHttp) http = _edgekit_http_new (settings);

  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autoptr(GError) error = NULL;

      _edgekit_http_failed (http, "https://host.test/secret", WHAT, EDGEKIT_HTTP_IN_TIME, FALSE,
                            g_error_new (G_IO_ERROR, reports[i].code, "secret details"), &error);
      g_assert_error (error, EDGEKIT_ERROR, reports[i].error);
      g_assert_nonnull (strstr (error->message, reports[i].says));
      g_assert_null (strstr (error->message, "secret"));
    }
}

/* --- Proxies ------------------------------------------------------------------------ */

typedef struct
{
  GSocketListener *listener;
  GThread *thread;
  const char *answer;
  char *uri;
  GCancellable *end;
  guint n_asked;
} Proxy;

/* Reads a request, and says what it always says. */
static gpointer
serve (gpointer data)
{
  Proxy *self = data;

  for (;;)
    {
      g_autoptr(GSocketConnection) connection = g_socket_listener_accept (self->listener, NULL, self->end, NULL);
      char text[4096];

      if (!connection)
        return NULL;
      self->n_asked++;
      g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), text, sizeof text, self->end, NULL);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), self->answer,
                                 strlen (self->answer), NULL, self->end, NULL);
    }
}

static void
proxy_start (Proxy *self, const char *answer)
{
  guint16 port;

  self->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  self->answer = answer;
  self->end = g_cancellable_new ();
  self->thread = g_thread_new ("proxy", serve, self);
}

static void
proxy_stop (Proxy *self)
{
  g_cancellable_cancel (self->end);
  g_thread_join (self->thread);
  g_object_unref (self->end);
  g_object_unref (self->listener);
  g_free (self->uri);
}

static EdgeKitRemoteSettings *
settings_with_proxy (const char *uri)
{
  EdgeKitRemoteSettings *settings = _edgekit_remote_settings_get ();

  settings->proxies = g_simple_proxy_resolver_new (uri, NULL);
  return settings;
}

static void
test_proxies (void)
{
  static const struct
  {
    const char *answer;
    const char *says;
  } cases[] = {
    { "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n",
      "name and password" },
    { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "proxy" },
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "proxy" },
    { "", "proxy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Proxy proxy = { 0 };
      g_autoptr(EdgeKitRemoteSettings) settings = NULL;

      proxy_start (&proxy, cases[i].answer);
      settings = settings_with_proxy (proxy.uri);
      check_fails (settings, hub_get_endpoint (hub), EDGEKIT_ERROR_PROXY, cases[i].says);
      g_assert_cmpuint (proxy.n_asked, >, 0);
      proxy_stop (&proxy);
    }
}

/* One that is not there, and one whose name nobody knows. */
static void
test_no_proxy (void)
{
  Proxy proxy = { 0 };
  g_autofree char *uri = NULL;
  g_autoptr(EdgeKitRemoteSettings) gone = NULL, unknown = NULL;

  proxy_start (&proxy, "");
  uri = g_strdup (proxy.uri);
  proxy_stop (&proxy);
  gone = settings_with_proxy (uri);
  check_fails (gone, hub_get_endpoint (hub), EDGEKIT_ERROR_PROXY, "check the proxy settings");
  unknown = settings_with_proxy ("http://nowhere.test:3128");
  check_fails (unknown, hub_get_endpoint (hub), EDGEKIT_ERROR_PROXY, "check the proxy settings");
}

/* --- Time ------------------------------------------------------------------------- */

/* A server that takes connections and says nothing: its connection, its answer and the
 * whole call have a limit each. */
static void
test_limits (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *mute = g_strdup_printf ("https://127.0.0.1:%u/", port);
  g_autofree char *listing = g_strconcat (hub_get_endpoint (hub), "/api/models/owner/llama/tree/main", NULL);
  g_autoptr(EdgeKitRemoteSettings) connect = _edgekit_remote_settings_get (), idle = _edgekit_remote_settings_get (),
                                   whole = _edgekit_remote_settings_get ();

  world_fresh (hub);
  hub_set_fault (hub, "/tree/", HUB_STALL, G_MAXUINT);
  connect->connect_timeout = 200;
  connect->idle_timeout = connect->whole_timeout = 60000;
  check_fails (connect, mute, EDGEKIT_ERROR_TIMED_OUT, "could not be reached in time");
  idle->idle_timeout = 200;
  idle->connect_timeout = idle->whole_timeout = 60000;
  check_fails (idle, listing, EDGEKIT_ERROR_TIMED_OUT, "stopped answering");
  whole->whole_timeout = 400;
  whole->idle_timeout = whole->connect_timeout = 60000;
  check_fails (whole, listing, EDGEKIT_ERROR_TIMED_OUT, "did not answer in time");
}

/* The usual ones: ten seconds, fifteen, and two minutes in all. */
static void
test_usual_limits (void)
{
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_get ();

  g_assert_cmpuint (settings->connect_timeout, ==, 10000);
  g_assert_cmpuint (settings->idle_timeout, ==, 15000);
  g_assert_cmpuint (settings->whole_timeout, ==, 120000);
}

int
main (int argc, char **argv)
{
  g_autoptr(GResolver) resolver = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (test_resolver_get_type (), NULL);
  g_resolver_set_default (resolver);
  hub = world_begin ();
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.2-1b");
  g_test_add_func ("/way/names", test_names);
  g_test_add_func ("/way/reports", test_reports);
  g_test_add_func ("/way/proxies", test_proxies);
  g_test_add_func ("/way/no-proxy", test_no_proxy);
  g_test_add_func ("/way/limits", test_limits);
  g_test_add_func ("/way/usual-limits", test_usual_limits);
  status = g_test_run ();
  return world_end (hub, status);
}
