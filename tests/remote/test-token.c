/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who gets to see a token: the host that it belongs to, and nobody else. */

#include "world.h"

#define TOKEN "hf_thisIsNoRealTokenButLooksLikeOne0123"

static Hub *hub;

static char *
cache_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "edgekit", "headers", NULL);
}

static EdgeKitModel *
load (const char *location)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = world_load (location, EDGEKIT_MODEL_DEPTH_FACTS, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_token_stays (gboolean sent)
{
  GPtrArray *requests = hub_list_requests (hub);
  g_autofree char *folder = cache_folder ();
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_with = 0, n_second = 0;
  const char *name;

  for (guint i = 0; i < requests->len; i++)
    {
      const HubRequest *request = g_ptr_array_index (requests, i);

      n_with += request->authorization != NULL;
      n_second += request->second;
      if (request->second)
        g_assert_null (request->authorization);
      else if (sent)
        g_assert_cmpstr (request->authorization, ==, "Bearer " TOKEN);
    }
  if (sent)
    g_assert_cmpuint (n_with, >, 0);
  g_assert_cmpuint (n_second, >, 0);
  g_ptr_array_unref (requests);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_null (g_strstr_len (text, length, TOKEN));
      g_assert_null (g_strstr_len (text, length, "Signature"));
    }
}

static void
test_token (void)
{
  g_autoptr(EdgeKitModel) model = NULL;
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;

  world_fresh (hub);
  g_setenv ("HF_TOKEN", TOKEN, TRUE);
  hub_require_token (hub, "owner/gated", TOKEN);
  model = load ("hf:owner/gated:Q8_0");
  g_unsetenv ("HF_TOKEN");
  check_token_stays (TRUE);
  json = edgekit_model_to_json (model, TRUE);
  g_assert_null (strstr (json, TOKEN));
  world_fresh (hub);
  g_assert_null (world_load ("hf:owner/gated:Q8_0", EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_GATED);
  g_assert_nonnull (strstr (error->message, "HF_TOKEN"));
}

static void
test_token_file (void)
{
  g_autofree char *home = g_build_filename (g_get_user_cache_dir (), "elsewhere", NULL);
  g_autofree char *path = g_build_filename (home, "token", NULL);
  g_autofree char *hub_home = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  world_fresh (hub);
  g_assert_cmpint (g_mkdir_with_parents (home, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, TOKEN "\n", -1, NULL));
  hub_require_token (hub, "owner/gated", TOKEN);
  g_setenv ("HF_HOME", home, TRUE);
  model = load ("hf:owner/gated:Q8_0");
  g_unsetenv ("HF_HOME");
  check_token_stays (TRUE);
  g_clear_object (&model);
  world_fresh (hub);
  g_setenv ("HF_TOKEN_PATH", path, TRUE);
  model = load ("hf:owner/gated:Q8_0");
  g_unsetenv ("HF_TOKEN_PATH");
  check_token_stays (TRUE);
  g_clear_object (&model);
  /* inside of a Flatpak it lies in the cache of the person, not of the sandbox */
  world_fresh (hub);
  hub_home = g_build_filename (home, "huggingface", NULL);
  g_clear_pointer (&path, g_free);
  path = g_build_filename (hub_home, "token", NULL);
  g_assert_cmpint (g_mkdir_with_parents (hub_home, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, TOKEN "\n", -1, NULL));
  g_setenv ("FLATPAK_ID", "org.edgekit.EdgeKit", TRUE);
  g_setenv ("HOST_XDG_CACHE_HOME", home, TRUE);
  model = load ("hf:owner/gated:Q8_0");
  g_unsetenv ("FLATPAK_ID");
  g_unsetenv ("HOST_XDG_CACHE_HOME");
  check_token_stays (TRUE);
}

/* One that ran out would hide what is public. */
static void
test_stale_token (void)
{
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *notes;
  gboolean told = FALSE;

  world_fresh (hub);
  g_setenv ("HF_TOKEN", TOKEN, TRUE);
  hub_set_fault (hub, "owner", HUB_WRONG_TOKEN, G_MAXUINT);
  model = load ("hf:owner/llama:Q8_0");
  notes = edgekit_model_get_notes (model);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr(EdgeKitNote) note = g_list_model_get_item (notes, i);

      told |= g_str_equal (edgekit_note_get_code (note), "hub-token-refused");
    }
  g_assert_true (told);
  g_assert_null (world_load ("hf:owner/nothing", EDGEKIT_MODEL_DEPTH_FACTS, &error));
  g_unsetenv ("HF_TOKEN");
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_WRONG_TOKEN);
  g_assert_null (strstr (error->message, TOKEN));
}

