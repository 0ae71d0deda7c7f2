/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as the name of a model elsewhere, and as the address of a mirror. */

#include "config.h"

#include "edgekit-remote-name-private.h"
#include "fuzz.h"

static const char *
get_variable (const char *name, gpointer data)
{
  return g_str_equal (name, "HF_ENDPOINT") || g_str_equal (name, "HF_TOKEN") ? data : NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr(EdgeKitRemoteSettings) settings = _edgekit_remote_settings_new (get_variable, text);
  g_autofree char *origin = _edgekit_remote_origin (settings->endpoint);
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitRemoteName) name = NULL;
  const char *token;

  g_assert_nonnull (origin);
  token = _edgekit_remote_settings_get_token (settings, "https://example.org/file");
  g_assert_true (token == NULL || g_str_equal (origin, "https://example.org"));
  name = _edgekit_remote_name_parse (text, settings, &error);
  if (!name)
    return 0;
  g_assert_no_error (error);
  if (name->kind != EDGEKIT_REMOTE_URL)
    g_assert_true (_edgekit_remote_is_repository (name->repository));
  if (name->wanted)
    g_assert_true (_edgekit_remote_is_path (name->wanted));
  if (name->folder)
    g_assert_true (_edgekit_remote_is_path (name->folder));
  return 0;
}
