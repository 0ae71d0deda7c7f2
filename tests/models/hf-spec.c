/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "hf-spec.h"

static const struct
{
  const char *name;
  guint bits;
} types[] = {
  { "BOOL", 8 }, { "U8", 8 },   { "I8", 8 },   { "F8_E4M3", 8 }, { "F8_E8M0", 8 }, { "I32", 32 },
  { "U32", 32 }, { "F32", 32 }, { "BF16", 16 }, { "F16", 16 },    { "I64", 64 },
};

static void
tensor_free (HfTensor *tensor)
{
  g_free (tensor->name);
  g_free (tensor);
}

void
hf_spec_free (HfSpec *self)
{
  g_free (self->config);
  g_free (self->more);
  g_free (self->metadata);
  g_ptr_array_unref (self->tensors);
  g_hash_table_unref (self->expect);
  g_free (self);
}

/* --- Reading a spec --------------------------------------------------------- */

static void
add_tensor (HfSpec *self, const char *prefix, char **words)
{
  HfTensor *tensor = g_new0 (HfTensor, 1);
  guint t = 0;

  while (t < G_N_ELEMENTS (types) && g_strcmp0 (types[t].name, words[2]) != 0)
    t++;
  if (t == G_N_ELEMENTS (types))
    g_error ("no such type of tensors: %s", words[2]);
  tensor->name = g_strconcat (prefix, words[0], NULL);
  tensor->type = types[t].name;
  tensor->elements = 1;
  if (!g_str_equal (words[1], "-"))
    {
      g_auto(GStrv) dims = g_strsplit (words[1], "x", -1);

      for (; dims[tensor->n_dims]; tensor->n_dims++)
        {
          g_assert (tensor->n_dims < G_N_ELEMENTS (tensor->dims));
          tensor->dims[tensor->n_dims] = g_ascii_strtoull (dims[tensor->n_dims], NULL, 10);
          tensor->elements *= tensor->dims[tensor->n_dims];
        }
    }
  tensor->size = tensor->elements * types[t].bits / 8;
  g_ptr_array_add (self->tensors, tensor);
}

/* "model.layers.%d.mlp.experts.%d." with a range like "0-3,7" for each %d: calls
 * itself for each number of the first. */
static void
add_tensors (HfSpec *self, const char *prefix, char **ranges, char **words)
{
  const char *hole = strstr (prefix, "%d");
  g_auto(GStrv) spans = NULL;

  if (!hole)
    {
      add_tensor (self, prefix, words);
      return;
    }
  g_assert (ranges[0] != NULL);
  spans = g_strsplit (ranges[0], ",", -1);
  for (guint i = 0; spans[i]; i++)
    {
      char *end;
      guint64 first = g_ascii_strtoull (spans[i], &end, 10);
      guint64 last = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : first;

      for (guint64 n = first; n <= last; n++)
        {
          g_autofree char *filled = g_strdup_printf ("%.*s%" G_GUINT64_FORMAT "%s", (int) (hole - prefix), prefix, n,
                                                     hole + 2);

          add_tensors (self, filled, ranges + 1, words);
        }
    }
}

/* The lines up to "end". */
static char *
take_text (char **lines, guint *i)
{
  GString *text = g_string_new (NULL);

  for ((*i)++; lines[*i] && !g_str_equal (lines[*i], "end"); (*i)++)
    g_string_append_printf (text, "%s\n", lines[*i]);
  return g_string_free (text, FALSE);
}

