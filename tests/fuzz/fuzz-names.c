/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes as the names of the files of a repository, a line each. */

#include "config.h"

#include <string.h>

#include "edgekit-variant-group-private.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", MIN (size, 64 * 1024));
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_listed_file_free);
  g_autoptr(EdgeKitVariantGroups) groups = NULL;
  guint n = 0;

  for (char **line = lines; *line; line++)
    g_ptr_array_add (files, _edgekit_listed_file_new (*line, (gint64) strlen (*line) - 1));
  groups = _edgekit_variant_groups_new (files);
  for (guint i = 0; i < groups->variants->len; i++)
    {
      const EdgeKitVariantGroup *group = g_ptr_array_index (groups->variants, i);

      g_assert_true (*group->name && group->files->len > 0 && group->size >= EDGEKIT_UNKNOWN);
      n += group->files->len;
    }
  /* no file is in two versions, nor a companion as well */
  g_assert_cmpuint (n + groups->companions->len, <=, files->len);
  g_assert_true (groups->variants->len == 0 || _edgekit_variant_groups_find (groups, NULL) != NULL);
  return 0;
}
