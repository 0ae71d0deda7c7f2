/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where stores may be, and the list of all that is in them. */

#include "config.h"

#include "edgekit-store-private.h"
#include "stores.h"

/* --- Places ----------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *value;
} Variable;

static const char *
look_up (const char *name, gpointer data)
{
  for (const Variable *v = data; v->name; v++)
    if (g_str_equal (v->name, name))
      return v->value;
  return NULL;
}

static void
has_place (const char *family, const Variable *variables, const char *store, const char *path)
{
  const EdgeKitStoreWorld world = { family, "/home/me", look_up, (gpointer) variables };
  g_autoptr(GPtrArray) places = _edgekit_store_places_list (&world);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const EdgeKitStorePlace *place = g_ptr_array_index (places, i);

      if (g_str_equal (place->store, store))
        g_string_append_printf (list, "%s%s", list->len ? ";" : "", place->path);
    }
  g_assert_cmpstr (list->str, ==, path);
  g_string_free (list, TRUE);
}

static void
test_places (void)
{
  const Variable none[] = { { NULL } };
  const Variable windows[] = { { "LOCALAPPDATA", "/c/Users/me/AppData/Local" },
                               { "APPDATA", "/c/Users/me/AppData/Roaming" },
                               { NULL } };
  const Variable set[] = { { "OLLAMA_MODELS", "/big/ollama" }, { "HF_HOME", "/big/hf" }, { "HF_HUB_CACHE", "" },
                           { "XDG_CACHE_HOME", "/big/cache" }, { "JAN_DATA_FOLDER", "/big/jan/../jan" },
                           { NULL } };

  has_place ("macos", none, "ollama", "/home/me/.ollama/models");
  has_place ("macos", none, "hf", "/home/me/.cache/huggingface/hub");
  has_place ("macos", none, "llama.cpp", "/home/me/Library/Caches/llama.cpp");
  has_place ("macos", none, "lmstudio", "/home/me/.cache/lm-studio/models;/home/me/.lmstudio/models");
  has_place ("macos", none, "jan", "/home/me/Library/Application Support/Jan/data;/home/me/jan");
  has_place ("windows", windows, "gpt4all", "/c/Users/me/AppData/Local/nomic.ai/GPT4All;/home/me/.cache/gpt4all");
  has_place ("windows", windows, "llama.cpp", "/c/Users/me/AppData/Local/llama.cpp");
  has_place ("windows", windows, "jan", "/c/Users/me/AppData/Roaming/Jan/data;/home/me/jan");
  has_place ("windows", none, "llama.cpp", "");
  has_place ("linux", set, "ollama",
             "/big/ollama;/usr/share/ollama/.ollama/models;/var/lib/ollama;/var/lib/ollama/models;"
             "/var/lib/ollama/.ollama/models;/var/snap/ollama/common/models;"
             "/home/me/.var/app/com.jeffser.Alpaca/data/.ollama/models");
  has_place ("linux", set, "hf", "/big/hf/hub");
  has_place ("linux", set, "llama.cpp", "/big/cache/llama.cpp");
  has_place ("linux", set, "jan", "/big/jan;/home/me/.var/app/ai.jan.Jan/data/Jan/data");
}

/* --- All of them ------------------------------------------------------------ */

static void
test_nothing (void)
{
  g_autoptr(EdgeKitModelLibrary) library = NULL;
  GListModel *stores;

  home_clear ();
  library = load ();
  stores = edgekit_model_library_get_stores (library);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (stores), ==, 8);
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(EdgeKitModelStore) store = g_list_model_get_item (stores, i);

      g_assert_false (edgekit_model_store_get_found (store));
      g_assert_nonnull (edgekit_model_store_get_path (store));
    }
  refuses ("gpt4all:x", EDGEKIT_ERROR_NOT_FOUND, "no models of GPT4All");
}

static void
test_denied (void)
{
  g_autofree char *folder = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  home_clear ();
  write_ollama (".ollama/models");
  folder = home_path (".ollama/models/manifests");
  g_chmod (folder, 0);
  expect ("");
  g_assert_true (has_note ("ollama", "store-denied"));
  refuses ("ollama:llama3.1:8b", EDGEKIT_ERROR_PERMISSION, "permission");
  g_chmod (folder, 0700);
}

