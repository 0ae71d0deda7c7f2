/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-remote-settings-private.h"

/* The names are those of huggingface_hub, src/huggingface_hub/constants.py and
 * utils/_auth.py; of modelscope, modelscope/utils/constant.py; and of OpenSSL,
 * Python's requests and curl for certificates. */

#define HUB "https://huggingface.co"
#define MODELSCOPE "https://www.modelscope.cn"
#define REGISTRY "https://registry.ollama.ai"
#define MAX_TOKEN 4096
#define CACHE_LIMIT (256 * 1024 * 1024)

/* --- Origins ---------------------------------------------------------------- */

char *
_edgekit_remote_origin (const char *url)
{
  g_autoptr(GUri) uri = url ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autofree char *lower = NULL;
  gboolean https = g_strcmp0 (scheme, "https") == 0;
  int port;

  if (!host || !*host || (!https && g_strcmp0 (scheme, "http") != 0))
    return NULL;
  lower = g_ascii_strdown (host, -1);
  port = g_uri_get_port (uri);
  if (port == (https ? 443 : 80))
    port = -1;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, lower, port, "", NULL, NULL);
}

gboolean
_edgekit_remote_is_loopback (const char *origin)
{
  g_autoptr(GUri) uri = origin ? g_uri_parse (origin, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autoptr(GInetAddress) address = NULL;

  if (!host)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address && g_inet_address_get_is_loopback (address);
}

/* --- Variables -------------------------------------------------------------- */

/* The first that is set and not empty. */
static const char *
first_of (EdgeKitGetVariable get, gpointer data, const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    {
      const char *value = get (names[i], data);

      if (value && *value)
        return value;
    }
  return NULL;
}

static gboolean
is_on (EdgeKitGetVariable get, gpointer data, const char *name)
{
  static const char *const on[] = { "1", "on", "yes", "true", NULL };
  const char *value = get (name, data);
  g_autofree char *lower = value ? g_ascii_strdown (value, -1) : NULL;

  return lower && g_strv_contains (on, lower);
}

static guint
seconds_of (EdgeKitGetVariable get, gpointer data, const char *name, guint fallback)
{
  const char *value = get (name, data);
  guint64 seconds;

  return value && g_ascii_string_to_unsigned (value, 10, 1, 3600, &seconds, NULL) ? (guint) seconds : fallback;
}

static char *
read_endpoint (const char *value)
{
  g_autofree char *url = strstr (value, "://") ? g_strdup (value) : g_strconcat ("https://", value, NULL);
  g_autofree char *origin = NULL;

  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  origin = _edgekit_remote_origin (url);
  return origin ? g_steal_pointer (&url) : NULL;
}

static char *
endpoint_of (EdgeKitGetVariable get, gpointer data, const char *const *names, const char *fallback)
{
  const char *value = first_of (get, data, names);
  char *url = value ? read_endpoint (value) : NULL;

  return url ? url : g_strdup (fallback);
}

void
_edgekit_remote_settings_set_endpoint (EdgeKitRemoteSettings *self, const char *address)
{
  char *url = read_endpoint (address);

  if (url == NULL)
    return;
  g_free (self->endpoint);
  self->endpoint = url;
}

/* Anything else would end up in a header and break it. */
static char *
clean_token (const char *text)
{
  g_autofree char *token = g_strstrip (g_strdup (text));

  if (!*token || strlen (token) > MAX_TOKEN)
    return NULL;
  for (const char *p = token; *p; p++)
    if (!g_ascii_isgraph (*p))
      return NULL;
  return g_steal_pointer (&token);
}

static char *
read_token (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char text[MAX_TOKEN + 1];
  gsize n = 0;

  if (!stream || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_TOKEN, &n, NULL, NULL))
    return NULL;
  text[n] = '\0';
  return clean_token (text);
}

/* Once, and only where it is about to be sent: settings are made in the main thread, which waits for no disk, and of a
 * model that lies here nobody needs a token. */
static const char *
token_for (EdgeKitRemoteSettings *self, EdgeKitRemoteKey *key, const char *origin)
{
  if (g_strcmp0 (key->origin, origin) != 0)
    return NULL;
  if (key->in_file && g_once_init_enter (&key->read))
    {
      key->token = read_token (self->token_path);
      g_once_init_leave (&key->read, 1);
    }
  return key->token;
}

