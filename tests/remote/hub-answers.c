/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hub-private.h"

#include <string.h>

/* The forms of answers are those that were recorded of the real servers in 2026. */

static void
set_header (SoupServerMessage *message, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), name, value);
}

static const char *
get_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

static void
answer_text (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

/* Unchanged, if it is known already. */
static void
answer_json (SoupServerMessage *message, const char *text)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
  g_autofree char *etag = g_strdup_printf ("W/\"%s\"", hash);
  const char *known = get_header (message, "If-None-Match");

  set_header (message, "ETag", etag);
  if (known && strstr (known, hash))
    soup_server_message_set_status (message, 304, NULL);
  else
    answer_text (message, 200, "application/json; charset=utf-8", text);
}

static gboolean
is_large (const HubFile *file)
{
  return !g_str_has_suffix (file->path, ".json") && !g_str_has_suffix (file->path, ".md");
}

/* --- Hugging Face ----------------------------------------------------------- */

static gboolean
check_token (Hub *self, SoupServerMessage *message, const char *repository)
{
  const char *token = g_hash_table_lookup (self->tokens, repository);
  const char *given = get_header (message, "Authorization");
  g_autofree char *wanted = token ? g_strconcat ("Bearer ", token, NULL) : NULL;

  if (!token || g_strcmp0 (given, wanted) == 0)
    return TRUE;
  set_header (message, "X-Error-Code", "GatedRepo");
  set_header (message, "X-Error-Message", "Access to model is restricted. Please log in.");
  answer_text (message, 401, "text/plain; charset=utf-8", "Access to model is restricted. Please log in.");
  return FALSE;
}

static void
no_repository (SoupServerMessage *message)
{
  if (get_header (message, "Authorization"))
    {
      set_header (message, "X-Error-Code", "RepoNotFound");
      set_header (message, "X-Error-Message", "Repository not found");
      answer_text (message, 404, "application/json; charset=utf-8", "{\"error\": \"Repository not found\"}");
      return;
    }
  set_header (message, "X-Error-Message", "Invalid username or password.");
  answer_text (message, 401, "application/json; charset=utf-8", "{\"error\":\"Invalid username or password.\"}");
}

static void
append_entry (GString *text, const HubFile *file)
{
  g_string_append_printf (text, "%s{\"type\":\"file\",\"oid\":\"%.40s\",\"size\":%" G_GUINT64_FORMAT ",\"path\":\"%s\"",
                          text->len > 1 ? "," : "", file->hash, file->size, file->path);
  if (is_large (file))
    g_string_append_printf (text,
                            ",\"lfs\":{\"oid\":\"%s\",\"size\":%" G_GUINT64_FORMAT ",\"pointerSize\":135},"
                            "\"xetHash\":\"%s\"",
                            file->hash, file->size, file->second_hash);
  g_string_append (text, "}");
}

static void
answer_tree (Hub *self, SoupServerMessage *message, const char *repository, const char *revision, const char *folder,
             GHashTable *query)
{
  const char *cursor = query ? g_hash_table_lookup (query, "cursor") : NULL;
  guint first = cursor ? g_ascii_strtoull (cursor, NULL, 10) : 0, n = 0;
  g_autoptr(GString) text = g_string_new ("[");
  gboolean there = FALSE, more = FALSE;

  if (!check_token (self, message, repository))
    return;
  for (guint i = 0; i < self->files->len; i++)
    {
      const HubFile *file = g_ptr_array_index (self->files, i);

      if (!g_str_equal (file->repository, repository))
        continue;
      there = TRUE;
      if (folder && !(g_str_has_prefix (file->path, folder) && file->path[strlen (folder)] == '/'))
        continue;
      if (n >= first && n < first + self->page_size)
        append_entry (text, file);
      more |= n >= first + self->page_size;
      n++;
    }
  if (!there)
    {
      no_repository (message);
      return;
    }
  if (!g_str_equal (revision, "main"))
    {
      set_header (message, "X-Error-Code", "RevisionNotFound");
      answer_text (message, 404, "text/plain; charset=utf-8", "Invalid rev id");
      return;
    }
  g_string_append_c (text, ']');
  if (more)
    {
      g_autofree char *link =
        g_strdup_printf ("<%s/api/models/%s/tree/%s?recursive=true&cursor=%u>; rel=\"next\"", self->endpoints[0],
                         repository, revision, first + self->page_size);

      set_header (message, "Link", link);
    }
  answer_json (message, text->str);
}

#define COMMIT "dc7cdfe2ee4154fa7e30f5b51ca41bfa40174e68"

