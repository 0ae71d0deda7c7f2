/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Headers made byte by byte, to be wrong in one place. */

#include <string.h>

#include <gio/gio.h>

typedef struct
{
  GByteArray *bytes;
} Header;

static inline Header
header_new (void)
{
  return (Header) { g_byte_array_new () };
}

static inline void
put (Header *h, gconstpointer data, gsize length)
{
  g_byte_array_append (h->bytes, data, length);
}

static inline void
put32 (Header *h, guint32 value)
{
  value = GUINT32_TO_LE (value);
  put (h, &value, 4);
}

static inline void
put64 (Header *h, guint64 value)
{
  value = GUINT64_TO_LE (value);
  put (h, &value, 8);
}

static inline void
put_text (Header *h, const char *text)
{
  put64 (h, strlen (text));
  put (h, text, strlen (text));
}

static inline void
put_begin (Header *h, guint32 version, guint64 tensors, guint64 pairs)
{
  put (h, "GGUF", 4);
  put32 (h, version);
  put64 (h, tensors);
  put64 (h, pairs);
}

static inline void
put_key_text (Header *h, const char *key, const char *value)
{
  put_text (h, key);
  put32 (h, 8);
  put_text (h, value);
}

static inline void
put_key_u32 (Header *h, const char *key, guint32 value)
{
  put_text (h, key);
  put32 (h, 4);
  put32 (h, value);
}

static inline void
put_key_u16 (Header *h, const char *key, guint16 value)
{
  value = GUINT16_TO_LE (value);
  put_text (h, key);
  put32 (h, 2);
  put (h, &value, 2);
}

static inline void
put_tensor (Header *h, const char *name, guint32 n_dims, const guint64 *dims, guint32 type, guint64 offset)
{
  put_text (h, name);
  put32 (h, n_dims);
  for (guint32 i = 0; i < n_dims; i++)
    put64 (h, dims[i]);
  put32 (h, type);
  put64 (h, offset);
}

/* Up to the weights, and @data bytes of them. */
static inline void
put_end (Header *h, gsize data)
{
  gsize old = h->bytes->len;

  g_byte_array_set_size (h->bytes, (old + 31) / 32 * 32 + data);
  memset (h->bytes->data + old, 0, h->bytes->len - old);
}
