/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* with-hub MODEL… -- COMMAND… - runs a command for which this hub is Hugging Face.
 *
 *   owner/name/file.gguf=gguf:NAME  a file by tests/models/specs/NAME.spec
 *   owner/name=hf:NAME              a folder by tests/models/hf/NAME.spec
 *   owner/name=gated                what is there needs a token
 */

#include <string.h>

#include "hf-spec.h"
#include "world.h"

static void
add_text (Hub *hub, const char *repository, const char *path, const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  hub_add_file (hub, repository, path, bytes, g_bytes_get_size (bytes));
}

static void
add_folder (Hub *hub, const char *repository, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".spec", NULL);
  g_autofree char *path =
    g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "hf", file, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HfSpec) spec = hf_spec_load (path, &error);

  g_assert_no_error (error);
  add_text (hub, repository, "config.json", spec->config);
  if (spec->more)
    add_text (hub, repository, "hf_quant_config.json", spec->more);
  if (spec->n_files > 1)
    {
      g_autofree char *index = hf_spec_index (spec);

      add_text (hub, repository, "model.safetensors.index.json", index);
    }
  for (guint i = 0; i < spec->n_files; i++)
    {
      guint64 size;
      g_autoptr(GBytes) header = g_byte_array_free_to_bytes (hf_spec_header (spec, i, &size));
      g_autofree char *part = hf_spec_file_name (spec, i);

      hub_add_file (hub, repository, part, header, size);
    }
}

static void
add (Hub *hub, const char *model)
{
  g_auto(GStrv) words = g_strsplit (model, "=", 2);
  char *repository = words[0], *what = words[1];

  g_assert_nonnull (what);
  if (g_str_equal (what, "gated"))
    hub_require_token (hub, repository, "a token that nobody has");
  else if (g_str_has_prefix (what, "hf:"))
    add_folder (hub, repository, what + strlen ("hf:"));
  else
    {
      char *file = strrchr (repository, '/');

      g_assert_true (file && g_str_has_prefix (what, "gguf:"));
      *file++ = '\0';
      world_add_model (hub, repository, file, what + strlen ("gguf:"));
    }
}

int
main (int argc, char **argv)
{
  Hub *hub = world_begin ();
  g_autoptr(GError) error = NULL;
  int i, wait_status;

  for (i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    add (hub, argv[i]);
  g_assert_cmpint (i + 1, <, argc);
  g_spawn_sync (NULL, argv + i + 1, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL,
                &wait_status, &error);
  g_assert_no_error (error);
  return world_end (hub, g_spawn_check_wait_status (wait_status, NULL) ? 0 : 1);
}
