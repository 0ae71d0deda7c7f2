/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-json-private.h"
#include "edgekit-small-file-private.h"
#include "edgekit-store-private.h"
#include "edgekit-table-private.h"

#define TABLE "stores"
#define MAX_SETTINGS (1024 * 1024)
#define MAX_PLACE 4096
#define MAX_NESTING 4

static void
place_free (EdgeKitStorePlace *place)
{
  g_free (place->path);
  g_free (place);
}

static const char *
get_variable (const char *name, gpointer data)
{
  return g_getenv (name);
}

void
_edgekit_store_world_init (EdgeKitStoreWorld *world)
{
#if defined(G_OS_WIN32)
  world->family = "windows";
#elif defined(__APPLE__)
  world->family = "macos";
#else
  world->family = "linux";
#endif
  world->home = g_get_home_dir ();
  world->get_variable = get_variable;
  world->data = NULL;
}

/* --- Places in words -------------------------------------------------------- */

static char *expand (const EdgeKitStoreWorld *world, const char *place, guint depth);

static const char *
variable (const EdgeKitStoreWorld *world, const char *name)
{
  const char *value = world->get_variable (name, world->data);

  return value && *value ? value : NULL;
}

/* A folder of the XDG specification, which ignores paths that are not absolute. Inside
 * of a Flatpak the variables name folders of the sandbox; where the person has others
 * than the usual ones, flatpak tells of them by HOST_XDG_… (its common/flatpak-context.c). */
static char *
xdg_folder (const EdgeKitStoreWorld *world, const char *name, const char *usual)
{
  g_autofree char *host_name = variable (world, "FLATPAK_ID") ? g_strconcat ("HOST_", name, NULL) : NULL;
  const char *value = variable (world, host_name ? host_name : name);

  return value && g_path_is_absolute (value) ? g_strdup (value) : g_build_filename (world->home, usual, NULL);
}

static char *
read_text (const char *path)
{
  gsize length;
  char *text = _edgekit_small_file_read (path, MAX_PLACE, &length);

  if (text)
    {
      text[strcspn (text, "\r\n")] = '\0';
      g_strstrip (text);
    }
  return text;
}

static char *
read_json_member (const char *path, const char *member)
{
  gsize length;
  g_autofree char *text = _edgekit_small_file_read (path, MAX_SETTINGS, &length);
  g_autoptr(JsonNode) root =
    text ? _edgekit_json_parse (text, length, MAX_SETTINGS, EDGEKIT_JSON_SMALL_TREE, path, NULL) : NULL;
  const char *value = NULL;

  if (!root || !JSON_NODE_HOLDS_OBJECT (root) ||
      !_edgekit_json_get_string (json_node_get_object (root), member, &value, path, NULL))
    return NULL;
  return g_strdup (value);
}