static void
answer_resolve (Hub *self, SoupServerMessage *message, const char *repository, const char *path)
{
  const HubFile *file = hub_find_file (self, repository, path);
  g_autofree char *size = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *location = NULL;

  if (!check_token (self, message, repository))
    return;
  set_header (message, "X-Repo-Commit", COMMIT);
  if (!file)
    {
      set_header (message, "X-Error-Code", "EntryNotFound");
      answer_text (message, 404, "text/plain; charset=utf-8", "Entry not found");
      return;
    }
  size = g_strdup_printf ("%" G_GUINT64_FORMAT, file->size);
  etag = is_large (file) ? g_strdup_printf ("\"%s\"", file->hash) : g_strdup_printf ("\"%.40s\"", file->hash);
  set_header (message, "X-Linked-Etag", etag);
  set_header (message, "Accept-Ranges", "bytes");
  if (is_large (file))
    {
      set_header (message, "X-Linked-Size", size);
      location = g_strdup_printf ("%s/bridge/%s/%s?Signature=secret", self->endpoints[1], repository, path);
    }
  else
    location = g_strdup_printf ("/api/resolve-cache/models/%s/" COMMIT "/%s", repository, path);
  set_header (message, "Location", location);
  answer_text (message, is_large (file) ? 302 : 307, "text/plain; charset=utf-8", "Found. Redirecting to elsewhere");
}

static void
answer_search (Hub *self, SoupServerMessage *message)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GString) text = g_string_new ("[");

  for (guint i = 0; i < self->files->len; i++)
    {
      const HubFile *file = g_ptr_array_index (self->files, i);

      if (g_hash_table_add (names, file->repository))
        g_string_append_printf (text, "%s{\"_id\":\"1\",\"id\":\"%s\",\"modelId\":\"%s\"}", text->len > 1 ? "," : "",
                                file->repository, file->repository);
    }
  g_string_append_c (text, ']');
  answer_json (message, text->str);
}

/* --- Ollama ----------------------------------------------------------------- */

/* The files of the repository "library/gemma:2b" are the layers of that tag. */
static void
answer_manifest (Hub *self, SoupServerMessage *message, const char *repository, const char *tag)
{
  g_autofree char *name = g_strconcat (repository, ":", tag, NULL);
  g_autoptr(GString) text = g_string_new (
    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",\"config\":{"
    "\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"digest\":\"sha256:"
    "887433b89a901c156f7e6944442f3c9e57f3c55d6ed52042cbb7303aea994290\",\"size\":483},\"layers\":[");
  guint n = 0;

  if (!g_str_has_prefix (get_header (message, "User-Agent"), "ollama/"))
    {
      answer_text (message, 412, "application/json", "{\"errors\":[{\"code\":\"MANIFEST_INVALID\"}]}");
      return;
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      const HubFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->repository, name))
        g_string_append_printf (text,
                                "%s{\"mediaType\":\"application/vnd.ollama.image.%s\",\"digest\":\"sha256:%s\","
                                "\"size\":%" G_GUINT64_FORMAT "}",
                                n++ ? "," : "", file->path, file->hash, file->size);
    }
  g_string_append (text, "]}");
  if (n > 0)
    answer_json (message, text->str);
  else
    answer_text (message, 404, "application/json",
                 "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\",\"detail\":{}}]}");
}

static const HubFile *
find_blob (Hub *self, const char *hash)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const HubFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->hash, hash))
        return file;
    }
  return NULL;
}

static void
answer_registry (Hub *self, SoupServerMessage *message, char **parts)
{
  g_autofree char *repository = g_strconcat (parts[2], "/", parts[3], NULL);
  g_autofree char *location = NULL;
  const HubFile *file;

  if (g_str_equal (parts[4], "manifests"))
    {
      answer_manifest (self, message, repository, parts[5]);
      return;
    }
  file = g_str_has_prefix (parts[5], "sha256:") ? find_blob (self, parts[5] + 7) : NULL;
  if (!file)
    {
      answer_text (message, 404, "application/json", "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\"}]}");
      return;
    }
  location = g_strdup_printf ("%s/blob/%s?X-Amz-Signature=secret", self->endpoints[1], file->hash);
  set_header (message, "Location", location);
  soup_server_message_set_status (message, 307, NULL);
}

/* --- ModelScope ------------------------------------------------------------- */

