/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a file claims does not set how much memory is taken: the whole process
 * stays under 64 MiB for the worst that the limits let through. */

#include "config.h"

#include <string.h>
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

/* --- safetensors and config.json -------------------------------------------- */

static void
write_file (GFile *folder, const char *name, const void *bytes, gsize length, goffset size)
{
  g_autoptr(GFile) file = g_file_get_child (folder, name);
  g_autoptr(GFileIOStream) io = NULL;

  g_assert_true (g_file_replace_contents (file, bytes, length, NULL, FALSE, 0, NULL, NULL, NULL));
  io = g_file_open_readwrite (file, NULL, NULL);
  if (!g_seekable_truncate (G_SEEKABLE (io), size, NULL, NULL))
    g_test_skip ("no sparse files here");
}

static void
refuse_folder (GFile *folder, const char *part)
{
  g_autofree char *path = g_file_get_path (folder);
  g_autoptr(GError) error = NULL;

  g_assert_null (_edgekit_model_load (path, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  if (!strstr (error->message, part))
    g_test_fail_printf ("“%s” does not say “%s”", error->message, part);
}

/* @n times @item, with a number in it, between the two ends. */
static char *
repeat (const char *begin, const char *item, guint n, const char *end)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      gsize at = text->len;

      g_string_append (text, item);
      if (strstr (text->str + at, "%u"))
        {
          gsize hole = strstr (text->str + at, "%u") - text->str;

          g_string_erase (text, hole, 2);
          g_string_insert (text, hole, number);
        }
    }
  return g_string_free (g_string_append (text, end), FALSE);
}

static void
test_folders (void)
{
  static const char config[] = "{\"model_type\":\"llama\",\"num_hidden_layers\":1}";
  const goffset huge = G_GINT64_CONSTANT (1) << 40;
  const guint64 claim = GUINT64_TO_LE (100000000);
  g_autofree char *path = g_dir_make_tmp ("edgekit-memory-XXXXXX", NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autofree char *objects = repeat ("[", "{},", 2000000, "1]");
  g_autofree char *members = repeat ("{", "\"%u\":{},", 300000, "\"x\":1}");
  g_autofree char *map = repeat ("{\"weight_map\":{", "\"%u\":\"m\",", 50000, "\"x\":\"m\"}}");
  g_autofree char *header = repeat ("{", "\"model.layers.0.experts.%u.w\":{\"dtype\":\"U8\",\"shape\":[0,4096],"
                                         "\"data_offsets\":[0,0]},",
                                    50000, "\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
  const guint64 length = GUINT64_TO_LE (strlen (header));
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;

  write_file (folder, "config.json", config, strlen (config), strlen (config));
  write_file (folder, "model.safetensors", &claim, sizeof claim, huge);
  refuse_folder (folder, "should stand here");
  write_file (folder, "config.json", "", 0, huge);
  refuse_folder (folder, "larger than");
  write_file (folder, "config.json", objects, strlen (objects), strlen (objects));
  refuse_folder (folder, "more values");
  write_file (folder, "config.json", members, strlen (members), strlen (members));
  refuse_folder (folder, "more values");
  write_file (folder, "config.json", config, strlen (config), strlen (config));
  /* what is large and real */
  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) header, strlen (header));
  write_file (folder, "m", file->data, file->len, file->len + 1);
  write_file (folder, "model.safetensors.index.json", map, strlen (map), strlen (map));
  {
    g_autofree char *index = g_build_filename (path, "model.safetensors.index.json", NULL);

    model = _edgekit_model_load (index, NULL, NULL, NULL, NULL, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_tensors (model)), ==, 50001);
  check_peak ();
  for (guint i = 0; i < 4; i++)
    {
      static const char *const names[] = { "config.json", "model.safetensors", "model.safetensors.index.json", "m" };
      g_autoptr(GFile) child = g_file_get_child (folder, names[i]);

      g_file_delete (child, NULL, NULL);
    }
  g_file_delete (folder, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/memory/claims", test_claims);
  g_test_add_func ("/memory/sparse", test_sparse);
  g_test_add_func ("/memory/folders", test_folders);
  return g_test_run ();
}
