/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hub-private.h"

#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

typedef struct
{
  char *part;
  HubFault fault;
  guint times;
} Fault;

/* --- Records ---------------------------------------------------------------- */

static void
file_free (HubFile *file)
{
  g_free (file->repository);
  g_free (file->path);
  g_bytes_unref (file->begin);
  g_free (file->hash);
  g_free (file->second_hash);
  g_free (file);
}

static void
fault_free (Fault *fault)
{
  g_free (fault->part);
  g_free (fault);
}

HubFile *
hub_find_file (Hub *self, const char *repository, const char *path)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      HubFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->repository, repository) && g_str_equal (file->path, path))
        return file;
    }
  return NULL;
}

gboolean
hub_take_fault (Hub *self, const char *path, HubFault *fault)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      Fault *f = g_ptr_array_index (self->faults, i);

      if (f->times == 0 || !strstr (path, f->part))
        continue;
      f->times--;
      *fault = f->fault;
      return TRUE;
    }
  return FALSE;
}

/* --- Serving ---------------------------------------------------------------- */

typedef struct
{
  Hub *hub;
  SoupServerMessage *message;
  GHashTable *query;
  gboolean second;
  guint trip; /* of the chain */
} Late;

static void
late_free (Late *late)
{
  g_object_unref (late->message);
  if (late->query)
    g_hash_table_unref (late->query);
  g_free (late);
}

static void
answer_now (Hub *self, gboolean second, SoupServerMessage *message, GHashTable *query)
{
  g_mutex_lock (&self->lock);
  hub_answer (self, second, message, g_uri_get_path (soup_server_message_get_uri (message)), query);
  g_mutex_unlock (&self->lock);
}

static gboolean
answer_late (gpointer data)
{
  Late *late = data;

  g_mutex_lock (&late->hub->lock);
  late->hub->waiting--;
  late->hub->n_trips = MAX (late->hub->n_trips, late->trip);
  g_mutex_unlock (&late->hub->lock);
  if (late->hub->closed)
    return G_SOURCE_REMOVE;
  answer_now (late->hub, late->second, late->message, late->query);
  soup_server_message_unpause (late->message);
  return G_SOURCE_REMOVE;
}

/* --- Gathering ---------------------------------------------------------------- */

/* A connection takes less, even here. */
#define QUIET 3000

static gboolean
answer_gathered (gpointer data)
{
  Hub *self = data;
  g_autoptr(GPtrArray) all = g_steal_pointer (&self->gathered);

  self->gathered = g_ptr_array_new_with_free_func ((GDestroyNotify) late_free);
  if (self->quiet)
    {
      g_source_destroy (self->quiet);
      g_clear_pointer (&self->quiet, g_source_unref);
    }
  for (guint i = 0; i < all->len; i++)
    answer_late (g_ptr_array_index (all, i));
  return G_SOURCE_REMOVE;
}

static void
gather (Hub *self, Late *late)
{
  g_ptr_array_add (self->gathered, late);
  if (self->quiet)
    g_source_destroy (self->quiet);
  g_clear_pointer (&self->quiet, g_source_unref);
  /* not at once: the message that was just paused is still being looked at */
  self->quiet = g_timeout_source_new (self->gathered->len >= self->gathering ? 0 : QUIET);
  g_source_set_callback (self->quiet, answer_gathered, self, NULL);
  g_source_attach (self->quiet, self->context);
}

static void
count_sent (SoupServerMessage *message, guint length, gpointer data)
{
  Hub *self = data;

  g_mutex_lock (&self->lock);
  self->sent += length;
  g_mutex_unlock (&self->lock);
}

