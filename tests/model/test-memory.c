/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a file claims does not set how much memory is taken: the whole process
 * stays under 64 MiB for the worst that the limits let through. */

#include "config.h"

#include <sys/resource.h>

#include "edgekit-model-loader-private.h"
#include "header.h"

#define LIMIT_KIB (64 * 1024)

static gboolean
sanitized (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return TRUE;
#else
  return FALSE;
#endif
}

static void
check_peak (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_test_message ("peak %ld KiB", usage.ru_maxrss);
  if (!sanitized ())
    g_assert_cmpint (usage.ru_maxrss, <, LIMIT_KIB);
}

/* A few bytes, then the end, or zeros without end. */
static void
test_claims (void)
{
  static const guint64 counts[] = { 1, 1000, 65536, G_MAXUINT32, G_GUINT64_CONSTANT (1) << 63, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
      {
        Header h = header_new ();
        g_autoptr(GInputStream) stream = NULL;
        g_autoptr(GError) error = NULL;

        put_begin (&h, 3, counts[i], counts[j]);
        put64 (&h, counts[j]);
        stream = g_memory_input_stream_new_from_data (h.bytes->data, h.bytes->len, NULL);
        g_assert_null (_edgekit_model_load_stream (stream, h.bytes->len, "claims.gguf", NULL, &error));
        g_assert_nonnull (error);
        g_byte_array_unref (h.bytes);
      }
  check_peak ();
}

/* The size of the file is a claim as well: a sparse one has any. */
static void
test_sparse (void)
{
  g_autoptr(GFileIOStream) io = NULL;
  g_autoptr(GFile) file = g_file_new_tmp ("edgekit-memory-XXXXXX", &io, NULL);
  const goffset size = G_GINT64_CONSTANT (1) << 40;
  const guint32 types[] = { 4, 8, 9, 10 }; /* lists of numbers, texts, lists */

  g_assert_nonnull (file);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GInputStream) stream = NULL;
      g_autoptr(GError) error = NULL;
      Header h = header_new ();

      put_begin (&h, 3, 65536, 65536);
      put_text (&h, "a");
      put32 (&h, 9);
      put32 (&h, types[i]);
      put64 (&h, 60 * 1024 * 1024);
      g_assert_true (g_file_replace_contents (file, (char *) h.bytes->data, h.bytes->len, NULL, FALSE, 0, NULL, NULL,
                                              NULL));
      g_byte_array_unref (h.bytes);
      g_clear_object (&io);
      io = g_file_open_readwrite (file, NULL, NULL);
      if (!g_seekable_truncate (G_SEEKABLE (io), size, NULL, NULL))
        {
          g_test_skip ("no sparse files here");
          break;
        }
      stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
      g_assert_null (_edgekit_model_load_stream (stream, size, "sparse.gguf", NULL, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "sparse.gguf"));
    }
  g_file_delete (file, NULL, NULL);
  check_peak ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/memory/claims", test_claims);
  g_test_add_func ("/memory/sparse", test_sparse);
  return g_test_run ();
}
