/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spec.h"

#define ALIGNMENT 32

static const struct
{
  const char *name;
  guint32 id;
  guint32 block;
  guint32 bytes;
} types[] = {
  { "F32", 0, 1, 4 },      { "F16", 1, 1, 2 },      { "Q4_0", 2, 32, 18 },   { "Q5_0", 6, 32, 22 },
  { "Q8_0", 8, 32, 34 },   { "Q4_K", 12, 256, 144 }, { "Q5_K", 13, 256, 176 }, { "Q6_K", 14, 256, 210 },
  { "BF16", 30, 1, 2 },    { "MXFP4", 39, 32, 17 },
};

static guint
type_index (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name))
      return i;
  g_error ("no such type of tensors: %s", name);
}

/* --- Reading a spec --------------------------------------------------------- */

static void
key_free (SpecKey *key)
{
  g_free (key->name);
  g_free (key->type);
  g_free (key->value);
  g_free (key);
}

static void
tensor_free (SpecTensor *tensor)
{
  g_free (tensor->name);
  g_free (tensor);
}

void
spec_free (Spec *self)
{
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->tensors);
  g_free (self->vocabulary);
  g_free (self->pre);
  g_free (self);
}

static void
add_tensor (Spec *self, const char *name, char **dims, const char *type)
{
  SpecTensor *tensor = g_new0 (SpecTensor, 1);
  guint t = type_index (type);

  tensor->name = g_strdup (name);
  tensor->type = types[t].name;
  tensor->elements = 1;
  for (; dims[tensor->n_dims]; tensor->n_dims++)
    {
      g_assert (tensor->n_dims < G_N_ELEMENTS (tensor->dims));
      tensor->dims[tensor->n_dims] = g_ascii_strtoull (dims[tensor->n_dims], NULL, 10);
      tensor->elements *= tensor->dims[tensor->n_dims];
    }
  g_assert (tensor->dims[0] % types[t].block == 0);
  tensor->size = tensor->elements / types[t].block * types[t].bytes;
  self->weights_size += tensor->size;
  g_ptr_array_add (self->tensors, tensor);
}

/* "0-3,7": calls itself for each number. */
static void
add_tensors (Spec *self, const char *prefix, const char *range, const char *name, char **dims, const char *type)
{
  g_auto(GStrv) around = NULL;
  g_auto(GStrv) spans = NULL;

  if (!prefix)
    {
      add_tensor (self, name, dims, type);
      return;
    }
  around = g_strsplit (prefix, "%d", 2);
  spans = g_strsplit (range, ",", -1);
  for (guint i = 0; spans[i]; i++)
    {
      char *end;
      guint64 first = g_ascii_strtoull (spans[i], &end, 10);
      guint64 last = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : first;

      for (guint64 il = first; il <= last; il++)
        {
          g_autofree char *full = g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s%s", around[0], il, around[1], name);

          add_tensor (self, full, dims, type);
        }
    }
}

static void
add_key (Spec *self, char **words)
{
  SpecKey *key = g_new0 (SpecKey, 1);

  g_assert (g_strv_length (words) >= 4);
  key->name = g_strdup (words[1]);
  key->type = g_strdup (words[2]);
  key->value = g_strjoinv (" ", words + 3);
  g_ptr_array_add (self->keys, key);
}

Spec *
spec_load (const char *path, GError **error)
{
  g_autoptr(Spec) self = g_new0 (Spec, 1);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *range = NULL;

  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) key_free);
  self->tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) tensor_free);
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      g_auto(GStrv) dims = NULL;

      if (!words[0] || !*words[0] || *words[0] == '#')
        continue;
      if (g_str_equal (words[0], "parameters"))
        self->parameters = g_ascii_strtoull (words[1], NULL, 10);
      else if (g_str_equal (words[0], "key"))
        add_key (self, words);
      else if (g_str_equal (words[0], "vocabulary"))
        {
          self->vocabulary = g_strdup (words[1]);
          self->pre = g_strdup (words[2]);
          self->vocabulary_size = g_ascii_strtoull (words[3], NULL, 10);
        }
      else if (g_str_equal (words[0], "tensors"))
        {
          g_free (prefix);
          g_free (range);
          prefix = g_strdup (words[1]);
          range = words[1] ? g_strdup (words[2]) : NULL;
        }
      else
        {
          dims = g_strsplit (words[1], "x", -1);
          add_tensors (self, prefix, range, words[0], dims, words[2]);
        }
    }
  return g_steal_pointer (&self);
}

const char *
spec_get_key (const Spec *self, const char *name)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const SpecKey *key = g_ptr_array_index (self->keys, i);

      if (g_str_equal (key->name, name))
        return key->value;
    }
  return NULL;
}

/* --- Writing GGUF ----------------------------------------------------------- */

typedef struct
{
  GByteArray *bytes;
  guint32 version;
  gboolean big_endian;
  guint64 n_pairs;
} Writer;

static void
put_u32 (Writer *w, guint32 value)
{
  guint32 raw = w->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);

  g_byte_array_append (w->bytes, (const guint8 *) &raw, sizeof raw);
}

static void
put_u64 (Writer *w, guint64 value)
{
  guint64 raw = w->big_endian ? GUINT64_TO_BE (value) : GUINT64_TO_LE (value);

  g_byte_array_append (w->bytes, (const guint8 *) &raw, sizeof raw);
}

/* In version 1 counts, lengths and dimensions were shorter. */
static void
put_length (Writer *w, guint64 value)
{
  if (w->version == 1)
    put_u32 (w, value);
  else
    put_u64 (w, value);
}

