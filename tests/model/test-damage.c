/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Headers that lie, are cut, or belong to something else: one sentence each,
 * and never more memory than the bytes that are there ask for. */

#include "config.h"

#include "edgekit-enum-types.h"
#include "read-header.h"
#include "spec.h"

static void
test_other_formats (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    int code;
    const char *part;
  } files[] = {
    { "", 0, EDGEKIT_ERROR_NOT_A_MODEL, "empty" },
    { "GG", 2, EDGEKIT_ERROR_NOT_A_MODEL, "does not begin like" },
    { "\0\0\0\0\0\0\0\0", 8, EDGEKIT_ERROR_NOT_A_MODEL, "does not begin like" },
    { "gguf\3\0\0\0", 8, EDGEKIT_ERROR_NOT_A_MODEL, "does not begin like" },
    { "FUGG\3\0\0\0", 8, EDGEKIT_ERROR_NOT_A_MODEL, "wrong order" },
    { "\x10\1\0\0\0\0\0\0{\"__metadata__\"", 23, EDGEKIT_ERROR_NOT_SUPPORTED, "safetensors" },
    { "PK\3\4\0\0\0\0\0\0archive/data.pkl", 26, EDGEKIT_ERROR_NOT_SUPPORTED, "PyTorch" },
    { "\211HDF\r\n\032\n", 8, EDGEKIT_ERROR_NOT_SUPPORTED, "HDF5" },
    { "tjgg\3\0\0\0", 8, EDGEKIT_ERROR_NOT_SUPPORTED, "before GGUF" },
    { "lmgg\3\0\0\0", 8, EDGEKIT_ERROR_NOT_SUPPORTED, "before GGUF" },
    { "algg\1\0\0\0", 8, EDGEKIT_ERROR_NOT_SUPPORTED, "adapter" },
    { "version https://git-lfs.github.com/spec/v1\n", 43, EDGEKIT_ERROR_NOT_A_MODEL, "git lfs pull" },
    { "<!DOCTYPE html><html>", 21, EDGEKIT_ERROR_NOT_A_MODEL, "web page" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      Header h = header_new ();

      put (&h, files[i].bytes, files[i].length);
      refuse (&h, files[i].code, files[i].part);
    }
}

static void
test_versions (void)
{
  static const struct
  {
    guint32 version;
    int code;
    const char *part;
  } versions[] = {
    { 0, EDGEKIT_ERROR_INVALID_DATA, "version is 0" },
    { 4, EDGEKIT_ERROR_NOT_SUPPORTED, "version 4" },
    { 0x04000000, EDGEKIT_ERROR_NOT_SUPPORTED, "version 4" },
    { 0xffffffff, EDGEKIT_ERROR_NOT_SUPPORTED, "version 4294967295" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      Header h = header_new ();

      put_begin (&h, versions[i].version, 0, 0);
      refuse (&h, versions[i].code, versions[i].part);
    }
}

static void
test_counts (void)
{
  static const guint64 counts[] = { 65537, G_MAXUINT32, G_GUINT64_CONSTANT (1) << 62, G_GUINT64_CONSTANT (1) << 63,
                                    G_MAXUINT64 };
  Header h;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, counts[i]);

      h = header_new ();
      put_begin (&h, 3, counts[i], 1);
      refuse (&h, EDGEKIT_ERROR_INVALID_DATA, number);
      h = header_new ();
      put_begin (&h, 3, 1, counts[i]);
      refuse (&h, EDGEKIT_ERROR_INVALID_DATA, number);
    }
  h = header_new ();
  put_begin (&h, 3, 65536, 65536);
  refuse (&h, EDGEKIT_ERROR_TRUNCATED, "ends inside its description");
  h = header_new ();
  put_begin (&h, 3, 0, 0);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "architecture");
}