/* As Qt writes it: keys without a group are in the group “General”. */
static char *
read_ini_member (const char *path, const char *member)
{
  gsize length;
  g_autofree char *text = _edgekit_small_file_read (path, MAX_SETTINGS, &length);
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (!text || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (file, "General", member, NULL);
}

/* What stands between two braces. */
static char *
expand_word (const EdgeKitStoreWorld *world, const char *word, guint depth)
{
  const char *colon = strchr (word, ':');
  const char *hash = strrchr (word, '#');
  g_autofree char *inner = NULL;
  g_autofree char *path = NULL;

  if (g_str_equal (word, "cache"))
    return xdg_folder (world, "XDG_CACHE_HOME", ".cache");
  if (g_str_equal (word, "data"))
    return xdg_folder (world, "XDG_DATA_HOME", ".local/share");
  if (g_str_equal (word, "config"))
    return xdg_folder (world, "XDG_CONFIG_HOME", ".config");
  g_assert (colon != NULL); /* the table is our own */
  inner = hash ? g_strndup (colon + 1, hash - colon - 1) : g_strdup (colon + 1);
  path = expand (world, inner, depth + 1);
  if (!path)
    return NULL;
  if (g_str_has_prefix (word, "text:"))
    return read_text (path);
  g_assert (hash != NULL);
  return g_str_has_prefix (word, "json:") ? read_json_member (path, hash + 1) : read_ini_member (path, hash + 1);
}

/* The end of what begins with the brace at @p. */
static const char *
closing_brace (const char *p)
{
  guint depth = 0;

  for (; *p; p++)
    {
      depth += *p == '{';
      depth -= *p == '}';
      if (depth == 0)
        return p;
    }
  g_assert_not_reached ();
}

/* An absolute path, or NULL when something that it needs is not there. */
static char *
expand (const EdgeKitStoreWorld *world, const char *place, guint depth)
{
  g_autofree char *begin = NULL;
  g_autofree char *path = NULL;
  const char *rest = place;

  g_assert (depth < MAX_NESTING);
  if (*place == '{')
    {
      const char *end = closing_brace (place);
      g_autofree char *word = g_strndup (place + 1, end - place - 1);

      begin = expand_word (world, word, depth);
      rest = end + 1;
    }
  else if (*place == '~')
    {
      begin = g_strdup (world->home);
      rest = place + 1;
    }
  else if (*place == '$')
    {
      gsize n = strcspn (place, "/");
      g_autofree char *name = g_strndup (place + 1, n - 1);

      begin = g_strdup (variable (world, name));
      rest = place + n;
    }
  else
    begin = g_strdup ("");
  if (!begin)
    return NULL;
  /* people write ~ into variables, too, where no shell expands it */
  if (begin[0] == '~' && (begin[1] == '/' || begin[1] == '\0'))
    path = g_strconcat (world->home, begin + 1, rest, NULL);
  else
    path = g_strconcat (begin, rest, NULL);
  if (!g_utf8_validate (path, -1, NULL) || !g_path_is_absolute (path) || strlen (path) > MAX_PLACE)
    return NULL;
  return g_canonicalize_filename (path, NULL);
}

/* --- The table -------------------------------------------------------------- */

static void
add_place (GPtrArray *places, const char *store, const char *path)
{
  GKeyFile *table = _edgekit_table_get (TABLE);
  g_autofree char *layout = g_key_file_get_string (table, store, "layout", NULL);
  EdgeKitStorePlace *place;

  for (guint i = 0; i < places->len; i++)
    if (g_str_equal (((EdgeKitStorePlace *) g_ptr_array_index (places, i))->path, path))
      return;
  place = g_new0 (EdgeKitStorePlace, 1);
  place->store = g_intern_string (store);
  place->title = _edgekit_store_get_title (store);
  place->layout = g_intern_string (layout);
  place->path = g_strdup (path);
  g_ptr_array_add (places, place);
}

/* How many of the places of @key can be told. */
static guint
add_places (GPtrArray *places, const EdgeKitStoreWorld *world, const char *store, const char *key, gboolean only_first)
{
  g_auto(GStrv) list = g_key_file_get_string_list (_edgekit_table_get (TABLE), store, key, NULL, NULL);
  guint n = 0;

  for (guint i = 0; list && list[i] && !(only_first && n > 0); i++)
    {
      g_autofree char *path = expand (world, list[i], 0);

      if (!path)
        continue;
      add_place (places, store, path);
      n++;
    }
  return n;
}

GPtrArray *
_edgekit_store_places_list (const EdgeKitStoreWorld *world)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  g_auto(GStrv) stores = g_key_file_get_groups (_edgekit_table_get (TABLE), NULL);

  for (char **store = stores; *store; store++)
    {
      g_autofree char *system = g_strconcat (world->family, "-system", NULL);

      if (add_places (places, world, *store, "environment", TRUE) == 0)
        add_places (places, world, *store, world->family, FALSE);
      add_places (places, world, *store, system, FALSE);
    }
  return places;
}

const char *
_edgekit_store_get_title (const char *store)
{
  g_autofree char *title = g_key_file_get_string (_edgekit_table_get (TABLE), store, "title", NULL);

  return g_intern_string (title);
}

const char *
_edgekit_store_name_parse (const char *name, const char **rest)
{
  const char *colon = strchr (name, ':');
  g_autofree char *word = colon ? g_ascii_strdown (name, colon - name) : NULL;
  g_auto(GStrv) stores = NULL;

  if (!word || !colon[1])
    return NULL;
  stores = g_key_file_get_groups (_edgekit_table_get (TABLE), NULL);
  for (char **store = stores; *store; store++)
    {
      g_auto(GStrv) aliases = g_key_file_get_string_list (_edgekit_table_get (TABLE), *store, "aliases", NULL, NULL);

      if (!g_str_equal (*store, word) && !(aliases && g_strv_contains ((const char *const *) aliases, word)))
        continue;
      *rest = colon + 1;
      return g_intern_string (*store);
    }
  return NULL;
}