const char *
_edgekit_remote_settings_get_token (EdgeKitRemoteSettings *self, const char *url)
{
  g_autofree char *origin = _edgekit_remote_origin (url);
  const char *token;

  if (!origin || !(g_str_has_prefix (origin, "https://") || _edgekit_remote_is_loopback (origin)))
    return NULL;
  token = token_for (self, &self->hub_key, origin);
  return token ? token : token_for (self, &self->modelscope_key, origin);
}

static char *
hub_home (EdgeKitGetVariable get, gpointer data)
{
  static const char *const home[] = { "HF_HOME", NULL };
  /* inside of a Flatpak that of the sandbox has another name than that of the person */
  static const char *const sandbox[] = { "FLATPAK_ID", NULL };
  static const char *const host_cache[] = { "HOST_XDG_CACHE_HOME", NULL };
  static const char *const cache[] = { "XDG_CACHE_HOME", NULL };
  const char *value = first_of (get, data, home);

  if (value)
    return g_strdup (value);
  value = first_of (get, data, first_of (get, data, sandbox) ? host_cache : cache);
  return value ? g_build_filename (value, "huggingface", NULL)
               : g_build_filename (g_get_home_dir (), ".cache", "huggingface", NULL);
}

static void
take_hub_token (EdgeKitRemoteSettings *self, EdgeKitGetVariable get, gpointer data)
{
  static const char *const tokens[] = { "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", NULL };
  static const char *const paths[] = { "HF_TOKEN_PATH", NULL };
  const char *token = first_of (get, data, tokens), *path = first_of (get, data, paths);
  g_autofree char *home = hub_home (get, data);

  self->token_path = path ? g_strdup (path) : g_build_filename (home, "token", NULL);
  self->hub_key.origin = _edgekit_remote_origin (self->endpoint);
  if (is_on (get, data, "HF_HUB_DISABLE_IMPLICIT_TOKEN"))
    return;
  if (token)
    self->hub_key.token = clean_token (token);
  else
    self->hub_key.in_file = TRUE;
}

EdgeKitRemoteSettings *
_edgekit_remote_settings_new (EdgeKitGetVariable get, gpointer data)
{
  static const char *const endpoint[] = { "HF_ENDPOINT", NULL };
  static const char *const modelscope[] = { "MODELSCOPE_ENDPOINT", "MODELSCOPE_DOMAIN", NULL };
  static const char *const modelscope_token[] = { "MODELSCOPE_API_TOKEN", NULL };
  static const char *const certificates[] = { "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", NULL };
  EdgeKitRemoteSettings *self = g_new0 (EdgeKitRemoteSettings, 1);
  const char *token;

  g_atomic_ref_count_init (&self->ref_count);
  self->endpoint = endpoint_of (get, data, endpoint, HUB);
  take_hub_token (self, get, data);
  self->modelscope = endpoint_of (get, data, modelscope, MODELSCOPE);
  self->modelscope_key.origin = _edgekit_remote_origin (self->modelscope);
  token = first_of (get, data, modelscope_token);
  self->modelscope_key.token = token ? clean_token (token) : NULL;
  self->registry = g_strdup (REGISTRY);
  self->ca_file = g_strdup (first_of (get, data, certificates));
  self->cache_folder = g_build_filename (g_get_user_cache_dir (), "edgekit", "headers", NULL);
  self->cache_limit = CACHE_LIMIT;
  self->offline = is_on (get, data, "HF_HUB_OFFLINE") || is_on (get, data, "TRANSFORMERS_OFFLINE");
  self->connect_timeout = seconds_of (get, data, "HF_HUB_ETAG_TIMEOUT", 10) * 1000;
  self->idle_timeout = seconds_of (get, data, "HF_HUB_DOWNLOAD_TIMEOUT", 15) * 1000;
  self->whole_timeout = 120 * 1000;
  self->backoff = 250;
  return self;
}

static const char *
get_own_variable (const char *name, gpointer data)
{
  return g_getenv (name);
}

EdgeKitRemoteSettings *
_edgekit_remote_settings_get (void)
{
  return _edgekit_remote_settings_new (get_own_variable, NULL);
}

EdgeKitRemoteSettings *
_edgekit_remote_settings_ref (EdgeKitRemoteSettings *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
key_clear (EdgeKitRemoteKey *key)
{
  g_free (key->origin);
  g_free (key->token);
}

void
_edgekit_remote_settings_unref (EdgeKitRemoteSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->endpoint);
  g_free (self->modelscope);
  g_free (self->registry);
  key_clear (&self->hub_key);
  key_clear (&self->modelscope_key);
  g_free (self->token_path);
  g_free (self->ca_file);
  g_clear_object (&self->proxies);
  g_free (self->cache_folder);
  g_free (self);
}
