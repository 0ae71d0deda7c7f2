/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-facts-private.h"

/* What a person should know about the files before running them. */

#define MAX_NAMED 5

static void
note_architecture (EdgeKitModel *self)
{
  g_autofree char *message = NULL;

  if (self->architecture_known != EDGEKIT_TRISTATE_NO)
    return;
  /* Translators: the name of a model's design, such as “qwen9” */
  message = g_strdup_printf (_ ("EdgeKit does not know the design “%s” yet. What it needs is worked out from the sizes "
                                "in the file, and may be off."),
                             self->architecture);
  _edgekit_model_add_note (self, "architecture-unknown", EDGEKIT_SEVERITY_WARNING, message,
                           _ ("A newer version of EdgeKit may know it."));
}

void
_edgekit_model_note_unknown_type (EdgeKitModel *self, const char *type)
{
  /* Translators: a way to store weights, as in “type-99” */
  g_autofree char *message = g_strdup_printf (_ ("Some weights are stored in a way that EdgeKit does not know (“%s”). "
                                                 "Their size is taken from the room that they have in the file."),
                                              type);

  _edgekit_model_add_note (self, "tensor-type-unknown", EDGEKIT_SEVERITY_WARNING, message,
                           _ ("An engine that is older than the file may not load it."));
}

static void
note_types (EdgeKitModel *self, const EdgeKitGguf *gguf)
{
  g_autofree char *message = NULL;

  if (gguf->unknown_type)
    _edgekit_model_note_unknown_type (self, gguf->unknown_type);
  else if (gguf->engine)
    {
      /* Translators: the name of an engine, such as ik_llama.cpp */
      message = g_strdup_printf (_ ("Some weights are stored in a way that only %s reads."), gguf->engine);
      _edgekit_model_add_note (self, "tensor-type-engine", EDGEKIT_SEVERITY_WARNING, message,
                               _ ("For other engines, choose another version of the model."));
    }
  else if (gguf->removed)
    {
      /* Translators: a way to store weights, such as Q4_0_4_4 */
      message = g_strdup_printf (_ ("Some weights are stored as %s, which engines no longer load."), gguf->removed);
      _edgekit_model_add_note (self, "tensor-type-removed", EDGEKIT_SEVERITY_WARNING, message,
                               _ ("Choose the Q4_0 version of the model; engines rearrange it when they load it."));
    }
}

static void
note_missing (EdgeKitModel *self, GPtrArray *parts)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *message = NULL;
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);
      g_autofree char *name = NULL;

      if (_edgekit_model_part_get_tensors (part))
        continue;
      name = g_filename_display_name (part->name);
      if (n < MAX_NAMED)
        g_string_append_printf (names, "%s“%s”", n ? ", " : "", name);
      else if (n == MAX_NAMED)
        g_string_append (names, ", …");
      n++;
    }
  if (n == 0)
    return;
  message = g_strdup_printf (_edgekit_ngettext (
                               /* Translators: a number, and the names of files, separated by commas */
                               "%1$u part of the model is not in the same folder: %2$s.",
                               "%1$u parts of the model are not in the same folder: %2$s.", n),
                             n, names->str);
  _edgekit_model_add_note (self, "part-missing", EDGEKIT_SEVERITY_ERROR, message,
                           _ ("Put all parts of the model into one folder. The sizes here are those of the parts "
                              "that are there."));
}

static void
note_unfinished (EdgeKitModel *self, const EdgeKitModelPart *part, gboolean several)
{
  g_autofree char *name = g_filename_display_name (part->name);
  g_autofree char *size = edgekit_format_size (part->size);
  g_autofree char *whole = edgekit_format_size (_edgekit_model_part_get_end (part));
  g_autofree char *message = NULL;

  if (several)
    /* Translators: the name of a file and two sizes, such as 1.2 GB and 4.9 GB */
    message = g_strdup_printf (_ ("“%1$s” ends after %2$s of %3$s; it seems to be an unfinished download."), name,
                               size, whole);
  else
    /* Translators: two sizes, such as 1.2 GB and 4.9 GB */
    message = g_strdup_printf (_ ("The file ends after %1$s of %2$s; it seems to be an unfinished download."), size,
                               whole);
  _edgekit_model_add_note (self, "download-unfinished", EDGEKIT_SEVERITY_ERROR, message,
                           _ ("Download the rest before you run it."));
}

void
_edgekit_model_add_notes (EdgeKitModel *self, GPtrArray *parts)
{
  guint n_unfinished = 0;

  note_architecture (self);
  _edgekit_model_add_kind_note (self);
  note_missing (self, parts);
  for (guint i = 0; i < parts->len && n_unfinished < MAX_NAMED; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (!_edgekit_model_part_get_tensors (part) || part->size >= _edgekit_model_part_get_end (part))
        continue;
      note_unfinished (self, part, parts->len > 1);
      n_unfinished++;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->tensors)) == 0)
    _edgekit_model_add_note (self, "no-weights", EDGEKIT_SEVERITY_WARNING,
                             _ ("The file describes a model but holds no weights, so it cannot be run."), NULL);
}

void
_edgekit_model_add_gguf_notes (EdgeKitModel *self, GPtrArray *parts)
{
  const EdgeKitModelPart *first = g_ptr_array_index (parts, 0);

  for (guint i = 0; i < parts->len; i++)
    {
      const EdgeKitModelPart *part = g_ptr_array_index (parts, i);

      if (part->gguf && (part->gguf->unknown_type || part->gguf->engine || part->gguf->removed))
        {
          note_types (self, part->gguf);
          break;
        }
    }
  if (first->gguf->big_endian)
    _edgekit_model_add_note (self, "big-endian", EDGEKIT_SEVERITY_WARNING,
                             _ ("The file is made for computers that store numbers the other way around (big-endian)."),
                             _ ("Choose the usual version of the model, unless this is a mainframe."));
}
