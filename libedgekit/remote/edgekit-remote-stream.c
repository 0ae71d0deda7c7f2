/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-remote-cache-private.h"
#include "edgekit-remote-stream-private.h"

/* The keys that tell what a model needs fit into this in nearly every file. */
#define FIRST_STEP (64 * 1024)
#define MIN_STEP (32 * 1024)
/* A step is no larger, so that little is on its way when reading stops. */
#define MAX_STEP (8 * 1024 * 1024)
/* Without knowing how much will be needed, a step is this part of what there is,
 * so that no more than that is in vain. */
#define PART_OF_READ 16
/* Of a server that hands out whole files only. */
#define MAX_OF_WHOLE (4 * 1024 * 1024)

struct _EdgeKitRemoteStream
{
  GInputStream parent_instance;

  EdgeKitHttp *http;
  char *url;
  char *what;
  char *agent;
  char *id;
  char *etag;        /* of the first answer */
  char *key;         /* in the cache */
  guint64 size;
  gboolean size_known;
  GByteArray *bytes; /* all that is known of the file from its begin on */
  gsize n_cached;
  guint64 position;  /* of the next byte to hand out */
  guint64 expected;  /* up to here, all will be needed */
  guint64 limit;     /* and beyond this, nothing */
  guint64 step_end;  /* of the range that the body is of */
  EdgeKitHttpBody *body;
  gboolean whole;
  gboolean broke;    /* in this step before */
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (EdgeKitRemoteStream, _edgekit_remote_stream, G_TYPE_INPUT_STREAM)

/* --- The cache -------------------------------------------------------------- */

static void
take_cached (EdgeKitRemoteStream *self, const EdgeKitRemoteCacheEntry *entry)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (entry->bytes, &length);

  if (entry->total < 0 || length > (guint64) entry->total || (self->size_known && self->size != (guint64) entry->total))
    return;
  g_byte_array_append (self->bytes, bytes, length);
  self->n_cached = length;
  self->size = entry->total;
  self->size_known = TRUE;
  self->etag = g_strdup (entry->etag);
}

static void
save (EdgeKitRemoteStream *self)
{
  g_autoptr(EdgeKitRemoteCacheEntry) entry = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (self->failed || !self->size_known || self->bytes->len <= self->n_cached || (!self->id && !self->etag))
    return;
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  entry = _edgekit_remote_cache_entry_new (self->etag, NULL, NULL, self->size, bytes);
  _edgekit_remote_cache_store (_edgekit_http_get_settings (self->http), self->key, entry);
}

/* --- Asking ----------------------------------------------------------------- */

static gboolean
refuse_changed (EdgeKitRemoteStream *self, GError **error)
{
  self->failed = TRUE;
  /* its begin in the cache may be the old one */
  _edgekit_remote_cache_forget (_edgekit_http_get_settings (self->http), self->key);
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_CHANGED,
               /* Translators: the name of a file */
               _ ("%s: the file was replaced by another one while it was read; try again"), self->what);
  return FALSE;
}

static gboolean
refuse_page (EdgeKitRemoteStream *self, GError **error)
{
  self->failed = TRUE;
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_WEB_PAGE,
               /* Translators: the name of a file */
               _ ("%s: a web page came instead of the file; check the link and, if the network asks to log in, open a "
                  "page in a browser first"),
               self->what);
  return FALSE;
}

static gboolean
refuse_whole (EdgeKitRemoteStream *self, GError **error)
{
  g_autofree char *size = self->size_known ? edgekit_format_size (MIN (self->size, G_MAXINT64)) : NULL;

  if (size)
    /* Translators: the name of a file, and its size */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED,
                 _ ("%1$s: the server hands out whole files only, so EdgeKit stopped reading; downloading it takes %2$s"),
                 self->what, size);
  else
    /* Translators: the name of a file */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_RANGE_IGNORED,
                 _ ("%s: the server hands out whole files only, and does not say how large this one is, so EdgeKit "
                    "stopped reading"),
                 self->what);
  return FALSE;
}

/* Whether this answer is of the same file as the one before. */
static gboolean
check_same (EdgeKitRemoteStream *self, const EdgeKitHttpHead *head, GError **error)
{
  if (head->total != EDGEKIT_UNKNOWN)
    {
      if (self->size_known && self->size != (guint64) head->total)
        return refuse_changed (self, error);
      self->size = head->total;
      self->size_known = TRUE;
    }
  if (self->etag && head->etag && !g_str_equal (self->etag, head->etag))
    return refuse_changed (self, error);
  /* a hub says with each link of which content it is, by the hash that its listing has */
  if (self->id && head->linked && strlen (self->id) == strlen (head->linked) && !g_str_equal (self->id, head->linked))
    return refuse_changed (self, error);
  if (!self->etag)
    self->etag = g_strdup (head->etag);
  return TRUE;
}