/* A link to another host, that host's own redirects, and ports: none of them gets it. */
static void
test_token_of_others (void)
{
  g_autofree char *link = g_strconcat (hub_get_second (hub), "/plain/owner/llama/llama-Q8_0.gguf", NULL);
  g_autofree char *ollama = g_strconcat ("ollama:", hub_get_second (hub), "/library/gemma:2b", NULL);
  g_autoptr(EdgeKitModel) model = NULL, other = NULL;

  world_fresh (hub);
  g_setenv ("HF_TOKEN", TOKEN, TRUE);
  model = load (link);
  other = load (ollama);
  g_unsetenv ("HF_TOKEN");
  check_token_stays (FALSE);
}

/* A mirror that a person chose is asked, and nobody else; the token was made for another place. */
static void
test_mirror (void)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new ("hf:owner/llama:Q8_0");
  g_autoptr(EdgeKitRemoteOptions) options = edgekit_remote_options_new ();
  g_autoptr(EdgeKitModel) model = NULL;
  GPtrArray *requests;

  world_fresh (hub);
  edgekit_remote_options_set_endpoint (options, hub_get_second (hub));
  g_assert_cmpstr (edgekit_remote_options_get_endpoint (options), ==, hub_get_second (hub));
  edgekit_model_source_set_options (source, options);
  g_setenv ("HF_TOKEN", TOKEN, TRUE);
  model = edgekit_model_source_load (source, NULL, NULL);
  check_token_stays (FALSE);
  requests = hub_list_requests (hub);
  for (guint i = 0; i < requests->len; i++)
    g_assert_true (((HubRequest *) g_ptr_array_index (requests, i))->second);
  g_ptr_array_unref (requests);

  /* what is no address is not used: the usual place is asked */
  g_clear_object (&model);
  world_fresh (hub);
  edgekit_remote_options_set_endpoint (options, "ftp://mirror.example.org");
  model = edgekit_model_source_load (source, NULL, NULL);
  g_unsetenv ("HF_TOKEN");
  g_assert_nonnull (model);
  check_token_stays (TRUE);
}

/* Whichever way a server sends on, for a listing and for a file, the token stays. */
static void
test_every_redirect (void)
{
  static const char *const parts[] = { "/tree/", "/resolve/" };

  g_setenv ("HF_TOKEN", TOKEN, TRUE);
  for (HubFault fault = HUB_AWAY_301; fault <= HUB_AWAY_308; fault++)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        g_autoptr(EdgeKitModel) model = NULL;

        world_fresh (hub);
        hub_set_fault (hub, parts[i], fault, 1);
        model = load ("hf:owner/llama:Q8_0");
        g_assert_cmpstr (edgekit_model_get_quantization (model), ==, "Q8_0");
        check_token_stays (TRUE);
      }
  /* nor does it go where the way is not secure */
  {
    g_autoptr(GError) error = NULL;

    world_fresh (hub);
    hub_set_fault (hub, "/resolve/", HUB_INSECURE, G_MAXUINT);
    g_assert_null (world_load ("hf:owner/llama:Q8_0", EDGEKIT_MODEL_DEPTH_FACTS, &error));
    g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_REDIRECTS);
    g_assert_null (strstr (error->message, TOKEN));
  }
  g_unsetenv ("HF_TOKEN");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  hub = world_begin ();
  world_add_model (hub, "owner/llama", "llama-Q4_K_M.gguf", "llama-3.1-8b");
  world_add_model (hub, "owner/llama", "llama-Q8_0.gguf", "llama-2-7b-q8_0");
  world_add_model (hub, "owner/gated", "llama-Q8_0.gguf", "llama-2-7b-q8_0");
  world_add_model (hub, "library/gemma:2b", "model", "gemma2-9b");
  g_test_add_func ("/token/gated", test_token);
  g_test_add_func ("/token/file", test_token_file);
  g_test_add_func ("/token/stale", test_stale_token);
  g_test_add_func ("/token/of-others", test_token_of_others);
  g_test_add_func ("/token/mirror", test_mirror);
  g_test_add_func ("/token/every-redirect", test_every_redirect);
  status = g_test_run ();
  return world_end (hub, status);
}
