/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-model-facts-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-outline-private.h"

#define MAX_PATTERN_DEPTH 8

/* --- Patterns: letter[count], or (pattern)count ------------------------------- */

static gboolean
expand (const char **p, guint depth, GString *out)
{
  while (**p && **p != ')')
    {
      g_autoptr(GString) unit = g_string_new (NULL);
      guint64 count = 1;

      if (**p == '(')
        {
          (*p)++;
          if (depth == MAX_PATTERN_DEPTH || !expand (p, depth + 1, unit) || **p != ')')
            return FALSE;
        }
      else if (g_ascii_isalpha (**p))
        g_string_append_c (unit, **p);
      else
        return FALSE;
      (*p)++;
      if (g_ascii_isdigit (**p))
        count = g_ascii_strtoull (*p, (char **) p, 10);
      for (; count > 0; count--)
        {
          g_string_append (out, unit->str);
          if (out->len > EDGEKIT_MODEL_MAX_LAYERS)
            return FALSE;
        }
    }
  return TRUE;
}

static char *
expand_pattern (const char *pattern, guint64 length)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (!pattern || !expand (&pattern, 0, out) || *pattern || out->len != length)
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* One number for all layers, or [[number, layers], …]. */
static GArray *
expand_numbers (JsonNode *node, guint64 length)
{
  GArray *numbers = g_array_sized_new (FALSE, TRUE, sizeof (guint64), length);

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *runs = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (runs); i++)
        {
          JsonArray *run = json_array_get_array_element (runs, i);
          guint64 value = json_array_get_int_element (run, 0);

          for (gint64 n = json_array_get_int_element (run, 1); n > 0 && numbers->len < length; n--)
            g_array_append_val (numbers, value);
        }
    }
  else
    {
      guint64 value = node ? json_node_get_int (node) : 0;

      while (numbers->len < length)
        g_array_append_val (numbers, value);
    }
  g_array_set_size (numbers, length);
  return numbers;
}

/* --- Records ------------------------------------------------------------------ */

EdgeKitOutline *
_edgekit_outline_new (JsonObject *record, GError **error)
{
  g_autoptr(EdgeKitOutline) self = g_new0 (EdgeKitOutline, 1);

  self->record = json_object_ref (record);
  self->architecture = json_object_get_string_member_with_default (record, "arch", "");
  self->layers = _edgekit_outline_get (self, "layers", 0);
  self->width = _edgekit_outline_get (self, "embedding_length", 0);
  self->vocabulary = _edgekit_outline_get (self, "vocab", 0);
  self->mixers = expand_pattern (_edgekit_outline_string (self, "attention"), self->layers);
  self->feeds = expand_pattern (_edgekit_outline_string (self, "ffn"), self->layers);
  self->feed_width = expand_numbers (json_object_get_member (record, "ff_length"), MIN (self->layers, EDGEKIT_MODEL_MAX_LAYERS));
  if (self->mixers && self->feeds && self->width > 0 && self->layers > 0)
    return g_steal_pointer (&self);
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA, "%s: a record of the catalogue is broken",
               json_object_get_string_member_with_default (record, "id", "?"));
  return NULL;
}

void
_edgekit_outline_free (EdgeKitOutline *self)
{
  json_object_unref (self->record);
  g_free (self->mixers);
  g_free (self->feeds);
  g_clear_pointer (&self->feed_width, g_array_unref);
  g_free (self);
}

static guint64
number_of (JsonNode *node, guint64 fallback)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_int (node) >= 0 ? (guint64) json_node_get_int (node)
                                                                                : fallback;
}

guint64
_edgekit_outline_get (const EdgeKitOutline *self, const char *member, guint64 fallback)
{
  return number_of (json_object_get_member (self->record, member), fallback);
}

gboolean
_edgekit_outline_has (const EdgeKitOutline *self, const char *object)
{
  JsonNode *node = json_object_get_member (self->record, object);

  return node && JSON_NODE_HOLDS_OBJECT (node);
}

guint64
_edgekit_outline_get_in (const EdgeKitOutline *self, const char *object, const char *member)
{
  if (!_edgekit_outline_has (self, object))
    return 0;
  return number_of (json_object_get_member (json_object_get_object_member (self->record, object), member), 0);
}

guint64
_edgekit_outline_by_mixer (const EdgeKitOutline *self, const char *member, char mixer)
{
  gboolean windowed = mixer == EDGEKIT_OUTLINE_WINDOW || mixer == EDGEKIT_OUTLINE_SHARED_WINDOW;

  if (!_edgekit_outline_has (self, member))
    return _edgekit_outline_get (self, member, 0);
  return _edgekit_outline_get_in (self, member, windowed ? "W" : "F");
}

const char *
_edgekit_outline_string (const EdgeKitOutline *self, const char *member)
{
  return json_object_get_string_member_with_default (self->record, member, NULL);
}

static gboolean
lists (const EdgeKitOutline *self, const char *member, const char *flag)
{
  JsonNode *node = json_object_get_member (self->record, member);
  JsonArray *flags = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; flags && i < json_array_get_length (flags); i++)
    if (g_strcmp0 (json_array_get_string_element (flags, i), flag) == 0)
      return TRUE;
  return FALSE;
}

gboolean
_edgekit_outline_flag (const EdgeKitOutline *self, const char *flag)
{
  return lists (self, "flags", flag);
}

gboolean
_edgekit_outline_is_fused (const EdgeKitOutline *self, const char *what)
{
  return lists (self, "fused", what);
}

/* --- The model ---------------------------------------------------------------- */

EdgeKitModel *
_edgekit_outline_make_model (JsonObject *record, const char *mix, GError **error)
{
  g_autoptr(EdgeKitOutline) self = _edgekit_outline_new (record, error);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) _edgekit_model_part_free);
  g_autofree char *file = NULL;
  EdgeKitModelPart *part;
  EdgeKitModel *model;
  EdgeKitGguf *gguf;

  if (!self)
    return NULL;
  gguf = g_new0 (EdgeKitGguf, 1);
  gguf->version = 3;
  gguf->alignment = 32;
  gguf->metadata = _edgekit_metadata_new ();
  gguf->tensors = g_ptr_array_new_with_free_func (g_object_unref);
  _edgekit_outline_add_keys (self, gguf->metadata, mix);
  _edgekit_outline_add_tensors (self, mix, gguf->tensors);
  for (guint i = 0; i < gguf->tensors->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (gguf->tensors, i);

      tensor->offset = gguf->data_end;
      gguf->data_end += (tensor->size + gguf->alignment - 1) / gguf->alignment * gguf->alignment;
    }
  file = g_strdup_printf ("%s-%s.gguf", json_object_get_string_member_with_default (record, "id", "model"), mix);
  part = _edgekit_model_part_new (file);
  part->gguf = gguf;
  part->size = gguf->data_end;
  g_ptr_array_add (parts, part);
  model = _edgekit_model_new_from_gguf (parts, 0, file, error);
  if (model)
    _edgekit_model_add_note (model, "catalogue", EDGEKIT_SEVERITY_INFO,
                             _ ("Worked out from EdgeKit’s catalogue, without a file."),
                             /* xgettext:no-c-format */
                             _ ("Files made with llama.cpp’s own tools differ from this by 2 % at most."));
  return model;
}
