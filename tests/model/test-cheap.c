/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a model with a large vocabulary costs: the strings of it are passed over. */

#include "config.h"

#include <features.h>
#include <malloc.h>
#include <sys/resource.h>

#include <edgekit.h>
#include <glib/gstdio.h>

#include "header.h"

#define VOCABULARY 256000
#define LIMIT_KIB (4 * 1024)

static void
write_out (GOutputStream *out, Header *h)
{
  g_assert_true (g_output_stream_write_all (out, h->bytes->data, h->bytes->len, NULL, NULL, NULL));
  g_byte_array_set_size (h->bytes, 0);
}

/* In small pieces, so that the test itself needs no memory for it. */
static void
write_list (GOutputStream *out, Header *h, const char *key, guint32 type, guint n)
{
  put_text (h, key);
  put32 (h, 9);
  put32 (h, type);
  put64 (h, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("token %u", i);

      if (type == 8)
        put_text (h, text);
      else
        put32 (h, i);
      if (h->bytes->len > 16 * 1024)
        write_out (out, h);
    }
}

static char *
write_model (guint n)
{
  static const guint64 dims[] = { 32, 4 };
  g_autoptr(GFileIOStream) io = NULL;
  g_autoptr(GFile) file = g_file_new_tmp ("edgekit-cheap-XXXXXX", &io, NULL);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (io));
  Header h = header_new ();

  g_assert_nonnull (file);
  put_begin (&h, 3, 1, 6);
  put_key_text (&h, "general.architecture", "llama");
  put_key_u32 (&h, "llama.block_count", 1);
  write_list (out, &h, "tokenizer.ggml.tokens", 8, n);
  write_list (out, &h, "tokenizer.ggml.scores", 6, n);
  write_list (out, &h, "tokenizer.ggml.token_type", 5, n);
  write_list (out, &h, "tokenizer.ggml.merges", 8, n);
  put_tensor (&h, "blk.0.attn_k.weight", 2, dims, 0, 0);
  put_end (&h, 512 + 32);
  write_out (out, &h);
  g_byte_array_unref (h.bytes);
  return g_file_get_path (file);
}

static EdgeKitModel *
load (const char *path)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (path);
  g_autoptr(GError) error = NULL;
  EdgeKitModel *model = edgekit_model_source_load (source, NULL, &error);

  g_assert_no_error (error);
  return model;
}

static glong
peak_kib (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss;
}

static glong
taken_kib (void)
{
#if __GLIBC_PREREQ(2, 33)
  return mallinfo2 ().uordblks / 1024;
#else
  return 0;
#endif
}

static void
test_vocabulary (void)
{
  g_autofree char *small = write_model (1);
  g_autofree char *large = write_model (VOCABULARY);
  g_autoptr(EdgeKitModel) first = load (small); /* types and tables are there from now on */
  g_autoptr(EdgeKitModel) model = NULL;
  glong peak = peak_kib (), taken = taken_kib ();

  model = load (large);
  g_assert_cmpint (edgekit_model_get_vocabulary_size (model), ==, VOCABULARY);
  g_assert_cmpint (edgekit_model_get_parameters (model), ==, 128);
  g_assert_cmpint (edgekit_model_get_bytes_read (model), >, 10 * 1000 * 1000);
  g_test_message ("more at the peak: %ld KiB, kept: %ld KiB", peak_kib () - peak, taken_kib () - taken);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  g_assert_cmpint (peak_kib () - peak, <, LIMIT_KIB);
  g_assert_cmpint (taken_kib () - taken, <, LIMIT_KIB / 16);
#endif
  g_assert_cmpint (g_remove (small), ==, 0);
  g_assert_cmpint (g_remove (large), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/cheap/vocabulary", test_vocabulary);
  return g_test_run ();
}