static void
answer_modelscope (Hub *self, SoupServerMessage *message, const char *repository)
{
  g_autoptr(GString) text = g_string_new ("{\"Code\":200,\"Success\":true,\"Data\":{\"Files\":[");
  guint n = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      const HubFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->repository, repository))
        g_string_append_printf (text,
                                "%s{\"Name\":\"%s\",\"Path\":\"%s\",\"Sha256\":\"%s\",\"Size\":%" G_GUINT64_FORMAT
                                ",\"Type\":\"blob\",\"IsLFS\":true}",
                                n++ ? "," : "", file->path, file->path, file->hash, file->size);
    }
  if (n > 0)
    g_string_append (text, "]},\"Message\":\"success\"}");
  else
    g_string_assign (text, "{\"Code\":10010101,\"Success\":false,\"Message\":\"模型不存在\",\"Data\":{\"Files\":[]}}");
  answer_json (message, text->str);
}

/* --- Files ------------------------------------------------------------------ */

static const HubFile *
file_of (Hub *self, char **parts, guint first)
{
  g_autofree char *repository = NULL;
  g_autofree char *path = NULL;

  if (g_strv_length (parts) < first + 3)
    return NULL;
  repository = g_strconcat (parts[first], "/", parts[first + 1], NULL);
  path = g_strjoinv ("/", parts + first + 2);
  return hub_find_file (self, repository, path);
}

/* The range goes away, as the server of libsoup would honour it even in an answer
 * that is to ignore it. */
static char *
take_range (SoupServerMessage *message)
{
  char *range = g_strdup (get_header (message, "Range"));

  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  return range;
}

static void
answer_path (Hub *self, gboolean second, SoupServerMessage *message, char **parts, guint n, GHashTable *query,
             const char *range, gboolean faulty, HubFault fault)
{
  g_autofree char *repository = NULL;
  g_autofree char *rest = NULL;
  const HubFile *file = NULL;

  if (second && n >= 3 && g_str_equal (parts[1], "bridge"))
    file = file_of (self, parts, 2);
  else if (second && n == 3 && g_str_equal (parts[1], "blob"))
    file = find_blob (self, parts[2]);
  else if (n >= 4 && g_str_equal (parts[1], "plain"))
    file = file_of (self, parts, 2);
  else if (n >= 7 && g_str_equal (parts[1], "api") && g_str_equal (parts[2], "resolve-cache"))
    {
      repository = g_strconcat (parts[4], "/", parts[5], NULL);
      rest = g_strjoinv ("/", parts + 7);
      file = hub_find_file (self, repository, rest);
    }
  else if (n >= 7 && g_str_equal (parts[1], "models") && g_str_equal (parts[4], "resolve"))
    {
      repository = g_strconcat (parts[2], "/", parts[3], NULL);
      rest = g_strjoinv ("/", parts + 6);
      file = hub_find_file (self, repository, rest);
    }
  if (faulty && hub_answer_fault (self, message, fault, file, range))
    return;
  if (file)
    hub_send_file (self, message, file, range, faulty ? fault : HUB_N_FAULTS);
  else if (n == 3 && g_str_equal (parts[1], "api") && g_str_equal (parts[2], "models"))
    answer_search (self, message);
  else if (n >= 7 && g_str_equal (parts[1], "api") && g_str_equal (parts[2], "models") && g_str_equal (parts[5], "tree"))
    {
      repository = g_strconcat (parts[3], "/", parts[4], NULL);
      rest = n > 7 ? g_strjoinv ("/", parts + 7) : NULL;
      answer_tree (self, message, repository, parts[6], rest, query);
    }
  else if (n == 8 && g_str_equal (parts[1], "api") && g_str_equal (parts[2], "v1"))
    {
      repository = g_strconcat (parts[4], "/", parts[5], NULL);
      answer_modelscope (self, message, repository);
    }
  else if (n == 6 && g_str_equal (parts[1], "v2"))
    answer_registry (self, message, parts);
  else if (n >= 6 && g_str_equal (parts[3], "resolve"))
    {
      repository = g_strconcat (parts[1], "/", parts[2], NULL);
      rest = g_strjoinv ("/", parts + 5);
      answer_resolve (self, message, repository, rest);
    }
  else
    answer_text (message, 404, "text/plain", "Not found");
}

void
hub_answer (Hub *self, gboolean second, SoupServerMessage *message, const char *path, GHashTable *query)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  g_autofree char *range = take_range (message);
  HubFault fault = HUB_N_FAULTS;
  gboolean faulty = hub_take_fault (self, path, &fault);

  answer_path (self, second, message, parts, g_strv_length (parts), query, range, faulty, fault);
}
