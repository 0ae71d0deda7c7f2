/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-quant-label-private.h"
#include "edgekit-variant-group-private.h"

/* What llama.cpp and Ollama take where no version is named (llama.cpp
 * common/download.cpp, find_best_model). */
static const char *const usual[] = { "Q4_K_M", "Q8_0" };

static gboolean
is_same (const char *a, const char *b)
{
  return a && g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
has_file (const EdgeKitVariantGroup *group, const char *wanted)
{
  for (guint i = 0; i < group->files->len; i++)
    {
      const EdgeKitListedFile *file = g_ptr_array_index (group->files, i);
      const char *slash = strrchr (file->path, '/');

      if (is_same (file->path, wanted) || is_same (slash ? slash + 1 : file->path, wanted))
        return TRUE;
    }
  return FALSE;
}

static EdgeKitVariantGroup *
find_quantization (EdgeKitVariantGroups *self, const char *wanted)
{
  g_auto(EdgeKitQuantLabel) label = { 0 };

  if (!_edgekit_quant_label_find (wanted, &label) || label.begin > 0 || label.end < strlen (wanted))
    return NULL;
  for (guint i = 0; i < self->variants->len; i++)
    {
      EdgeKitVariantGroup *group = g_ptr_array_index (self->variants, i);

      if (is_same (group->quantization, label.text))
        return group;
    }
  return NULL;
}

EdgeKitVariantGroup *
_edgekit_variant_groups_find (EdgeKitVariantGroups *self, const char *wanted)
{
  EdgeKitVariantGroup *found = NULL;

  if (!wanted)
    {
      for (guint i = 0; i < G_N_ELEMENTS (usual) && !found; i++)
        found = find_quantization (self, usual[i]);
      return found || self->variants->len == 0 ? found : g_ptr_array_index (self->variants, 0);
    }
  for (guint i = 0; i < self->variants->len; i++)
    {
      EdgeKitVariantGroup *group = g_ptr_array_index (self->variants, i);

      if (is_same (group->name, wanted) || has_file (group, wanted))
        return group;
    }
  return find_quantization (self, wanted);
}
