/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as what a hub, a registry or ModelScope says of a repository, sorted into
 * versions as if it were so. The first byte chooses who says it. */

#include "config.h"

#include "edgekit-hub-json-private.h"
#include "edgekit-remote-name-private.h"
#include "edgekit-variant-group-private.h"
#include "fuzz.h"

static void
check_files (GPtrArray *files)
{
  g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_listed_file_free);
  g_autoptr(EdgeKitVariantGroups) groups = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const EdgeKitRemoteFile *file = g_ptr_array_index (files, i);

      g_assert_true (_edgekit_remote_is_path (file->path));
      g_assert_cmpint (file->size, >=, EDGEKIT_UNKNOWN);
      g_ptr_array_add (listed, _edgekit_listed_file_new (file->path, file->size));
    }
  groups = _edgekit_variant_groups_new (listed);
  _edgekit_variant_groups_find (groups, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_remote_file_free);
  g_autoptr(GPtrArray) names = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean ok;

  if (size == 0)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  switch (data[0] % 4)
    {
    case 0:
      ok = _edgekit_hub_read_tree (text, size - 1, files, "fuzz", &error);
      break;
    case 1:
      ok = _edgekit_modelscope_read_tree (text, size - 1, files, "fuzz", &error);
      break;
    case 2:
      ok = _edgekit_ollama_read_manifest (text, size - 1, files, "fuzz", &error);
      break;
    default:
      names = _edgekit_hub_read_search (text, size - 1);
      for (guint i = 0; i < names->len; i++)
        g_assert_true (_edgekit_remote_is_repository (g_ptr_array_index (names, i)));
      return 0;
    }
  g_assert_true (ok == (error == NULL));
  check_files (files);
  return 0;
}
