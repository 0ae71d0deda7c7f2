/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Built without libsoup: every symbol is there, and what is elsewhere is refused plainly. */

#include <string.h>

#include <edgekit.h>

static void
refuse (const char *location)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (location);
  g_autoptr(EdgeKitVariantList) variants = edgekit_variant_list_new (location);
  g_autoptr(GError) error = NULL, listed = NULL;

  g_assert_null (edgekit_model_source_load (source, NULL, &error));
  g_assert_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED);
  g_assert_true (g_str_has_prefix (error->message, location));
  g_assert_nonnull (strstr (error->message, "built without libsoup"));
  g_assert_false (edgekit_variant_list_load (variants, NULL, &listed));
  g_assert_error (listed, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED);
}

static void
test_models (void)
{
  refuse ("hf:owner/name");
  refuse ("https://huggingface.co/owner/name");
  refuse ("modelscope:owner/name");
}

/* The command says so in one line. */
static void
test_command (void)
{
  g_autofree char *tool =
    g_build_filename (g_getenv ("EDGEKIT_TEST_BUILD_ROOT"), "libedgekit", "tool", "edgekit", NULL);
  char *argv[] = { tool, (char *) "check", (char *) "hf:owner/name", NULL };
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &err, &status, &error));
  g_assert_no_error (error);
  g_assert_false (g_spawn_check_wait_status (status, &error));
  g_assert_error (error, G_SPAWN_EXIT_ERROR, 1);
  g_assert_true (g_str_has_prefix (err, "edgekit: hf:owner/name: this EdgeKit was built without libsoup"));
  g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("HF_HUB_OFFLINE");
  g_test_add_func ("/none/models", test_models);
  g_test_add_func ("/none/command", test_command);
  return g_test_run ();
}