static void
handle (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Hub *self = data;
  gboolean second = server == self->servers[1];
  HubRequest *request = hub_request_new (second, message);
  GSource *source;
  Late *late;
  guint latency, gathering;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->requests, request);
  latency = self->latency;
  gathering = self->gathering;
  g_mutex_unlock (&self->lock);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (count_sent), self);
  if (latency == 0 && gathering == 0)
    {
      answer_now (self, second, message, query);
      return;
    }
  late = g_new0 (Late, 1);
  late->hub = self;
  late->message = g_object_ref (message);
  late->query = query ? g_hash_table_ref (query) : NULL;
  late->second = second;
  g_mutex_lock (&self->lock);
  late->trip = self->n_trips + 1;
  self->waiting++;
  self->most_waiting = MAX (self->most_waiting, self->waiting);
  g_mutex_unlock (&self->lock);
  soup_server_message_pause (message);
  if (gathering > 0)
    {
      gather (self, late);
      return;
    }
  source = g_timeout_source_new (latency);
  g_source_set_callback (source, answer_late, late, (GDestroyNotify) late_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static SoupServer *
make_server (Hub *self, GTlsCertificate *certificate, const char *host, char **endpoint)
{
  SoupServer *server = soup_server_new ("tls-certificate", certificate, NULL);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, handle, self, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  *endpoint = g_strdup_printf ("https://%s:%d", host, g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return server;
}

typedef struct
{
  Hub *hub;
  GMutex lock;
  GCond cond;
  gboolean ready;
} Start;

static gpointer
run (gpointer data)
{
  Start *start = data;
  Hub *self = start->hub;
  g_autofree char *path = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "remote", "server.pem", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

#ifdef __SANITIZE_ADDRESS__
  /* libsoup's server leaks the socket of each connection (3.2); of no interest in this thread */
  __lsan_disable ();
#endif
  if (!certificate)
    g_error ("%s", error->message);
  g_main_context_push_thread_default (self->context);
  self->servers[0] = make_server (self, certificate, "localhost", &self->endpoints[0]);
  self->servers[1] = make_server (self, certificate, "127.0.0.1", &self->endpoints[1]);
  g_mutex_lock (&start->lock);
  start->ready = TRUE;
  g_cond_signal (&start->cond);
  g_mutex_unlock (&start->lock);
  g_main_loop_run (self->loop);
  self->closed = TRUE;
  answer_gathered (self);
  for (guint i = 0; i < 2; i++)
    {
      soup_server_disconnect (self->servers[i]);
      g_object_unref (self->servers[i]);
    }
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
  return NULL;
}

Hub *
hub_new (void)
{
  Hub *self = g_new0 (Hub, 1);
  Start start = { .hub = self };

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  self->gathered = g_ptr_array_new_with_free_func ((GDestroyNotify) late_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) hub_request_free);
  self->spans = g_array_new (FALSE, FALSE, sizeof (HubSpan));
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->page_size = 1000;
  g_mutex_init (&self->lock);
  g_mutex_init (&start.lock);
  g_cond_init (&start.cond);
  self->thread = g_thread_new ("hub", run, &start);
  g_mutex_lock (&start.lock);
  while (!start.ready)
    g_cond_wait (&start.cond, &start.lock);
  g_mutex_unlock (&start.lock);
  g_mutex_clear (&start.lock);
  g_cond_clear (&start.cond);
  return self;
}

static void
clear_spans (Hub *self)
{
  for (guint i = 0; i < self->spans->len; i++)
    g_free (g_array_index (self->spans, HubSpan, i).path);
  g_array_set_size (self->spans, 0);
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
hub_free (Hub *self)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, quit, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->gathered);
  g_ptr_array_unref (self->requests);
  clear_spans (self);
  g_array_unref (self->spans);
  g_hash_table_unref (self->tokens);
  g_mutex_clear (&self->lock);
  g_free (self->endpoints[0]);
  g_free (self->endpoints[1]);
  g_free (self);
}

/* --- For tests -------------------------------------------------------------- */

const char *
hub_get_endpoint (Hub *self)
{
  return self->endpoints[0];
}

const char *
hub_get_second (Hub *self)
{
  return self->endpoints[1];
}

char *
hub_get_ca_file (void)
{
  return g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "remote", "ca.pem", NULL);
}

void
hub_add_file (Hub *self, const char *repository, const char *path, GBytes *begin, guint64 size)
{
  HubFile *file = g_new0 (HubFile, 1);
  g_autofree char *first = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, begin);
  g_autofree char *text = g_strdup_printf ("%s %" G_GUINT64_FORMAT, first, size);
  g_autofree char *more = g_strconcat (text, " second", NULL);

  file->repository = g_strdup (repository);
  file->path = g_strdup (path);
  file->begin = g_bytes_ref (begin);
  file->size = size;
  file->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  file->second_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, more, -1);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->files, file);
  g_mutex_unlock (&self->lock);
}

void
hub_set_fault (Hub *self, const char *part, HubFault fault, guint times)
{
  Fault *f = g_new0 (Fault, 1);

  f->part = g_strdup (part);
  f->fault = fault;
  f->times = times;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->faults, f);
  g_mutex_unlock (&self->lock);
}

void
hub_clear_faults (Hub *self)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_set_size (self->faults, 0);
  g_mutex_unlock (&self->lock);
}

void
hub_set_latency (Hub *self, guint milliseconds)
{
  g_mutex_lock (&self->lock);
  self->latency = milliseconds;
  g_mutex_unlock (&self->lock);
}

void
hub_set_gathering (Hub *self, guint n)
{
  g_mutex_lock (&self->lock);
  self->gathering = n;
  g_mutex_unlock (&self->lock);
}

void
hub_set_page_size (Hub *self, guint n)
{
  g_mutex_lock (&self->lock);
  self->page_size = n;
  g_mutex_unlock (&self->lock);
}

void
hub_require_token (Hub *self, const char *repository, const char *token)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->tokens, g_strdup (repository), g_strdup (token));
  g_mutex_unlock (&self->lock);
}

void
hub_reset (Hub *self)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_set_size (self->requests, 0);
  clear_spans (self);
  self->sent = 0;
  self->most_waiting = self->n_trips = 0;
  g_mutex_unlock (&self->lock);
}
