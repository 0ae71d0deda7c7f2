/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Reads headers that were made byte by byte, and checks what is said of them. */

#include "edgekit-model-loader-private.h"
#include "edgekit-model-private.h"
#include "edgekit-note.h"
#include "header.h"

static inline EdgeKitModel *
read_bytes (const void *data, gsize length, GError **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (data, length, NULL);

  return _edgekit_model_load_stream (stream, length, "x.gguf", NULL, error);
}

/* One sentence that begins with the name and has @part in it. */
static inline void
check_error (GError *error, int code, const char *part)
{
  g_assert_error (error, EDGEKIT_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, "x.gguf: "));
  g_assert_null (strpbrk (error->message, "\n\r"));
  g_assert_cmpuint (strlen (error->message), <, 250);
  if (!strstr (error->message, part))
    g_test_fail_printf ("“%s” does not say “%s”", error->message, part);
}

/* Takes @h. */
static inline void
refuse (Header *h, int code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = read_bytes (h->bytes->data, h->bytes->len, &error);

  g_assert_null (model);
  check_error (error, code, part);
  g_clear_pointer (&h->bytes, g_byte_array_unref);
}

static inline EdgeKitModel *
accept (Header *h)
{
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = read_bytes (h->bytes->data, h->bytes->len, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  g_clear_pointer (&h->bytes, g_byte_array_unref);
  return model;
}

static inline const char *
first_note (EdgeKitModel *model)
{
  g_autoptr(EdgeKitNote) note = g_list_model_get_item (edgekit_model_get_notes (model), 0);

  return note ? edgekit_note_get_code (note) : NULL;
}
