/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-i18n-private.h"
#include "edgekit-remote-name-private.h"

#define MAX_LOCATION 4096
#define MAX_PART 96

void
_edgekit_remote_name_free (EdgeKitRemoteName *self)
{
  g_free (self->endpoint);
  g_free (self->repository);
  g_free (self->wanted);
  g_free (self->folder);
  g_free (self->revision);
  g_free (self);
}

/* --- Parts ------------------------------------------------------------------ */

/* huggingface_hub, utils/_validators.py, validate_repo_id */
static gboolean
is_part (const char *part, gsize length)
{
  if (length == 0 || length > MAX_PART || strchr ("-.", part[0]) || strchr ("-.", part[length - 1]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (part[i]) && !strchr ("_.-", part[i]))
        return FALSE;
      if (i > 0 && ((part[i] == '-' && part[i - 1] == '-') || (part[i] == '.' && part[i - 1] == '.')))
        return FALSE;
    }
  return TRUE;
}

gboolean
_edgekit_remote_is_repository (const char *text)
{
  const char *slash = strchr (text, '/');

  if (!slash)
    return is_part (text, strlen (text));
  return is_part (text, slash - text) && is_part (slash + 1, strlen (slash + 1)) && !g_str_has_suffix (text, ".git");
}

gboolean
_edgekit_remote_is_path (const char *path)
{
  g_auto(GStrv) parts = NULL;

  if (!*path || strlen (path) > 1024 || strpbrk (path, "\\?#") || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  for (const char *p = path; *p; p++)
    if ((guchar) *p < ' ' || *p == 0x7f)
      return FALSE;
  parts = g_strsplit (path, "/", -1);
  for (guint i = 0; parts[i]; i++)
    if (!*parts[i] || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  return TRUE;
}

/* Of a branch, a tag or a commit. */
static gboolean
is_revision (const char *text)
{
  return _edgekit_remote_is_path (text) && !strpbrk (text, " ~^:*[");
}

static EdgeKitRemoteName *
refuse (const char *location, const char *reason, GError **error)
{
  g_autofree char *line = g_utf8_make_valid (location, MIN (strlen (location), 200));

  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "%s: %s", line, reason);
  return NULL;
}

static EdgeKitRemoteName *
name_new (EdgeKitRemoteKind kind, const char *endpoint, const char *repository)
{
  EdgeKitRemoteName *self = g_new0 (EdgeKitRemoteName, 1);

  self->kind = kind;
  self->endpoint = g_strdup (endpoint);
  self->repository = g_strdup (repository);
  return self;
}

/* --- owner/name[:version][@revision] ---------------------------------------- */

static EdgeKitRemoteName *
parse_short (EdgeKitRemoteKind kind, const char *endpoint, const char *text, const char *location, GError **error)
{
  g_autofree char *whole = g_strdup (text);
  g_autoptr(EdgeKitRemoteName) self = NULL;
  char *at = strrchr (whole, '@'), *colon;

  if (at)
    *at++ = '\0';
  colon = strchr (whole, ':');
  if (colon)
    *colon++ = '\0';
  if (!_edgekit_remote_is_repository (whole))
    return refuse (location, _ ("this is not the name of a repository, which looks like “owner/name”"), error);
  if ((at && !is_revision (at)) || (colon && !_edgekit_remote_is_path (colon)))
    return refuse (location, _ ("this cannot be the name of a version, which looks like “owner/name:Q4_K_M”"), error);
  self = name_new (kind, endpoint, whole);
  self->wanted = g_strdup (colon);
  self->revision = g_strdup (at);
  return g_steal_pointer (&self);
}

/* @text: behind the “hf:” of @location, or the “hf://” as in Hugging Face’s own programs. */
static EdgeKitRemoteName *
parse_named (EdgeKitRemoteKind kind, const char *endpoint, const char *text, const char *location, GError **error)
{
  const char *name = text;

  while (*name == '/')
    name++;
  if (name != text && name != text + 2)
    return refuse (location,
                   /* Translators: said of “hf:/home/me/model.gguf” */
                   _ ("this is a path, not the name of a repository, which looks like “owner/name”; a file is named by its "
                      "path alone"),
                   error);
  return parse_short (kind, endpoint, name, location, error);
}

/* --- Pages of hubs ---------------------------------------------------------- */

static char *
join_from (GStrv parts, guint first)
{
  return g_strv_length (parts) > first ? g_strjoinv ("/", parts + first) : NULL;
}

/* /owner/name[/tree|blob|resolve|raw/REVISION[/PATH]], decoded but for slashes
 * within a revision. */
static EdgeKitRemoteName *
parse_page (EdgeKitRemoteKind kind, const char *endpoint, const char *path, const char *location, GError **error)
{
  static const char *const others[] = { "datasets", "spaces", "collections", "papers", "docs", "blog", "api", NULL };
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  guint n = g_strv_length (parts);
  g_autofree char *repository = NULL;
  g_autofree char *rest = NULL;
  g_autoptr(EdgeKitRemoteName) self = NULL;
  guint next = 2;

  while (n > 0 && !*parts[n - 1])
    g_clear_pointer (&parts[--n], g_free);
  if (n < 2 || g_strv_contains (others, parts[0]))
    return refuse (location, _ ("this link does not lead to a model; open the page of the model and copy its link"),
                   error);
  /* hf.co/owner/name:Q4_K_M, as Ollama takes it */
  if (n == 2 && strchr (parts[1], ':'))
    {
      g_autofree char *text = g_strconcat (parts[0], "/", parts[1], NULL);

      return parse_short (kind, endpoint, text, location, error);
    }
  repository = g_strconcat (parts[0], "/", parts[1], NULL);
  if (!_edgekit_remote_is_repository (repository))
    return refuse (location, _ ("this is not the name of a repository, which looks like “owner/name”"), error);
  self = name_new (kind, endpoint, repository);
  /* modelscope.cn/models/owner/name/files and the like say no more */
  if (n < 4 || !(g_str_equal (parts[2], "tree") || g_str_equal (parts[2], "blob") || g_str_equal (parts[2], "raw") ||
                 g_str_equal (parts[2], "resolve")))
    return g_steal_pointer (&self);
  if (g_str_equal (parts[3], "refs") && n >= 6)
    {
      self->revision = g_strdup_printf ("%s/%s/%s", parts[3], parts[4], parts[5]);
      next = 6;
    }
  else
    {
      self->revision = g_uri_unescape_string (parts[3], NULL);
      next = 4;
    }
  rest = join_from (parts, next);
  if (rest)
    {
      g_autofree char *plain = g_uri_unescape_string (rest, NULL);

      if (!plain || !_edgekit_remote_is_path (plain))
        return refuse (location, _ ("this link does not lead to a file of the repository"), error);
      if (g_str_equal (parts[2], "tree"))
        self->folder = g_steal_pointer (&plain);
      else
        self->wanted = g_steal_pointer (&plain);
    }
  if (!self->revision || !is_revision (self->revision))
    return refuse (location, _ ("this link does not lead to a file of the repository"), error);
  return g_steal_pointer (&self);
}

/* --- Ollama ----------------------------------------------------------------- */

/* [host/][namespace/]model[:tag]; ollama types/model/name.go */
static EdgeKitRemoteName *
parse_ollama (const char *text, const char *location, const EdgeKitRemoteSettings *settings, GError **error)
{
  const char *bare = strstr (text, "://") ? strstr (text, "://") + 3 : text;
  g_auto(GStrv) parts = g_strsplit (bare, "/", -1);
  guint n = g_strv_length (parts);
  g_autofree char *endpoint = NULL;
  g_autofree char *repository = NULL;
  EdgeKitRemoteName *self;
  char *tag;

  if (n < 1 || n > 3)
    return refuse (location, _ ("this is not the name of a model of Ollama, which looks like “llama3.1:8b”"), error);
  if (n == 3)
    {
      g_autofree char *url =
        g_strconcat (bare == text ? "https://" : g_str_has_prefix (text, "http://") ? "http://" : "https://", parts[0],
                     NULL);

      endpoint = _edgekit_remote_origin (url);
      if (!endpoint)
        return refuse (location, _ ("this is not the name of a registry, which looks like “registry.ollama.ai”"), error);
    }
  tag = strchr (parts[n - 1], ':');
  if (tag)
    *tag++ = '\0';
  repository = g_strconcat (n > 1 ? parts[n - 2] : "library", "/", parts[n - 1], NULL);
  if (!_edgekit_remote_is_repository (repository) || (tag && !is_part (tag, strlen (tag))))
    return refuse (location, _ ("this is not the name of a model of Ollama, which looks like “llama3.1:8b”"), error);
  self = name_new (EDGEKIT_REMOTE_OLLAMA, endpoint ? endpoint : settings->registry, repository);
  self->wanted = g_strdup (tag);
  return self;
}

/* --- Links ------------------------------------------------------------------ */

static gboolean
has_ending (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".gguf") || g_str_has_suffix (lower, ".safetensors");
}