static guint64
next_step (EdgeKitRemoteStream *self)
{
  guint64 at = self->bytes->len, step = at == 0 ? FIRST_STEP : MAX (MIN_STEP, at / PART_OF_READ);

  if (self->expected > at)
    step = MAX (step, self->expected - at);
  step = MIN (step, MAX_STEP);
  if (self->limit > at)
    step = MIN (step, self->limit - at);
  return self->size_known ? MIN (step, self->size - at) : step;
}

static EdgeKitHttpRequest
make_request (EdgeKitRemoteStream *self, const char *known_etag)
{
  return (EdgeKitHttpRequest){
    .url = self->url, .what = self->what, .agent = self->agent, .known_etag = known_etag, .ranged = TRUE,
    .begin = known_etag ? 0 : self->bytes->len, .length = known_etag ? FIRST_STEP : next_step (self),
  };
}

static void
forget_cached (EdgeKitRemoteStream *self)
{
  g_byte_array_set_size (self->bytes, 0);
  self->n_cached = 0;
  self->size_known = FALSE;
  g_clear_pointer (&self->etag, g_free);
}

/* Takes the answer in @body, which is NULL with an error when there is none. */
static gboolean
take_answer (EdgeKitRemoteStream *self, const EdgeKitHttpRequest *request, EdgeKitHttpBody *body, GError **error)
{
  const EdgeKitHttpHead *head;

  if (!body)
    return FALSE;
  self->body = body;
  head = _edgekit_http_body_get_head (body);
  if (head->status == 304)
    {
      g_clear_pointer (&self->body, _edgekit_http_body_free);
      return TRUE;
    }
  /* another file than the one in the cache; this is its begin */
  if (request->known_etag)
    forget_cached (self);
  if (self->bytes->len == 0 && head->type && g_str_equal (head->type, "text/html"))
    return refuse_page (self, error);
  self->whole = head->whole;
  self->step_end = self->bytes->len + request->length;
  return check_same (self, head, error);
}

static gboolean
open_range (EdgeKitRemoteStream *self, GCancellable *cancellable, GError **error)
{
  const EdgeKitHttpRequest request = make_request (self, NULL);

  return take_answer (self, &request, _edgekit_http_open (self->http, &request, cancellable, error), error);
}

/* --- Reading ---------------------------------------------------------------- */

/* Where a range ended before its end: once more from there. */
static gboolean
check_end (EdgeKitRemoteStream *self, GError **error)
{
  guint64 end = self->size_known ? MIN (self->step_end, self->size) : self->step_end;
  gboolean early = self->whole ? self->size_known && self->bytes->len < self->size : self->bytes->len < end;

  g_clear_pointer (&self->body, _edgekit_http_body_free);
  if (!early)
    {
      if (!self->size_known && (self->whole || self->bytes->len < self->step_end))
        {
          self->size = self->bytes->len;
          self->size_known = TRUE;
        }
      return TRUE;
    }
  if (self->broke || self->whole)
    {
      self->failed = TRUE;
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NETWORK,
                   /* Translators: the name of a file */
                   _ ("%s: the connection ended before the answer did; try again"), self->what);
      return FALSE;
    }
  self->broke = TRUE;
  return TRUE;
}

static gssize
hand_out (EdgeKitRemoteStream *self, void *buffer, gsize count)
{
  gsize n = MIN (count, self->bytes->len - self->position);

  memcpy (buffer, self->bytes->data + self->position, n);
  self->position += n;
  return n;
}

/* Adds what comes next to the bytes. FALSE with an error; nothing is added at the
 * end of the file. */
static gboolean
fetch (EdgeKitRemoteStream *self, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  gssize n = 0;

  while (n == 0 && !(self->size_known && self->bytes->len >= self->size))
    {
      if (!self->body && !open_range (self, cancellable, error))
        return FALSE;
      if (self->whole && self->bytes->len >= MAX_OF_WHOLE)
        return refuse_whole (self, error);
      n = _edgekit_http_body_read (self->body, buffer, count, cancellable, error);
      if (n < 0 || (n == 0 && !check_end (self, error)))
        return FALSE;
    }
  if (n == 0)
    return TRUE;
  g_byte_array_append (self->bytes, buffer, n);
  if (!self->whole && self->bytes->len >= MIN (self->step_end, self->size_known ? self->size : G_MAXUINT64))
    {
      self->broke = FALSE;
      g_clear_pointer (&self->body, _edgekit_http_body_free);
    }
  return TRUE;
}

/* What was asked for comes anyway, so it is waited for up to @count: the rest of
 * a step would otherwise be thrown away, and its connection with it. */
static gssize
stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  EdgeKitRemoteStream *self = EDGEKIT_REMOTE_STREAM (stream);

  while (self->bytes->len - self->position < count)
    {
      gsize before = self->bytes->len;

      if (before > self->position && !self->body)
        break;
      if (!fetch (self, buffer, count, cancellable, error))
        return -1;
      if (self->bytes->len == before)
        break;
    }
  return hand_out (self, buffer, count);
}