static void
put_f32 (Writer *w, float value)
{
  guint32 raw;

  memcpy (&raw, &value, sizeof raw);
  put_u32 (w, raw);
}

static void
put_string (Writer *w, const char *value)
{
  put_length (w, strlen (value));
  g_byte_array_append (w->bytes, (const guint8 *) value, strlen (value));
}

static void
put_key (Writer *w, const char *name, guint32 type)
{
  put_string (w, name);
  put_u32 (w, type);
  w->n_pairs++;
}

static void
put_array (Writer *w, const char *name, guint32 type, guint64 length)
{
  put_key (w, name, 9);
  put_u32 (w, type);
  put_length (w, length);
}

static void
put_pair (Writer *w, const SpecKey *key)
{
  if (g_str_equal (key->type, "u32"))
    {
      put_key (w, key->name, 4);
      put_u32 (w, g_ascii_strtoull (key->value, NULL, 10));
    }
  else if (g_str_equal (key->type, "f32"))
    {
      put_key (w, key->name, 6);
      put_f32 (w, g_ascii_strtod (key->value, NULL));
    }
  else if (g_str_equal (key->type, "bool"))
    {
      guint8 yes = g_str_equal (key->value, "true");

      put_key (w, key->name, 7);
      g_byte_array_append (w->bytes, &yes, 1);
    }
  else if (g_str_equal (key->type, "str"))
    {
      put_key (w, key->name, 8);
      put_string (w, key->value);
    }
  else if (g_str_equal (key->type, "arr:i32"))
    {
      g_auto(GStrv) items = g_strsplit (key->value, ",", -1);

      put_array (w, key->name, 5, g_strv_length (items));
      for (guint i = 0; items[i]; i++)
        put_u32 (w, (guint32) g_ascii_strtoll (items[i], NULL, 10));
    }
  else
    g_error ("%s: no such type of keys: %s", key->name, key->type);
}

static void
put_vocabulary (Writer *w, const Spec *spec)
{
  const guint64 n = spec->vocabulary_size;
  const gboolean merges = g_str_equal (spec->vocabulary, "gpt2");
  char token[32];

  put_key (w, "tokenizer.ggml.model", 8);
  put_string (w, spec->vocabulary);
  if (!g_str_equal (spec->pre, "-"))
    {
      put_key (w, "tokenizer.ggml.pre", 8);
      put_string (w, spec->pre);
    }
  put_array (w, "tokenizer.ggml.tokens", 8, n);
  for (guint64 i = 0; i < n; i++)
    {
      g_snprintf (token, sizeof token, "t%" G_GINT64_MODIFIER "x", i);
      put_string (w, token);
    }
  put_array (w, "tokenizer.ggml.token_type", 5, n);
  for (guint64 i = 0; i < n; i++)
    put_u32 (w, 1);
  if (merges)
    put_array (w, "tokenizer.ggml.merges", 8, n - MIN (n, 256));
  else
    put_array (w, "tokenizer.ggml.scores", 6, n);
  for (guint64 i = merges ? MIN (n, 256) : 0; i < n; i++)
    {
      g_snprintf (token, sizeof token, "t %" G_GINT64_MODIFIER "x", i);
      if (merges)
        put_string (w, token);
      else
        put_f32 (w, -(float) i);
    }
}

static guint64
pad (guint64 n)
{
  return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

GByteArray *
spec_header (const Spec *self, const SpecOptions *options, guint64 *file_size)
{
  static const guint8 zeros[ALIGNMENT] = { 0 };
  const guint32 version = options && options->version ? options->version : 3;
  Writer body = { g_byte_array_new (), version, options && options->big_endian };
  Writer head = { g_byte_array_new (), version, options && options->big_endian };
  guint64 offset = 0;

  for (guint i = 0; i < self->keys->len; i++)
    put_pair (&body, g_ptr_array_index (self->keys, i));
  if (self->vocabulary)
    put_vocabulary (&body, self);
  for (guint i = 0; i < self->tensors->len; i++)
    {
      const SpecTensor *tensor = g_ptr_array_index (self->tensors, i);

      put_string (&body, tensor->name);
      put_u32 (&body, tensor->n_dims);
      for (guint j = 0; j < tensor->n_dims; j++)
        put_length (&body, tensor->dims[j]);
      put_u32 (&body, types[type_index (tensor->type)].id);
      put_u64 (&body, offset);
      offset += pad (tensor->size);
    }
  g_byte_array_append (head.bytes, (const guint8 *) "GGUF", 4);
  put_u32 (&head, version);
  put_length (&head, self->tensors->len);
  put_length (&head, body.n_pairs);
  g_byte_array_append (head.bytes, body.bytes->data, body.bytes->len);
  g_byte_array_append (head.bytes, zeros, pad (head.bytes->len) - head.bytes->len);
  g_byte_array_unref (body.bytes);
  *file_size = head.bytes->len + offset;
  return head.bytes;
}

gboolean
spec_write (const Spec *self, const SpecOptions *options, const char *path, GError **error)
{
  guint64 file_size;
  g_autoptr(GByteArray) header = spec_header (self, options, &file_size);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  gsize done = 0;

  while (fd >= 0 && done < header->len)
    {
      gssize n = write (fd, header->data + done, header->len - done);

      if (n < 0 && errno != EINTR)
        break;
      done += MAX (n, 0);
    }
  /* the hole */
  if (fd < 0 || done < header->len || ftruncate (fd, file_size) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  return g_close (fd, error);
}