static EdgeKitRemoteName *
parse_file_url (GUri *uri, const char *location, GError **error)
{
  const char *path = g_uri_get_path (uri), *slash = strrchr (path, '/');
  g_autofree char *origin = _edgekit_remote_origin (location);
  g_autofree char *endpoint = NULL;
  g_autofree char *name = NULL;
  EdgeKitRemoteName *self;

  if (!slash || !has_ending (path))
    return refuse (location,
                   _ ("EdgeKit reads links to files that end in .gguf or .safetensors, and pages of models on "
                      "Hugging Face, ModelScope and Ollama"),
                   error);
  name = g_uri_unescape_string (slash + 1, NULL);
  if (!name || !_edgekit_remote_is_path (name) || strchr (name, '/'))
    return refuse (location, _ ("this link does not end in the name of a file"), error);
  endpoint = g_strdup_printf ("%s%.*s", origin, (int) (slash - path), path);
  self = name_new (EDGEKIT_REMOTE_URL, endpoint, g_uri_get_host (uri));
  self->wanted = g_steal_pointer (&name);
  /* a signature; the files beside may not have the same, but may have none, too */
  self->revision = g_strdup (g_uri_get_query (uri));
  return self;
}

static gboolean
is_host (const char *host, const char *const *hosts)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_strv_contains (hosts, g_str_has_prefix (lower, "www.") ? lower + 4 : lower);
}