HfSpec *
hf_spec_load (const char *path, GError **error)
{
  g_autoptr(HfSpec) self = g_new0 (HfSpec, 1);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_auto(GStrv) group = NULL;

  self->tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) tensor_free);
  self->expect = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->n_files = 1;
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);

      if (!words[0] || !*words[0] || *words[0] == '#')
        continue;
      if (g_str_equal (words[0], "parameters"))
        self->parameters = g_ascii_strtoull (words[1], NULL, 10);
      else if (g_str_equal (words[0], "files"))
        self->n_files = g_ascii_strtoull (words[1], NULL, 10);
      else if (g_str_equal (words[0], "metadata"))
        self->metadata = g_strdup (words[1]);
      else if (g_str_equal (words[0], "expect"))
        g_hash_table_insert (self->expect, g_strdup (words[1]), g_strjoinv (" ", words + 2));
      else if (g_str_equal (words[0], "config"))
        self->config = take_text (lines, &i);
      else if (g_str_equal (words[0], "more"))
        self->more = take_text (lines, &i);
      else if (g_str_equal (words[0], "tensors"))
        {
          g_strfreev (group);
          group = g_steal_pointer (&words);
        }
      else
        add_tensors (self, group[1] ? group[1] : "", group[1] ? group + 2 : group + 1, words);
    }
  return g_steal_pointer (&self);
}

/* --- Writing safetensors ---------------------------------------------------- */

char *
hf_spec_file_name (const HfSpec *self, guint i)
{
  return self->n_files == 1 ? g_strdup ("model.safetensors")
                            : g_strdup_printf ("model-%05u-of-%05u.safetensors", i + 1, self->n_files);
}

/* The tensors of file @i: so many one after the other. */
static void
file_span (const HfSpec *self, guint i, guint *first, guint *last)
{
  *first = (guint64) self->tensors->len * i / self->n_files;
  *last = (guint64) self->tensors->len * (i + 1) / self->n_files;
}

GByteArray *
hf_spec_header (const HfSpec *self, guint i, guint64 *file_size)
{
  g_autoptr(GString) json = g_string_new ("{");
  GByteArray *bytes = g_byte_array_new ();
  guint64 offset = 0, length;
  guint first, last;

  if (self->metadata)
    g_string_append_printf (json, "\"__metadata__\":{\"format\":\"%s\"},", self->metadata);
  file_span (self, i, &first, &last);
  for (guint j = first; j < last; j++)
    {
      const HfTensor *tensor = g_ptr_array_index (self->tensors, j);

      g_string_append_printf (json, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[", j > first ? "," : "", tensor->name,
                              tensor->type);
      for (guint k = 0; k < tensor->n_dims; k++)
        g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, k ? "," : "", tensor->dims[k]);
      g_string_append_printf (json, "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}", offset,
                              offset + tensor->size);
      offset += tensor->size;
    }
  g_string_append_c (json, '}');
  while (json->len % 8)
    g_string_append_c (json, ' ');
  length = GUINT64_TO_LE (json->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) json->str, json->len);
  *file_size = bytes->len + offset;
  return bytes;
}

char *
hf_spec_index (const HfSpec *self)
{
  GString *json = g_string_new ("{\"metadata\":{\"total_size\":1.5e9},\"weight_map\":{");

  for (guint i = 0; i < self->n_files; i++)
    {
      g_autofree char *name = hf_spec_file_name (self, i);
      guint first, last;

      file_span (self, i, &first, &last);
      for (guint j = first; j < last; j++)
        g_string_append_printf (json, "%s\n\"%s\":\"%s\"", j ? "," : "",
                                ((HfTensor *) g_ptr_array_index (self->tensors, j))->name, name);
    }
  g_string_append (json, "}}");
  return g_string_free (json, FALSE);
}

static gboolean
write_text (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents (path, text, -1, error);
}

gboolean
hf_spec_write (const HfSpec *self, const char *folder, GError **error)
{
  g_autofree char *index = self->n_files > 1 ? hf_spec_index (self) : NULL;

  if (!write_text (folder, "config.json", self->config, error) ||
      (self->more && !write_text (folder, "hf_quant_config.json", self->more, error)) ||
      (index && !write_text (folder, "model.safetensors.index.json", index, error)))
    return FALSE;
  for (guint i = 0; i < self->n_files; i++)
    {
      g_autofree char *name = hf_spec_file_name (self, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      guint64 size;
      g_autoptr(GByteArray) header = hf_spec_header (self, i, &size);

      if (!g_file_set_contents (path, (const char *) header->data, header->len, error))
        return FALSE;
      if (truncate (path, size) != 0) /* the hole */
        {
          int code = errno;

          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
          return FALSE;
        }
    }
  return TRUE;
}