static void
stream_finalize (GObject *object)
{
  EdgeKitRemoteStream *self = EDGEKIT_REMOTE_STREAM (object);

  g_clear_pointer (&self->body, _edgekit_http_body_free);
  save (self);
  g_free (self->url);
  g_free (self->what);
  g_free (self->agent);
  g_free (self->id);
  g_free (self->etag);
  g_free (self->key);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  G_OBJECT_CLASS (_edgekit_remote_stream_parent_class)->finalize (object);
}

static void
_edgekit_remote_stream_class_init (EdgeKitRemoteStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = stream_read;
}

static void
_edgekit_remote_stream_init (EdgeKitRemoteStream *self)
{
  self->bytes = g_byte_array_new ();
  self->limit = G_MAXUINT64;
}

static char *
make_key (const EdgeKitRemoteSource *source)
{
  /* what comes after it may be a signature */
  g_autofree char *plain = g_strndup (source->url, strcspn (source->url, "?#"));

  return g_strconcat ("file ", plain, " ", source->id, NULL);
}

/* With what is in the cache. @ask: whether a server must be asked before it is read. */
static EdgeKitRemoteStream *
stream_new (const EdgeKitRemoteSource *source, gboolean *ask)
{
  const EdgeKitRemoteSettings *settings = _edgekit_http_get_settings (source->http);
  EdgeKitRemoteStream *self = g_object_new (EDGEKIT_TYPE_REMOTE_STREAM, NULL);
  g_autoptr(EdgeKitRemoteCacheEntry) entry = NULL;

  self->http = source->http;
  self->url = g_strdup (source->url);
  self->what = g_strdup (source->what);
  self->agent = g_strdup (source->agent);
  self->id = g_strdup (source->id);
  self->key = make_key (source);
  self->size = source->size;
  self->size_known = source->size != EDGEKIT_UNKNOWN;
  if (!settings->refresh)
    entry = _edgekit_remote_cache_lookup (settings, self->key);
  if (entry)
    take_cached (self, entry);
  /* a name for the content says that what is there is right; else the server does */
  *ask = self->n_cached == 0 ? !(self->size_known && self->size == 0) : !self->id && !settings->offline;
  if (*ask && self->n_cached > 0 && !self->etag)
    forget_cached (self);
  return self;
}

/* The rest of this step, which comes anyway. */
static gboolean
read_step (EdgeKitRemoteStream *self, GCancellable *cancellable, GError **error)
{
  guint8 piece[16 * 1024];

  while (self->body && !self->whole)
    if (!fetch (self, piece, sizeof piece, cancellable, error))
      return FALSE;
  return TRUE;
}

void
_edgekit_remote_stream_open_all (const EdgeKitRemoteSource *sources, guint n, EdgeKitRemoteStream **streams,
                                 GError **errors, GCancellable *cancellable)
{
  EdgeKitHttpRequest requests[EDGEKIT_HTTP_AT_ONCE];
  EdgeKitHttpBody *bodies[EDGEKIT_HTTP_AT_ONCE] = { NULL };
  GError *problems[EDGEKIT_HTTP_AT_ONCE] = { NULL };
  guint asked[EDGEKIT_HTTP_AT_ONCE], n_asked = 0;

  g_assert (n <= EDGEKIT_HTTP_AT_ONCE);
  for (guint i = 0; i < n; i++)
    {
      gboolean ask;

      streams[i] = stream_new (&sources[i], &ask);
      if (!ask)
        continue;
      requests[n_asked] = make_request (streams[i], streams[i]->n_cached > 0 ? streams[i]->etag : NULL);
      asked[n_asked++] = i;
    }
  if (n_asked > 0)
    _edgekit_http_open_all (sources[0].http, requests, n_asked, bodies, problems, cancellable);
  for (guint i = 0; i < n_asked; i++)
    {
      EdgeKitRemoteStream **stream = &streams[asked[i]];

      if (problems[i])
        g_propagate_error (&errors[asked[i]], problems[i]);
      if (!take_answer (*stream, &requests[i], bodies[i], &errors[asked[i]]) ||
          (n > 1 && !read_step (*stream, cancellable, &errors[asked[i]])))
        g_clear_object (stream);
    }
}

EdgeKitRemoteStream *
_edgekit_remote_stream_open (const EdgeKitRemoteSource *source, GCancellable *cancellable, GError **error)
{
  EdgeKitRemoteStream *self = NULL;
  GError *local = NULL;

  _edgekit_remote_stream_open_all (source, 1, &self, &local, cancellable);
  if (local)
    g_propagate_error (error, local);
  return self;
}

guint64
_edgekit_remote_stream_get_size (EdgeKitRemoteStream *self)
{
  return self->size_known ? self->size : G_MAXINT64;
}

void
_edgekit_remote_stream_expect (EdgeKitRemoteStream *self, guint64 n)
{
  self->expected = MAX (self->expected, self->position + MIN (n, G_MAXUINT32));
}

void
_edgekit_remote_stream_set_limit (EdgeKitRemoteStream *self, guint64 limit)
{
  self->limit = limit;
}