/* What comes after @endpoint in @location; or NULL. */
static const char *
after_endpoint (GUri *uri, const char *origin, const char *endpoint)
{
  g_autofree char *own = _edgekit_remote_origin (endpoint);
  const char *path = g_uri_get_path (uri);
  const char *prefix = strchr (strstr (endpoint, "://") + 3, '/');

  if (g_strcmp0 (own, origin) != 0)
    return NULL;
  if (!prefix)
    return path;
  return g_str_has_prefix (path, prefix) && path[strlen (prefix)] == '/' ? path + strlen (prefix) : NULL;
}

static EdgeKitRemoteName *
parse_url (const char *location, const EdgeKitRemoteSettings *settings, GError **error)
{
  static const char *const hub[] = { "huggingface.co", "hf.co", NULL };
  static const char *const modelscope[] = { "modelscope.cn", "modelscope.ai", NULL };
  static const char *const ollama[] = { "ollama.com", "ollama.ai", NULL };
  g_autoptr(GUri) uri = g_uri_parse (location, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autofree char *origin = _edgekit_remote_origin (location);
  const char *path, *rest;

  if (!uri || !origin)
    return refuse (location, _ ("this link is not complete"), error);
  path = g_uri_get_path (uri);
  rest = after_endpoint (uri, origin, settings->endpoint);
  if (!rest && is_host (g_uri_get_host (uri), hub))
    rest = path;
  if (rest)
    return parse_page (EDGEKIT_REMOTE_HUB, settings->endpoint, rest + (*rest == '/'), location, error);
  rest = after_endpoint (uri, origin, settings->modelscope);
  if ((rest || is_host (g_uri_get_host (uri), modelscope)) && g_str_has_prefix (rest ? rest : path, "/models/"))
    return parse_page (EDGEKIT_REMOTE_MODELSCOPE, settings->modelscope, (rest ? rest : path) + strlen ("/models/"),
                       location, error);
  if (is_host (g_uri_get_host (uri), ollama))
    return parse_ollama (path + (*path == '/'), location, settings, error);
  return parse_file_url (uri, location, error);
}

/* --- All of them ------------------------------------------------------------ */

static const char *
skip_prefix (const char *location, const char *prefix)
{
  gsize n = strlen (prefix);

  return g_ascii_strncasecmp (location, prefix, n) == 0 ? location + n : NULL;
}

EdgeKitRemoteName *
_edgekit_remote_name_parse (const char *location, const EdgeKitRemoteSettings *settings, GError **error)
{
  static const char *const bare_pages[] = { "huggingface.co/", "hf.co/", "www.modelscope.cn/", "modelscope.cn/",
                                            "ollama.com/", NULL };
  const char *rest;

  if (strlen (location) > MAX_LOCATION || !g_utf8_validate (location, -1, NULL))
    return refuse (location, _ ("this is not the name of a model"), error);
  if (skip_prefix (location, "http://") || skip_prefix (location, "https://"))
    return parse_url (location, settings, error);
  for (guint i = 0; bare_pages[i]; i++)
    if (skip_prefix (location, bare_pages[i]))
      {
        g_autofree char *url = g_strconcat ("https://", location, NULL);

        return parse_url (url, settings, error);
      }
  if ((rest = skip_prefix (location, "hf:")))
    return parse_named (EDGEKIT_REMOTE_HUB, settings->endpoint, rest, location, error);
  if ((rest = skip_prefix (location, "modelscope:")))
    return parse_named (EDGEKIT_REMOTE_MODELSCOPE, settings->modelscope, rest, location, error);
  if ((rest = skip_prefix (location, "ollama:")))
    return parse_ollama (rest, location, settings, error);
  return strchr (location, '/') ? parse_short (EDGEKIT_REMOTE_HUB, settings->endpoint, location, location, NULL) : NULL;
}