/* A key of @type whose @length bytes of value are @value. */
static Header
with_value (guint32 type, const void *value, gsize length)
{
  Header h = header_new ();

  put_begin (&h, 3, 0, 2);
  put_key_text (&h, "general.architecture", "llama");
  put_text (&h, "some.key");
  put32 (&h, type);
  put (&h, value, length);
  /* room, so that a length is not refused because the file ends */
  put_end (&h, 4096);
  return h;
}

static void
test_values (void)
{
  static const guint64 lengths[] = { G_MAXUINT64, G_GUINT64_CONSTANT (1) << 63, G_GUINT64_CONSTANT (1) << 40, 1 << 20 };
  Header h, array;
  g_autoptr(EdgeKitModel) model = NULL;

  h = with_value (13, "", 0);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "type 13");
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint64 length = GUINT64_TO_LE (lengths[i]);
      int code = lengths[i] > (1 << 30) ? EDGEKIT_ERROR_INVALID_DATA : EDGEKIT_ERROR_TRUNCATED;

      h = with_value (8, &length, 8);
      refuse (&h, code, code == EDGEKIT_ERROR_TRUNCATED ? "ends inside" : "bytes long");
      for (guint32 type = 0; type <= 12; type++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(EdgeKitModel) none = NULL;

          array = header_new ();
          put32 (&array, type);
          put64 (&array, lengths[i]);
          h = with_value (9, array.bytes->data, array.bytes->len);
          none = read_bytes (h.bytes->data, h.bytes->len, &error);
          g_assert_null (none);
          g_assert_true (g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_TRUNCATED) ||
                         g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA));
          g_byte_array_unref (array.bytes);
          g_byte_array_unref (h.bytes);
        }
    }
  array = header_new ();
  for (guint i = 0; i < 100; i++)
    {
      put32 (&array, 9);
      put64 (&array, 1);
    }
  h = with_value (9, array.bytes->data, array.bytes->len);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "nested");
  g_byte_array_unref (array.bytes);

  /* the format allows lists of lists, so a shallow one does no harm */
  array = header_new ();
  put32 (&array, 9);
  put64 (&array, 2);
  for (guint i = 0; i < 2; i++)
    {
      put32 (&array, 4);
      put64 (&array, 1);
      put32 (&array, 7);
    }
  h = with_value (9, array.bytes->data, array.bytes->len);
  model = accept (&h);
  g_assert_cmpuint (_edgekit_model_lookup (model, "some.key")->length, ==, 2);
  g_byte_array_unref (array.bytes);
}

static void
test_keys (void)
{
  Header h;

  h = header_new ();
  put_begin (&h, 3, 0, 2);
  put_key_u32 (&h, "a.key", 1);
  put_key_u32 (&h, "a.key", 1);
  put_end (&h, 64);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "“a.key” is there twice");

  h = header_new ();
  put_begin (&h, 3, 0, 1);
  put_key_u32 (&h, "", 1);
  put_end (&h, 64);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "empty");

  h = header_new ();
  put_begin (&h, 3, 0, 1);
  put_key_u32 (&h, "\xff\xfe", 1);
  put_end (&h, 64);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "not text");

  h = header_new ();
  put_begin (&h, 3, 0, 1);
  put64 (&h, G_MAXUINT64);
  put_end (&h, 64);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "18446744073709551615 bytes long");
}