typedef struct
{
  EdgeKitModelLibrary *library;
  GCancellable *cancellable;
  GMainLoop *loop;
  guint changes;
  guint cancel_at;
  GError *error;
  gboolean ok;
} Growing;

static void
grew (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  Growing *g = data;

  g->changes += added > 0;
  if (g->cancel_at && g_list_model_get_n_items (list) >= g->cancel_at)
    g_cancellable_cancel (g->cancellable);
}

static void
ended (GObject *object, GAsyncResult *result, gpointer data)
{
  Growing *g = data;

  g->ok = edgekit_model_library_load_finish (g->library, result, &g->error);
  g_main_loop_quit (g->loop);
}

static void
grow (Growing *g)
{
  g->library = edgekit_model_library_new ();
  g->cancellable = g_cancellable_new ();
  g->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (g->library, "items-changed", G_CALLBACK (grew), g);
  edgekit_model_library_load_async (g->library, g->cancellable, ended, g);
  g_main_loop_run (g->loop);
}

static void
growing_clear (Growing *g)
{
  g_clear_object (&g->library);
  g_clear_object (&g->cancellable);
  g_main_loop_unref (g->loop);
  g_clear_error (&g->error);
}

#define MANY 2000

/* All of them; and, once it is cancelled, an end. */
static void
test_many (void)
{
  Growing all = { 0 }, some = { .cancel_at = 1 };

  home_clear ();
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *path = g_strdup_printf (".local/share/nomic.ai/GPT4All/name-%u-Q4_0.gguf", i);

      home_write (path, "GGUF", 4);
    }
  grow (&all);
  g_assert_no_error (all.error);
  g_assert_true (all.ok);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all.library)), ==, MANY);
  g_assert_cmpuint (all.changes, >, 0);
  g_assert_null (edgekit_model_library_get_activity (all.library));
  g_assert_cmpfloat (edgekit_model_library_get_fraction (all.library), ==, 1);

  grow (&some);
  g_assert_false (some.ok);
  g_assert_error (some.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (some.library)), >=, 1);
  growing_clear (&all);
  growing_clear (&some);
}

/* One at a time; a library that is let go of while it loads. */
static void
test_twice (void)
{
  g_autoptr(EdgeKitModelLibrary) library = edgekit_model_library_new ();
  g_autoptr(GError) error = NULL;

  home_clear ();
  write_hub ();
  edgekit_model_library_load_async (library, NULL, NULL, NULL);
  g_assert_false (edgekit_model_library_load (library, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED);
  while (edgekit_model_library_get_activity (library))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 5);
  g_clear_error (&error);
  g_assert_true (edgekit_model_library_load (library, NULL, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 5);
}

static void
test_json (void)
{
  g_autoptr(EdgeKitModelLibrary) library = NULL;
  g_autofree char *json = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *model, *store;

  home_clear ();
  write_hub ();
  library = load ();
  json = edgekit_model_library_to_json (library);
  root = json_from_string (json, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "schema"), ==, "edgekit.models/1");
  model = json_array_get_object_element (json_object_get_array_member (json_node_get_object (root), "models"), 0);
  g_assert_cmpstr (json_object_get_string_member (model, "store"), ==, "hf");
  g_assert_cmpstr (json_object_get_string_member (model, "name"), ==,
                   "hf:bartowski/Llama-3.2-1B-Instruct-GGUF:Q8_0");
  g_assert_cmpstr (json_object_get_string_member (model, "title"), ==, "Llama-3.2-1B-Instruct (Q8_0)");
  g_assert_cmpint (json_object_get_int_member (model, "size"), >, 4096);
  g_assert_true (g_str_has_suffix (json_object_get_string_member (model, "path"),
                                   COMMIT "/Llama-3.2-1B-Instruct-Q8_0.gguf"));
  store = json_array_get_object_element (json_object_get_array_member (json_node_get_object (root), "stores"), 1);
  g_assert_cmpstr (json_object_get_string_member (store, "store"), ==, "hf");
  g_assert_true (json_object_get_boolean_member (store, "found"));
}

int
main (int argc, char **argv)
{
  int status;

  home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library/places", test_places);
  g_test_add_func ("/library/nothing", test_nothing);
  g_test_add_func ("/library/denied", test_denied);
  g_test_add_func ("/library/many", test_many);
  g_test_add_func ("/library/twice", test_twice);
  g_test_add_func ("/library/json", test_json);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