static void
test_facts (void)
{
  static const struct
  {
    const char *key;
    guint32 value;
  } facts[] = {
    { "llama.block_count", G_MAXUINT32 },
    { "llama.block_count", 4097 },
    { "llama.embedding_length", G_MAXUINT32 },
    { "llama.attention.head_count", G_MAXUINT32 },
    { "llama.attention.head_count_kv", G_MAXUINT32 },
    { "llama.attention.key_length", G_MAXUINT32 },
    { "llama.feed_forward_length", G_MAXUINT32 },
    { "llama.expert_count", G_MAXUINT32 },
    { "llama.vocab_size", G_MAXUINT32 },
    { "general.alignment", 0 },
    { "general.alignment", 3 },
    { "general.alignment", G_MAXUINT32 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      gboolean blocks = g_str_has_suffix (facts[i].key, "block_count");
      Header h = header_new ();

      put_begin (&h, 3, 0, blocks ? 2 : 3);
      put_key_text (&h, "general.architecture", "llama");
      if (!blocks)
        put_key_u32 (&h, "llama.block_count", 2);
      put_key_u32 (&h, facts[i].key, facts[i].value);
      put_end (&h, 0);
      refuse (&h, EDGEKIT_ERROR_INVALID_DATA, facts[i].key);
    }
}

static Header
with_tensors (guint n)
{
  Header h = header_new ();

  put_begin (&h, 3, n, 1);
  put_key_text (&h, "general.architecture", "llama");
  return h;
}

static void
test_tensors (void)
{
  const guint64 huge[] = { G_GUINT64_CONSTANT (1) << 40, G_GUINT64_CONSTANT (1) << 40, 1, 1 };
  const guint64 vast[] = { G_GUINT64_CONSTANT (1) << 62, 1, 1, 1 };
  const guint64 small[] = { 32, 4 };
  const guint64 odd[] = { 33, 4 };
  Header h;

  h = with_tensors (1);
  put_tensor (&h, "t", 4, huge, 0, 0);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "too large");

  h = with_tensors (1);
  put_tensor (&h, "t", 4, vast, 0, 0);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "“t”");

  h = with_tensors (1);
  put_text (&h, "t");
  put32 (&h, 5);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "5 dimensions");

  h = with_tensors (1);
  put_text (&h, "t");
  put32 (&h, G_MAXUINT32);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "dimensions");

  h = with_tensors (1);
  put_tensor (&h, "t", 2, odd, 2, 0);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "33 × 4");

  h = with_tensors (1);
  put_tensor (&h, "t", 2, small, 0, 7);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "impossible place");

  h = with_tensors (1);
  put_tensor (&h, "t", 2, small, 0, G_MAXUINT64 - 31);
  put_end (&h, 512);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "impossible place");

  h = with_tensors (2);
  put_tensor (&h, "a", 2, small, 0, 0);
  put_tensor (&h, "b", 2, small, 0, G_GUINT64_CONSTANT (1) << 50);
  put_end (&h, 1024);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "does not begin where");

  h = with_tensors (2);
  put_tensor (&h, "a", 2, small, 0, 0);
  put_tensor (&h, "a", 2, small, 0, 512);
  put_end (&h, 1024);
  refuse (&h, EDGEKIT_ERROR_INVALID_DATA, "listed twice");
}

static void
test_types (void)
{
  const guint64 dims[] = { 256, 4 };
  g_autoptr(EdgeKitModel) unknown = NULL;
  g_autoptr(EdgeKitModel) fork = NULL;
  g_autoptr(EdgeKitTensor) tensor = NULL;
  Header h;

  /* the size of one that no table knows is the room up to the next */
  h = with_tensors (3);
  put_tensor (&h, "blk.0.a", 2, dims, 1000, 0);
  put_tensor (&h, "blk.0.b", 2, dims, 0, 640);
  put_tensor (&h, "blk.0.c", 2, dims, 1000, 640 + 4096);
  put_end (&h, 640 + 4096 + 320);
  unknown = accept (&h);
  g_assert_cmpstr (first_note (unknown), ==, "tensor-type-unknown");
  tensor = g_list_model_get_item (edgekit_model_get_tensors (unknown), 0);
  g_assert_cmpstr (edgekit_tensor_get_tensor_type (tensor), ==, "type-1000");
  g_assert_cmpint (edgekit_model_get_weights_size (unknown), ==, 640 + 4096 + 320);
  g_assert_cmpint (edgekit_model_get_n_layers (unknown), ==, 1);

  /* IQ4_KS of ik_llama.cpp has four bytes more in each row */
  h = with_tensors (1);
  put_tensor (&h, "blk.0.a", 2, dims, 144, 0);
  put_end (&h, 4 * (136 + 4));
  fork = accept (&h);
  g_assert_cmpint (edgekit_model_get_weights_size (fork), ==, 4 * (136 + 4));
  g_assert_cmpstr (first_note (fork), ==, "tensor-type-engine");
}

/* A file that was cut anywhere in its description is refused, anywhere in its
 * weights it is read with a note. */
static void
test_cut (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("EDGEKIT_TEST_SOURCE_ROOT"), "tests", "models", "specs",
                                            "novel-1b.spec", NULL);
  g_autoptr(Spec) spec = spec_load (path, NULL);
  g_autoptr(GByteArray) header = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) whole = NULL;
  guint64 size;

  g_assert_nonnull (spec);
  spec->vocabulary_size = 20;
  header = spec_header (spec, NULL, &size);
  for (guint length = 4; length + 32 < header->len; length++)
    {
      g_autoptr(GError) cut = NULL;
      g_autoptr(EdgeKitModel) model = read_bytes (header->data, length, &cut);

      g_assert_null (model);
      check_error (cut, EDGEKIT_ERROR_TRUNCATED, "ends inside its description");
    }
  whole = read_bytes (header->data, header->len, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edgekit_model_get_parameters (whole), ==, spec->parameters);
  g_assert_cmpuint (g_list_model_get_n_items (edgekit_model_get_notes (whole)), ==, 2);
}

static void
test_json (void)
{
  static const char *const bad[] = {
    "",
    "[]",
    "{}",
    "{\"schema\":\"edgekit.hardware/1\"}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":-1}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":1000000}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":2,\"heads\":[1]}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":2,\"heads\":[1,-2]}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":1,\"attention\":[\"wild\"]}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":1,\"attention\":[1]}",
    "{\"schema\":\"edgekit.model/1\",\"layers\":1,\"per_layer\":[]}",
    "{\"schema\":\"edgekit.model/1\",\"tensors\":[{\"name\":\"a\",\"shape\":[9223372036854775807,9]}]}",
    "{\"schema\":\"edgekit.model/1\",\"tensors\":[{\"name\":\"a\",\"shape\":[1,1,1,1,1,1,1,1,1]}]}",
    "{\"schema\":\"edgekit.model/1\",\"tensors\":[1]}",
    "{\"schema\":\"edgekit.model/1\",\"name\":7}",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitLayer) layer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) local = NULL;

      g_assert_null (edgekit_model_new_from_json (bad[i], -1, &local));
      g_assert_error (local, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_DATA);
      g_assert_null (strchr (local->message, '\n'));
    }
  /* written by hand: one number for all layers, unknown members */
  model = edgekit_model_new_from_json ("{\"schema\":\"edgekit.model/1\",\"layers\":2,\"heads\":8,\"kv_heads\":2,"
                                       "\"key_length\":64,\"colour\":\"blue\",\"name\":\"By Hand\"}",
                                       -1, &error);
  g_assert_no_error (error);
  layer = g_list_model_get_item (edgekit_model_get_layers (model), 1);
  g_assert_cmpint (edgekit_layer_get_heads (layer), ==, 8);
  g_assert_cmpint (edgekit_layer_get_key_length (layer), ==, 64);
  g_assert_cmpint (edgekit_layer_get_window (layer), ==, EDGEKIT_UNKNOWN);
  g_assert_cmpstr (edgekit_model_get_title (model), ==, "By Hand");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/model/other-formats", test_other_formats);
  g_test_add_func ("/model/versions", test_versions);
  g_test_add_func ("/model/counts", test_counts);
  g_test_add_func ("/model/values", test_values);
  g_test_add_func ("/model/bad-keys", test_keys);
  g_test_add_func ("/model/bad-facts", test_facts);
  g_test_add_func ("/model/bad-tensors", test_tensors);
  g_test_add_func ("/model/tensor-types", test_types);
  g_test_add_func ("/model/cut", test_cut);
  g_test_add_func ("/model/bad-json", test_json);
  return g_test_run ();
}
